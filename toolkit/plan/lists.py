"""The sheets `Cấu hình`, `Đơn vị` and `Chỉ tiêu` of the plan workbook."""

import re

from toolkit import table
from toolkit.cells import read_date, read_level
from toolkit.errors import PlanError
from toolkit.layout import SETTINGS, UNITS
from toolkit.model import Item, Settings, Target, Unit
from toolkit.vietnamese import clean, fold

_UNIT_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def settings(found: table.Table) -> Settings:
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


def units(found: table.Table) -> tuple[Unit, ...]:
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


def targets(found: table.Table) -> tuple[Target, ...]:
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
