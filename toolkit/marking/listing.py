"""The first sheet of a marked workbook: every fault in order, each with a link to its cell."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from lxml import etree

from toolkit.book import BAND_FILL, DOUBT_FILL, FAULT_FILL, FONT, HEADING_FILL
from toolkit.issues import Issue
from toolkit.ooxml import Package, SheetPart, Styles, child, legal, make
from toolkit.page import clip
from toolkit.places import cell_name
from toolkit.rules import Severity
from toolkit.typesetting import height_of

if TYPE_CHECKING:
    from toolkit.marking import Subject

_NAME = "Cần sửa"
_TITLE = "CÁC CHỖ CẦN SỬA"
_HEADINGS = ("TT", "Mức độ", "Ô", "Đã ghi", "Vấn đề", "Cách sửa")
_WIDTHS = (5, 11, 16, 30, 52, 44)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FILLS = {Severity.ERROR: FAULT_FILL, Severity.WARNING: DOUBT_FILL, Severity.INFO: BAND_FILL}
_HOW = (
    "Bấm vào ô ở cột C để đến chỗ cần sửa. Trong các trang tính, ô có lỗi được tô tím đậm, ô có cảnh báo được tô tím "
    "nhạt, kèm ghi chú. Sửa xong, lưu lại và gửi chính tệp này; không cần xóa trang tính «Cần sửa»."
)
_COPIED = (
    "Tệp đã gửi là {kind}; bản này chỉ chép lại nội dung các ô, không giữ định dạng. Có thể sửa và gửi lại bản này."
)


def write(package: Package, styles: Styles, issues: Sequence[Issue], subject: "Subject", copied_from: str) -> None:
    """Put the sheet before all others, or anew where an earlier marking left one.

    Args:
        copied_from: the kind of the workbook of which this is a plain copy; empty where it is the workbook itself.
    """
    namespace = etree.QName(package.view(package.workbook)).namespace
    xml = _sheet(styles, issues, subject, copied_from, namespace, package.office).encode()
    former = next((at for at, sheet in enumerate(package.sheets()) if _is_ours(package, sheet)), None)
    if former is None:
        _insert(package, package.add("xl/worksheets/sheet", ".xml", xml, _SHEET_TYPE))
    else:
        package.write(package.sheets()[former].part, xml)
    _open_on(package, former or 0)


def _is_ours(package: Package, sheet: SheetPart) -> bool:
    return sheet.name.startswith(_NAME) and _first_text(package, sheet.part) == _TITLE


def _first_text(package: Package, part: str) -> str:
    """The text of A1, which another program may have moved into the shared texts."""
    cell = next((cell for cell in package.view(part).iter("{*}c") if cell.get("r") == "A1"), None)
    if cell is None:
        return ""
    holder = cell
    if cell.get("t") == "s":
        shared = package.related(package.workbook, "sharedStrings")[0]
        holder = package.view(shared)[int(cell.findtext("{*}v", "0"))]
    return "".join(node.text or "" for node in holder.iter("{*}t"))


def _insert(package: Package, part: str) -> None:
    """List the part as the first sheet; what counts sheets by position moves on by one."""
    root = package.edit(package.workbook)
    sheets = child(root, "sheets")
    known = {(sheet.get("name") or "").casefold() for sheet in sheets}
    names = (_NAME, *(f"{_NAME} ({number})" for number in range(2, len(known) + 3)))
    name = next(name for name in names if name.casefold() not in known)
    number = max(int(sheet.get("sheetId", "0")) for sheet in sheets) + 1
    element = make("sheet", root, name=name, sheetId=str(number))
    element.set(f"{{{package.office}}}id", package.relate(package.workbook, "worksheet", part))
    sheets.insert(0, element)
    for defined in root.iter("{*}definedName"):
        if "localSheetId" in defined.attrib:
            defined.set("localSheetId", str(int(defined.get("localSheetId", "0")) + 1))


def _open_on(package: Package, at: int) -> None:
    """Make a sheet the one that opens, and the only one selected: two selected tabs would be typed into together."""
    for view in package.edit(package.workbook).iter("{*}workbookView"):
        view.set("firstSheet", "0")
        view.set("activeTab", str(at))
    for other in (sheet for number, sheet in enumerate(package.sheets()) if number != at):
        for view in package.view(other.part).iter("{*}sheetView"):
            if view.get("tabSelected"):
                package.edit(other.part)
                view.attrib.pop("tabSelected")


def _sheet(
    styles: Styles, issues: Sequence[Issue], subject: "Subject", copied_from: str, namespace: str, office: str
) -> str:
    looks = _Looks(styles)
    lines = [_TITLE, f"{subject.unit}. Tệp: {subject.file}. Số liệu tính đến ngày {subject.as_of:%d/%m/%Y}.", _HOW]
    lines += [_COPIED.format(kind=copied_from)] if copied_from else []
    rows = [_row(0, lines[:1], [looks.title], 22)]
    whole = sum(_WIDTHS)
    rows += [_row(at, [line], [looks.plain], height_of([(line, whole)])) for at, line in enumerate(lines[1:], start=1)]
    head = len(rows) + 1
    rows.append(_row(head, _HEADINGS, [looks.heading] * len(_HEADINGS), 20))
    links = []
    for number, issue in enumerate(issues, start=1):
        at, place = head + number, issue.place
        target = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
        texts = [str(number), issue.severity.word, target, issue.value, issue.message, issue.remedy]
        height = height_of(list(zip(texts, _WIDTHS, strict=True)))
        rows.append(_row(at, texts, looks.lines[issue.severity, bool(place.cell)], height))
        if place.cell:
            quoted = place.sheet.replace("'", "''")
            location = escape(f"'{quoted}'!{place.cell}")
            links.append(f'<hyperlink ref="{cell_name(at, 2)}" location="{location}" display="{escape(target)}"/>')
    widths = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(_WIDTHS, start=1))
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    merged = "".join(f'<mergeCell ref="A{n}:F{n}"/>' for n in range(1, len(lines) + 1))
    return (
        f'<worksheet xmlns="{namespace}" xmlns:r="{office}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="{head + 1}" '
        f'topLeftCell="A{head + 2}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<mergeCells count="{len(lines)}">{merged}</mergeCells>'
        f"{linked}"
        '<pageMargins left="0.6" right="0.6" top="0.8" bottom="0.8" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


class _Looks:
    """The numbers of the cell styles that the sheet uses."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.title = self._style(_font("<b/>", 14), lined=False)
        self.plain = self._style(_font(), lined=False)
        self.heading = self._style(_font("<b/>"), HEADING_FILL, centred=True)
        self.lines = {
            (severity, is_linked): self._line(fill, is_linked)
            for severity, fill in _FILLS.items()
            for is_linked in (True, False)
        }

    def _line(self, fill: str, is_linked: bool) -> list[int]:
        text, number = self._style(_font()), self._style(_font(), centred=True)
        link = self._style(_font('<u/><color rgb="FF0563C1"/>')) if is_linked else text
        return [number, self._style(_font(), fill, centred=True), link, text, text, text]

    def _style(self, font: str, fill: str = "", lined: bool = True, centred: bool = False) -> int:
        solid = f'<fgColor rgb="FF{fill.removeprefix("#")}"/><bgColor indexed="64"/>'
        line = ' style="thin"><color rgb="FFA6A6A6"/>' if lined else ">"
        sides = "".join(f"<{side}{line}</{side}>" for side in ("left", "right", "top", "bottom"))
        across = 'horizontal="center" ' if centred else ""
        return self._styles.cell(
            font,
            f'<fill><patternFill patternType="solid">{solid}</patternFill></fill>' if fill else "",
            f"<border>{sides}<diagonal/></border>",
            f'<alignment {across}vertical="top" wrapText="1"/>',
        )


def _font(marks: str = "", size: int = 11) -> str:
    """A font's XML in the schema's order: bold and underline, size, colour, name."""
    before, colour, after = marks.partition("<color")
    return f'<font>{before}<sz val="{size}"/>{colour}{after}<name val="{FONT}"/><family val="1"/></font>'


def _row(at: int, texts: Sequence[str], styles: Sequence[int], height: float) -> str:
    cells = (
        f'<c r="{cell_name(at, column)}" s="{style}" t="inlineStr"><is><t>{escape(legal(clip(text)))}</t></is></c>'
        for column, (text, style) in enumerate(zip(texts, styles, strict=True))
    )
    return f'<row r="{at + 1}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'
