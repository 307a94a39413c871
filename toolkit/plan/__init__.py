"""The plan workbook read into a `Plan`: the one source of tasks, units, targets and settings."""

from pathlib import Path

from toolkit import isolation, spreadsheet, table
from toolkit.directory import Directory
from toolkit.doubts import Doubt
from toolkit.errors import PlanError, UsageError
from toolkit.isolation import Stopped
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS, Layout
from toolkit.model import Plan, Task, Unit
from toolkit.places import cell_name
from toolkit.plan import lists, rows, shift, strays
from toolkit.plan.notes import Notes
from toolkit.spreadsheet import Unreadable, Workbook
from toolkit.vietnamese import clean

# In the order in which findings are told.
SHEETS = tuple(layout.sheet for layout in (APPENDIX, TARGETS, UNITS, SETTINGS))


def load(path: Path) -> Plan:
    """Read the plan workbook, in a process apart: a plan, too, comes by mail.

    Raises:
        PlanError: the file is missing or no workbook, a sheet, heading or needed value is missing, or a code
            stands twice, or its reading was given up. The sentence names the file and what to do.
    """
    try:
        return isolation.workers().submit(read, path).result()
    except Stopped as stopped:
        reason = stopped.reason.value
        raise PlanError(f"Đã ngừng đọc kế hoạch {path.name} vì {reason}. Kiểm tra lại tệp kế hoạch.") from stopped


def read(path: Path) -> Plan:
    """The same for who is in a process of its own already."""
    try:
        book = spreadsheet.parse(spreadsheet.load(path))
    except Unreadable as fault:
        raise PlanError(f"Không đọc được kế hoạch {path.name}: {fault.sentence} Kiểm tra lại tệp kế hoạch.") from fault
    try:
        return _plan(book)
    except PlanError as fault:
        raise PlanError(f"Kế hoạch {path.name}: {fault.sentence}") from None


def find_unit(loaded: Plan, code: str) -> Unit:
    """The unit with this code, however its letters are written.

    Raises:
        UsageError: there is none; the sentence lists the codes.
    """
    found = next((unit for unit in loaded.units if unit.code.casefold() == code.casefold()), None)
    if found is None:
        known = ", ".join(unit.code for unit in loaded.units)
        raise UsageError(f"Không có đơn vị mã «{code}» trong kế hoạch. Các mã đơn vị: {known}.")
    return found


def _plan(book: Workbook) -> Plan:
    listed, named, promised = (_table(book, layout) for layout in (SETTINGS, UNITS, TARGETS))
    appendix = _table(book, APPENDIX, optional=("code", "due"))
    tables, notes = (appendix, promised, named, listed), Notes()
    strays.note(book, tables, notes)
    settings, units = lists.settings(listed, notes), lists.units(named)
    directory = Directory(units)
    shift.note(appendix, settings.year, directory, notes)
    lines = rows.read(appendix, settings, directory, notes)
    if not any(isinstance(line, Task) for line in lines):
        shifted = [f"Nội dung từ cột «{n.text}» có vẻ dán {n.meant}. " for n in notes.unread if n.why is Doubt.SHIFTED]
        told = "".join(shifted) or "Hãy nhập các dòng nhiệm vụ."
        raise PlanError(f"trang tính «{APPENDIX.sheet}» chưa có nhiệm vụ nào. {told.strip()}")
    title = {
        cell_name(at, column): line
        for at in range(appendix.header_row)
        for column in appendix.sheet.filled_columns
        if (line := clean(appendix.sheet.text(at, column)))
    }
    return Plan(
        settings,
        lines,
        units,
        lists.targets(promised, notes),
        tuple(title.values()),
        tuple(notes.unread),
        {name: found.columns for name, found in zip(SHEETS, tables, strict=True)},
        next(iter(title), ""),
    )


def _table(book: Workbook, layout: Layout, optional: tuple[str, ...] = ()) -> table.Table:
    sheet = book.sheet(layout.sheet)
    if sheet is None:
        raise PlanError(f"thiếu trang tính «{layout.sheet}». Khôi phục trang tính này từ bản kế hoạch gốc.")
    found = table.find(sheet, layout, ())
    missing = [
        column.heading
        for column in layout.columns
        if column.key not in optional and (found is None or column.key not in found.columns)
    ]
    if found is None or missing:
        names = ", ".join(f"«{heading}»" for heading in missing)
        raise PlanError(f"trang tính «{layout.sheet}» thiếu tiêu đề cột {names}. Khôi phục tiêu đề đúng như bản gốc.")
    return found
