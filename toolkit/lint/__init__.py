"""What is inconsistent in the plan itself, each finding with its cell in the plan workbook."""

from collections import defaultdict
from collections.abc import Iterator

from toolkit.directory import Directory, Mention
from toolkit.doubts import Doubt
from toolkit.issues import Issue, Place
from toolkit.lint import lists, numbers, turn
from toolkit.lint.codes import PlanCode
from toolkit.lint.gathering import gather, rows_named
from toolkit.lint.spots import Spots
from toolkit.model import DeadlineKind, Heading, Plan, Task
from toolkit.places import column_number
from toolkit.plan import SHEETS

_WHY = {
    DeadlineKind.ONGOING: "việc thường xuyên",
    DeadlineKind.RECURRING: "việc định kỳ",
    DeadlineKind.CONDITIONAL: "phụ thuộc điều kiện hoặc văn bản khác",
    DeadlineKind.RELATIVE: "tính từ một mốc khác",
}
_DOUBTS = {
    Doubt.ROW: PlanCode.ROW_UNREAD,
    Doubt.NUMBER: PlanCode.NUMBER_A_DATE,
    Doubt.DUE: PlanCode.DUE_UNREADABLE,
    Doubt.LEVEL: PlanCode.LEVEL_UNREADABLE,
    Doubt.LEVEL_BLANK: PlanCode.LEVEL_BLANK,
    Doubt.LEVEL_SHARE: PlanCode.LEVEL_SHARE,
    Doubt.LEVEL_SMALL: PlanCode.LEVEL_SMALL,
    Doubt.COMPARISON: PlanCode.COMPARISON_UNREADABLE,
    Doubt.COMPARISONS: PlanCode.COMPARISONS_DIFFER,
    Doubt.BEFORE: PlanCode.BEFORE_UNREADABLE,
    Doubt.ISSUED: PlanCode.ISSUED_UNREADABLE,
    Doubt.ITEM: PlanCode.ITEM_UNKNOWN,
    Doubt.ITEM_REPEATED: PlanCode.ITEM_REPEATED,
    Doubt.COLUMN: PlanCode.COLUMN_UNREAD,
    Doubt.SHEET: PlanCode.SHEET_UNREAD,
    Doubt.BROKEN: PlanCode.CELL_BROKEN,
    Doubt.WARNING_DAYS: PlanCode.WARNING_DAYS_UNREADABLE,
    Doubt.LONG_NUMBER: PlanCode.NUMBER_LONG,
    Doubt.SHIFTED: PlanCode.COLUMNS_SHIFTED,
    Doubt.MERGED: PlanCode.CELLS_MERGED,
    Doubt.PARAGRAPHS: PlanCode.PARAGRAPHS,
    Doubt.ZONED: PlanCode.DEADLINE_ZONED,
    Doubt.STRUCK: PlanCode.TEXT_STRUCK,
}


def check(plan: Plan, file: str) -> tuple[Issue, ...]:
    """Every finding, the worst first; those as bad as each other by sheet and row, those of one cause as one.

    Args:
        plan: the plan as loaded.
        file: how the plan workbook is shown to staff.
    """
    directory, spots = Directory(plan.units), Spots(plan, file)
    findings = [*_headings(plan, spots), *numbers.check(plan, spots), *turn.dues(plan, spots)]
    findings += _unread(plan, file)
    for task in plan.tasks:
        findings += _deadline(task, spots)
        findings += _leads(task, directory, spots)
    findings += _spellings(plan, directory, spots)
    findings += lists.check(plan, spots)
    findings += turn.settings(plan, spots)
    return tuple(gather(sorted(_beside_shift(findings), key=_order)))


def _beside_shift(findings: list[Issue]) -> list[Issue]:
    """The findings but for those that columns pasted off their headings bring about."""
    shifted = next((issue for issue in findings if issue.code is PlanCode.COLUMNS_SHIFTED), None)
    if shifted is None:
        return findings
    sheet, first = shifted.place.sheet, column_number(shifted.place.column)
    told = [i for i in findings if i.place.sheet != sheet or column_number(i.place.column) < first]
    # Units that stand in another column are found in no task.
    return [shifted, *(issue for issue in told if issue.code is not PlanCode.UNIT_IDLE)]


def _order(issue: Issue) -> tuple[int, int, int]:
    sheet = issue.place.sheet
    return issue.severity.rank, SHEETS.index(sheet) if sheet in SHEETS else len(SHEETS), issue.place.row


def _unread(plan: Plan, file: str) -> Iterator[Issue]:
    for found in plan.unread:
        place = Place(file, found.sheet, found.cell, task=found.task)
        yield _DOUBTS[found.why].at(place, found.text, meant=found.meant, year=plan.settings.year)


def _headings(plan: Plan, spots: Spots) -> Iterator[Issue]:
    headings = [row for row in plan.rows if isinstance(row, Heading)]
    sections = {h.path: h for h in headings if h.is_section}
    for heading in headings:
        place = spots.appendix("number", heading.row)
        if heading.path.rpartition(".")[2] != heading.label:
            yield PlanCode.NUMBER_REPEATED.at(place, heading.label, path=heading.path)
        listed = sum(f"{task.path}.".startswith(f"{heading.path}.") for task in plan.tasks)
        if heading.declared is not None and heading.declared != listed:
            name = heading.path if heading.path in sections else heading.path.replace(".", ", nhóm ")
            yield PlanCode.COUNT_DIFFERS.at(place, f"Phần {name}", declared=heading.declared, listed=listed)
        if heading.told:
            yield PlanCode.HEADING_ASSIGNED.at(place, f"{heading.label}. {heading.text}", told=heading.told)


def _deadline(task: Task, spots: Spots) -> Iterator[Issue]:
    if task.due_by_hand or task.due:
        return
    place = spots.appendix("deadline", task.row, task.code)
    if task.deadline.kind is DeadlineKind.NONE:
        yield PlanCode.NO_DEADLINE.at(place)
    elif task.deadline.kind in _WHY:
        yield PlanCode.UNDATED.at(place, task.deadline_text, why=_WHY[task.deadline.kind])
    else:
        yield PlanCode.DEADLINE_UNREADABLE.at(place, task.deadline_text)


def _leads(task: Task, directory: Directory, spots: Spots) -> Iterator[Issue]:
    place = spots.appendix("lead", task.row, task.code)
    for column, meant in (("lead", task.lead_text), ("support", task.support_text)):
        if column in task.dittos:
            yield PlanCode.DITTO.at(spots.appendix(column, task.row, task.code), meant)
    leads = directory.mentions(task.lead_text)
    if leads and all(mention.is_group for mention in leads):
        yield PlanCode.LEAD_GROUP.at(place, task.lead_text, count=len(task.leads))
    if not leads:
        yield PlanCode.LEAD_BLANK.at(place)
    for name in task.unknown_leads:
        yield PlanCode.LEAD_NOBODY.at(place, name)
    for name in task.unknown_supports:
        yield PlanCode.SUPPORT_NOBODY.at(spots.appendix("support", task.row, task.code), name)


def _spellings(plan: Plan, directory: Directory, spots: Spots) -> Iterator[Issue]:
    """Units that the appendix spells in more than one way, with the rows of each spelling."""
    places_of: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for task in plan.tasks:
        for column, text in (("lead", task.lead_text), ("support", task.support_text)):
            for mention in directory.mentions(text):
                if mention.units:
                    places_of[_identity(mention)][mention.text].append(spots.appendix(column, task.row))
    for spellings in places_of.values():
        if len(spellings) > 1:
            told = "; ".join(
                f"«{text}» (dòng {rows_named(place.row for place in places)})" for text, places in spellings.items()
            )
            first = min((place for places in spellings.values() for place in places), key=lambda place: place.row)
            yield PlanCode.SPELLINGS.at(first, told)


def _identity(mention: Mention) -> str:
    return ";".join(mention.units)
