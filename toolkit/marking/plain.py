"""A plain .xlsx copy of what a workbook of another kind holds."""

import io
import math
import re
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as Page

from toolkit.book import FONT, set_paper
from toolkit.page import Workbook as NewWorkbook
from toolkit.spreadsheet import Sheet, Workbook
from toolkit.typesetting import FONT_SIZE, height_of

_FONT = {"font_name": FONT, "font_size": FONT_SIZE, "valign": "top"}
_LINES = {"border": 1, "border_color": "#A6A6A6"}
_LOOKS: dict[str, dict[str, object]] = {
    "text": {"text_wrap": True, **_LINES},
    "title": {},
    "date": {"num_format": "dd/mm/yyyy", **_LINES},
    "month": {"num_format": "mm/yyyy", **_LINES},
}
_NARROWEST, _WIDEST = 9.0, 42.0
# A row with fewer filled cells is a title: it neither widens a column nor wraps.
_FEWEST_CELLS = 3


# What Excel takes in a sheet's name («Rename a worksheet», Microsoft); other programs take more.
_LONGEST_NAME, _NO_NAME, _TAKEN_NAME = 31, re.compile(r"[\[\]:*?/\\]|^'|'$"), "history"


def sheet_names(book: Workbook) -> dict[str, str]:
    """The name of each sheet in a copy: its own, or one like it that Excel takes, twice none."""
    names: dict[str, str] = {}
    taken = {_TAKEN_NAME}
    for sheet in book.sheets:
        bare = _NO_NAME.sub("_", sheet.name)[:_LONGEST_NAME] or "_"
        tails = ("", *(f" ({number})" for number in range(2, len(book.sheets) + 3)))
        tried = (bare[: _LONGEST_NAME - len(tail)] + tail for tail in tails)
        names[sheet.name] = next(name for name in tried if name.casefold() not in taken)
        taken.add(names[sheet.name].casefold())
    return names


def copy(book: Workbook) -> bytes:
    """Every sheet's values in the same places, under `sheet_names`; sheets that were hidden are hidden again."""
    names = sheet_names(book)
    buffer = io.BytesIO()
    options = {"in_memory": True, "default_format_properties": _FONT}
    with NewWorkbook(buffer, options) as copied:
        looks = {name: copied.add_format({**_FONT, **look}) for name, look in _LOOKS.items()}
        for sheet in book.sheets:
            page = copied.add_worksheet(names[sheet.name])
            set_paper(page)
            if sheet.is_hidden:
                page.hide()
            _fill(page, sheet, looks)
    return buffer.getvalue()


def _fill(page: Page, sheet: Sheet, looks: dict[str, Format]) -> None:
    widths: dict[int, float] = {}
    filled: dict[int, dict[int, str]] = {}
    for row in sheet.filled_rows:
        filled[row] = {column: text for column in sheet.filled_columns if (text := sheet.text(row, column))}
        if len(filled[row]) >= _FEWEST_CELLS:
            for column, text in filled[row].items():
                longest = max(map(len, text.splitlines())) + 1.0
                widths[column] = min(_WIDEST, max(widths.get(column, _NARROWEST), longest))
    for column, width in widths.items():
        page.set_column(column, column, width)
    for row, texts in filled.items():
        is_title = len(texts) < _FEWEST_CELLS
        if not is_title:
            page.set_row(row, height_of([(text, widths[column]) for column, text in texts.items()]))
        for column in texts:
            _put(page, sheet, row, column, looks, looks["title" if is_title else "text"])


def _put(page: Page, sheet: Sheet, row: int, column: int, looks: dict[str, Format], look: Format) -> None:
    value = sheet.value(row, column)
    if isinstance(value, date):
        page.write_datetime(row, column, value, looks["month" if (row, column) in sheet.oddities.months else "date"])
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, look)
    elif isinstance(value, (int, float)) and math.isfinite(value):
        page.write_number(row, column, value, look)
    else:
        page.write_string(row, column, sheet.text(row, column), look)
