"""What came in is what comes out: the sums of a period are closed before anything is published.

A difference is a fault of the program, so it is no `Issue`: the run ends, and what was there before stays.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TypeAlias

from toolkit import summary
from toolkit.period import Period
from toolkit.register import Register
from toolkit.rules import Severity
from toolkit.submission import Submission

# The rows of each file's sheets: as plain numbers, for a country has millions.
_Places: TypeAlias = "defaultdict[tuple[str, str], array[int]]"
_numbers = partial(array, "L")

_NOTHING = "nothing is published"


class Tally:
    """Every row that is read is in the register, replaced by a later one, or told: counted as it is read."""

    def __init__(self) -> None:
        self._read: _Places = defaultdict(_numbers)

    def count(self, submissions: Iterable[Submission]) -> Iterator[Submission]:
        """The submissions as they are, counted on their way.

        Raises:
            AssertionError: a row of one is lost, or nobody is told why.
        """
        for sent in submissions:
            _check_file(sent)
            for entry in sent.entries:
                self._read[entry.source.file, entry.source.sheet].append(entry.source.row)
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
        if silent := [sent.file for d in register.deliveries for sent in d.submissions[1:] if sent.file not in told]:
            raise AssertionError(f"{_NOTHING}: nobody is told what became of {silent}")


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
    is_short = sent.rows_rejected or not sent.is_readable
    if is_short and all(issue.severity is not Severity.ERROR for issue in sent.issues):
        raise AssertionError(f"{_NOTHING}: nobody is told what is missing of {sent.file}")
