"""What all units said, put together: one row per task and unit, and what became of every file and row."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from toolkit import detail
from toolkit.codes import BookCode, RowCode
from toolkit.detail import Detail
from toolkit.entry import Entry, TargetEntry, Written
from toolkit.issues import Issue, Place
from toolkit.layout import REPORT, TARGET_RESULTS, Column, Layout
from toolkit.model import Delivery, Plan, Role, Target, Unit
from toolkit.rules import Severity
from toolkit.submission import Submission
from toolkit.vietnamese import clean, fold

# What is typed in a row of targets, and what a level below says beside it.
_TYPED = ("achieved", "total", "rate", "note", "uncounted")
_OF_TARGETS = Layout(
    TARGET_RESULTS.sheet, tuple(replace(column, open=True) for column in TARGET_RESULTS.columns if column.key in _TYPED)
)


@dataclass(frozen=True, slots=True)
class UnitDelivery:
    """What came from one unit, newest first; `unit` is None for files that are nobody's."""

    unit: Unit | None
    state: Delivery
    submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class RowCount:
    """Where the rows of all files went: read = merged + superseded + rejected (`conservation` sees to it)."""

    read: int
    merged: int
    superseded: int
    rejected: int


@dataclass(frozen=True)
class Register:
    """The consolidated state of the plan on the reporting date.

    `details` are in plan order, those that units added last; the `submissions` are bare, for their rows are these.
    """

    plan: Plan
    as_of: date
    details: tuple[Detail, ...]
    targets: tuple[TargetEntry, ...]
    deliveries: tuple[UnitDelivery, ...]
    submissions: tuple[Submission, ...]
    issues: tuple[Issue, ...]
    rows: RowCount

    def telling(self, more: Iterable[Issue]) -> "Register":
        """The same with more issues."""
        return replace(self, issues=_in_order((*more, *self.issues)))

    @property
    def missing(self) -> list[str]:
        """The names of the units that sent nothing."""
        return [d.unit.name for d in self.deliveries if d.unit and d.state is Delivery.MISSING]

    @property
    def unchanged(self) -> list[str]:
        """The names of the units that sent nothing new since the previous period."""
        told = {issue.place.unit for issue in self.issues if issue.code is BookCode.UNCHANGED}
        return [unit.name for unit in self.plan.units if unit.code in told]

    @property
    def unreadable(self) -> list[str]:
        """The files that stand for a unit, or for nobody, and cannot be read."""
        return [s.file for d in self.deliveries if d.state is Delivery.UNREADABLE for s in d.submissions]


@dataclass(frozen=True, slots=True)
class _Choice:
    """The entries of one unit that count, how many a later workbook replaced, and all that is to be told."""

    entries: tuple[Entry, ...]
    targets: tuple[TargetEntry, ...]
    superseded: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What one unit says: the rows of its assignments in their order, the rows that it added, and the rest."""

    planned: tuple[Detail, ...]
    added: tuple[Detail, ...]
    targets: tuple[TargetEntry, ...]
    superseded: int
    issues: tuple[Issue, ...]


def merge(plan: Plan, submissions: Iterable[Submission], as_of: date, stray: Iterable[Issue] = ()) -> Register:
    """Put the submissions together.

    Args:
        plan: the plan.
        submissions: the files as read, in any order, on which the result does not depend; they may be read only now.
        as_of: the reporting date.
        stray: issues of files that were not read at all (locks, folders), to be listed with the others.
    """
    of_unit = _by_unit(submissions)
    bare = tuple(sorted((one.bare for sent in of_unit.values() for one in sent), key=lambda one: one.file))
    # What a unit wrote is opened, and let go of as soon as its rows are made: else it would take as much memory again.
    said = {unit.code: _say(unit, of_unit.pop(unit.code, []), plan, as_of) for unit in plan.units}
    of_unit.clear()
    details = tuple(_in_plan_order(plan, said, as_of))
    issues = [
        *stray,
        *(issue for sent in bare if not (sent.unit and sent.is_readable) for issue in sent.issues),
        *(issue for own in said.values() for issue in own.issues),
    ]
    return Register(
        plan=plan,
        as_of=as_of,
        details=details,
        targets=tuple(target for own in said.values() for target in own.targets),
        deliveries=_deliveries(plan, _by_unit(bare)),
        submissions=bare,
        issues=_in_order(issues),
        rows=RowCount(
            read=sum(sent.rows_read for sent in bare),
            merged=sum(row.row is not None for row in details),
            superseded=sum(own.superseded for own in said.values()),
            rejected=sum(sent.rows_rejected for sent in bare),
        ),
    )


def _say(unit: Unit, sent: list[Submission], plan: Plan, as_of: date) -> _Said:
    """What a unit's workbooks say of each of its tasks: one row, or one for each unit of the level below."""
    choice = _choose(_newest_first(sent))
    of_task: dict[str, list[Entry]] = defaultdict(list)
    for entry in choice.entries:
        if entry.task:
            of_task[entry.task.code].append(entry)
    planned: list[Detail] = []
    for a in plan.assignments_of(unit):
        rows = [detail.planned(a.task, e.unit, e.role or a.role, e, plan, as_of) for e in of_task[a.task.code]]
        planned += rows or [detail.planned(a.task, unit, a.role, None, plan, as_of)]
    added = tuple(detail.added(entry, plan, as_of) for entry in choice.entries if entry.task is None)
    return _Said(tuple(planned), added, choice.targets, choice.superseded, choice.issues)


def _in_plan_order(plan: Plan, said: Mapping[str, _Said], as_of: date) -> Iterator[Detail]:
    """The rows by task, its leads before its supports, `Chưa giao` where nobody leads; those that units added last."""
    # Of a task that a unit leads it is no support as well, so that its rows of one code are those of one assignment.
    rows_of = {code: groupby(own.planned, attrgetter("code")) for code, own in said.items()}
    for task in plan.tasks:
        if not task.leads:
            yield detail.planned(task, None, Role.LEAD, None, plan, as_of)
        for code in (*task.leads, *task.supports):
            told, rows = next(rows_of[code])
            if told != task.code:
                raise AssertionError(f"{code} stands twice beside {told}")
            yield from rows
    for own in said.values():
        yield from own.added


def _by_unit(submissions: Iterable[Submission]) -> dict[str, list[Submission]]:
    """What came from each unit, by its code; under no code what is nobody's."""
    found: dict[str, list[Submission]] = defaultdict(list)
    for submission in submissions:
        found[submission.unit.code if submission.unit else ""].append(submission)
    return found


def _in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The worst first, then by where they are."""

    def order(issue: Issue) -> tuple[int, str, str, int, str]:
        place = issue.place
        return issue.severity.rank, place.file, place.sheet, place.row, place.cell

    return tuple(sorted(issues, key=order))


def _newest_first(submissions: list[Submission]) -> list[Submission]:
    readable = [submission for submission in submissions if submission.is_readable]
    return sorted(readable, key=lambda submission: (submission.stamp, submission.file), reverse=True)


def _choose(readable: list[Submission]) -> _Choice:
    """The workbook saved last wins row by row; what an older one said differently is listed."""
    kept: list[Entry] = []
    winner_of: dict[tuple[str, str], Entry] = {}
    targets: dict[Target, TargetEntry] = {}
    superseded = 0
    issues: list[Issue] = []
    for submission in readable:
        keyed = [(_key(entry), entry) for entry in submission.entries]
        fresh = [entry for key, entry in keyed if key not in winner_of]
        replaced = [(winner_of[key], entry) for key, entry in keyed if key in winner_of]
        # A row of targets in which nothing was filled in replaces none.
        filled = [entry for entry in submission.targets if entry.is_reported]
        fresh_targets = [entry for entry in filled if entry.target not in targets]
        if submission is readable[0]:
            issues += submission.issues
        else:
            place = Place(submission.file, unit=submission.unit.code if submission.unit else "")
            issues.append(BookCode.SUPERSEDED.at(place, newer=readable[0].file))
            later = {code for _, code in winner_of}
            issues += _faults_left(submission, later, targets.keys(), bool(fresh or fresh_targets))
        superseded += len(replaced)
        for winning, entry in replaced:
            issues += _replacements(entry, winning, entry.task.code if entry.task else "", REPORT)
        kept += fresh
        winner_of |= {key: entry for key, entry in keyed if key not in winner_of}
        for told in filled:
            winner = targets.setdefault(told.target, told)
            issues += _replacements(told, winner, told.target.task_code, _OF_TARGETS)
    return _Choice(tuple(kept), tuple(targets.values()), superseded, tuple(issues))


def _faults_left(
    older: Submission, later: Collection[str], later_targets: Collection[Target], is_used: bool
) -> Iterator[Issue]:
    """The issues of an older workbook: nobody need mend a row that a later one has, nor one of which nothing counts.

    Args:
        older: the workbook.
        later: the codes of the tasks that later workbooks of the unit have.
        later_targets: the targets of which these say something.
        is_used: whether anything of it counts still.
    """
    target_at = {(entry.source.sheet, entry.source.row): entry.target for entry in older.targets}
    for issue in older.issues:
        target = target_at.get((issue.place.sheet, issue.place.row))
        is_told = target in later_targets if target else issue.place.task in later
        if issue.severity is not Severity.INFO and (is_told or not is_used):
            yield RowCode.FAULT_SUPERSEDED.at(issue.place, issue.value, fault=issue.message)
        else:
            yield issue


def _replacements(older: Entry | TargetEntry, newer: Entry | TargetEntry, task: str, layout: Layout) -> Iterator[Issue]:
    """Each cell that an older workbook said differently, so that nothing a unit wrote is lost by a newer one."""
    for column in layout.columns:
        before, after = (_written(entry, column) for entry in (older, newer))
        if before and clean(before) != clean(after):
            place = Place(older.source.file, older.source.sheet, older.source.cell(column.key), older.unit.code, task)
            code = RowCode.CELL_SUPERSEDED if after else RowCode.CELL_EMPTIED
            yield code.at(place, before, heading=column.heading, newer=after)


def _written(entry: Entry | TargetEntry, column: Column) -> str:
    """What the unit wrote in one of its columns; empty for the columns that are not its own."""
    value = getattr(entry, column.key) if column.open else ""
    return value.text if isinstance(value, Written) else value


def _key(entry: Entry) -> tuple[str, str]:
    return entry.unit.name, entry.task.code if entry.task else f"+{fold(entry.text)}"


def _deliveries(plan: Plan, of_unit: Mapping[str, list[Submission]]) -> tuple[UnitDelivery, ...]:
    found = []
    for unit in plan.units:
        sent = of_unit.get(unit.code, [])
        readable = _newest_first(sent)
        unreadable = [submission for submission in sent if not submission.is_readable]
        state = Delivery.MISSING
        if readable:
            state = Delivery.RECEIVED if len(readable) == 1 else Delivery.REPEATED
        elif unreadable:
            state = Delivery.UNREADABLE
        found.append(UnitDelivery(unit, state, (*readable, *unreadable)))
    found += [UnitDelivery(None, Delivery.UNREADABLE, (submission,)) for submission in of_unit.get("", [])]
    return tuple(found)
