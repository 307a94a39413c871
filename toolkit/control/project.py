"""The macros of the control workbook, built from plain sources: the same sources give the same bytes."""

import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import xlsxwriter


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


def build(sheets: Sequence[str]) -> bytes:
    """The bytes of `vbaProject.bin` for a workbook with these sheets: a document module for each, and our modules."""
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder) / "seed.xlsm"
        with xlsxwriter.Workbook(seed) as book:
            for name in sheets:
                book.add_worksheet(name)
        with ExcelFile(seed) as file:
            project = file.add_vba_project()
            for name, source in sources().items():
                project.add_module(name, source.replace("\r\n", "\n").replace("\n", "\r\n"))
            file.save()
        with ExcelFile(seed) as file:
            data: bytes = file.vba_project_bytes()
    return data
