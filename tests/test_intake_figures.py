"""The figures of the intake, printed for the reader of the log (`pytest -s`) and held to `docs/intake.md`.

Nothing here depends on the time taken.
"""

import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import damages
import good_workbooks
import openpyxl
import pytest
import xlrd
import xlsb_writer
from conftest import Convert
from foreign_kinds import FOREIGN
from good_workbooks import Cells, alike, cells_of
from hostile import ALL, Hostile
from hostile_kinds import KINDS, ODS, XLS
from other_forms import FORMS
from tables import read_book

from toolkit import guard, spreadsheet
from toolkit.codes import FileCode
from toolkit.isolation import Stopped, Workers
from toolkit.readers import Grid
from toolkit.spreadsheet import Unreadable, Workbook
from toolkit.workspace import Workspace

PAGE = Path(__file__).parent.parent / "docs" / "intake.md"
EVERY = (*ALL, *KINDS, *FOREIGN)
MODERN, CONVERTED, BINARY = 240, 24, 120
# How often each good workbook is harmed in each way.
HARMED = 8


@dataclass(frozen=True)
class Answer:
    """What was said of a file, in what time, and the most memory its process ever had, in MB; its cells where it was
    read, and whether these were counted.
    """

    code: str
    detail: str
    seconds: float
    memory: int
    cells: dict[str, Cells] = field(default_factory=dict)
    is_counted: bool = False


def answer(path: Path) -> Answer:
    """Read a file as the program does, in a process of its own."""
    begin, code, detail = time.perf_counter(), "", ""
    cells: dict[str, Cells] = {}
    is_counted = False
    try:
        book = spreadsheet.parse(spreadsheet.load(path))
        cells, is_counted = _cells(book), book.is_counted
    except Unreadable as told:
        code, detail = told.code.name, told.detail
    return Answer(code, detail, time.perf_counter() - begin, _peak(), cells, is_counted)


def _cells(book: Workbook) -> dict[str, Cells]:
    return {
        sheet.name: cells_of(Grid(sheet.name, sheet.rows, sheet.first_row, sheet.first_column, False))
        for sheet in book.sheets
    }


def _peak() -> int:
    """What Linux tells of this process alone; `ru_maxrss` would be no less than its parent had."""
    told = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(told[1]) >> 10 if told else 0


def _result(pending: Future[Answer]) -> Answer:
    try:
        return pending.result()
    except Stopped as stopped:
        return Answer(FileCode.STOPPED.name, stopped.reason.value, 0, 0)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(2)
    yield made
    made.shutdown()


def _is_right(case: Hostile, told: Answer) -> bool:
    return told.code == case.code.name and (case.cause is None or told.detail == case.cause.value)


def _documented(*line: object) -> bool:
    text = f"| {' | '.join(map(str, line))} |"
    print(text)
    return text in PAGE.read_text(encoding="utf-8").splitlines()


def test_hostile_files(workers: Workers, issued: Workspace, tmp_path: Path) -> None:
    good = next(issued.issued.glob("VP_*")).read_bytes()
    pending = {}
    for case in EVERY:
        path = tmp_path / case.name
        path.write_bytes(case.make(good))
        pending[case.name] = (case, workers.submit(answer, path))
    told = {name: (case, _result(future)) for name, (case, future) in pending.items()}
    wrong = [name for name, (case, said) in told.items() if not _is_right(case, said)]
    slowest = max(told, key=lambda name: told[name][1].seconds)
    print(
        f"\nslowest {slowest} {told[slowest][1].seconds:.2f} s; most memory {max(s.memory for _, s in told.values())} MB"
    )
    assert wrong == []
    assert len(told) == len(EVERY) >= 120
    assert _documented("hostile and broken files, each told by its cause", len(told), len(told) - len(wrong))
    given_up = [name for name, (_, said) in told.items() if said.code == FileCode.STOPPED.name]
    assert _documented("of these, given up in their process", len(told), len(given_up))
    families = Counter(said.code for _, said in told.values())
    print(dict(families))
    start = time.perf_counter()
    for _ in range(20):
        guard.check(good)
    print(f"guard on a unit's workbook {(time.perf_counter() - start) / 20 * 1000:.1f} ms")


def _same(read: dict[str, Cells], wanted: dict[str, Cells]) -> bool:
    return {name: {at: alike(value) for at, value in cells.items()} for name, cells in wanted.items() if cells} == {
        name: cells for name, cells in read.items() if cells
    }


def _ours(path: Path) -> dict[str, Cells]:
    try:
        return _cells(read_book(path))
    except Unreadable as told:
        print(path.name, told.sentence)
        return {}


def _second(path: Path) -> dict[str, Cells]:
    """What another library reads."""
    if path.suffix == ".xls":
        return {sheet.name: _of_xlrd(sheet) for sheet in xlrd.open_workbook(path).sheets()}
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            (c.row - 1, c.column - 1): c.value for row in sheet.iter_rows() for c in row if c.value is not None
        }
        for sheet in book.worksheets
    }


def _of_xlrd(sheet: xlrd.sheet.Sheet) -> Cells:
    found: Cells = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            if cell.ctype == xlrd.XL_CELL_DATE:
                found[row, column] = xlrd.xldate.xldate_as_datetime(cell.value, sheet.book.datemode)
            elif cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                found[row, column] = cell.value
    return found


def test_good_workbooks(tmp_path: Path) -> None:
    same = 0
    seconds = []
    for seed in range(MODERN):
        content = good_workbooks.sheets(seed)
        path = tmp_path / f"{seed}.xlsx"
        (good_workbooks.by_xlsxwriter if seed % 2 else good_workbooks.by_openpyxl)(path, content)
        start = time.perf_counter()
        read = _ours(path)
        seconds.append(time.perf_counter() - start)
        same += _same(read, content) and _same(read, _second(path))
    print(f"\nmedian of reading one {statistics.median(seconds) * 1000:.0f} ms")
    assert _documented("good .xlsx, cell by cell as written and as openpyxl reads", MODERN, same)
    assert same / MODERN >= 0.998


def _first(paths: Iterable[Path], kind: str) -> tuple[Path | str, ...]:
    first, *more = paths
    return first, kind, *more


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_good_workbooks_of_other_kinds(convert: Convert, tmp_path: Path, kind: str) -> None:
    """Saved by LibreOffice in one go; .ods are compared with the same saved as .xlsx, which openpyxl reads."""
    same = 0
    for seed in range(CONVERTED):
        good_workbooks.by_xlsxwriter(tmp_path / f"{seed}.xlsx", good_workbooks.sheets(seed))
    folder = convert(*_first(tmp_path.glob("*.xlsx"), kind)).parent
    other = folder if kind == "xls" else convert(*_first(folder.glob("*.ods"), "xlsx")).parent
    for seed in range(CONVERTED):
        here, there = _ours(folder / f"{seed}.{kind}"), _second(other / f"{seed}.{kind if kind == 'xls' else 'xlsx'}")
        same += bool(here) and _same(here, there)
    reader = "xlrd" if kind == "xls" else "openpyxl reads the same saved as .xlsx"
    assert _documented(f"good .{kind} of LibreOffice, cell by cell as {reader}", CONVERTED, same)
    assert same / CONVERTED >= 0.995


def test_good_binary_workbooks() -> None:
    """Written here, every record by chance; both the seeds and the forms of one table."""
    same = 0
    for seed in range(BINARY):
        content = good_workbooks.sheets(seed)
        same += _same(_cells(spreadsheet.parse(xlsb_writer.write(seed, content))), content)
    assert _documented("good .xlsb, cell by cell as written", BINARY, same)
    assert same / BINARY >= 0.995


def test_other_forms_of_workbooks() -> None:
    """Read right by kind, and the cells that were lost or are another in silence."""
    right: Counter[str] = Counter()
    silent = cells = 0
    for form in FORMS:
        book = spreadsheet.parse(form.data)
        read = _cells(book)[book.sheets[0].name]
        differing = sum(read.get(at) != alike(value) for at, value in form.cells.items()) + len(
            read.keys() - form.cells
        )
        right[Path(form.name).suffix] += not differing
        cells, silent = cells + len(form.cells), silent + (differing if book.is_counted else 0)
    for kind, number in Counter(Path(form.name).suffix for form in FORMS).items():
        assert _documented(f"one table in other forms of {kind}, cell by cell", number, right[kind])
    assert _documented("cells of these, none lost or another in silence", cells, cells - silent)
    assert silent == 0


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods", "fods", "xls"])
def test_damaged_files(workers: Workers, issued: Workspace, tmp_path: Path, kind: str) -> None:
    """What came to harm is told as damaged, or is read as the whole file is; an .xls has no sums to know it by."""
    good = {
        "xlsx": next(issued.issued.glob("VP_*")).read_bytes(),
        "xlsb": xlsb_writer.write(4, good_workbooks.sheets(4)),
        "ods": ODS,
        "fods": next(form.data for form in FORMS if form.name == "phang.fods"),
        "xls": XLS,
    }[kind]
    whole = _cells(spreadsheet.parse(good))
    pending = {}
    for case in damages.damaged(f"hong.{kind}", good, HARMED):
        path = tmp_path / case.name
        path.write_bytes(case.data)
        pending[case.name] = workers.submit(answer, path)
    told = {name: _result(future) for name, future in pending.items()}
    right = [name for name, said in told.items() if _is_damage_told(said, whole)]
    print([(name, said.code, said.detail) for name, said in told.items() if name not in right])
    assert _documented(f"damaged .{kind}, told so or read as the whole", len(told), len(right))
    # Of all kinds together 97%.
    assert len(right) / len(told) >= 0.92


def _is_damage_told(said: Answer, whole: dict[str, Cells]) -> bool:
    """An answer without a count is told to be looked at."""
    return said.code == FileCode.DAMAGED.name or (not said.code and (said.cells == whole or not said.is_counted))
