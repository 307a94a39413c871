"""Ways in which officers change a filled workbook before they send it back; each changes the sheet in place."""

import io
import unicodedata
from collections.abc import Callable
from copy import copy
from pathlib import Path

import openpyxl
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from tables import DAY

from toolkit import unitbook
from toolkit.layout import REPORT
from toolkit.legacy import decode
from toolkit.model import Plan

Draw = Callable[[int], int]
Mutation = Callable[[Worksheet, Draw], None]

FIRST, LAST = 8, 11  # the rows of VP's four tasks


PROGRESS = {"A.01": 0.11, "A.02": 0.22, "B.I.01": 0.33, "B.I.02": 0.44}


def result_of(code: str) -> str:
    """What VP writes in the row of a task: every row has a text of its own."""
    return f"Kết quả {code} đã xong"


def filled(small: Plan) -> Worksheet:
    """The report of the unit VP, filled in."""
    book = openpyxl.load_workbook(io.BytesIO(unitbook.write(small, small.units[0], DAY)))
    sheet = book[REPORT.sheet]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for row in range(FIRST, LAST + 1):
        code = sheet.cell(row, 1).value
        sheet.cell(row, 9).value, sheet.cell(row, 10).value = "Đang thực hiện", PROGRESS[code]
        sheet.cell(row, 12).value = result_of(code)
    return sheet


def _header(sheet: Worksheet) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if "Nhiệm vụ" in [c.value for c in sheet[row]])


def _column(sheet: Worksheet, heading: str) -> int | None:
    return next((cell.column for cell in sheet[_header(sheet)] if cell.value == heading), None)


def _task_row(sheet: Worksheet, draw: Draw) -> int:
    return _header(sheet) + 1 + draw(4)


def _cells(sheet: Worksheet, row: int) -> list[tuple[object, object]]:
    """The values of a row with their fonts, which Excel takes along."""
    return [(cell.value, copy(cell._style)) for cell in sheet[row]]


def _put(sheet: Worksheet, row: int, cells: list[tuple[object, object]]) -> None:
    for column, (value, style) in enumerate(cells, start=1):
        cell = sheet.cell(row, column)
        cell.value, cell._style = value, style


def insert_rows_above(sheet: Worksheet, draw: Draw) -> None:
    sheet.insert_rows(1, 1 + draw(4))


def insert_blank_row_between(sheet: Worksheet, draw: Draw) -> None:
    sheet.insert_rows(_task_row(sheet, draw))


def insert_column(sheet: Worksheet, draw: Draw) -> None:
    sheet.insert_cols(1 + draw(14))


def delete_column(sheet: Worksheet, draw: Draw) -> None:
    kept = {_column(sheet, heading) for heading in ("Nhiệm vụ", "Trạng thái", "Kết quả, sản phẩm")}
    column = 1 + draw(14)
    if column not in kept:
        sheet.delete_cols(column)


def move_column(sheet: Worksheet, draw: Draw) -> None:
    one, other = 1 + draw(15), 1 + draw(15)
    for row in range(_header(sheet), sheet.max_row + 1):
        a, b = sheet.cell(row, one), sheet.cell(row, other)
        a.value, b.value = b.value, a.value
        a._style, b._style = copy(b._style), copy(a._style)


def rename_heading(sheet: Worksheet, draw: Draw) -> None:
    column = REPORT.columns[draw(15)]
    if column.key == "task":
        return  # by it these changes find the header row
    at = _column(sheet, column.heading)
    if at and column.also:
        sheet.cell(_header(sheet), at).value = column.also.split(";")[draw(2) % len(column.also.split(";"))]


def misspell_heading(sheet: Worksheet, draw: Draw) -> None:
    at = _column(sheet, ("Khó khăn, vướng mắc", "Người phụ trách", "Vai trò")[draw(3)])
    if at:
        sheet.cell(_header(sheet), at).value = "Cột lạ"


def shout_headings(sheet: Worksheet, draw: Draw) -> None:
    for cell in sheet[_header(sheet)]:
        if isinstance(cell.value, str) and cell.value != "Nhiệm vụ":
            cell.value = f"  {cell.value.upper()} :"


def rename_sheet(sheet: Worksheet, draw: Draw) -> None:
    sheet.title = ("Sheet1", "BAO CAO", "Thang 6")[draw(3)]


def add_sheet_in_front(sheet: Worksheet, draw: Draw) -> None:
    sheet.parent.create_sheet(f"Ghi chú {draw(9)}", 0)["A1"] = "Kính gửi"


def forget_identity(sheet: Worksheet, draw: Draw) -> None:
    if "_phuluc" in sheet.parent.sheetnames:
        del sheet.parent["_phuluc"]


def delete_codes(sheet: Worksheet, draw: Draw) -> None:
    at = _column(sheet, "Mã")
    for row in range(_header(sheet) + 1, _header(sheet) + 2 + draw(4)):
        if at:
            sheet.cell(row, at).value = None


def sort_upside_down(sheet: Worksheet, draw: Draw) -> None:
    top = _header(sheet) + 1
    rows = [_cells(sheet, row) for row in range(top, top + 4)]
    for row, cells in enumerate(reversed(rows), start=top):
        _put(sheet, row, cells)


def delete_row(sheet: Worksheet, draw: Draw) -> None:
    row, at = _task_row(sheet, draw), _column(sheet, "Kết quả, sản phẩm")
    if at:
        sheet.cell(row, at).value = None
    sheet.delete_rows(row)


def double_row(sheet: Worksheet, draw: Draw) -> None:
    row = _task_row(sheet, draw)
    cells = _cells(sheet, row)
    sheet.insert_rows(row)
    _put(sheet, row, cells)


def swap_code(sheet: Worksheet, draw: Draw) -> None:
    at = _column(sheet, "Mã")
    if at:
        sheet.cell(_task_row(sheet, draw), at).value = ("B.I.02", "A.01", "B.II.01", "Z.1")[draw(4)]


def edit_task_text(sheet: Worksheet, draw: Draw) -> None:
    at = _column(sheet, "Nhiệm vụ")
    if at:
        cell = sheet.cell(_task_row(sheet, draw), at)
        cell.value = f"{cell.value or ''} (đã sửa)"


def clear_task_text(sheet: Worksheet, draw: Draw) -> None:
    at = _column(sheet, "Nhiệm vụ")
    if at:
        sheet.cell(_task_row(sheet, draw), at).value = None


def type_in_nfd(sheet: Worksheet, draw: Draw) -> None:
    for row in sheet.iter_rows(min_row=_header(sheet) + 1):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = unicodedata.normalize("NFD", cell.value)


def type_in_tcvn3(sheet: Worksheet, draw: Draw) -> None:
    # After "µ" no letter stands for itself, so that each byte shows its own.
    byte_of = {decode(f"µ{chr(byte)}", ".VnTime")[1:]: chr(byte) for byte in range(0xA1, 0xFF)}
    at = _column(sheet, "Kết quả, sản phẩm")
    cell = sheet.cell(_task_row(sheet, draw), at or 1)
    if at and isinstance(cell.value, str):
        composed = unicodedata.normalize("NFC", cell.value)
        cell.value = "".join(byte_of.get(letter, letter) for letter in composed)
        cell.font = Font(name=".VnTime")


def save_under_another_units_name(sheet: Worksheet, draw: Draw) -> None:
    sheet.parent.properties.title = "CA_07"


def write_status_badly(sheet: Worksheet, draw: Draw) -> None:
    at = _column(sheet, "Trạng thái")
    if at:
        sheet.cell(_task_row(sheet, draw), at).value = ("xong", "HT", "gần xong", "chưa", 5)[draw(5)]


def sign_below(sheet: Worksheet, draw: Draw) -> None:
    sheet.cell(sheet.max_row + 2, 1 + draw(7)).value = "Người lập biểu"


def hide_and_filter(sheet: Worksheet, draw: Draw) -> None:
    sheet.row_dimensions[_task_row(sheet, draw)].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.auto_filter.ref = sheet.dimensions


def leave_a_far_cell(sheet: Worksheet, draw: Draw) -> None:
    sheet.cell(500 + draw(500), 3).value = " "


def add_own_column(sheet: Worksheet, draw: Draw) -> None:
    column = sheet.max_column + 1
    sheet.cell(_header(sheet), column).value = "Ghi chú riêng"
    sheet.cell(_task_row(sheet, draw), column).value = "lưu ý"


def merge_headings_over_two_rows(sheet: Worksheet, draw: Draw) -> None:
    top = _header(sheet)
    sheet.insert_rows(top + 1)
    for column in (8, 9, 10, 11):
        cell = sheet.cell(top, column)
        if cell.value != "Nhiệm vụ":
            sheet.cell(top + 1, column).value, cell.value = cell.value, None


MUTATIONS: tuple[Mutation, ...] = (
    insert_rows_above, insert_blank_row_between, insert_column, delete_column, move_column, rename_heading,
    misspell_heading, shout_headings, rename_sheet, add_sheet_in_front, forget_identity, delete_codes,
    sort_upside_down, delete_row, double_row, swap_code, edit_task_text, clear_task_text, type_in_nfd, type_in_tcvn3,
    save_under_another_units_name,
    write_status_badly, sign_below, hide_and_filter, leave_a_far_cell, add_own_column, merge_headings_over_two_rows,
)  # fmt: skip


def save(sheet: Worksheet, folder: Path) -> Path:
    """The changed workbook as it arrives: a file in the folder."""
    path = folder / f"{sheet.parent.properties.title or 'VP_07'}.xlsx"
    sheet.parent.save(path)
    return path


def own_texts(sheet: Worksheet) -> set[str]:
    """The texts of `result_of` that are still somewhere in the sheet, decoded, in NFC."""
    values = ((cell.value, cell.font.name) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))
    texts = (unicodedata.normalize("NFC", decode(value, font)) for value, font in values)
    return {text for text in texts if text.startswith("Kết quả ") and text.endswith(" đã xong")}
