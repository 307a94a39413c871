"""The first sheet of a marked workbook: every fault in order, each with a link to its cell."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from toolkit.book import BAND_FILL, DOUBT_FILL, FAULT_FILL, FONT, HEADING_FILL, height_of
from toolkit.issues import Issue
from toolkit.ooxml import Package, SheetPart, Styles, child, make
from toolkit.places import cell_name
from toolkit.rules import Severity

if TYPE_CHECKING:
    from toolkit.marking import Subject

_NAME = "Cần sửa"
_TITLE = "CÁC CHỖ CẦN SỬA"
_HEADINGS = ("TT", "Mức độ", "Ô", "Đã ghi", "Vấn đề", "Cách sửa")
_WIDTHS = (5, 11, 16, 30, 52, 44)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# Characters that XML 1.0 cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HOW = (
    "Bấm vào ô ở cột C để đến chỗ cần sửa. Trong các sheet, ô có lỗi được tô tím đậm, ô có cảnh báo được tô tím "
    "nhạt, kèm ghi chú. Sửa xong, lưu lại và gửi chính tệp này; không cần xóa sheet «Cần sửa»."
)
_COPIED = (
    "Tệp đã gửi là {kind}; bản này chỉ chép lại nội dung các ô, không giữ định dạng. Có thể sửa và gửi lại bản này."
)


def write(package: Package, styles: Styles, issues: Sequence[Issue], subject: "Subject", copied_from: str) -> None:
    """Put the sheet before all others, or anew where an earlier marking left one.

    Args:
        copied_from: the kind of the workbook of which this is a plain copy; empty where it is the workbook itself.
    """
    former = next((sheet for sheet in package.sheets() if _is_ours(package, sheet)), None)
    namespace = etree.QName(package.view(package.workbook)).namespace
    xml = _sheet(styles, issues, subject, copied_from, namespace, package.office)
    if former:
        package.write(former.part, xml.encode())
        return
    _insert(package, package.add("xl/worksheets/sheet", ".xml", xml.encode(), _SHEET_TYPE))


def _is_ours(package: Package, sheet: SheetPart) -> bool:
    if not sheet.name.startswith(_NAME):
        return False
    words = (node.text or "" for part in (sheet.part, "xl/sharedStrings.xml") if part in package
             for node in package.view(part).iter("{*}t"))  # fmt: skip
    return _TITLE in words


def _insert(package: Package, part: str) -> None:
    """List the part as the first sheet and the one that opens; what counts sheets by position moves on by one."""
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
    for view in root.iter("{*}workbookView"):
        view.set("firstSheet", "0")
        view.set("activeTab", "0")
    # Two selected tabs would be typed into together.
    for sheet in package.sheets()[1:]:
        for view in package.view(sheet.part).iter("{*}sheetView"):
            if view.get("tabSelected"):
                package.edit(sheet.part)
                view.attrib.pop("tabSelected")


def _sheet(
    styles: Styles, issues: Sequence[Issue], subject: "Subject", copied_from: str, namespace: str, office: str
) -> str:
    looks = _Looks(styles)
    lines = [_TITLE, f"{subject.unit}. Tệp: {subject.file}. Kiểm tra ngày {subject.checked_on:%d/%m/%Y}.", _HOW]
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
        rows.append(_row(at, texts, looks.line(issue.severity, bool(place.cell)), height))
        if place.cell:
            quoted = place.sheet.replace("'", "''")
            location = quoteattr(f"'{quoted}'!{place.cell}")
            links.append(f'<hyperlink ref="{cell_name(at, 2)}" location={location} display={quoteattr(target)}/>')
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

    def line(self, severity: Severity, is_linked: bool) -> list[int]:
        fill = {Severity.ERROR: FAULT_FILL, Severity.WARNING: DOUBT_FILL, Severity.INFO: BAND_FILL}[severity]
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
        f'<c r="{cell_name(at, column)}" s="{style}" t="inlineStr"><is><t>{_legal(text)}</t></is></c>'
        for column, (text, style) in enumerate(zip(texts, styles, strict=True))
    )
    return f'<row r="{at + 1}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'


def _legal(text: str) -> str:
    return escape(_ILLEGAL.sub("�", text))
