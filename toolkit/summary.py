"""The tables of one period: figures, by unit and by group, roll-up per task, watch lists."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from toolkit.detail import Detail
from toolkit.gathering import told_once
from toolkit.model import DONE_STANDINGS, NOT_REPORTED, UNASSIGNED, Delivery, Standing, Status
from toolkit.period import UNHEADED, Group, Period

_STANDING = attrgetter("standing")


@dataclass(frozen=True)
class Figures:
    """How many counted tasks have each standing. Rates are fractions over the total less `Không phát sinh`."""

    counts: Counter[Standing]

    @classmethod
    def of(cls, counted: Iterable[Detail]) -> "Figures":
        return cls(Counter(map(_STANDING, counted)))

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def done(self) -> int:
        return sum(self.counts[standing] for standing in DONE_STANDINGS)

    @property
    def done_rate(self) -> float | None:
        return self.rate(self.done)

    @property
    def overdue_rate(self) -> float | None:
        return self.rate(self.counts[Standing.OVERDUE])

    def rate(self, part: int) -> float | None:
        """A part of the total as the rates count it; None where nothing is left to count."""
        base = self.total - self.counts[Standing.NOT_ARISEN]
        return part / base if base else None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of `Theo đơn vị`; tasks that nobody leads stand under `Chưa giao`, without a delivery."""

    name: str
    figures: Figures
    delivery: Delivery | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One row of `Theo nhóm`; `own` are the tasks directly under the heading, `figures` those below it, too."""

    group: Group
    figures: Figures
    own: Figures


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of `Phụ lục tổng hợp`, over its lead units; the texts gather what every unit wrote."""

    units: int
    reported: int
    done: int
    overdue: int
    status: str
    standing: Standing
    result: str
    difficulty: str
    proposal: str


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task and its overdue units, the longest overdue first."""

    code: str
    task: str
    deadline: str
    due: date
    details: tuple[Detail, ...]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(detail.unit for detail in self.details)

    @property
    def days(self) -> int:
        return max(detail.days or 0 for detail in self.details)


@dataclass(frozen=True, slots=True)
class Point:
    """The figures of one period in the run of periods; `sent` of `units` sent a workbook."""

    as_of: date
    figures: Figures
    sent: int
    units: int

    @classmethod
    def of(cls, period: Period) -> "Point":
        return cls(period.as_of, total(period), period.sent, len(period.unit_receipts))


def total(period: Period) -> Figures:
    return Figures.of(period.counted)


def by_unit(period: Period) -> list[UnitRow]:
    """Every unit in plan order, then `Chưa giao` where a task has no lead."""
    details_of = grouped(period.counted, "unit_code")
    rows = [UnitRow(r.unit, Figures.of(details_of.get(r.unit_code, [])), r.delivery) for r in period.unit_receipts]
    if "" in details_of:
        rows.append(UnitRow(UNASSIGNED, Figures.of(details_of[""]), None))
    return rows


def by_group(period: Period) -> list[GroupRow]:
    """Every section and group in plan order, then the tasks under no heading; a section counts those of its groups."""
    own = {path: Figures.of(details) for path, details in grouped(period.counted, "path").items()}
    rows = []
    for group in (*period.groups, *([UNHEADED] if "" in own else [])):
        below = Figures(sum((figures.counts for path, figures in own.items() if group.holds(path)), Counter()))
        rows.append(GroupRow(group, below, own.get(group.path, Figures(Counter()))))
    return rows


def topmost(rows: Sequence[GroupRow]) -> list[GroupRow]:
    """The sections, and the groups and tasks that no section is above."""
    groups = [row.group for row in rows]
    return [row for row in rows if not any(g.path != row.group.path and g.holds(row.group.path) for g in groups)]


def overdue(period: Period) -> list[Detail]:
    """Counted overdue rows, the longest overdue first."""
    late = [detail for detail in period.counted if detail.standing is Standing.OVERDUE]
    return sorted(late, key=lambda detail: detail.due or date.max)


def near_due(period: Period) -> list[Detail]:
    """Counted rows near their due date, the nearest first."""
    near = [detail for detail in period.counted if detail.standing is Standing.NEAR_DUE]
    return sorted(near, key=lambda detail: detail.due or date.max)


def late_tasks(period: Period) -> list[LateTask]:
    """The overdue rows folded by task: the longest overdue first, then those of the most units."""
    tasks = [
        LateTask(code, details[0].task, details[0].deadline, details[0].due or period.as_of, tuple(details))
        for code, details in grouped(overdue(period), "code").items()
    ]
    return sorted(tasks, key=lambda late: (late.due, -len(late.details)))


def by_task(period: Period) -> dict[str, list[Detail]]:
    """The rows of every task of the plan by its code, plan order."""
    return grouped((detail for detail in period.details if detail.code), "code")


def grouped(details: Iterable[Detail], key: str) -> dict[str, list[Detail]]:
    """The details by what they have in one field, in their order."""
    found: dict[str, list[Detail]] = {}
    for detail in details:
        found.setdefault(getattr(detail, key), []).append(detail)
    return found


def roll_up(details: Sequence[Detail]) -> TaskRow:
    """One task over all its units."""
    leads = [detail for detail in details if detail.is_counted]
    done = sum(detail.standing in DONE_STANDINGS for detail in leads)
    return TaskRow(
        units=sum(bool(detail.unit_code) for detail in leads),
        reported=sum(detail.is_reported for detail in leads),
        done=done,
        overdue=sum(detail.standing is Standing.OVERDUE for detail in leads),
        status=_status(leads, done),
        standing=_standing([detail.standing for detail in leads]),
        result=_gather(details, "result"),
        difficulty=_gather(details, "difficulty"),
        proposal=_gather(details, "proposal"),
    )


def _status(leads: list[Detail], done: int) -> str:
    """The unit's own word for one lead; `18/24 đơn vị hoàn thành` for several; `Chưa giao` for none."""
    if not leads[0].unit_code:
        return UNASSIGNED
    if len(leads) == 1:
        return leads[0].status
    words = {lead.status for lead in leads}
    if words in ({NOT_REPORTED}, {Status.NOT_ARISEN.value}):
        return words.pop()
    return f"{done}/{len(leads)} đơn vị hoàn thành"


# What a leader must see first: the task stands as its worst unit does.
_WORST_FIRST = (Standing.OVERDUE, Standing.NEAR_DUE, Standing.ON_TRACK, Standing.UNSETTLED, Standing.ONGOING)


def _standing(standings: list[Standing]) -> Standing:
    worst = next((standing for standing in _WORST_FIRST if standing in standings), None)
    if worst:
        return worst
    done = [standing for standing in standings if standing is not Standing.NOT_ARISEN]
    if not done:
        return Standing.NOT_ARISEN
    if Standing.DONE_LATE in done:
        return Standing.DONE_LATE
    return Standing.DONE if Standing.DONE in done else Standing.DONE_ON_TIME


def _gather(details: Iterable[Detail], field: str) -> str:
    return "\n".join(told_once((detail.unit, getattr(detail, field)) for detail in details if detail.unit_code))
