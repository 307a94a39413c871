"""The report tables of a workbook: where they are, whose each is, and what several of one unit say together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from operator import itemgetter

from toolkit import table
from toolkit.codes import BookCode, RowCode
from toolkit.entry import Entry, Written
from toolkit.issues import Issue, Place
from toolkit.layout import REPORT, REPORT_TARGETS, Layout
from toolkit.model import Plan, Unit
from toolkit.spreadsheet import Workbook
from toolkit.submission import recency
from toolkit.submission.identity import unit_in_name, unit_in_title
from toolkit.submission.rows import Rows
from toolkit.table import Table
from toolkit.vietnamese import clean, fold

NEEDED = ("task", "status")
_OPEN = tuple(column for column in REPORT.columns if column.open)


@dataclass(frozen=True)
class Reading:
    """One table of a workbook and its rows as one unit's."""

    table: Table
    rows: Rows

    @property
    def sheet(self) -> str:
        return self.table.sheet.name


@dataclass(frozen=True)
class Tables:
    """The tables of a workbook: with the headings of the report, and with those of its targets.

    Those of the sheets that are named after them come first. Tables on one sheet know of each other.
    """

    reports: tuple[Table, ...]
    targets: tuple[Table, ...]


def find(book: Workbook) -> Tables:
    """Every table with these headings, on hidden sheets too."""
    reports: list[Table] = []
    targets: list[Table] = []
    for sheet in book.sheets:
        stacked = table.find_stacked(sheet, REPORT, NEEDED)
        others = table.find_all(sheet, REPORT_TARGETS, stacked[0] if stacked else None)
        reports += [replace(one, others=(*one.others, *others)) for one in stacked]
        targets += [replace(one, others=(*one.others, *stacked)) for one in others]
    return Tables(*(_named_first(found, layout) for found, layout in ((reports, REPORT), (targets, REPORT_TARGETS))))


def _named_first(found: Iterable[Table], layout: Layout) -> tuple[Table, ...]:
    return tuple(sorted(found, key=lambda one: fold(one.sheet.name) != fold(layout.sheet)))


def missing_headings(book: Workbook, place: Place) -> Issue:
    """Why no table was found: the row that is nearest to the headings and what it lacks, if there is any such row."""
    for sheet in book.sheets:
        near = table.find_headless(sheet, REPORT, NEEDED)
        if near:
            lacking, seen = (", ".join(f"«{heading}»" for heading in named) for named in (near.missing, near.seen))
            at = replace(place, sheet=sheet.name, cell=f"A{near.row + 1}")
            return BookCode.HEADING_MISSING.at(at, lacking, seen=seen)
    return BookCode.FOREIGN.at(place)


@dataclass(frozen=True)
class Share:
    """What a workbook holds of one unit: the tables of its report, and those of its targets."""

    unit: Unit
    tables: tuple[Table, ...]
    targets: tuple[Table, ...]


def share_out(book: Workbook, tables: Tables, known: Unit, plan: Plan) -> list[Share]:
    """Whose each table is.

    Where the titles or tabs of reports name several units, each is its own; else all are those of the known unit.
    """
    named = [_named(found, plan) for found in tables.reports]
    if len({unit.code for unit in named if unit}) < 2:
        return [Share(known, tables.reports, tables.targets)]
    owners = [unit or known for unit in named]
    owners_of_targets = _owners_of_targets(book, tables, owners, plan)
    return [
        Share(
            unit,
            tuple(found for found, owner in zip(tables.reports, owners, strict=True) if owner is unit),
            tuple(found for found, owner in zip(tables.targets, owners_of_targets, strict=True) if owner is unit),
        )
        for unit in {unit.code: unit for unit in owners}.values()
    ]


def _named(found: Table, plan: Plan) -> Unit | None:
    return unit_in_title(found, plan) or unit_in_name(found.sheet.name, plan)


def _owners_of_targets(book: Workbook, tables: Tables, owners: Sequence[Unit], plan: Plan) -> list[Unit]:
    """The unit of each table of targets: on a sheet of its own the one that its title or tab names.

    Of the others the first is the first unit's and so on, if each unit that owes targets has one; else each is of the
    unit whose report is the nearest before it.
    """
    sheets = [sheet.name for sheet in book.sheets]

    def at(found: Table) -> tuple[int, int]:
        return sheets.index(found.sheet.name), found.header_row

    reports = sorted(((at(found), unit) for found, unit in zip(tables.reports, owners, strict=True)), key=itemgetter(0))
    own = [all(found.sheet is not report.sheet for report in tables.reports) for found in tables.targets]
    named = [_named(found, plan) if alone else None for found, alone in zip(tables.targets, own, strict=True)]
    owner_of = {at(f): unit for f, unit in zip(tables.targets, named, strict=True) if unit and unit in owners}
    rest = sorted(at(found) for found in tables.targets if at(found) not in owner_of)
    owing = dict.fromkeys(unit for _, unit in reports if plan.targets_of(unit) and unit not in owner_of.values())
    if len(owing) == len(rest):
        owner_of |= dict(zip(rest, owing, strict=True))
    for place in rest:
        owner_of.setdefault(place, [reports[0][1], *(unit for before, unit in reports if before < place)][-1])
    return [owner_of[at(found)] for found in tables.targets]


def together(readings: Sequence[Reading], plan: Plan, as_of: date, place: Place) -> Rows:
    """What several tables of one unit say, the newest first.

    A table in which nothing was filled in is passed over beside one that is filled, and so is one that is no form of
    ours and names no task of the plan. Of two that say something else of one task, the names of their sheets or the
    dates above them tell which is newer; where they do not, the row that comes second is rejected.
    """
    known, strange = _sorted_out(readings)
    issues = [
        BookCode.TABLE_FOREIGN.at(replace(place, sheet=one.sheet), _words(one.table), rows=one.rows.read)
        for one in strange
    ]
    filled = [one for one in known if one.rows.is_filled] or known[:1]
    issues += _passed_over(known, filled, place)
    if len(filled) == 1:
        return replace(filled[0].rows, issues=(*issues, *filled[0].rows.issues))
    newest_first = _newest_first(filled, plan.settings.year, as_of)
    if newest_first:
        filled = newest_first
        for older in filled[1:]:
            told = BookCode.TABLE_OLDER.at(replace(place, sheet=older.sheet), older.sheet, newer=filled[0].sheet)
            issues.append(told)
        return _joined(filled, issues)
    differences = list(_differences(filled, place))
    issues += [BookCode.TABLES_SEVERAL.at(place, ", ".join(f"«{one.sheet}»" for one in filled))]
    return _joined(filled, [*issues, *(issue for _, issue in differences)], [entry for entry, _ in differences])


def _sorted_out(readings: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The tables that are reports, and those that only look like one: of other work, and not made of our form."""
    known = [one for one in readings if one.rows.names_plan or "code" in one.table.columns]
    if not any(one.rows.names_plan for one in readings):
        return list(readings), []
    return known, [one for one in readings if one not in known]


def _words(found: Table) -> str:
    rows = (found.sheet.texts(row.index, found.sheet.filled_columns) for row in found.rows())
    return " | ".join(clean(text) for texts in rows for text in texts if text)


def _passed_over(known: Sequence[Reading], filled: Sequence[Reading], place: Place) -> Iterator[Issue]:
    taken = ", ".join(f"«{one.sheet}»" for one in filled)
    for blank in known:
        if blank not in filled:
            yield BookCode.TABLE_BLANK.at(replace(place, sheet=blank.sheet), blank.sheet, taken=taken)


def _joined(readings: Sequence[Reading], issues: Sequence[Issue], rejected: Sequence[Entry] = ()) -> Rows:
    rows = [one.rows for one in readings]
    return Rows(
        tuple(entry for one in rows for entry in one.entries if all(entry is not out for out in rejected)),
        (*issues, *chain.from_iterable(one.issues for one in rows)),
        sum(one.read for one in rows),
        sum(one.rejected for one in rows) + len(rejected),
        frozenset().union(*(one.codes for one in rows)),
        names_plan=True,
        is_filled=True,
    )


def _newest_first(readings: Sequence[Reading], year: int, as_of: date) -> list[Reading] | None:
    """The tables in order, if the names of their sheets or else what only their own titles say tells it."""
    titles = [_title(one.table) for one in readings]
    common = set.intersection(*map(set, titles))
    own_lines = [[line for line in lines if line not in common] for lines in titles]
    order = recency.newest_first([one.sheet for one in readings], own_lines, year, as_of)
    return [readings[at] for at in order] if order else None


def _title(found: Table) -> list[str]:
    sheet = found.sheet
    above = (sheet.texts(row, sheet.filled_columns) for row in sheet.filled_rows if row < found.header_row)
    return [clean(text) for texts in above for text in texts if text]


def _differences(readings: Sequence[Reading], place: Place) -> Iterator[tuple[Entry, Issue]]:
    """Each row that says something else of a task than one of an earlier table, with the cells of both."""
    first_of: dict[str, Entry] = {}
    for one in readings:
        for entry in one.rows.entries:
            key = entry.task.code if entry.task else f"+{fold(entry.text)}"
            first = first_of.setdefault(key, entry)
            if first is entry or not entry.is_reported:
                continue
            if not first.is_reported:
                first_of[key] = entry
                continue
            apart = [column.key for column in _OPEN if _meant(first, column.key) != _meant(entry, column.key)]
            if apart:
                yield entry, _difference(first, entry, apart, place)


def _difference(first: Entry, second: Entry, keys: Sequence[str], place: Place) -> Issue:
    headings = {column.key: column.heading for column in _OPEN}
    told = "; ".join(
        f"«{headings[key]}» ở {first.source.sheet}!{first.source.cell(key)} ghi «{_written(first, key)}», "
        f"ở {second.source.sheet}!{second.source.cell(key)} ghi «{_written(second, key)}»"
        for key in keys
    )
    task = second.task.code if second.task else ""
    at = replace(place, sheet=second.source.sheet, cell=second.source.cell(keys[0]), task=task)
    said = " | ".join(filter(None, (_written(second, column.key) for column in _OPEN)))
    return RowCode.SHEETS_DIFFER.at(at, said, taken=first.source.sheet, told=told)


def _written(entry: Entry, key: str) -> str:
    """What the unit wrote in one of its columns, on one line."""
    value = getattr(entry, key)
    return clean(value.text if isinstance(value, Written) else value)


def _meant(entry: Entry, key: str) -> object:
    """The same as understood, so that 50% and 0,5 are alike."""
    value = getattr(entry, key)
    understood = value.value if isinstance(value, Written) else None
    return _written(entry, key) if understood is None else understood


def missing_rows(rows: Rows, tasks: Mapping[str, object], place: Place) -> Iterator[Issue]:
    """The tasks of the unit of which no table has a row."""
    for code in tasks:
        if code not in rows.codes:
            yield RowCode.MISSING.at(replace(place, task=code), code)
