"""Names of months that would mean something else in folded text, written as numbers beforehand."""

import re

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>{'|'.join(_ENGLISH)})[a-z]*"
_MONTH_FIRST = re.compile(rf"\b{_NAME}[ .]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>20\d\d)\b")
_DAY_FIRST = re.compile(rf"\b(?:(?P<day>\d{{1,2}})[ .-])?{_NAME}[ .,-]+(?P<year>20\d\d|\d\d)\b")
# "Sáu" and "sau" (after) are one word without marks.
_SIX = re.compile(r"\bsáu\b")
# "Năm" is five and year: a month only before a year or at the end.
_FIVE = re.compile(r"\btháng năm(?=\s*(?:năm|/|-)\s*20\d\d|$)")


def spell_months(text: str) -> str:
    """The lower-case text with such names as numbers: "tháng sáu" as "tháng 6", "30-jun-25" as
    "30 tháng 6 năm 2025".
    """
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        text = pattern.sub(_in_vietnamese, text)
    return _FIVE.sub("tháng 5", _SIX.sub("6", text))


def _in_vietnamese(match: re.Match[str]) -> str:
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    return f"{match['day'] or ''} tháng {_ENGLISH.index(match['name']) + 1} năm {year}".strip()
