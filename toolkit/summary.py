"""The tables of the consolidated workbook, computed from the register: figures, roll-ups, watch lists, targets."""

import operator
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.model import (
    DONE_STANDINGS,
    NOT_REPORTED,
    UNASSIGNED,
    Delivery,
    Heading,
    Role,
    Standing,
    Status,
    Target,
    Task,
    Unit,
)
from toolkit.register import Line, Register
from toolkit.vietnamese import clean, fold


@dataclass(frozen=True)
class Figures:
    """How many counted tasks have each standing. Rates are fractions over the total less `Không phát sinh`."""

    counts: Counter[Standing]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Figures":
        return cls(Counter(line.standing for line in lines if line.is_counted))

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def done(self) -> int:
        return sum(self.counts[standing] for standing in DONE_STANDINGS)

    @property
    def done_rate(self) -> float | None:
        return self._rate(self.done)

    @property
    def overdue_rate(self) -> float | None:
        return self._rate(self.counts[Standing.OVERDUE])

    def _rate(self, part: int) -> float | None:
        base = self.total - self.counts[Standing.NOT_ARISEN]
        return part / base if base else None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of `Theo đơn vị`; `unit` is None for tasks that nobody leads (`Chưa giao`)."""

    unit: Unit | None
    figures: Figures
    delivery: Delivery | None

    @property
    def name(self) -> str:
        return self.unit.name if self.unit else UNASSIGNED


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One row of `Theo nhóm`: a section or group of the appendix."""

    heading: Heading
    figures: Figures


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of `Phụ lục tổng hợp`, over its lead units; the texts gather what every unit wrote."""

    task: Task
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
class TargetRow:
    """One target over all units that reported it; `rate` is a fraction, None without figures."""

    target: Target
    units: int
    achieved: float
    total: float
    rate: float | None
    outcome: str


def total(register: Register) -> Figures:
    return Figures.of(register.lines)


def by_unit(register: Register) -> list[UnitRow]:
    """Every unit in plan order, then `Chưa giao` where a task has no lead."""
    rows = []
    for unit in (*register.plan.units, None):
        figures = Figures.of(line for line in register.lines if line.unit == unit)
        delivery = register.delivery_of[unit.code].state if unit else None
        if unit or figures.total:
            rows.append(UnitRow(unit, figures, delivery))
    return rows


def by_group(register: Register) -> list[GroupRow]:
    """Every section and group in plan order; a section counts the tasks of its groups."""
    headings = [row for row in register.plan.rows if isinstance(row, Heading)]
    return [GroupRow(heading, Figures.of(_lines_under(register, heading))) for heading in headings]


def _lines_under(register: Register, heading: Heading) -> Iterable[Line]:
    return (line for line in register.lines if line.task and line.task.code.startswith(f"{heading.path}."))


def overdue(register: Register) -> list[Line]:
    """Counted overdue lines, the longest overdue first."""
    late = [line for line in register.lines if line.is_counted and line.standing is Standing.OVERDUE]
    return sorted(late, key=lambda line: -line.days_overdue)


def near_due(register: Register) -> list[Line]:
    """Counted lines near their due date, the nearest first."""
    near = [line for line in register.lines if line.is_counted and line.standing is Standing.NEAR_DUE]
    return sorted(near, key=lambda line: line.due or register.as_of)


def by_task(register: Register) -> list[TaskRow]:
    """Every task of the plan, plan order."""
    lines_of: dict[str, list[Line]] = {}
    for line in register.lines:
        if line.task:
            lines_of.setdefault(line.task.code, []).append(line)
    return [_task_row(task, lines_of[task.code]) for task in register.plan.tasks]


def _task_row(task: Task, lines: list[Line]) -> TaskRow:
    leads = [line for line in lines if line.role is Role.LEAD]
    done = sum(line.standing in DONE_STANDINGS for line in leads)
    return TaskRow(
        task=task,
        units=sum(line.unit is not None for line in leads),
        reported=sum(line.is_reported for line in leads),
        done=done,
        overdue=sum(line.standing is Standing.OVERDUE for line in leads),
        status=_status(leads, done),
        standing=_standing([line.standing for line in leads]),
        result=_gather(lines, "result"),
        difficulty=_gather(lines, "difficulty"),
        proposal=_gather(lines, "proposal"),
    )


def _status(leads: list[Line], done: int) -> str:
    """The unit's own word for one lead; `18/24 đơn vị hoàn thành` for several; `Chưa giao` for none."""
    if leads[0].unit is None:
        return UNASSIGNED
    if len(leads) == 1:
        return leads[0].status_text
    words = {line.status_text for line in leads}
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


def _gather(lines: list[Line], field: str) -> str:
    """One line per distinct text, led by the units that wrote it."""
    told: dict[str, tuple[str, list[str]]] = {}
    for line in lines:
        text = clean(getattr(line.entry, field)) if line.entry else ""
        if text and line.unit:
            told.setdefault(fold(text), (text, []))[1].append(line.unit.name)
    return "\n".join(f"{', '.join(names)}: {text}" for text, names in told.values())


def targets(register: Register) -> list[TargetRow]:
    """Every target of the plan with its counts summed over the units that reported both counts."""
    rows = []
    for target in register.plan.targets:
        reported = [
            e for e in register.targets if e.target == target and e.achieved.value is not None and e.total.value
        ]
        achieved = sum(entry.achieved.value or 0 for entry in reported)
        whole = sum(entry.total.value or 0 for entry in reported)
        rate = achieved / whole if whole else None
        rows.append(TargetRow(target, len(reported), achieved, whole, rate, _outcome(target, rate)))
    return rows


def _outcome(target: Target, rate: float | None) -> str:
    if rate is None or target.level is None or target.measure != "%":
        return "Chưa có số liệu"
    # Rounded as a person compares printed figures, so that 95% of 20 is 95 and not 94.99999.
    reached = round(rate * 100, 6)
    compare = {"≥": operator.ge, "≤": operator.le, "=": operator.eq, ">": operator.gt, "<": operator.lt}
    is_met = compare.get(target.comparison, operator.ge)(reached, target.level)
    return "Đạt" if is_met else "Chưa đạt"
