"""The sheet `Phụ lục tổng hợp`: the appendix itself in printed order, one row per task."""

from toolkit import summary
from toolkit.book import Book, CellValue
from toolkit.consolidated.sheet import FIRST_ROW, add_live_colours, as_of_line, begin, write_row
from toolkit.layout import SUMMARY
from toolkit.model import Heading
from toolkit.register import Register
from toolkit.summary import TaskRow


def write(book: Book, register: Register) -> None:
    sheet = begin(book, SUMMARY, "PHỤ LỤC TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ", as_of_line(register.as_of))
    row_of = {row.task.code: row for row in summary.by_task(register)}
    for at, row in enumerate(register.plan.rows, start=FIRST_ROW):
        if isinstance(row, Heading):
            blanks: list[CellValue] = [""] * (len(SUMMARY.columns) - 3)
            write_row(book, sheet, at, SUMMARY, ["", row.label, row.text, *blanks], bold=True)
        else:
            write_row(book, sheet, at, SUMMARY, _values(row_of[row.code]))
    end = FIRST_ROW + len(register.plan.rows)
    add_live_colours(book, sheet, SUMMARY, end, register.plan.settings.warning_days)
    sheet.print_area(0, 0, end - 1, len(SUMMARY.columns) - 1)


def _values(row: TaskRow) -> list[CellValue]:
    task = row.task
    told = [
        task.code,
        task.number,
        task.text,
        task.lead_text,
        task.support_text,
        task.deadline_text,
        task.due,
    ]
    counts = [row.units, row.reported, row.done, row.overdue]
    return [*told, *counts, row.status, row.standing.value, row.result, row.difficulty, row.proposal]
