"""Merged cells: the value stands in the first cell, and people see it in all of them."""

import re
import struct
from collections.abc import Iterator

from toolkit.oddities.oddity import Span
from toolkit.opendocument.cell import Cell
from toolkit.opendocument.names import TABLE
from toolkit.places import column_number

_MERGED = re.compile(rb'mergeCell\s[^<>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
# Bytes of the last one.
_NAME, _LONGEST = b"mergeCell", 200
_ROWS, _COLUMNS = f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"
# BrtMergeCell, [MS-XLSB] 2.4.714.
RECORD = 176


def in_markup(xml: bytes, end: int) -> list[Span]:
    """The merged ranges of an .xlsx sheet, whose rows end here (ECMA-376 part 1, 18.3.1.54)."""
    # They stand together; to look through the rules behind them takes three times as long.
    first, last = xml.find(_NAME, end), xml.rfind(_NAME)
    return [
        Span(int(top) - 1, column_number(left.decode()), int(bottom) - 1, column_number(right.decode()))
        for left, top, right, bottom in (_MERGED.findall(xml, first, last + _LONGEST) if first >= 0 else ())
    ]


def in_record(record: bytes) -> Span:
    """The range of a record of an .xlsb sheet."""
    top, bottom, left, right = struct.unpack_from("<4I", record)
    return Span(top, left, bottom, right)


def in_cell(cell: Cell) -> Iterator[Span]:
    """The range that a cell of an OpenDocument sheet covers, if it is more than itself."""
    height, width = int(cell.node.get(_ROWS, "1")), int(cell.node.get(_COLUMNS, "1"))
    if height > 1 or width > 1:
        yield Span(cell.row, cell.column, cell.row + height - 1, cell.column + width - 1)
