"""A table inside a sheet: found by its headings, read row by row by what the columns mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from toolkit.layout import Column, Layout
from toolkit.places import cell_name
from toolkit.readers import Value
from toolkit.spreadsheet import ERROR_VALUES, Sheet, shown
from toolkit.vietnamese import clean, fold

# Title blocks are short; a heading further down is not one.
_SEARCHED_ROWS = 40
# This many known headings make a row the header row for certain; likeness is 0 to 100.
_CERTAIN_HEADINGS, _SHORTEST_MISSPELT, _SAME_HEADING, _CLEARLY = 3, 6, 88, 8


@dataclass(frozen=True)
class Table:
    """Where a layout's columns stand in a sheet; `columns` holds 0-based columns by key."""

    sheet: Sheet
    header_row: int
    columns: dict[str, int]

    def missing(self, layout: Layout) -> list[str]:
        """The headings of the layout that the table does not have."""
        return [column.heading for column in layout.columns if column.key not in self.columns]

    def renamed(self, layout: Layout) -> Iterator[tuple[Column, str]]:
        """The columns that stand under another heading, with that heading."""
        for column in layout.columns:
            at = self.columns.get(column.key)
            written = "" if at is None else heading(self.sheet, self.header_row, at)
            if written and fold(written) != fold(column.heading):
                yield column, clean(written)

    def strangers(self) -> Iterator[tuple[int, list[str]]]:
        """Columns of no meaning here that hold something, each with its texts: nothing in them may be lost."""
        for at in self.sheet.filled_columns:
            if at not in self.columns.values():
                texts = [self.sheet.text(row, at) for row in self.sheet.filled_rows if row > self.header_row]
                if any(texts):
                    yield at, [clean(text) for text in texts if text]

    def rows(self) -> Iterator["Row"]:
        """Every row below the headings in which any known column holds something.

        They are made anew each time: a table that kept them would keep each text twice.
        """
        below = (Row(self, index) for index in self.sheet.filled_rows if index > self.header_row)
        return (row for row in below if any(row.texts.values()) or row.has_damage)


@dataclass(frozen=True)
class Row:
    """One row of a table; `index` is 0-based, `number` what people see."""

    table: Table
    index: int

    @property
    def number(self) -> int:
        return self.index + 1

    def value(self, key: str) -> Value:
        column = self.table.columns.get(key)
        return "" if column is None else self.table.sheet.value(self.index, column)

    @cached_property
    def texts(self) -> dict[str, str]:
        """All texts of the row by key, for each is asked for several times."""
        columns = self.table.columns
        return dict(zip(columns, self.table.sheet.texts(self.index, columns.values()), strict=True))

    @cached_property
    def is_plain(self) -> bool:
        """True where no cell can be broken, an error value, a formula never calculated or in a legacy font."""
        sheet = self.table.sheet
        is_odd = sheet.oddities.errors or sheet.oddities.broken or sheet.oddities.uncached or sheet.legacy
        return not is_odd and not any(text.startswith("#") for text in self.texts.values())

    def text(self, key: str) -> str:
        """The cell as written, trimmed; empty where the column or the text is missing."""
        return self.texts.get(key, "")

    def line(self, key: str) -> str:
        """The cell on one line, in NFC, without invisible characters."""
        return clean(self.text(key))

    def cell(self, key: str) -> str:
        """`K14`; empty where the table has no such column."""
        column = self.table.columns.get(key)
        return "" if column is None else cell_name(self.index, column)

    def error_value(self, key: str) -> str:
        """`#REF!` where the cell holds an error value, else empty."""
        text = self.text(key)
        if (self.index, self.table.columns.get(key, -1)) in self.table.sheet.oddities.errors:
            return text
        return text if text.startswith("#") and text.upper() in ERROR_VALUES else ""

    def is_month(self, key: str) -> bool:
        """True where the cell holds a date of which it shows month and year only."""
        return (self.index, self.table.columns.get(key, -1)) in self.table.sheet.oddities.months

    def stored(self, key: str) -> str:
        """What the cell holds where a legacy font gives it another meaning; else empty."""
        return self.table.sheet.legacy.get((self.index, self.table.columns.get(key, -1)), "")

    @property
    def has_damage(self) -> bool:
        """True where any cell of the row is broken."""
        return bool(self.table.sheet.oddities.broken) and any(map(self.is_broken, self.table.columns))

    def is_broken(self, key: str) -> bool:
        """True where the cell's value cannot be taken as it is stored."""
        return (self.index, self.table.columns.get(key, -1)) in self.table.sheet.oddities.broken

    def is_uncached(self, key: str) -> bool:
        """True where the cell holds a formula that was never calculated."""
        return (self.index, self.table.columns.get(key, -1)) in self.table.sheet.oddities.uncached


def find(sheet: Sheet, layout: Layout, required: tuple[str, ...]) -> Table | None:
    """The table whose header row holds most of the layout's headings, all the required keys among them."""
    best: Table | None = None
    names = _names(layout)
    for row in range(sheet.first_row, min(sheet.end_row, sheet.first_row + _SEARCHED_ROWS)):
        columns = _columns(sheet, row, names)
        if all(key in columns for key in required) and (best is None or len(columns) > len(best.columns)):
            best = Table(sheet, row, columns)
        if len(columns) == len(layout.columns):
            break
    return best


@dataclass(frozen=True)
class _Names:
    """The keys of a layout's columns by their folded headings, and by the others under which they may stand."""

    own: dict[str, str]
    other: dict[str, str]

    def alike(self, text: str) -> str:
        """The key of the one heading that the folded text misspells; empty where there is none."""
        from rapidfuzz import fuzz, process

        if len(text) < _SHORTEST_MISSPELT:
            return ""
        found = process.extract(text, self.own.keys(), scorer=fuzz.ratio, limit=2)
        (best, likeness, _), (_, second, _) = found
        return self.own[best] if likeness >= _SAME_HEADING and second <= likeness - _CLEARLY else ""


@cache
def _names(layout: Layout) -> _Names:
    own = {fold(column.heading): column.key for column in layout.columns}
    other = {fold(name): column.key for column in layout.columns for name in column.also.split(";") if name}
    return _Names(own, other)


def _columns(sheet: Sheet, row: int, names: _Names) -> dict[str, int]:
    """Where the layout's columns stand if this is the header row: by their own headings first, then by others.

    In a row that is one for certain, a heading with a slip of the pen counts too, if it is like no second one.
    """
    written = ((column, heading(sheet, row, column)) for column in sheet.filled_columns)
    texts = {column: fold(text) for column, text in written if text}
    columns: dict[str, int] = {}
    for known in (names.own, names.other):
        for column, text in texts.items():
            key = known.get(text)
            if key and column not in columns.values():
                columns.setdefault(key, column)
    if len(columns) >= _CERTAIN_HEADINGS:
        for column, text in texts.items():
            key = "" if column in columns.values() else names.alike(text)
            if key:
                columns.setdefault(key, column)
    return columns


def heading(sheet: Sheet, row: int, column: int) -> str:
    """A column's heading; in a heading of two rows, a cell merged downwards has its text in the row above."""
    return shown(sheet.value(row, column)) or shown(sheet.value(row - 1, column))
