"""Building a plan workbook from plain data files: the appendix as printed, in the layout that `plan.load` reads.

The folder holds `phu_luc.tsv`, `chi_tieu.tsv`, `don_vi.tsv`, `cau_hinh.tsv` (tab separated, one header line)
and `tieu_de.txt` (the title block, one line each).
"""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from toolkit.book import BAND_FILL, Book, set_paper, write_guide, write_headings
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS, Column, Layout, Look
from toolkit.model import Item
from toolkit.numbering import Numbering
from toolkit.typesetting import height_of

_GUIDE = (
    "1. Trang tính «Phụ lục» là bảng nhiệm vụ, giữ đúng câu chữ, thứ tự của phụ lục đã ban hành. Mỗi nhiệm vụ có một mã cố định ở cột «Mã»; không sửa mã khi đã giao việc.",
    "2. Cột «Thời gian hoàn thành» ghi như bản in. Khi muốn chốt một ngày khác, nhập ngày đó vào cột «Hạn hoàn thành»; ngày nhập tay được dùng trước.",
    "3. Trang tính «Chỉ tiêu»: các con số kế hoạch đề ra, mỗi chỉ tiêu một dòng, ghi đúng mã nhiệm vụ.",
    "4. Trang tính «Đơn vị»: mỗi đơn vị một mã (chữ không dấu và số). «Tên gọi khác» và «Nhóm» có thể ghi nhiều tên, cách nhau bằng dấu chấm phẩy. Một tên nhóm ở cột chủ trì là giao cho mọi đơn vị trong nhóm.",
    "5. Trang tính «Cấu hình»: điền số, ngày ban hành kế hoạch, nơi nhận, người ký; có thể đổi số ngày cảnh báo trước hạn.",
    "6. Sau khi sửa: soát kế hoạch (phuluc soat), giao việc (phuluc giao), nhận tệp của các đơn vị vào thư mục «nop», kiểm tra (phuluc kiem-tra), tổng hợp (phuluc tong-hop).",
    "7. Không đổi tên các trang tính và tiêu đề cột.",
    "8. Dùng cho kế hoạch khác: thay tên phụ lục ở đầu trang tính «Phụ lục»; xóa hết các dòng cũ, cả cột «Mã» và «Hạn hoàn thành»; dán các dòng mới vào đúng cột, để trống cột «Mã». Cột «STT»: phần, nhóm ghi chữ cái hoặc số La Mã; nhiệm vụ ghi 1, 2, 3 hoặc a), b). Thay các trang tính «Chỉ tiêu», «Đơn vị», «Cấu hình» rồi soát kế hoạch.",
)


def build(folder: Path) -> bytes:
    """The bytes of the plan workbook made from the data files in the folder."""
    settings = _records(folder / "cau_hinh.tsv")
    year = next((value for item, value in settings if item == Item.YEAR), "")
    # The title stays in the file when the plan in it is replaced.
    book = Book("Phụ lục nhiệm vụ", "phuluc", date(int(year), 1, 1))
    write_guide(book, "HƯỚNG DẪN SỬ DỤNG PHỤ LỤC NHIỆM VỤ", _GUIDE)
    title = (folder / "tieu_de.txt").read_text(encoding="utf-8").splitlines()
    _write_appendix(book, title, _records(folder / "phu_luc.tsv"))
    _write_list(
        book,
        TARGETS,
        [
            [_number(cell) if at == 3 else cell for at, cell in enumerate(row)]
            for row in _records(folder / "chi_tieu.tsv")
        ],
    )
    _write_list(book, UNITS, _records(folder / "don_vi.tsv"))
    _write_list(book, SETTINGS, [[item, _number(value)] for item, value in settings])
    return book.bytes()


def _records(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def _number(text: str) -> str | float:
    return float(text) if text.replace(".", "", 1).isdecimal() else text


def _write_appendix(book: Book, title: list[str], records: list[list[str]]) -> None:
    sheet = book.sheet(APPENDIX.sheet)
    last = len(APPENDIX.columns) - 1
    for at, line in enumerate(title):
        style = book.style(bold=at < len(title) - 1, italic=at == len(title) - 1, align="center", font_size=13)
        sheet.merge_range(at, 0, at, last, line, style)
        sheet.set_row(at, 20)
    header = len(title) + 1
    write_headings(book, sheet, header, APPENDIX)
    numbering = Numbering()
    band = book.cell_style(Look.TEXT, bold=True, bg_color=BAND_FILL)
    for row, (number, *texts) in enumerate(records, start=header + 1):
        is_task = number.isdecimal()
        if not is_task:
            numbering.head(number)
        values = [numbering.code() if is_task else "", number, *texts, ""]
        for at, (column, value) in enumerate(zip(APPENDIX.columns, values, strict=True)):
            sheet.put(row, at, value, book.cell_style(column.look) if is_task else band)
        sheet.set_row(
            row,
            height_of(
                [(value, column.width) for value, column in zip(values, APPENDIX.columns, strict=True)],
                bold=not is_task,
            ),
        )
    sheet.freeze_panes(header + 1, 3)
    set_paper(sheet, repeat_row=header)


def _write_list(book: Book, layout: Layout, records: Sequence[Sequence[str | float]]) -> None:
    sheet = book.sheet(layout.sheet)
    write_headings(book, sheet, 0, layout)
    for row, values in enumerate(records, start=1):
        for at, (column, value) in enumerate(zip(layout.columns, values, strict=True)):
            sheet.put(row, at, value, book.cell_style(_look(column, value)))
        sheet.set_row(row, height_of([(str(v), c.width) for v, c in zip(values, layout.columns, strict=True)]))
    sheet.freeze_panes(1, 0)
    set_paper(sheet, repeat_row=0)


def _look(column: Column, value: str | float) -> Look:
    """Numbers among texts (the sheet `Cấu hình`) stand left like their neighbours."""
    return Look.TEXT if column.key == "value" else column.look
