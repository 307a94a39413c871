"""Finding the days and periods that a deadline text names, in folded text (lower case, no marks).

Parts of a month and a year follow Bộ luật Dân sự 2015, Điều 146: the end of a month is its last day, the
middle the 15th, the beginning the first.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from toolkit.model import DeadlineKind


class Impossible(Exception):
    """The text names a day or period that does not exist, such as 31/6."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One day or period in the text; `year` is None until one is known."""

    start: int
    end: int
    kind: DeadlineKind
    month: int
    last_month: int
    day: int | None = None
    last_day: int | None = None
    year: int | None = None
    first_year: int | None = None

    @property
    def first(self) -> date:
        return _date(self.first_year or self.year or 0, self.month, self.day or 1)

    @property
    def last(self) -> date:
        year = self.year or 0
        if self.last_day or self.day:
            return _date(year, self.last_month, self.last_day or self.day or 1)
        return _date(year, self.last_month, monthrange(year, self.last_month)[1])


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise Impossible(f"{day}/{month}/{year}") from fault


_WORDS = {
    "muoi hai": 12, "muoi mot": 11, "muoi": 10, "chin": 9, "tam": 8, "bay": 7,
    "nam": 5, "tu": 4, "bon": 4, "ba": 3, "hai": 2, "mot": 1, "nhat": 1, "dau": 1,
}  # fmt: skip
_ROMAN = {"iv": 4, "iii": 3, "ii": 2, "i": 1}
_YEAR = r"(?:\s*(?:/|-|\.|,|nam|cua nam)?\s*(?P<y>20\d\d)\b)?"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)|muoi hai|muoi mot|muoi|chin|tam|bay|tu|bon|ba|hai|mot"
_QUARTER = r"iv|iii|ii|i|[1-4]|mot|hai|ba|bon|tu"
# "3, 6 và 9" or "3-5" is one list; "tháng 3 - tháng 5" and "đến" span two mentions.
_JOIN = r"(?:\s*(?:,|va|&|;|\+)\s*(?:quy |thang |t)?|\s*-\s*t?)"
_TAIL = r"(?![\w])"

Reader = Callable[[re.Match[str]], Mention]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _ROMAN.get(word) or _WORDS[word]


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _items(text: str, item: str) -> list[int]:
    return [_number(word) for word in re.findall(rf"(?:{item}){_TAIL}", text)]


def _day(match: re.Match[str]) -> Mention:
    day, month = int(match["d"]), int(match["m"])
    if not 1 <= month <= 12 or not day:
        raise Impossible(match[0])
    return Mention(*match.span(), DeadlineKind.FIXED, month, month, day, day, _year(match["y"]))


def _months(match: re.Match[str]) -> Mention:
    months = _items(match["list"], _MONTH)
    if not all(1 <= month <= 12 for month in months):
        raise Impossible(match[0])
    day = _LAST_DAYS.get(match.groupdict().get("part") or "")
    return Mention(*match.span(), DeadlineKind.MONTH, min(months), max(months), None, day, _year(match["y"]))


def _day_or_months(match: re.Match[str]) -> Mention:
    """A day such as 15-6/2025; with 1-6/2025 nobody can tell the day from the months."""
    if int(match["d"]) <= 12:
        raise Impossible(match[0])
    return _day(match)


def _quarters(match: re.Match[str]) -> Mention:
    quarters = _items(match["list"], _QUARTER)
    first, last = 3 * min(quarters) - 2, 3 * max(quarters)
    months_left, day = {"dau": (2, 1), "giua": (1, 15)}.get(match["part"] or "", (0, None))
    return Mention(*match.span(), DeadlineKind.QUARTER, first, last - months_left, None, day, _year(match["y"]))


def _half(match: re.Match[str]) -> Mention:
    first, last = (7, 12) if match["part"] in ("cuoi", "sau") else (1, 6)
    return Mention(*match.span(), DeadlineKind.HALF, first, last, year=_year(match["y"]))


def _nine_months(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), DeadlineKind.RANGE, 1, _number(match["n"]), year=_year(match["y"]))


def _week(match: re.Match[str]) -> Mention:
    """Week n of a month ends on day 7n; the last week with the month."""
    month = _number(match["m"])
    day = None if match["n"] == "cuoi" or _number(match["n"]) > 4 else 7 * _number(match["n"])
    return Mention(*match.span(), DeadlineKind.FIXED, month, month, None, day, _year(match["y"]))


def _phase(match: re.Match[str]) -> Mention:
    return Mention(*match.span(), DeadlineKind.RANGE, 1, 12, year=int(match["b"]), first_year=int(match["a"]))


def _school_year(match: re.Match[str]) -> Mention:
    """A school year ends on 31 May, as the yearly decisions of the Ministry of Education set it."""
    return Mention(*match.span(), DeadlineKind.RANGE, 9, 5, None, None, int(match["b"]), int(match["a"]))


def _whole_year(match: re.Match[str]) -> Mention:
    month, day = {"dau": (1, 1), "giua": (6, 30)}.get(match["part"] or "", (12, None))
    return Mention(*match.span(), DeadlineKind.YEAR, 1, month, None, day, _year(match.groupdict().get("y")))


_SEP = r"\s*[/.-]\s*"
_NTH = "dau|cuoi|nhat|hai|ba|bon|tu"
# "Tháng 4-6/2025" names months, not the fourth of June.
_NO_MONTHS = r"(?<![\d/])(?<!thang )(?<!\bt)"
# Parts of a month by the last day they hold, where that is not the month's own.
_LAST_DAYS = {"giua": 15, "dau": 1, "nua dau": 15, "thuong tuan": 10, "trung tuan": 20}
# In order: what an earlier pattern takes, a later one does not see.
_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(?<![\w/.-])(?P<y>20\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)", _day),
        (rf"{_NO_MONTHS}(?P<d>\d{{1,2}})\s*-\s*(?P<m>\d{{1,2}})/(?P<y>20\d\d)", _day_or_months),
        (rf"{_NO_MONTHS}(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>20\d\d|\d\d)(?![\d/])", _day),
        (rf"\btuan (?:thu )?(?P<n>\d|{_NTH})(?: tien)?(?: cua)?\s*[,-]?\s*thang (?P<m>{_MONTH}){_YEAR}", _week),
        (rf"\btuan (?P<n>\d)/(?P<m>\d{{1,2}}){_YEAR}", _week),
        (r"\b(?P<d>\d{1,2})\s*thang\s*(?P<m>\d{1,2})(?:\s*(?:nam|/|,)?\s*(?P<y>20\d\d))?(?!\d)", _day),
        (r"\bnam hoc (?P<a>20\d\d)\s*-\s*(?P<b>20\d\d)", _school_year),
        (r"\b(?P<a>20\d\d)\s*(?:-|den(?: nam)?)\s*(?P<b>20\d\d)\b", _phase),
        (rf"\b0?6 thang (?P<part>dau|cuoi)(?: nam)?{_YEAR}", _half),
        (rf"\bnua (?:nam )?(?P<part>dau|cuoi|sau)(?: cua)?(?: nam)?(?! thang| quy){_YEAR}", _half),
        (rf"\b(?P<n>0?[39]|chin|ba) thang dau(?: nam)?{_YEAR}", _nine_months),
        (
            rf"(?:\b(?P<part>dau|giua) )?\bq(?:u[yi])?\.?\s*(?:thu )?"
            rf"(?P<list>(?:{_QUARTER}){_TAIL}(?:{_JOIN}(?:{_QUARTER}){_TAIL})*){_YEAR}",
            _quarters,
        ),
        (
            rf"(?:\b(?P<part>(?:nua )?(?:dau|cuoi)|giua|het|(?:thuong|trung|ha) tuan) )?\bthang\s*"
            rf"(?P<list>(?:{_MONTH}){_TAIL}(?:{_JOIN}(?:{_MONTH}){_TAIL}(?!/\d\d?\b))*){_YEAR}",
            _months,
        ),
        (
            rf"\bt\.?\s?(?P<list>(?:{_MONTH}){_TAIL}(?:{_JOIN}(?:{_MONTH}){_TAIL})*){_SEP}(?P<y>20\d\d|\d\d)\b",
            _months,
        ),
        (r"(?<![\d/.])(?<!\d-)(?P<list>0?[1-9]|1[0-2])\s*[/.-]\s*(?P<y>20\d\d)\b", _months),
        # T2 to T7 alone may be days of the week.
        (r"\bt(?P<list>0[1-9]|[89]|1[0-2])(?P<y>)\b", _months),
        (r"(?<![\w/.])(?<!\w-)(?P<d>\d{1,2})\s*[/-]\s*(?P<m>\d{1,2})(?P<y>)(?![\w/]|-[a-z])", _day),
        (r"(?:\b(?P<part>dau|giua) )?(?<![\w/.-])(?:nam\s*)?(?P<y>20\d\d)(?![\w/-])", _whole_year),
        (
            r"\b(?:trong|cuoi|het|ca|(?<!thang )(?<!quy )(?P<part>dau|giua)) nam\b(?! (?:sau|toi|tiep|hoc|thu))",
            _whole_year,
        ),
    )
)  # fmt: skip


def find(text: str, plan_year: int) -> list[Mention]:
    """The mentions in a folded text, in order, each with its year.

    A mention without a year takes that of the next one that has it ("15/3 đến 30/4/2025"), else the one
    before, else the plan's.

    Raises:
        Impossible: the text names a day that does not exist.
    """
    found: list[Mention] = []
    for pattern, reader in _PATTERNS:
        while match := pattern.search(text):
            found.append(reader(match))
            text = text[: match.start()] + "\0" * (match.end() - match.start()) + text[match.end() :]
    found.sort(key=lambda mention: mention.start)
    return _with_years(found, plan_year)


def _with_years(found: list[Mention], plan_year: int) -> list[Mention]:
    known: int | None = None
    dated: list[Mention] = []
    for mention in reversed(found):
        known = mention.year or known
        dated.insert(0, replace(mention, year=known))
    known = plan_year
    for at, mention in enumerate(dated):
        known = mention.year or known
        dated[at] = replace(mention, year=known)
    for mention in dated:
        _ = mention.first, mention.last  # raises where the day does not exist
    return dated
