"""What the benchmarks read: workbooks issued by the program itself to as many units as wanted, and filled in.

The filling stands for Excel: values are put into the blank cells of the sheet's XML, because saving thousands of
workbooks by a library takes longer than all that is measured.
"""

import io
import random
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from toolkit import plan, template, unitbook
from toolkit.layout import REPORT
from toolkit.model import Plan, Unit
from toolkit.places import column_letters
from toolkit.workspace import Workspace

DAY = date(2025, 6, 30)
_REPORT = "xl/worksheets/sheet1.xml"
_GROUP = "Các đơn vị"
_STATUSES = ("Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Không phát sinh")
_DEADLINES = ("Trước ngày 05/4/2025", "Quý II/2025", "Tháng 7/2025", "Năm 2025", "Thường xuyên", "30/6/2025")


def make(folder: Path, units: int, tasks: int) -> Workspace:
    """A workspace in which so many units have sent back a workbook of so many rows; made once and kept.

    Args:
        folder: where; what is there is taken for the same.
        units: how many workbooks.
        tasks: the rows of each.
    """
    workspace = Workspace(folder / f"{units}x{tasks}")
    done = workspace.root / "done"
    if done.exists():
        return workspace
    shutil.rmtree(workspace.root, ignore_errors=True)
    workspace.received.mkdir(parents=True)
    workspace.plan.write_bytes(plan_of(workspace.root / "data", units, tasks))
    loaded = plan.load(workspace.plan)
    for unit in loaded.units:
        _send(workspace, loaded, unit)
    done.touch()
    return workspace


def plan_of(folder: Path, units: int, tasks: int) -> bytes:
    """A plan whose every task is led by every unit."""
    folder.mkdir()
    table = {
        "phu_luc": ["STT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời gian", "A\tNhiệm vụ chung\t\t\t", *_tasks(tasks)],
        "chi_tieu": ["Mã\tChỉ tiêu\tSo sánh\tMức\tĐơn vị tính\tHạn"],
        "don_vi": ["Mã\tTên\tTên khác\tNhóm\tĐầu mối\tEmail", *_units(units)],
        "cau_hinh": ["Mục\tGiá trị", "Tên kế hoạch\tKế hoạch đo tốc độ", "Số kế hoạch\t01/KH", "Năm kế hoạch\t2025"],
    }
    for name, lines in table.items():
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "tieu_de.txt").write_text("PHỤ LỤC\n", encoding="utf-8")
    return template.build(folder)


def _tasks(count: int) -> Iterator[str]:
    for at in range(1, count + 1):
        text = f"Rà soát, cập nhật và báo cáo kết quả thực hiện nội dung số {at} trên địa bàn"
        yield f"{at}\t{text}\t{_GROUP}\t\t{_DEADLINES[at % len(_DEADLINES)]}"


def _units(count: int) -> Iterator[str]:
    for at in range(1, count + 1):
        yield f"DV{at:05}\tĐơn vị số {at:05}\t\t{_GROUP}\t\t"


def _send(workspace: Workspace, loaded: Plan, unit: Unit) -> None:
    issued = unitbook.write(loaded, unit, DAY)
    chance = random.Random(unit.code)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(issued)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made,
    ):
        for name in source.namelist():
            data = source.read(name)
            made.writestr(name, _fill(data.decode(), len(loaded.tasks), chance) if name == _REPORT else data)
    (workspace.received / f"{unit.code}.xlsx").write_bytes(target.getvalue())


def _fill(xml: str, tasks: int, chance: random.Random) -> str:
    """The sheet with every task filled in; one in twenty as an officer does who does not look."""
    first = unitbook.HEADER_ROW + 2
    rows = {row: _row(chance) for row in range(first, first + tasks)}
    letters = {column_letters(at): column.key for at, column in enumerate(REPORT.columns) if column.open}

    def put(cell: re.Match[str]) -> str:
        value = rows.get(int(cell[2]), {}).get(letters.get(cell[1], ""), "")
        return f'<c r="{cell[1]}{cell[2]}"{cell[3]}{value}' if value else cell[0]

    return re.sub(r'<c r="([A-Z]+)(\d+)"([^<>]*)/>', put, xml)


def _row(chance: random.Random) -> dict[str, str]:
    status = chance.choice(_STATUSES)
    is_done, is_careless = status == "Hoàn thành", chance.random() < 0.05
    return {
        "status": _text(status),
        "progress": f"><v>{1 if is_done else chance.randrange(5, 95) / 100}</v></c>",
        "finished": f"><v>{45700 + chance.randrange(110)}</v></c>" if is_done is not is_careless else "",
        "person": _text(f"Cán bộ {chance.randrange(50)}"),
        "result": _text(f"Đã ban hành văn bản số {chance.randrange(10**4)}/UBND và tổ chức thực hiện"),
        "difficulty": _text("Thiếu kinh phí, thiết bị") if chance.random() < 0.3 else "",
        "proposal": _text("Đề nghị cấp trên hướng dẫn") if chance.random() < 0.2 else "",
    }


def _text(text: str) -> str:
    return f' t="inlineStr"><is><t>{text}</t></is></c>'
