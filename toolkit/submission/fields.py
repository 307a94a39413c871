"""The filled cells of one row: each read, each fault and each interpretation noted with its cell."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from toolkit import cells, legacy
from toolkit.cells import Reading
from toolkit.codes import CellCode
from toolkit.entry import Written
from toolkit.issues import Catalogue, Issue, Place
from toolkit.model import Status
from toolkit.readers import Value
from toolkit.table import Row
from toolkit.vietnamese import clean
from toolkit.wording import short_date

T = TypeVar("T")
# One for all blank cells: most are, and it is made and sent once.
_BLANK: Written[Any] = Written()


class Fields:
    """Reads the cells of one row; `issues` gathers what was found on the way."""

    def __init__(self, row: Row, file: str, unit: str, task: str = "") -> None:
        self._row = row
        self._base = Place(file, row.table.sheet.name, "", unit, task)
        self.issues: list[Issue] = []

    def place(self, key: str) -> Place:
        """The place of a column of this row."""
        base = self._base
        return Place(base.file, base.sheet, self._row.cell(key), base.unit, base.task)

    def note(self, code: Catalogue, key: str, value: str = "", **details: str | int) -> None:
        self.issues.append(code.at(self.place(key), value, **details))

    def _holder(self, key: str) -> Row:
        """The row whose cell tells this one's value: that of a task above, with whose cell it is merged, or its own."""
        row = self._row
        if not row.table.sheet.merged or row.text(key):
            return row
        held = row.holder(key)
        return held if any(map(held.text, ("code", "task", "target"))) else row

    def text(self, key: str) -> str:
        """A free text as written, made legible; an error value is noted and kept as it shows."""
        row = self._holder(key)
        written = row.text(key)
        # Most are blank.
        if not written and row.is_plain:
            return ""
        if self._has_fault(row, key):
            return written
        legible = legacy.mend(written)
        stored = row.stored(key) or (written if legible != written else "")
        if stored:
            self.note(CellCode.REPAIRED, key, stored, read=f"«{clean(legible)}»")
        # Kept and sent once, where the same is written in many rows.
        return sys.intern(legible)

    def status(self) -> Written[Status]:
        return self._read("status", cells.read_status, str)

    def progress(self) -> Written[float]:
        return self._read(
            "progress",
            cells.read_progress,
            lambda share: f"{share:.1%}".replace(".0%", "%").replace(".", ","),
        )

    def finished(self, year: int) -> Written[date]:
        """A day; Excel keeps a typed month such as 4/2025 as its first day, which nobody meant."""
        row = self._holder("finished")
        if row.is_month("finished"):
            text = row.text("finished")
            self.note(CellCode.DATE_MONTH_ONLY, "finished", text)
            return Written(text)
        # Without cell styles every date is a number, which is told once for the workbook.
        is_bare = not row.table.sheet.oddities.is_styled and isinstance(row.value("finished"), float)

        def read(value: Value) -> Reading[date]:
            reading = cells.read_date(value, year)
            return replace(reading, repaired=reading.repaired and not is_bare)

        return self._read("finished", read, short_date, year=year)

    def count(self, key: str) -> Written[float]:
        return self._read(key, cells.read_count, lambda number: f"{number:g}".replace(".", ","))

    def _has_fault(self, row: Row, key: str) -> bool:
        if row.is_plain:
            return False
        if row.is_broken(key):
            # Told with all that is broken in the file.
            return True
        error, is_uncached = row.error_value(key), row.is_uncached(key)
        if error:
            self.note(CellCode.ERROR_VALUE, key, error)
        elif is_uncached:
            self.note(CellCode.FORMULA_UNCACHED, key)
        return bool(error) or is_uncached

    def _read(
        self, key: str, reader: Callable[[Value], Reading[T]], show: Callable[[T], str], **details: int
    ) -> Written[T]:
        """The cell as read; `details` are what the sentence of a fault needs."""
        row = self._holder(key)
        shown = row.text(key)
        if self._has_fault(row, key):
            return Written(shown or ("(ô hỏng)" if row.is_broken(key) else "(công thức chưa tính)"))
        if not shown:
            return _BLANK
        # What is struck out and what is left say two things: which of them holds, is asked and not read.
        if row.struck(key) not in ("", shown):
            return Written(shown)
        value = row.value(key)
        reading = reader(legacy.mend(value) if isinstance(value, str) else value)
        written, stored = reading.written, row.stored(key)
        # What had to be made legible first.
        stored = stored or (shown if legacy.mend(shown) != shown else "")
        if reading.code:
            self.note(reading.code, key, written.text, **details)
        elif (reading.repaired or stored) and written.value is not None:
            self.note(CellCode.REPAIRED, key, stored or written.text, read=show(written.value))
        return written
