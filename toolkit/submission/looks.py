"""What people see of a table beside the values of its cells: cells merged, text struck out, remarks.

A machine reads none of these for certain, and each may turn a value round: all are told, nothing is decided by them.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from toolkit.codes import CellCode
from toolkit.issues import Issue, Place
from toolkit.layout import Layout
from toolkit.places import cell_name
from toolkit.table import Row, Table
from toolkit.vietnamese import clean

# By any of these a row is one that is read.
_NAMES = ("code", "task", "target")


def issues(found: Table, layout: Layout, place: Place) -> Iterator[Issue]:
    """All of it in one table; `place` is the sheet."""
    if found.sheet.merged:
        yield from _merged(found, layout, place)
    if found.sheet.oddities.struck:
        yield from _struck(found, layout, place)
    for (at, column), words in sorted(found.sheet.oddities.remarks.items()):
        yield CellCode.REMARK.at(_at(found, place, at, column), clean(words))


def _at(found: Table, place: Place, row: int, column: int) -> Place:
    code = Row(found, row).line("code") if row > found.header_row else ""
    return replace(place, cell=cell_name(row, column), task=code)


def _merged(found: Table, layout: Layout, place: Place) -> Iterator[Issue]:
    """The open cells that are merged over several rows: each at its first cell, the only one that people see."""
    rows = [row for row in found.rows() if any(map(row.text, _NAMES))]
    numbers = [row.index for row in rows]
    for column in layout.columns:
        at = found.columns.get(column.key, -1)
        for span in found.sheet.merged.get(at, []) if column.open else ():
            first = Row(found, span.top)
            below = rows[bisect_left(numbers, span.top + 1) : bisect_left(numbers, span.bottom + 1)]
            if span.top not in numbers or not first.text(column.key):
                continue
            shown, area = clean(first.text(column.key)), str(span)
            if any(not row.text(column.key) for row in below):
                yield CellCode.MERGED.at(_at(found, place, span.top, at), shown, area=area)
            for row in below:
                own = row.line(column.key)
                if own and own != shown:
                    yield CellCode.COVERED.at(_at(found, place, row.index, at), own, area=area, shown=shown)


def _struck(found: Table, layout: Layout, place: Place) -> Iterator[Issue]:
    """Each open cell with text struck out; of the locked ones the first of a row, for a row is struck as a whole."""
    for row in found.rows():
        told = [column for column in layout.columns if column.key != "standing" and row.struck(column.key)]
        locked = [column for column in told if not column.open]
        for column in [*locked[:1], *(column for column in told if column.open)]:
            part = clean(row.struck(column.key))
            yield CellCode.STRUCK.at(_at(found, place, row.index, found.columns[column.key]), part)
