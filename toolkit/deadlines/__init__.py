"""Reading a deadline as a clerk would: what kind it is, and the last day that is still on time.

Better no date than a wrong one: a date inside a condition or a document's number is never a deadline, an
impossible date is reported and not repaired, and a text that is not understood gives none.
"""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import isfinite

from toolkit.deadlines.mentions import Impossible, Mention, find
from toolkit.deadlines.month_names import spell_months
from toolkit.deadlines.zoned import localize
from toolkit.model import Deadline, DeadlineKind
from toolkit.number_formats import shows_only_month
from toolkit.vietnamese import clean, fold

_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
# A day outside of these years is nobody's deadline, and the arithmetic of days ends beyond them.
_YEARS = range(2000, 2101)

_PLACEHOLDER = re.compile(r"[\s./…_-]*(?:20\d\d)?|nt|-nt-|n/a|khong|chua (?:co|xac dinh|ro)")
_NO_TERM = re.compile(r"khong (?:quy dinh|co thoi han|xac dinh thoi han|an dinh)")
_CITATION = re.compile(
    r"(?:quyet dinh|nghi quyet|nghi dinh|thong tu|ke hoach|cong van|van ban|chi thi|cong dien|bao cao|thong bao|luat|"
    r"to trinh|huong dan|ket luan|chuong trinh|de an)(?: so)?\s*:?\s*(?!\d+[/.-]\d+[/.-](?:20)?\d\d\b)\d+[\w/.-]*"
    r"(?:\s*,?\s*ngay \d+[/.-]\d+[/.-]\d+)?"
    r"|\b\d+(?:/\d{4})?/[a-z]{2,}[\w-]*(?:\s*,?\s*ngay \d+[/.-]\d+[/.-]\d+)?"
)
_RECURRING = re.compile(
    r"\bha(?:n)?g (?:ngay|tuan|thang|quy|nam)|\bdinh ky|\bmoi (?:ngay|tuan|thang|quy|nam)\b|\d+\s*lan\s*/|"
    r"\d+ (?:ngay|tuan|thang|nam)\b\D*(?:/|\b(?:mot|0?1) )\s*lan|\bcua thang cuoi quy|"
    r"\bhang \d+ thang|\bthang cuoi (?:cua )?quy"
)
_ONGOING = re.compile(r"thuong xuyen|lien tuc|tiep theo|tro di|lau dai|suot nam|quanh nam")
_RELATIVE = re.compile(
    r"\d+ (?:ngay|thang|nam|tuan|gio)(?: lam viec)? (?:ke tu|sau|tinh tu|tu ngay|tu khi)|"
    r"trong (?:vong|thoi han|thoi gian) \d+|ngay sau (?:khi|khi co)|truoc khi het han|"
    r"(?:cham nhat|truoc|sau) \d+ (?:ngay|thang|tuan)\b(?! \d)"
)
_CONDITION = re.compile(
    r"\bsau khi\b|\bkhi (?!nao)|\btheo\b|\bdot xuat|\bneu co\b|\bcan cu\b|\btuy\b|\bphu thuoc|\bkhi co\b|"
    r"\bsau (?:tet|hoi nghi|dai hoi)|\bluc\b|\bdau nam hoc\b|\bhop (?:dau|giua|cuoi) nam\b|\bkhai giang\b|\bhoc ky\b"
)
_CLOCK = re.compile(r"\b\d{1,2}(?:\s*(?:h|gio)\s*(?:\d{2}\b(?!/))?'?(?:\s*phut)?|:\d{2}\b(?!/))")
# "24/7" alone says "always" as well as 24 July.
_ALWAYS = re.compile(r"24/7|24h?/24h?")
# Days of the moon's calendar: no program can turn them into the sun's by the text alone.
_LUNAR = re.compile(r"\bam lich\b|\bram\b|\btet\b|\bgieng\b|\bthang chap\b")
# "Tháng 12/9999", "quý I năm 0001": such a month is none of the plan's year.
_OTHER_YEAR = re.compile(r"\b(?:thang|quy)\s*(?:\d{1,2}|[ivx]+)\s*(?:/\s*|,?\s*nam\s+)(?!20\d\d\b)\d{4,}\b")
_BEFORE = re.compile(r"\b(?:truoc|trc)(?: thoi diem)?(?: het)?(?: ngay)?(?: mung)?\s*$")
_START = re.compile(r"(?:\btu|\bbat dau|\bke tu|\bsau)(?: ngay| thang| quy| nam)?\s*$")
_FROM_NOW = re.compile(r"\btu (?:nay|bay gio|khi ban hanh) (?:den|toi)")
_UNTIL = re.compile(r"^\s*(?:-|den|toi)")


# A plan says the same few deadlines of many tasks; told apart by type, for a day is no moment and 1 is not TRUE.
@lru_cache(maxsize=1024, typed=True)
def read(value: str | date | float | None, year: int, number_format: str = "") -> Deadline:
    """Read one deadline cell.

    Args:
        value: the cell: text, a date, or a number.
        year: the plan's year, for texts that state none.
        number_format: the cell's number format; a date shown as month and year alone is a month.
    """
    if isinstance(value, date):
        return _from_date(value, number_format)
    if isinstance(value, (int, float)):
        return _from_number(float(value))
    text = value or ""
    folded = _CITATION.sub(" van ban ", re.sub(r"\s+", " ", fold(spell_months(localize(clean(text)).casefold()))))
    if (_PLACEHOLDER.fullmatch(folded) and not re.fullmatch(r"20\d\d", folded)) or _NO_TERM.search(folded):
        return Deadline(text, DeadlineKind.NONE)
    if clean(text).startswith("#"):
        return Deadline(text, DeadlineKind.UNPARSEABLE)
    return replace(_read_text(folded, year), text=text)


def _from_date(value: date, number_format: str) -> Deadline:
    day = value.date() if isinstance(value, datetime) else value
    shown = f"{day:%d/%m/%Y}"
    if day.year not in _YEARS:
        return Deadline(shown, DeadlineKind.UNPARSEABLE)
    if shows_only_month(number_format):
        return Deadline(shown, DeadlineKind.MONTH, day.replace(day=monthrange(day.year, day.month)[1]))
    return Deadline(shown, DeadlineKind.FIXED, day)


def _from_number(value: float) -> Deadline:
    """A year, a month typed as 6.2025, or Excel's serial number of a day."""
    if not isfinite(value):
        return Deadline(str(value), DeadlineKind.UNPARSEABLE)
    text = f"{value:g}" if value.is_integer() else f"{value:.4f}".rstrip("0")
    if value.is_integer() and int(value) in _SERIALS:
        return Deadline(text, DeadlineKind.FIXED, _EPOCH + timedelta(days=int(value)))
    if value.is_integer() and value in _YEARS:
        return Deadline(text, DeadlineKind.YEAR, date(int(value), 12, 31))
    month, _, year = f"{value:.4f}".partition(".")
    if 1 <= int(month) <= 12 and int(year) in _YEARS:
        return Deadline(text, DeadlineKind.MONTH, date(int(year), int(month), monthrange(int(year), int(month))[1]))
    return Deadline(text, DeadlineKind.UNPARSEABLE)


def _read_text(folded: str, year: int) -> Deadline:
    """The reading of a folded text without citations; its `text` is still empty."""
    if _RECURRING.search(folded):
        return Deadline("", DeadlineKind.RECURRING)
    if _ONGOING.search(folded):
        return Deadline("", DeadlineKind.ONGOING)
    if _RELATIVE.search(folded):
        return Deadline("", DeadlineKind.RELATIVE)
    if _LUNAR.search(folded) or _ALWAYS.fullmatch(folded) or _OTHER_YEAR.search(folded):
        return Deadline("", DeadlineKind.UNPARSEABLE)
    condition = _CONDITION.search(folded)
    head = folded[: condition.start()] if condition else folded
    spoken = _CLOCK.sub(lambda match: "\1" * len(match[0]), head)
    try:
        mentions = find(spoken, year)
    except Impossible:
        return Deadline("", DeadlineKind.UNPARSEABLE)
    if not mentions:
        return Deadline("", DeadlineKind.CONDITIONAL if condition else DeadlineKind.UNPARSEABLE)
    return _judge(spoken, mentions)


def _judge(text: str, mentions: list[Mention]) -> Deadline:
    """What the mentions amount to: an end, several milestones, or only a start."""
    ends: list[tuple[date, bool]] = []
    is_range = mentions[-1].kind is DeadlineKind.RANGE or bool(_FROM_NOW.search(text))
    for mention, following in zip(mentions, [*mentions[1:], None], strict=True):
        before = text[: mention.start]
        if following and _UNTIL.match(text[mention.end : following.start]):
            is_range = True
        elif not _START.search(before) and not _is_narrowed(mention, mentions):
            ends.append(_end(mention, before))
    if not ends:
        return Deadline("", DeadlineKind.ONGOING)
    due, strict = max(ends)
    kind = DeadlineKind.RANGE if is_range else mentions[-1].kind
    return Deadline("", kind, due, strict, tuple(sorted({day for day, _ in ends if day < due})))


def _is_narrowed(period: Mention, mentions: list[Mention]) -> bool:
    """True for a period of which the text also names a day: "Quý II, trước ngày 15/6"."""
    if period.kind is DeadlineKind.FIXED:
        return False
    days = (mention.last for mention in mentions if mention.kind is DeadlineKind.FIXED)
    return any(period.first <= day <= period.last for day in days)


def _end(mention: Mention, before: str) -> tuple[date, bool]:
    """The last day on time, and whether the text says "trước ngày" of it."""
    stripped = before.rstrip("\1 ")
    if not _BEFORE.search(before) and not (_BEFORE.search(stripped) and mention.kind is not DeadlineKind.FIXED):
        return mention.last, False
    if mention.kind is DeadlineKind.FIXED and mention.day:
        return mention.last, True
    return mention.first - timedelta(days=1), False
