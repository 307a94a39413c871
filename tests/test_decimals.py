"""An appendix numbered 1, 1.1, 1.2: groups and tasks told apart, and what Excel does to such numbers told."""

import shutil
from pathlib import Path

import openpyxl
from tables import DAY, TARGETS_TABLE, write_plan

from toolkit import lint, plan, preparing, workflow
from toolkit.issues import Issue
from toolkit.lint.codes import PlanCode
from toolkit.model import Task
from toolkit.workspace import Workspace

DECIMALS = """
    STT    | Nhiệm vụ                    | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành
    I      | Phần một                    |                |                 |
    1      | Nhóm hạ tầng (2 nhiệm vụ)   |                |                 |
    1.1    | Việc a                      | Văn phòng      |                 | Năm 2025
    "1.2." | Việc b                      | Công an xã     |                 | Năm 2025
    2      | Việc đứng riêng             | Văn phòng      |                 | Năm 2025
    3      | Nhóm ba                     |                |                 |
    3.1    | Việc c                      | Trạm Y tế      |                 | Năm 2025
    a)     | Việc d                      | Văn phòng      |                 | Năm 2025
    II     | Phần hai                    |                |                 |
    "1."   | Nhóm dữ liệu                |                |                 |
    1.1    | Việc e                      | Văn phòng      |                 | Năm 2025
"""


def _told(path: Path, code: PlanCode) -> list[Issue]:
    return [issue for issue in lint.check(plan.load(path), "p.xlsx") if issue.code is code]


def _codes(path: Path) -> list[str]:
    return [row.code if isinstance(row, Task) else row.path for row in plan.load(path).rows]


def test_groups_and_tasks_with_decimal_numbers(workspace: Workspace) -> None:
    """1 without a lead above 1.1 is a group; a task 2 stands beside it. Such a plan goes all the way."""
    path = write_plan(workspace.plan, appendix=DECIMALS, targets=TARGETS_TABLE.replace("B.I.02", "I.1.01"))
    assert _codes(path) == [
        "I", "I.1", "I.1.01", "I.1.02", "I.01", "I.3", "I.3.01", "I.3.02", "II", "II.1", "II.1.01",
    ]  # fmt: skip
    found = [issue.code for issue in lint.check(plan.load(path), "p.xlsx")]
    assert found == [PlanCode.SETTING_BLANK, PlanCode.CODES_GIVEN]
    preparing.issue(workspace, (), DAY)
    shutil.copy(next(workspace.issued.glob("VP_*.xlsx")), workspace.received)
    assert len(workflow.merge(workspace, (), None, DAY).period.details) == 6


def test_decimal_numbers_with_codes_written_out(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "p.xlsx", appendix=DECIMALS)
    codes = _codes(path)
    book = openpyxl.load_workbook(path)
    for row, code in enumerate(codes, start=2):
        book["Phụ lục"].cell(row, 1).value = code if code[-2:].isdecimal() else None
    book.save(path)
    assert _codes(path) == codes
    assert not _told(path, PlanCode.CODE_ELSEWHERE)


def test_decimal_numbers_without_a_section(tmp_path: Path) -> None:
    """Their codes have a letter: Excel would take 1.10 for 1.1."""
    lines = DECIMALS.splitlines()
    path = write_plan(tmp_path / "p.xlsx", appendix="\n".join([lines[1], *lines[3:10]]))
    assert _codes(path) == ["A.1", "A.1.01", "A.1.02", "A.01", "A.3", "A.3.01", "A.3.02"]


def test_what_has_a_lead_or_a_code_is_a_task(tmp_path: Path) -> None:
    table = """
        Mã   | STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Hạn hoàn thành
             | A   | Chung    |                |                 |                      |
             | 1   | Việc một | Văn phòng      |                 | Năm 2025             |
             | 1.1 | Việc hai | Văn phòng      |                 | Năm 2025             |
        A.09 | 2   | Việc ba  |                |                 | Năm 2025             |
             | 2.1 | Việc tư  | Văn phòng      |                 | Năm 2025             |
             | 3   | Việc năm |                |                 | Năm 2025             |
             | 4   | Việc sáu | Văn phòng      |                 | Năm 2025             |
    """
    path = write_plan(tmp_path / "p.xlsx", appendix=table)
    assert _codes(path) == ["A", "A.10", "A.11", "A.09", "A.12", "A.13", "A.14"]
    (blank,) = _told(path, PlanCode.LEAD_BLANK)
    assert (blank.place.cell, "Có ở 2 dòng: 5, 7." in blank.message) == ("D5", True)


def test_decimal_numbers_that_do_not_fit(tmp_path: Path) -> None:
    """A task of a group that is not there, and 1.10 of which Excel made 1.1; a group that is printed twice."""
    table = """
        STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành
        1   | Nhóm một |                |                 |
        1.1 | Việc một | Văn phòng      |                 | Năm 2025
        1.1 | Việc hai | Văn phòng      |                 | Năm 2025
        2.1 | Việc ba  | Văn phòng      |                 | Năm 2025
        1   | Nhóm lại |                |                 |
        1.1 | Việc tư  | Văn phòng      |                 | Năm 2025
    """
    path = write_plan(tmp_path / "p.xlsx", appendix=table)
    assert _codes(path) == ["A.1", "A.1.01", "A.1.02", "A.1.03", "A.2", "A.2.01"]
    (twice,), (elsewhere,) = _told(path, PlanCode.NUMBER_TWICE), _told(path, PlanCode.NUMBER_ELSEWHERE)
    assert (twice.place.cell, "ở dòng 3 của nhóm" in twice.message) == ("B4", True)
    assert (elsewhere.place.cell, "số «2.1» đứng dưới nhóm «1»" in elsewhere.message) == ("B5", True)
    assert [issue.place.cell for issue in _told(path, PlanCode.NUMBER_REPEATED)] == ["B6"]


def test_a_number_of_which_excel_made_a_date(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "p.xlsx", appendix=DECIMALS.replace("    1.1    | Việc a", "    2025-01-01 | Việc a"))
    (told,) = _told(path, PlanCode.NUMBER_A_DATE)
    assert (told.place.cell, told.value, told.severity.word) == ("B4", "01/01/2025", "Cảnh báo")
    assert [issue.place.cell for issue in _told(path, PlanCode.LEAD_BLANK)] == ["D3"], "and the row above is no group"
