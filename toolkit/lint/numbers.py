"""Codes and printed numbers of the tasks against the headings above them."""

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.issues import Issue
from toolkit.lint.codes import PlanCode
from toolkit.lint.spots import Spots
from toolkit.model import Heading, Plan, Task
from toolkit.numbering import bare, is_part_of, leaves

# So many codes are named in one finding.
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Stand:
    """A task, and the key and printed label of the section or group in which it stands."""

    task: Task
    path: str
    label: str


def check(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Every finding about codes and numbers."""
    stands = list(_stands(plan))
    yield from _codes(stands, spots)
    yield from _decimals(stands, spots)


def _stands(plan: Plan) -> Iterator[_Stand]:
    path, label = "", ""
    for row in plan.rows:
        if isinstance(row, Heading):
            path, label = row.path, row.label
            continue
        if leaves(label, bare(row.number)):
            path, label = path.rpartition(".")[0], ""
        yield _Stand(row, path, label)


def _codes(stands: list[_Stand], spots: Spots) -> Iterator[Issue]:
    """Codes that are of no heading above them, and those that no cell holds."""
    coded = [stand for stand in stands if stand.task.is_coded and stand.path]
    strangers = [stand.task for stand in coded if stand.task.code.rpartition(".")[0] != stand.path]
    blank = [stand.task for stand in stands if not stand.task.is_coded]
    if strangers:
        codes = ", ".join(task.code for task in strangers[:_MOST_NAMED]) + (", …" if strangers[_MOST_NAMED:] else "")
        yield PlanCode.CODE_ELSEWHERE.at(spots.appendix("code", strangers[0].row), codes, count=len(strangers))
    if blank:
        codes = " … ".join(dict.fromkeys((blank[0].code, blank[-1].code)))
        yield PlanCode.CODES_GIVEN.at(spots.appendix("code", blank[0].row), codes, count=len(blank))


def _decimals(stands: list[_Stand], spots: Spots) -> Iterator[Issue]:
    """Tasks 2.1 in the group 1, and two tasks 1.1 in it: what Excel makes of 1.10."""
    first_of: dict[tuple[str, str], Task] = {}
    for stand in stands:
        task = stand.task
        number = bare(task.number)
        if not stand.label.isdecimal() or not _is_decimal(number):
            continue
        place = spots.appendix("number", task.row, task.code)
        if not is_part_of(number, stand.label):
            yield PlanCode.NUMBER_ELSEWHERE.at(place, task.number, group=stand.label)
        first = first_of.setdefault((stand.path, number), task)
        if first is not task:
            yield PlanCode.NUMBER_TWICE.at(place, task.number, row=first.row)


def _is_decimal(number: str) -> bool:
    """True for 1.2 and 1.2.3."""
    return "." in number and number.replace(".", "").isdecimal()
