"""Filled cells as a clerk would read them; what is not understood gives no value and a code."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.cells import read_count, read_date, read_progress, read_status
from toolkit.codes import CellCode
from toolkit.issues import Catalogue
from toolkit.model import Standing, Status
from toolkit.readers import Value
from toolkit.standing import judge

DAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("written", "status", "code"),
    [
        ("Hoàn thành", Status.DONE, None),
        ("  HOÀN THÀNH. ", Status.DONE, None),
        ("xong", Status.DONE, None),
        ("HT", Status.DONE, None),
        ("đang làm", Status.IN_PROGRESS, None),
        ("chưa", Status.NOT_STARTED, None),
        ("Không phát sinh", Status.NOT_ARISEN, None),
        ("-", None, None),
        ("", None, None),
        ("Chưa hoàn thành", Status.IN_PROGRESS, None),
        ("Không hoàn thành", Status.IN_PROGRESS, None),
        ("0%", Status.NOT_STARTED, None),
        ("100 %", Status.DONE, None),
        ("40%", Status.IN_PROGRESS, None),
        ("140%", None, CellCode.STATUS_UNKNOWN),
        ("Tạm hoãn", None, CellCode.STATUS_SUSPENDED),
        ("Hoàn thành 50%", Status.IN_PROGRESS, None),
        (1.0, None, CellCode.STATUS_UNKNOWN),
    ],
)
def test_status(written: Value, status: Status | None, code: Catalogue | None) -> None:
    reading = read_status(written)
    assert (reading.written.value, reading.code) == (status, code)


def test_only_another_wording_counts_as_repaired() -> None:
    assert not read_status("Hoàn thành").repaired
    assert read_status("xong").repaired


@given(st.text(max_size=20))
def test_a_denied_status_never_reads_as_done(ending: str) -> None:
    for denial in ("Chưa ", "Không ", "chưa được "):
        assert read_status(denial + "hoàn thành" + ending).written.value is not Status.DONE


@pytest.mark.parametrize(
    ("written", "share", "code", "repaired"),
    [
        (0.5, 0.5, None, False),
        (1, 1.0, None, False),
        (0, 0.0, None, False),
        (50, 0.5, None, True),
        (99.5, 0.995, None, True),
        ("50%", 0.5, None, True),
        ("99,5 %", 0.995, None, True),
        ("75", 0.75, None, True),
        (1.5, None, CellCode.PERCENT_RANGE, False),
        (-0.1, None, CellCode.PERCENT_RANGE, False),
        (150, None, CellCode.PERCENT_RANGE, False),
        ("120%", None, CellCode.PERCENT_RANGE, False),
        ("Đạt 96%", 0.96, None, True),
        ("120/125 hồ sơ", 0.96, None, True),
        ("≥ 90%", None, CellCode.PERCENT_BOUND, False),
        ("chưa đạt 90%", None, CellCode.PERCENT_BOUND, False),
        ("từ 20% lên 50%", None, CellCode.PERCENT_BOUND, False),
        ("20% và 50%", None, CellCode.PERCENT_UNREADABLE, False),
        ("5/10", None, CellCode.PERCENT_UNREADABLE, False),
        ("một nửa", None, CellCode.PERCENT_UNREADABLE, False),
        (True, None, CellCode.PERCENT_UNREADABLE, False),
        ("", None, None, False),
    ],
)
def test_progress(written: Value, share: float | None, code: Catalogue | None, repaired: bool) -> None:
    reading = read_progress(written)
    assert reading.written.value == share
    assert (reading.code, reading.repaired) == (code, repaired)


@pytest.mark.parametrize(
    ("written", "day", "code", "repaired"),
    [
        (date(2025, 4, 30), date(2025, 4, 30), None, False),
        (datetime(2025, 4, 30, 8, 0), date(2025, 4, 30), None, False),
        ("30/4/2025", date(2025, 4, 30), None, True),
        ("30.4.25", date(2025, 4, 30), None, True),
        ("ngày 05 tháng 4 năm 2025", date(2025, 4, 5), None, True),
        ("25/4", date(2025, 4, 25), None, True),
        (45777.0, date(2025, 4, 30), None, True),
        ("31/02/2025", None, CellCode.DATE_IMPOSSIBLE, False),
        ("Tháng 4/2025", None, CellCode.DATE_UNREADABLE, False),
        ("trước 30/4/2025", None, CellCode.DATE_UNREADABLE, False),
        ("tuần trước", None, CellCode.DATE_UNREADABLE, False),
        (12.0, None, CellCode.DATE_UNREADABLE, False),
        (date(1900, 1, 5), None, CellCode.DATE_IMPOSSIBLE, False),
        ("...", None, None, False),
    ],
)
def test_date(written: Value, day: date | None, code: Catalogue | None, repaired: bool) -> None:
    reading = read_date(written, 2025)
    assert reading.written.value == day
    assert (reading.code, reading.repaired) == (code, repaired)


@pytest.mark.parametrize(
    ("written", "number", "code"),
    [
        (125.0, 125.0, None),
        ("125", 125.0, None),
        ("1.234", 1234.0, None),
        ("1.234,5", 1234.5, None),
        ("12,5", 12.5, None),
        ("-3", -3.0, None),
        ("−5", -5.0, None),
        ("2 triệu", 2e6, None),
        ("1,5 tỷ", 1.5e9, None),
        ("20.000.000đ", 2e7, None),
        ("1,234,567", 1234567.0, None),
        ("100 hồ sơ/tháng", 100.0, None),
        ("1.23.4", None, CellCode.NUMBER_UNREADABLE),
        ("120/125", None, CellCode.NUMBER_UNREADABLE),
        ("nhiều", None, CellCode.NUMBER_UNREADABLE),
        ("", None, None),
    ],
)
def test_count(written: Value, number: float | None, code: Catalogue | None) -> None:
    reading = read_count(written)
    assert (reading.written.value, reading.code) == (number, code)


@pytest.mark.parametrize(
    ("status", "finished", "due", "recurring", "expected"),
    [
        (Status.DONE, date(2025, 4, 5), date(2025, 4, 5), False, Standing.DONE_ON_TIME),
        (Status.DONE, date(2025, 4, 6), date(2025, 4, 5), False, Standing.DONE_LATE),
        (Status.DONE, None, date(2025, 4, 5), False, Standing.DONE),
        (Status.DONE, date(2025, 4, 5), None, True, Standing.DONE),
        (None, None, date(2025, 6, 29), False, Standing.OVERDUE),
        (Status.IN_PROGRESS, None, DAY, False, Standing.NEAR_DUE),
        (Status.IN_PROGRESS, None, date(2025, 7, 15), False, Standing.NEAR_DUE),
        (Status.NOT_STARTED, None, date(2025, 7, 16), False, Standing.ON_TRACK),
        (None, None, None, True, Standing.ONGOING),
        (None, None, None, False, Standing.UNSETTLED),
        (Status.NOT_ARISEN, None, date(2025, 4, 5), False, Standing.NOT_ARISEN),
    ],
)
def test_standing(
    status: Status | None, finished: date | None, due: date | None, recurring: bool, expected: Standing
) -> None:
    assert judge(status, finished, due, recurring, DAY, 15) is expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("✅ Hoàn thành", Status.DONE),
        ("🔴 Chưa thực hiện", Status.NOT_STARTED),
        ("⏳ Đang thực hiện", Status.IN_PROGRESS),
        ("Hoàn thành ✔️", Status.DONE),
        ("☑️ Hoàn thành", Status.DONE),
        ("👍🏽 Đã xong 🎉", Status.DONE),
        ("- ✅ Hoàn thành", Status.DONE),
        ("1️⃣ Chưa thực hiện", Status.NOT_STARTED),
        ("❌ Chưa thực hiện", Status.NOT_STARTED),
        ("✔️", Status.DONE),
        # A box left open, a cross, and colours alone are asked.
        ("☐ Hoàn thành", None),
        ("❌ Hoàn thành", None),
        ("✅", None),
        ("🔴", None),
        ("🟢 Đúng tiến độ", Status.IN_PROGRESS),
    ],
)
def test_pictures_beside_a_status(text: str, status: Status | None) -> None:
    reading = read_status(text)
    assert reading.written.value is status
    assert (reading.code is CellCode.STATUS_UNKNOWN) == (status is None)
    assert read_status("⚠️ Tạm dừng").code is CellCode.STATUS_SUSPENDED
