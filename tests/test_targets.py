"""Targets: found wherever the table stands, told apart, and nothing that is typed there is lost in silence."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import make_sample
import openpyxl
import pandas
import pytest
from tables import DAY, write_plan

from toolkit import archive, conservation, plan, preparing, register, submission, workflow
from toolkit.codes import BookCode, CellCode, RowCode
from toolkit.intake import Intake, Level
from toolkit.issues import Issue
from toolkit.layout import REPORT_TARGETS, TARGET_RESULTS
from toolkit.period import Period, TargetResult, close
from toolkit.report import content
from toolkit.submission import Submission
from toolkit.workspace import Workspace

TARGETS = """
    Mã nhiệm vụ | Chỉ tiêu                      | So sánh | Mức | Đơn vị tính | Hạn
    A.01        | Hồ sơ được giải quyết qua mạng | ≥      | 60  | %           | Quý I/2025
    A.01        | Hồ sơ được giải quyết qua mạng | ≥      | 80  | %           | Quý II/2025
    A.02        | Số lớp tập huấn               | ≥       | 5   | lớp         | Năm 2025
"""
# The targets' rows in a unit's workbook, in which the headings stand in row 3.
FIRST, SECOND, COURSES = 4, 5, 6
HEADINGS = list(REPORT_TARGETS.headings)
Change = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def place(workspace: Workspace) -> Workspace:
    """The small plan with three targets, which each of its three units owes."""
    write_plan(workspace.plan, targets=TARGETS)
    preparing.issue(workspace, (), DAY)
    return workspace


def _send(place: Workspace, unit: str, cells: dict[str, object], change: Change | None = None, name: str = "") -> Path:
    """A unit's workbook sent back, with these cells of the sheet of targets filled."""
    source = next(place.issued.glob(f"{unit}_*.xlsx"))
    sent = Path(shutil.copy(source, place.received / (name or source.name)))
    book = openpyxl.load_workbook(sent)
    for cell, value in cells.items():
        book["Chỉ tiêu"][cell] = value
    if change:
        change(book)
    book.save(sent)
    return sent


def _read(place: Workspace, path: Path) -> Submission:
    return submission.read(path, place.shown(path), plan.load(place.plan), DAY)


def _counts(read: Submission) -> list[tuple[float | None, float | None, str]]:
    return [(entry.achieved.value, entry.total.value, entry.note) for entry in read.targets]


def _of(issues: Iterable[Issue], *codes: object) -> list[Issue]:
    return [issue for issue in issues if issue.code in codes]


FILLED: dict[str, object] = {"F4": 61, "G4": 100, "F5": 45, "G5": 50, "I5": "đến 15/6", "F6": 3}
SAID = [(61, 100, ""), (45, 50, "đến 15/6"), (3, None, "")]


def _move(book: openpyxl.Workbook, row: int, column: int, *, title: bool = True) -> None:
    """Take the table of targets, with its title, to another place of the report's sheet."""
    page, report_page = book["Chỉ tiêu"], book["Báo cáo"]
    for merged in list(page.merged_cells.ranges):
        page.unmerge_cells(str(merged))
    for line in page.iter_rows(min_row=1 if title else 3):
        for cell in line:
            if cell.value is not None and not str(cell.value).startswith("="):
                report_page.cell(row + cell.row - 1, column + cell.column - 1).value = cell.value
    del book["Chỉ tiêu"]


def _rename_sheet(book: openpyxl.Workbook) -> None:
    book["Chỉ tiêu"].title = "Chỉ tiêu - Table 1"


def _hide_sheet(book: openpyxl.Workbook) -> None:
    book["Chỉ tiêu"].title = "Sheet2"
    book["Sheet2"].sheet_state = "hidden"


def _remark(book: openpyxl.Workbook) -> None:
    book["Chỉ tiêu"]["F3"], book["Chỉ tiêu"]["G3"] = "Số thực hiện (hồ sơ)", "Tổng số\n[lũy kế]"


def _change_one(book: openpyxl.Workbook) -> None:
    book["Chỉ tiêu"]["G3"] = "Tổng hồ sơ nhận"


def _change_both(book: openpyxl.Workbook) -> None:
    book["Chỉ tiêu"]["F3"], book["Chỉ tiêu"]["G3"] = "Đã xong", "Đã nhận"


def _two_rows(book: openpyxl.Workbook) -> None:
    page = book["Chỉ tiêu"]
    for column in (1, 2, 3, 4, 5, 8, 9):
        page.cell(2, column).value, page.cell(3, column).value = page.cell(3, column).value, None
    page["F2"] = "Số liệu"


def _below(book: openpyxl.Workbook) -> None:
    book["Báo cáo"]["C14"] = "Việc tự thêm"
    _move(book, 20, 1)


def _right_below(book: openpyxl.Workbook) -> None:
    """Right below a task that the unit added, without a title."""
    book["Báo cáo"]["C14"] = "Việc tự thêm"
    _move(book, 13, 3, title=False)


def _beside(book: openpyxl.Workbook) -> None:
    """With its headings in the row of the report's, which call the code as the targets do."""
    book["Báo cáo"]["A7"] = "Mã nhiệm vụ"
    book["Báo cáo"]["C14"] = "Việc tự thêm"
    _move(book, 5, 17)


WHEREVER = (_rename_sheet, _hide_sheet, _remark, _change_one, _change_both, _two_rows, _below, _right_below, _beside)


@pytest.mark.parametrize("change", WHEREVER)
def test_the_table_is_found_wherever_it_stands(place: Workspace, change: Change) -> None:
    usual = _read(place, _send(place, "VP", FILLED, name="VP_usual.xlsx"))
    read = _read(place, _send(place, "VP", FILLED, change))
    assert _counts(read) == _counts(usual) == SAID
    assert [entry.text or entry.task for entry in read.entries if entry.task] == [e.task for e in usual.entries]
    added = [entry.text for entry in read.entries if not entry.task]
    assert added == (["Việc tự thêm"] if change in (_below, _right_below, _beside) else [])
    told = _of(read.issues, *BookCode, RowCode.UNKNOWN_CODE, RowCode.CHANGED, RowCode.NOTE, RowCode.TARGET_ADDED)
    by_place = {issue.code for issue in told}
    assert by_place <= {BookCode.COLUMN_BY_PLACE, BookCode.COLUMN_RENAMED}
    assert (BookCode.COLUMN_BY_PLACE in by_place) == (change in (_change_one, _change_both))


def test_a_heading_by_its_place_is_a_warning_with_both_names(place: Workspace) -> None:
    read = _read(place, _send(place, "VP", FILLED, _change_one))
    (issue,) = _of(read.issues, BookCode.COLUMN_BY_PLACE)
    assert (issue.place.sheet, issue.place.cell, issue.value) == ("Chỉ tiêu", "G3", "Tổng hồ sơ nhận")
    assert "«Tổng số»" in issue.message


def test_a_heading_that_is_missing_is_named_with_those_that_are_there(place: Workspace) -> None:
    read = _read(place, _send(place, "VP", FILLED, lambda book: book["Chỉ tiêu"].delete_cols(7)))
    (issue,) = _of(read.issues, BookCode.TARGET_COLUMNS)
    assert "thiếu cột «Tổng số»" in issue.message
    assert "«Số thực hiện», «Tỷ lệ (%)», «Ghi chú»" in issue.message
    assert [entry.achieved.text for entry in read.targets] == ["61", "45", "3"]


def test_a_column_of_the_units_own_is_told(place: Workspace) -> None:
    read = _read(place, _send(place, "VP", FILLED | {"J3": "Kỳ trước", "J5": "40 hồ sơ"}))
    (issue,) = _of(read.issues, BookCode.COLUMN_UNKNOWN)
    assert (issue.place.cell, issue.value) == ("J3", "40 hồ sơ")


def test_a_table_that_is_gone_is_an_error_with_the_sheets_seen(place: Workspace) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        del book["Chỉ tiêu"]

    (issue,) = _of(_read(place, _send(place, "VP", {}, delete)).issues, BookCode.TARGETS_MISSING)
    assert all(f"«{heading}»" in issue.message for heading in HEADINGS)
    assert issue.message.endswith("của tệp: «Báo cáo», «Hướng dẫn».")
    write_plan(place.plan)
    assert not _of(_read(place, _send(place, "CA", {}, delete)).issues, BookCode.TARGETS_MISSING), "it owes none"


@pytest.mark.parametrize(
    ("cells", "counted", "told"),
    [
        ({"F4": 61, "G4": 100}, (61, 100), []),
        ({"F4": 61}, None, [(CellCode.TARGET_HALF, "F4", "61")]),
        ({"G4": 100}, None, [(CellCode.TARGET_HALF, "G4", "100")]),
        ({"H4": "95%"}, None, [(CellCode.RATE_ALONE, "H4", "95%")]),
        ({"H4": 0.95}, None, [(CellCode.RATE_ALONE, "H4", "95%")]),
        ({"F4": 61, "G4": 100, "H4": "95%"}, (61, 100), [(CellCode.RATE_DIFFERS, "H4", "95%")]),
        ({"F4": 61, "G4": 100, "H4": 0.61}, (61, 100), []),
        ({"F4": 61, "G4": 100, "H4": 61}, (61, 100), []),
        ({"F4": 250, "G4": 100, "H4": 2.5}, (250, 100), [(CellCode.TARGET_OVER_TOTAL, "F4", "250")]),
        ({"F4": 0.95, "G4": 100}, None, [(CellCode.COUNT_A_SHARE, "F4", "0.95")]),
        ({"F4": 0.95, "G4": 100, "H4": 0.0095}, None, [(CellCode.COUNT_A_SHARE, "F4", "0.95")]),
        ({"F4": "0,95"}, None, [(CellCode.COUNT_A_SHARE, "F4", "0,95")]),
        ({"F4": "95%", "G4": 100}, None, [(CellCode.COUNT_A_SHARE, "F4", "95%")]),
        ({"F4": 0.5, "G4": 2.5}, (0.5, 2.5), []),
        ({"F4": -3, "G4": 100}, None, [(CellCode.COUNT_NEGATIVE, "F4", "-3")]),
        ({"F4": 3, "G4": -100}, None, [(CellCode.COUNT_NEGATIVE, "G4", "-100")]),
        ({"F4": "chưa rõ", "G4": 100}, None, [(CellCode.NUMBER_UNREADABLE, "F4", "chưa rõ")]),
        ({"F4": 5, "G4": 0}, None, [(CellCode.TARGET_OVER_TOTAL, "F4", "5")]),
        ({"F4": 0, "G4": 0}, (0, 0), []),
        ({"F6": 3}, (3, None), []),
        ({"F6": 0.5}, (0.5, None), []),
        ({"F6": "3 lớp"}, (3, None), []),
        ({"F6": 3, "G6": 4}, (3, 4), []),
        ({"G6": 4}, None, [(CellCode.TARGET_HALF, "G6", "4")]),
        ({"F6": "60%"}, None, [(CellCode.COUNT_A_SHARE, "F6", "60%")]),
        ({"F6": -1}, None, [(CellCode.COUNT_NEGATIVE, "F6", "-1")]),
    ],
)
def test_what_is_typed_is_in_the_sum_or_told_and_kept(
    place: Workspace,
    cells: dict[str, object],
    counted: tuple[float, float | None] | None,
    told: list[tuple[CellCode, str, str]],
) -> None:
    _send(place, "VP", cells)
    merged = workflow.merge(place, (), None, DAY)
    at = FIRST if "F6" not in cells and "G6" not in cells else COURSES
    result = merged.period.targets[at - FIRST]
    assert (result.units, result.achieved, result.total) == ((1, *counted) if counted else (0, None, None))
    found = _of(merged.register.issues, *CellCode)
    assert [(i.code, i.place.cell, i.value) for i in found if i.code is not CellCode.REPAIRED] == told
    assert {issue.place.sheet for issue in found} <= {"Chỉ tiêu"}
    (entry,) = merged.register.targets
    typed = {"F": entry.achieved.text, "G": entry.total.text, "H": entry.rate.text}
    for cell, value in cells.items():
        if cell[0] != "H" or any(place == cell for _, place, _ in told):
            assert typed[cell[0]] not in ("", None), value
    if not counted:
        for text in filter(None, typed.values()):
            assert text in result.uncounted
    assert archive.recall("", merged.output).period == merged.period


def test_a_rate_over_the_formula_is_kept_beside_the_counts(place: Workspace) -> None:
    _send(place, "VP", {"F4": 61, "G4": 100, "H4": "95%"})
    result = workflow.merge(place, (), None, DAY).period.targets[0]
    assert (result.rate, result.uncounted) == (0.61, "Văn phòng: Tỷ lệ (%): 95%")


def test_figures_that_are_no_share_are_summed_and_measured_against_the_level(place: Workspace) -> None:
    _send(place, "VP", {"F6": 3, "I6": "Đã mở 3 lớp"})
    _send(place, "CA", {"F6": 1, "G6": 4, "I6": "đã mở 3 lớp."})
    merged = workflow.merge(place, (), None, DAY)
    courses = merged.period.targets[2]
    assert (courses.units, courses.achieved, courses.total, courses.rate) == (2, 4, None, None)
    assert (courses.outcome, courses.note) == ("Chưa đạt", "Văn phòng, Công an xã: Đã mở 3 lớp")
    assert courses.uncounted == "Công an xã: Tổng số: 4", "no whole of all"
    _send(place, "TYT", {"F6": 1})
    merged = workflow.merge(place, (), None, DAY)
    courses = merged.period.targets[2]
    assert (courses.achieved, courses.outcome) == (5, "Đạt")
    told = content.of(merged.period, merged.register.plan.settings)["chi_tieu_dat"]
    assert told == ({"ten": "A.02. Số lớp tập huấn", "muc": "≥ 5 lớp", "ket_qua": "5 lớp"},)


def test_targets_of_the_same_words_are_told_apart_by_their_deadlines(place: Workspace) -> None:
    def turn(book: openpyxl.Workbook) -> None:
        page = book["Chỉ tiêu"]
        for column in range(1, 10):
            if column != 8:
                upper, lower = page.cell(4, column), page.cell(5, column)
                upper.value, lower.value = lower.value, upper.value

    for unit, change in (("VP", None), ("CA", turn)):
        _send(place, unit, {"F4": 10, "G4": 100, "I4": "quý I", "F5": 90, "G5": 100, "I5": "quý II"}, change)
    first, second, _ = workflow.merge(place, (), None, DAY).period.targets
    assert (first.achieved, first.total, first.note) == (20, 200, "Văn phòng, Công an xã: quý I")
    assert (second.achieved, second.total, second.note) == (180, 200, "Văn phòng, Công an xã: quý II")


@pytest.mark.parametrize("cleared", [("E4", "E5"), ("C4", "C5"), ("E5",), ("C4", "C5", "E4", "E5")])
def test_cells_cleared_or_changed_beside_the_words_leave_them_told_apart(
    place: Workspace, cleared: tuple[str, ...]
) -> None:
    read = _read(place, _send(place, "VP", FILLED | dict.fromkeys(cleared, "")))
    assert _counts(read) == SAID
    assert {issue.place.cell for issue in _of(read.issues, RowCode.CHANGED)} == set(cleared)


def test_one_row_that_may_be_either_of_two_is_taken_for_none(place: Workspace) -> None:
    def blur(book: openpyxl.Workbook) -> None:
        book["Chỉ tiêu"]["C5"], book["Chỉ tiêu"]["E5"] = None, None
        book["Chỉ tiêu"].delete_rows(4)

    read = _read(place, _send(place, "VP", FILLED, blur))
    assert _counts(read) == SAID[2:]
    (issue,) = _of(read.issues, RowCode.TARGET_ADDED)
    assert "45 | 50 | đến 15/6" in issue.value
    assert len(_of(read.issues, RowCode.MISSING)) == 2


def test_targets_alike_in_every_cell_take_rows_by_their_order(workspace: Workspace) -> None:
    twice = TARGETS + "    A.02 | Số lớp tập huấn | ≥ | 5 | lớp | Năm 2025\n"
    write_plan(workspace.plan, targets=twice)
    preparing.issue(workspace, (), DAY)
    _send(workspace, "VP", {"F6": 3, "F7": 8})
    merged = workflow.merge(workspace, (), None, DAY)
    assert [result.achieved for result in merged.period.targets] == [None, None, 3, 8]
    assert archive.recall("", merged.output).period.targets == merged.period.targets


@pytest.mark.parametrize(
    "words", ["Hồ sơ được giải quyết trên mạng", "HỒ SƠ giải quyết qua mạng (lũy kế)", "Chỉ tiêu khác hẳn", ""]
)
def test_an_edited_target_is_known_and_told_as_edited(place: Workspace, words: str) -> None:
    read = _read(place, _send(place, "VP", FILLED | {"B5": words}))
    assert _counts(read) == SAID
    (issue,) = _of(read.issues, *RowCode.__members__.values(), *BookCode)[-1:]
    assert (issue.code, issue.place.cell) == (RowCode.TARGET_EDITED, "B5")
    assert "Hồ sơ được giải quyết qua mạng" in issue.message
    assert not _of(read.issues, RowCode.UNKNOWN_CODE)


def test_rows_of_no_target_are_told_with_all_their_words(place: Workspace) -> None:
    rows: dict[str, dict[str, object]] = {
        "7": {"A7": "A.02", "B7": "Số người dự", "F7": 40, "I7": "tự thêm"},
        "8": {"A8": "Z.99", "B8": "Lạ", "F8": 7},
        "9": {"A9": "B.II.01", "B9": "Cơ sở khám bệnh", "H9": "70%"},
        "10": {"B10": "Người lập biểu"},
        "11": {"B11": "Không mã", "I11": "cũng giữ"},
    }
    read = _read(place, _send(place, "VP", FILLED | {cell: v for row in rows.values() for cell, v in row.items()}))
    assert _counts(read) == SAID
    told = {
        str(issue.place.row): issue
        for issue in read.issues
        if issue.place.row > COURSES and issue.place.sheet == "Chỉ tiêu"
    }
    assert {row: issue.code for row, issue in told.items()} == {
        "7": RowCode.TARGET_ADDED,
        "8": RowCode.UNKNOWN_CODE,
        "9": RowCode.NOT_ASSIGNED,
        "10": RowCode.NOTE,
        "11": RowCode.TARGET_ADDED,
    }
    for row, cells in rows.items():
        assert told[row].value == " | ".join(map(str, cells.values()))
    assert (read.targets_read, read.targets_rejected) == (7, 4)


def test_a_row_without_its_code_is_known_by_its_words(place: Workspace) -> None:
    read = _read(place, _send(place, "VP", FILLED | {"A5": None}))
    assert _counts(read) == SAID
    assert [issue.place.cell for issue in _of(read.issues, RowCode.BY_TEXT)] == ["B5"]


def test_a_target_that_stands_in_two_tables(place: Workspace) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        book.copy_worksheet(book["Chỉ tiêu"]).title = "Bản sao"

    def differ(book: openpyxl.Workbook) -> None:
        copy(book)
        book["Bản sao"]["F5"] = 46

    def blank(book: openpyxl.Workbook) -> None:
        copy(book)
        for cell in FILLED:
            book["Chỉ tiêu"][cell] = None

    same, other, filled = (_read(place, _send(place, "VP", FILLED, change)) for change in (copy, differ, blank))
    assert _counts(same) == _counts(other) == _counts(filled) == SAID
    assert [issue.value for issue in _of(same.issues, BookCode.TARGETS_TWICE)] == ["Chỉ tiêu"]
    assert not _of(filled.issues, BookCode.TARGETS_TWICE, RowCode.TARGET_DOUBLED)
    (issue,) = _of(other.issues, RowCode.TARGET_DOUBLED)
    assert (issue.place.sheet, issue.place.cell) == ("Bản sao", "A5")
    assert ("dòng 5 (Chỉ tiêu)" in issue.message, " | 46 | 50 | " in issue.value) == (True, True)


def _stamped(path: Path, day: int) -> None:
    make_sample.stamp(path, datetime(2025, 6, day, 9, 30))


def test_a_blank_row_replaces_none_and_a_cleared_cell_is_told(place: Workspace) -> None:
    _stamped(_send(place, "VP", FILLED, name="VP_1.xlsx"), 10)
    _stamped(_send(place, "VP", {"F5": 47, "G5": 50}, name="VP_2.xlsx"), 20)
    merged = workflow.merge(place, (), None, DAY)
    assert [(result.achieved, result.total, result.note) for result in merged.period.targets] == [
        (61, 100, ""),
        (47, 50, ""),
        (3, None, ""),
    ]
    told = [issue for issue in merged.register.issues if issue.place.sheet == "Chỉ tiêu"]
    assert {(i.code, i.place.cell, i.value) for i in told} == {
        (RowCode.CELL_SUPERSEDED, "F5", "45"),
        (RowCode.CELL_EMPTIED, "I5", "đến 15/6"),
    }


def test_a_rate_that_a_later_workbook_leaves_out_is_told(place: Workspace) -> None:
    _stamped(_send(place, "VP", {"H4": "95%"}, name="VP_1.xlsx"), 10)
    _stamped(_send(place, "VP", {"F4": 61, "G4": 100}, name="VP_2.xlsx"), 20)
    issues = workflow.merge(place, (), None, DAY).register.issues
    assert [(i.place.cell, i.value) for i in _of(issues, RowCode.CELL_EMPTIED)] == [("H4", "95%")]
    assert [(i.place.cell, i.value) for i in _of(issues, RowCode.FAULT_SUPERSEDED) if i.place.sheet == "Chỉ tiêu"] == [
        ("H4", "95%")
    ]


@pytest.fixture
def merged(place: Workspace) -> workflow.Merged:
    _send(place, "VP", FILLED)
    _send(place, "CA", {"F4": 7, "G4": 10, "H5": "95%", "I6": "chưa mở"})
    return workflow.merge(place, (), None, DAY)


def test_targets_that_are_lost_are_never_published(
    place: Workspace, merged: workflow.Merged, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = merged.output.read_bytes()
    merge = register.merge

    def lose(*given: Any) -> register.Register:
        whole = merge(*given)
        return replace(whole, targets=whole.targets[1:])

    monkeypatch.setattr(register, "merge", lose)
    with pytest.raises(AssertionError, match="what units said of their targets is lost"):
        workflow.merge(place, (), None, DAY)
    monkeypatch.setattr(register, "merge", merge)

    def forget(lost: dict[str, Any], whole: register.Register) -> Period:
        period = close(whole)
        return replace(period, targets=tuple(replace(result, **lost) for result in period.targets))

    for lost in ({"achieved": 61}, {"note": ""}, {"uncounted": ""}, {"units": 1}):
        monkeypatch.setattr(workflow, "close", partial(forget, lost))
        with pytest.raises(AssertionError, match="does not hold what units said of it"):
            workflow.merge(place, (), None, DAY)
    assert [path.read_bytes() for path in place.consolidated.iterdir()] == [before]


def test_rows_of_targets_that_nobody_is_told_of(place: Workspace, merged: workflow.Merged) -> None:
    read = _read(place, next(place.received.glob("VP_*")))
    whole = register.merge(merged.register.plan, (read,), DAY)

    def check(sent: Submission, made: register.Register) -> None:
        tally = conservation.Tally()
        list(tally.count((sent,)))
        tally.check(made)

    check(read, whole)
    for short in (replace(read, targets=read.targets[:1]), replace(read, targets_read=4, targets_rejected=1)):
        with pytest.raises(AssertionError, match=r"VP_.*xlsx"):
            check(short, whole)
    moved = tuple(replace(entry, source=replace(entry.source, row=99)) for entry in whole.targets)
    for targets in ((*whole.targets, whole.targets[0]), moved):
        with pytest.raises(AssertionError, match="nothing is published"):
            check(read, replace(whole, targets=targets))


def test_what_targets_hold_is_read_back(place: Workspace, merged: workflow.Merged) -> None:
    assert archive.recall("", merged.output).period == merged.period
    assert [result.uncounted for result in merged.period.targets] == ["", "Công an xã: Tỷ lệ (%): 95%", ""]
    assert [result.note for result in merged.period.targets] == ["", "Văn phòng: đến 15/6", "Công an xã: chưa mở"]
    book = openpyxl.load_workbook(merged.output)
    assert [cell.value for cell in book["Chỉ tiêu"][4]] == list(TARGET_RESULTS.headings)
    book["Chỉ tiêu"].delete_cols(12, 2)
    book.save(place.root / "old.xlsx")
    old = archive.recall("", place.root / "old.xlsx").period
    assert [result.achieved for result in old.targets] == [68, 45, 3], "of a time without these columns"


def test_targets_as_parquet(place: Workspace, merged: workflow.Merged) -> None:
    rows = workflow.merge(place, (), None, DAY, parquet=Path("hang")).rows
    assert rows
    read = pandas.read_parquet(rows / "chi_tieu.parquet")
    assert list(read.columns) == list(TARGET_RESULTS.position)
    assert list(read["achieved"]) == [result.achieved for result in merged.period.targets]
    assert list(read["note"]) == [result.note for result in merged.period.targets]


def test_a_level_above_keeps_what_targets_hold(tmp_path: Path, merged: workflow.Merged) -> None:
    above = preparing.init(tmp_path / "tinh")
    appendix = 'STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành\nA | Chung | | |\n"1" | Tuyên truyền về chuyển đổi số | Xã Một | | Năm 2025'
    units = "Mã đơn vị | Tên đơn vị | Tên gọi khác | Nhóm | Đầu mối | Email\nX1 | Xã Một | | | |"
    write_plan(above.plan, appendix, units, "\n".join(TARGETS.splitlines()[:4]))
    sent = Path(shutil.copy(merged.output, above.received / "X1_Tong_hop.xlsx"))
    whole = workflow.merge(above, (), None, DAY, Intake(level=Level.BELOW))
    first, second = whole.period.targets
    assert (first.units, first.achieved, first.total) == (1, 68, 110)
    assert second.note == "Xã Một: Văn phòng: đến 15/6"
    assert second.uncounted == "Xã Một: Công an xã: Tỷ lệ (%): 95%"
    (issue,) = [issue for issue in whole.register.issues if issue.place.sheet == "Chỉ tiêu"]
    assert (issue.code, issue.place.cell, issue.place.file) == (RowCode.UNKNOWN_CODE, "A7", f"nop/{sent.name}")
    assert issue.value == "A.02 | Số lớp tập huấn | Năm 2025 | 3 | Công an xã: chưa mở"
    assert archive.recall("", whole.output).period == whole.period


def test_the_unit_workbook_is_read_as_it_was_issued(place: Workspace) -> None:
    read = _read(place, Path(shutil.copy(next(place.issued.glob("CA_*")), place.received)))
    assert [entry.is_reported for entry in read.targets] == [False] * 3
    assert {issue.code for issue in read.issues} == {BookCode.BLANK}
    assert TargetResult.__dataclass_fields__.keys() | {"rate"} == TARGET_RESULTS.position.keys()


def test_by_headings_alone_no_report_is_a_table_of_targets(place: Workspace) -> None:
    """Columns of the unit's own in the report that are called as some of the targets are."""

    def extend(book: openpyxl.Workbook) -> None:
        for column, heading in enumerate(("Chỉ tiêu", "Ghi chú", "Tỷ lệ (%)"), start=16):
            book["Báo cáo"].cell(7, column).value = heading
            book["Báo cáo"].cell(8, column).value = f"ô {column}"
        book["Báo cáo"]["A7"] = "Mã nhiệm vụ"

    read = _read(place, _send(place, "VP", FILLED, extend))
    assert _counts(read) == SAID
    assert [issue.value for issue in _of(read.issues, BookCode.COLUMN_UNKNOWN)] == ["ô 16", "ô 17", "ô 18"]
