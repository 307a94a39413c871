"""What stands in the plan workbook beside what is read: columns and tables of no meaning, cells without a value."""

from collections.abc import Sequence

from toolkit import table
from toolkit.doubts import Doubt
from toolkit.headings import heading
from toolkit.layout import APPENDIX
from toolkit.places import cell_name, column_letters
from toolkit.plan.notes import Notes
from toolkit.spreadsheet import Workbook
from toolkit.vietnamese import clean


def note(book: Workbook, tables: Sequence[table.Table], notes: Notes) -> None:
    """Note all that is passed over beside the rows of these tables."""
    for found in tables:
        _columns(found, notes)
        _broken(found, notes)
        _struck(found, notes)
    known = {found.sheet.name for found in tables}
    for sheet in book.sheets:
        other = table.find(sheet, APPENDIX, ("task", "lead")) if sheet.name not in known else None
        if other and any(other.rows()):
            notes.put(Doubt.SHEET, sheet.name, cell_name(other.header_row, other.columns["task"]), sheet.name)


def _columns(found: table.Table, notes: Notes) -> None:
    for at, texts in found.strangers():
        named = clean(heading(found.sheet, found.header_row, at)) or column_letters(at)
        notes.put(Doubt.COLUMN, found.sheet.name, cell_name(found.header_row, at), named, texts[0])


def _broken(found: table.Table, notes: Notes) -> None:
    """Error values, formulas that were never calculated, broken cells: what they should have said is not known."""
    oddities = found.sheet.oddities
    for row, column in sorted(oddities.told):
        if row > found.header_row and column in found.columns.values():
            damage = oddities.broken.get((row, column))
            told = oddities.errors.get((row, column)) or (damage.told if damage else "công thức chưa được tính")
            notes.put(Doubt.BROKEN, found.sheet.name, cell_name(row, column), told)


def _struck(found: table.Table, notes: Notes) -> None:
    """Text that somebody takes back without wiping it, once for each row."""
    for row in found.rows() if found.sheet.oddities.struck else ():
        struck = [(key, part) for key in found.columns if (part := row.struck(key))]
        if struck:
            notes.add(Doubt.STRUCK, row, struck[0][0], " | ".join(clean(part) for _, part in struck))
