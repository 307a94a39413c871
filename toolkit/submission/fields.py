"""The filled cells of one row: each read, each fault and each interpretation noted with its cell."""

import sys
from collections.abc import Callable
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

    def text(self, key: str) -> str:
        """A free text as written, made legible; an error value is noted and kept as it shows."""
        written = self._row.text(key)
        # Most are blank.
        if not written and self._row.is_plain:
            return ""
        if self._has_fault(key):
            return written
        legible = legacy.mend(written)
        stored = self._row.stored(key) or (written if legible != written else "")
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
        if self._row.is_month("finished"):
            text = self._row.text("finished")
            self.note(CellCode.DATE_MONTH_ONLY, "finished", text)
            return Written(text)
        return self._read("finished", lambda value: cells.read_date(value, year), short_date, year=year)

    def count(self, key: str) -> Written[float]:
        return self._read(key, cells.read_count, lambda number: f"{number:g}".replace(".", ","))

    def _has_fault(self, key: str) -> bool:
        if self._row.is_plain:
            return False
        if self._row.is_broken(key):
            # Told with all that is broken in the file.
            return True
        error, is_uncached = self._row.error_value(key), self._row.is_uncached(key)
        if error:
            self.note(CellCode.ERROR_VALUE, key, error)
        elif is_uncached:
            self.note(CellCode.FORMULA_UNCACHED, key)
        return bool(error) or is_uncached

    def _read(
        self, key: str, reader: Callable[[Value], Reading[T]], show: Callable[[T], str], **details: int
    ) -> Written[T]:
        """The cell as read; `details` are what the sentence of a fault needs."""
        shown = self._row.text(key)
        if self._has_fault(key):
            return Written(shown or ("(ô hỏng)" if self._row.is_broken(key) else "(công thức chưa tính)"))
        if not shown:
            return _BLANK
        value = self._row.value(key)
        reading = reader(legacy.mend(value) if isinstance(value, str) else value)
        written, stored = reading.written, self._row.stored(key)
        # What had to be made legible first.
        stored = stored or (shown if legacy.mend(shown) != shown else "")
        if reading.code:
            self.note(reading.code, key, written.text, **details)
        elif (reading.repaired or stored) and written.value is not None:
            self.note(CellCode.REPAIRED, key, stored or written.text, read=show(written.value))
        return written
