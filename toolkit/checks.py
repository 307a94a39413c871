"""The rules over one row of a unit's workbook: what does not fit together although each cell can be read."""

from collections.abc import Callable, Iterator
from datetime import date

from toolkit.codes import CellCode, RowCode
from toolkit.entry import Entry, TargetEntry
from toolkit.issues import Issue, Place
from toolkit.model import Role, Settings, Status
from toolkit.wording import percent, short_date

PlaceOf = Callable[[str], Place]


def plan_start(settings: Settings) -> date:
    """The first day on which a task of the plan can be finished: its issue date, else the year's first day."""
    return settings.issued_on or date(settings.year, 1, 1)


def entry_issues(entry: Entry, role: Role | None, settings: Settings, as_of: date, place: PlaceOf) -> Iterator[Issue]:
    """What is doubtful in one entry.

    Args:
        entry: the row as read.
        role: the unit's part in the task; a helper need not report, a lead must.
        settings: the plan's settings.
        as_of: the reporting date; a finish date after it is an error.
        place: gives the place of a column of this row by the column's key.
    """
    if not entry.is_reported:
        if role is Role.LEAD:
            yield RowCode.BLANK.at(place("status"))
        return
    if not entry.status.text:
        yield CellCode.STATUS_MISSING.at(place("status"))
    yield from _date_issues(entry, settings, as_of, place)
    if entry.status.value is Status.DONE:
        yield from _done_issues(entry, place)
    elif entry.status.value:
        yield from _unfinished_issues(entry, entry.status.value, place)


def _date_issues(entry: Entry, settings: Settings, as_of: date, place: PlaceOf) -> Iterator[Issue]:
    finished = entry.finished.value
    if finished is None:
        return
    if finished > as_of:
        yield CellCode.DATE_FUTURE.at(place("finished"), short_date(finished), as_of=short_date(as_of))
    start = plan_start(settings)
    if finished < start:
        yield CellCode.DATE_BEFORE_PLAN.at(place("finished"), short_date(finished), start=short_date(start))


def _done_issues(entry: Entry, place: PlaceOf) -> Iterator[Issue]:
    if not entry.finished.text:
        yield CellCode.DONE_WITHOUT_DATE.at(place("finished"))
    if not entry.result:
        yield CellCode.DONE_WITHOUT_RESULT.at(place("result"))
    if entry.progress.value is not None and entry.progress.value < 1:
        yield CellCode.DONE_NOT_FULL.at(place("progress"), entry.progress.text)


def _unfinished_issues(entry: Entry, status: Status, place: PlaceOf) -> Iterator[Issue]:
    if entry.finished.value:
        yield CellCode.DATE_WITHOUT_DONE.at(place("finished"), short_date(entry.finished.value), status=status.value)
    if entry.progress.value == 1:
        yield CellCode.FULL_WITHOUT_DONE.at(place("progress"), entry.progress.text, status=status.value)


def target_issues(entry: TargetEntry, place: PlaceOf) -> Iterator[Issue]:
    """What is doubtful in one row of targets: nothing that was typed there may stay out of the sums in silence."""
    achieved, total = entry.achieved.value, entry.total.value
    if achieved is not None and total is not None and achieved > total:
        yield CellCode.TARGET_OVER_TOTAL.at(place("achieved"), entry.achieved.text, total=entry.total.text)
    if entry.target.is_share and achieved is not None and not entry.total.text:
        yield CellCode.TARGET_HALF.at(place("achieved"), entry.achieved.text, has="Số thực hiện", lacks="Tổng số")
    if total is not None and not entry.achieved.text:
        yield CellCode.TARGET_HALF.at(place("total"), entry.total.text, has="Tổng số", lacks="Số thực hiện")
    if entry.rate.text and achieved is not None and total:
        yield CellCode.RATE_DIFFERS.at(place("rate"), entry.rate.text, computed=percent(achieved / total))
    elif entry.rate.text:
        yield CellCode.RATE_ALONE.at(place("rate"), entry.rate.text)
