"""Cell references: boxes inside A1:XFD1048576, and which of them overlap."""

import re
from collections.abc import Iterator
from typing import NamedTuple

LAST_COLUMN = 16_384
LAST_ROW = 1_048_576
_CORNER = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")
_WHOLE_COLUMNS = re.compile(r"\$?([A-Z]+):\$?([A-Z]+)")
_WHOLE_ROWS = re.compile(r"\$?([0-9]+):\$?([0-9]+)")


class Box(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int

    @property
    def valid(self) -> bool:
        return 1 <= self.top <= self.bottom <= LAST_ROW and 1 <= self.left <= self.right <= LAST_COLUMN


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def box(reference: str) -> Box | None:
    """The box of `B2`, `B2:C3`, `B:C` or `2:3`; None where it is malformed, backwards or out of bounds."""
    if columns := _WHOLE_COLUMNS.fullmatch(reference):
        found = Box(1, column_number(columns[1]), LAST_ROW, column_number(columns[2]))
    elif rows := _WHOLE_ROWS.fullmatch(reference):
        found = Box(int(rows[1]), 1, int(rows[2]), LAST_COLUMN)
    else:
        first, _, last = reference.partition(":")
        corners = [_CORNER.fullmatch(corner) for corner in (first, last or first)]
        if corners[0] is None or corners[1] is None:
            return None
        (column, row), (last_column, last_row) = corners[0].groups(), corners[1].groups()
        found = Box(int(row), column_number(column), int(last_row), column_number(last_column))
    return found if found.valid else None


def overlapping(boxes: list[tuple[str, Box]]) -> Iterator[tuple[str, str]]:
    """The labels of each two boxes that share a cell."""
    open_boxes: list[tuple[str, Box]] = []
    for label, here in sorted(boxes, key=lambda labelled: labelled[1]):
        open_boxes = [earlier for earlier in open_boxes if earlier[1].bottom >= here.top]
        for earlier_label, earlier in open_boxes:
            if earlier.left <= here.right and here.left <= earlier.right:
                yield earlier_label, label
        open_boxes.append((label, here))
