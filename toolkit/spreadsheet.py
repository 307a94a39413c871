"""Reading any workbook into plain cells: .xlsx, .xlsm, .xlsb, .xls and .ods through one reader.

The kind is decided by content, not by name. A file that cannot be read is not an exception for the caller to
forget: it raises `Unreadable`, which carries the catalogue's code.
"""

import io
import stat
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import guard, isolation, oddities, package
from toolkit.codes import Code
from toolkit.oddities import Damaged, Oddities, Place
from toolkit.vietnamese import clean
from toolkit.wording import number

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Value = str | float | int | bool | date | datetime | time | timedelta

ERROR_VALUES = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
# Bytes. A unit's workbook is some 20 KB; one with 50,000 rows and pictures may reach 20 MB.
_MOST_BYTES = 64 << 20
SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})


class Unreadable(Exception):
    """The file gives no cells; `code` says why, `detail` what its sentence still needs."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    @property
    def sentence(self) -> str:
        return self.code.value.sentence.format(detail=self.detail)


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

    def is_blank(self, row: int) -> bool:
        """True where the row surely holds nothing; costs next to nothing to ask."""
        return not self.rows[row - self.first_row]

    def value(self, row: int, column: int) -> Value:
        """The cell's value; empty text where there is none."""
        inside_row, inside_column = row - self.first_row, column - self.first_column
        if 0 <= inside_row < len(self.rows) and 0 <= inside_column < len(self.rows[inside_row]):
            return self.rows[inside_row][inside_column]
        return ""

    def text(self, row: int, column: int) -> str:
        """The cell as a person would read it aloud: dates day first, whole numbers without a point."""
        if (row, column) in self.oddities.errors:
            return self.oddities.errors[row, column]
        value = self.value(row, column)
        if (row, column) in self.oddities.months and isinstance(value, date):
            return f"{value:%m/%Y}"
        return shown(value)


@dataclass(frozen=True)
class Workbook:
    """A workbook as read: its sheets, when it was last saved (Vietnam time), and the kind by content."""

    sheets: tuple[Sheet, ...]
    kind: str
    saved_at: datetime | None

    def sheet(self, name: str) -> Sheet | None:
        wanted = clean(name).casefold()
        return next((sheet for sheet in self.sheets if clean(sheet.name).casefold() == wanted), None)


def shown(value: Value) -> str:
    """A cell's value as text."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime) and (value.hour or value.minute):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read(path: Path) -> Workbook:
    """Read every sheet of a workbook, in a process of its own; `load` and `parse` are for who is in one already.

    Raises:
        Unreadable: with the code that says why.
    """
    try:
        return isolation.workers().submit(_read, path).result()
    except isolation.Stopped as stopped:
        raise Unreadable(Code.FILE_STOPPED, stopped.reason.value) from stopped


def _read(path: Path) -> Workbook:
    return parse(load(path))


def load(path: Path) -> bytes:
    """The bytes of a regular file of a size that a workbook may have.

    Raises:
        Unreadable: with the code that says why.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(Code.FILE_SPECIAL)
        if status.st_size > _MOST_BYTES:
            raise Unreadable(Code.FILE_TOO_LARGE, number(round(status.st_size / 2**20)))
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise Unreadable(Code.FILE_SPECIAL if path.is_symlink() else Code.FILE_MISSING) from fault
    except OSError as fault:
        raise Unreadable(Code.FILE_SPECIAL if path.is_symlink() else Code.FILE_BLOCKED) from fault


def parse(data: bytes) -> Workbook:
    """The same for a workbook already in memory.

    Raises:
        Unreadable: with the code that says why.
    """
    if not data:
        raise Unreadable(Code.FILE_EMPTY)
    try:
        guard.check(data)
    except guard.Refused as refused:
        raise Unreadable(Code.FILE_UNSAFE, refused.cause.value) from refused
    kind = package.kind_of(data)
    if kind is package.Kind.ENCRYPTED:
        raise Unreadable(Code.FILE_ENCRYPTED)
    if kind is package.Kind.DAMAGED:
        raise Unreadable(Code.FILE_DAMAGED)
    if not kind.is_workbook:
        raise Unreadable(Code.FILE_FOREIGN, kind.value)
    sheets = _sheets(data, kind)
    if not any(sheet.rows for sheet in sheets):
        raise Unreadable(Code.FILE_DAMAGED)
    return Workbook(sheets, kind.value, package.saved_at(data, kind))


def _sheets(data: bytes, kind: package.Kind) -> tuple[Sheet, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        odd = oddities.find(data, kind)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible is not SheetVisibleEnum.Visible}
        return tuple(_sheet(book, name, odd.get(name, Oddities()), name in hidden) for name in book.sheet_names)
    except PasswordError as fault:
        raise Unreadable(Code.FILE_ENCRYPTED) from fault
    except (CalamineError, Damaged, OSError, ValueError) as fault:
        raise Unreadable(Code.FILE_DAMAGED) from fault
    except BaseException as fault:
        # A panic inside the reader is raised as pyo3's PanicException, which is no Exception.
        if type(fault).__name__ == "PanicException":
            raise Unreadable(Code.FILE_DAMAGED) from fault
        raise


def _is_blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()


def _sheet(book: "CalamineWorkbook", name: str, odd: Oddities, is_hidden: bool) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    # One stray cell in the last row of the sheet makes a million rows: the blank ones are all the same one.
    blank: list[Value] = []
    rows = [blank if row.count("") == len(row) else row for row in islice(sheet.iter_rows(), top, None)]
    told = {row for row, _ in (*odd.errors, *odd.uncached)}
    while rows and top + len(rows) - 1 not in told and all(map(_is_blank, rows[-1])):
        rows.pop()
    legacy: dict[Place, str] = {}
    for (row, column), meaning in odd.texts.items():
        if 0 <= row - top < len(rows):
            legacy[row, column] = str(rows[row - top][column - left])
            rows[row - top][column - left] = meaning
    return Sheet(name, rows, top, left, odd, legacy, is_hidden)
