"""A unit's own workbook back to it, marked: faulty cells coloured and noted, and a first sheet that lists all.

Only marks are added; whatever else the workbook holds stays as it is. Marking a workbook again takes the former
marks away, so that a mended cell is plain again.
"""

import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lxml import etree

from toolkit import spreadsheet
from toolkit.book import DOUBT_FILL, FAULT_FILL, FAULT_INK
from toolkit.encryption import lock, unlock
from toolkit.issues import Issue
from toolkit.kinds import Kind
from toolkit.marking import listing, notes, plain
from toolkit.ooxml import ColourRule, Package, Styles, Worksheet
from toolkit.page import clip
from toolkit.rules import Severity
from toolkit.spreadsheet import Workbook

# A rule that always holds, and by which the program knows its own.
_ALWAYS = 'N("phuluc")=0'
_FILLS = {Severity.ERROR: FAULT_FILL, Severity.WARNING: DOUBT_FILL}


@dataclass(frozen=True, slots=True)
class Subject:
    """What the first sheet says of the workbook: whose it is, the file's name, the day it was checked."""

    unit: str
    file: str
    as_of: date


def copy(path: Path, issues: Sequence[Issue], subject: Subject, passwords: Sequence[str]) -> bytes:
    """A marked copy of a file, with its password again if it had one.

    Raises:
        Unreadable: no copy can be made of it.
    """
    unlocked = unlock(spreadsheet.load(path), passwords)
    marked = mark(unlocked.data, spreadsheet.parse(unlocked.data), issues, subject)
    return lock(marked, unlocked.password) if unlocked.password else marked


def mark(data: bytes, book: Workbook, issues: Sequence[Issue], subject: Subject) -> bytes:
    """The workbook with its faults marked, as an .xlsx or .xlsm package.

    Args:
        data: the workbook's bytes, without a password.
        book: the same as read.
        issues: what was found in it.
        subject: what the first sheet says of it.

    A workbook of another kind, or one whose parts do not fit together, is given back as a plain .xlsx copy of its
    cells; the first sheet says so.
    """
    if book.kind == Kind.XLSX.value:
        try:
            return _marked(Package(data), issues, subject, "")
        except (KeyError, IndexError, zipfile.BadZipFile, etree.XMLSyntaxError):
            pass
    names = plain.sheet_names(book)
    moved = [replace(i, place=replace(i.place, sheet=names.get(i.place.sheet, i.place.sheet))) for i in issues]
    return _marked(Package(plain.copy(book)), moved, subject, book.kind)


def _marked(package: Package, issues: Sequence[Issue], subject: Subject, copied_from: str) -> bytes:
    faults: dict[tuple[str, str], list[Issue]] = defaultdict(list)
    for issue in issues:
        if issue.place.cell and issue.severity in _FILLS:
            faults[issue.place.sheet, issue.place.cell].append(issue)
    styles = Styles(package)
    for sheet in package.sheets():
        page = Worksheet(package, sheet.part)
        page.remove_rules(_ALWAYS)
        found = {cell: told for (name, cell), told in faults.items() if name == sheet.name}
        rules = []
        for severity, fill in _FILLS.items():
            cells = [cell for cell, told in found.items() if min(told, key=_rank).severity is severity]
            if cells:
                rules.append(ColourRule(cells, _ALWAYS, styles.differential(fill, FAULT_INK)))
        page.add_rules(rules)
        notes.replace(page, {cell: clip("\n".join(map(_sentence, told))) for cell, told in found.items()})
    listing.write(package, styles, issues, subject, copied_from)
    return package.save()


def _sentence(issue: Issue) -> str:
    return f"{issue.message} {issue.remedy}"


def _rank(issue: Issue) -> int:
    return issue.severity.rank
