"""What units send back: every row becomes an entry or is rejected with a word why, every fault has its cell."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tables import DAY, fill, write_book

from toolkit import plan, submission
from toolkit.codes import BookCode, FileCode, RowCode
from toolkit.issues import Catalogue
from toolkit.model import Plan, Status
from toolkit.submission import Submission
from toolkit.workspace import Workspace

Send = Callable[..., Path]


def _read(path: Path, workspace: Workspace) -> Submission:
    loaded: Plan = plan.load(workspace.plan)
    return submission.read(path, workspace.shown(path), loaded, DAY)


def _found(read: Submission) -> set[tuple[str, str, str]]:
    """Code name, cell and value of everything that was found."""
    return {(issue.code.name, issue.place.cell, issue.value) for issue in read.issues}


def _edit(path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


# In the small plan VP leads A.01, A.02, B.I.01, B.I.02 in rows 8 to 11; open rows for added tasks begin at 13.
@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Mã | Trạng thái\nA.01 | chưa rõ", ("STATUS_UNKNOWN", "I8", "chưa rõ")),
        ("Mã | Kết quả, sản phẩm\nA.01 | đã họp", ("STATUS_MISSING", "I8", "")),
        ("Mã | Trạng thái | Ngày hoàn thành\nA.01 | Hoàn thành | 31/02/2025", ("DATE_IMPOSSIBLE", "K8", "31/02/2025")),
        ("Mã | Trạng thái | Ngày hoàn thành\nA.01 | Hoàn thành | hôm qua", ("DATE_UNREADABLE", "K8", "hôm qua")),
        ("Mã | Trạng thái | Ngày hoàn thành\nA.01 | Hoàn thành | 2025-07-01", ("DATE_FUTURE", "K8", "01/07/2025")),
        ("Mã | Trạng thái | Ngày hoàn thành\nA.01 | Hoàn thành | 2025-01-14", ("DATE_BEFORE_PLAN", "K8", "14/01/2025")),
        ("Mã | Trạng thái | Tiến độ (%)\nA.01 | Đang thực hiện | nửa", ("PERCENT_UNREADABLE", "J8", "nửa")),
        ("Mã | Trạng thái | Tiến độ (%)\nA.01 | Đang thực hiện | 150", ("PERCENT_RANGE", "J8", "150")),
        ("Mã | Trạng thái\nA.01 | Hoàn thành", ("DONE_WITHOUT_DATE", "K8", "")),
        ("Mã | Trạng thái\nA.01 | Hoàn thành", ("DONE_WITHOUT_RESULT", "L8", "")),
        ("Mã | Trạng thái | Ngày hoàn thành\nA.01 | Đang thực hiện | 2025-04-01", ("DATE_WITHOUT_DONE", "K8", "01/04/2025")),
        ("Mã | Trạng thái | Tiến độ (%)\nA.01 | Đang thực hiện | 1", ("FULL_WITHOUT_DONE", "J8", "100%")),
        ("Mã | Trạng thái | Tiến độ (%)\nA.01 | Hoàn thành | 0.5", ("DONE_NOT_FULL", "J8", "50%")),
        ("Mã | Trạng thái\nA.01 | xong", ("REPAIRED", "I8", "xong")),
        ("Mã | Kết quả, sản phẩm\nA.01 | #N/A", ("ERROR_VALUE", "L8", "#N/A")),
        ("Mã | Tiến độ (%)\nA.01 | =1/2", ("FORMULA_UNCACHED", "J8", "")),
        ("Mã | Người phụ trách\nA.02 | Lan", ("BLANK", "I8", "")),
        ("Mã | Nhiệm vụ\nA.01 | Tuyên truyền về chuyển đổi số năm nay", ("CHANGED", "C8", "Tuyên truyền về chuyển đổi số năm nay")),
        ("Mã | Hạn hoàn thành\nA.02 | 2025-04-20", ("CHANGED", "G9", "20/04/2025")),
        ("Mã | Nhiệm vụ\nA.01 | Số hóa hồ sơ lưu trữ của xã", ("CONFLICT", "C8", "Số hóa hồ sơ lưu trữ của xã")),
        ("Mã | Nhiệm vụ\nA.01 | Xây kè", ("CONFLICT", "C8", "Xây kè")),
        ("Mã | Nhiệm vụ | Trạng thái\n+ | Việc mới phát sinh | Hoàn thành", ("ADDED", "C13", "Việc mới phát sinh")),
        ("Mã | Nhiệm vụ | Trạng thái\nB.II.01 | Định danh cơ sở khám bệnh | Hoàn thành", ("NOT_ASSIGNED", "A13", "B.II.01 | Hoàn thành")),
        ("Mã | Nhiệm vụ | Trạng thái\nZ.99 | Việc lạ | Hoàn thành", ("UNKNOWN_CODE", "A13", "Z.99 | Việc lạ | Hoàn thành")),
        ("Mã | Trạng thái | Kết quả, sản phẩm\n+ | Hoàn thành | Đã làm", ("NAMELESS", "A13", "Hoàn thành | Đã làm")),
        ("Mã | Nhiệm vụ | Trạng thái\n+ | Số hóa hồ sơ lưu trữ của xã ta | Hoàn thành", ("DOUBLED", "A13", "Số hóa hồ sơ lưu trữ của xã ta | Hoàn thành")),
    ],
)  # fmt: skip
def test_faults_and_their_cells(send: Send, issued: Workspace, table: str, expected: tuple[str, str, str]) -> None:
    read = _read(fill(send("VP"), table), issued)
    assert expected in _found(read)
    assert read.rows_read == len(read.entries) + read.rows_rejected


def test_a_good_workbook_has_nothing_to_say(send: Send, issued: Workspace) -> None:
    table = """
        Mã     | Người phụ trách | Trạng thái      | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm
        A.01   | Lan             | Đang thực hiện  | 0.5         |                 |
        A.02   | Lan             | Hoàn thành      | 1           | 2025-04-05      | KH số 5
        B.I.01 | Hùng            | Không phát sinh |             |                 |
        B.I.02 | Hùng            | Chưa thực hiện  | 0           |                 |
    """
    path = fill(send("VP"), table)
    fill(path, "Mã nhiệm vụ | Số thực hiện | Tổng số | Ghi chú\nB.I.02 | 95 | 100 | tốt", "Chỉ tiêu", "Mã nhiệm vụ")
    read = _read(path, issued)
    assert read.issues == ()
    done = read.entries[1]
    assert (done.status.value, done.finished.value, done.result, done.person) == (
        Status.DONE,
        date(2025, 4, 5),
        "KH số 5",
        "Lan",
    )
    assert done.source.row == 9
    assert [(t.achieved.value, t.total.value, t.note) for t in read.targets] == [(95, 100, "tốt")]


def test_target_counts_are_checked(send: Send, issued: Workspace) -> None:
    path = send("VP")
    fill(path, "Mã nhiệm vụ | Số thực hiện | Tổng số\nB.I.02 | 120 | 100", "Chỉ tiêu", "Mã nhiệm vụ")
    assert ("TARGET_OVER_TOTAL", "F4", "120") in _found(_read(path, issued))
    fill(path, "Mã nhiệm vụ | Số thực hiện\nB.I.02 | nhiều", "Chỉ tiêu", "Mã nhiệm vụ")
    assert ("NUMBER_UNREADABLE", "F4", "nhiều") in _found(_read(path, issued))

    def rename(book: openpyxl.Workbook) -> None:
        book["Chỉ tiêu"]["B4"] = "Chỉ tiêu khác"

    assert ("TARGET_EDITED", "B4", "Chỉ tiêu khác") in _found(_read(_edit(path, rename), issued))


def test_doubled_and_missing_rows(send: Send, issued: Workspace) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Báo cáo"]
        sheet["A9"], sheet["C9"], sheet["I9"] = "A.01", sheet["C8"].value, "Hoàn thành"

    read = _read(_edit(send("VP"), change), issued)
    found = {(i.code.name, i.place.task, i.place.cell) for i in read.issues}
    assert ("DOUBLED", "A.01", "A9") in found
    assert ("MISSING", "A.02", "") in found
    doubled = next(i for i in read.issues if i.code is RowCode.DOUBLED)
    assert (doubled.value, "dòng 8" in doubled.message) == ("Hoàn thành", True)
    assert (read.rows_read, read.rows_rejected) == (4, 1)


def test_rows_whose_code_was_deleted_are_known_by_their_text(send: Send, issued: Workspace) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in range(8, 12):
            book["Báo cáo"].cell(row, 1).value = None
        book["Báo cáo"]["I8"] = "Hoàn thành"

    read = _read(_edit(send("VP"), change), issued)
    assert [entry.task.code for entry in read.entries if entry.task] == ["A.01", "A.02", "B.I.01", "B.I.02"]
    assert ("BY_TEXT", "C8", "A.01") in _found(read)


def test_notes_and_signatures_are_no_tasks(send: Send, issued: Workspace) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Báo cáo"]["B22"] = "Người lập biểu"
        book["Báo cáo"]["O23"] = "Ký tên"

    read = _read(_edit(send("VP"), change), issued)
    assert ("NOTE", "B22", "Người lập biểu") in _found(read)
    assert read.rows_read == 4


def test_columns_moved_rows_inserted_sheet_renamed(send: Send, issued: Workspace) -> None:
    path = fill(send("VP"), "Mã | Trạng thái\nA.01 | Đang thực hiện")

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Báo cáo"]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(1, 3)
        sheet.insert_cols(3, 2)
        sheet.title = "Sheet1"
        book.create_sheet("Ghi chú", 0)["A1"] = "xin chào"

    read = _read(_edit(path, change), issued)
    assert [entry.status.value for entry in read.entries] == [Status.IN_PROGRESS, None, None, None]
    assert read.entries[0].source.sheet == "Sheet1"


def test_a_deleted_column_is_reported_once(send: Send, issued: Workspace) -> None:
    read = _read(_edit(send("VP"), lambda book: book["Báo cáo"].delete_cols(12)), issued)
    assert [i.value for i in read.issues if i.code is BookCode.COLUMN_MISSING] == ["Kết quả, sản phẩm"]


def test_renamed_and_own_columns_are_understood_or_told(send: Send, issued: Workspace) -> None:
    path = fill(send("VP"), "Mã | Trạng thái | Kết quả, sản phẩm\nA.01 | Đang thực hiện | Đã họp")

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Báo cáo"]
        sheet["I7"], sheet["L7"], sheet["P7"], sheet["P9"] = "Tình trạng", "Sản phẩm", "Ghi chú thêm", "chờ kinh phí"

    read = _read(_edit(path, change), issued)
    assert (read.entries[0].status.value, read.entries[0].result) == (Status.IN_PROGRESS, "Đã họp")
    assert {("COLUMN_RENAMED", "I7", "Tình trạng"), ("COLUMN_RENAMED", "L7", "Sản phẩm")} <= _found(read)
    assert ("COLUMN_UNKNOWN", "P7", "chờ kinh phí") in _found(read)


def test_two_columns_of_one_meaning_lose_nothing(send: Send, issued: Workspace) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Báo cáo"]
        sheet["L7"], sheet["P7"], sheet["L8"], sheet["P8"] = "Kết quả", "Sản phẩm", "Đã họp", "Biên bản"

    read = _read(_edit(send("VP"), change), issued)
    assert read.entries[0].result == "Đã họp"
    assert ("COLUMN_UNKNOWN", "P7", "Biên bản") in _found(read)


def test_a_heading_of_two_rows(send: Send, issued: Workspace) -> None:
    path = fill(send("VP"), "Mã | Trạng thái\nA.01 | Đang thực hiện")

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Báo cáo"]
        sheet.insert_rows(8)
        for column in (9, 10, 11):
            sheet.cell(8, column).value = sheet.cell(7, column).value
            sheet.cell(7, column).value = "Kết quả thực hiện" if column == 9 else None

    read = _read(_edit(path, change), issued)
    assert [entry.source.row for entry in read.entries] == [9, 10, 11, 12]
    assert read.entries[0].status.value is Status.IN_PROGRESS


def _set_identity(item: int, value: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        book["_phuluc"].cell(item, 2).value = value

    return change


def test_identity_by_hidden_sheet_title_or_file_name(send: Send, issued: Workspace) -> None:
    def forget(book: openpyxl.Workbook) -> None:
        del book["_phuluc"]

    def forget_all(book: openpyxl.Workbook) -> None:
        forget(book)
        book["Báo cáo"]["A4"] = None

    by_title = _read(_edit(send("CA", "bao cao.xlsx"), forget), issued)
    by_name = _read(_edit(send("CA", "CA_thang6.xlsx"), forget_all), issued)
    by_long_name = _read(_edit(send("CA", "Công an xã tháng 6.xlsx"), forget_all), issued)
    nobody = _read(_edit(send("CA", "thang6.xlsx"), forget_all), issued)
    assert [read.unit.code for read in (by_title, by_name, by_long_name) if read.unit] == ["CA", "CA", "CA"]
    assert all(read.issues[0].code is BookCode.IDENTITY_LOST for read in (by_title, by_name, by_long_name))
    assert "tiêu đề" in by_title.issues[0].message
    assert nobody.unit is None
    assert nobody.issues[0].code is BookCode.UNKNOWN_UNIT
    assert (nobody.rows_read, nobody.rows_rejected, nobody.is_readable) == (4, 4, False)


def test_contradicting_identities_are_told(send: Send, issued: Workspace) -> None:
    read = _read(send("CA", "VP_07-KH-UBND.xlsx"), issued)
    assert read.unit
    assert read.unit.code == "CA"
    conflict = next(i for i in read.issues if i.code is BookCode.UNIT_CONFLICT)
    assert "Văn phòng (tên tệp)" in conflict.message


def test_another_layout_and_another_plan(send: Send, issued: Workspace) -> None:
    old = _read(_edit(send("CA"), _set_identity(3, "0")), issued)
    assert ("OLD_LAYOUT", "", "0") in _found(old)
    renumbered = _read(_edit(send("CA"), _set_identity(1, "08/KH-UBND")), issued)
    assert ("PLAN_NUMBER", "", "08/KH-UBND") in _found(renumbered)
    assert len(renumbered.entries) == 3

    def other(book: openpyxl.Workbook) -> None:
        _set_identity(1, "08/KH-UBND")(book)
        book["Báo cáo"]["C8"] = "Một việc khác hẳn"

    foreign = _read(_edit(send("CA"), other), issued)
    assert ("OTHER_PLAN", "", "08/KH-UBND") in _found(foreign)
    assert (foreign.entries, foreign.rows_read, foreign.rows_rejected) == ((), 3, 3)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", FileCode.EMPTY), (b"<html><table>", FileCode.OTHER_TABLE), (b"PK\x03\x04cut", FileCode.DAMAGED)],
)
def test_files_that_give_no_rows(issued: Workspace, content: bytes, code: Catalogue) -> None:
    path = issued.received / "TYT_x.xlsx"
    path.write_bytes(content)
    read = _read(path, issued)
    assert [issue.code for issue in read.issues] == [code]
    assert (read.is_readable, read.rows_read) == (False, 0)
    assert read.unit
    assert read.unit.code == "TYT"
    assert read.issues[0].place.file == "nop/TYT_x.xlsx"


def test_a_missing_file_a_folder_and_a_forbidden_file(issued: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(issued.received / "none.xlsx", issued).issues[0].code is FileCode.MISSING
    assert _read(issued.received, issued).issues[0].code is FileCode.SPECIAL
    path = issued.received / "TYT_x.xlsx"
    path.write_bytes(b"x")
    loaded = plan.load(issued.plan)

    def refuse(self: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert submission.read(path, "x", loaded, DAY).issues[0].code is FileCode.BLOCKED


def test_a_workbook_that_is_no_report(issued: Workspace) -> None:
    path = write_book(issued.received / "khac.xlsx", {"Sheet1": "Tên | Tuổi\nLan | 30"})
    assert [i.code for i in _read(path, issued).issues] == [BookCode.FOREIGN]


@pytest.mark.libreoffice
def test_an_old_workbook_under_a_new_name_is_read(
    send: Send, issued: Workspace, convert: Callable[[Path, str], Path]
) -> None:
    path = fill(send("VP"), "Mã | Trạng thái | Ngày hoàn thành\nA.02 | Hoàn thành | 2025-04-05")
    renamed = Path(shutil.copy(convert(path, "xls"), issued.received / "VP_cu.xlsx"))
    read = _read(renamed, issued)
    assert next(i for i in read.issues if i.code is FileCode.SUFFIX)
    assert read.entries[1].finished.value == date(2025, 4, 5)
    assert not [i for i in read.issues if i.code is RowCode.CHANGED]


def test_a_column_of_ones_own_is_told_as_far_as_a_cell_can_hold_it(issued: Workspace, send: Send) -> None:
    path = send("VP")

    def write(book: openpyxl.Workbook) -> None:
        for row in range(8, 108):
            book["Báo cáo"].cell(row, 20, f"{row} {'x' * 1000}")

    read = _read(_edit(path, write), issued)
    (told,) = (issue for issue in read.issues if issue.code is BookCode.COLUMN_UNKNOWN)
    assert len(told.value) < 32_767
    assert len(told.message) < 32_767
    assert told.value.startswith("8 x")
    assert told.value.endswith("(còn tiếp, xem trong tệp)")
