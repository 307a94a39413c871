"""Odd cells of a binary .xlsb package ([MS-XLSB]). Letters of parts of a text (rich text) are not looked into."""

from dataclasses import replace

from toolkit.biff12 import NUMBERS, RK, TEXTS, Book
from toolkit.guard.binary import records
from toolkit.legacy import decode
from toolkit.number_formats import shows_only_month
from toolkit.oddities import merges, remarks
from toolkit.oddities.oddity import Oddities
from toolkit.oddities.strikes import struck_part
from toolkit.zipped import opened


def find(data: bytes) -> dict[str, Oddities]:
    """The odd cells of each sheet."""
    book = Book(opened(data))
    return {sheet.name: _oddities_in(sheet.part, book) for sheet in book.sheets}


def _oddities_in(part: str, book: Book) -> Oddities:
    found = Oddities(
        merges=[merges.in_record(record) for kind, record in records(book.parts.read(part)) if kind == merges.RECORD],
        remarks=remarks.in_package(book.parts, part),
        is_styled=bool(book.styles),
    )
    filled = end = right = 0
    is_plain = True
    for cell in book.cells(part):
        at = (cell.row, cell.column)
        filled, end, right = filled + 1, max(end, cell.row + 1), max(right, cell.column + 1)
        style = book.style(cell)
        # Of days in the short form of numbers, which Excel writes for them, calamine gives the numbers.
        is_plain = is_plain and (cell.kind != RK or isinstance(book.value(cell), float))
        if cell.kind in TEXTS and (runs := book.runs(cell)):
            parts = [(0, style.font.is_struck), *((run.start, run.font.is_struck) for run in runs)]
            if struck := struck_part(book.text(cell), parts):
                found.struck[at] = struck
        elif style.font.is_struck:
            found.struck[at] = ""
        if cell.is_error:
            found.errors[at] = cell.error
        elif cell.kind in NUMBERS and shows_only_month(style.code):
            found.months.add(at)
        elif cell.kind in TEXTS and style.font.name:
            stored = book.text(cell)
            if decode(stored, style.font.name) != stored:
                found.texts[at] = decode(stored, style.font.name)
    return replace(found, filled=filled, is_plain=is_plain, gaps=end * right - filled)
