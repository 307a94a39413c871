"""Rows of the appendix that cells merged downwards hold together, as a table pasted from Word has them.

A number merged over several rows is one task of several paragraphs; a lead, a support or a deadline merged over several
tasks is that of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.doubts import Doubt
from toolkit.numbering import bare
from toolkit.plan.notes import Notes
from toolkit.readers import Value
from toolkit.table import Row

# By one of these merged downwards rows are one task.
_NAMES = ("code", "number", "task")


@dataclass(frozen=True)
class Paragraphs(Row):
    """One task of one or several rows: each cell holds the lines of all of them.

    `holders` are the rows whose cells tell what stands in the task's, by column.
    """

    holders: dict[str, tuple[Row, ...]]

    @cached_property
    def texts(self) -> dict[str, str]:
        return {key: "\n".join(filter(None, (row.text(key) for row in rows))) for key, rows in self.holders.items()}

    def line(self, key: str) -> str:
        """Each paragraph on one line."""
        return "\n".join(filter(None, (row.line(key) for row in self.holders.get(key, ()))))

    def value(self, key: str) -> Value:
        held = self._only(key)
        return held.value(key) if held else self.text(key)

    def is_month(self, key: str) -> bool:
        held = self._only(key)
        return held is not None and held.is_month(key)

    @property
    def rows(self) -> set[int]:
        """The rows of the sheet that are this task."""
        return {row.index for row in self.holders["task"]}

    def _only(self, key: str) -> Row | None:
        """The one row that holds something in this column; None where there are none or several."""
        held = [row for row in self.holders.get(key, ()) if row.text(key)]
        return held[0] if len(held) == 1 else None


def gather(rows: Sequence[Row], notes: Notes) -> list[Row]:
    """The rows, those of one number as one, which is noted; a group holds no rows together."""
    found: list[list[Row]] = []
    for row in rows:
        if found and _continues(row, found[-1][0]):
            found[-1].append(row)
        else:
            found.append([row])
    return [_joined(run, notes) if len(run) > 1 else run[0] for run in found]


def _continues(row: Row, first: Row) -> bool:
    label = bare(first.line("number"))
    if row.line("code") or row.line("number") or label != label.lower():
        return False
    return any(row.holder(key).index == first.index for key in _NAMES)


def _joined(run: list[Row], notes: Notes) -> Row:
    first = run[0]
    key = next(key for key in _NAMES if run[1].holder(key).index == first.index)
    notes.add(Doubt.PARAGRAPHS, first, key, first.line(key), ", ".join(str(row.number) for row in run))
    return Paragraphs(first.table, first.index, {key: tuple(run) for key in first.texts})


class Sharing:
    """Gives each row what a cell merged downwards, which begins in a row above, holds for it too; by these columns."""

    def __init__(self, columns: Sequence[str], notes: Notes) -> None:
        self._columns, self._notes = columns, notes
        # The rows that were filled: a group's cells are not its tasks'.
        self._rows: set[int] = set()
        self._told: set[str] = set()

    def fill(self, row: Row) -> Row:
        """The row with all that people see in it; what is shared is noted once, at its first cell."""
        if not row.table.sheet.merged:
            return row
        self._rows |= row.rows if isinstance(row, Paragraphs) else {row.index}
        holders = dict(row.holders) if isinstance(row, Paragraphs) else dict.fromkeys(row.texts, (row,))
        shared = {key: (held,) for key in self._columns if (held := self._holder(row, key))}
        return Paragraphs(row.table, row.index, {**holders, **shared}) if shared else row

    def _holder(self, row: Row, key: str) -> Row | None:
        held = row.holder(key)
        if row.text(key) or held.index == row.index or held.index not in self._rows or not held.text(key):
            return None
        if held.cell(key) not in self._told:
            self._told.add(held.cell(key))
            self._notes.add(Doubt.MERGED, held, key, held.line(key), str(row.span(key)))
        return held
