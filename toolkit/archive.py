"""A consolidated workbook read back into its period."""

import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from toolkit import isolation, spreadsheet, table
from toolkit.cells import read_date
from toolkit.codes import BookCode, FileCode
from toolkit.deadlines.zoned import is_zoned
from toolkit.detail import Detail
from toolkit.files import InputFile
from toolkit.isolation import SPACIOUS, Stopped
from toolkit.issues import Issue, Place
from toolkit.layout import (
    AS_OF_LINE,
    BY_GROUP,
    DELIVERIES,
    DETAILS,
    ISSUES,
    JOURNAL,
    PLAN_NAME_LINE,
    PLAN_NUMBER_LINE,
    TARGET_RESULTS,
    Layout,
)
from toolkit.model import Delivery, Plan, Standing
from toolkit.period import Group, Period, Receipt, TargetResult
from toolkit.places import cell_name
from toolkit.rules import Severity
from toolkit.spreadsheet import Unreadable, Workbook
from toolkit.submission import Submission
from toolkit.table import Row, Table
from toolkit.vietnamese import clean, fold

W = TypeVar("W", Standing, Delivery)
T = TypeVar("T")


# Columns that consolidated workbooks did not always have.
_LATER = ("note", "uncounted")


class NotConsolidated(Exception):
    """The file is no consolidated workbook that can be read; the sentence says why."""


@dataclass(frozen=True)
class Traced:
    """A period, and the 1-based rows of the sheets in which its details and targets stand, in their order.

    `digests` are the SHA-256 of the files that it was made of, in hexadecimal digits.
    """

    period: Period
    details: tuple[int, ...]
    targets: tuple[int, ...]
    digests: frozenset[str]


def trace(book: Workbook) -> Traced:
    """The period of a consolidated workbook as read, and where it stands.

    Raises:
        NotConsolidated: a sheet, a heading or a word that the program needs is not there.
    """
    details, targets = _table(book, DETAILS), _table(book, TARGET_RESULTS)
    detail_at = {row.number: _detail(row) for row in details.rows()}
    target_at = {row.number: _target_result(row) for row in targets.rows()}
    kept = list(_table(book, JOURNAL).rows())
    journal = [row.line("item") for row in kept]
    severities = [row.line("severity") for row in _table(book, ISSUES).rows()]
    period = Period(
        as_of=_as_of(details),
        plan_name=_after(PLAN_NAME_LINE, journal),
        plan_number=_after(PLAN_NUMBER_LINE, journal),
        details=tuple(detail_at.values()),
        receipts=tuple(map(_receipt, _table(book, DELIVERIES).rows())),
        targets=tuple(target_at.values()),
        groups=tuple(
            Group(row.line("number"), row.line("group")) for row in _table(book, BY_GROUP).rows() if row.line("number")
        ),
        errors=severities.count(Severity.ERROR.word),
        warnings=severities.count(Severity.WARNING.word),
    )
    return Traced(
        period,
        tuple(detail_at),
        tuple(target_at),
        frozenset(row.line("digest") for row in kept if row.line("digest")),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A consolidated workbook of an earlier period, as staff are shown it; `digests` as in `Traced`."""

    file: InputFile
    period: Period
    digests: frozenset[str]


def recall(shown: str, path: Path) -> Kept:
    """A consolidated workbook as it is kept, read in a process apart; `shown` is how staff are told its name.

    Raises:
        NotConsolidated: it cannot be read, or a sheet, a heading or a word that the program needs is not there.
    """
    return answer(isolation.workers().within(SPACIOUS).submit(read, shown, path))


def read(shown: str, path: Path) -> Kept:
    """The same for who is in a process of its own already."""
    try:
        data = spreadsheet.load(path)
        traced = trace(spreadsheet.parse(data))
    except Unreadable as fault:
        raise NotConsolidated(fault.sentence) from fault
    return Kept(InputFile.of(shown, data), traced.period, traced.digests)


def answer(reading: Future[T]) -> T:
    """What was read apart.

    Raises:
        NotConsolidated: as `read` does, or because the reading was given up.
    """
    try:
        return reading.result()
    except Stopped as stopped:
        raise NotConsolidated(Unreadable(FileCode.STOPPED, stopped.reason.value).sentence) from stopped


def find_unchanged(kept: Kept, submissions: Iterable[Submission]) -> Iterator[Issue]:
    """The files of each unit that sent nothing but what an earlier period had already."""
    of_unit: dict[str, list[Submission]] = defaultdict(list)
    for sent in submissions:
        if sent.unit:
            of_unit[sent.unit.code].append(sent)
    for code, files in of_unit.items():
        if all(sent.source.sha256 in kept.digests for sent in files):
            for sent in files:
                yield BookCode.UNCHANGED.at(Place(sent.file, unit=code), day=f"{kept.period.as_of:%d/%m/%Y}")


def is_of(period: Period, plan: Plan) -> bool:
    """True for a period of this plan: one of its name, or, where that was mended, one with most of its tasks."""
    if period.plan_name == clean(plan.settings.plan_name):
        return True
    tasks = {(detail.code, fold(detail.task)) for detail in period.details if detail.code}
    return len(tasks & {(task.code, fold(task.text)) for task in plan.tasks}) * 2 > len(tasks)


def _table(book: Workbook, layout: Layout) -> Table:
    sheet = book.sheet(layout.sheet)
    needed = tuple(key for key in layout.position if key not in _LATER)
    found = table.find(sheet, layout, needed) if sheet else None
    if found is None:
        raise NotConsolidated(f"Tệp không có trang tính «{layout.sheet}» với đủ các cột của tệp tổng hợp.")
    for row, column in sorted(found.sheet.oddities.broken):
        raise NotConsolidated(f"Giá trị lưu ở ô {layout.sheet}!{cell_name(row, column)} bị hỏng.")
    return found


def _as_of(found: Table) -> date:
    """The reporting date in the line under the sheet's title; the named cell may have been changed since."""
    pattern = re.compile(re.escape(AS_OF_LINE).replace(r"\{:%d/%m/%Y\}", r"(\d\d/\d\d/\d{4})"))
    for row in range(found.header_row):
        match = pattern.search(found.sheet.text(row, found.sheet.first_column))
        if match:
            return datetime.strptime(match[1], "%d/%m/%Y").date()
    raise NotConsolidated(f"Trang tính «{found.sheet.name}» không còn dòng «{AS_OF_LINE.partition('{')[0]}…».")


def _after(line: str, journal: list[str]) -> str:
    start = line.format("").strip()
    return next((item.removeprefix(start).strip() for item in journal if item.startswith(start)), "")


def _word(row: Row, key: str, words: type[W]) -> W:
    written = row.line(key)
    if written not in set(words):
        cell = f"{row.table.sheet.name}!{row.cell(key)}"
        raise NotConsolidated(f"Ô {cell} ghi «{written}», không phải một trong các từ: {', '.join(words)}.")
    return words(written)


def _day(row: Row, key: str) -> date | None:
    value = row.value(key)
    # What a program exports, and what stays where the cells' formats are lost.
    if isinstance(value, (int, float)) or (isinstance(value, str) and is_zoned(value)):
        return read_date(value, 0).written.value
    return (value.date() if isinstance(value, datetime) else value) if isinstance(value, date) else None


def _number(row: Row, key: str) -> float | None:
    value = row.value(key)
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def _count(row: Row, key: str) -> int | None:
    value = _number(row, key)
    return None if value is None else int(value)


def _common(row: Row, key: str) -> str:
    """A text that many rows have, kept and sent once."""
    return sys.intern(row.text(key))


def _detail(row: Row) -> Detail:
    return Detail(
        code=_common(row, "code"),
        section=_common(row, "section"),
        group=_common(row, "group"),
        number=_common(row, "number"),
        task=_common(row, "task"),
        unit_code=_common(row, "unit_code"),
        unit=_common(row, "unit"),
        role=_common(row, "role"),
        deadline=_common(row, "deadline"),
        due=_day(row, "due"),
        person=_common(row, "person"),
        status=_common(row, "status"),
        progress=_number(row, "progress") if _number(row, "progress") is not None else row.text("progress") or None,
        finished=_day(row, "finished") or row.text("finished") or None,
        result=row.text("result"),
        difficulty=row.text("difficulty"),
        proposal=row.text("proposal"),
        standing=_word(row, "standing", Standing),
        days=_count(row, "days"),
        file=_common(row, "file"),
        sheet=_common(row, "sheet"),
        row=_count(row, "row"),
    )


def _receipt(row: Row) -> Receipt:
    return Receipt(
        unit_code=row.text("unit_code"),
        unit=row.text("unit"),
        delivery=_word(row, "delivery", Delivery),
        file=row.text("file"),
        saved=row.text("saved"),
        tasks=_count(row, "tasks"),
        rows=_count(row, "rows"),
        errors=_count(row, "errors"),
        warnings=_count(row, "warnings"),
    )


def _target_result(row: Row) -> TargetResult:
    return TargetResult(
        task=row.text("task"),
        target=row.text("target"),
        comparison=row.text("comparison"),
        level=_number(row, "level"),
        measure=row.text("measure"),
        due=row.text("due"),
        units=_count(row, "units") or 0,
        achieved=_number(row, "achieved"),
        total=_number(row, "total"),
        outcome=row.text("outcome"),
        note=row.text("note"),
        uncounted=row.text("uncounted"),
    )
