"""What every table sheet of the consolidated workbook shares: title, headings, rows, filter, live colours."""

from collections.abc import Iterable, Sequence
from datetime import date

from xlsxwriter.worksheet import Worksheet

from toolkit.book import (
    AMBER_FILL,
    AMBER_INK,
    BAND,
    RED_FILL,
    RED_INK,
    Book,
    CellValue,
    height_of,
    put,
    set_paper,
    write_headings,
)
from toolkit.layout import AS_OF_LINE, AS_OF_NAME, Layout, Look
from toolkit.model import Standing
from toolkit.places import column_letters

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 1
_DONE_WORDS = (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE, Standing.NOT_ARISEN)


def begin(book: Book, layout: Layout, title: str, as_of: date) -> Worksheet:
    """A sheet with its title lines, headings, frozen panes and paper."""
    sheet = book.sheet(layout.sheet)
    last = len(layout.columns) - 1
    heading = book.style(bold=True, font_size=14, align="center", valign="vcenter")
    sheet.merge_range(0, 0, 0, last, title, heading)
    sheet.merge_range(
        1, 0, 1, last, AS_OF_LINE.format(as_of), book.style(italic=True, align="center", valign="vcenter")
    )
    sheet.set_row(0, 24)
    sheet.set_row(1, 18)
    write_headings(book, sheet, HEADER_ROW, layout)
    sheet.freeze_panes(FIRST_ROW, min(3, last))
    set_paper(sheet, repeat_row=HEADER_ROW)
    return sheet


def write_row(
    book: Book,
    sheet: Worksheet,
    row: int,
    layout: Layout,
    values: Sequence[CellValue],
    bold: bool = False,
    level: int = 0,
) -> None:
    """One row of a table, as high as its longest text needs; bold rows are bands; `level` is that of the outline."""
    band = BAND if bold else {}
    for at, (column, value) in enumerate(zip(layout.columns, values, strict=True)):
        # What could not be read stands as it was written, in a cell that is no date or number.
        look = Look.CENTER if isinstance(value, str) and column.look in (Look.DATE, Look.PERCENT) else column.look
        put(sheet, row, at, value, book.cell_style(look, **band))
    texts = [
        (value, column.width) for value, column in zip(values, layout.columns, strict=True) if isinstance(value, str)
    ]
    sheet.set_row(row, height_of(texts, bold=bold), None, {"level": level} if level else {})


def write_rows(book: Book, sheet: Worksheet, layout: Layout, rows: Iterable[Sequence[CellValue]]) -> int:
    """All rows of a plain table with a filter over them; returns the row after the last."""
    row = FIRST_ROW
    for row, values in enumerate(rows, start=FIRST_ROW):
        write_row(book, sheet, row, layout, values)
    add_filter(sheet, layout, row)
    return max(row, FIRST_ROW) + 1


def add_filter(sheet: Worksheet, layout: Layout, last: int) -> None:
    """A filter over the rows down to the 0-based `last`."""
    sheet.autofilter(HEADER_ROW, 0, max(last, FIRST_ROW), len(layout.columns) - 1)


def values_of(record: object, layout: Layout) -> list[CellValue]:
    """The row of a record whose fields are named as the layout's keys."""
    return [getattr(record, column.key) for column in layout.columns]


def days_overdue(row: int, layout: Layout) -> str:
    """The live formula of the days overdue in a 0-based row."""
    return f"=MAX(0,{AS_OF_NAME}-{column_letters(layout.position['due'])}{row + 1})"


def add_live_colours(book: Book, sheet: Worksheet, layout: Layout, end: int, warning_days: int) -> None:
    """Overdue rows red and near-due rows amber, computed by Excel from the reporting date in its named cell."""
    if end <= FIRST_ROW:
        return
    due = f"${column_letters(layout.position['due'])}{FIRST_ROW + 1}"
    standing = f"${column_letters(layout.position['standing'])}{FIRST_ROW + 1}"
    done = ",".join(f'{standing}<>"{word}"' for word in _DONE_WORDS)
    unfinished = f"ISNUMBER({due}),{done}"
    red = {"bg_color": RED_FILL, "font_color": RED_INK}
    amber = {"bg_color": AMBER_FILL, "font_color": AMBER_INK}
    overdue = f"=AND({unfinished},{due}<{AS_OF_NAME})"
    near = f"=AND({unfinished},{due}>={AS_OF_NAME},{due}-{AS_OF_NAME}<={warning_days})"
    column, last = layout.position["due"], len(layout.columns) - 1
    # The date of an overdue row is bold too, for printers without colours.
    rules = ((overdue, column, column, red | {"bold": True}), (overdue, 0, last, red), (near, 0, last, amber))
    for criteria, left, right, look in rules:
        rule = {"type": "formula", "criteria": criteria, "format": book.workbook.add_format(look)}
        sheet.conditional_format(FIRST_ROW, left, end - 1, right, rule | {"stop_if_true": True})
