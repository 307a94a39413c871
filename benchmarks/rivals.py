"""The ways that are compared, each a whole process: `python benchmarks/rivals.py WAY FOLDER OUTPUT`.

What a way needs is imported when it runs, so that its own start is measured and nobody else's.
"""

import contextlib
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

_SHEET, _HEADER = "Báo cáo", 6


def pandas_openpyxl(folder: Path, output: Path) -> None:
    """What a user would write first."""
    import pandas

    frames = [pandas.read_excel(path, sheet_name=_SHEET, header=_HEADER, engine="openpyxl") for path in _inputs(folder)]
    pandas.concat(frames).to_excel(output, index=False, engine="openpyxl")


def pandas_calamine(folder: Path, output: Path) -> None:
    """The same by the faster engines that pandas knows."""
    import pandas

    frames = [pandas.read_excel(path, sheet_name=_SHEET, header=_HEADER, engine="calamine") for path in _inputs(folder)]
    pandas.concat(frames).to_excel(output, index=False, engine="xlsxwriter")


def calamine_xlsxwriter(folder: Path, output: Path) -> None:
    """Rows by calamine, written cell by cell; no check, no colour, no second sheet."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    book = xlsxwriter.Workbook(output)
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet, at = book.add_worksheet("Chi tiết"), 0
    for path in _inputs(folder):
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name(_SHEET).to_python(skip_empty_area=False)
        for row in rows[_HEADER + (at > 0) :]:
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(at, column, value)
                elif isinstance(value, float):
                    sheet.write_number(at, column, value)
                else:
                    sheet.write_datetime(at, column, value, days)
            at += 1
    book.close()


def floor(folder: Path, output: Path) -> None:
    """No less can be done by one thread: every input inflated and looked through once, an output as large deflated.

    The output is what `merge` wrote (the file beside it, `merged.xlsx`).
    """
    for path in _inputs(folder):
        with zipfile.ZipFile(path) as parts:
            sum(parts.read(name).count(b"<c ") for name in parts.namelist())
    with zipfile.ZipFile(output.with_name("merged.xlsx")) as parts, output.open("wb") as target:
        for name in parts.namelist():
            target.write(zlib.compress(parts.read(name), 6))


def merge(folder: Path, output: Path) -> None:
    """The program itself, with everything it does."""
    from toolkit.cli import main

    sys.argv[1:] = []
    main(["merge", "-C", str(folder), "-o", str(output.absolute()), "--as-of", "2025-06-30"])


def validate(folder: Path, output: Path) -> None:
    """The program's look at every file, what it tells as the output."""
    from toolkit.cli import main

    sys.argv[1:] = []
    with output.open("w", encoding="utf-8") as told, contextlib.redirect_stdout(told):
        main(["validate", "-C", str(folder), "--as-of", "2025-06-30"])


def _inputs(folder: Path) -> list[Path]:
    return sorted((folder / "nop").glob("*.xlsx"))


WAYS: dict[str, Callable[[Path, Path], None]] = {
    way.__name__: way for way in (pandas_openpyxl, pandas_calamine, calamine_xlsxwriter, floor, merge, validate)
}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
