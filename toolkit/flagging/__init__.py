"""Overdue colours for an appendix workbook that staff already have, as rules that Excel computes, and a legend.

Only the rules and two legend cells of the sheets and the styles they need are changed; every other part of the package
stays byte for byte. Flagging again replaces the former rules, so that nothing grows.
"""

import io
import zipfile
from dataclasses import dataclass
from datetime import date

from toolkit import table
from toolkit.book import AMBER_FILL, AMBER_INK, RED_FILL, RED_INK
from toolkit.flagging import formulas, legend
from toolkit.flagging.terms import LAYOUTS, Terms, read
from toolkit.model import Status
from toolkit.ooxml import ColourRule, Package, Styles, Worksheet
from toolkit.places import column_letters
from toolkit.spreadsheet import Sheet, Workbook

_SIGNATURES = "_xmlsignatures/"


@dataclass(frozen=True, slots=True)
class FlaggedSheet:
    """What the colours of one sheet show on the day: how many rows are overdue, near due, and have no due date.

    `unread` are the cells whose deadline is not understood, `unknown` those whose status is not and so is no end,
    `zoned` those whose deadline is a moment of another time zone, taken as its day here.
    """

    name: str
    overdue: int
    near_due: int
    undated: int
    unread: tuple[str, ...]
    unknown: tuple[str, ...]
    zoned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flagged:
    """The workbook with its colours; `is_changed` is false where it had them all."""

    data: bytes
    sheets: tuple[FlaggedSheet, ...]
    is_changed: bool
    is_signed: bool


def flag(data: bytes, book: Workbook, day: date, as_of: date | None, year: int | None, warning_days: int) -> Flagged:
    """Put the colours into every visible sheet that has a table with a deadline and a status column.

    Args:
        data: the bytes of an .xlsx or .xlsm workbook without a password.
        book: the same as read.
        day: the day for which rows are counted.
        as_of: the day by which rows are coloured; None lets Excel take its own date each time.
        year: the year of deadlines that name none; None takes the one year that the sheet itself names.
        warning_days: so many days before the due date a row counts as near due.

    Raises:
        KeyError, IndexError, zipfile.BadZipFile, lxml.etree.XMLSyntaxError: parts are missing or broken.
    """
    package = Package(data)
    styles = Styles(package)
    part_of = {sheet.name: sheet.part for sheet in package.sheets()}
    found = []
    for sheet in book.sheets:
        terms = None if sheet.is_hidden else _terms(sheet, year)
        if terms:
            _write(Worksheet(package, part_of[sheet.name]), styles, terms, as_of, warning_days)
            found.append(_count(terms, day, warning_days))
    fresh = package.save()
    is_signed = any(name.startswith(_SIGNATURES) for name in _parts(data))
    return Flagged(fresh, tuple(found), _parts(fresh) != _parts(data), is_signed)


def _parts(data: bytes) -> dict[str, int]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {entry.filename: entry.CRC for entry in parts.infolist()}


def _terms(sheet: Sheet, year: int | None) -> Terms | None:
    tables = (table.find(sheet, layout, ("status",)) for layout in LAYOUTS)
    found = next((table for table in tables if table and {"deadline", "due"} & table.columns.keys()), None)
    if found is None:
        return None
    return read(found, year)


def _write(page: Worksheet, styles: Styles, terms: Terms, as_of: date | None, warning_days: int) -> None:
    red, amber = styles.differential(RED_FILL, RED_INK), styles.differential(AMBER_FILL, AMBER_INK)
    page.remove_rules(formulas.MARK)
    first, last = (column_letters(column) for column in terms.span)
    rules = []
    for area in terms.areas:
        ranges = [f"{first}{area.first + 1}:{last}{area.last + 1}"]
        written = formulas.of(terms, area, as_of, warning_days)
        rules += [ColourRule(ranges, formula, red) for formula in written.overdue]
        rules += [ColourRule(ranges, formula, amber) for formula in written.near_due]
    page.add_rules(rules)
    legend.write(page, styles, terms, as_of, warning_days)


def _count(terms: Terms, day: date, warning_days: int) -> FlaggedSheet:
    waiting = [row for row in terms.rows if row.status not in (Status.DONE, Status.NOT_ARISEN)]
    left = [(row.due - day).days for row in waiting if row.due]
    return FlaggedSheet(
        name=terms.table.sheet.name,
        overdue=sum(days < 0 for days in left),
        near_due=sum(0 <= days <= warning_days for days in left),
        undated=sum(row.due is None for row in waiting),
        unread=tuple(row.unread_deadline for row in waiting if row.unread_deadline),
        unknown=tuple(row.unread_status for row in waiting if row.unread_status),
        zoned=tuple(row.zoned for row in terms.rows if row.zoned),
    )
