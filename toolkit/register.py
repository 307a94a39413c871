"""What all units said, put together: one row per task and unit, and what became of every file and row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from toolkit import detail, versions
from toolkit.codes import BookCode
from toolkit.detail import Detail
from toolkit.entry import Entry, TargetEntry
from toolkit.files import InputFile
from toolkit.issues import Issue
from toolkit.model import Delivery, Plan, Role, Unit
from toolkit.submission import Submission


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
    def files(self) -> list[InputFile]:
        """The files as read; one with the reports of several units is one."""
        return list({submission.file: submission.source for submission in self.submissions}.values())

    @property
    def missing(self) -> list[str]:
        """The names of the units that sent nothing."""
        return self._units_of(Delivery.MISSING)

    @property
    def blank(self) -> list[str]:
        """The names of the units that sent a workbook in which nothing was filled in."""
        return self._units_of(Delivery.BLANK)

    def _units_of(self, state: Delivery) -> list[str]:
        return [d.unit.name for d in self.deliveries if d.unit and d.state is state]

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
    choice = versions.choose(versions.newest_first(sent))
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


def _deliveries(plan: Plan, of_unit: Mapping[str, list[Submission]]) -> tuple[UnitDelivery, ...]:
    found = []
    for unit in plan.units:
        sent = of_unit.get(unit.code, [])
        readable = versions.newest_first(sent)
        unreadable = [submission for submission in sent if not submission.is_readable]
        filled = {submission.file for submission in readable if submission.is_filled}
        if filled:
            state = Delivery.RECEIVED if len(filled) == 1 else Delivery.REPEATED
        elif unreadable:
            state = Delivery.UNREADABLE
        else:
            state = Delivery.BLANK if readable else Delivery.MISSING
        found.append(UnitDelivery(unit, state, (*readable, *unreadable)))
    found += [UnitDelivery(None, Delivery.UNREADABLE, (submission,)) for submission in of_unit.get("", [])]
    return tuple(found)
