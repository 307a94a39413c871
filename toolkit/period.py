"""One reporting period as its consolidated workbook tells it: flat rows, the same written and read back.

The fields of `Receipt` and `TargetResult` are named as the keys of their sheets' columns, as those of `Detail` are.
"""

import operator
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from toolkit.detail import Detail
from toolkit.entry import TargetEntry
from toolkit.gathering import told_once
from toolkit.issues import errors_in
from toolkit.layout import TARGET_RESULTS
from toolkit.model import Delivery, Heading, Target
from toolkit.register import Register, UnitDelivery
from toolkit.rules import Severity

_HEADING = {column.key: column.heading for column in TARGET_RESULTS.columns}
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
    def absence(self) -> str:
        """How a unit is named among those that sent no report."""
        return self.unit if self.delivery is Delivery.MISSING else f"{self.unit} ({self.delivery.lower()})"

    @property
    def has_sent(self) -> bool:
        return self.delivery.has_sent


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target over the `units` whose figures can be summed: a row of `Chỉ tiêu`.

    A share is the sum of the parts over the sum of the wholes. Any other figure is summed alone and measured against
    the level as it stands; its rate is blank unless all gave a total, for a rate has the number beside it as its
    whole, and the level is none. `note` and `uncounted` gather what units wrote beside, and what cannot be summed.
    """

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
    note: str = ""
    uncounted: str = ""

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
        """How many units sent a report: a workbook that could be read, and in which something was filled in."""
        return sum(receipt.has_sent for receipt in self.unit_receipts)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the units that sent no report, with their state where something came from them."""
        return tuple(receipt.absence for receipt in self.unit_receipts if not receipt.has_sent)

    @cached_property
    def task_count(self) -> int:
        """How many tasks of the plan there are."""
        return len({detail.code for detail in self.counted})


def close(register: Register) -> Period:
    """The period that the register makes."""
    plan = register.plan
    faults = Counter((issue.place.file, issue.place.unit, issue.severity) for issue in register.issues)
    told: dict[Target, list[TargetEntry]] = defaultdict(list)
    for entry in register.targets:
        told[entry.target].append(entry)
    return Period(
        as_of=register.as_of,
        plan_name=plan.settings.plan_name,
        plan_number=plan.settings.plan_number,
        details=register.details,
        receipts=tuple(_receipt(delivery, register, faults) for delivery in register.deliveries),
        targets=tuple(_target_result(target, told[target]) for target in plan.targets),
        groups=tuple(Group(row.path, row.text) for row in plan.rows if isinstance(row, Heading)),
        errors=errors_in(register.issues),
        warnings=sum(issue.severity is Severity.WARNING for issue in register.issues),
    )


def _receipt(delivery: UnitDelivery, register: Register, faults: Counter[tuple[str, str, Severity]]) -> Receipt:
    unit, sent = delivery.unit, delivery.submissions
    # What is said of a file as a whole names no unit.
    owners = {unit.code if unit else "", ""}
    saved = [f"{s.saved_at:%d/%m/%Y %H:%M}" if s.saved_at else "không rõ" for s in sent]
    return Receipt(
        unit_code=unit.code if unit else "",
        unit=unit.name if unit else "",
        delivery=delivery.state,
        file="\n".join(submission.file for submission in sent),
        saved="\n".join(saved),
        tasks=len(register.plan.assignments_of(unit)) if unit else None,
        rows=sum(submission.rows_read - submission.rows_rejected for submission in sent) if sent else None,
        errors=sum(faults[s.file, owner, Severity.ERROR] for s in sent for owner in owners) if sent else None,
        warnings=sum(faults[s.file, owner, Severity.WARNING] for s in sent for owner in owners) if sent else None,
    )


def _target_result(target: Target, entries: Sequence[TargetEntry]) -> TargetResult:
    counted = [entry for entry in entries if entry.is_counted]
    achieved = sum(entry.achieved.value or 0 for entry in counted) if counted else None
    has_total = bool(counted) and all(entry.total.value is not None for entry in counted)
    total = sum(entry.total.value or 0 for entry in counted) if has_total else None
    reached = achieved
    if target.is_share:
        reached = achieved / total * 100 if total and achieved is not None else None
    return TargetResult(
        task=target.task_code,
        target=target.text,
        comparison=target.comparison,
        level=target.level,
        measure=target.measure,
        due=target.due_text,
        units=len(counted),
        achieved=achieved,
        total=total,
        outcome=_outcome(target, reached),
        note="\n".join(told_once((entry.unit.name, entry.note) for entry in entries)),
        uncounted="\n".join(told_once((entry.unit.name, _uncounted(entry, has_total)) for entry in entries)),
    )


def _uncounted(entry: TargetEntry, has_total: bool) -> str:
    """What the unit typed and no sum holds, in its words: `Số thực hiện: 95%; Tổng số: 100`."""
    cells = {"achieved": entry.achieved.text, "total": entry.total.text, "rate": entry.rate.text}
    if entry.is_counted:
        cells |= {"achieved": ""} | ({"total": ""} if has_total else {})
    told = (f"{_HEADING[key]}: {text}" for key, text in cells.items() if text)
    return "; ".join(filter(None, (*told, entry.uncounted)))


def _outcome(target: Target, reached: float | None) -> str:
    """Whether the level is reached by this figure, which is in the target's unit of measure."""
    if reached is None or target.level is None:
        return NO_FIGURES
    # Rounded as a person compares printed figures, so that 95% of 20 is 95 and not 94.99999.
    compare = {"≥": operator.ge, "≤": operator.le, "=": operator.eq, ">": operator.gt, "<": operator.lt}
    return MET if compare.get(target.comparison, operator.ge)(round(reached, 6), target.level) else MISSED
