"""Coverage-guided fuzzing by atheris: `python tests/fuzz/fuzz.py TARGET [options of libFuzzer]`; `make fuzz` runs all.

Each target says what must hold for any input; an exception is a finding, and libFuzzer keeps the input that led to it.
"""

import io
import math
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))

with atheris.instrument_imports(include=["toolkit"]):
    from toolkit import cells, deadlines, guard, spreadsheet, statuses, table
    from toolkit.guard import Refused
    from toolkit.layout import APPENDIX, REPORT, UNITS
    from toolkit.marking import plain
    from toolkit.model import DeadlineKind
    from toolkit.readers import Value
    from toolkit.spreadsheet import Sheet, Unreadable

_TESTS = Path(__file__).parent.parent
_SHEET = "xl/worksheets/sheet1.xml"
_DATED = {
    DeadlineKind.FIXED, DeadlineKind.MONTH, DeadlineKind.QUARTER, DeadlineKind.HALF, DeadlineKind.YEAR, DeadlineKind.RANGE
}  # fmt: skip


@cache
def _good() -> bytes:
    from tables import write_book

    path = Path("build") / "fuzz" / "good.xlsx"
    return write_book(path, {"Báo cáo": "Mã | Nhiệm vụ | Trạng thái\nA.01 | Việc | Hoàn thành"}).read_bytes()


def _with_sheet(xml: bytes) -> bytes:
    """The package with this as the content of its sheet, whole and with its checksum: past what a bit flip can reach."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_good())) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, xml if name == _SHEET else source.read(name))
    return target.getvalue()


def fuzz_guard(data: bytes) -> None:
    """A package is refused or passes; nothing else."""
    try:
        guard.check(data)
    except Refused:
        return


def fuzz_sheets(data: bytes) -> None:
    """Whatever the XML of a sheet is, its workbook is read or is unreadable."""
    try:
        book = spreadsheet.parse(_with_sheet(data))
    except Unreadable:
        return
    assert book.is_counted


def fuzz_parts(data: bytes) -> None:
    """Whatever one part of a workbook of any kind is, its rows are read, every cell has an answer, and a copy is made.

    The first bytes choose the workbook and the part, the others are what the part holds instead.
    """
    packages = _packages()
    package = packages[data[0] % len(packages)] if data else b""
    try:
        book = spreadsheet.parse(_with_part(package, data[1], data[2:]) if len(data) > 1 else package)
    except Unreadable:
        return
    for sheet in book.sheets:
        for row in sheet.filled_rows[:60]:
            for column in sheet.filled_columns[:40]:
                _check_readings(sheet.value(row, column))
    with zipfile.ZipFile(io.BytesIO(plain.copy(book))) as copied:
        assert copied.testzip() is None


@cache
def _packages() -> tuple[bytes, ...]:
    from test_oddities import _xlsb

    sample = _TESTS.parent / "workbooks" / "sample"
    return _good(), (sample / "VHXH_KH-BCDCDS.ods").read_bytes(), _xlsb()


def _with_part(package: bytes, chosen: int, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        names = source.namelist()
        for name in names:
            made.writestr(name, content if name == names[chosen % len(names)] else source.read(name))
    return target.getvalue()


def fuzz_deadlines(data: bytes) -> None:
    """A deadline keeps what was written, and has a day where its kind says so."""
    text = data.decode("utf-8", "replace")
    read = deadlines.read(text, 2025)
    assert (read.due is not None) >= (read.kind in _DATED)
    assert read.due is None or 1900 <= read.due.year <= 2200
    assert list(read.milestones) == sorted(read.milestones)


def fuzz_cells(data: bytes) -> None:
    """A cell has a value or a code or is blank; never both, and what was written is kept."""
    text = data.decode("utf-8", "replace")
    _check_readings(text)
    statuses.is_suspended(text)


def _check_readings(value: Value) -> None:
    status, progress = cells.read_status(value), cells.read_progress(value)
    day, count = cells.read_date(value, 2025), cells.read_count(value)
    for reading in (status, progress, day, count):
        assert reading.code is None or reading.written.value is None
        assert reading.code is not None or reading.written.value is not None or not reading.written.text
        assert reading.code is None or reading.written.text
    assert progress.written.value is None or 0 <= progress.written.value <= 1
    assert day.written.value is None or 2000 <= day.written.value.year <= 2100
    assert count.written.value is None or math.isfinite(count.written.value)


def fuzz_headings(data: bytes) -> None:
    """A table found has the columns that were asked for, each in a place of its own; its rows lie below the headings."""
    lines = data.decode("utf-8", "replace").split("\n")[:60]
    sheet = Sheet("a", [list(line.split("|")[:40]) for line in lines])
    for layout, required in ((REPORT, ("task", "status")), (APPENDIX, ("task",)), (UNITS, ("code",))):
        found = table.find(sheet, layout, required)
        if found:
            assert set(required) <= set(found.columns)
            assert len(set(found.columns.values())) == len(found.columns)
            assert all(row.number > found.header_row + 1 for row in found.rows())
            assert {column.key for column, _ in found.renamed(layout)} <= set(found.columns)
            assert all(texts for _, texts in found.strangers())


def _examples(*names: str) -> Iterator[bytes]:
    for name in names:
        yield from (_TESTS / "data" / name).read_bytes().split(b"\n")


def _seeds(target: str) -> Iterator[bytes]:
    """What the fuzzer begins with."""
    if target == "guard":
        yield _good()
        yield from (path.read_bytes() for path in (_TESTS.parent / "workbooks" / "sample").glob("THON0*.xlsx"))
    elif target == "sheets":
        with zipfile.ZipFile(io.BytesIO(_good())) as parts:
            yield parts.read(_SHEET)
    elif target == "parts":
        for number, package in enumerate(_packages()):
            with zipfile.ZipFile(io.BytesIO(package)) as parts:
                for at, name in enumerate(parts.namelist()):
                    yield bytes([number, at]) + parts.read(name)
    elif target == "headings":
        for layout in (REPORT, APPENDIX, UNITS):
            yield "|".join(column.heading for column in layout.columns).encode() + b"\nA.01|a|b|c\n"
    else:
        yield from _examples("deadlines.tsv", "dirty_cells.tsv")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "guard": fuzz_guard,
    "sheets": fuzz_sheets,
    "parts": fuzz_parts,
    "deadlines": fuzz_deadlines,
    "cells": fuzz_cells,
    "headings": fuzz_headings,
}


def main() -> None:
    """Lay out the seeds and start."""
    target = sys.argv.pop(1)
    corpus = Path("build") / "fuzz" / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_seeds(target)):
        (corpus / f"seed{number}").write_bytes(seed)
    options = [f"-artifact_prefix={corpus.parent}/{target}_", "-timeout=20", "-rss_limit_mb=2048", str(corpus)]
    atheris.Setup([*sys.argv, *options], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
