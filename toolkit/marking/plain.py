"""A plain .xlsx copy of what a workbook of another kind holds."""

import io
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet as Page

from toolkit.book import FONT, FONT_SIZE
from toolkit.spreadsheet import Sheet, Workbook

_NARROWEST, _WIDEST = 9, 42


def copy(book: Workbook) -> bytes:
    """Every sheet's values under the same names and places; sheets that were hidden are hidden again."""
    buffer = io.BytesIO()
    font = {"font_name": FONT, "font_size": FONT_SIZE, "text_wrap": True, "valign": "top"}
    options = {"in_memory": True, "default_format_properties": font, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as copied:
        look = {kind: copied.add_format({**font, "num_format": code}) for kind, code in _FORMATS.items()}
        for sheet in book.sheets:
            page = copied.add_worksheet(sheet.name)
            if sheet.is_hidden:
                page.hide()
            _fill(page, sheet, look)
    return buffer.getvalue()


_FORMATS = {"date": "dd/mm/yyyy", "month": "mm/yyyy"}


def _fill(page: Page, sheet: Sheet, look: dict[str, object]) -> None:
    widths: dict[int, int] = {}
    for row in range(sheet.first_row, sheet.end_row):
        for column in range(sheet.first_column, sheet.end_column):
            value, text = sheet.value(row, column), sheet.text(row, column)
            if not text:
                continue
            longest = max(map(len, text.splitlines()))
            widths[column] = min(_WIDEST, max(widths.get(column, _NARROWEST), longest + 1))
            if isinstance(value, (date, datetime)):
                is_month = (row, column) in sheet.oddities.months
                page.write_datetime(row, column, value, look["month" if is_month else "date"])
            elif isinstance(value, bool):
                page.write_boolean(row, column, value)
            elif isinstance(value, (int, float)):
                page.write_number(row, column, value)
            else:
                page.write_string(row, column, text)
    for column, width in widths.items():
        page.set_column(column, column, width)
