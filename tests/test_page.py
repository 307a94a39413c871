"""Tables rendered by the program itself are the workbook that XlsxWriter's public way makes."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from excel_repairs import assert_excel_safe

from toolkit import page, workflow
from toolkit.book import Book
from toolkit.layout import NEAR_DUE, Look
from toolkit.page import Formula, link

DAY = date(2025, 6, 30)


def _seen(path: Path) -> dict[str, object]:
    """All that a person can see of a workbook: cells with their looks and links, rows, rules, filters."""
    found: dict[str, object] = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                link = (cell.hyperlink.target, cell.hyperlink.location) if cell.hyperlink else None
                looks = [repr(part) for part in (cell.font, cell.fill, cell.border, cell.alignment)]
                found[f"{sheet.title}!{cell.coordinate}"] = (
                    cell.value,
                    cell.data_type,
                    cell.number_format,
                    link,
                    looks,
                )
        found[sheet.title] = (
            sheet.dimensions,
            sheet.auto_filter.ref,
            sheet.sheet_format.outlineLevelRow,
            [(number, row.height, row.outlineLevel) for number, row in sorted(sheet.row_dimensions.items())],
            [(str(where.sqref), rule.formula) for where in sheet.conditional_formatting for rule in where.rules],
        )
    return found


def test_both_ways_make_the_same_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = workflow.demo(tmp_path / "quick", DAY).output
    monkeypatch.setattr(page, "IS_QUICK", False)
    public = workflow.demo(tmp_path / "public", DAY).output
    assert len(_seen(quick)) > 10_000
    assert _seen(quick) == _seen(public)
    assert_excel_safe(quick)


@pytest.mark.parametrize("is_quick", [True, False])
def test_whatever_a_cell_may_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_quick: bool) -> None:
    monkeypatch.setattr(page, "IS_QUICK", is_quick)
    book = Book("a", "b", DAY)
    sheet = book.sheet("a")
    columns = book.column_styles(NEAR_DUE, is_band=False)
    sheet.put(0, 0, "above", book.cell_style(Look.TEXT))
    odd = ["=1+1", " a\nb ", "<&>\x07", "\U0001f600" * 20_000, "", None, date(1900, 2, 28), Formula('="<"&1', 2)]
    sheet.put_row(2, [*odd, 0.25, link("internal:'a'!A1", "go")], columns, 30, level=1)
    sheet.put_row(3, [link("external:" + "x" * 3000, "too far"), *[3] * 9], columns, 15)
    sheet.put(5, 1, "below", book.cell_style(Look.TEXT))
    path = tmp_path / "a.xlsx"
    path.write_bytes(book.bytes())
    assert_excel_safe(path)
    read = openpyxl.load_workbook(path)["a"]
    assert (read["A1"].value, read["B6"].value) == ("above", "below")
    row = [cell.value for cell in read[3]]
    assert row[:3] == ["=1+1", " a\nb ", "<&>_x0007_"]
    assert [cell.data_type for cell in read[3]][:2] == ["s", "s"]
    assert row[3].startswith("\U0001f600" * 16_000)
    assert row[3].endswith("xem tệp của đơn vị)")
    assert row[4:] == [None, None, read["G3"].value, '="<"&1', 0.25, "go"]
    assert read["G3"].value.date() == date(1900, 2, 28)
    assert read["J3"].hyperlink.location == "'a'!A1"
    assert (read.row_dimensions[3].height, read.row_dimensions[3].outlineLevel) == (30, 1)
    assert read["A4"].value == "too far"
    assert read["A4"].hyperlink is None


def test_a_row_out_of_order_and_a_number_that_is_none_are_refused() -> None:
    book = Book("a", "b", DAY)
    sheet, columns = book.sheet("a"), book.column_styles(NEAR_DUE)
    sheet.put_row(3, ["x"] * 10, columns)
    with pytest.raises(ValueError, match="row 3 after row 3"):
        sheet.put_row(3, ["x"] * 10, columns)
    with pytest.raises(ValueError, match="no number"):
        sheet.put_row(4, [float("inf")] * 10, columns)
    assert book.bytes().startswith(b"PK")
