"""Workbooks as text tables: a test shows the case as a person would see it in Excel.

Cells of a line are separated by `|`; the first line holds the headings. A cell is text unless it reads as
a number (`0.5`), a date (`2025-06-30`) or `=formula`; quotes keep text text (`"5"`).
"""

import re
from datetime import date
from pathlib import Path

import openpyxl

from toolkit import plan, spreadsheet
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS
from toolkit.model import Plan
from toolkit.spreadsheet import Workbook

READING = Path(__file__).parent.parent / "docs" / "reading.md"
DAY = date(2025, 6, 30)

APPENDIX_TABLE = """
    STT | Nhiệm vụ                                  | Đơn vị chủ trì     | Đơn vị phối hợp | Thời gian hoàn thành
    A   | Nhiệm vụ chung (02 nhiệm vụ)              |                    |                 |
    "1" | Tuyên truyền về chuyển đổi số             | Các đơn vị         | Văn phòng       | Thực hiện thường xuyên
    "2" | Xây dựng kế hoạch năm                     | Các đơn vị         |                 | Trước ngày 05/4/2025
    B   | Nhiệm vụ cụ thể (03 nhiệm vụ)             |                    |                 |
    I   | Nhóm điều hành (02 nhiệm vụ)              |                    |                 |
    "1" | Cắt giảm thủ tục hành chính               | Văn phòng          | Công an xã      | Tháng 7/2025
    "2" | Số hóa hồ sơ lưu trữ của xã               | Văn phòng          |                 | Năm 2025
    II  | Nhóm y tế (01 nhiệm vụ)                   |                    |                 |
    "1" | Định danh cơ sở khám bệnh                 | Trạm Y tế          |                 | Sau khi có hướng dẫn
"""
UNITS_TABLE = """
    Mã đơn vị | Tên đơn vị | Tên gọi khác  | Nhóm       | Đầu mối | Email
    VP        | Văn phòng  | VP UBND xã    | Các đơn vị |         |
    CA        | Công an xã |               | Các đơn vị |         |
    TYT       | Trạm Y tế  |               | Các đơn vị |         |
"""
TARGETS_TABLE = """
    Mã nhiệm vụ | Chỉ tiêu             | So sánh | Mức | Đơn vị tính | Hạn
    B.I.02      | Hồ sơ được số hóa    | ≥       | 90  | %           | Năm 2025
"""
SETTINGS_TABLE = """
    Mục                       | Giá trị
    Tên kế hoạch              | Kế hoạch thử
    Số kế hoạch               | 07/KH-UBND
    Ngày ban hành             | 2025-01-15
    Năm kế hoạch              | 2025
    Cơ quan ban hành          | UBND xã Thử
    Cảnh báo trước hạn (ngày) | 15
"""


def cells(table: str) -> list[list[object]]:
    """The values of a text table, line by line."""
    lines = [line for line in table.strip("\n").splitlines() if line.strip()]
    return [[_value(cell.strip()) for cell in line.split("|")] for line in lines]


def _value(text: str) -> object:
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return text[1:-1]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    return text or None


def write_book(path: Path, sheets: dict[str, str]) -> Path:
    """A workbook with one sheet per text table."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells(table):
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def write_plan(
    path: Path,
    appendix: str = APPENDIX_TABLE,
    units: str = UNITS_TABLE,
    targets: str = TARGETS_TABLE,
    settings: str = SETTINGS_TABLE,
) -> Path:
    """A plan workbook; the columns `Mã` and `Hạn hoàn thành` are added blank where the table has none."""
    lines = cells(appendix)
    for heading, place in (("Mã", 0), ("Hạn hoàn thành", 6)):
        if heading not in lines[0]:
            for at, line in enumerate(lines):
                line.insert(place, heading if at == 0 else None)
    book = openpyxl.Workbook()
    book.remove(book.active)
    tables = {
        APPENDIX.sheet: lines,
        TARGETS.sheet: cells(targets),
        UNITS.sheet: cells(units),
        SETTINGS.sheet: cells(settings),
    }
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def small_plan(folder: Path) -> Plan:
    """The plan of the text tables above, loaded."""
    return plan.load(write_plan(folder / "template_phu_luc.xlsx"))


def read_book(path: Path) -> Workbook:
    """A workbook as the program reads it."""
    return spreadsheet.parse(spreadsheet.load(path))


def fill(path: Path, table: str, sheet: str = "Báo cáo", key: str = "Mã") -> Path:
    """Fill a unit's workbook as its officer would: rows found by the first column's heading, cells by theirs.

    A row whose key is `+` goes into the first open row for added tasks.
    """
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    header, *rows = cells(table)
    top = next(row for row in page.iter_rows() if any(cell.value == key for cell in row))
    column_of = {cell.value: cell.column for cell in top}
    key_of = {page.cell(row, column_of[key]).value: row for row in range(top[0].row + 1, page.max_row + 1)}
    blank = next((text for text in key_of if isinstance(text, str) and text.startswith("Nhiệm vụ phát sinh")), None)
    added = key_of[blank] + 1 if blank else page.max_row + 1
    for values in rows:
        code, row = values[0], key_of.get(values[0])
        if row is None:
            row, added = added, added + 1
        for heading, value in zip(header, values, strict=True):
            if heading == key and code in ("+", *key_of):
                continue
            if value is not None:
                page.cell(row, column_of[heading]).value = value
    book.save(path)
    return path


def documented(name: str, *figures: int | str) -> bool:
    """True where a table of `docs/reading.md` has this line."""
    line = f"| {' | '.join(map(str, (name, *figures)))} |"
    print(line)
    return line in READING.read_text(encoding="utf-8").splitlines()


def unescaped(text: str) -> str:
    """A cell of the labelled examples, whose escapes stand for line breaks and invisible characters."""
    named = {"n": "\n", "t": "\t", "\\": "\\"}
    return re.sub(r"\\(u[0-9A-Fa-f]{4}|[nt\\])", lambda m: named.get(m[1]) or chr(int(m[1][1:], 16)), text)
