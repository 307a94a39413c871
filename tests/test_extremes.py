"""Settings and deadlines nobody means: told in one sentence, and every step of the year works all the same."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from second_plan import run
from tables import write_plan

from toolkit import lint, plan, preparing, presenting, workflow
from toolkit.layout import APPENDIX, SETTINGS
from toolkit.lint.codes import PlanCode
from toolkit.workspace import Workspace

DUE, DEADLINE = 7, 6
FAR = date(9999, 12, 31)


def _put(path: Path, sheet: str, row: int, column: int, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet].cell(row, column).value = value
    book.save(path)


def _setting(path: Path, item: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    next(row for row in book[SETTINGS.sheet].iter_rows() if row[0].value == item)[1].value = value
    book.save(path)


def _told(path: Path) -> dict[PlanCode, str]:
    return {
        issue.code: str(issue) for issue in lint.check(plan.load(path), "p.xlsx") if isinstance(issue.code, PlanCode)
    }


def _whole_year(workspace: Workspace) -> None:
    """Issue, merge, remind, report: each ends as it should."""
    preparing.issue(workspace, (), date(2025, 1, 20))
    for issued in workspace.issued.glob("*.xlsx"):
        issued.rename(workspace.received / issued.name)
    for command in (["tong-hop", "--as-of", "2025-06-30"], ["nhac"], ["bao-cao"], ["tinh-hinh"]):
        ran = run(workspace.root, *command)
        assert ran.exit_code in (0, 3), ran.output


@pytest.mark.parametrize("written", ["999999999999", 999999999999, -3, 7.5, "7,5", "mười lăm", "1e12", True, "1000"])
def test_days_of_warning_that_are_none(tmp_path: Path, written: object) -> None:
    path = write_plan(tmp_path / "p.xlsx")
    _setting(path, "Cảnh báo trước hạn (ngày)", written)
    assert plan.load(path).settings.warning_days == 15
    told = _told(path)[PlanCode.WARNING_DAYS_UNREADABLE]
    assert told.startswith("p.xlsx > Cấu hình!B7: ")
    assert "không hiểu được; đang lấy 15 ngày." in told


@pytest.mark.parametrize(("written", "days"), [(0, 0), (30, 30), ("007", 7), ("20 ngày", 20), (None, 15), (366, 366)])
def test_days_of_warning(tmp_path: Path, written: object, days: int) -> None:
    path = write_plan(tmp_path / "p.xlsx")
    _setting(path, "Cảnh báo trước hạn (ngày)", written)
    assert plan.load(path).settings.warning_days == days
    assert PlanCode.WARNING_DAYS_UNREADABLE not in _told(path)


@pytest.mark.parametrize(
    "written",
    ["31/12/9999", FAR, "Trước 01/01/0001", "Trước ngày 01/01/0001", "01/01/0000", "5/5/99999", "Tháng 12/9999",
     "Trước quý I năm 0001", "ngày 31 tháng 12 năm 9999", 2958465, date(1900, 1, 1)],
)  # fmt: skip
def test_a_year_that_nobody_means_is_no_deadline(tmp_path: Path, written: object) -> None:
    for column, code in ((DEADLINE, PlanCode.DEADLINE_UNREADABLE), (DUE, PlanCode.DUE_UNREADABLE)):
        path = write_plan(tmp_path / "p.xlsx")
        _put(path, APPENDIX.sheet, 7, DEADLINE, "")
        _put(path, APPENDIX.sheet, 7, column, written)
        assert plan.load(path).task_of["B.I.01"].due is None
        assert code in _told(path)


def _far_days(path: Path) -> None:
    _put(path, APPENDIX.sheet, 3, DEADLINE, FAR)
    _put(path, APPENDIX.sheet, 4, DEADLINE, "Trước ngày 01/01/0001")
    _put(path, APPENDIX.sheet, 7, DUE, FAR)
    _setting(path, "Cảnh báo trước hạn (ngày)", "999999999999")
    _setting(path, "Ngày ban hành", FAR)


def _long_number(path: Path) -> None:
    _setting(path, "Số kế hoạch", "07/KH-UBND " + "rất dài " * 25)


def _unbroken_number(path: Path) -> None:
    _setting(path, "Số kế hoạch", "7" * 200)


def _number_of_lines(path: Path) -> None:
    _setting(path, "Số kế hoạch", "07/KH-UBND\nngày 15/01/2025")


@pytest.mark.parametrize("change", [_far_days, _long_number, _unbroken_number, _number_of_lines])
def test_the_whole_year_of_such_a_plan(workspace: Workspace, change: Callable[[Path], None]) -> None:
    change(workspace.plan)
    _whole_year(workspace)


@pytest.mark.parametrize("change", [_long_number, _unbroken_number, _number_of_lines])
def test_a_number_of_the_plan_that_is_none_is_told(tmp_path: Path, change: Callable[[Path], None]) -> None:
    path = write_plan(tmp_path / "p.xlsx")
    assert PlanCode.NUMBER_LONG not in _told(path)
    change(path)
    assert _told(path)[PlanCode.NUMBER_LONG].startswith(
        "p.xlsx > Cấu hình!B3: Mục «Số kế hoạch» ghi dài hoặc nhiều dòng"
    )


def test_the_report_of_a_plan_with_a_long_number_has_a_title(workspace: Workspace) -> None:
    """Word takes no title of more than 255 letters; the text itself is whole."""
    _long_number(workspace.plan)
    preparing.issue(workspace, (), date(2025, 1, 20))
    workflow.merge(workspace, (), None, date(2025, 6, 30))
    document = Document(str(presenting.report(workspace, None, None)))
    assert 0 < len(document.core_properties.title) <= 255
    assert plan.load(workspace.plan).settings.plan_number in "\n".join(p.text for p in document.paragraphs)
