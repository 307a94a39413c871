"""Reading one filled cell as a clerk would: status words, percents, dates, counts.

A cell that is not understood gives no value and a code; it is never guessed. A value that had to be
interpreted is marked as repaired, so that the run can say how it was read.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Generic, TypeVar

from toolkit import deadlines, statuses
from toolkit.codes import CellCode
from toolkit.entry import Written
from toolkit.issues import Catalogue
from toolkit.model import DeadlineKind, Status
from toolkit.readers import Value
from toolkit.spreadsheet import shown
from toolkit.vietnamese import clean, fold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """A cell as written and read; `code` where it was not understood, `repaired` where it was interpreted."""

    written: Written[T]
    code: Catalogue | None = None
    repaired: bool = False


_BLANK = re.compile(r"[-\u2013\u2014_./\u2026 ]*")
_PERCENT = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*%?")
_PERCENT_INSIDE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%(?!\d)")
# Words by which a figure is a bound, an estimate, a denial or a change, and not what was reached.
_NO_FIGURE = re.compile(
    r"[<>≤≥~]|\d\s*-\s*\d|\b(?:tren|duoi|khong|chua|khoang|gan|hon|toi thieu|toi da|it nhat|phan dau|tu|den|tang|giam|"
    r"con|thieu|so voi|cung ky|tro len|tro xuong)\b|%\s*\+"
)
# What may stand before the share that was reached.
_REACHED = re.compile(r"(?:.*\b(?:dat|duoc|ty le|la|hoan thanh|thuc hien|xong|len)|.*[:(,])?\s*")
_SHARE = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})(?!\s*/)\D*")
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_GROUPED_US = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?")
_COUNT = re.compile(r"(?P<number>-?\d[\d.,]*)\s*(?P<thing>(?!.*trở (?:lên|xuống))[^\d/+<>≥≤~]*)(?:/[^\d]*)?")
# Read with their accents where they have them: "5 ngân hàng" and "5 văn bản" hold no thousands.
_SCALES = (
    (1e3, re.compile(r"(?:nghìn|nghin|ngàn|k|ngđ|ng\.đ)(?![^\W\d_]).*|ngan(?: dong)?")),
    (1e6, re.compile(r"(?:triệu|trieu|trđ|trd|tr)(?![^\W\d_]).*")),
    (1e9, re.compile(r"(?:tỷ|tỉ)(?! lệ)(?![^\W\d_]).*|t[yi](?: dong)?")),
)
_MINUS = re.compile("[\u2010-\u2015\u2212]")
_DATE_SHAPE = re.compile(r"(?:ngay )?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}")
_SERIAL_EPOCH = datetime(1899, 12, 30)
# Serial numbers of 2000 to 2100: outside it a bare number is not a date.
_SERIAL = re.compile(r"\d{5}")
_SERIALS = range(36526, 73051)


@lru_cache(maxsize=4096)
def _is_blank(text: str) -> bool:
    return bool(_BLANK.fullmatch(clean(text)))


# The same few words, shares and days again and again, each kept and sent once; told apart by type, for 1 and TRUE are
# not alike.
@lru_cache(maxsize=4096, typed=True)
def read_status(value: Value) -> Reading[Status]:
    """One of the four words, or a usual way to say it; a percent says how far the work is."""
    text = shown(value)
    if _is_blank(text):
        return Reading(Written())
    if statuses.is_suspended(text):
        return Reading(Written(text), CellCode.STATUS_SUSPENDED)
    status = statuses.read(text)
    if status is None:
        return Reading(Written(text), CellCode.STATUS_UNKNOWN)
    return Reading(Written(text, status), repaired=clean(text) != status.value)


@lru_cache(maxsize=4096, typed=True)
def read_progress(value: Value) -> Reading[float]:
    """A share of the work as a fraction. In a percent cell 0,5 is 50%; a bare number from 2 on is percent points.

    Between 1 and 2 a number may be 150% as well as 1,5%: that is not guessed.
    """
    text = shown(value)
    if _is_blank(text):
        return Reading(Written())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        is_points = value >= 2
        share: float | None = value / 100 if is_points else float(value)
        text = text if is_points else f"{round(value * 100, 6):g}%".replace(".", ",")
    else:
        is_points, share = True, _share_in(fold(text))
    if share is None:
        is_bound = _NO_FIGURE.search(fold(text)) and _PERCENT_INSIDE.search(text)
        return Reading(Written(text), CellCode.PERCENT_BOUND if is_bound else CellCode.PERCENT_UNREADABLE)
    if not 0 <= share <= 1:
        return Reading(Written(text), CellCode.PERCENT_RANGE)
    return Reading(Written(text, share), repaired=is_points)


def read_rate(value: Value) -> Reading[float]:
    """A rate that a person typed, as a fraction; unlike a share of work it may be more than the whole."""
    text = shown(value)
    if _is_blank(text):
        return Reading(Written())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # In a percent cell 0,95 is 95%; a bare number from 2 on is percent points.
        share = value / 100 if value >= 2 else float(value)
        return Reading(Written(f"{round(share * 100, 6):g}%".replace(".", ","), share))
    whole = _PERCENT.fullmatch(fold(text))
    return Reading(Written(text, float(whole[1].replace(",", ".")) / 100 if whole else None))


def _share_in(line: str) -> float | None:
    """The one share that a text states: `50%`, `Đạt 96%`, `120/125 hồ sơ`; None for bounds, estimates, several."""
    whole = _PERCENT.fullmatch(line)
    if whole:
        return float(whole[1].replace(",", ".")) / 100
    if _NO_FIGURE.search(line):
        return None
    inside = list(_PERCENT_INSIDE.finditer(line))
    if inside:
        figures = {share[1] for share in inside}
        is_reached = len(figures) == 1 and _REACHED.fullmatch(line[: inside[0].start()])
        return float(figures.pop().replace(",", ".")) / 100 if is_reached else None
    part = _SHARE.fullmatch(line)
    # "5/10" may be a day of October.
    if part and int(part[2]) > 12 and int(part[1]) <= int(part[2]):
        return int(part[1]) / int(part[2])
    return None


@lru_cache(maxsize=4096, typed=True)
def read_date(value: Value, year: int) -> Reading[date]:
    """A day. Text without a year takes the plan's `year`; a month alone is no day."""
    text = shown(value)
    if _is_blank(text):
        return Reading(Written())
    if isinstance(value, datetime):
        return _plausible(text, value.date(), repaired=False)
    if isinstance(value, date):
        return _plausible(text, value, repaired=False)
    if isinstance(value, (int, float)) or _SERIAL.fullmatch(text):
        serial = value if isinstance(value, (int, float)) else int(text)
        if _SERIALS.start <= serial < _SERIALS.stop:
            return Reading(Written(text, (_SERIAL_EPOCH + timedelta(days=serial)).date()), repaired=True)
        return Reading(Written(text), CellCode.DATE_UNREADABLE)
    reading = deadlines.read(text, year)
    if reading.kind is DeadlineKind.FIXED and reading.due and not reading.strict and not reading.milestones:
        return _plausible(text, reading.due, repaired=True)
    is_impossible = reading.kind is DeadlineKind.UNPARSEABLE and _DATE_SHAPE.fullmatch(fold(text))
    return Reading(Written(text), CellCode.DATE_IMPOSSIBLE if is_impossible else CellCode.DATE_UNREADABLE)


def _plausible(text: str, day: date, repaired: bool) -> Reading[date]:
    """A small number shown as a date is a day of 1900: nobody finished anything then."""
    if not 2000 <= day.year <= 2100:
        return Reading(Written(text), CellCode.DATE_IMPOSSIBLE)
    return Reading(Written(text, day), repaired=repaired)


def read_count(value: Value) -> Reading[float]:
    """A number in Vietnamese writing: point between thousands, comma before decimals, `1,5 tỷ`, `100 hồ sơ`."""
    text = shown(value)
    if _is_blank(text):
        return Reading(Written())
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return Reading(Written(text, float(value)))
    match = _COUNT.fullmatch(_MINUS.sub("-", unicodedata.normalize("NFKC", clean(text)).casefold()))
    number = _number(match["number"].rstrip(".,")) if match else None
    if match is None or number is None:
        return Reading(Written(text), CellCode.NUMBER_UNREADABLE)
    scale = next((scale for scale, words in _SCALES if words.fullmatch(match["thing"].strip())), 1)
    if not math.isfinite(number * scale):
        return Reading(Written(text), CellCode.NUMBER_UNREADABLE)
    return Reading(Written(text, number * scale), repaired=True)


@dataclass(frozen=True, slots=True)
class Level:
    """What a target asks for: `≥ 90%` is 90 with the comparison `≥`; none stated leaves it empty."""

    comparison: str
    value: float


_LEVEL = re.compile(
    r"(?P<bound>[^\d-]*?)(?P<figure>-?\d[\d.,]*(?:\s*(?:nghin|trieu|ty)\b)?)\s*(?:%|[^\d%]*)(?P<more>.*)"
)
_BOUNDS = {
    "≥": r">=|≥|(?:dat |dam bao )?(?:it nhat|toi thieu|tu)|dat tu",
    "≤": r"<=|≤|khong (?:qua|vuot qua)|toi da",
    ">": r">|tren|hon|vuot",
    "<": r"<|duoi",
    "=": r"|=|dat|bang",
}


def read_level(value: Value) -> Reading[Level]:
    """The figure of a target with its comparison: 90, `≥ 90%`, `tối thiểu 90%`, `không quá 10%`."""
    text = shown(value)
    if _is_blank(text):
        return Reading(Written())
    phrase, up, down = fold(text), "tro len", "tro xuong"
    match = _LEVEL.fullmatch(phrase.removesuffix(up).removesuffix(down).strip())
    number = read_count(match["figure"]).written.value if match else None
    bound = match["bound"].strip() if match else ""
    if not bound and phrase.endswith((up, down)):
        bound = ">=" if phrase.endswith(up) else "<="
    comparison = _sign(bound)
    if match is None or number is None or comparison is None or match["more"]:
        return Reading(Written(text), CellCode.NUMBER_UNREADABLE)
    return Reading(Written(text, Level(comparison if bound else "", number)), repaired=not isinstance(value, float))


def _sign(bound: str) -> str | None:
    return next((sign for sign, words in _BOUNDS.items() if re.fullmatch(words, bound)), None)


def read_comparison(text: str) -> str:
    """The sign that a text stands for: `≥` for `>=` and `tối thiểu`; empty where it stands for none."""
    phrase = fold(text)
    return (_sign(phrase) or "") if phrase else ""


def _number(digits: str) -> float | None:
    if _GROUPED.fullmatch(digits):
        return float(digits.replace(".", "").replace(",", "."))
    if _GROUPED_US.fullmatch(digits):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", ".")) if re.fullmatch(r"-?\d+(?:[.,]\d+)?", digits) else None
