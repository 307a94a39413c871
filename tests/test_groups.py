"""Section and group of a task are those of the heading above it, whatever its code is, and every sum closes."""

from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from tables import DAY, fill, read_book, write_plan

from toolkit import archive, conservation, lint, plan, preparing, presenting, register, summary, workflow
from toolkit.issues import Issue
from toolkit.lint.codes import PlanCode
from toolkit.model import OUTSIDE_PLAN, Heading
from toolkit.period import UNHEADED, Period, close
from toolkit.workspace import Workspace

HEADER = "Mã | STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành\n"
NO_TARGETS = "Mã nhiệm vụ | Chỉ tiêu | So sánh | Mức | Đơn vị tính | Hạn"
# The case, then per row of `Theo nhóm` its key, its tasks and those directly under it; `Phần`, `Nhóm` of each code.
OWN_CODES = """
         | A | Phần A   |           |  |
    NV01 | 1 | Việc một | Văn phòng |  | 01/02/2025
    NV02 | 2 | Việc hai | Văn phòng |  | 01/02/2025
         | B | Phần B   |           |  |
         | I | Nhóm I   |           |  |
    NV03 | 1 | Việc ba  | Văn phòng |  | 01/02/2025
    A.01 | 2 | Việc bốn | Văn phòng |  | 01/02/2025
    A.I  | 3 | Việc năm | Hội Nông dân |  | 01/02/2025
"""
UNDER_NONE = """
         | "1" | Việc đầu | Văn phòng |  | 01/02/2025
         | A   | Phần A   |           |  |
         | "1" | Việc một | Văn phòng |  | 01/02/2025
"""
NO_HEADING = """
    B.VII.01 | "1" | Việc một | Văn phòng |  | 01/02/2025
    X/2      | "2" | Việc hai | Văn phòng |  | 01/02/2025
"""
DEEP = """
        | I   | Phần I    |           |  |
        | "1" | Việc một  | Văn phòng |  | 01/02/2025
        | A   | Nhóm A    |           |  |
        | "1" | Việc hai  | Văn phòng |  | 01/02/2025
        | "2" | Nhóm hai  |           |  |
    X.9 | 2.1 | Việc ba   | Văn phòng |  | 01/02/2025
        | B   | Nhóm B    |           |  |
        | II  | Phần II   |           |  |
        | II  | Phần ba   |           |  |
    NV4 | "1" | Việc bốn  | Văn phòng |  | 01/02/2025
"""
NO_SECTION = """
        | "1" | Nhóm một      |           |  |
        | 1.1 | Việc một      | Văn phòng |  | 01/02/2025
        | "2" | Việc đứng ngoài | Văn phòng |  | 01/02/2025
        | "3" | Nhóm ba       |           |  |
        | 3.1 | Việc ba       | Văn phòng |  | 01/02/2025
"""
CASES = {
    "codes of one's own": (
        OWN_CODES,
        [("A", 2, 2), ("B", 3, 0), ("B.I", 3, 3)],
        {"NV01": ("A", ""), "NV02": ("A", ""), "NV03": ("B", "I"), "A.01": ("B", "I"), "A.I": ("B", "I")},
    ),
    "above the first heading": (UNDER_NONE, [("A", 1, 1), ("", 1, 1)], {"A.01": ("", ""), "A.02": ("A", "")}),
    "no heading": (NO_HEADING, [("", 2, 2)], {"B.VII.01": ("", ""), "X/2": ("", "")}),
    "deeper levels": (
        DEEP,
        [("I", 3, 1), ("I.A", 2, 1), ("I.A.2", 1, 1), ("I.B", 0, 0), ("II", 0, 0), ("III", 1, 1)],
        {"I.01": ("I", ""), "I.A.01": ("I", "A"), "X.9": ("I", "A.2"), "NV4": ("III", "")},
    ),
    "no section": (
        NO_SECTION,
        [("A.1", 1, 1), ("A.3", 1, 1), ("", 1, 1)],
        {"A.1.01": ("A", "1"), "A.01": ("", ""), "A.3.01": ("A", "3")},
    ),
}
each_case = pytest.mark.parametrize(("rows", "groups", "places"), CASES.values(), ids=CASES)


def _period(folder: Path, rows: str) -> Period:
    loaded = plan.load(write_plan(folder / "p.xlsx", appendix=HEADER + rows, targets=NO_TARGETS))
    return close(register.merge(loaded, (), DAY))


@each_case
def test_the_heading_above_decides(
    tmp_path: Path, rows: str, groups: list[tuple[str, int, int]], places: dict[str, tuple[str, str]]
) -> None:
    period = _period(tmp_path, rows)
    conservation.check_sums(period)
    told = summary.by_group(period)
    assert [(row.group.path, row.figures.total, row.own.total) for row in told] == groups
    assert sum(row.figures.total for row in summary.topmost(told)) == summary.total(period).total == len(places)
    assert {detail.code: (detail.section, detail.group) for detail in period.counted} == places


@each_case
def test_a_task_that_is_lost_from_the_groups_ends_the_run(
    tmp_path: Path, rows: str, groups: list[tuple[str, int, int]], places: dict[str, tuple[str, str]]
) -> None:
    period = _period(tmp_path, rows)
    first, *others = period.details
    for section, group in (("B", "IX"), ("C", ""), (OUTSIDE_PLAN, "")):
        lost = replace(period, details=(replace(first, section=section, group=group), *others))
        with pytest.raises(AssertionError, match=r"the (sections|groups) do not sum up"):
            conservation.check_sums(lost)


@each_case
def test_what_is_published_is_what_is_read_again(
    workspace: Workspace, rows: str, groups: list[tuple[str, int, int]], places: dict[str, tuple[str, str]]
) -> None:
    """`Theo nhóm` and its sum, `Phần` and `Nhóm`, the headings; a row that a unit added stands outside of all."""
    write_plan(workspace.plan, appendix=HEADER + rows, targets=NO_TARGETS)
    preparing.issue(workspace, (), DAY)
    sent = workspace.received / "VP.xlsx"
    next(workspace.issued.glob("VP_*")).rename(sent)
    code = next(iter(places))
    fill(
        sent,
        f"Mã | Nhiệm vụ | Trạng thái | Khó khăn, vướng mắc\n{code} | | Đang thực hiện | Thiếu người\n+ | Việc thêm | Đang thực hiện | Thiếu tiền",
    )
    written = workflow.merge(workspace, (), None, DAY).output
    book = read_book(written)
    period = archive.trace(book).period
    loaded = plan.load(workspace.plan)
    assert {d.code: (d.section, d.group) for d in period.details if d.code} == places
    assert [(d.section, d.group) for d in period.details if not d.code] == [(OUTSIDE_PLAN, "")]
    assert [(g.path, g.text) for g in period.groups] == [
        (r.path, r.text) for r in loaded.rows if isinstance(r, Heading)
    ]
    assert [(row.group.path, row.figures.total, row.own.total) for row in summary.by_group(period)] == groups
    sheet = book.sheet("Theo nhóm")
    assert sheet
    shown = [[sheet.text(row, column) for column in range(3)] for row in sheet.filled_rows if row > 3]
    names = {g.path: g.text for g in (*period.groups, UNHEADED)}
    assert shown == [[p, names[p], str(n)] for p, n, _ in groups] + [["", "Tổng cộng", str(len(places))]]


def test_the_report_gathers_by_the_heading_above(workspace: Workspace) -> None:
    write_plan(workspace.plan, appendix=HEADER + OWN_CODES, targets=NO_TARGETS)
    preparing.issue(workspace, (), DAY)
    sent = workspace.received / "VP.xlsx"
    next(workspace.issued.glob("VP_*")).rename(sent)
    fill(sent, "Mã | Trạng thái | Khó khăn, vướng mắc\nA.01 | Đang thực hiện | Thiếu người")
    workflow.merge(workspace, (), None, DAY)
    lines = [line.text for line in Document(str(presenting.report(workspace, None, None))).paragraphs]
    at = next(at for at, line in enumerate(lines) if "Thiếu người" in line)
    assert "B.I. Nhóm I" in lines[at - 1]


def _codes_elsewhere(path: Path) -> list[Issue]:
    return [issue for issue in lint.check(plan.load(path), "p.xlsx") if issue.code is PlanCode.CODE_ELSEWHERE]


def test_only_a_code_that_looks_like_another_groups_is_asked_about(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "p.xlsx", appendix=HEADER + OWN_CODES)
    (told,) = _codes_elsewhere(path)
    assert (told.place.cell, told.value) == ("A8", "A.01")
    own = OWN_CODES.replace("A.01", "KH.1").replace("A.I ", "NV5 ")
    assert _codes_elsewhere(write_plan(tmp_path / "own.xlsx", appendix=HEADER + own)) == []


def test_headings_count_the_tasks_below_them(tmp_path: Path) -> None:
    table = OWN_CODES.replace("Phần B  ", "Phần B (02 nhiệm vụ)").replace("Phần A  ", "Phần A (02 nhiệm vụ)")
    loaded = plan.load(write_plan(tmp_path / "p.xlsx", appendix=HEADER + table))
    told = [i.message for i in lint.check(loaded, "p.xlsx") if i.code is PlanCode.COUNT_DIFFERS]
    assert told == ["«Phần B» ghi 2 nhiệm vụ nhưng có 3."]
