"""Cell references: boxes inside A1:XFD1048576, and which of them overlap."""

import re
from collections.abc import Iterator
from typing import NamedTuple

LAST_COLUMN = 16_384
LAST_ROW = 1_048_576
_CORNER = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")


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
    """The box of `B2` or `B2:C3`; None where it is malformed, backwards or out of bounds."""
    first, _, last = reference.partition(":")
    start, end = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
    if start is None or end is None:
        return None
    found = Box(int(start[2]), column_number(start[1]), int(end[2]), column_number(end[1]))
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
