"""The plan and the words of its tables.

All are frozen. Dates are `datetime.date`; rates and progress are fractions (0.5 is 50%).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from toolkit.doubts import Unread


class DeadlineKind(StrEnum):
    """How a deadline text speaks of time; the words are those of `phuluc deadline --json`."""

    FIXED = "fixed"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RANGE = "range"
    ONGOING = "ongoing"
    RECURRING = "recurring"
    CONDITIONAL = "conditional"
    RELATIVE = "relative"
    NONE = "none"
    UNPARSEABLE = "unparseable"


@dataclass(frozen=True)
class Deadline:
    """A deadline text as read.

    `due` is the last day that is still on time, or None. `strict` is true for "trước ngày D", where
    `due` is D itself and the plan's setting decides whether D or the day before is the last day.
    `milestones` are the earlier days of a text that names several, in order, without `due`.
    """

    text: str
    kind: DeadlineKind
    due: date | None = None
    strict: bool = False
    milestones: tuple[date, ...] = ()


class Role(StrEnum):
    """`Vai trò`: whether a unit answers for a task or helps."""

    LEAD = "Chủ trì"
    SUPPORT = "Phối hợp"


class Status(StrEnum):
    """`Trạng thái`, as a unit may report it."""

    NOT_STARTED = "Chưa thực hiện"
    IN_PROGRESS = "Đang thực hiện"
    DONE = "Hoàn thành"
    NOT_ARISEN = "Không phát sinh"


NOT_REPORTED = "Chưa báo cáo"
UNASSIGNED = "Chưa giao"
# So many days before the due date a task counts as near due, where the plan says nothing else.
WARNING_DAYS = 15
OUTSIDE_PLAN = "Ngoài kế hoạch"


class Standing(StrEnum):
    """`Đánh giá`: one word per task and unit, in the order the summary tables show them."""

    DONE_ON_TIME = "Hoàn thành đúng hạn"
    DONE_LATE = "Hoàn thành quá hạn"
    DONE = "Hoàn thành"
    ON_TRACK = "Trong hạn"
    NEAR_DUE = "Sắp đến hạn"
    OVERDUE = "Quá hạn"
    ONGOING = "Thường xuyên"
    UNSETTLED = "Chưa chốt hạn"
    NOT_ARISEN = "Không phát sinh"


DONE_STANDINGS = frozenset({Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE})


class Delivery(StrEnum):
    """`Tình trạng` of a unit in `Tình hình nộp`; only the first two have sent a report."""

    REPEATED = "Nộp nhiều bản"
    RECEIVED = "Đã nộp"
    UNREADABLE = "Không đọc được"
    BLANK = "Chưa điền"
    MISSING = "Chưa nộp"

    @property
    def has_sent(self) -> bool:
        return self in (Delivery.REPEATED, Delivery.RECEIVED)


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the sheet `Đơn vị`: who answers for tasks and fills a workbook; `row` is 1-based, 0 outside of it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    contact: str = ""
    email: str = ""
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Target:
    """One promised figure of a task: `level` is in the unit of measure (95 with "%" is 95%); `row` is 1-based.

    `order` tells apart those that a unit's workbook shows alike, with the same words, level and deadline: 1 is the
    first. So no two of a plan are equal.
    """

    task_code: str
    text: str
    comparison: str
    level: float | None
    measure: str
    due_text: str
    row: int = field(default=0, compare=False)
    order: int = 1

    @property
    def is_share(self) -> bool:
        """True where it is reported as a part of a whole; else as one figure."""
        return "%" in self.measure or "phần trăm" in self.measure.casefold()


class Item(StrEnum):
    """The column `Mục` of the sheet `Cấu hình`."""

    PLAN_NAME = "Tên kế hoạch"
    PLAN_NUMBER = "Số kế hoạch"
    YEAR = "Năm kế hoạch"
    ISSUED_ON = "Ngày ban hành"
    ISSUER = "Cơ quan ban hành"
    SUPERIOR = "Cơ quan cấp trên"
    RECIPIENTS = "Nơi nhận"
    RECIPIENT_EMAIL = "Email nơi nhận"
    WARNING_DAYS = "Cảnh báo trước hạn (ngày)"
    BEFORE = 'Cách hiểu "trước ngày"'
    SIGNER = "Người ký"
    SIGNER_TITLE = "Chức vụ người ký"


@dataclass(frozen=True, slots=True)
class Settings:
    """The sheet `Cấu hình`; `rows` are the 1-based rows of its items.

    `before_includes_day` is how the plan understands "trước ngày D".
    """

    plan_name: str
    plan_number: str
    year: int
    issued_on: date | None = None
    issuer: str = ""
    superior: str = ""
    recipients: str = ""
    recipient_email: str = ""
    warning_days: int = WARNING_DAYS
    before_includes_day: bool = True
    signer: str = ""
    signer_title: str = ""
    rows: Mapping[Item, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section or group row: its key (`B.VIII`), printed label (`VII`), text, and the number of tasks it declares.

    `declared` is None where the row announces no number; `row` is 1-based in the plan workbook. `told` is what stands
    in the cells of units and deadline, where a heading has nothing.
    """

    path: str
    label: str
    text: str
    declared: int | None
    row: int
    told: str = ""

    @property
    def is_section(self) -> bool:
        return "." not in self.path


@dataclass(frozen=True, slots=True)
class Task:
    """One task row of the appendix, with its leads and supports already resolved to unit codes.

    `due` is the last day on time under this plan's settings (the clerk's own date first), None where there is none.
    `unknown_leads` are the names in the lead cell to which no unit answers; then the task is `Chưa giao`.
    `dittos` are the cells (`lead`, `support`) that only say "như trên"; their texts are those of the task above.
    `is_coded` is false where the program gave the code. `path` is the key of the heading under which the task stands
    (`B.VIII`), whatever its code is; empty where there is none.
    """

    code: str
    number: str
    text: str
    lead_text: str
    support_text: str
    deadline_text: str
    deadline: Deadline
    due: date | None
    due_by_hand: bool
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    unknown_leads: tuple[str, ...]
    unknown_supports: tuple[str, ...]
    row: int
    dittos: tuple[str, ...] = ()
    is_coded: bool = True
    path: str = ""

    @property
    def section(self) -> str:
        """`B` under the heading `B.VIII`: the column `Phần`."""
        return self.path.partition(".")[0]

    @property
    def group(self) -> str:
        """`VIII` under the heading `B.VIII`, empty where the task stands directly in its section: the column `Nhóm`."""
        return self.path.partition(".")[2]

    @property
    def is_recurring(self) -> bool:
        """True where the task never ends by a date: then an unfinished one is `Thường xuyên`."""
        return self.due is None and self.deadline.kind in (DeadlineKind.ONGOING, DeadlineKind.RECURRING)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task as a unit owes it: the same for all units that lead it, or support it."""

    task: Task
    role: Role


@dataclass(frozen=True)
class Plan:
    """The plan workbook as loaded. `rows` are its headings and tasks in printed order.

    `unread` are cells that are not taken as they stand. `columns` is where each sheet has its columns, 0-based by key,
    `title_cell` where the title begins.
    """

    settings: Settings
    rows: tuple[Heading | Task, ...]
    units: tuple[Unit, ...]
    targets: tuple[Target, ...] = ()
    title: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict, compare=False)
    title_cell: str = field(default="", compare=False)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(row for row in self.rows if isinstance(row, Task))

    @cached_property
    def task_of(self) -> dict[str, Task]:
        return {task.code: task for task in self.tasks}

    @cached_property
    def unit_of(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _assignments_by_unit(self) -> dict[str, list[Assignment]]:
        found: dict[str, list[Assignment]] = {}
        for task in self.tasks:
            for role, codes in ((Role.LEAD, task.leads), (Role.SUPPORT, task.supports)):
                assignment = Assignment(task, role)
                for code in codes:
                    found.setdefault(code, []).append(assignment)
        return found

    def assignments_of(self, unit: Unit) -> tuple[Assignment, ...]:
        """What the unit owes, in plan order."""
        return tuple(self._assignments_by_unit.get(unit.code, ()))

    def targets_of(self, unit: Unit) -> tuple[Target, ...]:
        """The targets of the tasks that the unit leads."""
        led = {a.task.code for a in self.assignments_of(unit) if a.role is Role.LEAD}
        return tuple(target for target in self.targets if target.task_code in led)
