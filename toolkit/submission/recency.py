"""Which of several tables of one unit is newer, by what the names of their sheets or the lines above them say."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from toolkit import deadlines
from toolkit.deadlines.month_names import spell_months
from toolkit.model import DeadlineKind
from toolkit.vietnamese import clean, fold

# How people write days on tabs, where no "/" can stand, and how a deadline says the same.
_AS_DEADLINES = (
    (re.compile(r"(?<!\d)(20\d\d)[-. ]?(\d\d)[-. ]?(\d\d)(?!\d)"), r"\3/\2/\1"),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)(20\d\d)(?!\d)"), r"\1/\2/\3"),
    (re.compile(r"(?<!\d)(20\d\d)[-.](\d\d)(?![-.\d])"), r"thang \2/\1"),
    (re.compile(r"^(?:(?:bc|bao cao|so lieu|tinh|den|ngay) )*(\d{1,2})[-.](\d{1,2})\.?$"), r"ngay \1/\2"),
    (re.compile(r"^(?:bc |bao cao )?(\d{1,2}) ?t(?:hang)?$"), r"thang \1"),
    (re.compile(r"\b(?:bc ?)?t(?:hg|hang)?\.? ?(\d{1,2}) ?[-.] ?(2\d)\b"), r"thang \1/20\2"),
    (re.compile(r"\b(?:bc ?)?t(?:hg)?\.? ?(\d{1,2})\b"), r"thang \1"),
)
_WEEK = re.compile(r"(?:bc |bao cao )?(?:tuan|w)\.? ?(?:thu |so )?(\d{1,2})(?: ?[-.,/]? ?(?:nam )?(20\d\d))?")
# "Lần 2", "Đợt 2" count.
_COUNTED = re.compile(r"\b(?:lan|dot|ban|ky|so)(?: so| thu)? ?(\d{1,3})\b")
# With their marks, for "mỗi" and "cụ" are other words; without them only where they end the name.
_NEW, _OLD = re.compile(r"\bmới\b|\bmoi$"), re.compile(r"\bcũ\b|\bcu$")
_MONTHS_OF = {DeadlineKind.QUARTER: 3, DeadlineKind.HALF: 6, DeadlineKind.YEAR: 12}


def newest_first(tabs: Sequence[str], titles: Sequence[Sequence[str]], year: int, as_of: date) -> list[int] | None:
    """The places of the tables in order, the newest first; None where nothing tells each from every other.

    Args:
        tabs: the name of each table's sheet.
        titles: the lines above each table that do not stand above all of them.
        year: the plan's year, for days that state none.
        as_of: the reporting date; what had not begun then is no report of this year.
    """
    spoken: list[Callable[[str], int]] = [partial(told, year=year, as_of=as_of) for told in (_day, _period, _week)]
    for texts, measures in (([[tab] for tab in tabs], (*spoken, _number, _age)), (titles, (*spoken, _number))):
        for told in measures:
            numbers = [next(filter(None, map(told, lines)), 0) for lines in texts]
            if 0 not in numbers and len(set(numbers)) == len(numbers):
                return sorted(range(len(numbers)), key=numbers.__getitem__, reverse=True)
    return None


def _folded(text: str) -> str:
    return fold(spell_months(clean(text).casefold())).replace("_", " ").strip()


def _read(text: str, year: int) -> tuple[date | None, DeadlineKind]:
    folded = _folded(text)
    for pattern, replacement in _AS_DEADLINES:
        folded = pattern.sub(replacement, folded)
    read = deadlines.read(folded, year)
    return read.due, read.kind


def _day(text: str, year: int, as_of: date) -> int:
    """The day that a text names, as a number; none where its month has not begun, for then it may be of last year."""
    day, _ = _read(text, year)
    return day.toordinal() if day and day.replace(day=1) <= as_of else 0


def _period(text: str, year: int, as_of: date) -> int:
    """The last day of the quarter, half or year that a text names, if that has begun."""
    day, kind = _read(text, year)
    months = _MONTHS_OF.get(kind)
    return day.toordinal() if day and months and day.replace(month=day.month - months + 1, day=1) <= as_of else 0


def _week(text: str, year: int, as_of: date) -> int:
    """The first day of the week of the year that is all that a text says, if it has come."""
    found = _WEEK.fullmatch(_folded(text))
    if not found or not 1 <= int(found[1]) <= 53:
        return 0
    day = date.fromisocalendar(int(found[2] or year), 1, 1) + timedelta(weeks=int(found[1]) - 1)
    return day.toordinal() if day <= as_of else 0


def _number(text: str) -> int:
    found = _COUNTED.search(fold(text))
    return int(found[1]) if found else 0


def _age(text: str) -> int:
    """«mới» is newer than what says nothing, «cũ» is older."""
    name = clean(text).casefold()
    return 2 + bool(_NEW.search(name)) - bool(_OLD.search(name))
