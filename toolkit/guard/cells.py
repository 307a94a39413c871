"""The places of the cells that hold something: inside Excel's sheet, and not more than a reader can keep.

The fast reader keeps a rectangle of cells. Where those of an .xlsx lie far apart, `toolkit.gaps` closes it up before;
the other kinds are then given to readers that keep only the cells that there are.
"""

import re
from collections.abc import Mapping

from toolkit.guard.refusal import Cause, Refused
from toolkit.places import column_number

# Excel's own limits (Microsoft, «Excel specifications and limits»).
_ROWS, _COLUMNS = 1_048_576, 16_384
# The cells that a reader keeps. The fast one takes some 40 bytes for each, so that these take about 250 MB.
_MOST_CELLS = 6_000_000
# A cell of SpreadsheetML, by its letters and its number (ECMA-376 part 1, 18.3.1.4). Whether it holds something is
# asked first: in a sheet full of formats most cells hold nothing.
_HELD = re.compile(
    rb"""<(?:[\w.\x80-\xff-]++:)?+c(?=\s[^<>]*+(?<!/)>(?!\s*</))\s[^<>]*?\br\s*=\s*["']\s*([A-Za-z]*)([^"'\s]*)""",
)
_LONGEST_LETTERS, _LONGEST_DIGITS = 9, 12


class Rectangle:
    """From the first to the last cell that holds something, 0-based."""

    def __init__(self) -> None:
        self.top, self.left = _ROWS, _COLUMNS
        self.bottom = self.right = -1
        self._count = 0

    def take(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Add a cell, repeated so often down and to the right."""
        last_row, last_column = row + rows - 1, column + columns - 1
        if row < 0 or last_row >= _ROWS or last_column >= _COLUMNS:
            raise Refused(Cause.BOUNDS)
        self._count += rows * columns
        if self._count > _MOST_CELLS:
            raise Refused(Cause.CELLS)
        # Comparisons, for this is done for every cell.
        if row < self.top:
            self.top = row
        if column < self.left:
            self.left = column
        if last_row > self.bottom:
            self.bottom = last_row
        if last_column > self.right:
            self.right = last_column

    @property
    def area(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1) if self.bottom >= 0 else 0


def measure(xml: bytes) -> int:
    """How many cells of a SpreadsheetML sheet's rectangle lie in rows and columns that hold nothing.

    Raises:
        Refused: a cell is outside of Excel's sheet, or there are too many even with the gaps closed up.
    """
    rows, columns = set(), set()
    for letters, digits in map(re.Match.groups, _HELD.finditer(xml)):
        columns.add(letters)
        rows.add(digits)
    held = Rectangle()
    for row in rows:
        if not row.isdigit() or len(row) > _LONGEST_DIGITS:
            raise Refused(Cause.BOUNDS)
        held.take(int(row) - 1, 0)
    left = _COLUMNS
    for letters in columns:
        if not 0 < len(letters) <= _LONGEST_LETTERS:
            raise Refused(Cause.BOUNDS)
        column = column_number(letters.decode().upper())
        held.take(held.top, column)
        left = min(left, column)
    close = len(rows) * len(columns)
    if close > _MOST_CELLS:
        raise Refused(Cause.CELLS)
    held.left = left
    return held.area - close


class Document:
    """OpenDocument 1.2, part 1, 9.1: rows and cells follow one another and may be repeated; each table for itself."""

    def __init__(self) -> None:
        self._held = Rectangle()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._is_taken = True

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table":
            self._held, self._row, self._rows = Rectangle(), 0, 0
        elif name == "table-row":
            self._row += self._rows
            self._rows, self._column, self._columns = _repeated(attributes, ":number-rows-repeated"), 0, 0
        elif name in ("table-cell", "covered-table-cell"):
            self._column += self._columns
            self._columns = _repeated(attributes, ":number-columns-repeated")
            self._is_taken = False
            # A loop, for this is done for every cell.
            for key in attributes:
                if key.endswith((":value-type", ":formula")):
                    self._take()
                    break
        elif name == "p" and not self._is_taken:
            self._take()

    def _take(self) -> None:
        self._is_taken = True
        self._held.take(self._row, self._column, self._rows, self._columns)


def _repeated(attributes: Mapping[str, str], key: str) -> int:
    for name, told in attributes.items():
        if name.endswith(key):
            if not told.isdecimal():
                break
            return int(told) if len(told) <= _LONGEST_DIGITS else _ROWS + 1
    return 1
