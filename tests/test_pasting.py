"""What goes wrong when a new plan is pasted over an old one: read all the same, or told in a sentence with its place."""

import ast
import csv
import re
import shutil
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from second_plan import Change, agrees, found, header, lines, new_folder, paste, put, row_of, run, tasks
from tables import fill

from toolkit import plan
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS
from toolkit.workspace import PLAN_NAME

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "workbooks" / "sample"
OLD_DATA = ROOT / "workbooks" / "data"
# What lint says of the second plan as it should be.
CLEAN = {"K04", "K06", "K08", "K18", "K32"}


def _appendix(book: openpyxl.Workbook) -> tuple[Worksheet, int]:
    sheet = book[APPENDIX.sheet]
    return sheet, header(sheet, "Mã") + 1


def _set(sheet: str, item: str, column: int, value: object) -> Change:
    """Types into the row of a list whose first cell is this."""

    def change(book: openpyxl.Workbook) -> None:
        book[sheet].cell(row_of(book[sheet], 1, item), column).value = value

    return change


def _from_word(book: openpyxl.Workbook) -> None:
    """Decomposed letters, hard spaces, numbers as numbers and as texts, points behind numbers."""
    sheet, first = _appendix(book)
    for row, line in enumerate(lines(), start=first):
        number: object = line.number
        if line.number.isdecimal():
            number = float(line.number) if row % 2 else f" {line.number}. "
        text = unicodedata.normalize("NFD", f"  {line.text} ").replace(" ", "\u00a0", 5)
        put(sheet, row, 2, [number, text, unicodedata.normalize("NFD", line.lead) + " "])


def _own_headings(book: openpyxl.Workbook) -> None:
    sheet, first = _appendix(book)
    sheet.insert_rows(first, 2)
    put(sheet, first, 2, ["STT", "Nội dung nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"])
    put(sheet, first + 1, 2, [f"({at})" for at in range(1, 6)])


@pytest.mark.parametrize(("change", "told"), [(_from_word, 0), (_own_headings, 2)])
def test_a_table_out_of_word_is_the_same_plan(tmp_path: Path, change: Change, told: int) -> None:
    root = new_folder(tmp_path / "x", change)
    agrees(plan.load(root / PLAN_NAME))
    assert found(root)["K15"] == told


def _merged_heading(book: openpyxl.Workbook) -> None:
    sheet, _ = _appendix(book)
    row = row_of(sheet, 2, "II")
    put(sheet, row, 2, ["II. PHÁT TRIỂN KINH TẾ SỐ", None])
    sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=6)


def _merged_leads(book: openpyxl.Workbook) -> None:
    """One cell of the lead over three tasks: Excel keeps its text in the first."""
    sheet, first = _appendix(book)
    sheet.merge_cells(start_row=first + 4, end_row=first + 6, start_column=4, end_column=4)


def _task_numbered_like_a_group(book: openpyxl.Workbook) -> None:
    sheet, first = _appendix(book)
    sheet.cell(first + 3, 2).value = "B"


def _old_rows_behind(book: openpyxl.Workbook) -> None:
    sheet, _ = _appendix(book)
    put(sheet, sheet.max_row + 1, 2, ["9", "Việc của kế hoạch cũ", "Công an phường", "", "Tháng 9/2025"])
    put(sheet, sheet.max_row + 1, 2, ["Ghi chú: in hai mặt"])


def _old_codes_left(book: openpyxl.Workbook) -> None:
    sheet, first = _appendix(book)
    for row in range(first, first + 12):
        sheet.cell(row, 1).value = f"A.{row:02d}"


def _old_title_left(book: openpyxl.Workbook) -> None:
    title = (OLD_DATA / "tieu_de.txt").read_text(encoding="utf-8").splitlines()
    for row, line in enumerate(title, start=1):
        book[APPENDIX.sheet].cell(row, 1).value = line


def _old_target_left(book: openpyxl.Workbook) -> None:
    put(book[TARGETS.sheet], book[TARGETS.sheet].max_row + 1, 1, ["I.A.01", "Hồ sơ", "≥", 80, "%", "Hết năm 2025"])


OLD_NAME = "Thực hiện Đề án 06 giai đoạn 2022 - 2025, tầm nhìn đến năm 2030 trên địa bàn xã Xuân Giang năm 2025"
DATED = sum(bool(line.due) and "202" in line.deadline for line in tasks())
TOLD: list[tuple[Change, str, str]] = [
    (_merged_heading, "K15", "không được đọc: «II. PHÁT TRIỂN KINH TẾ SỐ»"),
    (_merged_leads, "K60", "đã hiểu là của từng dòng trong đó"),
    (_task_numbered_like_a_group, "K16", "được hiểu là tên phần, nhóm; phần ghi ở các cột sau không được giao"),
    (_old_rows_behind, "K20", "Thời hạn «Tháng 9/2025» trước năm kế hoạch (2027)"),
    (_old_rows_behind, "K15", "«Ghi chú: in hai mặt»"),
    (_old_codes_left, "K17", "ghi mã không theo phần, nhóm ở trên nó: A.07, A.08, A.09, A.10, A.11, …"),
    (_old_title_left, "K19", "ĐỀ ÁN 06 NĂM 2025» không nhắc đến năm 2027"),
    (_old_title_left, "K23", "ghi địa danh Xuân Giang, khác cơ quan ban hành «Ủy ban nhân dân phường Kim Sơn Hạ»"),
    (_old_target_left, "K20", "Chỉ tiêu!F17: Thời hạn «Hết năm 2025» trước năm kế hoạch (2027)"),
    (_set(SETTINGS.sheet, "Tên kế hoạch", 2, OLD_NAME), "K19", f"«{OLD_NAME}» không nhắc đến năm 2027"),
    (_set(SETTINGS.sheet, "Tên kế hoạch", 2, OLD_NAME), "K23", "ghi địa danh Xuân Giang"),
    (_set(SETTINGS.sheet, "Năm kế hoạch", 2, 2025), "K21", f"«Năm kế hoạch» là 2025 nhưng {DATED}/{DATED} thời hạn"),
    (
        _set(SETTINGS.sheet, "Ngày ban hành", 2, "15/01/2025"),
        "K22",
        "Ngày ban hành 15/01/2025 không thuộc năm kế hoạch",
    ),
    (_set(UNITS.sheet, "VHXH", 3, "TT; Phòng VHXH"), "K24", "Tên «TT» ghi cho nhiều đơn vị (VHXH, TT)"),
]


@pytest.mark.parametrize(("change", "code", "sentence"), TOLD, ids=[f"{code} {text[:30]}" for _, code, text in TOLD])
def test_what_is_left_of_the_old_plan_is_told(tmp_path: Path, change: Change, code: str, sentence: str) -> None:
    root = new_folder(tmp_path / "x", change)
    assert code in found(root)
    assert sentence in run(root, "soat").output


@pytest.mark.parametrize("name", ["Kế hoạch giai đoạn 2026 - 2030", "Kế hoạch phát triển kinh tế - xã hội Vùng Đông"])
def test_a_plan_of_several_years_is_no_old_one(tmp_path: Path, name: str) -> None:
    root = new_folder(tmp_path / "x", _set(SETTINGS.sheet, "Tên kế hoạch", 2, name))
    assert set(found(root)) == CLEAN


def test_a_row_put_in_later_takes_no_code_of_another(tmp_path: Path) -> None:
    """Codes written out, then a row inserted without one."""
    root = new_folder(tmp_path / "x")
    codes = {task.text: task.code for task in plan.load(root / PLAN_NAME).tasks}

    def change(book: openpyxl.Workbook) -> None:
        sheet, first = _appendix(book)
        for row in range(first, sheet.max_row + 1):
            sheet.cell(row, 1).value = codes.get(sheet.cell(row, 3).value)
        sheet.insert_rows(first + 4)
        put(sheet, first + 4, 2, ["2a", "Việc thêm sau", "Công an phường", "", "Quý II"])

    paste(root / PLAN_NAME, change)
    loaded = plan.load(root / PLAN_NAME)
    added = next(task for task in loaded.tasks if task.text == "Việc thêm sau")
    assert (added.code, added.is_coded, len(loaded.tasks)) == ("I.A.11", False, 67)
    assert {task.text: task.code for task in loaded.tasks if task.is_coded} == codes
    assert found(root)["K18"] == 1


def test_a_unit_merged_into_another(tmp_path: Path) -> None:
    """Its row deleted, its names given to the other: that one has its tasks, and the old workbook is known."""
    root = new_folder(tmp_path / "x")
    run(root, "giao")
    issued = next((root / "giao").glob("TT_*.xlsx"))
    shutil.copy(fill(issued, "Mã | Trạng thái\nII.B.03 | Đang thực hiện"), root / "nop")
    book = openpyxl.load_workbook(root / PLAN_NAME)
    sheet = book[UNITS.sheet]
    _set(UNITS.sheet, "VHXH", 3, "Trung tâm Văn hóa, Thông tin và Thể thao")(book)
    sheet.delete_rows(row_of(sheet, 1, "TT"))
    book.save(root / PLAN_NAME)
    assert set(found(root)) == CLEAN | {"K09"}
    loaded = plan.load(root / PLAN_NAME)
    assert [loaded.task_of[code].leads for code in ("II.B.03", "II.B.04", "III.B.06")] == [("VHXH",)] * 3
    shown = run(root, "tong-hop", "--as-of", "2027-06-30").output
    assert "Đã nộp: 1/20 đơn vị." in shown
    assert "không nhận: 0" in shown


def test_a_workbook_of_last_years_plan_is_refused(tmp_path: Path) -> None:
    """The unit code is one of both plans."""
    root = new_folder(tmp_path / "x")
    shutil.copy(SAMPLE / "VHXH_KH-BCDCDS.ods", root / "nop")
    shown = run(root, "kiem-tra", "--as-of", "2027-06-30").output
    assert "Lỗi B02" in shown
    assert "Tệp thuộc kế hoạch số «/KH-BCĐCĐS», không phải kế hoạch này." in shown


def _constants(path: Path) -> list[str]:
    """The texts of a module but for its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told)
    return [node.value for node in found if isinstance(node.value, str)]


def test_the_program_knows_nothing_of_the_shipped_plan() -> None:
    with (OLD_DATA / "don_vi.tsv").open(encoding="utf-8", newline="") as stream:
        units = [row[1] for row in csv.reader(stream, delimiter="\t")][1:]
    words = "|".join([*units, "Xuân Giang", "Nghi Xuân", "Đề án 06", "BCĐCĐS", "thôn"])
    known = re.compile(rf"\b(?:{words})\b|(?<![\d\\])20[2-4]\d(?!\d)", re.IGNORECASE)
    sources = [path for folder in ("toolkit", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]
    texts = {path.name: [text for text in _constants(path) if known.search(text)] for path in sources}
    # The reporting date of the shipped sample, for `phuluc demo`.
    assert {name: found for name, found in texts.items() if found} == {"collect.py": ["2025-06-30"]}
