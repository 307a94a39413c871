"""Whole workbooks of every shape that programs write, made from a number, with the values that their cells hold."""

import io
import random
import string
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.styles import Font

from toolkit.readers import Grid, Value

Cells = dict[tuple[int, int], Value]
_WORDS = (
    "Hoàn thành", "Đang thực hiện", "Quyết định số 12/QĐ-UBND ngày 05/4/2025", "100%", "=1+1", "+84 912", "@lan", "<b>&amp;",
    "hai\ndòng", "  thừa khoảng trắng  ", "😀", "Hòa", "Hoà", "x" * 3000, "0012", "1/2", "https://xa.vn",
    "Ô «lạ»", "'nháy",
)  # fmt: skip


def alike(value: Value) -> Value:
    """A date without a time of day is one value, however a reader gives it; so are whole numbers and line ends."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, bool | int | float):
        return round(float(value), 6)
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value


def cells_of(grid: Grid) -> Cells:
    """The cells that hold something, each in the one form."""
    return {
        (grid.first_row + row, grid.first_column + column): alike(value)
        for row, values in enumerate(grid.rows)
        for column, value in enumerate(values)
        if value != ""
    }


def _value(chance: random.Random) -> Value:
    kind = chance.randrange(8)
    if kind < 3:
        return chance.choice(_WORDS)
    if kind == 3:
        return "".join(chance.choices(string.ascii_letters + "ăâđêôơưĂÂĐÊÔƠƯ ", k=chance.randint(1, 40))).strip() or "x"
    if kind == 4:
        return date(2025, 1, 1) + timedelta(days=chance.randrange(700))
    if kind == 5:
        return chance.random() < 0.5
    return chance.choice([0.0, 0.5, 1.0, 45000.25, -7.0, float(chance.randrange(10**6)), chance.random()])


def sheets(seed: int) -> dict[str, Cells]:
    """The cells of some sheets, now and then with gaps, a stray cell far below, or nothing at all."""
    chance = random.Random(seed)
    made: dict[str, Cells] = {}
    for number in range(chance.randint(1, 4)):
        rows, columns = chance.randint(1, 45), chance.randint(1, 20)
        top, left = chance.choice([0, 0, 3]), chance.choice([0, 0, 2])
        cells = {
            (top + row, left + column): _value(chance)
            for row in range(rows)
            for column in range(columns)
            if chance.random() < chance.choice([0.2, 0.9])
        }
        if chance.random() < 0.2:
            cells[chance.choice([300, 2_000]), left] = "lạc"
        made[f"Bảng {number + 1}"] = cells if number or cells else {(0, 0): "một"}
    return made


def by_xlsxwriter(path: Path, content: dict[str, Cells]) -> None:
    """Formatted, with merged cells, a hidden sheet, notes, rules and formulas as this library writes them."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    days, bold = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True, "text_wrap": True})
    for at, (name, cells) in enumerate(content.items()):
        sheet = book.add_worksheet(name)
        for (row, column), value in cells.items():
            if isinstance(value, str):
                sheet.write_string(row, column, value, bold)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, days)
            elif isinstance(value, float) and row % 3 == 0:
                sheet.write_formula(row, column, f"={value!r}+0", None, value)
            else:
                sheet.write(row, column, value)
        sheet.write_blank(2, 30, None, bold)
        sheet.write_comment(1, 1, "ghi chú")
        sheet.data_validation(0, 0, 9, 9, {"validate": "list", "source": ["a", "b"]})
        if at:
            sheet.hide()
    book.close()


def by_openpyxl(path: Path, content: dict[str, Cells]) -> None:
    """The same by the other library that programs use most, and by its streaming way for every other sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in content.items():
        sheet = book.create_sheet(name)
        for (row, column), value in cells.items():
            cell = sheet.cell(row + 1, column + 1, value)
            if isinstance(value, str):
                cell.data_type, cell.font = "s", Font(bold=True)
        sheet.row_dimensions[3].hidden = True
    target = io.BytesIO()
    book.save(target)
    path.write_bytes(target.getvalue())
