"""The plan workbook read into a `Plan`: the one source of tasks, units, targets and settings."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from toolkit import deadlines, spreadsheet, table
from toolkit.cells import read_date, read_level
from toolkit.directory import Directory, codes, is_ditto
from toolkit.errors import PlanError, UsageError
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS, Layout
from toolkit.model import Deadline, Heading, Item, Plan, Settings, Target, Task, Unit, Unread
from toolkit.numbering import Numbering
from toolkit.places import cell_name
from toolkit.spreadsheet import Unreadable, Workbook
from toolkit.vietnamese import clean, fold

_DECLARED = re.compile(r"\((\d+)\s+nhiệm vụ[^)]*\)")
# What a table pasted with its own headings, or with a line of numbers below them, holds.
_NUMBER_HEADINGS = ("stt", "tt", "so tt")
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_SHEETS = tuple(layout.sheet for layout in (APPENDIX, TARGETS, UNITS, SETTINGS))
_UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def load(path: Path) -> Plan:
    """Read the plan workbook.

    Raises:
        PlanError: the file is missing or no workbook, a sheet, heading or needed value is missing, or a code
            stands twice. The sentence names the file and what to do.
    """
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
    settings, units = _settings(listed), _units(named)
    rows = _rows(appendix, settings, Directory(units))
    if not any(isinstance(row, Task) for row in rows):
        raise PlanError(f"trang tính «{APPENDIX.sheet}» chưa có nhiệm vụ nào. Hãy nhập các dòng nhiệm vụ.")
    title = {
        cell_name(at, column): line
        for at in range(appendix.header_row)
        for column in appendix.sheet.filled_columns
        if (line := clean(appendix.sheet.text(at, column)))
    }
    return Plan(
        settings,
        tuple(row for row in rows if not isinstance(row, Unread)),
        units,
        _targets(promised),
        tuple(title.values()),
        tuple(row for row in rows if isinstance(row, Unread)),
        {name: found.columns for name, found in zip(_SHEETS, (appendix, promised, named, listed), strict=True)},
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


def _settings(found: table.Table) -> Settings:
    item_of = {fold(item): item for item in Item}
    row_of = {item_of[name]: row for row in found.rows() if (name := fold(row.line("item"))) in item_of}

    def text(item: Item) -> str:
        return row_of[item].line("value") if item in row_of else ""

    year = text(Item.YEAR)
    if not re.fullmatch(r"20\d\d", year):
        raise PlanError(
            f"trang tính «{SETTINGS.sheet}», mục «{Item.YEAR}» phải là bốn chữ số của năm; hiện là «{year}»."
        )
    days = text(Item.WARNING_DAYS) or "15"
    if not days.isdecimal():
        raise PlanError(
            f"trang tính «{SETTINGS.sheet}», mục «{Item.WARNING_DAYS}» phải là số, ví dụ 15; hiện là «{days}»."
        )
    issued = row_of.get(Item.ISSUED_ON)
    return Settings(
        plan_name=text(Item.PLAN_NAME),
        plan_number=text(Item.PLAN_NUMBER),
        year=int(year),
        issued_on=read_date(issued.value("value"), int(year)).written.value if issued else None,
        issuer=text(Item.ISSUER),
        superior=text(Item.SUPERIOR),
        recipients=text(Item.RECIPIENTS),
        recipient_email=text(Item.RECIPIENT_EMAIL),
        warning_days=int(days),
        before_includes_day=not fold(text(Item.BEFORE)).startswith("khong"),
        signer=text(Item.SIGNER),
        signer_title=text(Item.SIGNER_TITLE),
        rows={item: row.number for item, row in row_of.items()},
    )


def _units(found: table.Table) -> tuple[Unit, ...]:
    units: dict[str, Unit] = {}
    for row in found.rows():
        code, name = row.line("code"), row.line("name")
        if not _UNIT_CODE.fullmatch(code) or not name:
            raise PlanError(
                f"trang tính «{UNITS.sheet}», dòng {row.number}: "
                "cần có mã đơn vị (chữ không dấu và số, ví dụ CAX) và tên đơn vị."
            )
        if fold(code) in map(fold, units):
            raise PlanError(
                f"trang tính «{UNITS.sheet}», dòng {row.number}: mã đơn vị «{code}» bị trùng. Mỗi đơn vị một mã."
            )
        aliases, groups = (tuple(filter(None, map(clean, row.text(key).split(";")))) for key in ("aliases", "groups"))
        units[code] = Unit(code, name, aliases, groups, row.line("contact"), row.line("email"), row.number)
    if not units:
        raise PlanError(f"trang tính «{UNITS.sheet}» chưa có đơn vị nào. Hãy nhập danh sách đơn vị.")
    return tuple(units.values())


def _targets(found: table.Table) -> tuple[Target, ...]:
    return tuple(map(_target, found.rows()))


def _target(row: table.Row) -> Target:
    """One promised figure; "≥ 90%" may stand whole in the column `Mức`, and a percent cell holds 0.9 for 90%."""
    level, measure = read_level(row.value("level")).written.value, row.line("measure")
    is_fraction = level is not None and measure == "%" and 0 < level.value < 1
    return Target(
        task_code=row.line("task"),
        text=row.line("target"),
        comparison=row.line("comparison") or (level.comparison if level else "") or "≥",
        level=level.value * (100 if is_fraction else 1) if level else None,
        measure=measure,
        due_text=row.line("due"),
        row=row.number,
    )


def _rows(found: table.Table, settings: Settings, directory: Directory) -> tuple[Heading | Task | Unread, ...]:
    """Headings, tasks and rows that are neither, in order.

    A label with a capital letter (`A`, `IV`, `Phần 1`) heads a section or group; every other row that has a text is a
    task, whether its label is `1`, `a)`, a dash or blank.
    """
    rows: list[Heading | Task | Unread] = []
    numbering = Numbering(row.line("code") for row in found.rows())
    seen: set[str] = set()
    for row in found.rows():
        label = row.line("number").strip("().:/ ")
        if not row.line("task") or fold(label) in _NUMBER_HEADINGS or _COLUMN_NUMBER.fullmatch(row.line("task")):
            rows += _unread(row)
            continue
        if label != label.lower() and not label[0].isdecimal():
            rows.append(_heading(row, numbering.head(label), label))
            continue
        code = row.line("code") or numbering.code()
        if code in seen:
            raise PlanError(
                f"trang tính «{APPENDIX.sheet}», dòng {row.number}: mã nhiệm vụ «{code}» bị trùng. Mỗi nhiệm vụ một "
                "mã; ô mã để trống thì chương trình tự đặt."
            )
        seen.add(code)
        above = next((task for task in reversed(rows) if isinstance(task, Task)), None)
        rows.append(_task(row, above, code, settings, directory))
    return tuple(rows)


def _unread(row: table.Row) -> Iterator[Unread]:
    """The row where it holds more than a code and a number; a heading across merged cells has its text in these."""
    code, number = row.line("code"), row.line("number")
    ends = [code if " " in code else "", "" if number.rstrip(".").isdecimal() else number]
    told = "; ".join(filter(None, (*ends, *(row.line(key) for key in row.texts if key not in ("code", "number")))))
    if told:
        yield Unread(row.number, told)


def _heading(row: table.Row, path: str, label: str) -> Heading:
    text = row.line("task")
    declared = _DECLARED.search(text)
    told = "; ".join(filter(None, map(row.line, ("lead", "support", "deadline", "due"))))
    return Heading(path, label, text, int(declared[1]) if declared else None, row.number, told)


def _task(row: table.Row, above: Task | None, code: str, settings: Settings, directory: Directory) -> Task:
    """One row; "như trên" in the cell of the lead or of the supports stands for what the task above has there."""
    deadline = deadlines.read(_moment(row), settings.year)
    own = read_date(row.value("due"), settings.year).written
    by_hand = own.value
    dittos = tuple(key for key in ("lead", "support") if above and is_ditto(row.line(key)))
    lead_text = above.lead_text if above and "lead" in dittos else row.text("lead")
    support_text = above.support_text if above and "support" in dittos else row.text("support")
    leads, supports = directory.mentions(lead_text), directory.mentions(support_text)
    lead_codes = codes(leads)
    return Task(
        code=code,
        number=row.line("number").rstrip("."),
        text=row.line("task"),
        lead_text=clean(lead_text),
        support_text=clean(support_text),
        deadline_text=row.line("deadline"),
        deadline=deadline,
        due=by_hand or _last_day(deadline, settings.before_includes_day),
        due_by_hand=by_hand is not None,
        leads=lead_codes,
        supports=tuple(code for code in codes(supports) if code not in lead_codes),
        unknown_leads=tuple(mention.text for mention in leads if not mention.units),
        unknown_supports=tuple(mention.text for mention in supports if not mention.units),
        row=row.number,
        dittos=dittos,
        is_coded=bool(row.line("code")),
        due_unread="" if by_hand else clean(own.text),
    )


def _moment(row: table.Row) -> str | date | datetime | float:
    value = row.value("deadline")
    if row.is_month("deadline"):
        # "06/2025" typed into Excel is stored as the first day of that month.
        return row.text("deadline")
    return value if isinstance(value, (str, date, float)) else row.text("deadline")


def _last_day(deadline: Deadline, includes_day: bool) -> date | None:
    """The last day on time under the plan's own understanding of "trước ngày D"."""
    if deadline.due and deadline.strict and not includes_day:
        return deadline.due - timedelta(days=1)
    return deadline.due
