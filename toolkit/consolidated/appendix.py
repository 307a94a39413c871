"""The sheet `Phụ lục tổng hợp`: the appendix itself in printed order, one row per task, printed as an annex.

The title block follows Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III.1: "Phụ lục" in lower case, the title in capitals,
and in brackets the document that it goes with.
"""

from dataclasses import replace

from toolkit.book import BAND, Book, set_paper, write_headings
from toolkit.consolidated.sheet import FIRST_ROW, HEADER_ROW, add_filter, add_live_colours
from toolkit.layout import AS_OF_LINE, SUMMARY, Look
from toolkit.model import Heading, Settings, Task
from toolkit.page import CellValue, Page
from toolkit.period import Period
from toolkit.register import Register
from toolkit.summary import TaskRow, by_task, roll_up
from toolkit.typesetting import height_of, most_lines, shorten

_TASK = SUMMARY.position["task"]
_LAST = len(SUMMARY.columns) - 1
_ROOM = sum(column.width for column in SUMMARY.columns[2:])
_TAIL = " … (xem đủ ở trang tính Chi tiết)"


def write(book: Book, register: Register, period: Period) -> None:
    sheet = book.sheet(SUMMARY.sheet)
    _write_title(book, sheet, register)
    write_headings(book, sheet, HEADER_ROW, SUMMARY)
    sheet.freeze_panes(FIRST_ROW, SUMMARY.position["lead"])
    sheet.outline_settings(symbols_below=False)
    details_of = by_task(period)
    depth, columns = 0, book.column_styles(SUMMARY)
    for at, row in enumerate(register.plan.rows, start=FIRST_ROW):
        if isinstance(row, Heading):
            depth = 1 if row.is_section else 2
            _write_heading(book, sheet, at, row, depth - 1)
        else:
            sheet.put_row(at, _values(row, roll_up(details_of[row.code])), columns, level=depth)
    end = FIRST_ROW + len(register.plan.rows)
    add_filter(sheet, SUMMARY, end - 1)
    add_live_colours(book, sheet, SUMMARY, end, register.plan.settings.warning_days)
    _write_signature(book, sheet, end + 1, register.plan.settings)
    set_paper(sheet, repeat_row=HEADER_ROW)
    sheet.print_area(0, 0, end + 6, _LAST)


def _write_title(book: Book, sheet: Page, register: Register) -> None:
    settings = register.plan.settings
    title = f"TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ – {AS_OF_LINE.format(register.as_of).upper()}"
    issuer = settings.issuer or "cơ quan báo cáo"
    goes_with = f"(Kèm theo Báo cáo số      /BC-      ngày      tháng      năm {register.as_of.year} của {issuer})"
    looks: tuple[tuple[str, dict[str, object]], ...] = (
        ("Phụ lục", {"bold": True}),
        (title, {"bold": True}),
        (goes_with, {"italic": True}),
    )
    for row, (text, look) in enumerate(looks):
        sheet.merge_range(row, 0, row, _LAST, text, book.style(font_size=14, align="center", valign="vcenter", **look))
        sheet.set_row(row, 22)


def _write_heading(book: Book, sheet: Page, at: int, row: Heading, level: int) -> None:
    """A section or group: its text runs over the empty cells beside it; nothing is merged, so the table sorts."""
    columns = book.column_styles(SUMMARY, is_band=True)
    values: list[CellValue] = ["", row.label, row.text, *[""] * (len(SUMMARY.columns) - 3)]
    height = height_of([(row.text, _ROOM)], bold=True)
    if height > height_of([("", 1)], bold=True):
        sheet.put_row(at, values, columns, level=level)
        return
    flowing = replace(columns[_TASK], text=book.cell_style(Look.TEXT, **BAND, text_wrap=False), cells={})
    sheet.put_row(at, values, (*columns[:_TASK], flowing, *columns[_TASK + 1 :]), height, level)


def _values(task: Task, row: TaskRow) -> list[CellValue]:
    told: list[CellValue] = [task.code, task.number, task.text, task.lead_text, task.support_text, task.deadline_text]
    counts = [row.units, row.reported, row.done, row.overdue]
    gathered = [
        shorten(text, SUMMARY.columns[SUMMARY.position[key]].width, most_lines(), _TAIL)
        for key, text in (("result", row.result), ("difficulty", row.difficulty), ("proposal", row.proposal))
    ]
    return [*told, task.due, *counts, row.status, row.standing.value, *gathered]


def _write_signature(book: Book, sheet: Page, row: int, settings: Settings) -> None:
    """The signer's title and name in the right third, with room for the signature between them."""
    left = SUMMARY.position["result"]
    style = book.style(bold=True, font_size=14, align="center", valign="vcenter", text_wrap=True)
    sheet.merge_range(row, left, row, _LAST, (settings.signer_title or "NGƯỜI KÝ").upper(), style)
    sheet.set_row(row, 40)
    sheet.merge_range(row + 4, left, row + 4, _LAST, settings.signer, style)
    sheet.set_row(row + 4, 22)
