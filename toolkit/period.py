"""One reporting period as its consolidated workbook tells it: flat rows, the same written and read back.

The fields of `Receipt` and `TargetResult` are named as the keys of their sheets' columns, as those of `Detail` are.
"""

import operator
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from toolkit.detail import Detail
from toolkit.issues import errors_in
from toolkit.model import Delivery, Heading, Target
from toolkit.register import Register, UnitDelivery
from toolkit.rules import Severity

MET, MISSED, NO_FIGURES = "Đạt", "Chưa đạt", "Chưa có số liệu"


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

    @property
    def title(self) -> str:
        """`B.VIII. Về an ninh, trật tự`."""
        return f"{self.path}. {self.text}" if self.path else self.text

    def holds(self, path: str) -> bool:
        """True for this heading's own key and those of the headings below it."""
        return path == self.path or path.startswith(f"{self.path}.")


# Where the tasks count that stand under no heading: above the first, or in a plan that has none.
UNHEADED = Group("", "Không thuộc phần, nhóm nào")


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
        details=register.details,
        receipts=tuple(_receipt(delivery, register, faults) for delivery in register.deliveries),
        targets=tuple(_target_result(target, register) for target in plan.targets),
        groups=tuple(Group(row.path, row.text) for row in plan.rows if isinstance(row, Heading)),
        errors=errors_in(register.issues),
        warnings=sum(issue.severity is Severity.WARNING for issue in register.issues),
    )


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
