"""One task of one unit with all that it says of it: a row of `Chi tiết`, the same written and read back.

The fields are named as the keys of the sheet's columns.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from toolkit.entry import Entry, Source, Written
from toolkit.model import NOT_REPORTED, OUTSIDE_PLAN, UNASSIGNED, DeadlineKind, Plan, Role, Standing, Status, Task, Unit
from toolkit.standing import judge, judge_task

T = TypeVar("T", float, date)

_LEAD = Role.LEAD.value
# Only of these an end is awaited, and its days are counted.
_AWAITED = (Standing.OVERDUE, Standing.NEAR_DUE, Standing.ON_TRACK)


@dataclass(frozen=True, slots=True)
class Detail:
    """One task of one unit: a row of `Chi tiết`. What was not understood stands as it was written.

    `days` are the days overdue on the reporting date, None where no due date is awaited. `file`, `sheet` and `row`
    are where the unit wrote it; blank where it sent nothing.
    """

    code: str
    section: str
    group: str
    number: str
    task: str
    unit_code: str
    unit: str
    role: str
    deadline: str
    due: date | None
    person: str
    status: str
    progress: float | str | None
    finished: date | str | None
    result: str
    difficulty: str
    proposal: str
    standing: Standing
    days: int | None
    file: str
    sheet: str
    row: int | None

    @property
    def path(self) -> str:
        """The key of the heading under which the task stands, `B.VIII`; empty where there is none."""
        return f"{self.section}.{self.group}" if self.group else self.section

    @property
    def is_counted(self) -> bool:
        """Only lead units count in totals; coordinating rows and rows outside the plan are shown."""
        return self.role == _LEAD

    @property
    def is_reported(self) -> bool:
        written = (self.person, self.progress, self.finished, self.result, self.difficulty, self.proposal)
        return self.status != NOT_REPORTED or any(value not in ("", None) for value in written)


# What stands for a row that nobody sent.
_NOTHING = Entry(Unit("", ""), None, Source("", "", 0))


def planned(task: Task, unit: Unit | None, role: Role, entry: Entry | None, plan: Plan, as_of: date) -> Detail:
    """A task of the plan on the reporting date; `unit` is None where nobody answers, `entry` where nothing was sent."""
    standing = judge_task(task, entry, as_of, plan.settings.warning_days)
    return _detail(task, unit, role, entry or _NOTHING, standing, task.due, as_of)


def added(entry: Entry, plan: Plan, as_of: date) -> Detail:
    """A task that the unit added of its own, on the reporting date."""
    due = entry.deadline.due if entry.deadline else None
    recurring = entry.deadline is not None and entry.deadline.kind in (DeadlineKind.ONGOING, DeadlineKind.RECURRING)
    standing = judge(entry.status.value, entry.finished.value, due, recurring, as_of, plan.settings.warning_days)
    return _detail(None, entry.unit, None, entry, standing, due, as_of)


def _detail(
    task: Task | None,
    unit: Unit | None,
    role: Role | None,
    entry: Entry,
    standing: Standing,
    due: date | None,
    as_of: date,
) -> Detail:
    days = None
    if due and standing in _AWAITED:
        days = (as_of - due).days if standing is Standing.OVERDUE else 0
    return Detail(
        code=task.code if task else "",
        section=task.section if task else OUTSIDE_PLAN,
        group=task.group if task else "",
        number=task.number if task else entry.number,
        task=task.text if task else entry.text,
        unit_code=unit.code if unit else "",
        unit=unit.name if unit else UNASSIGNED,
        role=role.value if role else "",
        deadline=task.deadline_text if task else (entry.deadline.text if entry.deadline else ""),
        due=due,
        person=entry.person,
        status=_status(entry.status),
        progress=_as_written(entry.progress),
        finished=_as_written(entry.finished),
        result=entry.result,
        difficulty=entry.difficulty,
        proposal=entry.proposal,
        standing=standing,
        days=days,
        file=entry.source.file,
        sheet=entry.source.sheet,
        row=entry.source.row or None,
    )


def _status(status: Written[Status]) -> str:
    """The unit's word, what it wrote where that was not understood, or `Chưa báo cáo`."""
    return status.value.value if status.value else status.text or NOT_REPORTED


def _as_written(written: Written[T]) -> T | str | None:
    """The value where it was understood, else what was written."""
    return (written.text or None) if written.value is None else written.value
