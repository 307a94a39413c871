"""The places of the cells that hold something: inside Excel's sheet, not so far apart that a reader fills memory."""

import re
from collections.abc import Iterable

from toolkit.guard.parts import Part
from toolkit.guard.refusal import Cause, Refused
from toolkit.places import column_number

# Excel's own limits (Microsoft, «Excel specifications and limits»).
_ROWS, _COLUMNS = 1_048_576, 16_384
# A reader keeps a rectangle from the first cell to the last: so many cells are about 600 MB.
_MOST_AREA = 20_000_000
_LETTERS, _NUMBER = re.compile(rb'\sr="([A-Za-z]{1,9})\d'), re.compile(rb'\sr="[A-Za-z]{1,9}(\d{1,12})"')
_HELD = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Za-z]{1,9})(\d{1,12})"[^>]*(?<!/)>')


def check(part: Part) -> None:
    """Measure the rectangle of the cells that hold something.

    Raises:
        Refused: a cell lies outside of Excel's sheet, or far from the others.
    """
    columns, rows = _columns(_LETTERS.findall(part.data)), _rows(_NUMBER.findall(part.data))
    if not (columns and rows):
        return
    if max(rows) > _ROWS or min(rows) < 1 or max(columns) >= _COLUMNS:
        raise Refused(Cause.BOUNDS)
    # Blank cells that only have a format do not count; to tell them apart takes longer, and seldom matters.
    if _area(columns, rows) > _MOST_AREA:
        held = _HELD.findall(part.data)
        if held and _area(_columns(letters for letters, _ in held), _rows(number for _, number in held)) > _MOST_AREA:
            raise Refused(Cause.AREA)


def _columns(letters: Iterable[bytes]) -> set[int]:
    return {column_number(found.decode().upper()) for found in set(letters)}


def _rows(numbers: Iterable[bytes]) -> set[int]:
    return {int(found) for found in set(numbers)}


def _area(columns: set[int], rows: set[int]) -> int:
    return (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1)
