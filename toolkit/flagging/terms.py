"""The deadlines and status words of a table that staff made, read once for the rules that Excel will compute."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from toolkit import deadlines, statuses
from toolkit.deadlines.zoned import is_zoned
from toolkit.headings import heading
from toolkit.layout import Column, Layout
from toolkit.model import Deadline, DeadlineKind, Status
from toolkit.readers import Value
from toolkit.spreadsheet import shown
from toolkit.table import Row, Table
from toolkit.vietnamese import clean

_TASK = Column("task", "Nhiệm vụ", 48, also="Nội dung nhiệm vụ;Tên nhiệm vụ;Nội dung công việc;Nội dung;Công việc")
_DEADLINE = Column(
    "deadline",
    "Thời gian hoàn thành",
    14,
    also="Thời gian thực hiện;Thời gian;Thời hạn hoàn thành;Thời hạn thực hiện;Tiến độ hoàn thành;Thời hạn, tiến độ",
)
_DUE = Column("due", "Hạn hoàn thành", 12, also="Hạn;Hạn chót;Hạn cuối;Thời hạn;Ngày hết hạn;Hạn thực hiện;Deadline")
_STATUS = Column(
    "status",
    "Trạng thái",
    14,
    also="Tình trạng;Trạng thái thực hiện;Tình trạng thực hiện;Tình hình thực hiện;Tiến độ (%);% hoàn thành",
)
# "Tiến độ" is when a thing is due in one appendix and how far it is in the next: it counts where no other column does.
_PROGRESS = ";Tiến độ;Tiến độ thực hiện"
LAYOUTS = (
    Layout("", (_TASK, _DEADLINE, _DUE, _STATUS)),
    Layout("", (_TASK, replace(_DEADLINE, also=_DEADLINE.also + _PROGRESS), _DUE, _STATUS)),
    Layout("", (_TASK, _DEADLINE, _DUE, replace(_STATUS, also=_STATUS.also + _PROGRESS))),
)
_TERM_KEYS = ("due", "deadline")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_TITLE_YEAR = re.compile(r"năm\s+(20\d\d)(?!\d)", re.IGNORECASE)
_ANY_YEARS = (2001, 2002)
# How the two cells begin that say what the colours mean; a row that has them is no row of the table.
LEGEND = ("Nền đỏ: quá hạn, chưa hoàn thành", "Nền vàng: sắp đến hạn")


@dataclass(frozen=True, slots=True)
class TermRow:
    """One row with a deadline: the last day on time, if there is one, and the status as far as understood.

    `unread_deadline` and `unread_status` are the cells of what was not understood, `zoned` that of a moment of another
    time zone; empty otherwise.
    """

    due: date | None
    status: Status | None
    unread_deadline: str
    unread_status: str
    zoned: str


@dataclass(frozen=True, slots=True)
class Area:
    """Rows (0-based) for which the same formulas hold.

    `anchors` are the rows of cells merged downwards and `texts` what these cells hold, by column key; `months` are the
    columns whose dates show a month only.
    """

    first: int
    last: int
    anchors: dict[str, int]
    texts: dict[str, tuple[str, ...]]
    months: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """A table's deadlines: `dues` holds the last day on time by column key and text, as the cells have it.

    `finished` are the status texts of what needs no colour.
    """

    table: Table
    dues: dict[str, dict[str, date]]
    finished: tuple[str, ...]
    areas: tuple[Area, ...]
    rows: tuple[TermRow, ...]

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and last column of the table."""
        sheet, header = self.table.sheet, self.table.header_row
        filled = [at for at in sheet.filled_columns if heading(sheet, header, at)]
        return min(filled), max(filled)


def read(found: Table, year: int | None) -> Terms:
    """Read the table.

    Args:
        found: the table, with a status column and a deadline or due column.
        year: the year for deadlines that name none; None takes the one that the sheet names.
    """
    keys = tuple(key for key in _TERM_KEYS if key in found.columns)
    anchors = _anchors(found, (*keys, "status"))
    year = year or _year_of(found, keys)
    dues: dict[str, dict[str, date]] = {key: {} for key in keys}
    finished: dict[str, None] = {}
    rows: list[TermRow] = []
    for row in _rows(found):
        holder = {key: Row(found, anchors.get(row.index, {}).get(key, row.index)) for key in (*keys, "status")}
        status = _status(holder["status"].value("status"))
        if status in (Status.DONE, Status.NOT_ARISEN):
            finished.setdefault(_raw(holder["status"], "status"))
        told = [(key, deadline) for key in keys if (deadline := _deadline(holder[key], key, year))]
        for key, deadline in told:
            if deadline.due and not isinstance(holder[key].value(key), date):
                dues[key][_raw(holder[key], key)] = deadline.due
        if told:
            key, deadline = told[0]
            unread = row.cell(key) if deadline.kind is DeadlineKind.UNPARSEABLE else ""
            unknown = row.cell("status") if status is None and holder["status"].text("status") else ""
            zoned = row.cell(key) if is_zoned(deadline.text) else ""
            rows.append(TermRow(deadline.due, status, unread, unknown, zoned))
    filled = (row.index for row in _rows(found) if any(row.text(key) for key in (*keys, "status")))
    last = max(filled, default=found.header_row)
    return Terms(found, dues, tuple(finished), tuple(_areas(found, last, anchors, keys)), tuple(rows))


def _rows(found: Table) -> Iterator[Row]:
    """The rows of the table, without the legend that an earlier run has put under them."""
    sheet = found.sheet
    for row in found.rows():
        if not any(sheet.text(row.index, column).startswith(LEGEND) for column in sheet.filled_columns):
            yield row


def _status(value: Value) -> Status | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Status.DONE if value in (1, 100) else Status.IN_PROGRESS
    return statuses.read(shown(value))


def _raw(row: Row, key: str) -> str:
    """The cell's text as Excel's LOWER and TRIM give it."""
    text = row.stored(key) or shown(row.value(key))
    return re.sub(" +", " ", text).strip(" ").lower()


def _deadline(row: Row, key: str, year: int | None) -> Deadline | None:
    """The cell's deadline, None where it is blank; without a year only what does not depend on one."""
    value = row.value(key)
    if not row.text(key):
        return None
    if row.is_month(key):
        return deadlines.read(row.text(key), year or 0)
    if isinstance(value, float) and not value.is_integer():
        # Its decimal sign is the reader's own, so that no formula can name it.
        return Deadline(row.text(key), DeadlineKind.UNPARSEABLE)
    moment = value if isinstance(value, (str, date, float)) else row.text(key)
    if year:
        return deadlines.read(moment, year)
    one, other = (deadlines.read(moment, some) for some in _ANY_YEARS)
    return one if one.due == other.due else Deadline(row.text(key), DeadlineKind.UNPARSEABLE)


def _year_of(found: Table, keys: Sequence[str]) -> int | None:
    """The one year that the title or the deadlines name, if the other does not speak against it."""
    above = " ".join(
        clean(found.sheet.text(row, column)) for row in range(found.header_row) for column in found.sheet.filled_columns
    )
    terms = " ".join(row.text(key) for row in _rows(found) for key in keys)
    of_title, of_terms = set(_TITLE_YEAR.findall(above)), set(_YEAR.findall(terms))
    for years, others in ((of_title, of_terms), (of_terms, of_title)):
        if len(years) == 1 and (years <= others or not others):
            return int(next(iter(years)))
    return None


def _anchors(found: Table, keys: Sequence[str]) -> dict[int, dict[str, int]]:
    """The rows whose cell in a column is part of one merged downwards, with the row that holds its value by key."""
    anchors: dict[int, dict[str, int]] = {}
    for key in keys:
        for span in found.sheet.merged.get(found.columns[key], []):
            if found.header_row < span.top:
                for row in range(span.top, span.bottom + 1):
                    anchors.setdefault(row, {})[key] = span.top
    return anchors


def _areas(found: Table, last: int, anchors: dict[int, dict[str, int]], keys: Sequence[str]) -> Iterator[Area]:
    """The table's rows in runs for which the same formulas hold."""

    def kind(row: int) -> tuple[dict[str, int], tuple[str, ...]]:
        return anchors.get(row, {}), tuple(key for key in keys if Row(found, row).is_month(key))

    for (held, months), run in groupby(range(found.header_row + 1, last + 1), key=kind):
        rows = list(run)
        texts: dict[str, tuple[str, ...]] = {key: (_raw(Row(found, at), key),) for key, at in held.items()}
        yield Area(rows[0], rows[-1], held, texts, months)
