"""The macros of the control workbook, built from plain sources: the same sources give the same bytes."""

import tempfile
from collections.abc import Sequence
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from toolkit.control import conditional
from toolkit.page import Workbook


def sources() -> dict[str, str]:
    """Our own modules by name, as they stand in `macros/`.

    Raises:
        ValueError: one holds a letter that is not ASCII; no VBA code page has all Vietnamese ones.
    """
    found = {}
    for file in sorted(resources.files("toolkit.macros").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".bas"):
            found[file.name.removesuffix(".bas")] = file.read_bytes().decode("ascii")
    return found


def _of_xlwings() -> str:
    """The VBA module that comes inside the installed xlwings, read without starting it, for Excel on Windows.

    Its parts for other programs and for the Mac would keep LibreOffice from running any macro; so would its class
    `Dictionary`, which only the Mac needs.

    Raises:
        OSError: the installed xlwings does not hold the module.
    """
    spec = find_spec("xlwings")
    home = Path(spec.origin).parent if spec and spec.origin else Path()
    return conditional.resolve((home / "xlwings.bas").read_bytes().decode("cp1252"))


def build(sheets: Sequence[str]) -> bytes:
    """The bytes of `vbaProject.bin` for a workbook with these sheets: a module for each, ours, and those of xlwings."""
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder) / "seed.xlsm"
        with seed.open("wb") as target, Workbook(target, {}) as book:
            for name in sheets:
                book.add_worksheet(name)
        with ExcelFile(seed) as file:
            project = file.add_vba_project()
            for name, source in (*sources().items(), ("xlwings", _of_xlwings())):
                project.add_module(name, _with_vba_line_ends(source))
            file.save()
        with ExcelFile(seed) as file:
            data: bytes = file.vba_project_bytes()
    return data


def _with_vba_line_ends(source: str) -> str:
    return source.replace("\r\n", "\n").replace("\n", "\r\n")
