"""What a unit wrote in its workbook, row by row; everything is kept as written beside how it was read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from toolkit.model import Deadline, Role, Status, Target, Task, Unit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """A cell as a person wrote it and as it was read: `value` is None where it is blank or not understood."""

    text: str = ""
    value: T | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row came from: the file relative to the workspace, the sheet, the 1-based row, the columns' letters."""

    file: str
    sheet: str
    row: int
    letters: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def cell(self, key: str) -> str:
        """`K14` for the column of this key."""
        return f"{self.letters.get(key, 'A')}{self.row}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a unit's workbook. `task` is None for a row that the unit added of its own.

    `number`, `text` and `deadline` are told by the row only where it was added; else the plan knows them.
    `role` is told by the row only where it comes from a consolidated workbook; else the plan knows it.
    """

    unit: Unit
    task: Task | None
    source: Source
    status: Written[Status] = field(default_factory=Written)
    progress: Written[float] = field(default_factory=Written)
    finished: Written[date] = field(default_factory=Written)
    person: str = ""
    result: str = ""
    difficulty: str = ""
    proposal: str = ""
    number: str = ""
    text: str = ""
    deadline: Deadline | None = None
    role: Role | None = None

    @property
    def is_reported(self) -> bool:
        """True where the unit wrote anything in the row."""
        filled = (self.status.text, self.progress.text, self.finished.text, self.person)
        return any((*filled, self.result, self.difficulty, self.proposal))


@dataclass(frozen=True)
class TargetEntry:
    """What one unit reports of one target: every cell as written, counts in the target's own things.

    A count that can be none (a share, less than nothing) has no value. `rate` holds something only where a person typed
    it over its formula. `uncounted` is what a level below was sent and did not count.
    """

    target: Target
    unit: Unit
    source: Source
    achieved: Written[float]
    total: Written[float]
    rate: Written[float] = field(default_factory=Written)
    note: str = ""
    uncounted: str = ""

    @property
    def is_reported(self) -> bool:
        """True where anything was written in the row."""
        return any((self.achieved.text, self.total.text, self.rate.text, self.note, self.uncounted))

    @property
    def is_counted(self) -> bool:
        """True where its figures can be summed: the part and the whole of a share, the one figure of all others."""
        achieved, total = self.achieved.value, self.total.value
        if achieved is None or not self.target.is_share:
            return achieved is not None
        return total is not None and (total > 0 or achieved == 0)
