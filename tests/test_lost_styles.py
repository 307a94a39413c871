"""Workbooks that have lost the styles of their cells: dates are mere numbers there, and nobody is accused of it."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tables import DAY, fill

from toolkit import plan, submission
from toolkit.model import Status
from toolkit.submission import Submission
from toolkit.workspace import Workspace

Send = Callable[..., Path]
REPORT = """
    Mã     | Trạng thái     | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm
    A.01   | Đang thực hiện | 0.5         |                 | Đã họp
    A.02   | Hoàn thành     | 1           | 2025-04-04      | Đã ban hành
    B.I.01 | Hoàn thành     | 1           | 2025-06-02      | Đã cắt giảm
    B.I.02 | Không phát sinh |            |                 |
"""


def _read(path: Path, workspace: Workspace) -> Submission:
    return submission.read(path, workspace.shown(path), plan.load(workspace.plan), DAY)


def _strip(path: Path) -> Path:
    """The workbook without its part of styles, and without what names it."""
    with zipfile.ZipFile(path) as parts:
        kept = {name: parts.read(name) for name in parts.namelist() if name != "xl/styles.xml"}
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        whole = kept[name].decode()
        head, *items = whole.replace("/>", "/>\n").splitlines()
        kept[name] = "".join([head, *(item for item in items if "styles" not in item)]).encode()
    with zipfile.ZipFile(path, "w") as made:
        for name, content in kept.items():
            made.writestr(name, content)
    return path


def test_numbers_are_the_days_that_they_were(send: Send, issued: Workspace) -> None:
    whole = _read(fill(send("VP"), REPORT), issued)
    bare = _read(_strip(next(issued.received.glob("VP_*.xlsx"))), issued)
    assert [(e.status, e.progress.value, e.finished.value) for e in bare.entries] == [
        (e.status, e.progress.value, e.finished.value) for e in whole.entries
    ]
    assert [entry.finished.value for entry in bare.entries][1:3] == [date(2025, 4, 4), date(2025, 6, 2)]
    assert [entry.progress.value for entry in bare.entries][:3] == [0.5, 1, 1]
    assert bare.entries[1].status.value is Status.DONE
    assert [(issue.code.name, issue.place.cell) for issue in bare.issues] == [("UNSTYLED", "")]


@pytest.mark.parametrize(("day", "is_told"), [(45752, False), (45753, True)])
def test_a_locked_day_as_a_number_is_compared_as_a_day(send: Send, issued: Workspace, day: int, is_told: bool) -> None:
    path = fill(send("VP"), REPORT)
    book = openpyxl.load_workbook(path)
    # A.02 is due on 5/4/2025.
    book["Báo cáo"]["G9"], book["Báo cáo"]["G9"].number_format = day, "General"
    book.save(path)
    changed = [issue.place.cell for issue in _read(path, issued).issues if issue.code.name == "CHANGED"]
    assert changed == (["G9"] if is_told else [])
