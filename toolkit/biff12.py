"""The cells of a binary .xlsb package ([MS-XLSB]), record by record, those among them that calamine passes over."""

import posixpath
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from xml.etree import ElementTree

from toolkit.guard.binary import FIRST_SHORT, LAST_SHORT, RICH, ROW, SHORT_RICH, records
from toolkit.number_formats import BUILT_IN, shows_moment
from toolkit.readers import Grid, Unread, Value
from toolkit.zipped import Zipped, opened

# Record types, [MS-XLSB] 2.3.2: the cells, of which those of formulas come last.
RK, ERROR, _BOOL, REAL, _TEXT, _SHARED, _FORMULA_TEXT, FORMULA_NUMBER, _FORMULA_BOOL, FORMULA_ERROR = range(2, 12)
NUMBERS, TEXTS = (RK, REAL, FORMULA_NUMBER), (_TEXT, _SHARED, _FORMULA_TEXT, RICH)
# Of short cells, which stand one column right of the one before; the types of the others are eleven less.
_SHORTENED = 11
_ITEM, _FONT, _FORMAT, _STYLE, _WORKBOOK, _SHEET, _STYLES, _END_STYLES = 19, 43, 44, 47, 153, 156, 617, 618
# Of the flags of a font, [MS-XLSB] 2.4.149.
_STRUCK = 8
# BErr, [MS-XLSB] 2.5.97.2.
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


@dataclass(slots=True)
class Cell:
    """A cell that is not blank, 0-based: the number of its style, the type of its record, what stands behind both."""

    row: int
    column: int
    style: int
    kind: int
    content: bytes

    @property
    def is_error(self) -> bool:
        return self.kind in (ERROR, FORMULA_ERROR)

    @property
    def error(self) -> str:
        return _ERRORS.get(self.content[0], "#N/A")


@dataclass(frozen=True, slots=True)
class Font:
    """The name, and whether the font is struck out."""

    name: str = ""
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text, and its font."""

    start: int
    font: Font


@dataclass(frozen=True, slots=True)
class Style:
    """The font and the code of the number format."""

    font: Font = field(default_factory=Font)
    code: str = ""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of cells: its name, the part that holds it, and whether it is not shown."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True)
class Book:
    """What the sheets of a package share."""

    parts: Zipped

    @cached_property
    def sheets(self) -> list[SheetPart]:
        """The sheets of cells in the order of their tabs; those of charts, dialogs and old macros are none."""
        links = ElementTree.fromstring(self.parts.read("xl/_rels/workbook.bin.rels"))
        target_of = {link.get("Id", ""): link for link in links}
        found = []
        for kind, record in records(self.parts.read("xl/workbook.bin")):
            if kind != _SHEET:
                continue
            relation, end = string(record, 8)
            link = target_of.get(relation)
            if link is None or not link.get("Type", "").endswith("/worksheet"):
                continue
            part = posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
            if part in self.parts.names:
                found.append(SheetPart(string(record, end)[0], part, record[0] != 0))
        return found

    @cached_property
    def strings(self) -> list[str]:
        return [string(item, 1)[0] for item in self._items]

    @cached_property
    def _items(self) -> list[bytes]:
        return [record for kind, record in self._records("xl/sharedStrings.bin") if kind == _ITEM]

    @cached_property
    def fonts(self) -> list[Font]:
        found = self._records("xl/styles.bin")
        return [Font(string(record, 21)[0], bool(record[2] & _STRUCK)) for kind, record in found if kind == _FONT]

    @cached_property
    def styles(self) -> list[Style]:
        found = list(self._records("xl/styles.bin"))
        formats = [record for kind, record in found if kind == _FORMAT]
        codes = BUILT_IN | {struct.unpack_from("<H", record)[0]: string(record, 2)[0] for record in formats}
        styles, is_inside = [], False
        for kind, record in found:
            is_inside = kind == _STYLES or (is_inside and kind != _END_STYLES)
            if is_inside and kind == _STYLE:
                number, font = struct.unpack_from("<HH", record, 2)
                styles.append(Style(self._font(font), codes.get(number, "")))
        return styles

    def _font(self, number: int) -> Font:
        return self.fonts[number] if number < len(self.fonts) else Font()

    @cached_property
    def is_since_1904(self) -> bool:
        found = self._records("xl/workbook.bin")
        return any(kind == _WORKBOOK and bool(record[0] & 1) for kind, record in found)

    def _records(self, part: str) -> Iterator[tuple[int, bytes]]:
        return records(self.parts.read(part)) if part in self.parts.names else iter(())

    def style(self, cell: Cell) -> Style:
        return self.styles[cell.style] if cell.style < len(self.styles) else Style()

    def text(self, cell: Cell) -> str:
        """The text of a cell that holds one."""
        if cell.kind == _SHARED:
            (number,) = struct.unpack_from("<I", cell.content)
            return self.strings[int(number)]
        return string(cell.content, 1 if cell.kind == RICH else 0)[0]

    def runs(self, cell: Cell) -> list[Run]:
        """The parts of a text of several fonts (RichStr, [MS-XLSB] 2.5.121); before the first holds the cell's font."""
        if cell.kind == RICH:
            rich = cell.content
        elif cell.kind == _SHARED:
            rich = self._items[struct.unpack_from("<I", cell.content)[0]]
        else:
            return []
        if not rich[0] & 1:
            return []
        end = string(rich, 1)[1]
        (count,) = struct.unpack_from("<I", rich, end)
        told = struct.iter_unpack("<HH", rich[end + 4 : end + 4 + 4 * count])
        return [Run(start, self._font(font)) for start, font in told]

    def value(self, cell: Cell) -> Value:
        """What a cell holds; error values are blank."""
        if cell.kind in TEXTS:
            return self.text(cell)
        if cell.kind in (_BOOL, _FORMULA_BOOL):
            return bool(cell.content[0])
        if cell.kind not in NUMBERS:
            return ""
        number = _rk(cell.content) if cell.kind == RK else float(struct.unpack_from("<d", cell.content)[0])
        return self._moment(number, self.style(cell).code)

    def _moment(self, number: float, code: str) -> Value:
        """The number, or the time that its format shows."""
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

        if not shows_moment(code):
            return number
        try:
            moment: Value = from_excel(number, CALENDAR_MAC_1904 if self.is_since_1904 else CALENDAR_WINDOWS_1900)
        except (ValueError, OverflowError):
            return number
        return moment.date() if isinstance(moment, datetime) and moment.time() == time() else moment

    def cells(self, part: str) -> Iterator[Cell]:
        """The cells of a sheet that hold something, row by row."""
        row, column = 0, -1
        for kind, record in records(self.parts.read(part)):
            if kind == ROW:
                row, column = struct.unpack_from("<I", record)[0], -1
                continue
            if 0 < kind <= FORMULA_ERROR or kind == RICH:
                column, style = struct.unpack_from("<II", record)
                cell = Cell(row, column, style & 0xFFFFFF, kind, record[8:])
            elif FIRST_SHORT <= kind <= LAST_SHORT or kind == SHORT_RICH:
                column += 1
                whole = RICH if kind == SHORT_RICH else kind - _SHORTENED
                cell = Cell(row, column, struct.unpack_from("<I", record)[0] & 0xFFFFFF, whole, record[4:])
            else:
                continue
            # Blank ones only tell where a short one behind them stands.
            if cell.kind >= RK and (cell.kind not in TEXTS or self.text(cell)):
                yield cell


def string(record: bytes, at: int) -> tuple[str, int]:
    """A wide string and where it ends; a null one is empty."""
    (length,) = struct.unpack_from("<I", record, at)
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le"), end


def _rk(content: bytes) -> float:
    """A number in 30 bits ([MS-XLSB] 2.5.122): whole or the upper part of a double, perhaps a hundred times itself."""
    (told,) = struct.unpack_from("<i", content)
    number = float(told >> 2) if told & 2 else struct.unpack("<d", struct.pack("<Ii", 0, told & ~3))[0]
    return float(number / 100 if told & 1 else number)


def read(data: bytes) -> tuple[Grid, ...]:
    """Read an .xlsb package; rows end at their last cell, however far apart they lie.

    Raises:
        Unread: it cannot be read.
    """
    try:
        book = Book(opened(data))
        return tuple(_grid(book, sheet) for sheet in book.sheets)
    except Exception as fault:
        # Records that end too early, numbers of nothing, parts that are missing: each leads to an error of its own.
        raise Unread from fault


def _grid(book: Book, sheet: SheetPart) -> Grid:
    blank: list[Value] = []
    rows: list[list[Value]] = []
    for cell in book.cells(sheet.part):
        value = book.value(cell)
        if value == "":
            continue
        rows += [blank] * (cell.row + 1 - len(rows))
        row = rows[cell.row] = [] if rows[cell.row] is blank else rows[cell.row]
        row += [""] * (cell.column + 1 - len(row))
        row[cell.column] = value
    return Grid(sheet.name, rows, 0, 0, sheet.is_hidden)
