"""Levels: what communes put together a province puts together, and every row is traced to the unit that wrote it."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hostile import edited
from tables import APPENDIX_TABLE, DAY, SETTINGS_TABLE, fill, write_plan

from toolkit import archive, preparing, summary, workflow
from toolkit.cli import phuluc
from toolkit.codes import BookCode, FileCode, RowCode
from toolkit.comparison import Shift
from toolkit.intake import Intake, Level
from toolkit.workflow import Merged
from toolkit.workspace import Workspace

BELOW = Intake(level=Level.BELOW)
TARGETS = """
    Mã nhiệm vụ | Chỉ tiêu             | So sánh | Mức | Đơn vị tính | Hạn
    B.I.02      | Hồ sơ được số hóa    | ≥       | 90  | %           | Năm 2025
"""
FILLED = """
    Mã     | Trạng thái     | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm | Khó khăn, vướng mắc
    A.01   | Đang thực hiện | 0.5         |                 | Đã họp {name}     | Thiếu người
    A.02   | Hoàn thành     | 1           | 2025-03-20      | KH số 5           |
    B.I.01 | chưa rõ        | khoảng nửa  |                 |                   |
    +      |                |             |                 |                   |
"""


@pytest.fixture
def below(workspace: Workspace, tmp_path: Path) -> Callable[[str, date], Path]:
    """Makes the consolidated workbook of a commune of which two of three units have sent."""

    def make(name: str, day: date) -> Path:
        commune = preparing.init(tmp_path / f"{name} {day}")
        shutil.copy(workspace.plan, commune.plan)
        preparing.issue(commune, (), day)
        for unit in ("VP", "CA"):
            sent = Path(shutil.copy(next(commune.issued.glob(f"{unit}_*.xlsx")), commune.received))
            table = FILLED if unit == "VP" else "\n".join(FILLED.splitlines()[:4])
            fill(sent, table.format(name=name).replace("    +      |                |", "    + | Hoàn thành |"))
            if unit == "VP":
                fill(sent, "Chỉ tiêu | Số thực hiện | Tổng số\nHồ sơ được số hóa | 45 | 50", "Chỉ tiêu", "Chỉ tiêu")
        book = openpyxl.load_workbook(next(commune.received.glob("VP_*")))
        book["Báo cáo"]["C13"] = f"Việc riêng của {name}"
        book.save(next(commune.received.glob("VP_*")))
        return workflow.merge(commune, (), None, day).output

    return make


@pytest.fixture
def above(tmp_path: Path) -> Workspace:
    """A province with three communes and the communes' own tasks."""
    province = preparing.init(tmp_path / "tinh")
    tasks = APPENDIX_TABLE
    for unit in ("Các đơn vị", "Văn phòng", "Trạm Y tế", "Công an xã"):
        tasks = tasks.replace(unit, "Các xã" if unit != "Công an xã" else "")
    units = """
        Mã đơn vị | Tên đơn vị | Tên gọi khác | Nhóm   | Đầu mối | Email
        X1        | Xã Một     |              | Các xã |         |
        X2        | Xã Hai     |              | Các xã |         |
        X3        | Xã Ba      |              | Các xã |         |
    """
    write_plan(province.plan, tasks, units, TARGETS, SETTINGS_TABLE)
    return province


def _receive(above: Workspace, made: Path, code: str) -> Path:
    return Path(shutil.copy(made, above.received / f"{code}_{made.stem}.xlsx"))


@pytest.fixture
def merged(above: Workspace, below: Callable[[str, date], Path]) -> Merged:
    for code, name in (("X1", "xã Một"), ("X2", "xã Hai")):
        _receive(above, below(name, DAY), code)
    return workflow.merge(above, (), None, DAY, BELOW)


def test_every_row_below_is_a_row_above_and_leads_to_where_it_stands(above: Workspace, merged: Merged) -> None:
    lower = {
        path.name: {row[0].row: [cell.value for cell in row] for row in openpyxl.load_workbook(path)["Chi tiết"]}
        for path in above.received.iterdir()
    }
    traced: Counter[str] = Counter()
    for detail in merged.period.details:
        if detail.file:
            row = lower[Path(detail.file).name][detail.row]
            assert detail.sheet == "Chi tiết"
            assert (row[0] or "", row[4], row[14] or "") == (detail.code, detail.task, detail.result)
            assert detail.unit == f"{row[6]} – {'Xã Một' if detail.unit_code == 'X1' else 'Xã Hai'}"
            traced[detail.file] += 1
    assert sorted(traced.values()) == [len(rows) - 4 for rows in lower.values()]
    assert merged.register.rows.read == merged.register.rows.merged == sum(traced.values())
    silent = [detail for detail in merged.period.details if not detail.file]
    assert {(detail.unit_code, detail.status) for detail in silent} == {("X3", "Chưa báo cáo")}


def test_the_figures_are_the_sums_of_those_below(above: Workspace, merged: Merged) -> None:
    periods = [archive.recall("", path).period for path in above.received.iterdir()]
    counts = sum((summary.total(period).counts for period in periods), Counter())
    rows = {row.name: row.figures.counts for row in summary.by_unit(merged.period)}
    assert rows["Xã Một"] + rows["Xã Hai"] == counts
    assert rows["Xã Ba"].total() == len(merged.register.plan.tasks)
    (target,) = merged.period.targets
    assert (target.units, target.achieved, target.total, target.outcome) == (2, 90, 100, "Đạt")
    added = [detail for detail in merged.period.details if not detail.code]
    assert [(detail.task, detail.unit_code, detail.status) for detail in added] == [
        ("Việc riêng của xã Một", "X1", "Hoàn thành"),
        ("Việc riêng của xã Hai", "X2", "Hoàn thành"),
    ]


def test_what_was_not_understood_below_is_kept_as_written(merged: Merged) -> None:
    (told, _) = [detail for detail in merged.period.details if detail.code == "B.I.01" and "Văn phòng" in detail.unit]
    assert (told.status, told.progress) == ("chưa rõ", "khoảng nửa")
    assert not [issue for issue in merged.register.issues if issue.place.unit != "X3"]


def test_a_country_of_provinces(tmp_path: Path, above: Workspace, merged: Merged) -> None:
    country = preparing.init(tmp_path / "nuoc")
    appendix = APPENDIX_TABLE
    for unit in ("Các đơn vị", "Văn phòng", "Trạm Y tế", "Công an xã"):
        appendix = appendix.replace(unit, "Tỉnh Thử" if unit != "Công an xã" else "")
    units = "Mã đơn vị | Tên đơn vị | Tên gọi khác | Nhóm | Đầu mối | Email\nTT | Tỉnh Thử | | | |"
    write_plan(country.plan, appendix, units, TARGETS, SETTINGS_TABLE)
    _receive(country, merged.output, "TT")
    whole = workflow.merge(country, (), None, DAY, BELOW)
    assert summary.total(whole.period).counts == summary.total(merged.period).counts
    assert "Văn phòng – Xã Một – Tỉnh Thử" in {detail.unit for detail in whole.period.details}


def test_standings_are_judged_on_the_day_above(above: Workspace, below: Callable[[str, date], Path]) -> None:
    sent = _receive(above, below("xã Một", DAY - timedelta(days=91)), "X1")
    later = date(2025, 8, 1)
    merged = workflow.merge(above, (), None, later, BELOW)
    (issue,) = (issue for issue in merged.register.issues if issue.code is BookCode.OTHER_DAY)
    assert issue.place.file == f"nop/{sent.name}"
    assert "31/03/2025" in issue.message
    (late,) = [d for d in merged.period.details if d.code == "B.I.01" and d.unit_code == "X1" and d.role == "Chủ trì"]
    assert (late.standing.value, late.days) == ("Quá hạn", 1)


def test_the_newest_of_several_counts_unit_by_unit(above: Workspace, below: Callable[[str, date], Path]) -> None:
    older, newer = (below("xã Một", DAY - timedelta(days=days)) for days in (91, 0))
    book = openpyxl.load_workbook(newer)
    row = next(row for row in book["Chi tiết"] if row[0].value == "A.01" and row[6].value == "Công an xã")
    row[14].value = "Đã họp lần hai"
    book.save(newer)
    _receive(above, older, "X1")
    _receive(above, newer, "X1")
    merged = workflow.merge(above, (), None, DAY, BELOW)
    rows = merged.register.rows
    assert rows.superseded * 2 == rows.read == rows.merged * 2
    told = [issue for issue in merged.register.issues if issue.code is RowCode.CELL_SUPERSEDED]
    assert [(issue.value, issue.place.task) for issue in told] == [("Đã họp xã Một", "A.01")]


def test_what_is_no_consolidated_workbook_of_this_plan_is_told(
    above: Workspace, below: Callable[[str, date], Path], issued: Workspace
) -> None:
    made = below("xã Một", DAY)
    _receive(above, next(issued.issued.glob("VP_*")), "X1")
    _receive(above, made, "la")
    (above.received / "X3_hong.xlsx").write_bytes(made.read_bytes()[:3000])
    other = openpyxl.load_workbook(made)
    for row in list(other["Chi tiết"])[4:]:
        if row[0].value:
            row[4].value = f"Khác {row[4].value}"
    other["Nhật ký"]["A7"] = "Tên kế hoạch: Kế hoạch khác"
    other.save(above.received / "X2_khac.xlsx")
    merged = workflow.merge(above, (), None, DAY, BELOW)
    told = {issue.place.file: issue.code for issue in merged.register.issues}
    assert {Path(file).name.partition("_")[0]: code for file, code in told.items()} == {
        "X1": BookCode.NOT_CONSOLIDATED,
        "la": BookCode.UNKNOWN_UNIT,
        "X3": FileCode.DAMAGED,
        "X2": BookCode.OTHER_PLAN,
    }
    assert merged.register.rows.read == merged.register.rows.rejected > 0


@pytest.mark.parametrize("name", ["X1_Tong_hop.xlsx", "Tong_hop_2025-06-30.xlsx"])
def test_without_the_level_one_sentence_says_so(
    above: Workspace, below: Callable[[str, date], Path], name: str
) -> None:
    shutil.copy(below("xã Một", DAY), above.received / name)
    merged = workflow.merge(above, (), None, DAY)
    (issue,) = merged.register.issues
    assert issue.code is BookCode.CONSOLIDATED
    assert "cấp dưới" in issue.message
    assert "--level cap-duoi" in issue.remedy
    assert merged.register.unreadable == [f"nop/{name}"]
    state = next(receipt.delivery.value for receipt in merged.period.unit_receipts if receipt.unit_code == "X1")
    assert state == ("Không đọc được" if name.startswith("X1") else "Chưa nộp")
    assert merged.period.sent == merged.register.rows.read == 0
    assert not workflow.mark(above, workflow.validate(above, (), DAY), DAY).copies, "nobody is sent it back"


def test_a_report_with_sheets_of_the_same_names_stays_a_report(send: Callable[[str], Path], issued: Workspace) -> None:
    path = fill(send("VP"), "Mã | Trạng thái\nA.01 | Chưa thực hiện")
    book = openpyxl.load_workbook(path)
    for sheet in ("Chi tiết", "Tình hình nộp", "Nhật ký"):
        book.create_sheet(sheet)
    book.save(path)
    merged = workflow.merge(issued, (), None, DAY)
    assert merged.period.sent == 1
    assert BookCode.CONSOLIDATED not in {issue.code for issue in merged.register.issues}


def test_rows_of_other_tasks_are_told_and_not_counted(above: Workspace, below: Callable[[str, date], Path]) -> None:
    made = below("xã Một", DAY)
    book = openpyxl.load_workbook(made)
    rows = list(book["Chi tiết"])[4:]
    rows[0][0].value = "Z.01"
    rows[1][4].value = "Việc khác hẳn"
    book.save(made)
    _receive(above, made, "X1")
    merged = workflow.merge(above, (), None, DAY, BELOW)
    told = [(issue.code, issue.place.cell) for issue in merged.register.issues if issue.place.sheet == "Chi tiết"]
    assert (RowCode.UNKNOWN_CODE, "A5") in told
    assert (RowCode.CONFLICT, "E6") in told
    assert merged.register.rows.rejected == 2


def test_what_changed_since_the_period_before(
    above: Workspace, below: Callable[[str, date], Path], merged: Merged
) -> None:
    later = DAY + timedelta(days=40)
    for code, name in (("X1", "xã Một"), ("X2", "xã Hai")):
        (above.received / f"{code}_Tong_hop_{DAY}.xlsx").unlink()
        _receive(above, below(name, later), code)
    history = workflow.merge(above, (), None, later, BELOW).history
    changed = Counter((change.shift, change.detail.unit_code) for change in history.changes)
    assert {shift for shift, _ in changed} <= {Shift.OVERDUE, Shift.COPIED}
    assert changed[Shift.OVERDUE, "X1"] == changed[Shift.OVERDUE, "X2"] > 0


def test_by_command(above: Workspace, below: Callable[[str, date], Path]) -> None:
    _receive(above, below("xã Một", DAY), "X1")
    command = ["merge", "-C", str(above.root), "--as-of", str(DAY), "--level", "cap-duoi"]
    ran = CliRunner().invoke(phuluc, command)
    assert "Đã nộp: 1/3 đơn vị" in ran.output
    assert ran.exit_code == 0
    ran = CliRunner().invoke(phuluc, command[:-2])
    assert ran.exit_code == 3


def test_what_came_in_is_checked_first(above: Workspace, below: Callable[[str, date], Path]) -> None:
    made = below("xã Một", DAY)
    _receive(above, made, "X1")
    _receive(above, made, "la")
    command = ["validate", "-C", str(above.root), "--as-of", str(DAY), "--level", "cap-duoi", "--mark"]
    ran = CliRunner().invoke(phuluc, command)
    assert "B04" in ran.output
    assert "Đã kiểm tra 2 tệp: 1 lỗi" in ran.output
    assert "Bản đánh dấu chỉ có cho tệp của đơn vị" in ran.output
    assert (ran.exit_code, list(above.returned.iterdir())) == (3, [])


def _typed_at_m5(sent: Path, typed: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        for name, part in parts.items():
            if name.startswith("xl/worksheets/") and b"CHI" not in part:
                parts[name] = re.sub(
                    rb'(<c r="M5" s="\d+")(?:/>|><v>[^<]*</v></c>)', rb"\1><v>%s</v></c>" % typed.encode(), part
                )

    sent.write_bytes(edited(sent.read_bytes(), change))


def test_a_broken_figure_of_the_level_below_is_told_with_its_cell(
    above: Workspace, below: Callable[[str, date], Path]
) -> None:
    sent = _receive(above, below("xã Một", DAY), "X1")
    _typed_at_m5(sent, "1e999")
    told = [issue for issue in workflow.merge(above, (), None, DAY, BELOW).register.issues if issue.place.unit == "X1"]
    assert [issue.code for issue in told] == [BookCode.NOT_CONSOLIDATED]
    assert "ô Chi tiết!M5 bị hỏng" in told[0].message


@pytest.mark.parametrize(("typed", "kept"), [("7", "700%"), ("0.5", 0.5)])
def test_a_share_that_is_none_is_no_figure(
    above: Workspace, below: Callable[[str, date], Path], typed: str, kept: str | float
) -> None:
    _typed_at_m5(_receive(above, below("xã Một", DAY), "X1"), typed)
    merged = workflow.merge(above, (), None, DAY, BELOW)
    assert [d.progress for d in merged.period.details if d.row == 5] == [kept]
    assert archive.recall("", merged.output).period == merged.period
