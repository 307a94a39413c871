"""A workbook mended and sent again: its former faults are history, and nothing goes back that need not."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import make_sample
import openpyxl
from tables import DAY, fill

from toolkit import workflow
from toolkit.codes import BookCode, CellCode, RowCode
from toolkit.issues import errors_in
from toolkit.rules import Severity
from toolkit.workspace import Workspace

Send = Callable[..., Path]

# In the small plan VP's rows are 8 to 11.
FAULTY = """
    Mã     | Trạng thái     | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm
    A.01   | xong           | 1           | 31/02/2025      | Đã họp
    A.02   | chưa rõ        |             |                 | Đang viết
    B.I.01 | Đang thực hiện | 0.5         |                 |
    B.I.02 | Hoàn thành     | 1           |                 | Có biên bản
"""
GOOD = """
    Mã     | Trạng thái     | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm
    A.01   | Hoàn thành     | 1           | 31/03/2025      | Đã họp
    A.02   | Đang thực hiện |             |                 | Đang viết
    B.I.01 | Đang thực hiện | 0.5         |                 |
    B.I.02 | Hoàn thành     | 1           | 20/06/2025      | Có biên bản
"""


def _sent_at(path: Path, day: int) -> None:
    make_sample.stamp(path, datetime(2025, 6, day, 9, 30))


def test_what_was_mended_and_sent_again_is_no_fault_any_more(issued: Workspace, send: Send) -> None:
    _sent_at(fill(send("VP", "VP.xlsx"), FAULTY), 10)
    assert errors_in(workflow.validate(issued, (), DAY).issues) == 2
    _sent_at(fill(send("VP", "VP sửa.xlsx"), GOOD), 20)
    found = workflow.validate(issued, (), DAY)
    assert errors_in(found.issues) == 0
    assert not workflow.mark(issued, found, DAY).copies
    former = {issue.place.cell: issue for issue in found.issues if issue.code is RowCode.FAULT_SUPERSEDED}
    assert set(former) == {"K8", "I9", "K11"}
    assert (former["K8"].value, former["K8"].place.file) == ("31/02/2025", "nop/VP.xlsx")
    assert former["K8"].message.endswith("«31/02/2025» không phải là ngày có thật.")


def test_a_row_that_was_not_sent_again_keeps_its_fault(issued: Workspace, send: Send) -> None:
    _sent_at(fill(send("VP", "VP.xlsx"), FAULTY), 10)
    later = fill(send("VP", "VP sửa.xlsx"), GOOD)
    book = openpyxl.load_workbook(later)
    book["Báo cáo"].delete_rows(9)
    book.save(later)
    _sent_at(later, 20)
    found = workflow.validate(issued, (), DAY)
    left = [(i.code, i.place.file, i.place.cell) for i in found.issues if i.severity is Severity.ERROR]
    assert left == [(CellCode.STATUS_UNKNOWN, "nop/VP.xlsx", "I9")]
    assert {path.name for path in workflow.mark(issued, found, DAY).copies} == {"VP.xlsx"}


def test_a_fault_of_the_clerks_sends_nothing_back(issued: Workspace, send: Send) -> None:
    fill(send("VP"), GOOD)
    book = openpyxl.load_workbook(issued.plan)
    row = next(row for row in book["Cấu hình"].iter_rows() if row[0].value == "Số kế hoạch")
    row[1].value = "08/KH-UBND"
    book.save(issued.plan)
    found = workflow.validate(issued, (), DAY)
    assert BookCode.PLAN_NUMBER in {issue.code for issue in found.issues}
    assert not workflow.mark(issued, found, DAY).copies
