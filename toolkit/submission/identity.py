"""Whose workbook it is and of which plan: by the hidden sheet, else by what the workbook says, else by its name."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from toolkit.codes import BookCode
from toolkit.directory import directory_of
from toolkit.issues import Issue, Place
from toolkit.layout import IDENTITY_SHEET, LAYOUT_VERSION
from toolkit.model import Plan, Unit
from toolkit.spreadsheet import Workbook
from toolkit.table import Table
from toolkit.vietnamese import clean, fold

# The line of the title that names the unit.
UNIT_LINE = re.compile(r"^\s*đơn vị\s*(?:báo cáo)?\s*:\s*(.+)$", re.IGNORECASE)
# So much of a number stands in every name.
_CUT = 40


@dataclass(frozen=True)
class Identity:
    """What is known of a workbook before its rows are read. Empty texts: the workbook does not say."""

    unit: Unit | None
    plan_number: str | None
    issues: tuple[Issue, ...]


def identify(book: Workbook, found: Table | None, plan: Plan, file: str) -> Identity:
    """Decide the unit; a contradiction between the sources is reported, the strongest source wins.

    Args:
        found: the report, above which the unit may be named; None where the workbook has none.
    """
    hidden = _hidden_values(book)
    sources = {
        "thông tin ẩn trong tệp": plan.unit_of.get(hidden.get("unit_code", "")),
        "tiêu đề bảng báo cáo": unit_in_title(found, plan) if found else None,
        "tên tệp": unit_in_name(file, plan),
    }
    named = [(source, unit) for source, unit in sources.items() if unit]
    if not named:
        return Identity(None, hidden.get("plan_number"), (BookCode.UNKNOWN_UNIT.at(Place(file)),))
    source, unit = named[0]
    place = Place(file, unit=unit.code)
    issues = []
    if not hidden:
        issues.append(BookCode.IDENTITY_LOST.at(place, unit.name, source=source))
    other = next((f"{other.name} ({where})" for where, other in named if other != unit), "")
    if other:
        issues.append(BookCode.UNIT_CONFLICT.at(place, unit.name, other=other))
    version = hidden.get("layout_version", str(LAYOUT_VERSION))
    if version != str(LAYOUT_VERSION):
        issues.append(BookCode.OLD_LAYOUT.at(place, version, current=LAYOUT_VERSION))
    return Identity(unit, hidden.get("plan_number"), tuple(issues))


def unit_in_name(file: str, plan: Plan) -> Unit | None:
    """The unit whose code begins the file's name, such as `TYT_07-KH.xlsx`, or whose name is in it.

    Of several codes the longest counts, as `PNV-1` beside `PNV`, with whatever mark between its parts; but a name as it
    was issued is that unit's, though the plan's number may go on as another code does.
    """
    stem = clean(PurePath(file).stem)
    begun = [unit for unit in plan.units if _begins(code_key(stem), code_key(unit.code))]
    begun = [unit for unit in begun if _is_issued(stem, unit, plan)] or begun
    longest = [unit for unit in begun if len(unit.code) == max(len(other.code) for other in begun)]
    named = [unit for unit in longest if stem.casefold().startswith(unit.code.casefold())] or longest
    if len(named) == 1:
        return named[0]
    words = fold(stem.replace("_", " "))
    inside = [unit for unit in plan.units if fold(unit.name) in words]
    return inside[0] if len(inside) == 1 else None


@lru_cache(maxsize=8192)
def code_key(code: str) -> str:
    """Codes of the same key are told apart by marks only: `pnv-1` for `PNV_1`, `PNV-1` and `pnv 1`."""
    return re.sub(r"[\W_]+", "-", code.casefold())


def _begins(stem: str, code: str) -> bool:
    return stem.startswith(code) and not stem[len(code) : len(code) + 1].isalnum()


def _is_issued(stem: str, unit: Unit, plan: Plan) -> bool:
    """True for the unit's code, `_` and the plan's number, or its year where it has none; a long name may be cut."""
    begin = f"{unit.code}_".casefold()
    number = code_key(fold(plan.settings.plan_number)).strip("-") or str(plan.settings.year)
    rest = code_key(fold(stem[len(begin) :]))
    is_number = _begins(rest, number) or (len(number) > _CUT and rest.startswith(number[:_CUT]))
    return stem.casefold().startswith(begin) and is_number


def _hidden_values(book: Workbook) -> dict[str, str]:
    sheet = book.sheet(IDENTITY_SHEET)
    if sheet is None:
        return {}
    return {sheet.text(row, 0): sheet.text(row, 1) for row in sheet.filled_rows if sheet.text(row, 0)}


def unit_in_title(found: Table, plan: Plan) -> Unit | None:
    """The unit that the nearest line above the table names."""
    for row in range(found.header_row - 1, found.sheet.first_row - 1, -1):
        for column in found.sheet.filled_columns:
            line = UNIT_LINE.match(clean(found.sheet.text(row, column)))
            mention = directory_of(plan.units).find(line[1]) if line else None
            if mention and not mention.is_group:
                return plan.unit_of[mention.units[0]]
    return None
