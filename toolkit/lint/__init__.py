"""What is inconsistent in the plan itself, each finding with its row in the plan workbook."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from toolkit.directory import Directory, Mention
from toolkit.issues import Issue, Place
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS
from toolkit.lint import turn
from toolkit.lint.codes import PlanCode, at
from toolkit.model import DeadlineKind, Heading, Plan, Task
from toolkit.vietnamese import fold

_WHY = {
    DeadlineKind.ONGOING: "việc thường xuyên",
    DeadlineKind.RECURRING: "việc định kỳ",
    DeadlineKind.CONDITIONAL: "phụ thuộc điều kiện hoặc văn bản khác",
    DeadlineKind.RELATIVE: "tính từ một mốc khác",
}


# So many codes are named in one finding.
_MOST_NAMED = 5
_SHEETS = tuple(layout.sheet for layout in (APPENDIX, TARGETS, UNITS, SETTINGS))


def check(plan: Plan, file: str) -> tuple[Issue, ...]:
    """Every finding, the worst first; those as bad as each other by sheet and row.

    Args:
        plan: the plan as loaded.
        file: how the plan workbook is shown to staff.
    """
    directory = Directory(plan.units)
    findings = [*_headings(plan, file), *_codes(plan, file), *turn.dues(plan, file)]
    findings += [PlanCode.ROW_UNREAD.at(at(file, "task", row.row), row.text) for row in plan.unread]
    for task in plan.tasks:
        if task.due_unread:
            place = at(file, "due", task.row, task.code)
            findings.append(PlanCode.DUE_UNREADABLE.at(place, task.due_unread, year=plan.settings.year))
        findings += _deadline(task, file)
        findings += _leads(task, directory, file)
    findings += _spellings(plan, directory, file)
    findings += _targets_units_settings(plan, file)
    findings += turn.settings(plan, file)
    return tuple(sorted(findings, key=_order))


def _order(issue: Issue) -> tuple[int, int, int]:
    return issue.severity.rank, _SHEETS.index(issue.place.sheet), issue.place.row


def _headings(plan: Plan, file: str) -> Iterator[Issue]:
    headings = [row for row in plan.rows if isinstance(row, Heading)]
    sections = {h.path: h for h in headings if h.is_section}
    for heading in headings:
        place = at(file, "number", heading.row)
        if heading.path.rpartition(".")[2] != heading.label:
            yield PlanCode.NUMBER_REPEATED.at(place, heading.label, path=heading.path)
        listed = sum(task.code.startswith(f"{heading.path}.") for task in plan.tasks)
        if heading.declared is not None and heading.declared != listed:
            name = heading.path if heading.path in sections else heading.path.replace(".", ", nhóm ")
            yield PlanCode.COUNT_DIFFERS.at(place, f"Phần {name}", declared=heading.declared, listed=listed)
        if heading.told:
            yield PlanCode.HEADING_ASSIGNED.at(place, f"{heading.label}. {heading.text}", told=heading.told)


def _codes(plan: Plan, file: str) -> Iterator[Issue]:
    """Codes that are of no heading above them, and those that no cell holds."""
    path, strangers, blank = "", [], []
    for row in plan.rows:
        if isinstance(row, Heading):
            path = row.path
        elif row.is_coded and path and row.code.rpartition(".")[0] != path:
            strangers.append(row)
        elif not row.is_coded:
            blank.append(row)
    if strangers:
        codes = ", ".join(task.code for task in strangers[:_MOST_NAMED]) + (", …" if strangers[_MOST_NAMED:] else "")
        yield PlanCode.CODE_ELSEWHERE.at(at(file, "code", strangers[0].row), codes, count=len(strangers))
    if blank:
        codes = " … ".join(dict.fromkeys((blank[0].code, blank[-1].code)))
        yield PlanCode.CODES_GIVEN.at(at(file, "code", blank[0].row), codes, count=len(blank))


def _deadline(task: Task, file: str) -> Iterator[Issue]:
    if task.due_by_hand or task.due:
        return
    place = at(file, "deadline", task.row, task.code)
    if task.deadline.kind is DeadlineKind.NONE:
        yield PlanCode.NO_DEADLINE.at(place)
    elif task.deadline.kind in _WHY:
        yield PlanCode.UNDATED.at(place, task.deadline_text, why=_WHY[task.deadline.kind])
    else:
        yield PlanCode.DEADLINE_UNREADABLE.at(place, task.deadline_text)


def _leads(task: Task, directory: Directory, file: str) -> Iterator[Issue]:
    place = at(file, "lead", task.row, task.code)
    for column, meant in (("lead", task.lead_text), ("support", task.support_text)):
        if column in task.dittos:
            yield PlanCode.DITTO.at(at(file, column, task.row, task.code), meant)
    leads = directory.mentions(task.lead_text)
    if leads and all(mention.is_group for mention in leads):
        yield PlanCode.LEAD_GROUP.at(place, task.lead_text, count=len(task.leads))
    if not leads:
        yield PlanCode.LEAD_BLANK.at(place)
    for name in task.unknown_leads:
        yield PlanCode.LEAD_NOBODY.at(place, name)
    for name in task.unknown_supports:
        yield PlanCode.SUPPORT_NOBODY.at(at(file, "support", task.row, task.code), name)


def _spellings(plan: Plan, directory: Directory, file: str) -> Iterator[Issue]:
    """Units that the appendix spells in more than one way, with the rows of each spelling."""
    rows_of: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for task in plan.tasks:
        for mention in directory.mentions(task.lead_text) + directory.mentions(task.support_text):
            if mention.units:
                rows_of[_identity(mention)][mention.text].append(task.row)
    for spellings in rows_of.values():
        if len(spellings) > 1:
            told = "; ".join(f"«{text}» (dòng {', '.join(map(str, rows))})" for text, rows in spellings.items())
            first = min(row for rows in spellings.values() for row in rows)
            yield PlanCode.SPELLINGS.at(at(file, "lead", first), told)


def _identity(mention: Mention) -> str:
    return ";".join(mention.units)


def _shared_names(plan: Plan, file: str) -> Iterator[Issue]:
    """Names under which more than one unit is entered, as it happens when units are merged."""
    units_of: dict[str, dict[str, str]] = defaultdict(dict)
    for unit in plan.units:
        for name in (unit.code, unit.name, *unit.aliases):
            units_of[fold(name)].setdefault(unit.code, name)
    directory = Directory(plan.units)
    for key, named in units_of.items():
        if len(named) > 1:
            name, meant = next(iter(named.values())), directory.find(key)
            read = ", ".join(meant.units) if meant else ""
            place = Place(file, UNITS.sheet, unit=read)
            yield PlanCode.NAME_SHARED.at(place, name, units=", ".join(named), read=read)


def _targets_units_settings(plan: Plan, file: str) -> Iterator[Issue]:
    for target in plan.targets:
        if target.task_code not in plan.task_of:
            yield PlanCode.TARGET_ORPHAN.at(Place(file, TARGETS.sheet, task=target.task_code), target.task_code)
    busy = Counter(a.unit.code for a in plan.assignments if a.unit)
    for unit in plan.units:
        if not busy[unit.code]:
            yield PlanCode.UNIT_IDLE.at(Place(file, UNITS.sheet, unit=unit.code), unit.name)
    yield from _shared_names(plan, file)
    settings = plan.settings
    blanks = {
        "Tên kế hoạch": settings.plan_name,
        "Số kế hoạch": settings.plan_number.partition("/")[0].strip(),
        "Ngày ban hành": settings.issued_on,
        "Cơ quan ban hành": settings.issuer,
        "Email nơi nhận": settings.recipient_email,
    }
    for item, value in blanks.items():
        if not value:
            yield PlanCode.SETTING_BLANK.at(Place(file, SETTINGS.sheet), item)
