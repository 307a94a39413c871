"""All units put together: which workbook counts, that every row is accounted for, the figures made of it."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import make_sample
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tables import DAY, fill, small_plan

from toolkit import period, plan, register, submission, summary
from toolkit.codes import BookCode, FileCode, RowCode
from toolkit.entry import Entry, Source, Written
from toolkit.files import InputFile
from toolkit.issues import Place, errors_in
from toolkit.model import Delivery, Plan, Role, Standing, Status, Target, Unit
from toolkit.period import close
from toolkit.register import Register, UnitDelivery
from toolkit.submission import Submission
from toolkit.summary import Figures, TaskRow
from toolkit.workspace import Workspace


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return small_plan(tmp_path_factory.mktemp("plan"))


def _submission(plan_: Plan, unit: str, words: dict[str, str], stamp: float = 0.0, name: str = "") -> Submission:
    """A file as read, by task code (or text for an added row) and status."""
    file, owner = name or f"nop/{unit}.xlsx", plan_.unit_of[unit]
    entries = tuple(
        Entry(
            unit=owner,
            task=plan_.task_of.get(key),
            source=Source(file, "Báo cáo", row),
            status=Written(word, Status(word) if word in set(Status) else None),
            text=key,
        )
        for row, (key, word) in enumerate(words.items(), start=8)
    )
    return Submission(InputFile(file, 1, "0"), None, (stamp, stamp), owner, True, True, entries, rows_read=len(entries))


def _standing(merged: Register, unit: str, task: str) -> Standing:
    return next(row.standing for row in merged.details if (row.unit_code, row.code) == (unit, task))


def _rows(merged: Register) -> dict[str, TaskRow]:
    return {code: summary.roll_up(details) for code, details in summary.by_task(close(merged)).items()}


def _delivery(merged: Register, unit: str) -> UnitDelivery:
    return next(delivery for delivery in merged.deliveries if delivery.unit and delivery.unit.code == unit)


def test_a_silent_unit_has_its_rows(small: Plan) -> None:
    merged = register.merge(small, (), DAY)
    assert len(merged.details) == 10
    assert {row.status for row in merged.details} == {"Chưa báo cáo"}
    assert _standing(merged, "CA", "A.02") is Standing.OVERDUE
    assert {row.days for row in merged.details if row.standing is Standing.OVERDUE} == {86}
    assert {d.state for d in merged.deliveries} == {Delivery.MISSING}
    figures = summary.total(close(merged))
    assert figures.counts[Standing.ONGOING] == 3
    assert figures.total == 9, "the coordinating row is not counted"


def test_the_workbook_saved_last_wins_and_the_older_one_is_listed(small: Plan) -> None:
    older = _submission(
        small, "VP", {"A.01": "Hoàn thành", "A.02": "Hoàn thành", "Việc thêm": "Hoàn thành"}, 1, "nop/a.xlsx"
    )
    newer = _submission(small, "VP", {"A.01": "Đang thực hiện", "Việc thêm": "Hoàn thành"}, 2, "nop/b.xlsx")
    merged = register.merge(small, (newer, older), DAY)
    words = {row.code: row.status for row in merged.details if row.unit_code == "VP"}
    assert (words["A.01"], words["A.02"]) == ("Đang thực hiện", "Hoàn thành")
    assert [row.task for row in merged.details if not row.code] == ["Việc thêm"]
    assert merged.rows == register.RowCount(read=5, merged=3, superseded=2, rejected=0)
    told = [(issue.code, issue.place.file, issue.place.cell) for issue in merged.issues]
    assert told == [(BookCode.SUPERSEDED, "nop/a.xlsx", ""), (RowCode.CELL_SUPERSEDED, "nop/a.xlsx", "A8")]
    assert merged.issues[1].message.startswith("Bản nộp trước ghi «Trạng thái» là «Hoàn thành»; bản nộp sau ghi «Đang")
    assert _delivery(merged, "VP").state is Delivery.REPEATED
    assert _delivery(merged, "VP").submissions == (newer.bare, older.bare)


def test_doubled_added_rows_of_one_workbook_are_both_kept(small: Plan) -> None:
    one = _submission(small, "VP", {"Việc thêm": "Hoàn thành"})
    twice = Submission(one.source, None, (0, 0), one.unit, True, True, (*one.entries, *one.entries), rows_read=2)
    assert register.merge(small, (twice,), DAY).rows.merged == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_rows_always_add_up_and_the_order_of_files_does_not_matter(small: Plan, data: st.DataObject) -> None:
    units = [unit.code for unit in small.units]
    drawn = []
    for number in range(data.draw(st.integers(0, 5))):
        unit = data.draw(st.sampled_from(units))
        codes = [a.task.code for a in small.assignments_of(small.unit_of[unit])] + ["Việc X", "Việc Y"]
        words = data.draw(st.dictionaries(st.sampled_from(codes), st.sampled_from([*Status, "lạ", ""])))
        drawn.append(_submission(small, unit, words, data.draw(st.integers(0, 2)), f"nop/{number}.xlsx"))
    merged = register.merge(small, tuple(drawn), DAY)
    rows = merged.rows
    assert rows.read == sum(len(s.entries) for s in drawn) == rows.merged + rows.superseded + rows.rejected
    assert summary.total(close(merged)).total == 9
    written = {(e.source.file, e.source.row): e for sent in drawn for e in sent.entries}
    for row in merged.details:
        if row.file:
            entry = written[row.file, row.row or 0]
            assert (entry.unit.code, entry.task.code if entry.task else "") == (row.unit_code, row.code)
    shuffled = data.draw(st.permutations(drawn))
    assert register.merge(small, tuple(shuffled), DAY) == merged


def test_unreadable_files_with_and_without_a_unit(small: Plan) -> None:
    named = Submission(InputFile("nop/VP.xlsx", 0, ""), None, (0, 0), small.units[0], False)
    nobody = Submission(InputFile("nop/x.xlsx", 0, ""), None, (0, 0), None, False)
    merged = register.merge(small, (named, nobody), DAY, (FileCode.LOCK.at(Place("nop/~$a.xlsx")),))
    assert _delivery(merged, "VP").state is Delivery.UNREADABLE
    assert merged.deliveries[-1] == register.UnitDelivery(None, Delivery.UNREADABLE, (nobody,))
    assert [issue.code for issue in merged.issues] == [FileCode.LOCK]
    assert errors_in(merged.issues) == 0


def test_an_added_row_has_a_standing_by_its_own_deadline(
    small: Plan, issued: Workspace, send: Callable[[str], Path]
) -> None:
    table = """
        Mã | Nhiệm vụ          | Trạng thái     | Thời gian hoàn thành
        +  | Lập tổ công nghệ  | Đang thực hiện | Trước 30/5/2025
        +  | Trực hằng tuần    | Đang thực hiện | Thường xuyên
        +  | Việc không hạn    | Đang thực hiện |
    """
    read = submission.read(fill(send("VP"), table), "nop/VP.xlsx", plan.load(issued.plan), DAY)
    merged = register.merge(small, (read,), DAY)
    assert [(row.standing, row.days) for row in merged.details if not row.code] == [
        (Standing.OVERDUE, 31),
        (Standing.ONGOING, None),
        (Standing.UNSETTLED, None),
    ]
    assert summary.total(close(merged)).total == 9, "rows outside the plan are in no total"


def test_the_time_of_saving_decides_before_the_disk(issued: Workspace, send: Callable[..., Path]) -> None:
    loaded = plan.load(issued.plan)
    reads = []
    # The later one is written to disk first, as when a clerk saves attachments in any order.
    for name, day in (("sau.xlsx", 20), ("truoc.xlsx", 10)):
        path = fill(send("VP", name), "Mã | Trạng thái\nA.01 | Hoàn thành")
        make_sample.stamp(path, datetime(2025, 6, day, 9, 30))
        reads.append(submission.read(path, name, loaded, DAY))
    assert [f"{read.saved_at:%d/%m/%Y %H:%M}" for read in reads] == ["20/06/2025 09:30", "10/06/2025 09:30"]
    merged = register.merge(loaded, tuple(reads), DAY)
    assert _delivery(merged, "VP").submissions[0].file == "sau.xlsx"


def _figures(**counts: int) -> Figures:
    merged = Figures.of(())
    for name, count in counts.items():
        merged.counts[Standing[name]] += count
    return merged


def test_rates_are_over_the_total_less_what_did_not_arise() -> None:
    figures = _figures(DONE_ON_TIME=2, DONE_LATE=1, DONE=1, OVERDUE=2, NOT_ARISEN=2, ON_TRACK=2)
    assert (figures.total, figures.done) == (10, 4)
    assert (figures.done_rate, figures.overdue_rate) == (0.5, 0.25)
    assert _figures(NOT_ARISEN=3).done_rate is None


def test_figures_by_unit_and_group_add_up(small: Plan) -> None:
    closed = close(register.merge(small, (_submission(small, "VP", {"A.01": "Hoàn thành"}),), DAY))
    whole = summary.total(closed)
    by_unit = summary.by_unit(closed)
    assert sum((row.figures.counts for row in by_unit), start=type(whole.counts)()) == whole.counts
    assert [(row.name, row.figures.total) for row in by_unit] == [("Văn phòng", 4), ("Công an xã", 2), ("Trạm Y tế", 3)]
    sections = [row for row in summary.by_group(closed) if row.group.is_section]
    assert [(row.group.path, row.figures.total) for row in sections] == [("A", 6), ("B", 3)]


def test_a_task_of_many_units_is_one_row(small: Plan) -> None:
    sent = (
        _submission(small, "VP", {"A.02": "Hoàn thành", "A.01": "Không phát sinh"}),
        _submission(small, "CA", {"A.02": "Hoàn thành", "A.01": "Không phát sinh"}),
        _submission(small, "TYT", {"A.02": "Đang thực hiện", "A.01": "Không phát sinh"}),
    )
    rows = _rows(register.merge(small, sent, DAY))
    many = rows["A.02"]
    assert (many.units, many.reported, many.done, many.overdue) == (3, 3, 2, 1)
    assert (many.status, many.standing) == ("2/3 đơn vị hoàn thành", Standing.OVERDUE)
    assert (rows["A.01"].status, rows["A.01"].standing) == ("Không phát sinh", Standing.NOT_ARISEN)
    assert (rows["B.I.01"].status, rows["B.I.01"].units) == ("Chưa báo cáo", 1)


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ([Standing.DONE_ON_TIME, Standing.NOT_ARISEN], Standing.DONE_ON_TIME),
        ([Standing.DONE_ON_TIME, Standing.DONE], Standing.DONE),
        ([Standing.DONE, Standing.DONE_LATE], Standing.DONE_LATE),
        ([Standing.DONE, Standing.ON_TRACK], Standing.ON_TRACK),
        ([Standing.OVERDUE, Standing.NEAR_DUE], Standing.OVERDUE),
    ],
)
def test_a_task_stands_as_its_worst_unit(standings: list[Standing], expected: Standing) -> None:
    for order in itertools.permutations(standings):
        assert summary._standing(list(order)) is expected


def test_texts_are_gathered_once_led_by_their_units(
    small: Plan, issued: Workspace, send: Callable[[str], Path]
) -> None:
    reads = []
    for unit, text in (("VP", "Đã họp"), ("CA", "đã họp."), ("TYT", "Đã lập tổ")):
        path = fill(send(unit), f"Mã | Trạng thái | Kết quả, sản phẩm\nA.01 | Hoàn thành | {text}")
        reads.append(submission.read(path, path.name, plan.load(issued.plan), DAY))
    row = _rows(register.merge(small, tuple(reads), DAY))["A.01"]
    assert row.result == "Văn phòng, Công an xã: Đã họp\nTrạm Y tế: Đã lập tổ"


@pytest.mark.parametrize(
    ("comparison", "level", "measure", "reached", "outcome"),
    [
        ("≥", 95, "%", 19 / 20 * 100, "Đạt"),
        ("≥", 95, "%", 94.99, "Chưa đạt"),
        ("≤", 10, "%", 20, "Chưa đạt"),
        ("=", 100, "%", 100, "Đạt"),
        ("tối thiểu", 50, "%", 50, "Đạt"),
        ("≥", 95, "%", None, "Chưa có số liệu"),
        ("≥", None, "%", 50, "Chưa có số liệu"),
        ("≥", 5, "lớp", 5, "Đạt"),
        ("≤", 5, "vụ", 6, "Chưa đạt"),
    ],
)
def test_outcome_of_a_target(
    comparison: str, level: float | None, measure: str, reached: float | None, outcome: str
) -> None:
    assert period._outcome(Target("A.01", "x", comparison, level, measure, ""), reached) == outcome


def test_unassigned_tasks_are_counted_and_named(small: Plan) -> None:
    task = small.task_of["B.II.01"]
    orphaned = replace(task, leads=(), unknown_leads=("ai đó",))
    orphan = Plan(small.settings, tuple(orphaned if row == task else row for row in small.rows), small.units)
    merged = register.merge(orphan, (), DAY)
    row = next(row for row in merged.details if not row.unit_code)
    assert (row.role, row.is_counted) == (Role.LEAD.value, True)
    assert summary.by_unit(close(merged))[-1].name == "Chưa giao"
    whole = _rows(merged)["B.II.01"]
    assert (whole.status, whole.units) == ("Chưa giao", 0)
    assert isinstance(small.units[0], Unit)
