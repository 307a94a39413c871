"""What all units said, put together: one line per task and unit, and what became of every file and row."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from toolkit.codes import Code
from toolkit.entry import Entry, TargetEntry, Written
from toolkit.issues import Issue, Place
from toolkit.layout import REPORT, REPORT_TARGETS, Column, Layout
from toolkit.model import NOT_REPORTED, Assignment, DeadlineKind, Delivery, Plan, Role, Standing, Task, Unit
from toolkit.rules import Severity
from toolkit.standing import judge, judge_task
from toolkit.submission import Submission
from toolkit.vietnamese import clean, fold


@dataclass(frozen=True, slots=True)
class Line:
    """One task of one unit with its standing. `task` and `role` are None for a row that the unit added."""

    task: Task | None
    unit: Unit | None
    role: Role | None
    entry: Entry | None
    standing: Standing
    due: date | None
    days_overdue: int

    @property
    def status_text(self) -> str:
        """`Trạng thái`: the unit's word, what it wrote where that was not understood, or `Chưa báo cáo`."""
        if self.entry is None:
            return NOT_REPORTED
        status = self.entry.status
        return status.value.value if status.value else status.text or NOT_REPORTED

    @property
    def is_reported(self) -> bool:
        return self.entry is not None and self.entry.is_reported

    @property
    def is_counted(self) -> bool:
        """Only lead units count in totals; coordinating rows and rows outside the plan are shown."""
        return self.role is Role.LEAD


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
    """The consolidated state of the plan on the reporting date."""

    plan: Plan
    as_of: date
    lines: tuple[Line, ...]
    added: tuple[Line, ...]
    targets: tuple[TargetEntry, ...]
    deliveries: tuple[UnitDelivery, ...]
    submissions: tuple[Submission, ...]
    issues: tuple[Issue, ...]
    rows: RowCount

    @cached_property
    def standings(self) -> dict[Standing, int]:
        """How many counted lines have each standing, every word in order."""
        counts = Counter(line.standing for line in self.lines if line.is_counted)
        return {standing: counts[standing] for standing in Standing}

    @property
    def missing(self) -> list[str]:
        """The names of the units that sent nothing."""
        return [d.unit.name for d in self.deliveries if d.unit and d.state is Delivery.MISSING]

    @property
    def unchanged(self) -> list[str]:
        """The names of the units that sent nothing new since the previous period."""
        told = {issue.place.unit for issue in self.issues if issue.code is Code.BOOK_UNCHANGED}
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


def merge(plan: Plan, submissions: tuple[Submission, ...], as_of: date, stray: tuple[Issue, ...] = ()) -> Register:
    """Put the submissions together.

    Args:
        plan: the plan.
        submissions: the files as read, in any order; the result does not depend on it.
        as_of: the reporting date.
        stray: issues of files that were not read at all (locks, folders), to be listed with the others.
    """
    submissions = tuple(sorted(submissions, key=lambda submission: submission.file))
    of_unit: dict[str, list[Submission]] = defaultdict(list)
    for submission in submissions:
        of_unit[submission.unit.code if submission.unit else ""].append(submission)
    choices = {code: _choose(_newest_first(of_unit[code])) for code in of_unit if code}
    entries_of: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in (entry for choice in choices.values() for entry in choice.entries):
        if entry.task:
            entries_of[entry.unit.code, entry.task.code].append(entry)
    lines = tuple(line for a in plan.assignments for line in _lines(a, entries_of, plan, as_of))
    ordered = [choices[unit.code] for unit in plan.units if unit.code in choices]
    added = tuple(
        _added_line(entry, plan, as_of) for choice in ordered for entry in choice.entries if entry.task is None
    )
    issues = [
        *stray,
        *(issue for sent in submissions if not (sent.unit and sent.is_readable) for issue in sent.issues),
        *(issue for choice in ordered for issue in choice.issues),
    ]
    return Register(
        plan=plan,
        as_of=as_of,
        lines=lines,
        added=added,
        targets=tuple(target for choice in ordered for target in choice.targets),
        deliveries=_deliveries(plan, of_unit),
        submissions=submissions,
        issues=tuple(sorted(issues, key=_issue_order)),
        rows=RowCount(
            read=sum(submission.rows_read for submission in submissions),
            merged=sum(line.entry is not None for line in lines) + len(added),
            superseded=sum(choice.superseded for choice in ordered),
            rejected=sum(submission.rows_rejected for submission in submissions),
        ),
    )


def _issue_order(issue: Issue) -> tuple[int, str, str, int, str]:
    place = issue.place
    return issue.severity.rank, place.file, place.sheet, place.row, place.cell


def _newest_first(submissions: list[Submission]) -> list[Submission]:
    readable = [submission for submission in submissions if submission.is_readable]
    return sorted(readable, key=lambda submission: (submission.stamp, submission.file), reverse=True)


def _choose(readable: list[Submission]) -> _Choice:
    """The workbook saved last wins row by row; what an older one said differently is listed."""
    kept: list[Entry] = []
    winner_of: dict[tuple[str, str], Entry] = {}
    targets: dict[tuple[str, str], TargetEntry] = {}
    superseded = 0
    issues: list[Issue] = []
    for submission in readable:
        fresh = [entry for entry in submission.entries if _key(entry) not in winner_of]
        replaced = [entry for entry in submission.entries if _key(entry) in winner_of]
        fresh_targets = [target for target in submission.targets if _target_key(target) not in targets]
        if submission is readable[0]:
            issues += submission.issues
        else:
            place = Place(submission.file, unit=submission.unit.code if submission.unit else "")
            issues.append(Code.BOOK_SUPERSEDED.at(place, newer=readable[0].file))
            issues += _faults_left(submission, {code for _, code in winner_of}, bool(fresh or fresh_targets))
        superseded += len(replaced)
        for entry in replaced:
            issues += _replacements(entry, winner_of[_key(entry)], entry.task.code if entry.task else "", REPORT)
        kept += fresh
        winner_of |= {_key(entry): entry for entry in fresh}
        for target in submission.targets:
            winner = targets.setdefault(_target_key(target), target)
            issues += _replacements(target, winner, target.target.task_code, REPORT_TARGETS)
    return _Choice(tuple(kept), tuple(targets.values()), superseded, tuple(issues))


def _faults_left(older: Submission, later: set[str], is_used: bool) -> Iterator[Issue]:
    """The issues of an older workbook: nobody need mend a row that a later one has, nor one of which nothing counts.

    Args:
        older: the workbook.
        later: the codes of the tasks that later workbooks of the unit have.
        is_used: whether anything of it counts still.
    """
    for issue in older.issues:
        is_row = issue.place.sheet != REPORT_TARGETS.sheet and issue.place.task in later
        if issue.severity is not Severity.INFO and (is_row or not is_used):
            yield Code.FAULT_SUPERSEDED.at(issue.place, issue.value, fault=issue.message)
        else:
            yield issue


def _replacements(older: Entry | TargetEntry, newer: Entry | TargetEntry, task: str, layout: Layout) -> Iterator[Issue]:
    """Each cell that an older workbook said differently, so that nothing a unit wrote is lost by a newer one."""
    for column in layout.columns:
        before, after = (_written(entry, column) for entry in (older, newer))
        if before and clean(before) != clean(after):
            place = Place(older.source.file, older.source.sheet, older.source.cell(column.key), older.unit.code, task)
            code = Code.CELL_SUPERSEDED if after else Code.CELL_EMPTIED
            yield code.at(place, before, heading=column.heading, newer=after)


def _written(entry: Entry | TargetEntry, column: Column) -> str:
    """What the unit wrote in one of its columns; empty for the columns that are not its own."""
    value = getattr(entry, column.key) if column.open else ""
    return value.text if isinstance(value, Written) else value


def _target_key(entry: TargetEntry) -> tuple[str, str]:
    return entry.target.task_code, entry.target.text


def _key(entry: Entry) -> tuple[str, str]:
    return entry.unit.name, entry.task.code if entry.task else f"+{fold(entry.text)}"


def _lines(
    assignment: Assignment, entries_of: dict[tuple[str, str], list[Entry]], plan: Plan, as_of: date
) -> Iterator[Line]:
    """What a unit said of a task: one line, or of a consolidated workbook one for each unit below."""
    task, unit, role = assignment.task, assignment.unit, assignment.role
    entries = entries_of.get((unit.code if unit else "", task.code))
    if not entries:
        yield _line(task, unit, role, None, plan, as_of)
    else:
        for entry in entries:
            yield _line(task, entry.unit, entry.role or role, entry, plan, as_of)


def _line(task: Task, unit: Unit | None, role: Role, entry: Entry | None, plan: Plan, as_of: date) -> Line:
    standing = judge_task(task, entry, as_of, plan.settings.warning_days)
    days = (as_of - task.due).days if standing is Standing.OVERDUE and task.due else 0
    return Line(task, unit, role, entry, standing, task.due, days)


def _added_line(entry: Entry, plan: Plan, as_of: date) -> Line:
    due = entry.deadline.due if entry.deadline else None
    recurring = entry.deadline is not None and entry.deadline.kind in (
        DeadlineKind.ONGOING,
        DeadlineKind.RECURRING,
    )
    standing = judge(entry.status.value, entry.finished.value, due, recurring, as_of, plan.settings.warning_days)
    days = (as_of - due).days if standing is Standing.OVERDUE and due else 0
    return Line(None, entry.unit, None, entry, standing, due, days)


def _deliveries(plan: Plan, of_unit: dict[str, list[Submission]]) -> tuple[UnitDelivery, ...]:
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
