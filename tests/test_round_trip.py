"""Issued, filled by LibreOffice (not by a Python library), sent back, merged: exactly what was typed comes out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from tables import DAY

from toolkit import plan, submission, workflow
from toolkit.codes import FileCode
from toolkit.encryption import Keyring, lock
from toolkit.intake import Intake
from toolkit.layout import REPORT, REPORT_TARGETS, Layout
from toolkit.model import Status
from toolkit.workspace import Workspace

TypeIn = Callable[..., Path]

# What an officer types, row by row of the small plan's VP, under the headings' keys.
TYPED = {
    "A.01": {"person": "Nguyễn Thị Hòa", "status": "Đang thực hiện", "progress": "62,5%", "result": "Đã họp 03/KH-UBND"},
    "A.02": {"person": "0912345678", "status": "Hoàn thành", "progress": "100%", "finished": "5/4/2025",
             "result": "KH số 12/KH-UBND\nngày 03/4/2025"},
    "B.I.01": {"person": "Lê Văn Bảy", "status": "xong", "progress": "100%", "finished": "13/6/2025", "result": "Đã xong"},
    "B.I.02": {"status": "Chưa thực hiện", "difficulty": "Thiếu máy quét; đường truyền chậm", "proposal": "Cấp 02 máy"},
}  # fmt: skip


TYPED_TARGETS = {"B.I.02": {"achieved": "1.125", "total": "1.250", "note": "Đến hết quý II"}}


def _keys(issued: Path) -> dict[tuple[str, str], str]:
    """Where each text is typed: the cells of the issued workbook, found by code and heading."""
    book = openpyxl.load_workbook(issued)
    return _places(book, REPORT, TYPED) | _places(book, REPORT_TARGETS, TYPED_TARGETS)


def _places(book: Workbook, layout: Layout, typed: dict[str, dict[str, str]]) -> dict[tuple[str, str], str]:
    page = book[layout.sheet]
    row_of = {row[0].value: row[0].row for row in page.iter_rows(max_col=1)}
    letter_of = {cell.value: cell.column_letter for cell in page[row_of[layout.columns[0].heading]]}
    heading_of = {column.key: column.heading for column in layout.columns}
    return {
        (layout.sheet, f"{letter_of[heading_of[key]]}{row_of[code]}"): text
        for code, cells in typed.items()
        for key, text in cells.items()
    }


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_what_was_typed_comes_out(issued: Workspace, type_in: TypeIn, suffix: str) -> None:
    source = next(issued.issued.glob("VP_*.xlsx"))
    sent = type_in(source, suffix, _keys(source))
    (issued.received / sent.name).write_bytes(sent.read_bytes())
    merged = workflow.merge(issued, (), None, DAY).register
    sent_back = submission.read(issued.received / sent.name, sent.name, merged.plan, DAY)
    entries = {entry.task.code: entry for entry in sent_back.entries if entry.task}
    for code, cells in TYPED.items():
        entry = entries[code]
        for key in ("person", "result", "difficulty", "proposal"):
            assert getattr(entry, key) == cells.get(key, ""), (code, key)
    read = {code: (e.status.value, e.progress.value, e.finished.value) for code, e in entries.items() if code in TYPED}
    assert read == {
        "A.01": (Status.IN_PROGRESS, 0.625, None),
        "A.02": (Status.DONE, 1.0, date(2025, 4, 5)),
        "B.I.01": (Status.DONE, 1.0, date(2025, 6, 13)),
        "B.I.02": (Status.NOT_STARTED, None, None),
    }
    assert [(target.achieved.value, target.total.value, target.note) for target in merged.targets] == [
        (1125, 1250, "Đến hết quý II")
    ]
    assert (merged.rows.read, merged.rows.rejected) == (len(TYPED), 0)


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_a_password_to_open(issued: Workspace, type_in: TypeIn, suffix: str) -> None:
    source = next(issued.issued.glob("VP_*.xlsx"))
    # LibreOffice's own macro language locks no .xlsx; the file is the same as Excel's.
    locked = type_in(source, suffix, _keys(source), "" if suffix == "xlsx" else "Mật khẩu 1")
    if suffix == "xlsx":
        locked.write_bytes(lock(locked.read_bytes(), "Mật khẩu 1"))
    loaded = plan.load(issued.plan)
    refused = submission.read(locked, locked.name, loaded, DAY, ["sai"])
    assert [issue.code for issue in refused.issues] == [FileCode.ENCRYPTED]
    assert refused.unit is not None
    opened = submission.read(locked, locked.name, loaded, DAY, ["sai", "Mật khẩu 1"])
    assert opened.is_readable == (suffix != "ods")
    assert len(opened.entries) == (len(TYPED) if opened.is_readable else 0)


def test_a_workbook_locked_by_excel_itself_asks_for_nothing(issued: Workspace) -> None:
    source = next(issued.issued.glob("VP_*.xlsx"))
    source.write_bytes(lock(source.read_bytes(), "VelvetSweatshop"))
    assert submission.read(source, source.name, plan.load(issued.plan), DAY).is_readable


def test_a_person_is_asked_until_the_password_fits_or_nothing_is_answered(issued: Workspace) -> None:
    plain = next(issued.issued.glob("VP_*.xlsx")).read_bytes()
    for name, password in (("a", "đúng"), ("b", "đúng"), ("c", "khác"), ("d", "")):
        (issued.received / f"VP_{name}.xlsx").write_bytes(lock(plain, password) if password else plain)
    answers = iter(["sai", "đúng", ""])
    asked: list[tuple[str, bool]] = []

    def ask(file: str, is_wrong: bool) -> str:
        asked.append((file, is_wrong))
        return next(answers)

    keyring = Keyring([], ask)
    sent = workflow.validate(issued, (), DAY, Intake(keyring=keyring)).submissions
    assert [submission.is_readable for submission in sent] == [True, True, False, True]
    assert asked == [("nop/VP_a.xlsx", False), ("nop/VP_a.xlsx", True), ("nop/VP_c.xlsx", False)]
    assert keyring.passwords == ["đúng"]
