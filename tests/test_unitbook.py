"""A unit's workbook as its officer meets it: headings, open cells, rules, live standing and colours."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from excel_repairs import assert_excel_safe
from tables import DAY, fill, small_plan

from toolkit import plan, unitbook
from toolkit.layout import REPORT
from toolkit.model import Status
from toolkit.standing import judge
from toolkit.vietnamese import fold

SHIPPED = Path(__file__).parent.parent / "workbooks" / "template_phu_luc.xlsx"

HEADINGS = [
    "Mã",
    "STT",
    "Nhiệm vụ",
    "Vai trò",
    "Đơn vị phối hợp",
    "Thời gian hoàn thành",
    "Hạn hoàn thành",
    "Người phụ trách",
    "Trạng thái",
    "Tiến độ (%)",
    "Ngày hoàn thành",
    "Kết quả, sản phẩm",
    "Khó khăn, vướng mắc",
    "Kiến nghị, đề xuất",
    "Đánh giá",
]
TARGET_HEADINGS = [
    "Mã nhiệm vụ",
    "Chỉ tiêu",
    "Mức",
    "Đơn vị tính",
    "Hạn",
    "Số thực hiện",
    "Tổng số",
    "Tỷ lệ (%)",
    "Ghi chú",
]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    loaded = small_plan(tmp_path)
    path = tmp_path / "VP.xlsx"
    path.write_bytes(unitbook.write(loaded, loaded.units[0], DAY))
    return path


def test_sheets_headings_and_the_units_own_tasks_only(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["Báo cáo", "Chỉ tiêu", "Hướng dẫn", "_phuluc"]
    assert [cell.value for cell in book["Báo cáo"][7]] == HEADINGS
    assert [cell.value for cell in book["Chỉ tiêu"][3]] == TARGET_HEADINGS
    assert [book["Báo cáo"].cell(row, 1).value for row in range(8, 12)] == ["A.01", "A.02", "B.I.01", "B.I.02"]
    assert book["_phuluc"].sheet_state == "veryHidden"
    hidden = {row[0]: row[1] for row in book["_phuluc"].values}
    assert hidden == {"plan_number": "07/KH-UBND", "unit_code": "VP", "layout_version": "1", "issued_on": "2025-06-30"}


def test_the_sheet_of_targets_only_where_there_are_any(tmp_path: Path) -> None:
    loaded = small_plan(tmp_path)
    path = tmp_path / "CA.xlsx"
    path.write_bytes(unitbook.write(loaded, loaded.units[1], DAY))
    assert openpyxl.load_workbook(path).sheetnames == ["Báo cáo", "Hướng dẫn", "_phuluc"]


def test_seven_columns_are_open_the_others_locked(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)["Báo cáo"]
    assert sheet.protection.sheet
    for row in range(8, 12):
        assert [cell.protection.locked for cell in sheet[row]] == [True] * 7 + [False] * 7 + [True]
    assert not sheet["C13"].protection.locked, "a row for an added task can be filled"


def test_rules_speak_vietnamese(written: Path) -> None:
    rules = {
        str(rule.sqref): rule for rule in openpyxl.load_workbook(written)["Báo cáo"].data_validations.dataValidation
    }
    status, progress, finished = rules["I8:I17"], rules["J8:J17"], rules["K8:K17"]
    assert status.formula1 == '"Chưa thực hiện,Đang thực hiện,Hoàn thành,Không phát sinh"'
    assert (progress.type, progress.formula1, progress.formula2) == ("decimal", "0", "1")
    assert finished.type == "date"
    for rule in rules.values():
        assert rule.errorTitle
        assert "ví dụ" in rule.error or "danh sách" in rule.error


def test_paper_font_and_panes(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    sheet = book["Báo cáo"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.freeze_panes == "D8"
    assert sheet.print_title_rows == "$7:$7"
    fonts = {cell.font.name for page in book for row in page.iter_rows() for cell in row if cell.value}
    assert fonts == {"Times New Roman"}
    millimetres = {side: round(getattr(sheet.page_margins, side) * 25.4) for side in ("left", "right", "top", "bottom")}
    assert millimetres == {"left": 30, "right": 15, "top": 20, "bottom": 20}


def test_every_units_workbook_of_the_shipped_plan_is_safe_for_excel(tmp_path: Path) -> None:
    loaded = plan.load(SHIPPED)
    for unit in (loaded.units[1], loaded.units[9], loaded.units[-1]):
        path = tmp_path / f"{unit.code}.xlsx"
        path.write_bytes(unitbook.write(loaded, unit, DAY))
        assert_excel_safe(path)
    assert_excel_safe(SHIPPED)


CASES = [
    (status, finished, due)
    for status in (None, *Status)
    for finished in (None, -30, 0)
    for due in (None, -40, -1, 0, 15, 16)
]


@pytest.mark.libreoffice
def test_the_live_standing_is_the_programs_own_rule(tmp_path: Path, convert: Callable[[Path, str], Path]) -> None:
    """The formula, calculated by LibreOffice for today, against `standing.judge`, for every case."""
    loaded = small_plan(tmp_path)
    source = tmp_path / "VP.xlsx"
    source.write_bytes(unitbook.write(loaded, loaded.units[0], DAY))
    book = openpyxl.load_workbook(source)
    sheet = book["Báo cáo"]
    today = date.today()
    formula = sheet["O8"].value
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for row, (status, finished, due) in enumerate(CASES, start=8):
        sheet.cell(row, 7).value = None if due is None else today + timedelta(days=due)
        sheet.cell(row, 9).value = status.value if status else None
        sheet.cell(row, 11).value = None if finished is None else today + timedelta(days=finished)
        sheet.cell(row, 15).value = re.sub(r"(\$[A-Z]+)8\b", rf"\g<1>{row}", formula)
    book.save(source)
    with convert(source, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true").open(encoding="utf-8") as stream:
        shown = [row[14] for row in list(csv.reader(stream))[7 : 7 + len(CASES)]]
    expected = [
        judge(
            status,
            None if finished is None else today + timedelta(days=finished),
            None if due is None else today + timedelta(days=due),
            True,
            today,
            15,
        ).value
        for status, finished, due in CASES
    ]
    assert today == date.today(), "midnight passed during the test"
    assert shown == expected


@pytest.mark.libreoffice
def test_exactly_the_overdue_rows_are_red(tmp_path: Path, convert: Callable[[Path, str], Path]) -> None:
    """By LibreOffice's HTML export, which evaluates the colour rules."""
    loaded = small_plan(tmp_path)
    path = tmp_path / "VP.xlsx"
    path.write_bytes(unitbook.write(loaded, loaded.units[0], DAY))
    fill(path, "Mã | Trạng thái\nB.I.01 | Hoàn thành")
    html = convert(path, "html:HTML (StarCalc)").read_text(encoding="utf-8")
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL | re.IGNORECASE)
    red = [code for row in rows for code in re.findall(r">([AB]\.[\w.]+)<", row) if "#FFC7CE" in row.upper()]
    # A.02 was due on 5/4/2025 and B.I.02 with the year; both are past and unfinished whenever this runs.
    assert red == ["A.02", "B.I.02"]


def test_headings_in_the_layout_are_the_agreed_ones() -> None:
    assert list(REPORT.headings) == HEADINGS


def test_no_heading_fits_two_columns() -> None:
    names = [fold(name) for c in REPORT.columns for name in (c.heading, *c.also.split(";")) if name]
    assert len(names) == len(set(names))
