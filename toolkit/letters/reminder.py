"""A reminder to one unit: what it has to send or mend, what is overdue or near due, and its dates for a calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from toolkit.book import AMBER_FILL, RED_FILL
from toolkit.detail import Detail
from toolkit.letters.wordings import render, short
from toolkit.mail.letter import Attachment, Letter, one_line
from toolkit.model import Delivery, Plan, Settings, Standing, Task, Unit
from toolkit.period import Period, Receipt
from toolkit.wording import plan_title

_AWAITED = (Standing.OVERDUE, Standing.NEAR_DUE, Standing.ON_TRACK)


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task that the unit leads and has not finished, with its last day on time.

    `day` is the one it is reminded by: the same, but for "trước ngày D" the day before D, however the plan counts D.
    """

    code: str
    text: str
    deadline: str
    due: date
    day: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class Reminder:
    """Why a unit is reminded, on the reporting date `as_of`."""

    unit: Unit
    as_of: date
    delivery: Delivery
    errors: int
    tasks: tuple[DueTask, ...]
    warning_days: int

    @property
    def overdue(self) -> tuple[DueTask, ...]:
        return tuple(task for task in self.tasks if task.standing is Standing.OVERDUE)

    @property
    def near_due(self) -> tuple[DueTask, ...]:
        end = self.as_of + timedelta(self.warning_days)
        return tuple(t for t in self.tasks if t.standing is not Standing.OVERDUE and t.day <= end)

    @property
    def coming(self) -> tuple[DueTask, ...]:
        """What a calendar has to show: every day that is still to come, the reporting date included."""
        return tuple(task for task in self.tasks if task.day >= self.as_of)

    @property
    def is_needed(self) -> bool:
        return not self.delivery.has_sent or self.errors > 0 or bool(self.overdue or self.near_due)


def find(period: Period, plan: Plan) -> tuple[Reminder, ...]:
    """The reminders of all units that need one, plan order."""
    reminders = (_reminder(receipt, period, plan) for receipt in period.unit_receipts)
    return tuple(reminder for reminder in reminders if reminder.is_needed)


def _reminder(receipt: Receipt, period: Period, plan: Plan) -> Reminder:
    unit = plan.unit_of.get(receipt.unit_code) or Unit(receipt.unit_code, receipt.unit)
    owed = [d for d in period.counted if d.unit_code == unit.code and d.due and d.standing in _AWAITED]
    tasks = [_due_task(detail, detail.due, plan) for detail in owed if detail.due]
    tasks.sort(key=lambda task: task.day)
    days = plan.settings.warning_days
    return Reminder(unit, period.as_of, receipt.delivery, receipt.errors or 0, tuple(tasks), days)


def _due_task(detail: Detail, due: date, plan: Plan) -> DueTask:
    task = plan.task_of.get(detail.code)
    day = due - timedelta(1) if task and _is_told_a_day_late(task, due) else due
    return DueTask(detail.code, detail.task, detail.deadline or f"{due:%d/%m/%Y}", due, day, detail.standing)


def _is_told_a_day_late(task: Task, due: date) -> bool:
    """Whether the plan counts D of "trước ngày D" as on time: then the due date is D itself."""
    return task.deadline.strict and not task.due_by_hand and task.deadline.due == due


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    deadline: str
    told: str


@dataclass(frozen=True, slots=True)
class _List:
    title: str
    fill: str
    tasks: tuple[_Line, ...]


def compose(
    reminder: Reminder, settings: Settings, to: tuple[str, ...], attachments: tuple[Attachment, ...], sender: str
) -> Letter:
    """The reminder as a letter; its `text` is also what is pasted into a chat.

    Args:
        attachments: the marked copies of what the unit sent, and its calendar.
    """
    day = f"{reminder.as_of:%d/%m/%Y}"
    title = plan_title(settings.plan_number, settings.issued_on)
    subject = one_line(f"Nhắc việc thực hiện {title} đến ngày {day} - {reminder.unit.name}")
    has_copy = any(attachment.name.endswith((".xlsx", ".xlsm")) for attachment in attachments)
    body = render(
        "nhac_viec",
        subject=subject,
        unit=reminder.unit.name,
        contact=reminder.unit.contact,
        issuer=settings.issuer,
        plan=title,
        day=day,
        requests=list(_requests(reminder, has_copy)),
        lists=list(_lists(reminder)),
    )
    return Letter(to, subject, body.text, body.html, attachments, (), sender, settings.issuer)


def _requests(reminder: Reminder, has_copy: bool) -> Iterator[str]:
    if reminder.delivery is Delivery.MISSING:
        yield "Đơn vị chưa nộp báo cáo. Đề nghị điền tệp báo cáo đã được giao và gửi về."
    elif reminder.delivery is Delivery.BLANK:
        yield "Tệp báo cáo của đơn vị chưa điền gì. Đề nghị điền kết quả và gửi lại."
    elif reminder.delivery is Delivery.UNREADABLE:
        yield "Tệp báo cáo của đơn vị không đọc được. Đề nghị lưu lại dạng .xlsx và gửi lại."
    elif reminder.errors:
        where = "các ô đánh dấu trong tệp kèm theo" if has_copy else "các ô có lỗi"
        yield f"Tệp báo cáo của đơn vị có {reminder.errors} lỗi nhập liệu. Đề nghị sửa {where} rồi gửi lại."


def _lists(reminder: Reminder) -> Iterator[_List]:
    for title, fill, tasks in (
        ("Nhiệm vụ quá hạn", RED_FILL, reminder.overdue),
        ("Nhiệm vụ sắp đến hạn", AMBER_FILL, reminder.near_due),
    ):
        if tasks:
            yield _List(f"{title} ({len(tasks)})", fill, tuple(_line(task, reminder.as_of) for task in tasks))


def _line(task: DueTask, as_of: date) -> _Line:
    if task.standing is Standing.OVERDUE:
        told = f"hạn cuối {task.due:%d/%m/%Y}, quá hạn {(as_of - task.due).days} ngày"
    else:
        # On the day D of "trước ngày D" the day before is gone; what is left is D itself, which this plan counts.
        day = task.day if task.day >= as_of else task.due
        left = (day - as_of).days
        told = f"đến hết ngày {day:%d/%m/%Y}, {f'còn {left} ngày' if left > 0 else 'hôm nay là ngày cuối'}"
    return _Line(f"{task.code}. {short(task.text)}", task.deadline, told)
