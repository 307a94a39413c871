"""Moments written with a time zone, as programs export them: the day on which they fall in Việt Nam."""

import re
from datetime import datetime, timedelta

# Việt Nam's time is seven hours ahead of UTC (Quyết định 134/2002/QĐ-TTg); no zone is further from it than these.
_AHEAD, _ZONES = timedelta(hours=7), (timedelta(hours=-12), timedelta(hours=14))
_NAMES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATES = (
    r"(?P<y>20\d\d)(?P<sep>[-/.]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)",
    r"(?P<d>\d{1,2})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<y>20\d\d)",
    rf"(?P<d>\d{{1,2}})[ -](?P<m>{_NAMES})[a-z]*[ -](?P<y>20\d\d)",
    rf"(?P<m>{_NAMES})[a-z]* (?P<d>\d{{1,2}}),? (?P<y>20\d\d)",
)
_CLOCK = r"(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?P<seconds>:?(?P<second>\d\d)(?:[.,]\d+)?)?(?:\s*(?P<half>[ap])m)?"
_OFFSET = r"(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?"
_ZONE = rf"\s*(?:z|(?:utc|gmt)(?:{_OFFSET})?|{_OFFSET.replace('?P<', '?P<bare_')})(?![\w:])"
_MOMENTS = tuple(
    re.compile(rf"(?<![\w/.-]){day}(?P<gap>\s*t\s*|[\s,]+){_CLOCK}{_ZONE}", re.IGNORECASE) for day in _DATES
)
# A day without a time is that day, whatever its zone (XML Schema part 2, 3.2.9).
_DAY = re.compile(r"(?<![\w/.-])(20\d\d-\d\d-\d\d)(?:\s*(?:z|utc|gmt)|[+-]\d\d:\d\d)(?![\w:])", re.IGNORECASE)


def localize(text: str) -> str:
    """The text with every moment of a zone as its day in Việt Nam: `2026-01-05T17:00:00.000Z` as `2026-01-06`.

    A moment without a zone is local already, and one that does not exist is no moment: both stay.
    """
    if "20" not in text:
        return text
    for moment in _MOMENTS:
        text = moment.sub(_local_day, text)
    return _DAY.sub(r"\1", text)


def is_zoned(text: str) -> bool:
    """True where the text holds a moment of a zone."""
    return localize(text) != text


def _local_day(match: re.Match[str]) -> str:
    month = _NAMES.split("|").index(match["m"].lower()) + 1 if match["m"].isalpha() else int(match["m"])
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"].lower() == "p")
    offset = _offset(match)
    # 24:00 is the end of the day (ISO 8601), and 23:59:60 a leap second.
    if hour > 24 or minute > 59 or second > 60 or offset is None:
        return match[0]
    try:
        day = datetime(int(match["y"]), month, int(match["d"]))
    except ValueError:
        return match[0]
    return f"{day + timedelta(hours=hour, minutes=minute, seconds=second) - offset + _AHEAD:%Y-%m-%d}"


def _offset(match: re.Match[str]) -> timedelta | None:
    """How far the zone is ahead of UTC; None where what looks like one is none: "08:00-11:30" is a time to a time."""
    if not match["bare_sign"]:
        sign, hours, minutes = match["sign"], match["hours"], match["minutes"]
    else:
        sign, hours, minutes = match["bare_sign"], match["bare_hours"], match["bare_minutes"]
        is_exported = match["seconds"] or "t" in match["gap"].lower()
        if sign == "-" and not is_exported and int(hours) >= int(match["hour"]):
            return None
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    return offset if _ZONES[0] <= offset <= _ZONES[1] else None
