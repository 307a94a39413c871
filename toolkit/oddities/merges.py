"""Merged cells: the value stands in the first cell, and people see it in all of them."""

import re
import struct
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from toolkit.oddities.oddity import Place, Span
from toolkit.places import column_number

_MERGED = re.compile(rb'mergeCell\s[^<>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
# Bytes of the last one.
_NAME, _LONGEST = b"mergeCell", 200
_ROWS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-rows-spanned"
_COLUMNS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-columns-spanned"
# BrtMergeCell, [MS-XLSB] 2.4.714.
MERGED_RECORD = 176


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


def in_cells(cells: Iterable[tuple[Place, int, Element]]) -> list[Span]:
    """The merged ranges among the cells of an OpenDocument sheet, of which each tells how far it reaches."""
    spans = []
    for (row, column), _, cell in cells:
        height, width = int(cell.get(_ROWS, "1")), int(cell.get(_COLUMNS, "1"))
        if height > 1 or width > 1:
            spans.append(Span(row, column, row + height - 1, column + width - 1))
    return spans
