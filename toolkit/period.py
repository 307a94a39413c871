"""One reporting period as its consolidated workbook tells it: flat rows, the same written and read back.

The fields of `Detail`, `Receipt` and `TargetResult` are named as the keys of their sheets' columns.
"""

import operator
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from toolkit.entry import Written
from toolkit.issues import errors_in
from toolkit.model import NOT_REPORTED, OUTSIDE_PLAN, UNASSIGNED, Delivery, Heading, Role, Standing, Target
from toolkit.register import Line, Register, UnitDelivery
from toolkit.rules import Severity

T = TypeVar("T", float, date)

_LEAD = Role.LEAD.value
MET, MISSED, NO_FIGURES = "Đạt", "Chưa đạt", "Chưa có số liệu"


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
    def is_counted(self) -> bool:
        """Only lead units count in totals; coordinating rows and rows outside the plan are shown."""
        return self.role == _LEAD

    @property
    def is_reported(self) -> bool:
        written = (self.person, self.progress, self.finished, self.result, self.difficulty, self.proposal)
        return self.status != NOT_REPORTED or any(value not in ("", None) for value in written)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came from one unit: a row of `Tình hình nộp`; without a unit for a file that is nobody's."""

    unit_code: str
    unit: str
    delivery: Delivery
    file: str
    saved: str
    tasks: int | None
    rows: int | None
    errors: int | None
    warnings: int | None

    @property
    def has_sent(self) -> bool:
        return self.delivery in (Delivery.RECEIVED, Delivery.REPEATED)


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target over all units that reported both counts: a row of `Chỉ tiêu`."""

    task: str
    target: str
    comparison: str
    level: float | None
    measure: str
    due: str
    units: int
    achieved: float | None
    total: float | None
    outcome: str

    @property
    def rate(self) -> float | None:
        """The share achieved, a fraction."""
        return self.achieved / self.total if self.total and self.achieved is not None else None


@dataclass(frozen=True, slots=True)
class Group:
    """A section (`B`) or group (`B.VIII`) of the appendix with its printed text."""

    path: str
    text: str

    @property
    def is_section(self) -> bool:
        return "." not in self.path


@dataclass(frozen=True)
class Period:
    """All that a reader of the consolidated workbook needs, plan order; `errors` and `warnings` count its faults."""

    as_of: date
    plan_name: str
    plan_number: str
    details: tuple[Detail, ...]
    receipts: tuple[Receipt, ...]
    targets: tuple[TargetResult, ...]
    groups: tuple[Group, ...]
    errors: int
    warnings: int

    @cached_property
    def counted(self) -> tuple[Detail, ...]:
        return tuple(detail for detail in self.details if detail.is_counted)

    @cached_property
    def unit_receipts(self) -> tuple[Receipt, ...]:
        return tuple(receipt for receipt in self.receipts if receipt.unit_code)

    @property
    def sent(self) -> int:
        """How many units sent a workbook that could be read."""
        return sum(receipt.has_sent for receipt in self.unit_receipts)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the units of which there is no workbook that could be read."""
        return tuple(receipt.unit for receipt in self.unit_receipts if not receipt.has_sent)

    @cached_property
    def task_count(self) -> int:
        """How many tasks of the plan there are."""
        return len({detail.code for detail in self.counted})


def close(register: Register) -> Period:
    """The period that the register makes."""
    plan = register.plan
    faults = Counter((issue.place.file, issue.severity) for issue in register.issues)
    return Period(
        as_of=register.as_of,
        plan_name=plan.settings.plan_name,
        plan_number=plan.settings.plan_number,
        details=tuple(_detail(line) for line in (*register.lines, *register.added)),
        receipts=tuple(_receipt(delivery, register, faults) for delivery in register.deliveries),
        targets=tuple(_target_result(target, register) for target in plan.targets),
        groups=tuple(Group(row.path, row.text) for row in plan.rows if isinstance(row, Heading)),
        errors=errors_in(register.issues),
        warnings=sum(issue.severity is Severity.WARNING for issue in register.issues),
    )


def _detail(line: Line) -> Detail:
    task, unit, entry = line.task, line.unit, line.entry
    is_awaited = line.due and line.standing in (Standing.OVERDUE, Standing.NEAR_DUE, Standing.ON_TRACK)
    written = entry.deadline.text if entry and entry.deadline else ""
    return Detail(
        code=task.code if task else "",
        section=task.section if task else OUTSIDE_PLAN,
        group=task.group if task else "",
        number=task.number if task else (entry.number if entry else ""),
        task=task.text if task else (entry.text if entry else ""),
        unit_code=unit.code if unit else "",
        unit=unit.name if unit else UNASSIGNED,
        role=line.role.value if line.role else "",
        deadline=task.deadline_text if task else written,
        due=line.due,
        person=entry.person if entry else "",
        status=line.status_text,
        progress=_as_written(entry.progress) if entry else None,
        finished=_as_written(entry.finished) if entry else None,
        result=entry.result if entry else "",
        difficulty=entry.difficulty if entry else "",
        proposal=entry.proposal if entry else "",
        standing=line.standing,
        days=line.days_overdue if is_awaited else None,
        file=entry.source.file if entry else "",
        sheet=entry.source.sheet if entry else "",
        row=entry.source.row if entry else None,
    )


def _as_written(written: Written[T]) -> T | str | None:
    """The value where it was understood, else what was written."""
    return (written.text or None) if written.value is None else written.value


def _receipt(delivery: UnitDelivery, register: Register, faults: Counter[tuple[str, Severity]]) -> Receipt:
    unit, sent = delivery.unit, delivery.submissions
    saved = [f"{s.saved_at:%d/%m/%Y %H:%M}" if s.saved_at else "không rõ" for s in sent]
    return Receipt(
        unit_code=unit.code if unit else "",
        unit=unit.name if unit else "",
        delivery=delivery.state,
        file="\n".join(submission.file for submission in sent),
        saved="\n".join(saved),
        tasks=len(register.plan.assignments_of(unit)) if unit else None,
        rows=sum(submission.rows_read - submission.rows_rejected for submission in sent) if sent else None,
        errors=sum(faults[s.file, Severity.ERROR] for s in sent) if sent else None,
        warnings=sum(faults[s.file, Severity.WARNING] for s in sent) if sent else None,
    )


def _target_result(target: Target, register: Register) -> TargetResult:
    reported = [e for e in register.targets if e.target == target and e.achieved.value is not None and e.total.value]
    achieved = sum(entry.achieved.value or 0 for entry in reported)
    whole = sum(entry.total.value or 0 for entry in reported)
    return TargetResult(
        task=target.task_code,
        target=target.text,
        comparison=target.comparison,
        level=target.level,
        measure=target.measure,
        due=target.due_text,
        units=len(reported),
        achieved=achieved if reported else None,
        total=whole if reported else None,
        outcome=_outcome(target, achieved / whole if whole else None),
    )


def _outcome(target: Target, rate: float | None) -> str:
    if rate is None or target.level is None or target.measure != "%":
        return NO_FIGURES
    # Rounded as a person compares printed figures, so that 95% of 20 is 95 and not 94.99999.
    reached = round(rate * 100, 6)
    compare = {"≥": operator.ge, "≤": operator.le, "=": operator.eq, ">": operator.gt, "<": operator.lt}
    return MET if compare.get(target.comparison, operator.ge)(reached, target.level) else MISSED
