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
    """What one unit reports of one target: counts as written, in the target's own things."""

    target: Target
    unit: Unit
    source: Source
    achieved: Written[float]
    total: Written[float]
    note: str = ""

    @property
    def is_reported(self) -> bool:
        """True where the unit wrote anything of the target."""
        return bool(self.achieved.text or self.total.text or self.note)
