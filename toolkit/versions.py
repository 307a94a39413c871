"""What several workbooks of one unit say together: which counts, row by row, and what is told of the others."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from toolkit.codes import BookCode, RowCode
from toolkit.entry import Entry, TargetEntry, Written
from toolkit.issues import Issue, Place
from toolkit.layout import REPORT, TARGET_RESULTS, Column, Layout
from toolkit.model import Target
from toolkit.rules import Severity
from toolkit.submission import Submission
from toolkit.vietnamese import clean, fold

# What is typed in a row of targets, and what a level below says beside it.
_TYPED = ("achieved", "total", "rate", "note", "uncounted")
_OF_TARGETS = Layout(
    TARGET_RESULTS.sheet, tuple(replace(column, open=True) for column in TARGET_RESULTS.columns if column.key in _TYPED)
)
# That a row, or what it should say, is missing.
_UNSAID = (RowCode.MISSING, RowCode.BLANK)


@dataclass(frozen=True, slots=True)
class Choice:
    """The entries of one unit that count, how many a later workbook replaced, and all that is to be told."""

    entries: tuple[Entry, ...]
    targets: tuple[TargetEntry, ...]
    superseded: int
    issues: tuple[Issue, ...]


def newest_first(submissions: list[Submission]) -> list[Submission]:
    """The workbooks from which rows could be taken, the one saved last first."""
    readable = [submission for submission in submissions if submission.is_readable]
    return sorted(readable, key=lambda submission: (submission.stamp, submission.file), reverse=True)


def choose(readable: list[Submission]) -> Choice:
    """The workbook saved last wins row by row; what an older one said differently is listed.

    A row in which nothing was filled in replaces none that has entries, and a workbook in which nothing was filled in
    replaces nothing: an old form with one new row says nothing of the others.
    """
    opened = [(sent, tuple(sent.entries)) for sent in readable]
    winners = _winners(entry for _, entries in opened for entry in entries)
    reported = {rows[0].task.code for rows in winners.values() if rows[0].task and any(r.is_reported for r in rows)}
    newest = next((sent for sent in readable if sent.is_filled), None)
    targets: dict[Target, TargetEntry] = {}
    later: set[str] = set()
    issues: list[Issue] = []
    superseded = 0
    for sent, entries in opened:
        beside = ((winners[_key(entry)], entry) for entry in entries)
        replaced = [(rows[0], entry) for rows, entry in beside if all(entry is not row for row in rows)]
        # A row of targets in which nothing was filled in replaces none.
        filled = [entry for entry in sent.targets if entry.is_reported]
        is_used = len(replaced) < len(entries) or any(entry.target not in targets for entry in filled)
        # Nobody need fill in what another workbook of the unit says.
        own = [issue for issue in sent.issues if not (issue.code in _UNSAID and issue.place.task in reported)]
        if newest in (None, sent) or not sent.is_filled:
            issues += own
        else:
            # Of one whose clock runs ahead nobody knows when it was saved, and that is told.
            if all(issue.code is not BookCode.CLOCK_AHEAD for issue in own):
                issues.append(BookCode.SUPERSEDED.at(_place(sent), newer=newest.file))
            issues += _faults_left(sent, own, later, targets.keys(), is_used)
        if sent is newest:
            issues += _kept_rows(sent, [winning for winning, entry in replaced if not entry.is_reported])
        superseded += len(replaced)
        for winning, entry in replaced:
            issues += _replacements(entry, winning, entry.task.code if entry.task else "", REPORT)
        later |= {entry.task.code for entry in entries if entry.task and entry.is_reported}
        for told in filled:
            winner = targets.setdefault(told.target, told)
            issues += _replacements(told, winner, told.target.task_code, _OF_TARGETS)
    return Choice(tuple(chain.from_iterable(winners.values())), tuple(targets.values()), superseded, tuple(issues))


def _winners(newest_first: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """The rows that count of each task: those of the newest sheet that says something; what it has twice is kept."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in newest_first:
        rows = found.setdefault(_key(entry), [])
        if not rows or _sheet(rows[0]) == _sheet(entry):
            rows.append(entry)
        elif entry.is_reported and not any(row.is_reported for row in rows):
            found[_key(entry)] = [entry]
    return found


def _sheet(entry: Entry) -> tuple[str, str]:
    return entry.source.file, entry.source.sheet


def _place(sent: Submission) -> Place:
    return Place(sent.file, unit=sent.unit.code if sent.unit else "")


def _kept_rows(sent: Submission, kept: Sequence[Entry]) -> Iterator[Issue]:
    """That rows which were left blank in the newest workbook are those of earlier ones."""
    files = dict.fromkeys(entry.source.file for entry in kept if entry.source.file != sent.file)
    if files:
        yield BookCode.ROWS_KEPT.at(_place(sent), str(len(kept)), older=", ".join(files))


def _faults_left(
    older: Submission, own: Iterable[Issue], later: Collection[str], later_targets: Collection[Target], is_used: bool
) -> Iterator[Issue]:
    """The issues of an older workbook: nobody need mend a row that a later one has, nor one of which nothing counts.

    Args:
        older: the workbook.
        own: its issues.
        later: the codes of the tasks of which later workbooks of the unit say something.
        later_targets: the targets of which these say something.
        is_used: whether anything of it counts still.
    """
    target_at = {(entry.source.sheet, entry.source.row): entry.target for entry in older.targets}
    for issue in own:
        target = target_at.get((issue.place.sheet, issue.place.row))
        is_told = target in later_targets if target else issue.place.task in later
        is_fault = issue.severity is not Severity.INFO and issue.code is not BookCode.CLOCK_AHEAD
        if is_fault and (is_told or not is_used):
            yield RowCode.FAULT_SUPERSEDED.at(issue.place, issue.value, fault=issue.message)
        else:
            yield issue


def _replacements(older: Entry | TargetEntry, newer: Entry | TargetEntry, task: str, layout: Layout) -> Iterator[Issue]:
    """Each cell that an older workbook said differently, so that nothing a unit wrote is lost by a newer one."""
    for column in layout.columns:
        before, after = (_written(entry, column) for entry in (older, newer))
        if before and clean(before) != clean(after):
            place = Place(older.source.file, older.source.sheet, older.source.cell(column.key), older.unit.code, task)
            code = RowCode.CELL_SUPERSEDED if after else RowCode.CELL_EMPTIED
            yield code.at(place, before, heading=column.heading, newer=after)


def _written(entry: Entry | TargetEntry, column: Column) -> str:
    """What the unit wrote in one of its columns; empty for the columns that are not its own."""
    value = getattr(entry, column.key) if column.open else ""
    return value.text if isinstance(value, Written) else value


def _key(entry: Entry) -> tuple[str, str]:
    return entry.unit.name, entry.task.code if entry.task else f"+{fold(entry.text)}"
