"""What is inconsistent in the plan's targets, units and settings."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.directory import Directory
from toolkit.doubts import Doubt
from toolkit.issues import Issue
from toolkit.layout import TARGETS, UNITS
from toolkit.lint.codes import PlanCode
from toolkit.lint.spots import Spots
from toolkit.model import Item, Plan, Target, Unit
from toolkit.plan.lists import as_shown
from toolkit.submission.identity import code_key
from toolkit.vietnamese import fold

# Microsoft, «Naming Files, Paths, and Namespaces».
_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d", re.IGNORECASE)


def check(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Every finding of the three sheets."""
    yield from _targets(plan, spots)
    yield from _codes(plan, spots)
    yield from _idle(plan, spots)
    yield from _shared_names(plan, spots)
    yield from _settings(plan, spots)


def _targets(plan: Plan, spots: Spots) -> Iterator[Issue]:
    for target in plan.targets:
        if target.task_code not in plan.task_of:
            place = spots.cell(TARGETS, "task", target.row, target.task_code)
            yield PlanCode.TARGET_ORPHAN.at(place, target.task_code)
        if target.level is not None and not target.is_share:
            place = spots.cell(TARGETS, "measure", target.row, target.task_code)
            yield PlanCode.NO_SHARE.at(place, target.measure or "(để trống)")
    yield from _repeated(plan, spots)


def _repeated(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Targets that a unit's workbook shows alike: what is reported is told apart by the order of the rows only."""
    first_of: dict[Target, Target] = {}
    for target in plan.targets:
        first = first_of.setdefault(as_shown(target), target)
        if first is not target:
            place = spots.cell(TARGETS, "target", target.row, target.task_code)
            yield PlanCode.TARGET_REPEATED.at(place, target.text, row=first.row)


def _codes(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Codes after which Windows names no file, and those that names of files do not tell apart."""
    first_of: dict[str, Unit] = {}
    for unit in plan.units:
        place = spots.cell(UNITS, "code", unit.row, unit=unit.code)
        if _RESERVED.fullmatch(unit.code):
            yield PlanCode.CODE_RESERVED.at(place, unit.code)
        first = first_of.setdefault(code_key(unit.code), unit)
        if first is not unit:
            yield PlanCode.CODES_ALIKE.at(place, unit.code, other=first.code, row=first.row)


def _idle(plan: Plan, spots: Spots) -> Iterator[Issue]:
    busy = Counter(code for task in plan.tasks for code in (*task.leads, *task.supports))
    for unit in plan.units:
        if not busy[unit.code]:
            yield PlanCode.UNIT_IDLE.at(spots.cell(UNITS, "name", unit.row, unit=unit.code), unit.name)


@dataclass(frozen=True, slots=True)
class _Naming:
    """A name as it stands in a unit's row, and the key of its column."""

    unit: Unit
    column: str
    name: str


def _namings(unit: Unit) -> Iterator[_Naming]:
    yield _Naming(unit, "code", unit.code)
    yield _Naming(unit, "name", unit.name)
    for alias in unit.aliases:
        yield _Naming(unit, "aliases", alias)


def _shared_names(plan: Plan, spots: Spots) -> Iterator[Issue]:
    """Names under which more than one unit is entered, as it happens when units are merged; told at the alias."""
    namings_of: dict[str, dict[str, _Naming]] = defaultdict(dict)
    for unit in plan.units:
        for naming in _namings(unit):
            namings_of[fold(naming.name)].setdefault(unit.code, naming)
    directory = Directory(plan.units)
    for key, by_unit in namings_of.items():
        if len(by_unit) > 1:
            namings, meant = list(by_unit.values()), directory.find(key)
            told = next((naming for naming in namings if naming.column == "aliases"), namings[-1])
            read = ", ".join(meant.units) if meant else ""
            place = spots.cell(UNITS, told.column, told.unit.row, unit=read)
            yield PlanCode.NAME_SHARED.at(place, namings[0].name, units=", ".join(by_unit), read=read)


def _settings(plan: Plan, spots: Spots) -> Iterator[Issue]:
    settings = plan.settings
    is_issued = settings.issued_on or any(found.why is Doubt.ISSUED for found in plan.unread)
    needed = {
        Item.PLAN_NAME: settings.plan_name,
        Item.PLAN_NUMBER: settings.plan_number.partition("/")[0].strip(),
        Item.ISSUED_ON: is_issued,
        Item.ISSUER: settings.issuer,
        Item.RECIPIENT_EMAIL: settings.recipient_email,
    }
    for item, value in needed.items():
        if not value:
            yield PlanCode.SETTING_BLANK.at(spots.setting(item), item)
