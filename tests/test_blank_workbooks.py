"""Workbooks in which nothing was filled in replace nothing and count as nothing, and clocks that run ahead decide nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import make_sample
import openpyxl
import pytest
from tables import DAY, fill

from toolkit import letters, workflow
from toolkit.codes import BookCode, RowCode
from toolkit.intake import Intake
from toolkit.letters import reminder
from toolkit.model import Delivery
from toolkit.presenting import recall
from toolkit.workflow import Merged
from toolkit.workspace import Workspace

Send = Callable[..., Path]

FILLED = """
    Mã     | Trạng thái     | Tiến độ (%) | Kết quả, sản phẩm
    A.01   | Đang thực hiện | 0.5         | Đã họp
    A.02   | Đang thực hiện |             | Đang viết
    B.I.01 | Đang thực hiện | 0.5         |
    B.I.02 | Chưa thực hiện |             |
"""
ONE_ROW = """
    Mã     | Trạng thái     | Ngày hoàn thành | Kết quả, sản phẩm
    B.I.01 | Hoàn thành     | 2025-06-20      | Tờ trình
"""


def _sent_at(path: Path, day: int, year: int = 2025) -> Path:
    make_sample.stamp(path, datetime(year, 6, day, 9, 30))
    return path


def _merge(issued: Workspace) -> Merged:
    return workflow.merge(issued, (), None, DAY, Intake(now=datetime(2025, 7, 1, tzinfo=UTC)))


def _state(merged: Merged, unit: str) -> Delivery:
    return next(d.state for d in merged.register.deliveries if d.unit and d.unit.code == unit)


def _status(merged: Merged, task: str) -> str:
    return next(d.status for d in merged.register.details if (d.unit_code, d.code) == ("VP", task))


def test_a_blank_workbook_replaces_nothing(issued: Workspace, send: Send) -> None:
    _sent_at(fill(send("VP", "VP.xlsx"), FILLED), 10)
    _sent_at(send("VP", "VP (1).xlsx"), 20)
    merged = _merge(issued)
    assert _status(merged, "A.01") == "Đang thực hiện"
    assert _state(merged, "VP") is Delivery.RECEIVED
    own = [issue for issue in merged.register.issues if issue.place.unit == "VP"]
    assert [issue.place.file for issue in own if issue.code is BookCode.BLANK] == ["nop/VP (1).xlsx"]
    assert not [i for i in own if i.code in (BookCode.SUPERSEDED, RowCode.BLANK, RowCode.MISSING, RowCode.CELL_EMPTIED)]
    rows = merged.register.rows
    assert (rows.read, rows.merged, rows.superseded) == (8, 4, 4)


def test_a_blank_workbook_is_no_report(issued: Workspace, send: Send) -> None:
    send("VP")
    fill(send("CA"), "Mã | Trạng thái\nA.01 | Chưa thực hiện")
    merged = _merge(issued)
    assert (_state(merged, "VP"), _state(merged, "CA")) == (Delivery.BLANK, Delivery.RECEIVED)
    assert (merged.period.sent, merged.register.blank) == (1, ["Văn phòng"])
    assert merged.period.missing == ("Văn phòng (chưa điền)", "Trạm Y tế")
    # One line says what each row would.
    assert not [i for i in merged.register.issues if i.code is RowCode.BLANK and i.place.unit == "VP"]
    again = recall(issued, merged.output).period
    assert [receipt.delivery for receipt in again.unit_receipts] == [
        Delivery.BLANK,
        Delivery.RECEIVED,
        Delivery.MISSING,
    ]
    asked = next(one for one in reminder.find(again, merged.register.plan) if one.unit.code == "VP")
    letter = letters.reminder.compose(asked, merged.register.plan.settings, (), (), "")
    assert "chưa điền gì" in letter.text


def test_an_old_form_with_one_new_row_says_nothing_of_the_others(issued: Workspace, send: Send) -> None:
    _sent_at(fill(send("VP", "VP thang 5.xlsx"), FILLED), 10)
    _sent_at(fill(send("VP", "VP thang 6.xlsx"), ONE_ROW), 20)
    merged = _merge(issued)
    assert [_status(merged, code) for code in ("A.01", "A.02", "B.I.01", "B.I.02")] == [
        "Đang thực hiện",
        "Đang thực hiện",
        "Hoàn thành",
        "Chưa thực hiện",
    ]
    assert _state(merged, "VP") is Delivery.REPEATED
    (kept,) = (issue for issue in merged.register.issues if issue.code is BookCode.ROWS_KEPT)
    assert (kept.value, kept.place.file) == ("3", "nop/VP thang 6.xlsx")
    assert "nop/VP thang 5.xlsx" in kept.message
    assert not [issue for issue in merged.register.issues if issue.code is RowCode.BLANK and issue.place.unit == "VP"]


def test_a_cell_that_is_cleared_in_a_row_that_says_something_is_told(issued: Workspace, send: Send) -> None:
    _sent_at(fill(send("VP", "VP.xlsx"), FILLED), 10)
    _sent_at(fill(send("VP", "VP sua.xlsx"), "Mã | Trạng thái\nA.01 | Đang thực hiện"), 20)
    emptied = [i.place.cell for i in _merge(issued).register.issues if i.code is RowCode.CELL_EMPTIED]
    assert emptied == ["J8", "L8"]


@pytest.mark.parametrize("year", [2026, 2099, 2150])
def test_a_clock_that_runs_ahead_decides_nothing(issued: Workspace, send: Send, year: int) -> None:
    _sent_at(fill(send("VP", "VP lan 1.xlsx"), "Mã | Trạng thái\nA.01 | Chưa thực hiện"), 10, year)
    _sent_at(fill(send("VP", "VP lan 2.xlsx"), "Mã | Trạng thái\nA.01 | Đang thực hiện"), 20)
    merged = _merge(issued)
    assert _status(merged, "A.01") == "Đang thực hiện"
    (told,) = (issue for issue in merged.register.issues if issue.code is BookCode.CLOCK_AHEAD)
    assert (told.place.file, told.value) == ("nop/VP lan 1.xlsx", f"10/06/{year} 09:30")


def test_a_workbook_saved_after_the_reporting_date_is_no_clock_ahead(issued: Workspace, send: Send) -> None:
    _sent_at(fill(send("VP"), FILLED), 30)
    late = Intake(now=datetime(2025, 7, 1, tzinfo=UTC))
    merged = workflow.merge(issued, (), None, DAY.replace(day=1), late)
    assert not [issue for issue in merged.register.issues if issue.code is BookCode.CLOCK_AHEAD]


def test_an_own_row_alone_is_something(issued: Workspace, send: Send) -> None:
    path = send("VP")
    book = openpyxl.load_workbook(path)
    book["Báo cáo"]["C13"].value = "Việc đột xuất"
    book.save(path)
    assert _state(_merge(issued), "VP") is Delivery.RECEIVED
