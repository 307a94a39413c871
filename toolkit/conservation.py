"""What came in is what comes out: the sums of a period are closed before anything is published.

A difference is a fault of the program, so it is no `Issue`: the run ends, and what was there before stays.
"""

from collections import Counter
from collections.abc import Iterable

from toolkit import summary
from toolkit.model import Standing
from toolkit.period import Period
from toolkit.register import Register
from toolkit.rules import Severity
from toolkit.submission import Submission
from toolkit.summary import Figures

_NOTHING = "nothing is published"


def check(register: Register, period: Period) -> None:
    """Every row that was read is published, replaced by a later one, or told; and every table sums up to the same.

    Raises:
        AssertionError: something is lost or counted twice.
    """
    for sent in register.submissions:
        _check_file(sent)
    _check_rows(register, period)
    total = summary.total(period).counts
    sections = [row for row in summary.by_group(period) if row.group.is_section]
    # A plan may have tasks over its first heading, or no headings at all.
    headed = Figures.of(d for d in period.counted if d.section in {row.group.path for row in sections})
    for name, parts, whole in (
        ("register", Counter(register.standings), total),
        ("units", _sum(row.figures.counts for row in summary.by_unit(period)), total),
        ("sections", _sum(row.figures.counts for row in sections), headed.counts),
    ):
        if +parts != whole:
            raise AssertionError(f"{_NOTHING}: the {name} do not sum up, {whole - parts} and {parts - whole}")


def _check_file(sent: Submission) -> None:
    if sent.rows_read != len(sent.entries) + sent.rows_rejected:
        raise AssertionError(f"{_NOTHING}: rows of {sent.file} are lost")
    is_short = sent.rows_rejected or not sent.is_readable
    if is_short and all(issue.severity is not Severity.ERROR for issue in sent.issues):
        raise AssertionError(f"{_NOTHING}: nobody is told what is missing of {sent.file}")


def _check_rows(register: Register, period: Period) -> None:
    published = Counter((detail.file, detail.sheet, detail.row) for detail in period.details if detail.file)
    read: Counter[tuple[str, str, int | None]] = Counter(
        (e.source.file, e.source.sheet, e.source.row) for sent in register.submissions for e in sent.entries
    )
    replaced = read - published
    rows = register.rows
    sums = (read.total(), published.total(), replaced.total())
    if published - read or sums != (rows.read - rows.rejected, rows.merged, rows.superseded):
        raise AssertionError(f"{_NOTHING}: {sums} does not close with {rows}")
    told = {issue.place.file for issue in register.issues}
    if silent := [sent.file for d in register.deliveries for sent in d.submissions[1:] if sent.file not in told]:
        raise AssertionError(f"{_NOTHING}: nobody is told what became of {silent}")


def _sum(parts: Iterable[Counter[Standing]]) -> Counter[Standing]:
    whole: Counter[Standing] = Counter()
    for part in parts:
        whole += part
    return whole
