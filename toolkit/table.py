"""A table inside a sheet: found by its headings, read row by row by what the columns mean."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.headings import CERTAIN_HEADINGS, columns_of, heading, names_of, without_remark
from toolkit.layout import Column, Layout
from toolkit.oddities import Span
from toolkit.places import cell_name
from toolkit.readers import Value
from toolkit.spreadsheet import ERROR_VALUES, Sheet, shown
from toolkit.vietnamese import clean, fold

# Title blocks are short; a heading further down is not one.
_SEARCHED_ROWS = 40


@dataclass(frozen=True)
class Table:
    """Where a layout's columns stand in a sheet; `columns` holds 0-based columns by key.

    `top` is the first row of its headings or title where it was looked for among others; `others` are the tables that
    share the sheet: what is theirs is not this one's.
    """

    sheet: Sheet
    header_row: int
    columns: dict[str, int]
    top: int = 0
    others: tuple["Table", ...] = ()

    @cached_property
    def span(self) -> range:
        """From its first known column to its last."""
        return range(min(self.columns.values()), max(self.columns.values()) + 1)

    @cached_property
    def end(self) -> int:
        """One past its last row: the next table under it begins there, or the sheet ends."""
        below = [o.top for o in self.others if o.header_row > self.header_row and _overlap(self.span, o.span)]
        # What a value reader blanks may lie below the last cell that has a value.
        return min(below, default=self.sheet.filled_rows[-1] + 1)

    @property
    def filled_rows(self) -> list[int]:
        """The rows of its own, below the headings, in which the sheet holds anything."""
        return [row for row in self.sheet.filled_rows if self.header_row < row < self.end]

    def holds(self, row: int, column: int) -> bool:
        """True for a cell between its title and its end, in its columns."""
        return self.top <= row < self.end and column in self.span

    def missing(self, layout: Layout) -> list[str]:
        """The headings of the layout that the table does not have."""
        return [column.heading for column in layout.columns if column.key not in self.columns]

    def renamed(self, layout: Layout) -> Iterator[tuple[Column, str]]:
        """The columns that stand under another heading, with that heading."""
        for column in layout.columns:
            at = self.columns.get(column.key)
            written = "" if at is None else heading(self.sheet, self.header_row, at)
            if written and fold(column.heading) not in (fold(written), fold(without_remark(written))):
                yield column, clean(written)

    def strangers(self) -> Iterator[tuple[int, list[str]]]:
        """Columns of no meaning here that hold something, each with its texts: nothing in them may be lost."""
        for at in self.sheet.filled_columns:
            if at not in self.columns.values():
                rows = [row for row in self.filled_rows if not any(other.holds(row, at) for other in self.others)]
                texts = [self.sheet.text(row, at) for row in rows]
                if any(texts):
                    yield at, [clean(text) for text in texts if text]

    def rows(self) -> Iterator["Row"]:
        """Every row below the headings in which any known column holds something.

        They are made anew each time: a table that kept them would keep each text twice.
        """
        below = (Row(self, index) for index in self.filled_rows)
        return (row for row in below if any(row.texts.values()) or row.has_damage)


@dataclass(frozen=True)
class Row:
    """One row of a table; `index` is 0-based, `number` what people see."""

    table: Table
    index: int

    @property
    def number(self) -> int:
        return self.index + 1

    def holder(self, key: str) -> "Row":
        """The row that holds what people see in the cell: an earlier one where the cell is merged downwards, else this.

        What a range that begins in the headings or above them holds is theirs.
        """
        span = self.span(key)
        return Row(self.table, span.top) if span and self.table.header_row < span.top < self.index else self

    def span(self, key: str) -> Span | None:
        """The range merged downwards to which the cell belongs."""
        return self.table.sheet.span_of(self.index, self.table.columns.get(key, -1))

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

    def struck(self, key: str) -> str:
        """What is struck out in the cell; empty where nothing is."""
        at = (self.index, self.table.columns.get(key, -1))
        part = self.table.sheet.oddities.struck.get(at)
        return "" if part is None else part or self.text(key)

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
    names = names_of(layout)
    for row in range(sheet.first_row, min(sheet.end_row, sheet.first_row + _SEARCHED_ROWS)):
        # Headings stand in the row or in the one above; a slip of the pen counts only beside three that are certain.
        if names.count(sheet.row(row)) + names.count(sheet.row(row - 1)) < min(len(required), CERTAIN_HEADINGS):
            continue
        columns = columns_of(sheet, row, names)
        if all(key in columns for key in required) and (best is None or len(columns) > len(best.columns)):
            best = Table(sheet, row, columns)
        if len(columns) == len(layout.columns):
            break
    return best


def find_all(sheet: Sheet, layout: Layout, beside: Table | None = None) -> tuple[Table, ...]:
    """Every table with these headings, wherever it stands in the sheet.

    A row is one of headings if it has at least four of them, two of those that no other table has (`layout.telling`).

    Args:
        beside: a table of another layout, whose headings may stand in the same row.
    """
    names = names_of(layout)
    found: list[Table] = []
    for row in sheet.filled_rows:
        if names.count(sheet.row(row)) < 2:
            continue
        taken = beside.columns.values() if beside and beside.header_row == row else ()
        columns = columns_of(sheet, row, names, taken)
        if len(columns) <= CERTAIN_HEADINGS or sum(key in columns for key in layout.telling) < 2:
            continue
        # Of a heading of two rows the lower one tells more.
        if found and found[-1].header_row == row - 1:
            if len(columns) <= len(found[-1].columns):
                continue
            found.pop()
        found.append(Table(sheet, row, columns, _top(sheet, row, columns, layout)))
    return tuple(replace(one, others=tuple(other for other in found if other is not one)) for one in found)


def _top(sheet: Sheet, header_row: int, columns: dict[str, int], layout: Layout) -> int:
    """Where the table begins: at the upper row of a heading of two rows, at a line over it that names what it is."""
    top = header_row
    if any(not shown(sheet.value(header_row, at)) for at in columns.values()):
        top -= 1
    above = [row for row in sheet.filled_rows if row < top and any(value != "" for value in sheet.row(row))]
    if above:
        texts = [text for value in sheet.row(above[-1]) if (text := shown(value))]
        if len(texts) == 1 and fold(layout.sheet) in fold(texts[0]):
            return above[-1]
    return top


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def find_stacked(sheet: Sheet, layout: Layout, required: tuple[str, ...]) -> tuple[Table, ...]:
    """Every table of the sheet whose headings hold the required keys, one below the other, from the top."""
    first = find(sheet, layout, required)
    if first is None:
        return ()
    names, found = names_of(layout), [first]
    for row in sheet.filled_rows:
        if row > first.header_row and names.may_head(sheet.row(row)):
            columns = columns_of(sheet, row, names)
            if all(key in columns for key in required):
                found.append(Table(sheet, row, columns, top=row))
    return tuple(replace(one, others=(*first.others, *(other for other in found if other is not one))) for one in found)


@dataclass(frozen=True, slots=True)
class Headless:
    """A row that is the headings of a layout but for some that must be there: those missing, and those seen."""

    row: int
    missing: tuple[str, ...]
    seen: tuple[str, ...]


def find_headless(sheet: Sheet, layout: Layout, required: tuple[str, ...]) -> Headless | None:
    """The row that has most of the layout's headings, where it lacks some of the required ones."""
    best: Headless | None = None
    most = CERTAIN_HEADINGS - 1
    for row in range(sheet.first_row, min(sheet.end_row, sheet.first_row + _SEARCHED_ROWS)):
        columns = columns_of(sheet, row, names_of(layout))
        missing = tuple(layout.columns[layout.position[key]].heading for key in required if key not in columns)
        if missing and len(columns) > most:
            most = len(columns)
            texts = (clean(heading(sheet, row, column)) for column in sheet.filled_columns)
            best = Headless(row, missing, tuple(filter(None, texts)))
    return best
