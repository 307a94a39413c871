"""The table of targets in a unit's workbook: found by its headings wherever it stands, its rows told apart."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit import cells, checks
from toolkit.codes import BookCode, CellCode, RowCode
from toolkit.entry import Source, TargetEntry, Written
from toolkit.headings import heading as heading_at
from toolkit.issues import Catalogue, Issue, Place
from toolkit.layout import IDENTITY_SHEET, REPORT_TARGETS
from toolkit.model import Plan, Target, Unit
from toolkit.places import cell_name, column_letters
from toolkit.spreadsheet import Workbook
from toolkit.submission import looks
from toolkit.submission.fields import Fields
from toolkit.submission.likeness import match
from toolkit.table import Row, Table
from toolkit.vietnamese import clean, fold
from toolkit.wording import number

_HEADING = {column.key: column.heading for column in REPORT_TARGETS.columns}
_OPEN = tuple(column.key for column in REPORT_TARGETS.columns if column.open)
# A rate may be typed as whole percents.
_SAME_RATE = 0.005


@dataclass(frozen=True)
class TargetRows:
    """What the tables of targets gave. `read` counts the rows with something filled in, `rejected` those of them that
    became no entry."""

    entries: tuple[TargetEntry, ...] = ()
    issues: tuple[Issue, ...] = ()
    read: int = 0
    rejected: int = 0


def read_targets(book: Workbook, tables: Sequence[Table], unit: Unit, plan: Plan, file: str) -> TargetRows:
    """What the unit's workbook says of its targets.

    Args:
        book: the workbook.
        tables: the tables of targets in it that are the unit's.
        unit: whose it is.
        plan: its plan.
        file: how staff are shown the file.
    """
    place = Place(file, unit=unit.code)
    if tables:
        return _TargetReader(unit, plan, place).read(tables)
    if not plan.targets_of(unit):
        return TargetRows()
    headings = ", ".join(f"«{heading}»" for heading in REPORT_TARGETS.headings)
    sheets = ", ".join(f"«{clean(sheet.name)}»" for sheet in book.sheets if sheet.name != IDENTITY_SHEET)
    return TargetRows(issues=(BookCode.TARGETS_MISSING.at(place, headings=headings, sheets=sheets),))


def _completed(found: Table) -> Table:
    """With the columns whose headings say something else but that stand where the issued workbook has them."""
    columns = dict(found.columns)
    at = REPORT_TARGETS.position
    for key in at.keys() - columns.keys():
        left = max((known for known in found.columns if at[known] < at[key]), key=at.__getitem__, default=None)
        right = min((known for known in found.columns if at[known] > at[key]), key=at.__getitem__, default=None)
        places = {columns[known] + at[key] - at[known] for known in (left, right) if known}
        column = places.pop()
        is_free = column >= 0 and not any(other.holds(found.header_row, column) for other in found.others)
        if is_free and not places and heading_at(found.sheet, found.header_row, column):
            columns[key] = column
    return replace(found, columns={key: columns[key] for key in at if key in columns})


class _TargetReader:
    """Reads the tables of one workbook, remembering which targets were seen."""

    def __init__(self, unit: Unit, plan: Plan, place: Place) -> None:
        self._unit, self._plan, self._place = unit, plan, place
        self._owed = plan.targets_of(unit)
        self._entry_of: dict[Target, TargetEntry] = {}
        self._seen: set[Target] = set()
        self._issues: list[Issue] = []
        self._read = self._rejected = 0

    def read(self, tables: Iterable[Table]) -> TargetRows:
        for found in tables:
            self._take(found)
        for target in self._owed:
            if target not in self._seen:
                place = replace(self._place, sheet=found.sheet.name, task=target.task_code)
                self._issues.append(RowCode.MISSING.at(place, f"{target.task_code}, chỉ tiêu «{target.text}»"))
        return TargetRows(tuple(self._entry_of.values()), tuple(self._issues), self._read, self._rejected)

    def _take(self, found: Table) -> None:
        whole = _completed(found)
        self._issues += looks.issues(whole, REPORT_TARGETS, replace(self._place, sheet=found.sheet.name))
        self._issues += _heading_issues(found, whole, replace(self._place, sheet=found.sheet.name))
        rows = list(whole.rows())
        repeated = ""
        for row, target in zip(rows, match([self._shown(row) for row in rows], self._owed), strict=True):
            if target is None:
                self._leave(row)
                continue
            self._seen.add(target)
            entry, issues = self._entry(row, target)
            self._read += entry.is_reported
            kept = self._entry_of.get(target)
            if kept is None or not kept.is_reported:
                self._entry_of[target] = entry
                self._issues += issues
            elif entry.is_reported and _said(entry) == _said(kept):
                self._rejected += 1
                repeated = kept.source.sheet
            elif entry.is_reported:
                self._rejected += 1
                at = kept.source
                self._tell(row, RowCode.TARGET_DOUBLED, _told(row), kept=f"{at.row} ({clean(at.sheet)})")
        if repeated:
            self._issues.append(BookCode.TARGETS_TWICE.at(replace(self._place, sheet=found.sheet.name), repeated))

    def _shown(self, row: Row) -> Target:
        """The target that the row names, as it names it."""
        level = cells.read_count(row.value("level")).written.value
        return Target(self._code(row), row.line("target"), "", level, row.line("measure"), row.line("due"))

    def _code(self, row: Row) -> str:
        code = row.holder("task").line("task")
        return code if code in self._plan.task_of else code.upper()

    @cached_property
    def _codes(self) -> set[str]:
        return {assignment.task.code for assignment in self._plan.assignments_of(self._unit)}

    def _leave(self, row: Row) -> None:
        """A row of no target of this unit: told with all that stands in it."""
        code, written = self._code(row), row.holder("task").line("task")
        if not any(row.text(key) for key in _OPEN) and not _typed_rate(row, Written(), Written()).text:
            self._tell(row, RowCode.NOTE, _told(row))
            return
        self._read += 1
        self._rejected += 1
        if written and code not in self._plan.task_of:
            self._tell(row, RowCode.UNKNOWN_CODE, written)
        elif written and code not in self._codes:
            self._tell(row, RowCode.NOT_ASSIGNED, code)
        else:
            self._tell(row, RowCode.TARGET_ADDED, _told(row))

    def _tell(self, row: Row, code: Catalogue, value: str, **details: str) -> None:
        """The sentence with `value`; with the issue goes all that stands in the row."""
        key = "task" if row.text("task") else next(key for key, text in row.texts.items() if text)
        place = Fields(row, self._place.file, self._unit.code, self._code(row)).place(key)
        whole = code.at(place, _told(row), **details)
        self._issues.append(replace(code.at(place, value, **details), value=whole.value))

    def _entry(self, row: Row, target: Target) -> tuple[TargetEntry, list[Issue]]:
        fields = Fields(row, self._place.file, self._unit.code, target.task_code)
        _compare_locked(row, target, fields)
        letters = {key: column_letters(column) for key, column in row.table.columns.items()}
        source = Source(self._place.file, row.table.sheet.name, row.number, letters)
        achieved, total = (_count(fields, row, key, target) for key in ("achieved", "total"))
        rate = _typed_rate(row, achieved, total)
        entry = TargetEntry(target, self._unit, source, achieved, total, rate, fields.text("note"))
        return entry, [*fields.issues, *checks.target_issues(entry, fields.place)]


def _told(row: Row) -> str:
    return " | ".join(filter(None, map(clean, row.texts.values())))


def _said(entry: TargetEntry) -> tuple[str, ...]:
    return tuple(map(clean, (entry.achieved.text, entry.total.text, entry.rate.text, entry.note)))


def _compare_locked(row: Row, target: Target, fields: Fields) -> None:
    """What the row says otherwise than the plan, in cells that are not the unit's."""
    if not row.text("task"):
        fields.note(RowCode.BY_TEXT, "target", target.task_code)
    if fold(row.text("target")) != fold(target.text):
        fields.note(RowCode.TARGET_EDITED, "target", row.line("target") or "(trống)", expected=target.text)
    level = "" if target.level is None else number(target.level)
    read = cells.read_count(row.value("level")).written
    written = number(read.value) if read.value is not None else read.text
    for key, told, wanted in (
        ("level", written, level),
        ("measure", row.line("measure"), target.measure),
        ("due", row.line("due"), target.due_text),
    ):
        if key in row.table.columns and fold(told) != fold(wanted):
            fields.note(RowCode.CHANGED, key, told or "(trống)", heading=_HEADING[key], expected=wanted or "(trống)")


def _count(fields: Fields, row: Row, key: str, target: Target) -> Written[float]:
    """A count; a share and what is less than nothing are none, and are kept as written."""
    if "%" in row.text(key) and not row.error_value(key):
        fields.note(CellCode.COUNT_A_SHARE, key, row.line(key))
        return Written(row.text(key))
    written = fields.count(key)
    if written.value is None:
        return written
    if written.value < 0:
        fields.note(CellCode.COUNT_NEGATIVE, key, written.text)
        return Written(written.text)
    if key == "achieved" and target.is_share and 0 < written.value < 1:
        whole = cells.read_count(row.value("total")).written.value
        # Half a billion of 2,5 billions is a sum of money.
        if whole is None or whole.is_integer():
            fields.note(CellCode.COUNT_A_SHARE, key, written.text)
            return Written(written.text)
    return written


def _typed_rate(row: Row, achieved: Written[float], total: Written[float]) -> Written[float]:
    """The rate where a person typed it; blank where the formula stands, or what was typed is what it gives."""
    text = row.text("rate")
    if not text or row.is_uncached("rate") or row.error_value("rate"):
        return Written()
    # An old .xls keeps 0 where the formula shows nothing.
    if row.value("rate") == 0 and not (achieved.text or total.text):
        return Written()
    typed, shown = row.value("rate"), cells.read_rate(row.value("rate")).written
    rates = [rate for rate in (typed, shown.value) if isinstance(rate, (int, float))]
    # The formula takes a count as it stands, also one that is none.
    for part, whole in ((row.value("achieved"), row.value("total")), (achieved.value, total.value)):
        if isinstance(part, (int, float)) and isinstance(whole, (int, float)):
            computed = part / (whole or math.nan)
            if any(abs(rate - computed) <= _SAME_RATE for rate in rates):
                return Written()
    return shown


def _heading_issues(found: Table, whole: Table, place: Place) -> Iterator[Issue]:
    """Headings that say something else or are missing, columns that are the unit's own."""

    def at(column: int) -> Place:
        return replace(place, cell=cell_name(found.header_row, column))

    def written(column: int) -> str:
        return clean(heading_at(found.sheet, found.header_row, column))

    for renamed, heading in found.renamed(REPORT_TARGETS):
        yield BookCode.COLUMN_RENAMED.at(at(found.columns[renamed.key]), heading, heading=renamed.heading)
    for key in whole.columns.keys() - found.columns.keys():
        column = whole.columns[key]
        yield BookCode.COLUMN_BY_PLACE.at(at(column), written(column), heading=_HEADING[key])
    missing = whole.missing(REPORT_TARGETS)
    if missing:
        seen = ", ".join(f"«{text}»" for column in found.sheet.filled_columns if (text := written(column)))
        lacks = ", ".join(f"«{heading}»" for heading in missing)
        yield BookCode.TARGET_COLUMNS.at(at(whole.span.start), seen, missing=lacks)
    for column, texts in whole.strangers():
        own = written(column) or column_letters(column)
        yield BookCode.COLUMN_UNKNOWN.at(at(column), " | ".join(texts), heading=own)
