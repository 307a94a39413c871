"""A consolidated workbook of the level below as what a unit sent: a province puts its communes' together.

Every row of its `Chi tiết` stays a row, under the name of the unit that wrote it; the level's own unit, the commune, is
the one that sent it. Standings are judged anew on the reporting date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from toolkit import archive, deadlines, spreadsheet, submission
from toolkit.archive import NotConsolidated, Traced
from toolkit.codes import BookCode, RowCode
from toolkit.detail import Detail
from toolkit.encryption import unlock
from toolkit.entry import Entry, Source, TargetEntry, Written
from toolkit.files import InputFile
from toolkit.issues import Catalogue, Issue, Place
from toolkit.layout import DETAILS, TARGET_RESULTS
from toolkit.model import NOT_REPORTED, Plan, Role, Status, Target, Task, Unit
from toolkit.package import VIETNAM
from toolkit.period import Period, TargetResult
from toolkit.places import column_letters
from toolkit.spreadsheet import Unreadable
from toolkit.submission import Loaded, Submission
from toolkit.submission.identity import unit_in_name
from toolkit.submission.likeness import match
from toolkit.vietnamese import fold
from toolkit.wording import number

T = TypeVar("T", float, date)

_STATUS_OF = {status.value: status for status in Status}

_LETTERS = {column.key: column_letters(at) for at, column in enumerate(DETAILS.columns)}
_TARGET_LETTERS = {column.key: column_letters(at) for at, column in enumerate(TARGET_RESULTS.columns)}


def read(loaded: Loaded, plan: Plan, as_of: date, passwords: Sequence[str] = ()) -> Submission:
    """Read one file; whatever is wrong with it is in the result's issues, nothing is raised for it.

    Args:
        loaded: the file; whose it is, its name tells.
        plan: the plan of this level, whose tasks have the codes that they have below.
        as_of: the reporting date.
        passwords: those to try on a workbook that has one.
    """
    data, file = loaded.data, loaded.file
    try:
        book = spreadsheet.parse(unlock(data, passwords).data)
        traced = archive.trace(book)
    except Unreadable as fault:
        return submission.refused(file, plan, fault, data)
    except NotConsolidated as fault:
        return submission.refused(file, plan, Unreadable(BookCode.NOT_CONSOLIDATED, str(fault)), data)
    saved = book.saved_at or datetime.fromtimestamp(int(loaded.modified), VIETNAM)
    unit = unit_in_name(file, plan)
    bare = Submission(InputFile.of(file, data), saved, (saved.timestamp(), loaded.modified), unit, False)
    return _take(bare, traced, plan, as_of)


def _take(bare: Submission, traced: Traced, plan: Plan, as_of: date) -> Submission:
    period, unit = traced.period, bare.unit
    if unit is None:
        return _rejected(bare, period, BookCode.UNKNOWN_UNIT.at(Place(bare.file)))
    place = Place(bare.file, unit=unit.code)
    if not archive.is_of(period, plan):
        return _rejected(bare, period, BookCode.OTHER_PLAN.at(place, period.plan_number or period.plan_name))
    issues = []
    if period.as_of != as_of:
        issues.append(BookCode.OTHER_DAY.at(place, f"{period.as_of:%d/%m/%Y}", expected=f"{as_of:%d/%m/%Y}"))
    reader = _Reader(unit, plan, place)
    rows = zip(traced.details, period.details, strict=True)
    entries = tuple(entry for row, detail in rows if (entry := reader.entry(row, detail)))
    targets = tuple(reader.targets(traced))
    told = sum(bool(result.units or result.note or result.uncounted) for result in period.targets)
    return replace(
        bare,
        is_readable=True,
        is_filled=any(entry.is_reported or entry.task is None for entry in entries) or bool(targets or reader.issues),
        entries=entries,
        targets=targets,
        issues=(*issues, *reader.issues, *reader.missing(entries)),
        rows_read=len(period.details),
        rows_rejected=len(period.details) - len(entries),
        targets_read=told,
        targets_rejected=told - sum(entry.is_reported for entry in targets),
    )


def _rejected(bare: Submission, period: Period, issue: Issue) -> Submission:
    count = len(period.details)
    return replace(bare, issues=(issue,), rows_read=count, rows_rejected=count)


def _status(word: str) -> Written[Status]:
    if word == NOT_REPORTED:
        return Written()
    return Written(word, _STATUS_OF.get(word))


def _progress(share: float | str | None) -> Written[float]:
    """A share of the work; what is none was changed since the level below read it, and stands as written."""
    written = _written(share, "{:.0%}")
    return written if written.value is None or 0 <= written.value <= 1 else Written(written.text)


def _written(value: T | str | None, shown: str) -> Written[T]:
    """What was understood below, or what was written there and not understood."""
    if value is None:
        return Written()
    return Written(value) if isinstance(value, str) else Written(shown.format(value), value)


class _Reader:
    """Turns the rows of one workbook into entries, and keeps what is wrong with them."""

    def __init__(self, unit: Unit, plan: Plan, place: Place) -> None:
        self.unit, self.plan, self.place = unit, plan, place
        self.issues: list[Issue] = []
        self._unit_of: dict[str, Unit] = {}

    @cached_property
    def _tasks(self) -> dict[str, Task]:
        return {assignment.task.code: assignment.task for assignment in self.plan.assignments_of(self.unit)}

    def entry(self, row: int, detail: Detail) -> Entry | None:
        """The row as an entry; None where it is no task of this unit, which is noted."""
        task = self.plan.task_of.get(detail.code)
        if not detail.code or (task and task.code in self._tasks and fold(task.text) == fold(detail.task)):
            return self._entry(row, detail)
        if task is None:
            self._reject(row, detail, RowCode.UNKNOWN_CODE, "code")
        elif task.code not in self._tasks:
            self._reject(row, detail, RowCode.NOT_ASSIGNED, "code")
        else:
            self._reject(row, detail, RowCode.CONFLICT, "task", task=task.code, expected=task.text)
        return None

    def _reject(self, row: int, detail: Detail, code: Catalogue, key: str, **details: str) -> None:
        """All that stands in the row goes into the issue, so nothing is lost."""
        cell = replace(self.place, sheet=DETAILS.sheet, cell=f"{_LETTERS[key]}{row}", task=detail.code)
        issue = code.at(cell, detail.code if key == "code" else detail.task, **details)
        written = (detail.code, detail.unit, detail.task, detail.status, detail.person)
        told = (*written, detail.result, detail.difficulty, detail.proposal)
        self.issues.append(replace(issue, value=" | ".join(filter(None, told))))

    def _entry(self, row: int, detail: Detail) -> Entry:
        task = self._tasks.get(detail.code)
        return Entry(
            unit=self._named(detail.unit),
            task=task,
            source=Source(self.place.file, DETAILS.sheet, row, _LETTERS),
            status=_status(detail.status),
            progress=_progress(detail.progress),
            finished=_written(detail.finished, "{:%d/%m/%Y}"),
            person=detail.person,
            result=detail.result,
            difficulty=detail.difficulty,
            proposal=detail.proposal,
            number="" if task else detail.number,
            text="" if task else detail.task,
            deadline=None if task else deadlines.read(detail.deadline, self.plan.settings.year),
            role=Role(detail.role) if detail.role else None,
        )

    def _named(self, name: str) -> Unit:
        """The unit below under the code of the one that sent the workbook, in whose figures it counts."""
        if name not in self._unit_of:
            self._unit_of[name] = replace(self.unit, name=f"{name} – {self.unit.name}")
        return self._unit_of[name]

    def missing(self, entries: Sequence[Entry]) -> Iterator[Issue]:
        """The tasks of which the workbook says nothing."""
        said = {entry.task.code for entry in entries if entry.task}
        for code in self._tasks:
            if code not in said:
                yield RowCode.MISSING.at(replace(self.place, sheet=DETAILS.sheet, task=code), code)

    def targets(self, traced: Traced) -> Iterator[TargetEntry]:
        """What the workbook says of this level's targets, all its units together; what it says of others is told."""
        results = traced.period.targets
        shown = [Target(r.task, r.target, r.comparison, r.level, r.measure, r.due) for r in results]
        meant = match(shown, self.plan.targets_of(self.unit))
        for row, result, target in zip(traced.targets, results, meant, strict=True):
            if target:
                yield self._target_entry(row, result, target)
            elif result.units or result.note or result.uncounted:
                self._refuse(row, result)

    def _target_entry(self, row: int, result: TargetResult, target: Target) -> TargetEntry:
        source = Source(self.place.file, TARGET_RESULTS.sheet, row, _TARGET_LETTERS)
        achieved, total = (_written(count, "{:.15g}") for count in (result.achieved, result.total))
        note, uncounted = ("; ".join(text.splitlines()) for text in (result.note, result.uncounted))
        return TargetEntry(target, self.unit, source, achieved, total, note=note, uncounted=uncounted)

    def _refuse(self, row: int, result: TargetResult) -> None:
        """A target that this level did not ask of the unit, with all that the workbook says of it."""
        cell = replace(self.place, sheet=TARGET_RESULTS.sheet, cell=f"{_TARGET_LETTERS['task']}{row}", task=result.task)
        figures = (number(figure) for figure in (result.achieved, result.total) if figure is not None)
        told = " | ".join(
            filter(None, (result.task, result.target, result.due, *figures, result.note, result.uncounted))
        )
        is_known = result.task in self.plan.task_of
        code = RowCode.TARGET_ADDED if is_known else RowCode.UNKNOWN_CODE
        self.issues.append(replace(code.at(cell, told if is_known else result.task), value=told))
