"""`Đánh giá`: one word for a task of a unit, by its status, its due date and the reporting date."""

from datetime import date

from toolkit.entry import Entry
from toolkit.model import Standing, Status, Task


def judge(
    status: Status | None,
    finished: date | None,
    due: date | None,
    recurring: bool,
    as_of: date,
    warning_days: int,
) -> Standing:
    """The standing of one task of one unit.

    Args:
        status: what the unit reported; None where it reported nothing that is understood.
        finished: the finish date reported, if any.
        due: the last day on time, None where the task has no date.
        recurring: the task is ongoing or recurs, so that no date is expected.
        as_of: the reporting date.
        warning_days: how many days before the due date a task counts as near due.
    """
    if status is Status.NOT_ARISEN:
        return Standing.NOT_ARISEN
    if status is Status.DONE:
        if due is None or finished is None:
            return Standing.DONE
        return Standing.DONE_ON_TIME if finished <= due else Standing.DONE_LATE
    if due is None:
        return Standing.ONGOING if recurring else Standing.UNSETTLED
    if due < as_of:
        return Standing.OVERDUE
    return Standing.NEAR_DUE if (due - as_of).days <= warning_days else Standing.ON_TRACK


def judge_task(task: Task, entry: Entry | None, as_of: date, warning_days: int) -> Standing:
    """The standing of a task of the plan; `entry` is None where the unit sent nothing for it."""
    status = entry.status.value if entry else None
    finished = entry.finished.value if entry else None
    return judge(status, finished, task.due, task.is_recurring, as_of, warning_days)
