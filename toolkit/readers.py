"""The libraries that read workbooks, each behind one function that gives plain cells.

calamine reads every kind and is tried first. openpyxl (.xlsx) and xlrd (.xls) are asked where it fails or where its
cells are not as many as the file holds; so are `toolkit.biff12` (.xlsb) and `toolkit.opendocument` (.ods).
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Value = str | float | int | bool | date | datetime | time | timedelta


class Locked(Exception):
    """The workbook has a password."""


class Unread(Exception):
    """The library cannot read the workbook."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet from its first row and column on, 0-based; a blank cell is an empty text.

    Error values and formulas that were never calculated are blank. Rows that hold nothing may be one and the same list.
    """

    name: str
    rows: list[list[Value]] = field(repr=False)
    first_row: int
    first_column: int
    is_hidden: bool

    @property
    def filled(self) -> int:
        """How many cells are not blank."""
        return sum(len(row) - row.count("") for row in self.rows)


def read_fast(data: bytes) -> tuple[Grid, ...]:
    """Read a workbook of any kind with calamine.

    Raises:
        Locked: it has a password.
        Unread: it cannot be read.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible is not SheetVisibleEnum.Visible}
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        return tuple(_calamine_grid(book.get_sheet_by_name(name), name in hidden) for name in names)
    except PasswordError as fault:
        raise Locked from fault
    except (CalamineError, OSError, ValueError, OverflowError) as fault:
        raise Unread from fault
    except BaseException as fault:
        # A panic inside the reader is raised as pyo3's PanicException, which is no Exception.
        if type(fault).__name__ == "PanicException":
            raise Unread from fault
        raise


def _calamine_grid(sheet: "CalamineSheet", is_hidden: bool) -> Grid:
    top, left = sheet.start or (0, 0)
    blank: list[Value] = []
    rows = [blank if row.count("") == len(row) else row for row in islice(sheet.iter_rows(), top, None)]
    return Grid(sheet.name, rows, top, left, is_hidden)


def read_xlsx(data: bytes) -> tuple[Grid, ...]:
    """Read an .xlsx package with openpyxl, some ten times slower.

    Raises:
        Unread: it cannot be read.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        return tuple(
            _grid(
                sheet.title,
                (("" if c.value is None or c.data_type == "e" else c.value for c in row) for row in sheet.iter_rows()),
                (sheet.min_row - 1, sheet.min_column - 1),
                sheet.sheet_state != "visible",
            )
            for sheet in sheets
        )
    except Exception as fault:
        # openpyxl meets what it does not know with whatever error it leads to.
        raise Unread from fault


def read_xls(data: bytes) -> tuple[Grid, ...]:
    """Read an old .xls workbook with xlrd.

    Raises:
        Unread: it cannot be read.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, ragged_rows=True, logfile=io.StringIO())
        return tuple(
            _grid(
                sheet.name,
                ((_xlrd_value(cell.ctype, cell.value, book.datemode) for cell in row) for row in sheet.get_rows()),
                (0, 0),
                sheet.visibility != 0,
            )
            for sheet in book.sheets()
        )
    except Exception as fault:
        # So does xlrd: assertions, indexes, its own.
        raise Unread from fault


def _xlrd_value(kind: int, value: Value, datemode: int) -> Value:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        moment: datetime = xlrd.xldate.xldate_as_datetime(value, datemode)
        # A number under one is a time of no day.
        return moment.time() if isinstance(value, float) and value < 1 else moment
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return "" if kind == xlrd.XL_CELL_ERROR else value


def _grid(name: str, rows: Iterable[Iterable[Value]], first: tuple[int, int], is_hidden: bool) -> Grid:
    whole = [[float(value) if type(value) is int else value for value in row] for row in rows]
    return Grid(name, whole, *first, is_hidden)
