"""Build the sample of what units really send back, for the reporting date 30/6/2025: `make sample`.

Needs LibreOffice: seven of the files are opened and saved by it, as .xlsx, .xls and .ods. What each unit
says comes from the tables below; the same tables are what the tests count the figures from.
"""

import random
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl

from toolkit import preparing
from toolkit.layout import ADDED_TITLE, REPORT, REPORT_TARGETS
from toolkit.model import Plan, Role, Status, Task, Unit
from toolkit.plan import load
from toolkit.unitbook import HEADER_ROW
from toolkit.workspace import Workspace

SAMPLE = Path(__file__).parent / "sample"
ISSUED_ON = date(2025, 4, 1)

# What arrives under another name than it was issued with; the suffix says what LibreOffice saved it as.
RENAMED = {
    "TYT": "Bao cao Tram y te thang 6.xlsx",
    "VHXH": "VHXH_KH-BCDCDS.ods",
    "DC": "DC_KH-BCDCDS.xls",
    "TRUONG": "Truong hoc - bao cao 6 thang.ods",
    "THON03": "THON03_KH-BCDCDS.xls",
    "THON07": "THON07_KH-BCDCDS (1).xlsx",
    "THON12": "Báo cáo thôn 12.xlsx",
}
SAVED_BY_LIBREOFFICE = ("VHXH", "DC", "TRUONG", "THON03", "THON07", "NN", "THON12")
MISSING = ("THON09", "THON13")
BROKEN = "THON11"
TWICE = "THON05"

PEOPLE = ("Nguyễn Thị Hoa", "Trần Văn Nam", "Lê Thị Hương", "Phan Đình Dũng", "Hồ Sỹ Hùng", "Đặng Thị Mai")
RESULTS = (
    "Kế hoạch số 12/KH ngày 03/4/2025",
    "Đã tổ chức 02 buổi tuyên truyền",
    "Báo cáo số 25/BC ngày 15/5/2025",
    "Đã cập nhật đầy đủ trên hệ thống",
)
DIFFICULTIES = ("Thiếu máy tính, đường truyền chậm", "Người dân lớn tuổi chưa quen dịch vụ công trực tuyến")
PROPOSALS = ("Đề nghị tập huấn thêm cho cán bộ thôn", "Đề nghị bố trí kinh phí mua sắm thiết bị")


Cells = dict[str, str | float | date]


@dataclass(frozen=True)
class Fill:
    """What one unit types for one task; `cells` are by the column's key, as typed."""

    task: str
    cells: Cells = field(default_factory=dict)


# What goes wrong in an otherwise good file: by unit and task, the cells that are typed instead.
FAULTS: dict[tuple[str, str], Cells] = {
    ("CAX", "A.02"): {"finished": "31/02/2025"},
    ("VPUB", "A.04"): {"status": "Hoàn thành cơ bản"},
    ("TP", "A.05"): {"progress": 1.5},
    ("LDTBXH", "A.02"): {"status": "Hoàn thành", "progress": 1.0, "finished": date(2025, 7, 15), "result": RESULTS[0]},
    ("NN", "A.11"): {"status": "Xong", "progress": 1.0, "finished": date(2025, 6, 10), "result": RESULTS[3]},
    ("TCKT", "A.11"): {"status": "Hoàn thành", "progress": 1.0, "finished": "", "result": RESULTS[3]},
    ("THON02", "A.03"): {"result": "#REF!"},
    ("THON08", "A.04"): {"status": "", "progress": 0.5},
}
ADDED = ("VHXH", "Tổ chức ngày hội chuyển đổi số của xã", "Hoàn thành", date(2025, 5, 20))


def fills(plan: Plan, unit: Unit, version: int = 1) -> list[Fill]:
    """What the unit types for each of its tasks; the second version of a unit has moved on."""
    choice = random.Random(f"{unit.code}/{version}")
    told = [_fill(choice, a.task) for a in plan.assignments_of(unit) if a.role is Role.LEAD or choice.random() < 0.5]
    return [Fill(fill.task, fill.cells | FAULTS.get((unit.code, fill.task), {})) for fill in told]


def _fill(choice: random.Random, task: Task) -> Fill:
    status = choice.choices(list(Status), weights=(2, 5, 5, 1))[0]
    cells: Cells = {"person": choice.choice(PEOPLE), "status": status.value}
    if status is Status.IN_PROGRESS:
        cells |= {"progress": choice.choice((0.3, 0.4, 0.5, 0.75, 0.9)), "result": choice.choice(("", *RESULTS))}
        if choice.random() < 0.4:
            cells |= {"difficulty": choice.choice(DIFFICULTIES), "proposal": choice.choice(PROPOSALS)}
    if status is Status.DONE:
        finished = date(2025, choice.choice((4, 5, 6)), choice.randint(1, 28))
        if task.due and task.due < date(2025, 6, 30) and choice.random() < 0.7:
            finished = date(2025, 4, choice.randint(1, min(task.due.day, 28)))
        cells |= {"progress": 1.0, "finished": finished, "result": choice.choice(RESULTS)}
    return Fill(task.code, cells)


def counts(unit: Unit, target_text: str) -> tuple[float, float]:
    """What the unit reports of a target: achieved and total."""
    choice = random.Random(f"{unit.code}/{target_text}")
    whole = choice.randint(20, 200)
    return float(round(whole * choice.uniform(0.4, 1.0))), float(whole)


def _write(plan: Plan, unit: Unit, issued: Path, target: Path, saved: datetime, version: int = 1) -> None:
    book = openpyxl.load_workbook(issued)
    sheet = book[REPORT.sheet]
    row_of = {sheet.cell(row, 1).value: row for row in range(HEADER_ROW + 2, sheet.max_row + 1)}
    for fill in fills(plan, unit, version):
        _type(sheet, row_of[fill.task], fill.cells)
    if unit.code == ADDED[0]:
        _, text, status, finished = ADDED
        _type(
            sheet, row_of[ADDED_TITLE] + 1, {"task": text, "status": status, "finished": finished, "result": RESULTS[1]}
        )
    if REPORT_TARGETS.sheet in book.sheetnames:
        page = book[REPORT_TARGETS.sheet]
        for row in range(4, page.max_row + 1):
            achieved, whole = counts(unit, page.cell(row, REPORT_TARGETS.position["target"] + 1).value)
            page.cell(row, REPORT_TARGETS.position["achieved"] + 1).value = achieved
            page.cell(row, REPORT_TARGETS.position["total"] + 1).value = whole
    book.save(target)
    stamp(target, saved)


def stamp(path: Path, saved: datetime) -> None:
    """Set when the workbook says it was last saved; openpyxl always writes the present moment there."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    core = parts["docProps/core.xml"].decode()
    moment = f"{saved - timedelta(hours=7):%Y-%m-%dT%H:%M:%SZ}"
    for item in ("created", "modified"):
        core = re.sub(rf"(<dcterms:{item}[^>]*>)[^<]*", rf"\g<1>{moment}", core)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in (parts | {"docProps/core.xml": core.encode()}).items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def _type(sheet: "openpyxl.worksheet.worksheet.Worksheet", row: int, cells: Cells) -> None:
    for key, value in cells.items():
        cell = sheet.cell(row, REPORT.position[key] + 1)
        cell.value = value or None
        if value == "#REF!":
            cell.data_type = "e"


def _resave(path: Path, target: Path) -> None:
    """Open and save the file in LibreOffice; an .xlsx goes through .ods, so that LibreOffice really writes it."""
    with tempfile.TemporaryDirectory() as scratch:
        for step in ("ods", target.suffix[1:]):
            profile = Path(scratch, "profile").as_uri()
            command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", step]
            subprocess.run([*command, "--outdir", scratch, path], check=True, capture_output=True, timeout=180)
            path = Path(scratch, f"{path.stem}.{step}")
        shutil.move(path, target)


def build(folder: Path) -> None:
    """Write all the sample's files into the folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        workspace = preparing.init(Path(scratch, "xa"))
        preparing.issue(workspace, (), ISSUED_ON)
        plan = load(workspace.plan)
        for day, unit in enumerate(plan.units):
            if unit.code not in MISSING:
                _send(plan, unit, workspace, folder, datetime(2025, 6, 3 + day, 9, 30))


def _send(plan: Plan, unit: Unit, workspace: Workspace, folder: Path, saved: datetime) -> None:
    issued = workspace.unit_file(unit, plan.settings)
    target = folder / RENAMED.get(unit.code, issued.name)
    filled = workspace.root / issued.name
    _write(plan, unit, issued, filled, saved)
    if unit.code in SAVED_BY_LIBREOFFICE:
        _resave(filled, target)
    elif unit.code == BROKEN:
        target.write_bytes(filled.read_bytes()[:9000])
    else:
        shutil.copy(filled, target)
    if unit.code == TWICE:
        later = folder / f"{issued.stem} ban sua.xlsx"
        _write(plan, unit, issued, later, saved.replace(day=saved.day + 3), version=2)


if __name__ == "__main__":
    build(SAMPLE)
