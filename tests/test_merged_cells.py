"""Merged cells are facts: in the plan and in what units send, in every kind of workbook."""

import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tables import DAY, fill, read_book, write_plan

from toolkit import lint, plan, submission, workflow
from toolkit.entry import Entry
from toolkit.issues import Issue
from toolkit.lint.codes import PlanCode
from toolkit.model import Plan, Status
from toolkit.oddities import Span, merges
from toolkit.submission import Submission
from toolkit.workspace import Workspace

Send = Callable[..., Path]
Convert = Callable[[Path, str], Path]

# Rows 1 to 9; what is blank in them is merged with the cell above where a test says so.
PASTED = """
    STT   | Nhiệm vụ                | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành
    I     | Nhóm một (02 nhiệm vụ)  |                |                 |
    "1"   | Niêm yết thủ tục        | Văn phòng      | Công an xã      | Tháng 4/2025
    "2"   | Số hóa hồ sơ            |                |                 | 30/6/2025
    II    | Nhóm hai (02 nhiệm vụ)  |                |                 |
    "1"   | Thành lập Tổ công nghệ  | Trạm Y tế      |                 | Lần 1: tháng 5/2025
          | a) Kiện toàn Tổ         |                |                 |
          | b) Hướng dẫn hằng tháng |                |                 | Lần 2: tháng 11/2025
    "2"   | Báo cáo kết quả         | Công an xã     |                 | Tháng 9/2025
"""


def _merge(path: Path, *ranges: str, sheet: str = "Phụ lục") -> Path:
    book = openpyxl.load_workbook(path)
    for cells in ranges:
        book[sheet].merge_cells(cells)
    book.save(path)
    return path


def _told(loaded: Plan, code: PlanCode) -> list[str]:
    return [f"{issue.place.cell}: {issue.message}" for issue in lint.check(loaded, "p.xlsx") if issue.code is code]


def test_a_lead_merged_over_tasks_is_the_lead_of_each(tmp_path: Path) -> None:
    loaded = plan.load(_merge(write_plan(tmp_path / "p.xlsx", PASTED), "D3:D4", "E3:E4", "D6:D8", "B6:B8"))
    tasks = {task.code: task for task in loaded.tasks}
    assert [tasks[code].leads for code in ("I.01", "I.02")] == [("VP",), ("VP",)]
    assert tasks["I.02"].supports == ("CA",)
    assert tasks["I.02"].deadline_text == "30/6/2025"
    assert not _told(loaded, PlanCode.LEAD_BLANK)
    assert _told(loaded, PlanCode.CELLS_MERGED) == [
        "D3: Ô gộp D3:D4 ghi «Văn phòng», đã hiểu là của từng dòng trong đó.",
        "E3: Ô gộp E3:E4 ghi «Công an xã», đã hiểu là của từng dòng trong đó.",
    ]


@pytest.mark.parametrize("merged", ["B6:B8", "C6:C8", "A6:A8"])
def test_a_number_merged_over_rows_is_one_task_of_several_paragraphs(tmp_path: Path, merged: str) -> None:
    path = write_plan(tmp_path / "p.xlsx", PASTED)
    book = openpyxl.load_workbook(path)
    book["Phụ lục"]["A6"] = "II.01"
    book.save(path)
    loaded = plan.load(_merge(path, merged, "D6:D8"))
    assert [task.code for task in loaded.tasks] == ["I.01", "I.02", "II.01", "II.02"]
    task = loaded.task_of["II.01"]
    # What a text cell merged downwards covers, nobody sees.
    lines = ["Thành lập Tổ công nghệ", "a) Kiện toàn Tổ", "b) Hướng dẫn hằng tháng"]
    assert task.text == "\n".join(lines[:1] if merged.startswith("C") else lines)
    assert (task.leads, task.due, task.deadline.milestones) == (("TYT",), date(2025, 11, 30), (date(2025, 5, 31),))
    assert task.deadline_text == "Lần 1: tháng 5/2025\nLần 2: tháng 11/2025"
    told = _told(loaded, PlanCode.PARAGRAPHS)
    assert len(told) == 1
    assert ("Các dòng 6, 8 " if merged.startswith("C") else "Các dòng 6, 7, 8 ") in told[0]
    assert not _told(loaded, PlanCode.COUNT_DIFFERS)
    assert not _told(loaded, PlanCode.ROW_UNREAD)


def test_groups_headings_and_what_lies_beside_give_nothing(tmp_path: Path) -> None:
    # The title over the headings, the lead cell of a group with those of its tasks, cells side by side.
    path = write_plan(tmp_path / "p.xlsx", PASTED.replace("| Văn phòng ", "|           "))
    book = openpyxl.load_workbook(path)
    book["Phụ lục"]["D2"] = "Văn phòng"
    book.save(path)
    loaded = plan.load(_merge(path, "D2:D4", "E3:F3", "G1:G4"))
    assert [task.leads for task in loaded.tasks][:2] == [(), ()]
    assert [issue.split(":")[0] for issue in _told(loaded, PlanCode.LEAD_BLANK)][:1] == ["D3"]
    assert loaded.task_of["I.01"].deadline_text == ""
    assert loaded.task_of["I.01"].supports == ("CA",)
    assert not any(task.due_by_hand for task in loaded.tasks)
    assert not _told(loaded, PlanCode.CELLS_MERGED)


def test_a_day_merged_over_tasks(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "p.xlsx", PASTED)
    book = openpyxl.load_workbook(path)
    book["Phụ lục"]["G3"], book["Phụ lục"]["G3"].number_format = date(2025, 8, 1), "dd/mm/yyyy"
    book.save(path)
    tasks = plan.load(_merge(path, "G3:G4")).tasks
    assert [(task.due, task.due_by_hand) for task in tasks[:2]] == [(date(2025, 8, 1), True)] * 2


def test_cells_merged_over_targets_are_each_targets(tmp_path: Path) -> None:
    targets = """
        Mã nhiệm vụ | Chỉ tiêu          | So sánh | Mức | Đơn vị tính | Hạn
        I.02        | Hồ sơ được số hóa | ≥       | 90  | %           | Năm 2025
        I.02        | Hồ sơ được nộp    | ≥       | 80  | %           | Năm 2025
    """
    path = write_plan(tmp_path / "p.xlsx", PASTED, targets=targets)
    loaded = plan.load(_merge(path, "A2:A3", "C2:C3", "E2:E3", "F2:F3", sheet="Chỉ tiêu"))
    assert [(t.task_code, t.level, t.measure, t.due_text) for t in loaded.targets] == [
        ("I.02", 90, "%", "Năm 2025"),
        ("I.02", 80, "%", "Năm 2025"),
    ]
    assert [told.partition(":")[0] for told in _told(loaded, PlanCode.CELLS_MERGED)] == ["A2", "C2", "E2", "F2"]


def test_paragraphs_go_the_whole_way(workspace: Workspace) -> None:
    _merge(write_plan(workspace.plan, PASTED), "B6:B8", "D6:D8", "D3:D4")
    workflow.issue(workspace, (), DAY)
    for sent in workspace.issued.glob("TYT_*.xlsx"):
        path = fill(sent, "Mã | Trạng thái\nII.01 | Đang thực hiện")
        path.rename(workspace.received / path.name)
    run = workflow.merge(workspace, (), None, DAY)
    details = read_book(run.output).sheet("Chi tiết")
    assert details is not None
    texts = {details.text(row, column) for row in details.filled_rows for column in details.filled_columns}
    assert "Thành lập Tổ công nghệ\na) Kiện toàn Tổ\nb) Hướng dẫn hằng tháng" in texts
    assert not [issue for issue in run.register.issues if issue.code.name in ("CONFLICT", "CHANGED", "UNKNOWN_CODE")]


# In the small plan VP leads A.01, A.02, B.I.01, B.I.02 in rows 8 to 11; open rows for added tasks begin at 13.
REPORT = """
    Mã     | Người phụ trách | Trạng thái     | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm
    A.01   | Lan             | Hoàn thành     | 1           | 2025-04-04      | Kế hoạch số 15
    B.I.01 |                 | Đang thực hiện |             |                 | Đã họp
"""


def _read(path: Path, workspace: Workspace) -> Submission:
    return submission.read(path, workspace.shown(path), plan.load(workspace.plan), DAY)


def _entry(read: Submission, code: str) -> Entry:
    return next(entry for entry in read.entries if entry.task and entry.task.code == code)


def _issues(read: Submission, code: str) -> list[Issue]:
    return [issue for issue in read.issues if issue.code.name == code]


def _check_report(read: Submission) -> None:
    for code in ("A.01", "A.02"):
        entry = _entry(read, code)
        assert entry.status.value is Status.DONE
        assert entry.finished.value == date(2025, 4, 4)
        assert (entry.progress.value, entry.result, entry.person) == (1.0, "Kế hoạch số 15", "Lan")
    assert _entry(read, "B.I.02").status.value is None
    told = _issues(read, "MERGED")
    assert [(issue.place.cell, issue.place.task, issue.severity) for issue in told] == [
        (f"{letter}8", "A.01", "warning") for letter in "HIJKL"
    ]
    assert told[1].message == "Ô gộp I8:I9 ghi «Hoàn thành»; đã lấy cho từng dòng trong đó."
    assert not [issue for issue in read.issues if issue.severity == "error"]


def test_what_is_merged_in_a_report_counts_for_each_row_and_is_told(send: Send, issued: Workspace) -> None:
    path = _merge(fill(send("VP"), REPORT), *(f"{letter}8:{letter}9" for letter in "HIJKL"), sheet="Báo cáo")
    _check_report(_read(path, issued))


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_the_same_in_other_kinds(send: Send, issued: Workspace, convert: Convert, suffix: str) -> None:
    path = _merge(fill(send("VP"), REPORT), *(f"{letter}8:{letter}9" for letter in "HIJKL"), sheet="Báo cáo")
    _check_report(_read(convert(path, suffix), issued))


def test_what_a_merged_cell_hides_is_told(send: Send, issued: Workspace) -> None:
    path = fill(send("VP"), REPORT + "A.02 | | Đang thực hiện | | |\n")

    def cover(page: Worksheet) -> None:
        # As with the brush that copies formats: what lies below stays.
        page.merged_cells.add("I8:I9")

    book = openpyxl.load_workbook(path)
    cover(book["Báo cáo"])
    book.save(path)
    read = _read(path, issued)
    assert _entry(read, "A.02").status.value is Status.IN_PROGRESS
    assert [(issue.place.cell, issue.value) for issue in _issues(read, "COVERED")] == [("I9", "Đang thực hiện")]
    assert not _issues(read, "MERGED")


def test_titles_and_blank_rows_merged_in_a_report_are_nothing(send: Send, issued: Workspace) -> None:
    path = _merge(fill(send("VP"), REPORT), "L13:L17", "H10:H11", "I10:J10", sheet="Báo cáo")
    read = _read(path, issued)
    assert not _issues(read, "MERGED")
    assert len(read.entries) == 4


def test_a_task_merged_over_its_targets(tmp_path: Path, workspace: Workspace) -> None:
    targets = """
        Mã nhiệm vụ | Chỉ tiêu          | So sánh | Mức | Đơn vị tính | Hạn
        B.I.02      | Hồ sơ được số hóa | ≥       | 90  | %           |
        B.I.02      | Hồ sơ được nộp    | ≥       | 80  | %           |
    """
    write_plan(workspace.plan, targets=targets)
    workflow.issue(workspace, (), DAY)
    path = next(workspace.issued.glob("VP_*.xlsx"))
    book = openpyxl.load_workbook(path)
    page = book["Chỉ tiêu"]
    page["F4"], page["F5"], page["G4"] = 95, 85, 100
    page.merge_cells("A4:A5")
    page.merge_cells("G4:G5")
    book.save(path)
    read = _read(path, workspace)
    assert [(found.achieved.value, found.total.value) for found in read.targets] == [(95.0, 100.0), (85.0, 100.0)]
    assert [issue.place.cell for issue in _issues(read, "MERGED")] == ["G4"]


def test_a_binary_record_and_what_stands_far_away() -> None:
    assert merges.in_record(struct.pack("<4I", 8, 9, 8, 8)) == Span(8, 8, 9, 8)
    assert str(Span(8, 8, 9, 8)) == "I9:I10"
    # A range over the whole sheet costs nothing.
    assert merges.in_markup(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', 0) == [
        Span(0, 0, 1048575, 16383)
    ]
