"""Findings of one cause told once, with all their rows."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from toolkit.issues import Issue
from toolkit.vietnamese import fold

# So many rows, or runs of rows, are named in one finding.
_MOST_RUNS = 12


def gather(issues: Iterable[Issue]) -> list[Issue]:
    """The findings in their order, those that say the same of several cells of a column as one.

    It stands at the first of the cells and names their rows. Values that differ only in case, marks or the point at
    the end are the same.
    """
    alike: dict[tuple[str, ...], list[Issue]] = {}
    for issue in issues:
        place = issue.place
        said = issue.message.replace(issue.value, fold(issue.value)) if issue.value else issue.message
        alike.setdefault((issue.code.name, place.sheet, place.column, said), []).append(issue)
    return [_one(found) for found in alike.values()]


def _one(alike: list[Issue]) -> Issue:
    rows = {issue.place.row for issue in alike}
    if len(rows) == 1:
        return alike[0]
    return replace(alike[0], message=f"{alike[0].message} Có ở {len(rows)} dòng: {rows_named(rows)}.")


def rows_named(rows: Iterable[int]) -> str:
    """`12–15, 20` for the rows 12, 13, 14, 15 and 20; of very many only the first, and how many more there are."""
    runs = [[row for _, row in run] for _, run in groupby(enumerate(sorted(set(rows))), lambda pair: pair[1] - pair[0])]
    named = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:_MOST_RUNS]]
    more = sum(map(len, runs[_MOST_RUNS:]))
    return ", ".join(named) + (f" và {more} dòng khác" if more else "")
