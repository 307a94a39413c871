"""The control workbook `dieu_khien.xlsm`: buttons, two cells to fill, the result of the last run.

It is written whole by XlsxWriter and never edited: a program that loads and saves it would lose the buttons. The
macros are built on the clerk's own machine, so that no mail filter blocks them and versions always match.
"""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from toolkit import isolation, spreadsheet
from toolkit.book import BAND_FILL, Book, set_paper
from toolkit.control import project
from toolkit.isolation import Stopped
from toolkit.layout import Look
from toolkit.typesetting import height_of

CONTROL_SHEET, MESSAGES_SHEET, XLWINGS_SHEET = "Điều khiển", "Lời nhắn", "xlwings.conf"
SHEETS = (CONTROL_SHEET, MESSAGES_SHEET, XLWINGS_SHEET)
RESULT_ROWS = 22
_WIDTHS = (26, 34, 34, 34)
_ENTRY = {"bg_color": "#FFF2CC", "valign": "vcenter", "font_size": 12}


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, the macro behind it, what it does in a few words."""

    caption: str
    macro: str
    told: str


BUTTONS = (
    Button("Soát kế hoạch", "PhulucLint", "tìm chỗ chưa thống nhất trong kế hoạch"),
    Button("Giao việc", "PhulucIssue", "ghi tệp báo cáo cho từng đơn vị vào thư mục giao"),
    Button("Kiểm tra", "PhulucValidate", "kiểm tra tệp trong thư mục nop, ghi bản đánh dấu vào tra_lai"),
    Button("Tổng hợp", "PhulucMerge", "ghi tệp tổng hợp vào tong_hop rồi mở ra"),
    Button("Đánh dấu quá hạn", "PhulucFlag", "tô màu tệp phụ lục ghi ở ô «Tệp cần đánh dấu»"),
    Button("Báo cáo", "PhulucReport", "ghi báo cáo Word từ tệp tổng hợp mới nhất rồi mở ra"),
    Button("Gửi báo cáo", "PhulucSend", "soạn thư nháp gửi cấp trên, kèm tệp tổng hợp và báo cáo Word; chưa gửi đi"),
)
_ENTRIES = (
    ("Thu_muc", "Thư mục làm việc", "để trống: thư mục của chính tệp này"),
    ("Ngay_bao_cao", "Ngày tổng hợp", "để trống: hôm nay"),
    ("Tep_danh_dau", "Tệp cần đánh dấu", "chỉ dùng cho nút «Đánh dấu quá hạn»"),
    ("Khong_xlwings", "Không dùng xlwings", "ghi x nếu nút bấm báo lỗi của xlwings"),
)
ON_NETWORK = (
    "Thư mục đang ở trên mạng (OneDrive, SharePoint). Chép cả thư mục về ổ đĩa của máy, ví dụ D:\\phuluc, rồi mở lại "
    "từ đó."
)
_MESSAGES = (
    ("Dang_chay", "Đang chạy, xin chờ…"),
    ("Tren_mang", ON_NETWORK),
    (
        "Khong_chay_duoc",
        "Không chạy được chương trình. Kiểm tra đã cài đặt chưa (chạy scripts/cai_dat), hoặc tạo lại tệp này bằng "
        "lệnh «phuluc dieu-khien».",
    ),
)


def write(interpreter: str, made_on: date) -> bytes:
    """The bytes of the control workbook.

    Args:
        interpreter: the path of the Python that the buttons start.
        made_on: the day it is made, kept in its properties.
    """
    book = Book("Điều khiển", "phuluc", made_on)
    book.workbook.add_vba_project(io.BytesIO(project.build(SHEETS)), is_stream=True)
    book.workbook.set_vba_name("ThisWorkbook")
    sheet = book.sheet(CONTROL_SHEET)
    sheet.set_vba_name("Sheet1")
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    title = book.style(bold=True, font_size=18, font_color="#1F3864", valign="vcenter")
    sheet.write_string(0, 0, "ĐIỀU KHIỂN TỔNG HỢP PHỤ LỤC NHIỆM VỤ", title)
    sheet.set_row(0, 34)
    row = _write_entries(book, sheet, 2)
    row = _write_buttons(book, sheet, row + 1)
    _write_result_area(book, sheet, row + 1)
    set_paper(sheet, one_page=True)
    sheet.activate()
    _write_messages(book, interpreter)
    _write_xlwings(book, interpreter)
    return book.bytes()


def read_interpreter(path: Path) -> str:
    """The Python that a control workbook's buttons start, read in a process apart; nothing where it is none.

    Raises:
        MachineError: the machine lets no process be started.
    """
    try:
        return isolation.workers().submit(_interpreter, path).result()
    except (spreadsheet.Unreadable, Stopped):
        return ""


def _interpreter(path: Path) -> str:
    sheet = spreadsheet.parse(spreadsheet.load(path)).sheet(MESSAGES_SHEET)
    named = {sheet.text(row, 0): sheet.text(row, 1) for row in sheet.filled_rows} if sheet else {}
    return named.get("Python", "")


def _name(book: Book, name: str, sheet: str, cell: str) -> None:
    book.workbook.define_name(name, f"='{sheet}'!{cell}")


def _write_entries(book: Book, sheet: Worksheet, row: int) -> int:
    label = book.style(bold=True, font_size=12, valign="vcenter", align="right", indent=1)
    note = book.style(italic=True, valign="vcenter")
    for name, text, told in _ENTRIES:
        look = Look.DATE if name == "Ngay_bao_cao" else Look.TEXT
        sheet.write_string(row, 0, text, label)
        sheet.write_blank(row, 1, None, book.cell_style(look, **_ENTRY))
        sheet.write_string(row, 2, told, note)
        sheet.set_row(row, 22)
        _name(book, name, CONTROL_SHEET, f"$B${row + 1}")
        row += 1
    return row


def _write_buttons(book: Book, sheet: Worksheet, row: int) -> int:
    told = book.style(valign="vcenter", font_size=12)
    for button in BUTTONS:
        sheet.set_row(row, 30)
        size = {"width": 180, "height": 32, "x_offset": 4, "y_offset": 4}
        sheet.insert_button(row, 0, {"macro": button.macro, "caption": button.caption, **size})
        sheet.write_string(row, 1, button.told, told)
        row += 1
    return row


def _write_result_area(book: Book, sheet: Worksheet, row: int) -> None:
    band = book.cell_style(Look.TEXT, bold=True, bg_color=BAND_FILL, valign="vcenter", font_size=12)
    last = len(_WIDTHS) - 1
    for name, text in (("Lan_chay", "Lần chạy gần nhất"), ("Ket_qua", "Kết quả")):
        sheet.write_string(row, 0, text, band)
        sheet.merge_range(row, 1, row, last, "", book.cell_style(Look.TEXT, bold=True, valign="vcenter", font_size=12))
        sheet.set_row(row, 36 if name == "Ket_qua" else 22)
        _name(book, name, CONTROL_SHEET, f"$B${row + 1}")
        row += 1
    plain = book.style(valign="vcenter")
    for at in range(row, row + RESULT_ROWS):
        sheet.write_blank(at, 0, None, plain)
    _name(book, "Cac_dong", CONTROL_SHEET, f"$A${row + 1}:$A${row + RESULT_ROWS}")


def _write_messages(book: Book, interpreter: str) -> None:
    """Texts for the macros, which cannot hold Vietnamese themselves, and the interpreter that they start."""
    sheet = book.sheet(MESSAGES_SHEET)
    sheet.set_vba_name("Sheet2")
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    wrapped = book.style(text_wrap=True)
    for row, (name, text) in enumerate((("Python", interpreter), *_MESSAGES)):
        sheet.write_string(row, 0, name, wrapped)
        sheet.write_string(row, 1, text, wrapped)
        sheet.set_row(row, height_of([(text, 90)]))
        _name(book, name, MESSAGES_SHEET, f"$B${row + 1}")
    sheet.hide()


def _write_xlwings(book: Book, interpreter: str) -> None:
    """What xlwings reads: which Python, and nothing of the workbook's folder, which may lie on a network."""
    sheet = book.sheet(XLWINGS_SHEET)
    sheet.set_vba_name("Sheet3")
    told = (
        ("Interpreter_Win", interpreter),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
        ("USE UDF SERVER", "False"),
        ("SHOW CONSOLE", "False"),
    )
    plain = book.style()
    for row, (key, value) in enumerate(told):
        sheet.write_string(row, 0, key, plain)
        sheet.write_string(row, 1, value, plain)
    sheet.set_column(0, 1, 34)
    sheet.hide()
