"""Cells of which the value reader tells too little, in workbooks made by other programs, in every kind."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from toolkit import spreadsheet
from toolkit.number_formats import shows_only_month
from toolkit.oddities import Damaged, find
from toolkit.package import Kind
from toolkit.spreadsheet import Sheet

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
    sheet = spreadsheet.read(_book(tmp_path / "a.xlsx")).sheets[0]
    _check(sheet)
    assert sheet.oddities.uncached == {(0, 2)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_every_kind_as_libreoffice_saves_it(tmp_path: Path, convert: Convert, suffix: str) -> None:
    sheet = spreadsheet.read(convert(_book(tmp_path / "a.xlsx"), suffix)).sheets[0]
    _check(sheet)
    assert sheet.text(0, 2) == "#DIV/0!"


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
    with pytest.raises(Damaged):
        find(buffer.getvalue(), Kind.ODS)
    assert find(b"no records", Kind.XLS) == {}
    assert find(b"", Kind.XLSB) == {}


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
