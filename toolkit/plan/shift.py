"""Columns of the appendix that were pasted off their headings, known by what stands in them."""

from collections.abc import Callable

from toolkit import deadlines, table
from toolkit.cells import read_date
from toolkit.directory import Directory
from toolkit.doubts import Doubt
from toolkit.headings import heading
from toolkit.model import DeadlineKind
from toolkit.places import cell_name, column_letters
from toolkit.plan.notes import Notes
from toolkit.vietnamese import clean

# A column holds what most of its cells hold, and not what few of them do; of fewer cells nothing can be said.
_MOST, _FEW, _ENOUGH = 0.6, 0.3, 3
# A number of a row, as against a task.
_SHORT = 8


def note(found: table.Table, year: int, directory: Directory, notes: Notes) -> None:
    """Note where the contents begin to stand off their headings, if they do."""
    columns = _Columns(found, year, directory)
    at = found.columns["deadline"]
    off = next((off for off in (1, -1, -2, 2) if columns.hold_deadlines_off(off)), 0)
    if off:
        begin, end = columns.begin(off), at + off
        names = [clean(heading(found.sheet, found.header_row, c)) or column_letters(c) for c in (begin, end)]
        how = {1: "lệch một cột sang phải", -1: "lệch một cột sang trái"}.get(off, "sai thứ tự cột")
        meant = f"{how} (thời gian hoàn thành nằm ở cột «{names[1]}»)"
        notes.put(Doubt.SHIFTED, found.sheet.name, cell_name(found.header_row, min(begin, end)), names[0], meant)


class _Columns:
    """What stands in the columns of an appendix, by rows that hold more than a heading does."""

    def __init__(self, found: table.Table, year: int, directory: Directory) -> None:
        self._sheet, self._at, self._year, self._directory = found.sheet, found.columns, year, directory
        kept = sorted(found.columns.values())
        span = range(kept[0], kept[-1] + 2)
        rows = [row.index for row in found.rows()]
        self._rows = [row for row in rows if sum(bool(found.sheet.text(row, column)) for column in span) > 2]

    def hold_deadlines_off(self, off: int) -> bool:
        """True where the deadlines stand so many columns from their own, in which there are none."""
        at = self._at["deadline"]
        there = at + off
        if there <= self._at["task"] or self._share(there, self._is_term) < _MOST:
            return False
        # Days that the clerk settled by hand stand beside texts that name none.
        is_by_hand = there == self._at.get("due") and self._share(there, self._is_day) > 1 - _FEW
        return not is_by_hand and self._share(at, self._is_deadline) <= _FEW

    def begin(self, off: int) -> int:
        """The first column with what belongs into another one."""
        task, lead, support = (self._at[key] for key in ("task", "lead", "support"))
        if off < 0:
            is_lead_before = off == -1 and self._share(task, self._is_unit) >= _MOST
            return task if is_lead_before else self._at["deadline"] + off
        if len(self._filled(task)) < _ENOUGH:
            return task
        if self._share(task, self._is_short) >= _MOST:
            return self._at.get("number", task)
        if self._share(lead, self._is_unit) <= _FEW:
            return lead
        return support if self._share(self._at["deadline"], self._is_unit) >= _MOST else self._at["deadline"]

    def _filled(self, column: int) -> list[int]:
        return [row for row in self._rows if self._sheet.text(row, column)]

    def _share(self, column: int, test: Callable[[int, int], bool]) -> float:
        """How many of the filled cells of a column pass; none where too few are filled."""
        filled = self._filled(column)
        return sum(test(row, column) for row in filled) / len(filled) if len(filled) >= _ENOUGH else 0

    def _kind(self, row: int, column: int) -> DeadlineKind:
        return deadlines.read(self._sheet.text(row, column), self._year).kind

    def _is_deadline(self, row: int, column: int) -> bool:
        return self._kind(row, column) not in (DeadlineKind.NONE, DeadlineKind.UNPARSEABLE)

    def _is_term(self, row: int, column: int) -> bool:
        """True for a deadline that nothing else reads like: "các phòng, ban theo chức năng" is a condition, too."""
        is_vague = self._kind(row, column) in (DeadlineKind.CONDITIONAL, DeadlineKind.RELATIVE)
        return self._is_deadline(row, column) and not is_vague

    def _is_day(self, row: int, column: int) -> bool:
        return read_date(self._sheet.value(row, column), self._year).written.value is not None

    def _is_unit(self, row: int, column: int) -> bool:
        return any(mention.units for mention in self._directory.mentions(self._sheet.text(row, column)))

    def _is_short(self, row: int, column: int) -> bool:
        return len(self._sheet.text(row, column)) <= _SHORT
