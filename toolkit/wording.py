"""Numbers, shares and dates as Vietnamese office papers write them."""

import re
from datetime import date
from functools import lru_cache
from itertools import takewhile

# "Xã hội" is no commune.
_COMMUNE = re.compile(r"\b(?:xã(?!\s+hội\b)|phường|thị trấn|đặc khu)\s+([^,;()]+)", re.IGNORECASE)


def number(value: float) -> str:
    """`1.234` and `0,5`: a point between thousands, a comma before decimals."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))


def percent(rate: float | None) -> str:
    """`43,7%`; a dash where there is nothing to count."""
    return "–" if rate is None else f"{rate:.1%}".replace(".", ",")


@lru_cache(maxsize=4096)
def short_date(day: date) -> str:
    """`05/02/2025`; thousands of cells show the same few days."""
    return f"{day:%d/%m/%Y}"


def long_date(day: date) -> str:
    """`ngày 05 tháng 02 năm 2025`: a nought before days under 10 and the months 1 and 2.

    So Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4.
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def plan_title(number: str, issued_on: date | None) -> str:
    """`Kế hoạch số 07/KH-UBND ngày 15 tháng 01 năm 2025`, as far as the plan tells it."""
    issued = f" {long_date(issued_on)}" if issued_on else ""
    return f"Kế hoạch số {number}{issued}" if number else "Kế hoạch"


def place_of(issuer: str) -> str:
    """`Xuân Giang` for an office of xã Xuân Giang; dots to fill in where the name tells no commune."""
    return next(iter(places_in(issuer)), "…")


def places_in(text: str) -> list[str]:
    """The communes that a text names, each by its words in capitals: `Xuân Giang` in "xã Xuân Giang năm 2025"."""
    named = (takewhile(_begins_name, found[1].split()) for found in _COMMUNE.finditer(text))
    return [name for words in named if (name := " ".join(words))]


def _begins_name(word: str) -> bool:
    return word[0].isupper() or word.isdecimal()
