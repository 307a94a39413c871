"""The second plan of `data/second_plan`, and a clerk who puts it into the shipped template.

Its last columns (code, last day, units) were written by hand, for the tests to compare with.
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result
from openpyxl.worksheet.worksheet import Worksheet

from toolkit.cli import phuluc
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS, Layout
from toolkit.model import Heading, Plan
from toolkit.workspace import PLAN_NAME

DATA = Path(__file__).parent / "data" / "second_plan"
# "Trước khai giảng, ngày 04/9/2027" is a condition to the program; the clerk settles the day.
BY_HAND = {"III.B.08": date(2027, 9, 4)}
LISTS = ((TARGETS, "chi_tieu.tsv"), (UNITS, "don_vi.tsv"), (SETTINGS, "cau_hinh.tsv"))

Change = Callable[[openpyxl.Workbook], None]


@dataclass(frozen=True)
class Line:
    """One row of the appendix as printed, with what a person says of it; headings have no code."""

    number: str
    text: str
    lead: str
    support: str
    deadline: str
    code: str
    due: str
    leads: str
    supports: str

    @property
    def printed(self) -> tuple[str, ...]:
        return (self.number, self.text, self.lead, self.support, self.deadline)


def data(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def lines() -> tuple[Line, ...]:
    return tuple(Line(*row) for row in data("phu_luc.tsv")[1:])


@cache
def tasks() -> tuple[Line, ...]:
    return tuple(line for line in lines() if line.code)


def header(sheet: Worksheet, heading: str) -> int:
    return next(row for row in range(1, 20) if sheet.cell(row, 1).value == heading)


def put(sheet: Worksheet, row: int, column: int, values: Sequence[object]) -> None:
    for at, value in enumerate(values, start=column):
        if not isinstance(sheet.cell(row, at), openpyxl.cell.MergedCell):
            sheet.cell(row, at).value = value or None


def row_of(sheet: Worksheet, column: int, value: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == value)


def paste(path: Path, *changes: Change) -> None:
    """What the guide says: title, rows and the three other sheets replaced, `Mã` left blank."""
    book = openpyxl.load_workbook(path)
    appendix = book[APPENDIX.sheet]
    for row, line in enumerate((DATA / "tieu_de.txt").read_text(encoding="utf-8").splitlines(), start=1):
        appendix.cell(row, 1).value = line
    _replace(appendix, APPENDIX, [line.printed for line in lines()], column=2)
    for layout, name in LISTS:
        _replace(book[layout.sheet], layout, data(name)[1:], column=1)
    for code, due in BY_HAND.items():
        text = next(line.text for line in tasks() if line.code == code)
        appendix.cell(row_of(appendix, 3, text), 7).value = due
    for change in changes:
        change(book)
    book.save(path)


def _replace(sheet: Worksheet, layout: Layout, rows: Sequence[Sequence[object]], column: int) -> None:
    first = header(sheet, layout.columns[0].heading) + 1
    for row in range(first, sheet.max_row + 1):
        put(sheet, row, 1, [None] * len(layout.columns))
    for row, values in enumerate(rows, start=first):
        put(sheet, row, column, values)


def run(root: Path, *arguments: str) -> Result:
    ran = CliRunner().invoke(phuluc, [*arguments, "-C", str(root)])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    return ran


def new_folder(root: Path, *changes: Change) -> Path:
    assert CliRunner().invoke(phuluc, ["init", str(root)]).exit_code == 0
    paste(root / PLAN_NAME, *changes)
    return root


def found(root: Path) -> Counter[str]:
    issues = json.loads(run(root, "soat", "--json").stdout)["issues"]
    return Counter(issue["code"] for issue in issues)


def agrees(loaded: Plan) -> None:
    """Every heading and task is read as a person reads it."""
    read = [
        (t.code, t.text, t.due.isoformat() if t.due else "", " ".join(t.leads), " ".join(t.supports))
        for t in loaded.tasks
    ]
    assert read == [(line.code, line.text, line.due, line.leads, line.supports) for line in tasks()]
    headings = [(row.label, row.text) for row in loaded.rows if isinstance(row, Heading)]
    assert headings == [(line.number, line.text) for line in lines() if not line.code]
