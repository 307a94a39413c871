"""The sheet `Phụ lục` of the plan workbook: headings and tasks, row by row."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import zip_longest

from toolkit import deadlines, table
from toolkit.cells import read_date
from toolkit.deadlines.zoned import is_zoned
from toolkit.directory import Directory, Mention, codes, is_ditto
from toolkit.doubts import Doubt
from toolkit.errors import PlanError
from toolkit.layout import APPENDIX
from toolkit.model import Deadline, Heading, Settings, Task
from toolkit.numbering import Numbering, bare, is_part_of
from toolkit.plan.notes import Notes
from toolkit.plan.paragraphs import Sharing, gather
from toolkit.vietnamese import clean, fold
from toolkit.wording import short_date

_DECLARED = re.compile(r"\((\d+)\s+nhiệm vụ[^)]*\)")
# What a table pasted with its own headings, or with a line of numbers below them, holds.
_NUMBER_HEADINGS = ("stt", "tt", "so tt")
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
# What a cell merged over several tasks says of each.
_SHARED = ("lead", "support", "deadline", "due")

# What a cell names.
_Named = Callable[[str], tuple[Mention, ...]]


def read(found: table.Table, settings: Settings, directory: Directory, notes: Notes) -> tuple[Heading | Task, ...]:
    """Headings and tasks in order; rows that are neither are noted.

    A label with a capital letter (`A`, `IV`, `Phần 1`) heads a section or group, and so does `1` above `1.1` without a
    lead; every other row that has a text is a task, whether its label is `1`, `a)`, a dash or blank.
    """
    rows: list[Heading | Task] = []
    paths: set[str] = set()
    # The same few cells stand beside many tasks.
    named = cache(directory.mentions)
    every = gather(list(found.rows()), notes)
    sharing = Sharing(_SHARED, notes)
    numbering = Numbering(row.line("code") for row in every)
    seen: set[str] = set()
    told = [row for row in every if _is_told(row, notes)]
    for row, below in zip_longest(told, told[1:]):
        label = _label(row)
        if _is_heading(row, _label(below) if below else ""):
            rows.append(_heading(row, numbering.head(label), label))
            paths.add(numbering.path)
            continue
        numbering.enter(label)
        code = row.line("code") or numbering.code()
        if code in seen:
            raise PlanError(
                f"trang tính «{APPENDIX.sheet}», dòng {row.number}: mã nhiệm vụ «{code}» bị trùng. Mỗi nhiệm vụ một "
                "mã; ô mã để trống thì chương trình tự đặt."
            )
        seen.add(code)
        above = next((task for task in reversed(rows) if isinstance(task, Task)), None)
        row = sharing.fill(row)
        # The section of groups that no row heads has no heading either.
        path = numbering.path if numbering.path in paths else ""
        task = replace(_task(row, above, code, settings, named), path=path)
        rows.append(task)
        for key, day in (("deadline", task.deadline.due), ("due", task.due)):
            if day and is_zoned(row.text(key)):
                notes.add(Doubt.ZONED, row, key, row.line(key), short_date(day), task=code)
        if isinstance(row.value("number"), date):
            notes.add(Doubt.NUMBER, row, "number", row.line("number"), task=code)
        if row.line("due") and not task.due_by_hand:
            notes.add(Doubt.DUE, row, "due", row.line("due"), task=code)
    return tuple(rows)


def _label(row: table.Row) -> str:
    return bare(row.line("number"))


def _is_heading(row: table.Row, label_below: str) -> bool:
    """Whether a row heads a section or group; one that has a code was issued as a task."""
    label = _label(row)
    if label != label.lower() and not label[0].isdecimal():
        return True
    return is_part_of(label_below, label) and not row.line("lead") and not row.line("code")


def _is_told(row: table.Row, notes: Notes) -> bool:
    """Whether a row is a heading or task.

    One that is neither is noted where it holds more than a code and a number; a heading across merged cells has its
    text in these.
    """
    text = row.line("task")
    if text and fold(_label(row)) not in _NUMBER_HEADINGS and not _COLUMN_NUMBER.fullmatch(text):
        return True
    code, number = row.line("code"), row.line("number")
    ends = [code if " " in code else "", "" if number.rstrip(".").isdecimal() else number]
    told = "; ".join(filter(None, (*ends, *(row.line(key) for key in row.texts if key not in ("code", "number")))))
    if told:
        notes.add(Doubt.ROW, row, "task", told)
    return False


def _heading(row: table.Row, path: str, label: str) -> Heading:
    text = row.line("task")
    declared = _DECLARED.search(text)
    told = "; ".join(filter(None, map(row.line, ("lead", "support", "deadline", "due"))))
    return Heading(path, label, text, int(declared[1]) if declared else None, row.number, told)


def _task(row: table.Row, above: Task | None, code: str, settings: Settings, named: _Named) -> Task:
    """One row; "như trên" in the cell of the lead or of the supports stands for what the task above has there."""
    deadline = deadlines.read(_moment(row), settings.year)
    by_hand = _own_day(row, settings)
    dittos = tuple(key for key in ("lead", "support") if above and is_ditto(row.line(key)))
    lead_text = above.lead_text if above and "lead" in dittos else row.text("lead")
    support_text = above.support_text if above and "support" in dittos else row.text("support")
    leads, supports = named(lead_text), named(support_text)
    lead_codes = codes(leads)
    return Task(
        code=code,
        number=row.line("number").rstrip("."),
        text=row.line("task"),
        lead_text=clean(lead_text),
        support_text=clean(support_text),
        deadline_text=row.line("deadline"),
        deadline=deadline,
        due=by_hand or _last_day(deadline, settings.before_includes_day),
        due_by_hand=by_hand is not None,
        leads=lead_codes,
        supports=tuple(code for code in codes(supports) if code not in lead_codes),
        unknown_leads=tuple(mention.text for mention in leads if not mention.units),
        unknown_supports=tuple(mention.text for mention in supports if not mention.units),
        row=row.number,
        dittos=dittos,
        is_coded=bool(row.line("code")),
    )


def _own_day(row: table.Row, settings: Settings) -> date | None:
    """The clerk's own date, None where the cell holds none: a month that Excel keeps as its first day is none."""
    return None if row.is_month("due") else read_date(row.value("due"), settings.year).written.value


def _moment(row: table.Row) -> str | date | datetime | float:
    value = row.value("deadline")
    if row.is_month("deadline"):
        # "06/2025" typed into Excel is stored as the first day of that month.
        return row.text("deadline")
    return value if isinstance(value, (str, date, float)) else row.text("deadline")


def _last_day(deadline: Deadline, includes_day: bool) -> date | None:
    """The last day on time under the plan's own understanding of "trước ngày D"."""
    if deadline.due and deadline.strict and not includes_day:
        return deadline.due - timedelta(days=1)
    return deadline.due
