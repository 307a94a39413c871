"""A year's turn: the shipped template made into another commune's plan as a clerk does it, then used to the end.

Figures are counted here from the test data and from what the units type, not by the program.
"""

import email
import email.policy
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from second_plan import Line, agrees, data, found, header, new_folder, row_of, run, tasks

from toolkit import plan
from toolkit.model import Heading, Standing
from toolkit.vietnamese import fold
from toolkit.workspace import PLAN_NAME

DAY = date(2027, 6, 30)
SILENT = ("QS", "TDP4")
RECURRING = re.compile(r"thường xuyên|hằng|một lần", re.IGNORECASE)
OLD = re.compile(
    r"(?<!\w)2025(?!\w)|Xuân Giang|Nghi Xuân|BCĐCĐS|Đề án 06|Trần Anh Tuấn|xác thực điện tử", re.IGNORECASE
)


def _typed(unit: str, at: int, line: Line) -> dict[str, object]:
    """What a unit reports of a task: the four words in turn, some finished late, some rows left blank."""
    turn = (at + len(unit) + int(unit[-1]) if unit[-1].isdecimal() else at + len(unit)) % 6
    if turn == 0:
        return {}
    if turn in (1, 2):
        finished = date(2027, 1, 20) if turn == 1 else date(2027, 6, 29)
        return {"Trạng thái": "Hoàn thành", "Tiến độ (%)": 1, "Ngày hoàn thành": finished, "Kết quả, sản phẩm": "BC 5"}
    word = {3: "Đang thực hiện", 4: "Chưa thực hiện", 5: "Không phát sinh"}[turn]
    return {"Trạng thái": word, "Khó khăn, vướng mắc": f"Thiếu kinh phí {line.code}" if turn == 3 else None}


def _led(unit: str) -> list[Line]:
    return [line for line in tasks() if unit in line.leads.split()]


def _unit_codes() -> list[str]:
    return [row[0] for row in data("don_vi.tsv")[1:]]


def _send(root: Path, unit: str) -> None:
    path = Path(shutil.copy(next((root / "giao").glob(f"{unit}_*.xlsx")), root / "nop"))
    book = openpyxl.load_workbook(path)
    sheet = book["Báo cáo"]
    top = header(sheet, "Mã")
    column_of = {cell.value: cell.column for cell in sheet[top]}
    for at, line in enumerate(_led(unit)):
        row = row_of(sheet, 1, line.code)
        for heading, value in _typed(unit, at, line).items():
            sheet.cell(row, column_of[heading]).value = value
    book.save(path)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new folder with the second plan; all units but two have reported."""
    root = new_folder(tmp_path_factory.mktemp("turn") / "Phường Kim Sơn Hạ")
    assert run(root, "giao").output.count(".xlsx") == len(_unit_codes())
    for unit in _unit_codes():
        if unit not in SILENT:
            _send(root, unit)
    return root


@pytest.fixture(scope="module")
def merged(year: Path) -> dict[str, Any]:
    ran = run(year, "tong-hop", "--as-of", f"{DAY}", "--json")
    document = json.loads(ran.stdout)
    assert isinstance(document, dict)
    return document


def test_every_task_is_read(year: Path) -> None:
    loaded = plan.load(year / PLAN_NAME)
    assert len(loaded.tasks) == 66
    agrees(loaded)
    assert [row.path for row in loaded.rows if isinstance(row, Heading)] == [
        "I", "I.A", "I.B", "I.C", "II", "II.A", "II.B", "III", "III.A", "III.B", "IV",
    ]  # fmt: skip
    assert [task.number for task in loaded.tasks if task.code.startswith("I.B.")] == [
        "1",
        "2",
        "3",
        "a)",
        "b)",
        "c)",
        "4",
        "5",
        "6",
    ]
    assert (loaded.settings.year, loaded.settings.issued_on) == (2027, date(2027, 1, 8))


def test_what_lint_says_of_it(year: Path) -> None:
    groups = {row[3] for row in data("don_vi.tsv")[1:]} - {""}
    # Of one cause one line: each deadline and each group once, however many tasks have it.
    undated = len({fold(line.deadline) for line in tasks() if not line.due})
    led_by_groups = len({line.lead for line in tasks() if line.lead in groups})
    assert found(year) == {"K04": undated, "K06": led_by_groups, "K08": 1, "K18": 1, "K32": 2}
    shown = run(year, "soat").output
    assert "«Thuế cơ sở 4 tỉnh Hải Lâm»" in shown
    assert "Có 66 nhiệm vụ chưa ghi mã; chương trình đặt mã theo thứ tự dòng (I.A.01 … IV.08)." in shown


def test_every_unit_has_its_tasks(year: Path) -> None:
    for unit in _unit_codes():
        sheet = openpyxl.load_workbook(next((year / "giao").glob(f"{unit}_12-KH-UBND.xlsx")))["Báo cáo"]
        rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=header(sheet, "Mã") + 1)]
        listed = [(row[0], row[3]) for row in rows if row[3] in ("Chủ trì", "Phối hợp")]
        assert listed == [
            (line.code, "Chủ trì" if unit in line.leads.split() else "Phối hợp")
            for line in tasks()
            if unit in (*line.leads.split(), *line.supports.split())
        ]


def _standing(line: Line, typed: dict[str, object]) -> Standing:
    due = date.fromisoformat(line.due) if line.due else None
    word, finished = typed.get("Trạng thái"), typed.get("Ngày hoàn thành")
    if word == "Không phát sinh":
        return Standing.NOT_ARISEN
    if word == "Hoàn thành":
        if due is None or not isinstance(finished, date):
            return Standing.DONE
        return Standing.DONE_ON_TIME if finished <= due else Standing.DONE_LATE
    if due is None:
        return Standing.ONGOING if RECURRING.search(line.deadline) else Standing.UNSETTLED
    if due < DAY:
        return Standing.OVERDUE
    return Standing.NEAR_DUE if (due - DAY).days <= 10 else Standing.ON_TRACK


def _counted() -> Iterator[tuple[str, Line, Standing]]:
    for unit in _unit_codes():
        for at, line in enumerate(_led(unit)):
            yield unit, line, _standing(line, {} if unit in SILENT else _typed(unit, at, line))


def _totals(book: openpyxl.Workbook, name: str, key: int) -> dict[str, tuple[int, int]]:
    """Total and overdue by what stands in a column of a counted sheet."""
    top, *rows = [[cell.value for cell in row] for row in book[name].iter_rows(min_row=4)]
    return {str(row[key]): (row[top.index("Tổng số nhiệm vụ")], row[top.index("Quá hạn")]) for row in rows if row[0]}


def test_figures_are_those_counted_by_hand(year: Path, merged: dict[str, Any]) -> None:
    counted = list(_counted())
    assert merged["standings"] == {word.value: sum(s is word for *_, s in counted) for word in Standing}
    assert {file["state"] for file in merged["files"]} == {"Đã nộp"}
    assert len(merged["files"]) == len(_unit_codes()) - len(SILENT)
    assert not [issue for issue in merged["issues"] if issue["severity"] == "error"]
    book = openpyxl.load_workbook(year / str(merged["output"]))
    names = {row[0]: row[1] for row in data("don_vi.tsv")[1:]}
    by_unit, by_group = _totals(book, "Theo đơn vị", 1), _totals(book, "Theo nhóm", 0)
    for unit, name in names.items():
        mine = [s for owner, _, s in counted if owner == unit]
        assert by_unit[name] == (len(mine), mine.count(Standing.OVERDUE)), unit
    assert set(by_group) == {line.code.rpartition(".")[0] for line in tasks()} | {"I", "II", "III", "IV"}
    for path, shown in by_group.items():
        inside = [s for _, line, s in counted if line.code.startswith(f"{path}.")]
        assert shown == (len(inside), inside.count(Standing.OVERDUE)), path


def _texts(path: Path) -> Iterator[str]:
    """All that a file of any kind says: the parts of a package, a letter's headers and bodies, plain text."""
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            yield from (package.read(name).decode("utf-8", "replace") for name in package.namelist())
    elif path.suffix == ".eml":
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        yield str(letter["Subject"])
        for part in letter.walk():
            if part.get_content_maintype() == "text":
                yield part.get_content()
    else:
        yield path.read_text(encoding="utf-8")


def test_every_output_names_the_new_plan_and_nothing_of_the_old(year: Path, merged: dict[str, Any]) -> None:
    told = {command: run(year, *command.split()).output for command in (
        "giao", "bao-cao", "tinh-hinh", "nhac --text", "nhac", "gui", f"kiem-tra --mark --as-of {DAY}",
        f"tong-hop --as-of {DAY}",
    )}  # fmt: skip
    assert "Chuyển đổi số năm 2027 của phường Kim Sơn Hạ" in told["tinh-hinh"]
    assert "Kế hoạch số 12/KH-UBND ngày 08 tháng 01 năm 2027" in told["nhac --text"]
    report = "".join(_texts(year / "tong_hop" / f"Bao_cao_{DAY}.docx"))
    assert "Kim Sơn Hạ, ngày 30 tháng 6 năm 2027" in report
    assert '<dcterms:created xsi:type="dcterms:W3CDTF">2027-06-30' in report
    files = [path for name in ("giao", "tong_hop", "tra_lai") for path in (year / name).rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".xlsx", ".docx", ".eml"}
    for path in files:
        for text in _texts(path):
            assert not OLD.search(text), (path.name, OLD.search(text))
    for command, output in told.items():
        assert not OLD.search(output), command
    calendar = "".join(_texts(year / "tong_hop" / f"nhac_viec_{DAY}" / "QS.eml"))
    assert "BEGIN:VCALENDAR" in calendar


def test_saved_by_libreoffice_it_is_the_same_plan(year: Path, convert: Callable[..., Path]) -> None:
    agrees(plan.load(convert(year / PLAN_NAME, "xlsx")))
