"""One file that a unit sent back, read against the plan: entries, targets, and everything that is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from toolkit import files, spreadsheet
from toolkit.codes import BookCode, FileCode, RowCode
from toolkit.encryption import unlock
from toolkit.entry import Entry, TargetEntry
from toolkit.files import InputFile
from toolkit.headings import heading
from toolkit.issues import Issue, Place
from toolkit.kinds import Kind
from toolkit.layout import DELIVERIES, DETAILS, JOURNAL, REPORT
from toolkit.model import Plan, Unit
from toolkit.package import VIETNAM
from toolkit.places import cell_name, column_letters
from toolkit.spreadsheet import Unreadable, Workbook
from toolkit.submission import damage, reports
from toolkit.submission.identity import identify, unit_in_name
from toolkit.submission.reports import Reading, Share
from toolkit.submission.rows import RowReader, Rows
from toolkit.submission.targets import read_targets
from toolkit.table import Table
from toolkit.vietnamese import clean, fold

# What every consolidated workbook has, and no report of a unit.
_CONSOLIDATED = (DETAILS.sheet, DELIVERIES.sheet, JOURNAL.sheet)


@dataclass(frozen=True)
class Submission:
    """One input file as read.

    `entries` may come packed, and are opened whenever they are walked through; where the file has several tables, the
    newest come first. `saved_at` is in Vietnam time; `stamp` orders the workbooks of one unit, later is newer.
    `is_readable` is false where no row could be taken from it, `is_filled` where the unit filled in nothing.
    `rows_read` counts its task rows, of which `rows_rejected` gave no entry; `targets_read` counts the rows of targets
    in which something is filled in, of which `targets_rejected` gave none. `beside` is what the same file holds of
    other units.
    """

    source: InputFile
    saved_at: datetime | None
    stamp: tuple[float, float]
    unit: Unit | None
    is_readable: bool
    is_filled: bool = False
    entries: Sequence[Entry] = ()
    targets: tuple[TargetEntry, ...] = ()
    issues: tuple[Issue, ...] = ()
    rows_read: int = 0
    rows_rejected: int = 0
    targets_read: int = 0
    targets_rejected: int = 0
    beside: tuple["Submission", ...] = ()

    @property
    def file(self) -> str:
        return self.source.name

    @property
    def bare(self) -> "Submission":
        """The same without what its rows and targets say."""
        return replace(self, entries=(), targets=())

    @property
    def of_each_unit(self) -> tuple["Submission", ...]:
        """This one and those of other units in the same file."""
        return (replace(self, beside=()), *self.beside)


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
    tables = reports.find(book)
    has_own = any(found.sheet.name == REPORT.sheet for found in tables.reports)
    if not has_own and all(book.sheet(name) for name in _CONSOLIDATED):
        return _refused(bare, unit_in_name(bare.file, plan), Unreadable(BookCode.CONSOLIDATED))
    identity = identify(book, tables.reports[0] if tables.reports else None, plan, bare.file)
    place = Place(bare.file, unit=identity.unit.code if identity.unit else "")
    if not tables.reports:
        return replace(bare, unit=identity.unit, issues=(reports.missing_headings(book, place),))
    if identity.unit is None:
        unread = sum(1 for found in tables.reports for _ in found.rows())
        return replace(bare, issues=identity.issues, rows_read=unread, rows_rejected=unread)
    shares = reports.share_out(book, tables, identity.unit, plan)
    told = list(identity.issues)
    if len(shares) > 1:
        told = [BookCode.UNITS_SEVERAL.at(place, ", ".join(share.unit.name for share in shares))]
    kind = Kind(book.kind)
    if suffix not in kind.suffixes:
        told.append(FileCode.SUFFIX.at(place, kind=kind.value))
    if not book.is_counted:
        told.append(FileCode.UNCHECKED.at(place))
    if not all(found.sheet.oddities.is_styled for found in tables.reports):
        told.append(BookCode.UNSTYLED.at(place))
    bare = replace(bare, issues=tuple(told))
    first, *others = (_read_share(bare, book, identity.plan_number, plan, as_of, share) for share in shares)
    return replace(first, beside=tuple(others))


def _read_share(
    bare: Submission, book: Workbook, number: str | None, plan: Plan, as_of: date, share: Share
) -> Submission:
    """What the tables of one unit say; `number` is the plan's that the workbook names."""
    unit, tables = share.unit, share.tables
    place = Place(bare.file, unit=unit.code)
    issues = [replace(issue, place=replace(issue.place, unit=unit.code)) for issue in bare.issues]
    readings = [_read_table(found, unit, plan, as_of, place) for found in tables]
    rows = reports.together(readings, plan, as_of, place)
    is_other_plan = number is not None and fold(number) != fold(plan.settings.plan_number)
    if is_other_plan and not _fits(rows):
        return _not_this_plan(bare, unit, issues, BookCode.OTHER_PLAN.at(place, number or ""), rows.read)
    # A workbook that was handed out for this plan is no stranger, whatever its rows say.
    if number is None and not rows.names_plan:
        return _not_this_plan(bare, unit, issues, BookCode.NO_TASK.at(place), rows.read)
    if is_other_plan:
        issues.append(BookCode.PLAN_NUMBER.at(place, number or ""))
    tasks = {assignment.task.code: assignment for assignment in plan.assignments_of(unit)}
    issues += reports.missing_rows(rows, tasks, replace(place, sheet=tables[0].sheet.name))
    targets = read_targets(book, share.targets, unit, plan, bare.file)
    is_filled = rows.is_filled or targets.read > 0
    # Of a file that was not touched one line says what each row would.
    row_issues = rows.issues if is_filled else (i for i in rows.issues if i.code is not RowCode.BLANK)
    if not is_filled:
        issues.append(BookCode.BLANK.at(place))
    return replace(
        bare,
        unit=unit,
        is_readable=True,
        is_filled=is_filled,
        entries=rows.entries,
        targets=targets.entries,
        issues=(*issues, *row_issues, *targets.issues, *damage.tell(book, rows.entries, place)),
        rows_read=rows.read,
        rows_rejected=rows.rejected,
        targets_read=targets.read,
        targets_rejected=targets.rejected,
    )


def _read_table(found: Table, unit: Unit, plan: Plan, as_of: date, place: Place) -> Reading:
    """One table with all that is told of it, its headings first: of a table that is passed over none of it is."""
    rows = RowReader(found, unit, plan, as_of, place.file).read()
    columns = _column_issues(found, replace(place, sheet=found.sheet.name))
    return Reading(found, replace(rows, issues=(*columns, *rows.issues)))


def _not_this_plan(bare: Submission, unit: Unit, issues: Iterable[Issue], why: Issue, rows: int) -> Submission:
    return replace(bare, unit=unit, issues=(*issues, why), rows_read=rows, rows_rejected=rows)


def _column_issues(found: Table, place: Place) -> Iterator[Issue]:
    """Columns that are missing, stand under another heading, or are the unit's own."""
    for missing in found.missing(REPORT):
        yield BookCode.COLUMN_MISSING.at(place, missing)
    for column, written in found.renamed(REPORT):
        cell = replace(place, cell=cell_name(found.header_row, found.columns[column.key]))
        yield BookCode.COLUMN_RENAMED.at(cell, written, heading=column.heading)
    for at, texts in found.strangers():
        cell = replace(place, cell=cell_name(found.header_row, at))
        own = clean(heading(found.sheet, found.header_row, at)) or column_letters(at)
        yield BookCode.COLUMN_UNKNOWN.at(cell, " | ".join(texts), heading=own)


def _fits(rows: Rows) -> bool:
    """True where all rows are this plan's: the clerk may have set the plan's number after issuing."""
    return bool(rows.entries) and not rows.rejected and all(entry.task for entry in rows.entries)
