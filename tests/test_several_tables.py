"""Several report tables in one workbook: nothing of any of them vanishes, and what is taken is told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tables import APPENDIX_TABLE, DAY, fill, write_plan

from toolkit import preparing, workflow
from toolkit.codes import BookCode, RowCode
from toolkit.detail import Detail
from toolkit.issues import Issue
from toolkit.model import Delivery
from toolkit.rules import Severity
from toolkit.workflow import Merged
from toolkit.workspace import Workspace

Send = Callable[..., Path]

# In the small plan VP's rows are 8 to 11, its headings stand in row 7.
FIRST = """
    Mã     | Trạng thái     | Tiến độ (%) | Kết quả, sản phẩm
    A.01   | Đang thực hiện | 0.5         | Đã họp
    A.02   | Đang thực hiện |             | Đang viết
"""
HEADINGS, TASKS = 7, range(8, 12)


@dataclass
class Told:
    """A run: what was merged, with the rows of one unit and the codes of what was told."""

    merged: Merged

    def rows(self, unit: str = "VP") -> dict[str, Detail]:
        return {row.code: row for row in self.merged.register.details if row.unit_code == unit}

    def of(self, *codes: object) -> list[Issue]:
        return [issue for issue in self.merged.register.issues if issue.code in codes]


@pytest.fixture
def told(issued: Workspace) -> Callable[[], Told]:
    def run() -> Told:
        return Told(workflow.merge(issued, (), None, DAY))

    return run


def _copied(path: Path, title: str, name: str = "") -> tuple[Workbook, Worksheet]:
    """The workbook with its report a second time, on a sheet of this name; the first one is renamed, too."""
    book = openpyxl.load_workbook(path)
    page = book.copy_worksheet(book["Báo cáo"])
    page.title = title
    if name:
        book["Báo cáo"].title = name
    return book, page


def test_the_one_table_that_is_filled_counts(send: Send, told: Callable[[], Told]) -> None:
    path = fill(send("VP"), FIRST)
    book, _ = _copied(path, "Báo cáo (2)")
    for row in book["Báo cáo"].iter_rows(min_row=8, max_row=11, min_col=8, max_col=14):
        for cell in row:
            cell.value = None
    book["Báo cáo (2)"].sheet_state = "hidden"
    book.save(path)
    run = told()
    assert run.rows()["A.01"].status == "Đang thực hiện"
    assert {row.sheet for row in run.rows().values()} == {"Báo cáo (2)"}
    assert [issue.place.sheet for issue in run.of(BookCode.TABLE_BLANK)] == ["Báo cáo"]
    assert run.merged.register.rows.read == 4


def test_tables_that_say_the_same_count_once(send: Send, told: Callable[[], Told]) -> None:
    path = fill(send("VP"), FIRST)
    book, page = _copied(path, "Báo cáo (2)")
    page["J8"].value = "50%"
    book.save(path)
    run = told()
    rows = run.merged.register.rows
    assert (rows.read, rows.merged, rows.superseded, rows.rejected) == (8, 4, 4, 0)
    assert len(run.of(BookCode.TABLES_SEVERAL)) == 1
    assert not run.of(RowCode.SHEETS_DIFFER)
    assert run.merged.register.deliveries[0].state is Delivery.RECEIVED


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        *(("Tháng 5", "Tháng 6"), ("T4", "T5"), ("BC_T5", "BCT6"), ("Thg 5", "T6-25"), ("T12-24", "T1-25")),
        *(("Tháng Tư", "Tháng Năm"), ("3 tháng", "6T"), ("2025-04", "05.2025"), ("Tháng 12.2024", "Tháng 01.2025")),
        *(("30-4-2025", "31.5.2025"), ("BC 30.4", "BC 31.5"), ("20250531", "30062025"), ("Tuần 9", "Tuần 25")),
        *(("Quý I", "Quý II"), ("2024", "2025"), ("Năm 2024", "BC năm 2025"), ("Lần 1", "Lần 2")),
        *(("Báo cáo cũ", "Báo cáo"), ("BC", "Báo cáo mới"), ("cu", "moi")),
    ],
)
def test_the_names_of_the_sheets_say_which_is_newer(
    send: Send, told: Callable[[], Told], older: str, newer: str
) -> None:
    path = fill(send("VP"), FIRST)
    # The older one stands on the last sheet: the order of the tabs says nothing.
    book, page = _copied(path, older, newer)
    book[newer]["I8"].value, book[newer]["K8"].value = "Hoàn thành", "15/06/2025"
    book[newer]["I9"].value = book[newer]["L9"].value = None
    page["N8"].value = "Đề nghị hỗ trợ"
    book.save(path)
    run = told()
    assert (run.rows()["A.01"].status, run.rows()["A.01"].sheet) == ("Hoàn thành", newer)
    # A row that the newer one leaves blank stays as it was.
    assert (run.rows()["A.02"].status, run.rows()["A.02"].sheet) == ("Đang thực hiện", older)
    assert [issue.place.sheet for issue in run.of(BookCode.TABLE_OLDER)] == [older]
    replaced = {(i.place.sheet, i.place.cell, i.value) for i in run.of(RowCode.CELL_SUPERSEDED, RowCode.CELL_EMPTIED)}
    assert replaced == {(older, "I8", "Đang thực hiện"), (older, "N8", "Đề nghị hỗ trợ")}
    assert not run.of(RowCode.SHEETS_DIFFER)


def test_a_date_above_the_tables_says_which_is_newer(send: Send, told: Callable[[], Told]) -> None:
    path = fill(send("VP"), FIRST)
    book, page = _copied(path, "Bảng B", "Bảng A")
    page["A5"].value, book["Bảng A"]["A5"].value = "Số liệu đến ngày 31/5/2025", "Số liệu đến ngày 30/4/2025"
    page["I8"].value = "Chưa thực hiện"
    book.save(path)
    assert told().rows()["A.01"].status == "Chưa thực hiện"


@pytest.mark.parametrize("title", ["Báo cáo (2)", "Tháng 12", "Tuần 40", "Bản nháp"])
def test_what_differs_without_a_word_which_is_newer_is_an_error(
    send: Send, told: Callable[[], Told], title: str
) -> None:
    path = fill(send("VP"), FIRST)
    book, page = _copied(path, title)
    page["I8"].value, page["L8"].value = "Hoàn thành", "Đã xong"
    book.save(path)
    run = told()
    (found,) = run.of(RowCode.SHEETS_DIFFER)
    assert (found.severity, found.place.sheet, found.place.cell, found.place.task) == (
        Severity.ERROR,
        title,
        "I8",
        "A.01",
    )
    for word in (
        "Báo cáo!I8",
        f"{title}!I8",
        "Báo cáo!L8",
        f"{title}!L8",
        "«Đang thực hiện»",
        "«Hoàn thành»",
        "«Đã xong»",
    ):
        assert word in found.message
    assert found.value == "Hoàn thành | 50% | Đã xong"
    rows = run.merged.register.rows
    assert (rows.read, rows.merged, rows.superseded, rows.rejected) == (8, 4, 3, 1)


def test_tables_of_other_tasks_are_all_taken_also_one_below_the_other(send: Send, told: Callable[[], Told]) -> None:
    path = fill(
        send("VP"), FIRST.replace("A.02   | Đang thực hiện |             | Đang viết", "B.I.01 | xong | 1 | Tờ trình")
    )
    book = openpyxl.load_workbook(path)
    page = book["Báo cáo"]
    below = [[cell.value for cell in page[row]] for row in (HEADINGS, 10, 11)]
    page.delete_rows(10, 40)
    page["B13"].value = "Phần việc cải cách hành chính"
    for at, values in enumerate(below, start=14):
        for column, value in enumerate(values, start=1):
            page.cell(at, column).value = value
    book.save(path)
    run = told()
    assert {code: row.row for code, row in run.rows().items()} == {"A.01": 8, "A.02": 9, "B.I.01": 15, "B.I.02": 16}
    assert run.rows()["B.I.01"].result == "Tờ trình"
    assert not run.of(RowCode.MISSING, RowCode.UNKNOWN_CODE)
    assert run.merged.register.rows.rejected == 0


def test_one_officer_of_two_units_sends_both_in_one_workbook(
    issued: Workspace, send: Send, told: Callable[[], Told]
) -> None:
    path = fill(send("VP"), FIRST)
    other = fill(send("CA"), FIRST.replace("Đang thực hiện", "Chưa thực hiện"))
    book, source = openpyxl.load_workbook(path), openpyxl.load_workbook(other)["Báo cáo"]
    page = book.create_sheet("Công an xã")
    for row in source.iter_rows():
        for cell in row:
            page.cell(cell.row, cell.column).value = cell.value
    page["I9"].value = "chả rõ"
    book.save(path)
    other.unlink()
    run = told()
    assert (run.rows("VP")["A.01"].status, run.rows("CA")["A.01"].status) == ("Đang thực hiện", "Chưa thực hiện")
    assert {row.file for row in run.rows("CA").values()} == {"nop/VP_07-KH-UBND.xlsx"}
    states = {d.unit.code: d.state for d in run.merged.register.deliveries if d.unit}
    assert states == {"VP": Delivery.RECEIVED, "CA": Delivery.RECEIVED, "TYT": Delivery.MISSING}
    errors = {receipt.unit_code: receipt.errors for receipt in run.merged.period.receipts}
    assert errors == {"VP": 0, "CA": 1, "TYT": None}
    assert len(run.of(BookCode.UNITS_SEVERAL)) == 2
    # One file goes back once, though two units are in it.
    returned = workflow.mark(issued, workflow.validate(issued, (), DAY), DAY)
    assert [copy.name for copy in returned.copies] == ["VP_07-KH-UBND.xlsx"]


@pytest.mark.parametrize(
    "tabs", ["VP TYT vp-chi-tieu tyt-chi-tieu", "VP vp-chi-tieu TYT tyt-chi-tieu", "TYT VP tyt-chi-tieu vp-chi-tieu"]
)
def test_each_of_two_units_has_its_own_targets_in_whatever_order_the_sheets_stand(
    workspace: Workspace, told: Callable[[], Told], tabs: str
) -> None:
    lead_both = APPENDIX_TABLE.replace(
        "| Văn phòng          |                 | Năm", "| Văn phòng, Trạm Y tế |  | Năm"
    )
    write_plan(workspace.plan, lead_both)
    preparing.issue(workspace, (), DAY)
    both = openpyxl.Workbook()
    both.remove(both.active)
    pages = [both.create_sheet(name) for name in tabs.split()]
    for page in pages:
        unit, is_targets = ("VP", "TYT")["tyt" in page.title.casefold()], page.title.islower()
        source = openpyxl.load_workbook(next(workspace.issued.glob(f"{unit}_*.xlsx")))
        for row in source["Chỉ tiêu" if is_targets else "Báo cáo"].iter_rows():
            for cell in row:
                page.cell(cell.row, cell.column).value = None if cell.data_type == "f" else cell.value
        if is_targets:
            page["F4"].value, page["G4"].value = (3, 4) if unit == "VP" else (10, 20)
        else:
            page["I8"].value = "Đang thực hiện"
    for at, page in enumerate(pages, start=1):
        page.title = f"Trang {at}"
    both.save(workspace.received / "VP.xlsx")
    run = told()
    counted = {told.unit.code: (told.achieved.value, told.total.value) for told in run.merged.register.targets}
    assert counted == {"VP": (3, 4), "TYT": (10, 20)}
    assert not run.of(BookCode.TARGETS_MISSING, RowCode.TARGET_DOUBLED)


def test_a_table_that_is_no_report_beside_one_is_told_and_not_taken(send: Send, told: Callable[[], Told]) -> None:
    path = fill(send("VP"), FIRST)
    book = openpyxl.load_workbook(path)
    page = book.create_sheet("Việc riêng", 0)
    for line in (["TT", "Tên nhiệm vụ", "Trạng thái"], [1, "Sửa máy in", "Xong"], [2, "Mua giấy", "Chưa"]):
        page.append(line)
    book.save(path)
    run = told()
    (found,) = run.of(BookCode.TABLE_FOREIGN)
    assert (found.place.sheet, found.message.count("(2 dòng)")) == ("Việc riêng", 1)
    assert found.value == "1 | Sửa máy in | Xong | 2 | Mua giấy | Chưa"
    # Nobody is asked to mend the headings of what is not taken.
    assert not run.of(BookCode.COLUMN_MISSING, BookCode.COLUMN_RENAMED, BookCode.COLUMN_UNKNOWN)
    assert run.merged.register.rows.read == 4
    assert not [row for row in run.merged.register.details if not row.code]


def test_a_workbook_without_any_task_of_the_plan_is_refused_whatever_its_name(
    issued: Workspace, told: Callable[[], Told]
) -> None:
    book = openpyxl.Workbook()
    for line in (["DANH SÁCH NHIỆM VỤ"], ["TT", "Tên nhiệm vụ", "Trạng thái"], [1, "Việc của tỉnh", "Đang làm"]):
        book.active.append(line)
    book.save(issued.received / "VP_danh sach.xlsx")
    run = told()
    (found,) = (issue for issue in run.merged.register.issues if issue.severity is Severity.ERROR)
    assert (found.code, found.place.unit) == (BookCode.NO_TASK, "VP")
    assert run.merged.register.deliveries[0].state is Delivery.UNREADABLE
    rows = run.merged.register.rows
    assert (rows.read, rows.rejected) == (1, 1)


def test_the_missing_heading_is_named_with_its_row_and_those_seen(send: Send, told: Callable[[], Told]) -> None:
    path = fill(send("VP"), FIRST)
    book = openpyxl.load_workbook(path)
    book["Báo cáo"]["I7"].value = "Kết quả thực hiện"
    book.save(path)
    (found,) = told().of(BookCode.HEADING_MISSING)
    assert (found.place.sheet, found.place.cell, found.value) == ("Báo cáo", "A7", "«Trạng thái»")
    assert "«Nhiệm vụ»" in found.message
    assert "«Kết quả thực hiện»" in found.message


def test_a_remark_in_brackets_behind_a_heading_is_passed_over(send: Send, told: Callable[[], Told]) -> None:
    path = fill(send("VP"), FIRST)
    book = openpyxl.load_workbook(path)
    book["Báo cáo"]["I7"].value = "Trạng thái\n(chọn trong danh sách)"
    book["Báo cáo"]["L7"].value = "Kết quả, sản phẩm [ghi số văn bản]"
    book.save(path)
    run = told()
    assert (run.rows()["A.01"].status, run.rows()["A.01"].result) == ("Đang thực hiện", "Đã họp")
    assert not run.of(BookCode.COLUMN_RENAMED, BookCode.COLUMN_MISSING)


def test_a_slip_of_the_pen_before_a_remark_is_told(send: Send, told: Callable[[], Told]) -> None:
    path = fill(send("VP"), FIRST)
    book = openpyxl.load_workbook(path)
    book["Báo cáo"]["C7"].value, book["Báo cáo"]["I7"].value = "Nhiệm vụ: (nội dung)", "Trạng tháii [bắt buộc]"
    book.save(path)
    run = told()
    assert run.rows()["A.01"].status == "Đang thực hiện"
    assert [issue.place.cell for issue in run.of(BookCode.COLUMN_RENAMED)] == ["I7"]


def test_numbers_of_columns_under_the_headings_are_no_row(send: Send, told: Callable[[], Told]) -> None:
    path = fill(send("VP"), FIRST)
    book = openpyxl.load_workbook(path)
    page = book["Báo cáo"]
    page.insert_rows(8)
    for column in range(1, 16):
        page.cell(8, column).value = f"({column})"
    book.save(path)
    run = told()
    assert (run.rows()["A.01"].row, run.merged.register.rows.rejected) == (9, 0)
    assert not [issue for issue in run.merged.register.issues if issue.severity is Severity.ERROR]


def test_a_workbook_that_was_handed_out_is_no_stranger_though_its_tasks_were_reworded(
    send: Send, told: Callable[[], Told]
) -> None:
    path = fill(send("VP"), FIRST)
    book = openpyxl.load_workbook(path)
    for at, row in enumerate(TASKS):
        book["Báo cáo"].cell(row, 3).value = f"Việc khác hẳn số {at}"
    book.save(path)
    run = told()
    assert len(run.of(RowCode.CONFLICT)) == len(TASKS)
    assert not run.of(BookCode.NO_TASK)
