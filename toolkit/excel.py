"""The buttons of the control workbook inside Excel, through xlwings: read the cells, run the task, show the outcome.

Only the open-source part of xlwings is used. What a task does is `toolkit.buttons`' matter.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import xlwings

from toolkit import buttons
from toolkit.buttons import Outcome, Press
from toolkit.filenames import shown_name
from toolkit.workspace import Workspace

_WORKBOOKS = (".xlsx", ".xlsm")


def press(task: str) -> None:
    """Called by `RunPython` from a button: run the task and show its outcome in the workbook that called."""
    book = xlwings.Book.caller()
    try:
        outcome = buttons.run(task, _read(book))
    finally:
        # Excel writes its own words into the status bar again.
        book.app.status_bar = False
    _show(book, outcome)


def _cells(book: Any, name: str) -> Any:
    return book.names[name].refers_to_range


def _read(book: Any) -> Press:
    """The folder, the day and the file that stand in the named cells, each with its default."""
    folder = _cells(book, "Thu_muc").value or _folder_of(book)
    day = _cells(book, "Ngay_bao_cao").value
    day = day.date() if isinstance(day, datetime) else date.today()
    file = _cells(book, "Tep_danh_dau").value or ""

    def track(files: Sequence[Path]) -> Iterator[Path]:
        for number, path in enumerate(files, start=1):
            book.app.status_bar = f"Đang đọc {number}/{len(files)}: {shown_name(path.name)}"
            yield path

    return Press(Workspace(Path(str(folder))), day, str(file), track)


def _folder_of(book: Any) -> str:
    """The workbook's folder; the address itself where it lies on a network that xlwings cannot map to a folder."""
    try:
        return str(Path(book.fullname).parent)
    except xlwings.XlwingsError:
        return "https://"


def _show(book: Any, outcome: Outcome) -> None:
    lines = _cells(book, "Cac_dong")
    lines.clear_contents()
    for row, line in enumerate(outcome.lines[: lines.shape[0]]):
        cell = lines[row, 0]
        # The apostrophe keeps text text: nothing that a unit typed becomes a formula.
        cell.value = f"'{line.text}"
        if line.target:
            cell.add_hyperlink(line.target, line.text)
    _cells(book, "Lan_chay").value = f"'{datetime.now():%d/%m/%Y %H:%M}"
    _cells(book, "Ket_qua").value = f"'{outcome.headline}"
    if not outcome.is_done:
        book.app.alert(outcome.headline, "phuluc")
    elif outcome.opened and outcome.opened.suffix.lower() in _WORKBOOKS:
        book.app.books.open(outcome.opened)
    elif outcome.opened:
        click.launch(str(outcome.opened.absolute()))
