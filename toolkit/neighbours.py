"""Tables that share a workbook: each is found by its headings wherever it stands, none is taken for part of another."""

from dataclasses import replace

from toolkit import table
from toolkit.layout import Layout
from toolkit.readers import Value
from toolkit.spreadsheet import Sheet, shown
from toolkit.table import Table
from toolkit.vietnamese import fold

# So many headings, two of those that tell the table from others, make a row the header row.
_HEADINGS, _TELLING = 4, 2
_LONGEST_HEADING = 60


def apart(found: Table, other: Layout) -> Table:
    """The same table, knowing those of another layout on its sheet."""
    return replace(found, others=find_anywhere(found.sheet, other, found))


def find_anywhere(sheet: Sheet, layout: Layout, beside: Table | None = None) -> tuple[Table, ...]:
    """Every table with these headings, however far down or to the right.

    Args:
        sheet: the sheet.
        layout: the headings, of which `telling` are those that no other table has.
        beside: a table of another layout, whose headings may stand in the same row.
    """
    found: list[Table] = []
    for row in sheet.filled_rows:
        if not _may_be_headings(sheet, row, layout):
            continue
        taken = beside.columns.values() if beside and beside.header_row == row else ()
        columns = table.columns_at(sheet, row, layout, taken)
        if len(columns) < _HEADINGS or sum(key in columns for key in layout.telling) < _TELLING:
            continue
        # Of a heading of two rows the lower one tells more.
        if found and found[-1].header_row == row - 1:
            if len(columns) <= len(found[-1].columns):
                continue
            found.pop()
        found.append(Table(sheet, row, columns, _top(sheet, row, columns, layout)))
    return tuple(replace(one, others=tuple(other for other in found if other is not one)) for one in found)


def _may_be_headings(sheet: Sheet, row: int, layout: Layout) -> bool:
    """Whether two cells of the row itself are headings: a quick look, for a report has thousands of rows."""
    known = 0
    for value in _cells(sheet, row):
        if isinstance(value, str) and 0 < len(value) <= _LONGEST_HEADING:
            known += table.knows(layout, value)
            if known > 1:
                return True
    return False


def _top(sheet: Sheet, header_row: int, columns: dict[str, int], layout: Layout) -> int:
    """Where the table begins: at the upper row of a heading of two rows, at a line over it that names what it is."""
    top = header_row
    if any(not shown(sheet.value(header_row, at)) for at in columns.values()):
        top -= 1
    above = [row for row in sheet.filled_rows if row < top and any(value != "" for value in _cells(sheet, row))]
    if above:
        texts = [text for value in _cells(sheet, above[-1]) if (text := shown(value))]
        if len(texts) == 1 and fold(layout.sheet) in fold(texts[0]):
            return above[-1]
    return top


def _cells(sheet: Sheet, row: int) -> list[Value]:
    return sheet.rows[row - sheet.first_row] if sheet.first_row <= row < sheet.end_row else []
