"""Odd cells of an old .xls workbook; xlrd tells the fonts and formats that the fast reader does not."""

import io
from typing import TYPE_CHECKING

from toolkit.legacy import decode
from toolkit.number_formats import shows_only_month
from toolkit.oddities.oddity import Oddities, Span
from toolkit.oddities.remarks import in_notes
from toolkit.oddities.strikes import struck_part

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

# XL_CELL_EMPTY and XL_CELL_BLANK.
_BLANK = (0, 6)


def find(data: bytes) -> dict[str, Oddities]:
    """The odd cells of each sheet; none, and nothing counted, where xlrd cannot follow the records."""
    for has_styles in (True, False):
        try:
            book = _book(data, has_styles)
            return {sheet.name: _oddities_in(sheet, book) for sheet in book.sheets()}
        except Exception:
            # xlrd meets unusual records with whatever error they lead to: assertions, indexes, its own.
            continue
    return {}


def _book(data: bytes, has_styles: bool) -> "Book":
    import xlrd

    return xlrd.open_workbook(file_contents=data, formatting_info=has_styles, ragged_rows=True, logfile=io.StringIO())


def _oddities_in(sheet: "Sheet", book: "Book") -> Oddities:
    import xlrd

    rows = [sheet.row(row) for row in range(sheet.nrows)]
    filled = sum(cell.ctype not in _BLANK and cell.value != "" for row in rows for cell in row)
    found = Oddities(filled=filled, gaps=len(rows) * max(map(len, rows), default=0) - filled)
    found.merges.extend(Span(top, left, end - 1, edge - 1) for top, end, left, edge in sheet.merged_cells)
    found.remarks.update(in_notes({at: (note.text, note.author) for at, note in sheet.cell_note_map.items()}))
    fonts = [book.font_list[style.font_index].name for style in book.xf_list]
    struck = [bool(font.struck_out) for font in book.font_list]
    months = [shows_only_month(book.format_map[style.format_key].format_str) for style in book.xf_list]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            at = (row, column)
            is_struck = cell.xf_index is not None and struck[book.xf_list[cell.xf_index].font_index]
            if is_struck and cell.ctype not in _BLANK and at not in sheet.rich_text_runlist_map:
                found.struck[at] = ""
            if cell.ctype == xlrd.XL_CELL_ERROR:
                found.errors[at] = xlrd.error_text_from_code[cell.value]
            elif cell.xf_index is None:
                # The styles could not be read.
                continue
            elif cell.ctype == xlrd.XL_CELL_DATE and months[cell.xf_index]:
                found.months.add(at)
            elif cell.ctype == xlrd.XL_CELL_TEXT:
                runs = sheet.rich_text_runlist_map.get(at, [])
                parts = [(0, is_struck), *((start, struck[font]) for start, font in runs)]
                if runs and (part := struck_part(cell.value, parts)):
                    found.struck[at] = part
                drawn = _drawn(cell.value, fonts[cell.xf_index], runs, book)
                if drawn != cell.value:
                    found.texts[at] = drawn
    return found


def _drawn(text: str, font: str, runs: list[tuple[int, int]], book: "Book") -> str:
    """The text as the fonts of its runs draw it; before the first run the cell's own font holds."""
    starts = [0, *(start for start, _ in runs), len(text)]
    names = [font, *(book.font_list[index].name for _, index in runs)]
    return "".join(decode(text[a:b], name) for a, b, name in zip(starts, starts[1:], names, strict=False))
