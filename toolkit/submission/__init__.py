"""One file that a unit sent back, read against the plan: entries, targets, and everything that is wrong with it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from toolkit import checks, files, spreadsheet, table
from toolkit.codes import BookCode, FileCode, RowCode
from toolkit.encryption import unlock
from toolkit.entry import Entry, Source, TargetEntry
from toolkit.files import InputFile
from toolkit.issues import Issue, Place
from toolkit.kinds import Kind
from toolkit.layout import DELIVERIES, DETAILS, JOURNAL, REPORT, REPORT_TARGETS
from toolkit.model import Plan, Unit
from toolkit.package import VIETNAM
from toolkit.places import cell_name, column_letters
from toolkit.spreadsheet import Unreadable, Workbook
from toolkit.submission.fields import Fields
from toolkit.submission.identity import identify, unit_in_name
from toolkit.submission.rows import RowReader, Rows
from toolkit.table import Table
from toolkit.vietnamese import clean, fold

_NEEDED = ("task", "status")
# What every consolidated workbook has, and no report of a unit.
_CONSOLIDATED = (DETAILS.sheet, DELIVERIES.sheet, JOURNAL.sheet)


@dataclass(frozen=True)
class Submission:
    """One input file as read.

    `entries` may come packed, and are opened whenever they are walked through. `saved_at` is in Vietnam time; `stamp`
    orders the workbooks of one unit, later is newer. `is_readable` is false where no row could be taken from it.
    `rows_read` counts its task rows, of which `rows_rejected` gave no entry.
    """

    source: InputFile
    saved_at: datetime | None
    stamp: tuple[float, float]
    unit: Unit | None
    is_readable: bool
    entries: Sequence[Entry] = ()
    targets: tuple[TargetEntry, ...] = ()
    issues: tuple[Issue, ...] = ()
    rows_read: int = 0
    rows_rejected: int = 0

    @property
    def file(self) -> str:
        return self.source.name

    @property
    def bare(self) -> "Submission":
        """The same without what its rows and targets say."""
        return replace(self, entries=(), targets=())


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's bytes and whatever else of it is needed to read it where it does not lie.

    `file` is how staff are shown it; `modified` when the disk says it was changed, in seconds since 1970; `suffix` of
    its name, with the dot.
    """

    file: str
    data: bytes
    modified: float
    suffix: str


Reader = Callable[[Loaded, Plan, date, Sequence[str]], Submission]


def load(path: Path, file: str) -> Loaded:
    """A file made ready to be read anywhere.

    Raises:
        Unreadable: with the code that says why.
    """
    data = spreadsheet.load(path)
    return Loaded(file, data, files.modified_at(path), path.suffix)


def read(
    path: Path, file: str, plan: Plan, as_of: date, passwords: Sequence[str] = (), reader: Reader | None = None
) -> Submission:
    """Read one file; whatever is wrong with it is in the result's issues, nothing is raised for it.

    Args:
        path: the file.
        file: how staff are shown the file.
        plan: the plan that the file should belong to.
        as_of: the reporting date, against which finish dates are checked.
        passwords: those to try on a workbook that has one.
        reader: what reads it once it is loaded; None is `read_loaded`.
    """
    try:
        loaded = load(path, file)
    except Unreadable as fault:
        return refused(file, plan, fault)
    return (reader or read_loaded)(loaded, plan, as_of, passwords)


def read_loaded(loaded: Loaded, plan: Plan, as_of: date, passwords: Sequence[str] = ()) -> Submission:
    """The same as `read` for a file that is in memory already."""
    data, modified = loaded.data, loaded.modified
    bare = Submission(InputFile.of(loaded.file, data), None, (modified, modified), None, False)
    try:
        book = spreadsheet.parse(unlock(data, passwords).data)
    except Unreadable as fault:
        return _refused(bare, unit_in_name(loaded.file, plan), fault)
    saved = book.saved_at or datetime.fromtimestamp(int(modified), VIETNAM)
    # Two files saved within one second are told apart by the disk.
    bare = replace(bare, saved_at=saved, stamp=(saved.timestamp(), modified))
    return _read_book(bare, book, plan, as_of, loaded.suffix.lower())


def refused(file: str, plan: Plan, fault: Unreadable, data: bytes | None = None) -> Submission:
    """A file that gave nothing, read into bytes or not even that; its unit is the one that its name tells."""
    source = InputFile(file, 0, "") if data is None else InputFile.of(file, data)
    return _refused(Submission(source, None, (0.0, 0.0), None, False), unit_in_name(file, plan), fault)


def stopped(path: Path, file: str, plan: Plan, reason: str) -> Submission:
    """A file that was given up while it was read, for a reason in words."""
    fault = Unreadable(FileCode.STOPPED, reason)
    try:
        return refused(file, plan, fault, spreadsheet.load(path))
    except Unreadable:
        return refused(file, plan, fault)


def _refused(bare: Submission, unit: Unit | None, fault: Unreadable) -> Submission:
    place = Place(bare.file, unit=unit.code if unit else "")
    return replace(bare, unit=unit, issues=(fault.code.at(place, detail=fault.detail),))


def _read_book(bare: Submission, book: Workbook, plan: Plan, as_of: date, suffix: str) -> Submission:
    found = _find_report(book)
    if (found is None or found.sheet.name != REPORT.sheet) and all(book.sheet(name) for name in _CONSOLIDATED):
        return _refused(bare, unit_in_name(bare.file, plan), Unreadable(BookCode.CONSOLIDATED))
    identity = identify(book, found, plan, bare.file)
    if found is None:
        return _refused(bare, identity.unit, Unreadable(BookCode.FOREIGN))
    issues = [*identity.issues]
    if identity.unit is None:
        unread = sum(1 for _ in found.rows())
        return replace(bare, issues=tuple(issues), rows_read=unread, rows_rejected=unread)
    unit = identity.unit
    place = Place(bare.file, unit=unit.code)
    kind = Kind(book.kind)
    if suffix not in kind.suffixes:
        issues.append(FileCode.SUFFIX.at(place, kind=kind.value))
    if not book.is_counted:
        issues.append(FileCode.UNCHECKED.at(place))
    issues += _column_issues(found, replace(place, sheet=found.sheet.name))
    rows = RowReader(found, unit, plan, as_of, bare.file).read()
    number = identity.plan_number
    if number is not None and fold(number) != fold(plan.settings.plan_number):
        if not _fits(rows):
            issues.append(BookCode.OTHER_PLAN.at(place, number))
            return replace(bare, unit=unit, issues=tuple(issues), rows_read=rows.read, rows_rejected=rows.read)
        issues.append(BookCode.PLAN_NUMBER.at(place, number))
    targets, target_issues = _read_targets(book, unit, plan, bare.file)
    return replace(
        bare,
        unit=unit,
        is_readable=True,
        entries=rows.entries,
        targets=targets,
        issues=(*issues, *rows.issues, *target_issues),
        rows_read=rows.read,
        rows_rejected=rows.rejected,
    )


def _column_issues(found: Table, place: Place) -> Iterator[Issue]:
    """Columns that are missing, stand under another heading, or are the unit's own."""
    for missing in found.missing(REPORT):
        yield BookCode.COLUMN_MISSING.at(place, missing)
    for column, written in found.renamed(REPORT):
        cell = replace(place, cell=cell_name(found.header_row, found.columns[column.key]))
        yield BookCode.COLUMN_RENAMED.at(cell, written, heading=column.heading)
    for at, texts in found.strangers():
        cell = replace(place, cell=cell_name(found.header_row, at))
        own = clean(table.heading(found.sheet, found.header_row, at)) or column_letters(at)
        yield BookCode.COLUMN_UNKNOWN.at(cell, " | ".join(texts), heading=own)


def _fits(rows: Rows) -> bool:
    """True where all rows are this plan's: the clerk may have set the plan's number after issuing."""
    return bool(rows.entries) and not rows.rejected and all(entry.task for entry in rows.entries)


def _find_report(book: Workbook) -> Table | None:
    """The report by its headings: on its own sheet first, else on whichever sheet has them."""
    named = book.sheet(REPORT.sheet)
    for sheet in (*([named] if named else []), *book.sheets):
        found = table.find(sheet, REPORT, _NEEDED)
        if found:
            return found
    return None


def _read_targets(
    book: Workbook, unit: Unit, plan: Plan, file: str
) -> tuple[tuple[TargetEntry, ...], tuple[Issue, ...]]:
    sheet = book.sheet(REPORT_TARGETS.sheet)
    found = table.find(sheet, REPORT_TARGETS, ("task", "target", "achieved", "total")) if sheet else None
    entries: list[TargetEntry] = []
    issues: list[Issue] = []
    target_of = {(target.task_code, fold(target.text)): target for target in plan.targets_of(unit)}
    for row in found.rows() if found else ():
        target = target_of.get((row.line("task"), fold(row.text("target"))))
        fields = Fields(row, file, unit.code, row.line("task"))
        if target is None:
            if row.text("achieved") or row.text("total"):
                fields.note(RowCode.UNKNOWN_CODE, "task", row.line("task"))
                issues += fields.issues
            continue
        letters = {key: column_letters(column) for key, column in row.table.columns.items()}
        source = Source(file, row.table.sheet.name, row.number, letters)
        entry = TargetEntry(target, unit, source, fields.count("achieved"), fields.count("total"), fields.text("note"))
        issues += [*fields.issues, *checks.target_issues(entry, fields.place)]
        entries.append(entry)
    return tuple(entries), tuple(issues)
