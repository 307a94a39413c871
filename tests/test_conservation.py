"""Every row that a unit wrote is in `Chi tiết`, or told in `Lỗi nhập liệu`; sums that do not close are never published."""

import itertools
import random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tables import DAY, small_plan, write_plan

from toolkit import conservation, register, submission, workflow
from toolkit.codes import BookCode, FileCode
from toolkit.issues import Place
from toolkit.layout import DETAILS, ISSUES, REPORT
from toolkit.model import Plan
from toolkit.period import Period, close
from toolkit.register import Register
from toolkit.spreadsheet import Unreadable
from toolkit.submission import Submission
from toolkit.summary import total
from toolkit.workspace import Workspace

HEADINGS = [column.heading for column in REPORT.columns]
MARKED = ("result", "difficulty", "proposal", "person")
Cells = dict[str, object]
Habit = Callable[[list[Cells], int], None]


def _written(unit: str, plan: Plan) -> list[Cells]:
    """The rows of a unit's workbook as issued, each with its status."""
    return [
        {"code": a.task.code, "number": a.task.number, "task": a.task.text, "status": "Đang thực hiện"}
        for a in (plan.assignments_of(plan.unit_of[unit]) if unit in plan.unit_of else ())
    ]


def _unknown(rows: list[Cells], at: int) -> None:
    rows[at]["code"] = "Z.99"


def _of_others(rows: list[Cells], at: int) -> None:
    rows[at]["code"] = "B.II.01"


def _double(rows: list[Cells], at: int) -> None:
    rows.append(dict(rows[at]))


def _without_code(rows: list[Cells], at: int) -> None:
    rows[at]["code"] = None


def _without_name(rows: list[Cells], at: int) -> None:
    rows[at]["code"] = rows[at]["task"] = None


def _renamed(rows: list[Cells], at: int) -> None:
    rows[at]["task"] = "Việc khác hẳn, không ai giao"


def _added(rows: list[Cells], at: int) -> None:
    rows.insert(at, {"task": f"Việc phát sinh {random.Random(at).random()}", "status": "Hoàn thành"})


def _wordless(rows: list[Cells], at: int) -> None:
    rows[at]["status"] = "lạ lắm"


def _spaced(rows: list[Cells], at: int) -> None:
    rows.insert(at, {})


def _deleted(rows: list[Cells], at: int) -> None:
    del rows[at]


def _almost(rows: list[Cells], at: int) -> None:
    rows[at]["code"], rows[at]["task"] = None, f"{rows[at].get('task', '')} xã"


def _stray(rows: list[Cells], at: int) -> None:
    rows[at] = {"proposal": None}


HABITS = (_unknown, _of_others, _double, _without_code, _without_name, _renamed, _added, _wordless, _spaced, _deleted,
          _almost, _stray)  # fmt: skip
FILES = st.lists(
    st.tuples(
        st.sampled_from(["VP", "CA", "TYT", "không rõ"]),
        st.lists(st.tuples(st.sampled_from(HABITS), st.integers(0, 50)), max_size=4),
        st.sampled_from(["07/KH-UBND", "99/KH-KHAC"]),
    ),
    max_size=5,
)


def _save(path: Path, rows: list[Cells], number: str, mark: Callable[[], str]) -> list[str]:
    """Write the workbook with a word of its own in one cell of every row; gives these words."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = REPORT.sheet
    page.append(["BÁO CÁO"])
    page.append(HEADINGS)
    marks = []
    for row in rows:
        if row:
            marks.append(mark())
            row = {**row, MARKED[len(marks) % len(MARKED)]: marks[-1]}
        page.append([row.get(column.key) for column in REPORT.columns])
    identity = book.create_sheet("_phuluc")
    identity.append(["plan_number", number])
    book.save(path)
    return marks


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("conserved"))
    write_plan(made.plan)
    return made


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=FILES)
def test_whole_folders_lose_nothing(place: Workspace, sent: list[tuple[str, list[tuple[Habit, int]], str]]) -> None:
    from toolkit import plan

    for folder in (place.received, place.consolidated):
        shutil.rmtree(folder, ignore_errors=True)
    place.received.mkdir()
    loaded, counter = plan.load(place.plan), itertools.count(1)
    marks: dict[str, list[str]] = {}
    for at, (unit, habits, number) in enumerate(sent):
        rows = _written(unit, loaded)
        for habit, row in habits:
            if rows:
                habit(rows, row % len(rows))
        name = f"{unit}_{at}.xlsx"
        marks[f"nop/{name}"] = _save(place.received / name, rows, number, lambda: f"dấu{next(counter):04}x")
    merged = workflow.merge(place, (), None, DAY)
    book = openpyxl.load_workbook(merged.output)
    told = [cell for name in (DETAILS.sheet, ISSUES.sheet) for line in book[name].values for cell in line]
    text = "\n".join(map(str, told))
    whole = {issue.place.file for issue in merged.register.issues if issue.code in OF_WHOLE_FILES}
    for file, words in marks.items():
        if file not in whole:
            assert [word for word in words if word not in text] == []
    assert merged.register.rows.read >= merged.register.rows.merged
    assert total(merged.period).total == 9


OF_WHOLE_FILES = (BookCode.FOREIGN, BookCode.OTHER_PLAN, BookCode.UNKNOWN_UNIT)


@pytest.fixture
def closed(issued: Workspace, send: Callable[..., Path]) -> tuple[Register, Period]:
    send("VP")
    send("CA")
    merged = workflow.merge(issued, (), None, DAY)
    return merged.register, merged.period


@pytest.fixture
def read(issued: Workspace, closed: tuple[Register, Period]) -> list[Submission]:
    """What the register was made of."""
    files = sorted(issued.received.iterdir())
    return [submission.read(path, issued.shown(path), closed[0].plan, DAY) for path in files]


def _check_rows(read: Iterable[Submission], merged: Register) -> None:
    tally = conservation.Tally()
    assert list(tally.count(read)) == list(read)
    tally.check(merged)


def test_what_closes(closed: tuple[Register, Period], read: list[Submission]) -> None:
    _check_rows(read, closed[0])
    conservation.check_sums(closed[1])


def test_a_row_that_is_lost_on_the_way(closed: tuple[Register, Period], read: list[Submission]) -> None:
    merged, _ = closed
    written = [at for at, detail in enumerate(merged.details) if detail.file]
    for details in (
        tuple(d for at, d in enumerate(merged.details) if at != written[0]),
        (*merged.details, merged.details[written[0]]),
        tuple(replace(d, file="") for d in merged.details),
    ):
        with pytest.raises(AssertionError, match="nothing is published"):
            _check_rows(read, replace(merged, details=details))


def test_a_table_that_counts_otherwise(closed: tuple[Register, Period]) -> None:
    _, period = closed
    for change in (
        {"groups": (*period.groups, period.groups[0])},
        {"receipts": ()},
    ):
        with pytest.raises(AssertionError, match="nothing is published"):
            conservation.check_sums(replace(period, **change))


def test_a_row_that_nobody_is_told_of(tmp_path: Path) -> None:
    plan = small_plan(tmp_path)
    bare = submission.refused("VP.xlsx", plan, Unreadable(FileCode.DAMAGED))
    for change in ({"rows_read": 3}, {"rows_read": 3, "rows_rejected": 3, "issues": ()}, {"issues": ()}):
        short = (replace(bare, **change),)
        with pytest.raises(AssertionError, match=r"VP\.xlsx"):
            _check_rows(short, register.merge(plan, short, DAY))
    later = replace(bare, is_readable=True, is_filled=True, issues=())
    sent = (replace(later, stamp=(1.0, 0.0), source=replace(later.source, name="VP sửa.xlsx")), later)
    both = register.merge(plan, sent, DAY, (FileCode.LOCK.at(Place("x")),))
    _check_rows(sent, both)
    with pytest.raises(AssertionError, match="what became of"):
        _check_rows(sent, replace(both, issues=()))


def test_nothing_is_written_where_sums_do_not_close(
    issued: Workspace, send: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    send("VP")
    before = workflow.merge(issued, (), None, DAY).output.read_bytes()
    send("CA")
    monkeypatch.setattr(workflow, "close", lambda merged: replace(close(merged), receipts=()))
    with pytest.raises(AssertionError, match="nothing is published"):
        workflow.merge(issued, (), None, DAY)
    assert [path.read_bytes() for path in issued.consolidated.iterdir()] == [before]


def test_nothing_is_written_where_a_row_is_lost(
    issued: Workspace, send: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    send("VP")
    before = workflow.merge(issued, (), None, DAY).output.read_bytes()
    send("CA")

    def lose(*given: Any) -> Register:
        whole = merge(*given)
        return replace(whole, details=tuple(row for row in whole.details if not row.file.startswith("nop/CA")))

    merge = register.merge
    monkeypatch.setattr(register, "merge", lose)
    with pytest.raises(AssertionError, match="nothing is published"):
        workflow.merge(issued, (), None, DAY)
    assert [path.read_bytes() for path in issued.consolidated.iterdir()] == [before]
