"""Cells of which the value reader tells too little, in workbooks made by other programs, in every kind."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from tables import read_book
from xlsb_writer import Tab, cell, record, row, styles, wide, workbook

from toolkit import spreadsheet
from toolkit.codes import FileCode
from toolkit.kinds import Kind
from toolkit.number_formats import shows_only_month
from toolkit.oddities import find
from toolkit.spreadsheet import Sheet, Unreadable

Convert = Callable[[Path, str], Path]


def _book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = "Hoµn thµnh", "Hoàn thành", "thường"
    sheet["A1"].font = sheet["A2"].font = Font(name=".VnTime")
    sheet["B1"] = "Coâng an xaõ"
    sheet["B1"].font = Font(name="VNI-Times")
    sheet["B2"] = date(2025, 4, 1)
    sheet["B2"].number_format = "mmm-yy"
    sheet["B3"] = date(2025, 4, 1)
    sheet["B3"].number_format = "dd/mm/yyyy"
    sheet["C1"] = "=1/0"
    sheet["C2"] = CellRichText("Kết quả: ", TextBlock(InlineFont(rFont=".VnTime"), "®· xong"))
    sheet["C3"] = "ü"
    sheet["C3"].font = Font(name="Wingdings")
    book.save(path)
    return path


def _check(sheet: Sheet) -> None:
    assert [sheet.text(row, 0) for row in range(3)] == ["Hoàn thành", "Hoàn thành", "thường"]
    assert sheet.legacy[0, 0] == "Hoµn thµnh"
    assert sheet.text(0, 1) == "Công an xã"
    assert sheet.text(1, 1) == "04/2025"
    assert sheet.text(2, 1) == "01/04/2025"
    assert sheet.oddities.months == {(1, 1)}
    assert sheet.text(1, 2) == "Kết quả: đã xong"
    assert sheet.text(2, 2) == "✓"


def test_a_package(tmp_path: Path) -> None:
    sheet = read_book(_book(tmp_path / "a.xlsx")).sheets[0]
    _check(sheet)
    assert sheet.oddities.uncached == {(0, 2)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_every_kind_as_libreoffice_saves_it(tmp_path: Path, convert: Convert, suffix: str) -> None:
    sheet = read_book(convert(_book(tmp_path / "a.xlsx"), suffix)).sheets[0]
    _check(sheet)
    assert sheet.text(0, 2) == "#DIV/0!"


def _xlsb() -> bytes:
    """A workbook as [MS-XLSB] has it; LibreOffice opens it and shows its constants."""
    cells = [
        (6, 1, wide("Hoµn thµnh")), (7, 1, struct.pack("<I", 0)), (3, 0, b"\x17"),
        (5, 2, struct.pack("<d", 45748)), (5, 0, struct.pack("<d", 1.5)), (11, 0, b"\x07" + bytes(8)),
    ]  # fmt: skip
    inside = b"".join(cell(kind, column, rest, style) for column, (kind, style, rest) in enumerate(cells))
    sheet = record(129) + record(148, struct.pack("<4I", 0, 0, 0, 5)) + record(145) + row(0) + inside + record(146)
    kept = styles(("Calibri", 0), (".VnTime", 0), ("Calibri", 164), codes={164: "mmm-yy"})
    return workbook([Tab("Báo cáo", sheet + record(130))], kept, ["x· nghÌo"])


def test_a_binary_package() -> None:
    sheet = spreadsheet.parse(_xlsb()).sheets[0]
    assert [sheet.text(0, column) for column in range(6)] == [
        "Hoàn thành",
        "xã nghèo",
        "#REF!",
        "04/2025",
        "1.5",
        "#DIV/0!",
    ]
    with pytest.raises(Unreadable) as caught:
        spreadsheet.parse(_xlsb()[:-300])
    assert caught.value.code is FileCode.DAMAGED


def test_a_formula_never_calculated_in_an_opendocument(tmp_path: Path, convert: Convert) -> None:
    source = convert(_book(tmp_path / "a.xlsx"), "ods")
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "content.xml":
                cell = rb'<table:table-cell table:formula="of:=1/0"[^>]*><text:p>#DIV/0!</text:p></table:table-cell>'
                data, count = re.subn(cell, b'<table:table-cell table:formula="of:=1+1"/>', data)
                assert count == 1
            new.writestr(name, data)
    assert spreadsheet.parse(target.getvalue()).sheets[0].oddities.uncached == {(0, 2)}


def test_inline_and_formula_texts(tmp_path: Path) -> None:
    source = _book(tmp_path / "a.xlsx")
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                start = data.index(b'<c r="A1"')
                end = data.index(b"</c>", start) + 4
                style = data[start:end].split(b's="')[1].split(b'"')[0]
                cells = (
                    b'<c r="A1" s="%s" t="inlineStr"><is><t>Ho\xc2\xb5n</t></is></c>'
                    b'<c r="B1" s="%s" t="str"><f>x</f><v>Ho\xc2\xb5n</v></c>' % (style, style)
                )
                data = data[:start] + cells + data[data.index(b"</row>", end) :]
            new.writestr(name, data)
    sheet = spreadsheet.parse(target.getvalue()).sheets[0]
    assert [sheet.text(0, 0), sheet.text(0, 1)] == ["Hoàn", "Hoàn"]


def test_broken_parts_are_damage() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        parts.writestr("content.xml", "<a")
    with pytest.raises(ElementTree.ParseError):
        find(buffer.getvalue(), Kind.ODS)
    assert find(b"no records", Kind.XLS) == {}
    with pytest.raises(zipfile.BadZipFile):
        find(b"", Kind.XLSB)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("mmm-yy", True),
        ("mm/yyyy", True),
        ('"Tháng "m"/"yyyy', True),
        ("[$-42A]mmmm yyyy;@", True),
        ("dd/mm/yyyy", False),
        ("yyyy", False),
        ("General", False),
        ("mm:ss", False),
        ("0.0%", False),
    ],
)
def test_month_formats(code: str, expected: bool) -> None:
    assert shows_only_month(code) is expected


_OWN = {
    "<text:p>a<text:tab/>b</text:p>": "a\tb",
    "<text:p>a<text:line-break/>b</text:p>": "a\nb",
    "<text:p>x <text:a>link</text:a><text:s text:c='2'/>y</text:p>": "x link  y",
    "<text:p><text:tab/></text:p>": "",
    "<text:h>a</text:h><text:p>b</text:p>": "a\nb",
    "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>": "a",
    "<text:p>own</text:p><draw:custom-shape><text:p>shape</text:p></draw:custom-shape>": "own",
    "<draw:frame><draw:text-box><text:p>shape</text:p></draw:text-box></draw:frame>": "",
    "<office:annotation><text:p>note<text:tab/></text:p></office:annotation><text:p>own</text:p>": "own",
}


@pytest.mark.parametrize("markup", _OWN)
def test_the_text_of_a_cell_of_opendocument_is_its_own(markup: str) -> None:
    """Shapes that lie on it say nothing of it, and tabs, breaks and lists are kept."""
    cell = '<table:table-cell office:value-type="string">'
    row = f"{cell}<text:p>x</text:p></table:table-cell>{cell}{markup}</table:table-cell>"
    names = {"office": "office", "table": "table", "text": "text", "draw": "drawing"}
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items())
    content = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="A">'
        f"<table:table-row>{row}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", content)
    sheet = spreadsheet.parse(buffer.getvalue()).sheets[0]
    assert sheet.value(0, 1) == _OWN[markup]
    assert not sheet.legacy
