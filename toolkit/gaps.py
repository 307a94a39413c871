"""Sheets of .xlsx packages whose cells lie far apart, closed up for the reader and opened again afterwards.

A reader keeps a rectangle from the first cell to the last: for one stray cell in the last row that is half a gigabyte.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from toolkit.oddities import xlsx
from toolkit.places import column_letters, column_number
from toolkit.readers import Grid, Value
from toolkit.zipped import opened

_ROW = re.compile(rb"<(?P<name>(?:[\w.-]+:)?row)(?=[\s/>])[^<>]*(?:(?<=/)>|>.*?</(?P=name)\s*>)", re.DOTALL)
_CELL = re.compile(
    rb"<((?:[\w.-]+:)?c)(\s[^<>]*?\br\s*=\s*[\"'])([A-Za-z]+)(\d+)([\"'][^<>]*(?<!/)>)(?!\s*</)(.*?</\1\s*>)", re.DOTALL
)
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^<>]*>")


@dataclass(frozen=True)
class Axes:
    """The rows and columns of a sheet that hold something, in order, 0-based."""

    rows: list[int]
    columns: list[int]


def close_up(data: bytes) -> tuple[bytes, dict[str, Axes]]:
    """The package with only the rows and columns that hold something, numbered from one; blank cells are left out.

    Returns:
        The package, and what its rows and columns were, by sheet.
    """
    axes: dict[str, Axes] = {}
    closed = io.BytesIO()
    parts = opened(data)
    name_of = {part: name for name, part in xlsx.sheet_parts(parts)}
    with zipfile.ZipFile(closed, "w") as target:
        for part in parts.names:
            content = parts.read(part)
            if part in name_of:
                content, axes[name_of[part]] = _close_sheet(content)
            target.writestr(part, content)
    return closed.getvalue(), axes


def _close_sheet(xml: bytes) -> tuple[bytes, Axes]:
    rows: dict[int, list[tuple[bytes, ...]]] = {}
    begin = end = None
    for row in _ROW.finditer(xml):
        begin, end = row.start() if begin is None else begin, row.end()
        # Most rows of a wide sheet hold nothing.
        for cell in _CELL.findall(row[0]) if row[0].count(b"</") > 1 else ():
            rows.setdefault(int(cell[3]) - 1, []).append(cell)
    letters = sorted({cell[2].upper() for row in rows.values() for cell in row}, key=lambda at: (len(at), at))
    axes = Axes(sorted(rows), [column_number(at.decode()) for at in letters])
    if begin is None or end is None:
        return xml, axes
    fresh = {old: column_letters(at).encode() for at, old in enumerate(letters)}
    written = [_row(at + 1, rows[row], fresh) for at, row in enumerate(axes.rows)]
    return b"".join((_DIMENSION.sub(b"", xml[:begin]), *written, xml[end:])), axes


def _row(number: int, cells: list[tuple[bytes, ...]], fresh: dict[bytes, bytes]) -> bytes:
    prefix = cells[0][0][:-1]
    inside = [
        b"<%b%b%b%d%b%b" % (tag, before, fresh[letters.upper()], number, after, content)
        for tag, before, letters, _, after, content in cells
    ]
    return b'<%brow r="%d">%b</%brow>' % (prefix, number, b"".join(inside), prefix)


def open_up(grid: Grid, axes: Axes) -> Grid:
    """The cells of a closed sheet where they were; rows end at their last cell, blank ones are one and the same."""
    blank: list[Value] = []
    rows = [blank] * (axes.rows[-1] + 1 if axes.rows else 0)
    for at, row in enumerate(grid.rows):
        opened: list[Value] = []
        for column, value in zip(axes.columns[grid.first_column :], row, strict=False):
            if value != "":
                opened += [""] * (column - len(opened)) + [value]
        rows[axes.rows[grid.first_row + at]] = opened
    return Grid(grid.name, rows, 0, 0, grid.is_hidden)
