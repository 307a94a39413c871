"""What changed since an earlier period, and how the figures moved over all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolkit.detail import Detail
from toolkit.model import DONE_STANDINGS, Standing
from toolkit.period import Period
from toolkit.summary import Point
from toolkit.vietnamese import clean


class Shift(StrEnum):
    """`Thay đổi`: how a task of a unit moved."""

    DONE = "Mới hoàn thành"
    OVERDUE = "Mới quá hạn"
    BACK = "Trước đã hoàn thành, nay chưa"
    DUE = "Đổi thời hạn"
    COPIED = "Nội dung chép nguyên kỳ trước"
    ADDED = "Mới giao"
    GONE = "Không còn giao"


@dataclass(frozen=True, slots=True)
class Change:
    """One shift of one task of one unit; `detail` is the newer row where there is one."""

    shift: Shift
    detail: Detail
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class History:
    """What went before a period: the one it is compared with, the changes since, the run of all up to now."""

    previous: Point | None
    changes: tuple[Change, ...]
    trend: tuple[Point, ...]

    def count(self, shift: Shift) -> int:
        """How many counted rows moved so."""
        return sum(change.shift is shift and change.detail.is_counted for change in self.changes)


def follow(now: Period, previous: Period | None, earlier: Sequence[Point]) -> History:
    """The history of a period.

    Args:
        now: the period.
        previous: the earlier one to compare with, if any.
        earlier: the figures of all earlier ones, in any order; of one day only the last counts.
    """
    both = [Point.of(period) for period in (previous, now) if period]
    points = {point.as_of: point for point in (*earlier, *both)}
    changes = tuple(compare(previous, now)) if previous else ()
    trend = tuple(points[day] for day in sorted(points))
    return History(Point.of(previous) if previous else None, changes, trend)


def compare(before: Period, now: Period) -> list[Change]:
    """Every change between two periods, by kind and then in plan order; rows outside the plan have no fixed key."""
    old, new = _keyed(before), _keyed(now)
    changes = [change for key in new if key in old for change in _shifts(old[key], new[key])]
    changes += [Change(Shift.ADDED, new[key], "", _state(new[key])) for key in new if key not in old]
    changes += [Change(Shift.GONE, old[key], _state(old[key]), "") for key in old if key not in new]
    order = list(Shift)
    return sorted(changes, key=lambda change: order.index(change.shift))


def _keyed(period: Period) -> dict[tuple[str, str, str, str], Detail]:
    """The rows of the plan by task, unit and role; those of a level below by the unit's name, too."""
    told = [detail for detail in period.details if detail.code]
    names = {detail.unit_code: detail.unit for detail in told}
    shared = {detail.unit_code for detail in told if names[detail.unit_code] != detail.unit}
    return {(d.code, d.unit_code, d.role, d.unit if d.unit_code in shared else ""): d for d in told}


def _state(detail: Detail) -> str:
    return f"{detail.status} ({detail.standing.value})"


def _shifts(old: Detail, new: Detail) -> Iterator[Change]:
    was_done, is_done = old.standing in DONE_STANDINGS, new.standing in DONE_STANDINGS
    states = _state(old), _state(new)
    if is_done and not was_done:
        yield Change(Shift.DONE, new, *states)
    if new.standing is Standing.OVERDUE and old.standing is not Standing.OVERDUE:
        yield Change(Shift.OVERDUE, new, *states)
    if was_done and not is_done:
        yield Change(Shift.BACK, new, *states)
    if (old.due, clean(old.deadline)) != (new.due, clean(new.deadline)):
        yield Change(Shift.DUE, new, _term(old), _term(new))
    # Of work that was done and stays done nobody expects new words.
    if not (was_done and is_done) and (copied := _copied(old, new)):
        yield Change(Shift.COPIED, new, copied, copied)


def _term(detail: Detail) -> str:
    shown = f"{detail.due:%d/%m/%Y}" if detail.due else ""
    return " – ".join(part for part in (detail.deadline, shown) if part)


def _copied(old: Detail, new: Detail) -> str:
    """The texts that stand word for word as last time, a line each."""
    pairs = ((old.result, new.result), (old.difficulty, new.difficulty), (old.proposal, new.proposal))
    return "\n".join(now for before, now in pairs if clean(now) and clean(before) == clean(now))
