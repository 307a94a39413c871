"""Written workbooks as text against `tests/golden/`; `make golden` renews them, so that a change reads as a diff."""

import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import make_sample
import openpyxl
import pytest
from tables import DAY, fill

from toolkit import workflow
from toolkit.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden"

FILLS = {
    "VP": """
        Mã     | Người phụ trách | Trạng thái     | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm | Khó khăn, vướng mắc
        A.01   | Lan             | Đang thực hiện | 0.5         |                 | Đã họp            | Thiếu người
        A.02   | Lan             | Hoàn thành     | 1           | 2025-04-05      | KH số 5           |
        B.I.01 | Hùng            | hic            | 1.5         | 31/02/2025      |                   |
    """,
    "CA": """
        Mã   | Nhiệm vụ          | Trạng thái     | Ngày hoàn thành | Kết quả, sản phẩm
        A.01 |                   | Đang thực hiện |                 | Đã họp
        A.02 |                   | xong           | 2025-05-10      | KH số 6
        +    | Trực bảo vệ lễ    | Hoàn thành     | 2025-04-30      | An toàn
    """,
}


def _dump(path: Path) -> str:
    """Every filled cell of every sheet, a line each; digests and sizes stand as such."""
    lines = []
    for sheet in openpyxl.load_workbook(path):
        lines.append(f"## {sheet.title}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    lines.append(f"{cell.coordinate} {_text(cell.value)}")
    return "\n".join(lines) + "\n"


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    return re.sub(r"\b[0-9a-f]{64}\b", "(sha256)", str(value).replace("\n", "⏎"))


def _check(name: str, dump: str) -> None:
    path = GOLDEN / name
    if os.environ.get("RENEW_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(dump, encoding="utf-8")
    assert dump == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", ["VP", "CA"])
def test_unit_workbook(issued: Workspace, unit: str) -> None:
    _check(f"don_vi_{unit}.txt", _dump(next(issued.issued.glob(f"{unit}_*.xlsx"))))


def test_consolidated_workbook(issued: Workspace, send: Callable[[str], Path]) -> None:
    for day, (unit, table) in enumerate(FILLS.items(), start=10):
        make_sample.stamp(fill(send(unit), table), datetime(2025, 6, day, 9, 30))
    merged = workflow.merge(issued, (), None, DAY)
    # A file's size changes with the compressor; what is in it does not.
    dump = re.sub(r"^(B\d+) \d{4,}$", r"\1 (byte)", _dump(merged.output), flags=re.MULTILINE)
    _check("tong_hop.txt", dump)
