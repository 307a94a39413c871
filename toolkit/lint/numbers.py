"""Codes and printed numbers of the tasks against the headings above them."""

from collections.abc import Iterator

from toolkit.issues import Issue
from toolkit.lint.codes import PlanCode
from toolkit.lint.spots import Spots
from toolkit.model import Heading, Plan, Task
from toolkit.numbering import bare, is_given, is_part_of

# So many codes are named in one finding.
_MOST_NAMED = 5


def check(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Every finding about codes and numbers."""
    yield from _codes(plan, spots)
    yield from _decimals(plan, spots)


def _codes(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Codes that look like those of another heading than the one above them, and those that no cell holds."""
    coded = [task for task in plan.tasks if task.is_coded and task.path and is_given(task.code)]
    strangers = [task for task in coded if task.code.rpartition(".")[0] != task.path]
    blank = [task for task in plan.tasks if not task.is_coded]
    if strangers:
        codes = ", ".join(task.code for task in strangers[:_MOST_NAMED]) + (", …" if strangers[_MOST_NAMED:] else "")
        yield PlanCode.CODE_ELSEWHERE.at(spots.appendix("code", strangers[0].row), codes, count=len(strangers))
    if blank:
        codes = " … ".join(dict.fromkeys((blank[0].code, blank[-1].code)))
        yield PlanCode.CODES_GIVEN.at(spots.appendix("code", blank[0].row), codes, count=len(blank))


def _decimals(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Tasks 2.1 in the group 1, and two tasks 1.1 in it: what Excel makes of 1.10."""
    first_of: dict[tuple[str, str], Task] = {}
    label_of = {row.path: row.label for row in plan.rows if isinstance(row, Heading)}
    for task in plan.tasks:
        label, number = label_of.get(task.path, ""), bare(task.number)
        if not label.isdecimal() or not _is_decimal(number):
            continue
        place = spots.appendix("number", task.row, task.code)
        if not is_part_of(number, label):
            yield PlanCode.NUMBER_ELSEWHERE.at(place, task.number, group=label)
        first = first_of.setdefault((task.path, number), task)
        if first is not task:
            yield PlanCode.NUMBER_TWICE.at(place, task.number, row=first.row)


def _is_decimal(number: str) -> bool:
    """True for 1.2 and 1.2.3."""
    return "." in number and number.replace(".", "").isdecimal()
