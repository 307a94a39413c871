"""The places of the cells that hold something: inside Excel's sheet, not so far apart that a reader fills memory.

Both grids are told every element as it opens, by its local name, whatever the part is called.
"""

import re
from collections.abc import Mapping
from functools import cache

from toolkit.guard.refusal import Cause, Refused
from toolkit.places import column_number

# Excel's own limits (Microsoft, «Excel specifications and limits»).
_ROWS, _COLUMNS = 1_048_576, 16_384
# A reader keeps a rectangle from the first cell to the last: so many cells are about 900 MB. One stray cell in the last
# row of a table of 28 columns is still less.
_MOST_AREA = 30_000_000
_PLACE = re.compile(r"([A-Za-z]{1,9})(\d{1,12})")


@cache
def _column(letters: str) -> int:
    return column_number(letters.upper())


class Rectangle:
    """From the first to the last cell that holds something, 0-based."""

    def __init__(self) -> None:
        self.top, self.left = _ROWS, _COLUMNS
        self.bottom = self.right = -1

    def take(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Add a cell, repeated so often down and to the right."""
        last_row, last_column = row + rows - 1, column + columns - 1
        if row < 0 or last_row >= _ROWS or last_column >= _COLUMNS:
            raise Refused(Cause.BOUNDS)
        # Comparisons, for this is done for every cell.
        if row < self.top:
            self.top = row
        if column < self.left:
            self.left = column
        if last_row > self.bottom:
            self.bottom = last_row
        if last_column > self.right:
            self.right = last_column

    def close(self) -> None:
        if self.bottom >= 0 and (self.bottom - self.top + 1) * (self.right - self.left + 1) > _MOST_AREA:
            raise Refused(Cause.AREA)


class Worksheet:
    """SpreadsheetML (ECMA-376 part 1, 18.3.1): cells name their places; one without content does not count."""

    def __init__(self) -> None:
        self._held, self._place = Rectangle(), ""

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._place = attributes.get("r", "")
        elif name in ("v", "is", "f") and self._place:
            found = _PLACE.fullmatch(self._place)
            if found is None:
                raise Refused(Cause.BOUNDS)
            self._held.take(int(found[2]) - 1, _column(found[1]))
            self._place = ""

    def close(self) -> None:
        self._held.close()


class Document:
    """OpenDocument 1.2, part 1, 9.1: rows and cells follow one another and may be repeated; each table for itself."""

    def __init__(self) -> None:
        self._held = Rectangle()
        self._row = self._column = 0
        self._rows = 1

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self._held.close()
            self._held, self._row, self._rows = Rectangle(), 0, 0
        elif name == "table-row":
            self._row += self._rows
            self._rows, self._column = _repeated(attributes, "number-rows-repeated"), 0
        elif name in ("table-cell", "covered-table-cell"):
            columns = _repeated(attributes, "number-columns-repeated")
            if any(key.endswith((":value-type", ":formula")) for key in attributes):
                self._held.take(self._row, self._column, self._rows, columns)
            self._column += columns

    def close(self) -> None:
        self._held.close()


def _repeated(attributes: Mapping[str, str], key: str) -> int:
    told = next((value for name, value in attributes.items() if name.endswith(f":{key}")), "1")
    return int(told) if told.isdecimal() and len(told) < 12 else 1
