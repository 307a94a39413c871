"""Cells as people name them (`K14`) and as the code counts them (row 13, column 10)."""

import re
from functools import cache

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@cache
def column_letters(column: int) -> str:
    """`K` for 10: the letters of a 0-based column."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """`K14` for row 13, column 10."""
    return f"{column_letters(column)}{row + 1}"


def column_number(letters: str) -> int:
    """10 for `K`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def row_and_column(cell: str) -> tuple[int, int]:
    """13 and 10 for `K14`.

    Raises:
        ValueError: that names no cell.
    """
    match = _CELL.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    return int(match[2]) - 1, column_number(match[1])
