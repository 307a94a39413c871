"""What came in is what comes out: the sums of a period are closed before anything is published.

A difference is a fault of the program, so it is no `Issue`: the run ends, and what was there before stays.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from operator import attrgetter
from typing import TypeAlias

from toolkit import summary
from toolkit.codes import BookCode, RowCode
from toolkit.entry import TargetEntry
from toolkit.model import Target
from toolkit.period import Period
from toolkit.register import Register
from toolkit.rules import Severity
from toolkit.submission import Submission
from toolkit.vietnamese import clean

# The rows of each file's sheets: as plain numbers, for a country has millions.
_Places: TypeAlias = "defaultdict[tuple[str, str], array[int]]"
_numbers = partial(array, "L")

_NOTHING = "nothing is published"
_IS_REPORTED = attrgetter("is_reported")
# By these a row of targets that was filled in is told where it became no entry.
_REJECTING = (
    RowCode.UNKNOWN_CODE,
    RowCode.NOT_ASSIGNED,
    RowCode.TARGET_ADDED,
    RowCode.TARGET_DOUBLED,
    BookCode.TARGETS_TWICE,
)


class Tally:
    """Every row that is read is in the register, replaced by a later one, or told: counted as it is read."""

    def __init__(self) -> None:
        self._read: _Places = defaultdict(_numbers)
        # What each unit said something of, and the rows in which it did.
        self._targets: defaultdict[str, set[Target]] = defaultdict(set)
        self._target_rows: _Places = defaultdict(_numbers)

    def count(self, submissions: Iterable[Submission]) -> Iterator[Submission]:
        """The submissions as they are, counted on their way.

        Raises:
            AssertionError: a row of one is lost, or nobody is told why.
        """
        for sent in submissions:
            _check_file(sent)
            for entry in sent.entries:
                self._read[entry.source.file, entry.source.sheet].append(entry.source.row)
            for told in filter(_IS_REPORTED, sent.targets):
                self._targets[told.unit.code].add(told.target)
                self._target_rows[told.source.file, told.source.sheet].append(told.source.row)
            yield sent

    def check(self, register: Register) -> None:
        """Close the account.

        Raises:
            AssertionError: a row is lost, or there twice.
        """
        published: _Places = defaultdict(_numbers)
        for detail in register.details:
            if detail.file:
                published[detail.file, detail.sheet].append(detail.row or 0)
        read = replaced = 0
        for place in self._read.keys() | published.keys():
            theirs, ours = Counter(self._read.get(place)), Counter(published.get(place))
            if ours - theirs:
                raise AssertionError(f"{_NOTHING}: rows of {place} are there twice, or nobody wrote them")
            read += theirs.total()
            replaced += (theirs - ours).total()
        rows = register.rows
        sums = (read, read - replaced, replaced)
        if sums != (rows.read - rows.rejected, rows.merged, rows.superseded):
            raise AssertionError(f"{_NOTHING}: {sums} does not close with {rows}")
        told = {issue.place.file for issue in register.issues}
        for delivery in register.deliveries:
            # Of one workbook of each unit nothing need be said: it counts.
            silent = {sent.file for sent in delivery.submissions if sent.file not in told}
            if len(silent) > 1:
                raise AssertionError(f"{_NOTHING}: nobody is told what became of {sorted(silent)}")
        self._check_targets(register)

    def _check_targets(self, register: Register) -> None:
        """Of each target that a unit said something of, one row that it wrote is in the register."""
        kept = list(filter(_IS_REPORTED, register.targets))
        told = Counter((entry.unit.code, entry.target) for entry in kept)
        if told != Counter((code, target) for code, targets in self._targets.items() for target in targets):
            raise AssertionError(f"{_NOTHING}: what units said of their targets is lost, or there twice")
        for entry in kept:
            if entry.source.row not in self._target_rows.get((entry.source.file, entry.source.sheet), ()):
                raise AssertionError(f"{_NOTHING}: nobody wrote row {entry.source.row} of {entry.source.file}")


def check_period(register: Register, period: Period) -> None:
    """What is published of a register holds all of it.

    Raises:
        AssertionError: something is lost or counted twice.
    """
    check_sums(period)
    check_targets(register, period)


def check_targets(register: Register, period: Period) -> None:
    """Every figure of a target is in its sum, every note in its line, and what cannot be summed beside it.

    Raises:
        AssertionError: something is lost or counted twice.
    """
    of_target: dict[Target, list[TargetEntry]] = {target: [] for target in register.plan.targets}
    for entry in register.targets:
        of_target[entry.target].append(entry)
    for (target, entries), result in zip(of_target.items(), period.targets, strict=True):
        counted = [entry for entry in entries if entry.is_counted]
        sums = len(counted), sum(entry.achieved.value or 0 for entry in counted)
        notes = {clean(entry.note).casefold().rstrip(" .;,") for entry in entries if clean(entry.note)}
        beside = any(entry.is_reported and not entry.is_counted and not entry.note for entry in entries)
        is_summed = sums == (result.units, result.achieved or 0)
        is_told = len(notes) == len(result.note.splitlines()) and bool(result.uncounted) >= beside
        if not (is_summed and is_told):
            raise AssertionError(f"{_NOTHING}: «{target.text}» does not hold what units said of it")


def check_sums(period: Period) -> None:
    """Every table sums up to the same.

    Raises:
        AssertionError: something is lost or counted twice.
    """
    total, groups = summary.total(period).counts, summary.by_group(period)
    for name, figures in (
        ("units", [row.figures for row in summary.by_unit(period)]),
        ("sections", [row.figures for row in summary.topmost(groups)]),
        ("groups", [row.own for row in groups]),
    ):
        parts = sum((part.counts for part in figures), Counter())
        if +parts != total:
            raise AssertionError(f"{_NOTHING}: the {name} do not sum up, {total - parts} and {parts - total}")


def _check_file(sent: Submission) -> None:
    if sent.rows_read != len(sent.entries) + sent.rows_rejected:
        raise AssertionError(f"{_NOTHING}: rows of {sent.file} are lost")
    if sent.targets_read != sum(map(_IS_REPORTED, sent.targets)) + sent.targets_rejected:
        raise AssertionError(f"{_NOTHING}: rows of targets of {sent.file} are lost")
    if sent.targets_rejected and not any(issue.code in _REJECTING for issue in sent.issues):
        raise AssertionError(f"{_NOTHING}: nobody is told which targets of {sent.file} are not taken")
    is_short = sent.rows_rejected or not sent.is_readable
    if is_short and all(issue.severity is not Severity.ERROR for issue in sent.issues):
        raise AssertionError(f"{_NOTHING}: nobody is told what is missing of {sent.file}")
