"""What last year's plan or another commune may have left in a plan: years and places that do not fit the settings."""

import re
from collections.abc import Iterator

from toolkit import deadlines
from toolkit.issues import Issue, Place
from toolkit.layout import TARGETS
from toolkit.lint.codes import PlanCode
from toolkit.lint.spots import Spots
from toolkit.model import Item, Plan
from toolkit.vietnamese import fold
from toolkit.wording import places_in, short_date

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*(?:[-–]|đến(?: năm)?)\s*(20\d\d)(?!\d)")


def dues(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Tasks that were due before the plan's year began."""
    year = plan.settings.year
    for task in plan.tasks:
        if task.due and task.due.year < year:
            place = spots.appendix("due" if task.due_by_hand else "deadline", task.row, task.code)
            told = short_date(task.due) if task.due_by_hand else task.deadline_text
            yield PlanCode.DUE_BEFORE_YEAR.at(place, told, year=year)


def settings(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Targets, the plan's year, its title, name and date of issue against each other."""
    year = plan.settings.year
    for target in plan.targets:
        due = deadlines.read(target.due_text, year).due
        if due and due.year < year:
            place = spots.cell(TARGETS, "due", target.row, target.task_code)
            yield PlanCode.DUE_BEFORE_YEAR.at(place, target.due_text, year=year)
    dated = [task.due.year for task in plan.tasks if task.due and _YEAR.search(task.deadline_text)]
    later = sum(due > year for due in dated)
    if later > len(dated) / 2:
        yield PlanCode.DUES_AFTER_YEAR.at(spots.setting(Item.YEAR), str(year), count=later, total=len(dated))
    issued_on = plan.settings.issued_on
    if issued_on and issued_on.year not in (year - 1, year):
        yield PlanCode.ISSUED_OTHER_YEAR.at(spots.setting(Item.ISSUED_ON), short_date(issued_on), year=year)
    yield from _words(plan, spots.setting(Item.PLAN_NAME), plan.settings.plan_name, plan.settings.plan_name)
    yield from _words(plan, spots.title, plan.title[0] if plan.title else "", " ".join(plan.title))


def _words(plan: Plan, place: Place, shown: str, text: str) -> Iterator[Issue]:
    """What a text says of another year or commune than the settings do; `shown` stands for it in the finding."""
    year, issuer = plan.settings.year, plan.settings.issuer
    spans = [(int(first), int(last)) for first, last in _YEARS.findall(text)]
    named = set(map(int, _YEAR.findall(text)))
    if named and year not in named and not any(first <= year <= last for first, last in spans):
        yield PlanCode.YEAR_NOT_NAMED.at(place, shown, year=year)
    others = [name for name in places_in(text) if fold(name) not in fold(issuer)]
    if others and places_in(issuer):
        yield PlanCode.OTHER_PLACE.at(place, shown, commune=others[0], issuer=issuer)
