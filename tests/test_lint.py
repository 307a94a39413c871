"""What lint says of a plan: each finding at its cell, and nothing of the plan passed over without a word."""

import pickle
from pathlib import Path

import openpyxl
import pytest
from tables import APPENDIX_TABLE, SETTINGS_TABLE, TARGETS_TABLE, UNITS_TABLE, write_plan

from toolkit import lint, plan
from toolkit.issues import Issue
from toolkit.lint.codes import PlanCode


def _told(path: Path, code: PlanCode) -> list[Issue]:
    return [issue for issue in lint.check(plan.load(path), "p.xlsx") if issue.code is code]


def _cells(path: Path, code: PlanCode) -> list[str]:
    return [f"{issue.place.sheet}!{issue.place.cell}" for issue in _told(path, code)]


def test_findings_of_targets_units_and_settings_have_their_cells(tmp_path: Path) -> None:
    lost = "    B.I.99 | Hồ sơ được số hóa | ≥ | 90 | % | Hết năm 2024\n"
    path = write_plan(
        tmp_path / "p.xlsx",
        units=UNITS_TABLE + "    HND | Hội Nông dân | Trạm Y tế | | |\n",
        targets=TARGETS_TABLE + lost * 2,
        settings=SETTINGS_TABLE.replace("2025-01-15", "2021-01-15").replace(
            "Kế hoạch thử", "Kế hoạch năm 2024 của xã Kia"
        )
        + "    Email nơi nhận | \n",
    )
    assert _cells(path, PlanCode.TARGET_ORPHAN) == ["Chỉ tiêu!A3"]
    assert _cells(path, PlanCode.DUE_BEFORE_YEAR) == ["Chỉ tiêu!F3"]
    assert _cells(path, PlanCode.UNIT_IDLE) == ["Đơn vị!B5"]
    assert _cells(path, PlanCode.NAME_SHARED) == ["Đơn vị!C5"]
    assert _cells(path, PlanCode.SETTING_BLANK) == ["Cấu hình!B8"]
    assert _cells(path, PlanCode.ISSUED_OTHER_YEAR) == ["Cấu hình!B4"]
    assert _cells(path, PlanCode.YEAR_NOT_NAMED) == ["Cấu hình!B2"]
    assert _cells(path, PlanCode.OTHER_PLACE) == ["Cấu hình!B2"]
    found = lint.check(plan.load(path), "p.xlsx")
    assert len(set(map(str, found))) == len(found)
    assert all(issue.place.cell for issue in found)


def test_a_setting_that_is_missing_has_no_cell(tmp_path: Path) -> None:
    assert _cells(write_plan(tmp_path / "p.xlsx"), PlanCode.SETTING_BLANK) == ["Cấu hình!"]


def test_cells_are_those_of_the_sheet_as_it_is(tmp_path: Path) -> None:
    """A title above, a column put in before the others."""
    path = write_plan(tmp_path / "p.xlsx", appendix=APPENDIX_TABLE.replace("Trạm Y tế", "Trạm Kia "))
    book = openpyxl.load_workbook(path)
    sheet = book["Phụ lục"]
    assert _cells(path, PlanCode.LEAD_NOBODY) == ["Phụ lục!D10"]
    sheet.insert_rows(1)
    sheet.insert_cols(1)
    sheet["B1"] = "PHỤ LỤC NĂM 2024"
    book.save(path)
    assert _cells(path, PlanCode.LEAD_NOBODY) == ["Phụ lục!E11"]
    assert _cells(path, PlanCode.YEAR_NOT_NAMED) == ["Phụ lục!B1"]


def test_a_day_of_last_year_in_the_clerks_own_column(tmp_path: Path) -> None:
    table = """
        STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Hạn hoàn thành
        "1" | Việc một | Văn phòng      |                 | Tháng 7/2025         | 2024-07-31
        "2" | Việc hai | Văn phòng      |                 | Tháng 7/2024         |
    """
    found = _told(write_plan(tmp_path / "p.xlsx", appendix=table), PlanCode.DUE_BEFORE_YEAR)
    assert [(issue.place.cell, issue.value) for issue in found] == [("G2", "31/07/2024"), ("F3", "Tháng 7/2024")]


def test_spellings_are_told_at_the_first_cell(tmp_path: Path) -> None:
    table = APPENDIX_TABLE.replace("Công an xã     ", "VP UBND xã     ")
    path = write_plan(tmp_path / "p.xlsx", appendix=table)
    assert _cells(path, PlanCode.SPELLINGS) == ["Phụ lục!E3"]


def test_rows_make_no_unit_or_target_another(tmp_path: Path) -> None:
    """A plan whose rows moved has the units and targets that it had."""
    first, second = (plan.load(write_plan(tmp_path / f"{name}.xlsx")) for name in "ab")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    for name in ("Chỉ tiêu", "Đơn vị", "Cấu hình"):
        book[name].insert_rows(2)
    book.save(tmp_path / "b.xlsx")
    second = plan.load(tmp_path / "b.xlsx")
    assert (second.units[0].row, second.targets[0].row) == (3, 3)
    assert (first.units, first.targets, first.settings) == (second.units, second.targets, second.settings)
    assert set(first.units) == set(second.units)
    assert hash(first.settings) == hash(second.settings)
    sent = pickle.loads(pickle.dumps(second))
    assert (sent, sent.units[0].row, sent.settings.rows) == (second, 3, second.settings.rows)


@pytest.mark.parametrize(
    ("comparison", "level", "measure", "code", "cell", "read"),
    [
        ("≥", "chín mươi", "%", PlanCode.LEVEL_UNREADABLE, "D2", ("≥", None)),
        ("≥", "80 - 90", "%", PlanCode.LEVEL_UNREADABLE, "D2", ("≥", None)),
        ("≥", "", "%", PlanCode.LEVEL_BLANK, "D2", ("≥", None)),
        ("≥", "0.9", "%", PlanCode.LEVEL_SHARE, "D2", ("≥", 90)),
        ("≥", "1", "%", PlanCode.LEVEL_SHARE, "D2", ("≥", 100)),
        ("≥", "1.5", "%", PlanCode.LEVEL_SMALL, "D2", ("≥", 1.5)),
        ("khoảng", "10", "%", PlanCode.COMPARISON_UNREADABLE, "C2", ("≥", 10)),
        ("khoảng", "không quá 10%", "%", PlanCode.COMPARISON_UNREADABLE, "C2", ("≤", 10)),
        ("≥", "không quá 10%", "%", PlanCode.COMPARISONS_DIFFER, "C2", ("≥", 10)),
        ("≥", "2500", "người", PlanCode.NO_SHARE, "E2", ("≥", 2500)),
        ("≥", "90", "", PlanCode.NO_SHARE, "E2", ("≥", 90)),
    ],
)
def test_what_is_not_understood_of_a_target(
    tmp_path: Path, comparison: str, level: str, measure: str, code: PlanCode, cell: str, read: tuple[str, float | None]
) -> None:
    header = TARGETS_TABLE.splitlines()[1]
    path = write_plan(tmp_path / "p.xlsx", targets=f"{header}\nA.01 | Hồ sơ | {comparison} | {level} | {measure} | ")
    (target,) = plan.load(path).targets
    assert (target.comparison, target.level) == read
    sheet = [issue for issue in lint.check(plan.load(path), "p.xlsx") if issue.place.sheet == "Chỉ tiêu"]
    assert [(issue.code, issue.place.cell, issue.place.task) for issue in sheet] == [(code, cell, "A.01")]


@pytest.mark.parametrize(
    ("comparison", "level", "read"),
    [
        ("<=", "10", ("≤", 10)),
        ("không quá", "10", ("≤", 10)),
        ("Tối thiểu", "90", ("≥", 90)),
        ("", "90", ("≥", 90)),
        ("", "dưới 5%", ("<", 5)),
        ("≤", '"0.5"', ("≤", 0.5)),
        ("≤", '"0,5%"', ("≤", 0.5)),
    ],
)
def test_targets_as_people_write_them(
    tmp_path: Path, comparison: str, level: str, read: tuple[str, float | None]
) -> None:
    header = TARGETS_TABLE.splitlines()[1]
    path = write_plan(tmp_path / "p.xlsx", targets=f"{header}\nA.01 | Hồ sơ | {comparison} | {level} | % | ")
    (target,) = plan.load(path).targets
    assert (target.comparison, target.level) == read
    assert not [issue for issue in lint.check(plan.load(path), "p.xlsx") if issue.place.sheet == "Chỉ tiêu"]


def test_a_target_that_stands_twice(tmp_path: Path) -> None:
    twice = TARGETS_TABLE + "    B.I.02 | Hồ sơ được  số hóa | ≥ | 90 | % | năm 2025\n"
    (told,) = _told(write_plan(tmp_path / "p.xlsx", targets=twice), PlanCode.TARGET_REPEATED)
    assert (told.place.cell, "với dòng 2;" in told.message) == ("B3", True)
    first, second = plan.load(tmp_path / "p.xlsx").targets
    assert first != second


def test_targets_of_other_levels_or_deadlines_are_no_repetition(tmp_path: Path) -> None:
    others = "    B.I.02 | Hồ sơ được số hóa | ≥ | 95 | % | Năm 2025\n    B.I.02 | Hồ sơ được số hóa | ≥ | 90 | % | Năm 2026\n"
    assert not _told(write_plan(tmp_path / "p.xlsx", targets=TARGETS_TABLE + others), PlanCode.TARGET_REPEATED)


@pytest.mark.parametrize(
    ("written", "includes", "told"),
    [
        ("", True, []),
        ("Tính cả ngày đó.", True, []),
        ("không tính ngày đó", False, []),
        ("chưa tính ngày đó", True, ["Cấu hình!B8"]),
        ("trừ ngày đó", True, ["Cấu hình!B8"]),
        ("không rõ", True, ["Cấu hình!B8"]),
    ],
)
def test_how_before_is_understood(tmp_path: Path, written: str, includes: bool, told: list[str]) -> None:
    path = write_plan(tmp_path / "p.xlsx", settings=SETTINGS_TABLE + f'    Cách hiểu "trước ngày" | {written}\n')
    assert plan.load(path).settings.before_includes_day is includes
    assert _cells(path, PlanCode.BEFORE_UNREADABLE) == told


@pytest.mark.parametrize("written", ["31/02/2025", "tháng 01/2025", "ngày     tháng 01 năm 2025"])
def test_a_day_of_issue_that_is_no_day(tmp_path: Path, written: str) -> None:
    path = write_plan(tmp_path / "p.xlsx", settings=SETTINGS_TABLE.replace("2025-01-15", written))
    assert plan.load(path).settings.issued_on is None
    assert _cells(path, PlanCode.ISSUED_UNREADABLE) == ["Cấu hình!B4"]
    assert [issue.value for issue in _told(path, PlanCode.SETTING_BLANK)] == ["Email nơi nhận"], "told once"


def test_a_month_that_excel_keeps_as_a_day_is_no_day(tmp_path: Path) -> None:
    """Typed 06/2025 into a column of days, a cell holds 1 June and shows the month: nobody meant the first."""
    table = """
        STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Hạn hoàn thành
        "1" | Việc một | Văn phòng      |                 | Năm 2025             | 2025-06-01
    """
    path = write_plan(tmp_path / "p.xlsx", appendix=table)
    book = openpyxl.load_workbook(path)
    book["Phụ lục"]["G2"].number_format = book["Cấu hình"]["B4"].number_format = "mm/yyyy"
    book.save(path)
    (task,) = plan.load(path).tasks
    assert (f"{task.due:%d/%m/%Y}", task.due_by_hand) == ("31/12/2025", False)
    assert [issue.value for issue in _told(path, PlanCode.DUE_UNREADABLE)] == ["06/2025"]
    assert [issue.value for issue in _told(path, PlanCode.ISSUED_UNREADABLE)] == ["01/2025"]


def test_settings_that_are_not_used(tmp_path: Path) -> None:
    more = "    Nơi gửi | UBND huyện\n    | Lưu: VT\n    Ghi thêm |\n    Năm kế hoạch | 2026\n    Năm kế hoạch | 2025\n"
    path = write_plan(tmp_path / "p.xlsx", settings=SETTINGS_TABLE + more)
    assert plan.load(path).settings.year == 2025
    found = _told(path, PlanCode.ITEM_UNKNOWN)
    assert [(issue.place.cell, issue.value) for issue in found] == [("A8", "Nơi gửi"), ("A9", "Lưu: VT")]
    (repeated,) = _told(path, PlanCode.ITEM_REPEATED)
    assert (repeated.place.cell, "đang dùng «2025»" in repeated.message) == ("B11", True)


def test_columns_and_sheets_that_are_not_read(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(path)
    book["Phụ lục"]["H1"], book["Phụ lục"]["H4"], book["Phụ lục"]["J5"] = "Sản phẩm", "Báo cáo", "?"
    book["Đơn vị"]["G1"] = "Điện thoại"
    copy = book.copy_worksheet(book["Phụ lục"])
    copy.title = "Phụ lục 2"
    book.create_sheet("Nháp")["A1"] = "Nhiệm vụ"
    book.save(path)
    found = _told(path, PlanCode.COLUMN_UNREAD)
    assert [(i.place.sheet, i.place.cell, i.message.split(" không")[0]) for i in found] == [
        ("Phụ lục", "H1", "Cột «Sản phẩm» (ví dụ «Báo cáo»)"),
        ("Phụ lục", "J1", "Cột «J» (ví dụ «?»)"),
    ]
    assert _cells(path, PlanCode.SHEET_UNREAD) == ["Phụ lục 2!C1"]


def test_the_clerks_own_dates_under_another_heading_are_told(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(path)
    book["Phụ lục"]["G1"], book["Phụ lục"]["G6"] = "Ngày chốt", "30/06/2025"
    book.save(path)
    (told,) = _told(path, PlanCode.COLUMN_UNREAD)
    assert (told.place.cell, told.value) == ("G1", "Ngày chốt")


def test_cells_without_a_value(tmp_path: Path) -> None:
    """An error value, and formulas that no program has calculated yet."""
    path = write_plan(tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(path)
    book["Phụ lục"]["G6"], book["Chỉ tiêu"]["D2"], book["Cấu hình"]["B4"] = "=TODAY()", "#REF!", "=DATE(2025,1,15)"
    book.save(path)
    found = _told(path, PlanCode.CELL_BROKEN)
    assert [(f"{i.place.sheet}!{i.place.cell}", i.value) for i in found] == [
        ("Phụ lục!G6", "công thức chưa được tính"),
        ("Chỉ tiêu!D2", "#REF!"),
        ("Cấu hình!B4", "công thức chưa được tính"),
    ]
