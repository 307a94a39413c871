"""What every table sheet of the consolidated workbook shares: title, headings, rows, filter, live colours."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter

from toolkit.book import AMBER_FILL, AMBER_INK, RED_FILL, RED_INK, Book, set_paper, write_headings
from toolkit.layout import AS_OF_LINE, AS_OF_NAME, Layout
from toolkit.model import Standing
from toolkit.page import CellValue, Formula, Page
from toolkit.places import column_letters
from toolkit.wording import number

HEADER_ROW = 3
FIRST_ROW = HEADER_ROW + 1
# Below the headings (Microsoft, «Excel specifications and limits»).
MOST_ROWS = 1_048_576 - FIRST_ROW
_DONE_WORDS = (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE, Standing.NOT_ARISEN)


def begin(book: Book, layout: Layout, title: str, as_of: date) -> Page:
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


def write_rows(book: Book, sheet: Page, layout: Layout, rows: Iterable[Sequence[CellValue]], count: int) -> int:
    """All rows of a plain table with a filter over them; returns the row after the last.

    Where a sheet cannot hold so many (`count`) it holds none of them, and says where they are.
    """
    row, columns = FIRST_ROW, book.column_styles(layout)
    if count > MOST_ROWS:
        told = (
            f"Có {number(count)} dòng, nhiều hơn một trang tính chứa được. Các dòng nằm trong thư mục {book.elsewhere}."
        )
        sheet.put(FIRST_ROW, 0, told, book.style(bold=True))
        return FIRST_ROW + 1
    for row, values in enumerate(rows, start=FIRST_ROW):
        sheet.put_row(row, values, columns)
    for column in columns:
        # The table is whole; its texts are the sheet's own.
        column.cells.clear()
    add_filter(sheet, layout, row)
    return max(row, FIRST_ROW) + 1


def add_filter(sheet: Page, layout: Layout, last: int) -> None:
    """A filter over the rows down to the 0-based `last`."""
    sheet.autofilter(HEADER_ROW, 0, max(last, FIRST_ROW), len(layout.columns) - 1)


def reader_of(layout: Layout) -> Callable[[object], Sequence[CellValue]]:
    """What gives the row of a record whose fields are named as the layout's keys."""
    return attrgetter(*layout.position)


def days_overdue(row: int, layout: Layout, days: int) -> Formula:
    """The live days overdue in a 0-based row, with those on the reporting date."""
    return Formula(f"=MAX(0,{AS_OF_NAME}-{column_letters(layout.position['due'])}{row + 1})", days)


def add_live_colours(book: Book, sheet: Page, layout: Layout, end: int, warning_days: int) -> None:
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
