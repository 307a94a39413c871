"""Moments of another time zone, as programs export them, are the day on which they fall in Việt Nam."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from tables import DAY, fill, write_book, write_plan

from toolkit import archive, cells, deadlines, lint, plan, submission, workflow
from toolkit.cli import phuluc
from toolkit.deadlines.zoned import is_zoned
from toolkit.lint.codes import PlanCode
from toolkit.workspace import Workspace

Send = Callable[..., Path]
SIXTH = date(2026, 1, 6)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-05T17:00:00.000Z", SIXTH),
        ("2026-01-05t17:00z", SIXTH),
        ("2026-01-05 17:00:00 UTC", SIXTH),
        ("2026-01-05 17:00 GMT", SIXTH),
        ("2026-01-05T17:00:00+00:00", SIXTH),
        ("2026-01-05T23:30:00-0500", SIXTH),
        ("2026-01-05T12:00-05", SIXTH),
        ("2026-01-05 17:00:00.123456+00:00", SIXTH),
        ("20260105T170000Z", SIXTH),
        ("2026-01-05T16:59:60Z", SIXTH),
        ("05/01/2026 17:00:00 UTC", SIXTH),
        ("05/01/2026 5:00 PM GMT", SIXTH),
        ("Mon, 05 Jan 2026 17:00:00 GMT", SIXTH),
        ("Mon Jan 05 2026 17:00:00 GMT+0000 (Coordinated Universal Time)", SIXTH),
        ("2026-01-07T00:30:00+09:00", SIXTH),
        ("2025-12-31T17:00:00Z", date(2026, 1, 1)),
        ("2026-01-05T16:59:59Z", date(2026, 1, 5)),
        ("2026-01-05T23:59:00+07:00", date(2026, 1, 5)),
        ("05/01/2026 23:00 GMT+7", date(2026, 1, 5)),
        ("2026-01-05Z", date(2026, 1, 5)),
    ],
)
def test_a_moment_is_its_day_here(text: str, day: date) -> None:
    assert is_zoned(text)
    assert deadlines.read(text, 2026).due == day
    reading = cells.read_date(text, 2026)
    assert reading.written.value == day
    assert reading.repaired


@pytest.mark.parametrize(
    "text", ["2026-01-05T23:00:00", "2026-01-05 23:00", "05/01/2026 08:00-11:30", "2026-01-05", "5/1/2026"]
)
def test_without_a_zone_it_is_local(text: str) -> None:
    assert not is_zoned(text)
    assert deadlines.read(text, 2026).due == date(2026, 1, 5)


def test_what_does_not_exist_is_no_day_and_a_real_date_stays() -> None:
    for text in ("2026-02-30T17:00:00Z", "30/02/2026 17:00 UTC"):
        assert deadlines.read(text, 2026).due is None
    assert deadlines.read("2026-01-05T25:00:00Z", 2026).due == date(2026, 1, 5)
    assert cells.read_date(datetime(2026, 1, 5, 17), 2026).written.value == date(2026, 1, 5)


def test_a_finish_date_and_a_locked_day(send: Send, issued: Workspace) -> None:
    table = """
        Mã   | Trạng thái | Ngày hoàn thành          | Hạn hoàn thành           | Kết quả, sản phẩm
        A.02 | Hoàn thành | 2025-04-05T17:00:00.000Z | 2025-04-04T17:00:00.000Z | Đã ban hành
    """
    path = fill(send("VP"), table)
    read = submission.read(path, "nop/a.xlsx", plan.load(issued.plan), DAY)
    entry = next(entry for entry in read.entries if entry.task and entry.task.code == "A.02")
    assert entry.finished.value == date(2025, 4, 6)
    told = [issue.message for issue in read.issues if issue.place.task == "A.02"]
    assert told == ["Ghi «2025-04-05T17:00:00.000Z», đã hiểu là 06/04/2025."]


def test_a_date_cell_has_no_zone(send: Send, issued: Workspace) -> None:
    path = fill(send("VP"), "Mã | Trạng thái | Ngày hoàn thành\nA.02 | Hoàn thành | 2025-04-04")
    with zipfile.ZipFile(path) as parts:
        kept = {name: parts.read(name) for name in parts.namelist()}
    # The same cell as a strict workbook may have it.
    sheet, count = re.subn(
        rb'<c r="K9"([^>]*?) t="n"><v>45751</v>', rb'<c r="K9"\1 t="d"><v>2025-04-04T17:00:00Z</v>',
        kept["xl/worksheets/sheet1.xml"],
    )  # fmt: skip
    assert count == 1
    with zipfile.ZipFile(path, "w") as made:
        for name, content in {**kept, "xl/worksheets/sheet1.xml": sheet}.items():
            made.writestr(name, content)
    read = submission.read(path, "nop/a.xlsx", plan.load(issued.plan), DAY)
    assert [entry.finished.value for entry in read.entries if entry.finished.value] == [date(2025, 4, 4)]


def test_deadlines_of_the_plan_are_told(tmp_path: Path) -> None:
    appendix = """
        STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành     | Hạn hoàn thành           | Mã
        "1" | Một      | Văn phòng      |                 | 2025-06-14T17:00:00.000Z |                          |
        "2" | Hai      | Văn phòng      |                 | Tháng 6/2025             | 2025-06-30T17:00:00Z     |
    """
    path = write_plan(tmp_path / "p.xlsx", appendix)
    loaded = plan.load(path)
    assert [task.due for task in loaded.tasks] == [date(2025, 6, 15), date(2025, 7, 1)]
    told = [(i.place.cell, i.message) for i in lint.check(loaded, "p.xlsx") if i.code is PlanCode.DEADLINE_ZONED]
    assert told == [
        ("E2", "Thời hạn «2025-06-14T17:00:00.000Z» ghi theo múi giờ khác, đã lấy ngày 15/06/2025 ở Việt Nam."),
        ("F3", "Thời hạn «2025-06-30T17:00:00Z» ghi theo múi giờ khác, đã lấy ngày 01/07/2025 ở Việt Nam."),
    ]


def test_the_commands_tell_it(tmp_path: Path) -> None:
    asked = CliRunner().invoke(phuluc, ["deadline", "--year", "2026", "2026-01-05T17:00:00.000Z"])
    assert "→ 06/01/2026 (ngày cụ thể, theo giờ Việt Nam)" in asked.output
    table = """
        Tiêu đề       | Nội dung công việc | Trạng thái     | Hạn chót
        Báo cáo đề án | Một                | Đang thực hiện | 2026-06-14T17:00:00.000Z
    """
    path = write_book(tmp_path / "a.xlsx", {"Sheet1": table})
    for day, count in (("2026-06-15", 0), ("2026-06-16", 1)):
        done = CliRunner().invoke(phuluc, ["flag", str(path), "-o", str(tmp_path / f"{day}.xlsx"), "--as-of", day])
        assert f"{count} dòng quá hạn" in done.output
        assert "đã lấy ngày ở Việt Nam: ô D2" in done.output


def test_a_consolidated_workbook_that_a_program_exported(send: Send, issued: Workspace) -> None:
    fill(send("VP"), "Mã | Trạng thái | Ngày hoàn thành\nA.02 | Hoàn thành | 2025-04-04")
    merged = workflow.merge(issued, (), None, DAY)
    book = openpyxl.load_workbook(merged.output)
    page = book["Chi tiết"]
    header = next(row for row in page.iter_rows() if row[0].value == "Mã")
    at = {cell.value: cell.column for cell in header}
    rows = [row for row in range(header[0].row + 1, page.max_row + 1) if page.cell(row, 1).value == "A.02"]
    row = next(row for row in rows if page.cell(row, at["Mã đơn vị"]).value == "VP")
    page.cell(row, at["Ngày hoàn thành"]).value = "2025-04-03T17:00:00.000Z"
    # As where the formats of the cells are lost.
    page.cell(row, at["Hạn hoàn thành"]).value, page.cell(row, at["Hạn hoàn thành"]).number_format = 45752, "General"
    book.save(merged.output)
    kept = archive.read(merged.output.name, merged.output)
    detail = next(d for d in kept.period.details if d.code == "A.02" and d.unit_code == "VP")
    assert (detail.finished, detail.due) == (date(2025, 4, 4), date(2025, 4, 5))
