"""The records of a binary part of an .xlsb package ([MS-XLSB] 2.1.4), and the cells of a sheet among them."""

import struct
from collections.abc import Iterator

from toolkit.guard.cells import Rectangle
from toolkit.guard.parts import Part
from toolkit.guard.refusal import Cause, Refused

# Record types, [MS-XLSB] 2.3.2: a row, the first and last kind of cell that holds something, of those in short and of
# rich text, the beginning of a sheet. A cell in short is one column right of the one before.
ROW, _BLANK, _FIRST_CELL, _LAST_CELL, _SHEET = 0, 1, 2, 11, 129
FIRST_SHORT, LAST_SHORT, SHORT_RICH, RICH = 12, 18, 61, 62


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record's type and content; type and size are written seven bits a byte.

    Raises:
        IndexError: the part ends within a record's head.
    """
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | data[at] << 7, at + 1
        size = shift = 0
        while True:
            size, at, more = size | (data[at] & 0x7F) << shift, at + 1, data[at] & 0x80
            shift += 7
            if not more:
                break
        yield kind, data[at : at + size]
        at += size


def check(part: Part) -> None:
    """Count the cells that hold something, if the part is a sheet.

    Raises:
        Refused: a cell lies outside of Excel's sheet, there are too many, or the records end too early.
    """
    held, row, column = Rectangle(), 0, -1
    try:
        for at, (kind, record) in enumerate(records(part.data)):
            if at == 0 and kind != _SHEET:
                return
            if kind == ROW:
                row, column = struct.unpack_from("<I", record)[0], -1
            elif FIRST_SHORT <= kind <= LAST_SHORT or kind == SHORT_RICH:
                column += 1
                held.take(row, column)
            elif _FIRST_CELL <= kind <= _LAST_CELL or kind == RICH:
                (column,) = struct.unpack_from("<I", record)
                held.take(row, column)
            elif kind == _BLANK:
                (column,) = struct.unpack_from("<I", record)
    except (IndexError, struct.error) as fault:
        if part.data[:2] == b"\x81\x01":
            raise Refused(Cause.MALFORMED) from fault
