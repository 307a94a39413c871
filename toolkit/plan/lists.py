"""The sheets `Cấu hình`, `Đơn vị` and `Chỉ tiêu` of the plan workbook."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from textwrap import shorten

from toolkit import table
from toolkit.cells import read_comparison, read_date, read_level
from toolkit.doubts import Doubt
from toolkit.errors import PlanError
from toolkit.layout import SETTINGS, UNITS
from toolkit.model import WARNING_DAYS, Item, Settings, Target, Unit
from toolkit.plan.notes import Notes
from toolkit.plan.paragraphs import Sharing
from toolkit.vietnamese import clean, fold
from toolkit.wording import number

# What a cell merged over several targets says of each.
_SHARED = ("task", "comparison", "level", "measure", "due")
_UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*")
# What a person can mean by the days of warning: up to three figures.
_DAYS = re.compile(r"0*(\d{1,3})(?: ngày)?", re.ASCII | re.IGNORECASE)
# "Số 1234/KH-UBND-HĐND ngày 20 tháng 01 năm 2025" is shorter.
_LONGEST_NUMBER = 60
# Up to this number a cell of a percentage may as well show a hundred times as much.
_SHARES = 2
# What may stand at the item of this name; blank is the first.
_BEFORE = {"tinh ca ngay do": True, "khong tinh ngay do": False}


def settings(found: table.Table, notes: Notes) -> Settings:
    """The plan's settings; what is not understood or not used is noted.

    Raises:
        PlanError: the year is none.
    """
    row_of = _items(found, notes)

    def text(item: Item) -> str:
        return row_of[item].line("value") if item in row_of else ""

    year = text(Item.YEAR)
    if not re.fullmatch(r"20\d\d", year):
        raise PlanError(
            f"trang tính «{SETTINGS.sheet}», mục «{Item.YEAR}» phải là bốn chữ số của năm; hiện là «{year}»."
        )
    return Settings(
        plan_name=text(Item.PLAN_NAME),
        plan_number=_plan_number(row_of.get(Item.PLAN_NUMBER), notes),
        year=int(year),
        issued_on=_issued_on(row_of.get(Item.ISSUED_ON), int(year), notes),
        issuer=text(Item.ISSUER),
        superior=text(Item.SUPERIOR),
        recipients=text(Item.RECIPIENTS),
        recipient_email=text(Item.RECIPIENT_EMAIL),
        warning_days=_warning_days(row_of.get(Item.WARNING_DAYS), notes),
        before_includes_day=_before_includes_day(row_of.get(Item.BEFORE), notes),
        signer=text(Item.SIGNER),
        signer_title=text(Item.SIGNER_TITLE),
        rows={item: row.number for item, row in row_of.items()},
    )


def _items(found: table.Table, notes: Notes) -> dict[Item, table.Row]:
    """The row of each item; of several the first that has a value."""
    item_of = {fold(item): item for item in Item}
    row_of: dict[Item, table.Row] = {}
    for row in found.rows():
        written, value = row.line("item"), row.line("value")
        item = item_of.get(fold(written))
        taken = row_of[item].line("value") if item in row_of else ""
        if item is None and value:
            notes.add(Doubt.ITEM, row, "item", written or value)
        elif taken and value not in ("", taken):
            notes.add(Doubt.ITEM_REPEATED, row, "value", written, taken)
        elif item and (value or item not in row_of):
            row_of[item] = row
    return row_of


def _plan_number(row: table.Row | None, notes: Notes) -> str:
    """The number on one line; one that is longer than any number, or on several lines, is noted."""
    if row is None:
        return ""
    number = row.line("value")
    if len(number) > _LONGEST_NUMBER or len(row.text("value").splitlines()) > 1:
        notes.add(Doubt.LONG_NUMBER, row, "value", shorten(number, _LONGEST_NUMBER, placeholder=" …"))
    return number


def _warning_days(row: table.Row | None, notes: Notes) -> int:
    written = row.line("value") if row else ""
    if row is None or not written:
        return WARNING_DAYS
    days = _DAYS.fullmatch(written)
    if days is None:
        notes.add(Doubt.WARNING_DAYS, row, "value", written, str(WARNING_DAYS))
    return int(days[1]) if days else WARNING_DAYS


def _issued_on(row: table.Row | None, year: int, notes: Notes) -> date | None:
    if row is None or not row.line("value"):
        return None
    day = None if row.is_month("value") else read_date(row.value("value"), year).written.value
    if day is None:
        notes.add(Doubt.ISSUED, row, "value", row.line("value"))
    return day


def _before_includes_day(row: table.Row | None, notes: Notes) -> bool:
    if row is None or not row.line("value"):
        return True
    includes = _BEFORE.get(fold(row.line("value")))
    if includes is None:
        notes.add(Doubt.BEFORE, row, "value", row.line("value"))
    return includes is not False


def units(found: table.Table) -> tuple[Unit, ...]:
    """The list of units.

    Raises:
        PlanError: there is none, one has no code or name, or a code stands twice.
    """
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


def targets(found: table.Table, notes: Notes) -> tuple[Target, ...]:
    """Every promised figure; what is not understood of one is noted."""
    seen: Counter[Target] = Counter()
    sharing = Sharing(_SHARED, notes)
    made = []
    for row in found.rows():
        target = _target(sharing.fill(row), notes)
        seen[as_shown(target)] += 1
        made.append(replace(target, order=seen[as_shown(target)]))
    return tuple(made)


def as_shown(target: Target) -> Target:
    """The same for all targets that a unit's workbook shows alike."""
    return replace(target, text=fold(target.text), due_text=fold(target.due_text), comparison="", order=1)


def _target(row: table.Row, notes: Notes) -> Target:
    """One promised figure; "≥ 90%" may stand whole in the column `Mức`."""
    task, measure = row.line("task"), row.line("measure")
    reading = read_level(row.value("level"))
    level = reading.written.value
    if reading.code:
        notes.add(Doubt.LEVEL, row, "level", row.line("level"), task=task)
    elif level is None:
        notes.add(Doubt.LEVEL_BLANK, row, "level", row.line("target"), task=task)
    return Target(
        task_code=task,
        text=row.line("target"),
        comparison=_comparison(row, level.comparison if level else "", notes),
        level=_level(row, level.value, notes) if level else None,
        measure=measure,
        due_text=row.line("due"),
        row=row.number,
    )


def _comparison(row: table.Row, beside: str, notes: Notes) -> str:
    """The sign of the column `So sánh`; else the one `beside` the level, else the usual one."""
    written = row.line("comparison")
    sign = read_comparison(written)
    if sign and beside and sign != beside:
        notes.add(Doubt.COMPARISONS, row, "comparison", row.line("level"), sign, row.line("task"))
    taken = sign or beside or "≥"
    if written and not sign:
        notes.add(Doubt.COMPARISON, row, "comparison", written, taken, row.line("task"))
    return taken


def _level(row: table.Row, level: float, notes: Notes) -> float:
    """The level in the unit of measure: a cell typed as a percent holds the number 0.9 for 90%, and 1 for 100%."""
    is_number = isinstance(row.value("level"), (int, float))
    if not is_number or row.line("measure") != "%" or not 0 < level <= _SHARES:
        return level
    points, is_share = round(level * 100, 6), level <= 1
    why = Doubt.LEVEL_SHARE if is_share else Doubt.LEVEL_SMALL
    notes.add(why, row, "level", number(level), number(points), row.line("task"))
    return points if is_share else level
