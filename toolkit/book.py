"""Writing a new workbook: one place for fonts, borders, colours, paper and safe cell values.

Paper and margins follow Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, top and bottom 20-25 mm, left 30-35 mm,
right 15-20 mm, Times New Roman.
"""

import io
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from datetime import date, datetime
from typing import IO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit import __version__
from toolkit.layout import GUIDE_SHEET, Column, Layout, Look
from toolkit.page import ColumnStyle, Page, Workbook
from toolkit.places import column_letters
from toolkit.typesetting import BOLD, FONT_SIZE, height_of

FONT = "Times New Roman"
HEADING_FILL = "#DDEBF7"
BAND_FILL = "#F2F2F2"
# A row that heads those under it.
BAND = {"bold": True, "bg_color": BAND_FILL}
LOCKED_FILL = "#F7F7F7"
RED_FILL, RED_INK = "#FFC7CE", "#9C0006"
AMBER_FILL, AMBER_INK = "#FFEB9C", "#7F6000"
# Faults of an entry, apart from the reds and yellows of due dates.
FAULT_FILL, DOUBT_FILL, FAULT_INK = "#CC99FF", "#E9DDF7", "#3F0070"
INK = "#1F3864"

# LibreOffice does not shrink a lone column that is wider than the paper.
_GUIDE_WIDTH, _GUIDE_SIZE = 84, 13
# The button of a filter takes so much of its heading's width.
_FILTER_BUTTON = 2.5
_LINKED = {"font_color": "#0563C1", "underline": 1}

_MM = 1 / 25.4
_LOOKS: dict[Look, dict[str, str]] = {
    Look.TEXT: {"align": "left"},
    Look.CENTER: {"align": "center"},
    Look.DATE: {"num_format": "dd/mm/yyyy", "align": "center"},
    Look.PERCENT: {"num_format": "0%", "align": "center"},
    # The locale of the format asks for the decimal comma wherever the reader's program lets a format decide.
    Look.RATE: {"num_format": "[$-42A]0.0%", "align": "center"},
    Look.NUMBER: {"align": "center"},
    # Days that are past, where a date was changed to a later one, stand red and negative.
    Look.DAYS: {"num_format": "0;[Red]-0", "align": "center"},
}
# What people type stays as typed: "- Đã làm" is no formula and "3/5" no date.
TYPED_TEXT = {"num_format": "@"}


class Book:
    """One workbook in the making. The same calls give the same bytes: no clock is read."""

    def __init__(self, title: str, author: str, made_on: date, elsewhere: str = "", is_large: bool = False) -> None:
        """A book without sheets.

        Args:
            elsewhere: the folder, as staff are shown it, of the rows that no sheet can hold.
            is_large: it is made on disk, so that it needs little memory.
        """
        self.elsewhere = elsewhere
        self._made: IO[bytes] = tempfile.TemporaryFile() if is_large else io.BytesIO()  # noqa: SIM115
        parts = tempfile.mkdtemp() if is_large else None
        if parts:
            # Gone with the book, whatever is left in it.
            weakref.finalize(self, shutil.rmtree, parts, ignore_errors=True)
        font = {"font_name": FONT, "font_size": FONT_SIZE}
        options = {"in_memory": not is_large, "tmpdir": parts, "default_format_properties": font}
        self.workbook = Workbook(self._made, options)
        moment = datetime(made_on.year, made_on.month, made_on.day)
        self.workbook.set_properties(
            {"title": title, "author": author, "created": moment, "comments": f"phuluc {__version__}"}
        )
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._plain: dict[Look, Format] = {}
        self._columns: dict[tuple[str, bool], tuple[ColumnStyle, ...]] = {}

    def style(self, **properties: object) -> Format:
        """The format with these properties over Times New Roman 11, top-aligned; made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": FONT_SIZE, "valign": "top"}
            self._formats[key] = self.workbook.add_format(base | properties)
        return self._formats[key]

    def cell_style(self, look: Look, **properties: object) -> Format:
        """The format of a bordered table cell of this look."""
        if not properties and look in self._plain:
            return self._plain[look]
        made = self.style(**{"border": 1, "border_color": "#A6A6A6", "text_wrap": True, **_LOOKS[look], **properties})
        if not properties:
            self._plain[look] = made
        return made

    def column_styles(self, layout: Layout, is_band: bool = False) -> tuple[ColumnStyle, ...]:
        """How the cells of a table look, by column; rows that head others are bands."""
        key = layout.sheet, is_band
        if key not in self._columns:
            styles = (self._column_style(column, BAND if is_band else {}, layout) for column in layout.columns)
            self._columns[key] = tuple(styles)
        return self._columns[key]

    def _column_style(self, column: Column, band: dict[str, object], layout: Layout) -> ColumnStyle:
        # What could not be read stands as it was written, in a cell that is no date or number.
        words = Look.CENTER if column.look in (Look.DATE, Look.PERCENT) else column.look
        return ColumnStyle(
            column_letters(layout.position[column.key]),
            column.width,
            FONT_SIZE * (BOLD if band else 1),
            plain=self.cell_style(column.look, **band),
            text=self.cell_style(words, **band),
            link=self.cell_style(column.look, **band, **_LINKED),
        )

    def heading_style(self) -> Format:
        return self.cell_style(Look.CENTER, bold=True, valign="vcenter", bg_color=HEADING_FILL, font_color=INK)

    def sheet(self, name: str) -> Page:
        sheet: Page = self.workbook.add_worksheet(name, Page)
        sheet.hide_gridlines(2)
        return sheet

    def stream(self) -> IO[bytes]:
        """Close the workbook and give it as a file without a name, which is gone when it is closed."""
        self.workbook.close()
        self._made.seek(0)
        return self._made

    def bytes(self) -> bytes:
        """Close the workbook and give its bytes."""
        return self.stream().read()


def set_paper(sheet: Worksheet, landscape: bool = True, repeat_row: int | None = None, one_page: bool = False) -> None:
    """A4 with the decree's margins, one page wide, header row repeated, page number on top from the second page."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=30 * _MM, right=15 * _MM, top=20 * _MM, bottom=20 * _MM)
    sheet.fit_to_pages(1, 1 if one_page else 0)
    sheet.set_header(f'&C&"{FONT},Regular"&13&P', {"margin": 10 * _MM})
    sheet.center_horizontally()
    sheet.set_start_page(1)
    if repeat_row is not None:
        sheet.repeat_rows(repeat_row)


def write_guide(book: Book, title: str, lines: Sequence[str]) -> None:
    """The sheet that tells how to use the workbook, on one page upright."""
    sheet = book.sheet(GUIDE_SHEET)
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    sheet.write_string(0, 0, title, book.style(bold=True, font_size=14, align="center", valign="vcenter"))
    sheet.set_row(0, 28)
    body = book.style(text_wrap=True, font_size=_GUIDE_SIZE)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line, body)
        sheet.set_row(row, height_of([(line, _GUIDE_WIDTH)], size=_GUIDE_SIZE) + 6)
    set_paper(sheet, landscape=False)


def set_columns(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)


def write_headings(book: Book, sheet: Worksheet, row: int, layout: Layout) -> None:
    """The header row of a layout, high enough for its longest heading."""
    set_columns(sheet, layout.columns)
    style = book.heading_style()
    for at, column in enumerate(layout.columns):
        sheet.write_string(row, at, column.heading, style)
    sheet.set_row(row, height_of([(c.heading, c.width - _FILTER_BUTTON) for c in layout.columns], bold=True))
