"""The rows of a unit's report: each becomes an entry, or is rejected with a word why. None is dropped."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from toolkit import checks, deadlines
from toolkit.cells import read_date
from toolkit.codes import RowCode
from toolkit.entry import Entry, Source
from toolkit.issues import Catalogue, Issue, Place
from toolkit.layout import ADDED_TITLE, REPORT
from toolkit.model import Plan, Task, Unit
from toolkit.places import column_letters
from toolkit.submission import looks
from toolkit.submission.fields import Fields
from toolkit.submission.flips import flipped_dates
from toolkit.submission.identity import UNIT_LINE
from toolkit.table import Row, Table
from toolkit.vietnamese import clean, fold
from toolkit.wording import short_date

# Below this likeness (0 to 100) of the words a row is another task than its code says.
_SAME_TASK = 60
# From the first likeness on a row without a code is a task's for certain, if the next task is clearly less alike
# and its number does not speak against it; from the second on it is too near a task to be a new one.
_CERTAIN_TASK, _CLEARLY, _NEAR_TASK = 92, 10, 85

_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_OPEN_KEYS = tuple(column.key for column in REPORT.columns if column.open)
_OWN_KEYS = tuple(column.key for column in REPORT.columns if column.key != "standing")


@dataclass(frozen=True)
class Rows:
    """What the rows of one table gave. `read` counts the task rows, `rejected` those that became no entry.

    `codes` are those of the tasks that have a row; `names_plan` is true where any row names a task of the plan;
    `is_filled` where the unit filled in anything, or added a row.
    """

    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]
    read: int
    rejected: int
    codes: frozenset[str]
    names_plan: bool
    is_filled: bool


class RowReader:
    """Reads the rows of one unit's report in one pass, remembering which tasks were seen."""

    def __init__(self, found: Table, unit: Unit, plan: Plan, as_of: date, file: str) -> None:
        self._found, self._unit, self._plan, self._as_of, self._file = found, unit, plan, as_of, file
        self._tasks = {assignment.task.code: assignment for assignment in plan.assignments_of(unit)}
        self._letters = {key: column_letters(column) for key, column in found.columns.items()}
        self._row_of: dict[str, int] = {}
        self._entries: list[Entry] = []
        self._issues: list[Issue] = []
        self._read = self._rejected = 0
        self._names_plan = self._is_filled = False

    def read(self) -> Rows:
        for row in self._found.rows():
            self._take(row)
        place = Place(self._file, self._found.sheet.name, unit=self._unit.code)
        self._issues += flipped_dates(self._found, place)
        self._issues += looks.issues(self._found, REPORT, place)
        return Rows(
            tuple(self._entries),
            tuple(self._issues),
            self._read,
            self._rejected,
            frozenset(self._row_of),
            self._names_plan or bool(self._row_of),
            self._is_filled or any(entry.is_reported or entry.task is None for entry in self._entries),
        )

    def _take(self, row: Row) -> None:
        code, text = row.line("code"), row.line("task")
        if self._is_note(row, code):
            return
        self._read += 1
        if code:
            self._take_coded(row, code, text)
        elif text:
            self._take_uncoded(row, text)
        else:
            self._reject(row, RowCode.NAMELESS, "code", "")

    def _is_note(self, row: Row, code: str) -> bool:
        """Titles, remarks and signatures: one lone text outside the columns that units fill."""
        filled = [key for key in _OWN_KEYS if row.texts.get(key)]
        if not filled:
            return not row.has_damage
        if all(_COLUMN_NUMBER.fullmatch(row.line(key)) for key in filled) and code not in self._plan.task_of:
            # "(1) (2) (3) …" under the headings.
            return True
        if len(filled) > 1 or filled[0] in _OPEN_KEYS or code in self._plan.task_of:
            return False
        if filled[0] == "task" and not UNIT_LINE.match(row.line("task")):
            return False
        if row.line(filled[0]) != ADDED_TITLE:
            self._tell(row, RowCode.NOTE, filled[0], row.line(filled[0]))
        return True

    def _reject(self, row: Row, code: Catalogue, key: str, value: str, **details: str | int) -> None:
        """Note why a row becomes no entry."""
        self._rejected += 1
        self._is_filled |= any(row.text(key) for key in _OPEN_KEYS)
        self._tell(row, code, key, value, **details)

    def _tell(self, row: Row, code: Catalogue, key: str, value: str, **details: str | int) -> None:
        """All that the unit wrote in the row goes into the issue, so nothing is lost."""
        task = str(details.get("task", ""))
        place = Fields(row, self._file, self._unit.code, task).place(key)
        # The words of the plan are nobody's entry.
        own = "" if key == "task" or fold(row.text("task")) in self._words else row.line("task")
        filled = (clean(row.text(column.key)) for column in REPORT.columns if column.open)
        whole = code.at(place, " | ".join(filter(None, (value, own, *filled))), **details)
        self._issues.append(replace(code.at(place, value, **details), value=whole.value))

    def _take_coded(self, row: Row, code: str, text: str) -> None:
        task = self._plan.task_of.get(code) or self._plan.task_of.get(code.upper())
        if task is None:
            self._reject(row, RowCode.UNKNOWN_CODE, "code", code)
        elif task.code not in self._tasks:
            self._names_plan |= not text or self._names(task, text)
            self._reject(row, RowCode.NOT_ASSIGNED, "code", task.code)
        elif text and not self._names(task, text):
            self._reject(row, RowCode.CONFLICT, "task", text, task=task.code, expected=task.text)
        else:
            self._accept(row, task)

    def _names(self, task: Task, text: str) -> bool:
        """True where the words are the task's own, or a small change of them and not another task's."""
        if _is_same(text, task.text):
            return True
        own = _likeness(text, task.text)
        return own >= _SAME_TASK and all(_likeness(text, other.text) <= own for other in self._plan.tasks)

    def _take_uncoded(self, row: Row, text: str) -> None:
        if not self._is_near_any(text):
            self._add(row, text)
            return
        ranked = sorted(self._plan.tasks, key=lambda task: _rank(row, text, task), reverse=True)
        near, likeness = ranked[0], _likeness(text, ranked[0].text)
        others = [task for task in ranked[1:] if _rank(row, text, task) > _rank(row, text, near) - _CLEARLY]
        agrees = row.line("number") in ("", near.number) or likeness == 100
        if near.code in self._tasks and likeness >= _CERTAIN_TASK and agrees and not others:
            place = Fields(row, self._file, self._unit.code, near.code).place("task")
            self._issues.append(RowCode.BY_TEXT.at(place, near.code))
            self._accept(row, near)
            return
        if likeness >= _NEAR_TASK:
            self._names_plan = True
            self._reject(row, RowCode.SIMILAR, "task", text, other=near.code)
            return
        self._add(row, text)

    @cached_property
    def _words(self) -> list[str]:
        return [fold(task.text) for task in self._plan.tasks]

    def _is_near_any(self, text: str) -> bool:
        """Whether the words are near a task's: a unit may add thousands of rows, and to rank all tasks takes long."""
        from rapidfuzz import fuzz, process

        found = process.extractOne(fold(text), self._words, scorer=fuzz.ratio, score_cutoff=_NEAR_TASK)
        return found is not None

    def _add(self, row: Row, text: str) -> None:
        fields = Fields(row, self._file, self._unit.code)
        fields.note(RowCode.ADDED, "task", text)
        self._keep(row, None, fields)

    def _accept(self, row: Row, task: Task) -> None:
        if task.code in self._row_of:
            self._reject(row, RowCode.DOUBLED, "code", "", task=task.code, kept=self._row_of[task.code])
            return
        self._row_of[task.code] = row.number
        fields = Fields(row, self._file, self._unit.code, task.code)
        self._compare_locked(row, task, fields)
        self._keep(row, task, fields)

    def _keep(self, row: Row, task: Task | None, fields: Fields) -> None:
        year = self._plan.settings.year
        role = self._tasks[task.code].role if task else None
        entry = Entry(
            unit=self._unit,
            task=task,
            source=Source(self._file, self._found.sheet.name, row.number, self._letters),
            status=fields.status(),
            progress=fields.progress(),
            finished=fields.finished(year),
            person=fields.text("person"),
            result=fields.text("result"),
            difficulty=fields.text("difficulty"),
            proposal=fields.text("proposal"),
            number="" if task else row.line("number"),
            text="" if task else row.line("task"),
            deadline=None if task else deadlines.read(row.text("due") or row.text("deadline"), year),
        )
        fields.issues += checks.entry_issues(entry, role, self._plan.settings, self._as_of, fields.place)
        self._entries.append(entry)
        self._issues += fields.issues

    def _compare_locked(self, row: Row, task: Task, fields: Fields) -> None:
        expected = {
            "task": task.text,
            "number": task.number,
            "role": self._tasks[task.code].role.value,
            "support": task.support_text,
            "deadline": task.deadline_text,
            "due": short_date(task.due) if task.due else "",
        }
        for key, wanted in expected.items():
            if key not in self._found.columns or row.is_broken(key) or _is_same(row.text(key), wanted):
                continue
            # The same day in another form: as a number without a format, or as a program exports it.
            day = read_date(row.value(key), self._plan.settings.year).written.value if key == "due" else None
            if day is None or day != task.due:
                heading = REPORT.columns[REPORT.position[key]].heading
                fields.note(
                    RowCode.CHANGED,
                    key,
                    row.line(key) or "(trống)",
                    heading=heading,
                    expected=wanted or "(trống)",
                )


def _is_same(one: str, other: str) -> bool:
    return one == other or fold(one) == fold(other)


def _rank(row: Row, text: str, task: Task) -> float:
    """How well a row without a code fits a task: the words first, the printed number decides between equal words."""
    return _likeness(text, task.text) + (_CLEARLY if row.line("number") == task.number else 0)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(fold(one), fold(other))
