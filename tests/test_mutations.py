"""A filled workbook changed as officers change theirs, in many ways at once: nothing is silently wrong or lost.

Every row carries a text of its own. Whatever was done to the workbook, that text ends under its own task, or
in the list of issues; never under another task, and never nowhere.
"""

import io
import unicodedata
from collections.abc import Callable
from copy import copy

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from tables import DAY, small_plan

from toolkit import submission, unitbook
from toolkit.layout import REPORT
from toolkit.model import Plan
from toolkit.submission import Submission

Draw = Callable[[int], int]
Mutation = Callable[[Worksheet, Draw], None]

FIRST, LAST = 8, 11  # the rows of VP's four tasks


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return small_plan(tmp_path_factory.mktemp("plan"))


def _filled(small: Plan) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(unitbook.write(small, small.units[0], DAY)))
    sheet = book[REPORT.sheet]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for row in range(FIRST, LAST + 1):
        sheet.cell(row, 9).value = "Đang thực hiện"
        sheet.cell(row, 12).value = f"KQ {sheet.cell(row, 1).value}"
    return sheet


def _header(sheet: Worksheet) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if "Nhiệm vụ" in [c.value for c in sheet[row]])


def _column(sheet: Worksheet, heading: str) -> int | None:
    return next((cell.column for cell in sheet[_header(sheet)] if cell.value == heading), None)


def _task_row(sheet: Worksheet, draw: Draw) -> int:
    return _header(sheet) + 1 + draw(4)


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
    rows = [[cell.value for cell in sheet[row]] for row in range(top, top + 4)]
    for row, values in enumerate(reversed(rows), start=top):
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column).value = value


def delete_row(sheet: Worksheet, draw: Draw) -> None:
    row, at = _task_row(sheet, draw), _column(sheet, "Kết quả, sản phẩm")
    if at:
        sheet.cell(row, at).value = None
    sheet.delete_rows(row)


def double_row(sheet: Worksheet, draw: Draw) -> None:
    row = _task_row(sheet, draw)
    values = [cell.value for cell in sheet[row]]
    sheet.insert_rows(row)
    for column, value in enumerate(values, start=1):
        sheet.cell(row, column).value = value


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
    sort_upside_down, delete_row, double_row, swap_code, edit_task_text, clear_task_text, type_in_nfd,
    write_status_badly, sign_below, hide_and_filter, leave_a_far_cell, add_own_column, merge_headings_over_two_rows,
)  # fmt: skip


def _read(sheet: Worksheet, small: Plan, folder: pytest.TempPathFactory) -> Submission:
    path = folder.mktemp("nop") / "VP_07.xlsx"
    sheet.parent.save(path)
    return submission.read(path, path.name, small, DAY)


def _own_texts(sheet: Worksheet) -> set[str]:
    values = (cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str))
    return {unicodedata.normalize("NFC", value) for value in values if value.startswith("KQ ")}


def _check(read: Submission, written: set[str], may_mislead: bool) -> None:
    assert read.rows_read == len(read.entries) + read.rows_rejected
    for entry in read.entries:
        result = unicodedata.normalize("NFC", entry.result)
        if entry.task and result and not may_mislead:
            assert result == f"KQ {entry.task.code}", "under another task"
    told = " ".join([entry.result for entry in read.entries] + [issue.value for issue in read.issues])
    found = unicodedata.normalize("NFC", told)
    if read.is_readable:
        for text in written:
            assert text in found, f"{text} is nowhere"
    else:
        assert read.issues


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_nothing_is_silently_wrong_or_lost(
    small: Plan, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sheet = _filled(small)
    drawn = data.draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=5))
    for mutate in drawn:
        mutate(sheet, lambda size: data.draw(st.integers(0, size - 1)))
    # Another task's code in a row without its words is what the unit says; no reader could know better.
    may_mislead = swap_code in drawn and bool({clear_task_text, delete_column, move_column} & set(drawn))
    _check(_read(sheet, small, tmp_path_factory), _own_texts(sheet), may_mislead)


def test_there_are_enough_ways_and_the_unchanged_workbook_is_read_whole(
    small: Plan, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert len(set(MUTATIONS)) >= 25
    read = _read(_filled(small), small, tmp_path_factory)
    assert [entry.result for entry in read.entries] == [f"KQ {entry.task.code}" for entry in read.entries if entry.task]
