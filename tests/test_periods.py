"""Periods: a consolidated workbook read back as it was written, and what changed from one to the next."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from tables import DAY, fill, write_plan

from toolkit import archive, earlier, workflow
from toolkit.archive import NotConsolidated
from toolkit.cli import phuluc
from toolkit.codes import BookCode
from toolkit.comparison import Shift
from toolkit.errors import UsageError
from toolkit.workflow import Merged
from toolkit.workspace import Workspace

EARLIER = DAY - timedelta(days=91)
Send = Callable[[str], Path]


def test_the_sample_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    merged = workflow.demo(tmp_path, DAY)
    assert archive.recall("", merged.output).period == merged.period
    assert len(merged.period.details) > 300


def test_a_changed_reporting_date_does_not_change_the_period(tmp_path: Path) -> None:
    merged = workflow.demo(tmp_path, DAY)
    book = openpyxl.load_workbook(merged.output)
    book["Tổng quan"]["C4"] = date(2026, 1, 1)
    book.save(tmp_path / "khac.xlsx")
    assert archive.recall("", tmp_path / "khac.xlsx").period.as_of == DAY


def _two_periods(issued: Workspace, send: Send) -> Merged:
    """March and June: A.02 newly overdue for two units and taken back by one, B.I.01 newly done, one text copied."""
    send("TYT")
    vp = fill(
        send("VP"),
        """
        Mã     | Trạng thái     | Ngày hoàn thành | Kết quả, sản phẩm | Khó khăn, vướng mắc
        A.01   | Đang thực hiện |                 | Đã họp            | Thiếu người
        A.02   | Hoàn thành     | 2025-03-20      | KH số 5           |
        B.I.01 | Đang thực hiện |                 | Rà soát           |
    """,
    )
    workflow.merge(issued, (), None, EARLIER)
    fill(
        vp,
        """
        Mã     | Trạng thái     | Ngày hoàn thành | Kết quả, sản phẩm
        A.02   | Đang thực hiện |                 | KH số 5
        B.I.01 | Hoàn thành     | 2025-06-20      | Rà soát xong
    """,
    )
    return workflow.merge(issued, (), None, DAY)


def _rows(merged: Merged) -> set[tuple[str, str, str, str]]:
    return {(c.shift.name, c.detail.code, c.detail.unit_code, c.detail.role) for c in merged.history.changes}


def test_what_changed_since_the_newest_earlier_workbook(issued: Workspace, send: Send) -> None:
    merged = _two_periods(issued, send)
    lead = "Chủ trì"
    assert _rows(merged) == {
        ("DONE", "B.I.01", "VP", lead),
        ("BACK", "A.02", "VP", lead),
        ("OVERDUE", "A.02", "VP", lead),
        ("OVERDUE", "A.02", "CA", lead),
        ("OVERDUE", "A.02", "TYT", lead),
        ("COPIED", "A.01", "VP", lead),
        ("COPIED", "A.02", "VP", lead),
    }
    back = next(change for change in merged.history.changes if change.shift is Shift.BACK)
    assert (back.before, back.now) == ("Hoàn thành (Hoàn thành đúng hạn)", "Đang thực hiện (Quá hạn)")
    assert merged.history.count(Shift.OVERDUE) == 3
    sheet = openpyxl.load_workbook(merged.output)["So với kỳ trước"]
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=11)]
    assert [row[0] for row in told] == [change.shift.value for change in merged.history.changes]
    assert sheet["A1"].value == "THAY ĐỔI SO VỚI KỲ TRƯỚC (ngày 31/03/2025)"
    assert "tong_hop/Tong_hop_2025-03-31.xlsx" in _column(merged.output, "Nhật ký")


def _column(path: Path, sheet: str) -> list[object]:
    return [cell.value for cell in openpyxl.load_workbook(path)[sheet]["A"]]


def test_the_plan_may_change_between_periods(issued: Workspace, send: Send) -> None:
    send("VP")
    workflow.merge(issued, (), None, EARLIER)
    book = openpyxl.load_workbook(issued.plan)
    page = book["Phụ lục"]
    for row in page.iter_rows():
        if row[2].value == "Cắt giảm thủ tục hành chính":
            row[3].value, row[6].value = "Trạm Y tế", date(2025, 9, 1)
        if row[2].value == "Số hóa hồ sơ lưu trữ của xã":
            row[5].value = "Quý III/2025"
    book.save(issued.plan)
    changes = workflow.merge(issued, (), None, EARLIER + timedelta(days=1)).history.changes
    told = {(c.shift, c.detail.code, c.detail.unit_code): (c.before, c.now) for c in changes}
    assert told[Shift.ADDED, "B.I.01", "TYT"] == ("", "Chưa báo cáo (Trong hạn)")
    assert told[Shift.GONE, "B.I.01", "VP"] == ("Chưa báo cáo (Trong hạn)", "")
    assert told[Shift.DUE, "B.I.02", "VP"] == ("Năm 2025 – 31/12/2025", "Quý III/2025 – 30/09/2025")


def test_a_plan_that_got_its_number_and_a_mended_name_is_still_the_same(issued: Workspace, send: Send) -> None:
    send("VP")
    workflow.merge(issued, (), None, EARLIER)
    book = openpyxl.load_workbook(issued.plan)
    for row in book["Cấu hình"].iter_rows():
        row[1].value = {"Tên kế hoạch": "Kế hoạch thử (đã sửa)", "Số kế hoạch": "9/KH"}.get(row[0].value, row[1].value)
    book.save(issued.plan)
    merged = workflow.merge(issued, (), None, DAY)
    assert merged.history.previous is not None
    ran = CliRunner().invoke(phuluc, ["merge", "-C", str(issued.root), "--as-of", "2025-06-30"])
    assert "So với kỳ trước (31/03/2025): mới hoàn thành: 0; mới quá hạn: 3;" in ran.output
    ran = CliRunner().invoke(phuluc, ["merge", "-C", str(issued.root), "--as-of", "2025-06-30", "--json"])
    told = json.loads(ran.stdout)
    assert (told["previous"], told["changes"]["Mới quá hạn"]) == ("2025-03-31", 3)


def test_the_trend_runs_over_all_earlier_workbooks_the_last_version_of_each_day(issued: Workspace, send: Send) -> None:
    vp = send("VP")
    first = workflow.merge(issued, (), None, EARLIER)
    # A person changed it, so the program keeps it and writes a second version.
    first.output.write_bytes(first.output.read_bytes() + b"\0")
    fill(vp, "Mã | Trạng thái | Ngày hoàn thành\nA.02 | Hoàn thành | 2025-03-20")
    assert workflow.merge(issued, (), None, EARLIER).output.name == "Tong_hop_2025-03-31_v2.xlsx"
    workflow.merge(issued, (), None, DAY + timedelta(days=30))
    merged = workflow.merge(issued, (), None, DAY)
    trend = [(point.as_of, point.figures.done, point.sent, point.units) for point in merged.history.trend]
    assert trend == [(EARLIER, 1, 1, 3), (DAY, 1, 1, 3)]


def test_large_earlier_workbooks_are_read_one_by_one(
    issued: Workspace, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    send("VP")
    for days in (60, 30, 0):
        workflow.merge(issued, (), None, EARLIER - timedelta(days=days))
    at_once = workflow.merge(issued, (), None, DAY)
    monkeypatch.setattr(earlier, "_LARGE", 0)
    assert workflow.merge(issued, (), None, DAY) == at_once


def test_previous_names_the_workbook_to_compare_with(issued: Workspace, send: Send, tmp_path: Path) -> None:
    send("VP")
    kept = tmp_path / "kỳ trước.xlsx"
    shutil.copy(workflow.merge(issued, (), None, EARLIER - timedelta(days=30)).output, kept)
    workflow.merge(issued, (), None, EARLIER)
    merged = workflow.merge(issued, (), None, DAY, previous=kept)
    assert merged.history.previous is not None
    assert merged.history.previous.as_of == EARLIER - timedelta(days=30)
    assert len(merged.history.trend) == 3
    ran = CliRunner().invoke(phuluc, ["merge", "-C", str(issued.root), "--previous", "nop"])
    assert (ran.exit_code, "không dùng được như tệp tổng hợp" in ran.output) == (2, True)
    with pytest.raises(UsageError, match="Không tìm thấy"):
        workflow.merge(issued, (), None, DAY, previous=Path("khong-co.xlsx"))


def test_a_bad_or_foreign_earlier_workbook_stops_nothing(issued: Workspace, send: Send) -> None:
    send("VP")
    good = workflow.merge(issued, (), None, EARLIER).output
    good.with_name("Tong_hop_2025-01-31.xlsx").write_bytes(good.read_bytes()[:5000])
    book = openpyxl.load_workbook(good)
    book["Chi tiết"]["R5"] = "Rất tốt"
    book.save(good.with_name("Tong_hop_2025-02-28.xlsx"))
    other = Workspace(issued.root / "khac")
    write_plan(
        other.plan,
        appendix='STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành\n"1" | Việc khác | CA | | ',
        settings="Mục | Giá trị\nTên kế hoạch | Kế hoạch khác\nSố kế hoạch | 9\nNăm kế hoạch | 2025",
    )
    foreign = workflow.merge(other, (), None, EARLIER).output
    # One before, and one whose name is that of the newest.
    for day in ("2025-03-01", "2025-04-30"):
        shutil.copy(foreign, good.with_name(f"Tong_hop_{day}.xlsx"))
    merged = workflow.merge(issued, (), None, DAY)
    told = {i.code.name: i.message for i in merged.register.issues if i.place.file.startswith("tong_hop/")}
    assert set(told) == {"PREVIOUS_UNREADABLE", "PREVIOUS_OTHER_PLAN"}
    assert "Kế hoạch khác" in told["PREVIOUS_OTHER_PLAN"]
    assert [point.as_of for point in merged.history.trend] == [EARLIER, DAY]
    assert merged.history.previous == merged.history.trend[0]
    assert merged.register.unchanged == ["Văn phòng"]
    with pytest.raises(NotConsolidated, match="Chi tiết!R5 ghi «Rất tốt»"):
        archive.recall("", good.with_name("Tong_hop_2025-02-28.xlsx"))
    with pytest.raises(NotConsolidated, match="trang tính «Chi tiết»"):
        archive.recall("", issued.plan)


def test_who_sent_nothing_new_is_told(issued: Workspace, send: Send) -> None:
    for unit in ("VP", "TYT", "CA"):
        send(unit)
    assert not workflow.merge(issued, (), None, EARLIER).register.unchanged
    again = next(issued.received.glob("CA_*"))
    fill(Path(shutil.copy(again, again.with_name("CA tháng 6.xlsx"))), "Mã | Trạng thái\nA.01 | Hoàn thành")
    fill(next(issued.received.glob("TYT_*")), "Mã | Trạng thái\nA.01 | Hoàn thành")
    merged = workflow.merge(issued, (), None, DAY)
    assert merged.register.unchanged == ["Văn phòng"]
    (told,) = [issue for issue in merged.register.issues if issue.code is BookCode.UNCHANGED]
    assert told.message.startswith("Tệp này đã có từ kỳ 31/03/2025;")
    shown = CliRunner().invoke(phuluc, ["-C", str(issued.root), "merge", "--as-of", f"{DAY}"]).stdout
    assert "Chưa gửi tệp mới từ kỳ trước: Văn phòng." in shown
