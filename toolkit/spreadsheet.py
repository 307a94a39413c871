"""Reading any workbook into plain cells: .xlsx, .xlsm, .xlsb, .xls, .ods and .fods in one way.

The kind is decided by content, not by name. A file that cannot be read is not an exception for the caller to
forget: it raises `Unreadable`, which carries the catalogue's code.
"""

import os
import stat
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from toolkit import counted, guard, mending, package
from toolkit.codes import BookCode, FileCode
from toolkit.kinds import Kind
from toolkit.oddities import Oddities, Place, Span
from toolkit.readers import Grid, Locked, Unread, Value
from toolkit.rules import Rule
from toolkit.vietnamese import clean
from toolkit.wording import number, short_date

ERROR_VALUES = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
# Bytes. A unit's workbook is some 20 KB; one with 50,000 rows and pictures may reach 20 MB.
_MOST_BYTES = 64 << 20
# How kinds are told that no office program opens as a table; all others are foreign.
_TOLD = {
    Kind.ENCRYPTED: FileCode.ENCRYPTED,
    Kind.DAMAGED: FileCode.DAMAGED,
    Kind.ARCHIVE: FileCode.PACKED,
    Kind.SHORTCUT: FileCode.SHORTCUT,
    Kind.NUMBERS: FileCode.APPLE,
}


class Unreadable(Exception):
    """The file gives no cells; `code` says why, `detail` what its sentence still needs."""

    def __init__(self, code: FileCode | BookCode, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    @property
    def sentence(self) -> str:
        rule: Rule = self.code.value
        return rule.sentence.format(detail=self.detail)


@dataclass(frozen=True)
class Sheet:
    """One sheet's cells. Rows and columns are 0-based here; people are shown 1-based places.

    `rows` hold what the cells mean; `legacy` what was stored where a legacy font gave it another meaning;
    `is_hidden` tells that people do not see the sheet.
    """

    name: str
    rows: list[list[Value]] = field(repr=False)
    first_row: int = 0
    first_column: int = 0
    oddities: Oddities = field(default_factory=Oddities, repr=False)
    legacy: dict[Place, str] = field(default_factory=dict, repr=False)
    is_hidden: bool = False

    @property
    def end_row(self) -> int:
        """One past the last row that holds anything."""
        return self.first_row + len(self.rows)

    @cached_property
    def end_column(self) -> int:
        return self.first_column + max(map(len, self.rows), default=0)

    @cached_property
    def filled_rows(self) -> list[int]:
        """The rows that hold anything, in order; a stray cell may lie a million rows below the others."""
        held = {at for at, row in enumerate(self.rows, self.first_row) if row}
        return sorted(held | {row for row, _ in self.oddities.told})

    @cached_property
    def filled_columns(self) -> list[int]:
        """The columns that hold anything, in order."""
        held = {at for row in self.rows for at, value in enumerate(row, self.first_column) if value != ""}
        return sorted(held | {column for _, column in self.oddities.told})

    @cached_property
    def merged(self) -> dict[int, list[Span]]:
        """The ranges merged downwards by their first column, each list from the top."""
        found: dict[int, list[Span]] = {}
        for span in sorted(self.oddities.merges, key=lambda span: span.top):
            if span.bottom > span.top:
                found.setdefault(span.left, []).append(span)
        return found

    def span_of(self, row: int, column: int) -> Span | None:
        """The range merged downwards in whose first column the cell lies: those beside it have no value."""
        spans = self.merged.get(column, [])
        at = bisect_right(spans, row, key=lambda span: span.top) - 1
        return spans[at] if at >= 0 and row <= spans[at].bottom else None

    def value(self, row: int, column: int) -> Value:
        """The cell's value; empty text where there is none."""
        inside_row, inside_column = row - self.first_row, column - self.first_column
        if inside_row < 0 or inside_column < 0:
            return ""
        try:
            return self.rows[inside_row][inside_column]
        except IndexError:
            return ""

    def row(self, row: int) -> list[Value]:
        """The values of a row from the sheet's first column on."""
        inside = row - self.first_row
        return self.rows[inside] if 0 <= inside < len(self.rows) else []

    def text(self, row: int, column: int) -> str:
        """The cell as a person would read it aloud: dates day first, whole numbers without a point."""
        return self._told(self.value(row, column), row, column)

    def texts(self, row: int, columns: Iterable[int]) -> list[str]:
        """The same for these columns of one row, in one go."""
        cells, left = self.row(row), self.first_column
        held = range(left, left + len(cells))
        return [self._told(cells[column - left] if column in held else "", row, column) for column in columns]

    def _told(self, value: Value, row: int, column: int) -> str:
        if isinstance(value, str):
            return value.strip() or self.oddities.errors.get((row, column), "")
        if isinstance(value, date) and (row, column) in self.oddities.months:
            return f"{value:%m/%Y}"
        return shown(value)


@dataclass(frozen=True)
class Workbook:
    """A workbook as read: its sheets, when it was last saved (Vietnam time), and the kind by content.

    `has_styles` is false where the formats of its cells are broken or missing.
    """

    sheets: tuple[Sheet, ...]
    kind: str
    saved_at: datetime | None
    has_styles: bool = True

    @property
    def is_counted(self) -> bool:
        """True where the cells that were read are known to be all that the file holds."""
        return all(sheet.oddities.filled is not None for sheet in self.sheets if sheet.rows)

    def sheet(self, name: str) -> Sheet | None:
        wanted = clean(name).casefold()
        return next((sheet for sheet in self.sheets if clean(sheet.name).casefold() == wanted), None)


def shown(value: Value) -> str:
    """A cell's value as text; times without their seconds."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime) and (value.hour or value.minute):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        hours, rest = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{rest // 60:02}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def load(path: Path) -> bytes:
    """The bytes of a regular file of a size that a workbook may have.

    Raises:
        Unreadable: with the code that says why.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(FileCode.SPECIAL)
        if status.st_size > _MOST_BYTES:
            raise Unreadable(FileCode.TOO_LARGE, number(round(status.st_size / 2**20)))
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise Unreadable(FileCode.SPECIAL if os.path.islink(path) else FileCode.MISSING) from fault
    except OSError as fault:
        raise Unreadable(FileCode.SPECIAL if os.path.islink(path) else FileCode.BLOCKED) from fault


def parse(data: bytes) -> Workbook:
    """Read every sheet of a workbook; for who is in a process apart.

    Raises:
        Unreadable: with the code that says why.
    """
    try:
        return _parse(data)
    except (Unreadable, MemoryError):
        raise
    except Exception as fault:
        # Parts that do not fit together lead a reader to whatever error: of numbers, names, places, encodings.
        raise Unreadable(FileCode.DAMAGED) from fault


def _parse(data: bytes) -> Workbook:
    if not data:
        raise Unreadable(FileCode.EMPTY)
    try:
        gaps_inside = guard.check(data)
    except guard.Refused as refused:
        is_torn = refused.cause is guard.Cause.TORN
        raise Unreadable(FileCode.DAMAGED if is_torn else FileCode.UNSAFE, refused.cause.value) from refused
    kind = package.kind_of(data)
    if not kind.is_workbook:
        told = FileCode.OTHER_TABLE if kind.is_other_table else _TOLD.get(kind, FileCode.FOREIGN)
        raise Unreadable(told, kind.value)
    try:
        book = counted.read(data, kind, gaps_inside)
    except Locked as fault:
        raise Unreadable(FileCode.ENCRYPTED) from fault
    except Unread as fault:
        raise Unreadable(FileCode.DAMAGED) from fault
    except counted.Partial as fault:
        raise Unreadable(FileCode.PARTIAL, fault.difference) from fault
    sheets = tuple(_sheet(grid, book.oddities.get(grid.name, Oddities())) for grid in book.grids)
    if not any(sheet.rows or sheet.oddities.told for sheet in sheets):
        raise Unreadable(FileCode.BLANK if sheets else FileCode.DAMAGED)
    return Workbook(sheets, kind.value, package.saved_at(data, kind), book.has_styles)


def _is_blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()


def _sheet(grid: Grid, odd: Oddities) -> Sheet:
    rows, top, left = grid.rows, grid.first_row, grid.first_column
    told = {row for row, _ in odd.told}
    while rows and top + len(rows) - 1 not in told and all(map(_is_blank, rows[-1])):
        rows.pop()
    broken = {**odd.broken, **mending.mend(grid)}
    if len(broken) > len(odd.broken):
        odd = replace(odd, broken=broken)
    legacy: dict[Place, str] = {}
    for (row, column), meaning in odd.texts.items():
        if 0 <= row - top < len(rows):
            legacy[row, column] = str(rows[row - top][column - left])
            rows[row - top][column - left] = meaning
    return Sheet(grid.name, rows, top, left, odd, legacy, grid.is_hidden)
