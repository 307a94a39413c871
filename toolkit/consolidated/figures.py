"""The counted tables: `Theo đơn vị`, `Theo nhóm`, `Quá hạn`, `Sắp đến hạn`, `Chỉ tiêu`."""

from toolkit import summary
from toolkit.book import Book, CellValue
from toolkit.consolidated.sheet import FIRST_ROW, as_of_line, begin, write_row, write_rows
from toolkit.layout import BY_GROUP, BY_UNIT, NEAR_DUE, OVERDUE, TARGET_RESULTS
from toolkit.model import Standing
from toolkit.register import Line, Register
from toolkit.summary import Figures


def _figures(figures: Figures) -> list[CellValue]:
    return [figures.total, *(figures.counts[s] for s in Standing), figures.done_rate, figures.overdue_rate]


def write_by_unit(book: Book, register: Register) -> None:
    sheet = begin(book, BY_UNIT, "KẾT QUẢ THỰC HIỆN THEO ĐƠN VỊ", as_of_line(register.as_of))
    rows = summary.by_unit(register)
    for at, row in enumerate(rows):
        delivery = row.delivery.value if row.delivery else ""
        values = [str(at + 1), row.name, *_figures(row.figures), delivery]
        write_row(book, sheet, FIRST_ROW + at, BY_UNIT, values)
    total = ["", "Tổng cộng", *_figures(summary.total(register)), ""]
    write_row(book, sheet, FIRST_ROW + len(rows), BY_UNIT, total, bold=True)


def write_by_group(book: Book, register: Register) -> None:
    sheet = begin(book, BY_GROUP, "KẾT QUẢ THỰC HIỆN THEO NHÓM NHIỆM VỤ", as_of_line(register.as_of))
    rows = summary.by_group(register)
    for at, row in enumerate(rows):
        values = [row.heading.path, row.heading.text, *_figures(row.figures)]
        write_row(book, sheet, FIRST_ROW + at, BY_GROUP, values, bold=row.heading.is_section)
    total = ["", "Tổng cộng", *_figures(summary.total(register))]
    write_row(book, sheet, FIRST_ROW + len(rows), BY_GROUP, total, bold=True)


def _watch(number: int, line: Line, days: int) -> list[CellValue]:
    task, entry = line.task, line.entry
    return [
        str(number),
        task.code if task else "",
        task.text if task else "",
        line.unit.name if line.unit else "",
        entry.person if entry else "",
        task.deadline_text if task else "",
        line.due,
        days,
        line.status_text,
        entry.difficulty if entry else "",
    ]


def write_overdue(book: Book, register: Register) -> None:
    sheet = begin(book, OVERDUE, "NHIỆM VỤ QUÁ HẠN", as_of_line(register.as_of))
    lines = enumerate(summary.overdue(register), start=1)
    write_rows(book, sheet, OVERDUE, (_watch(number, line, line.days_overdue) for number, line in lines))


def write_near_due(book: Book, register: Register) -> None:
    sheet = begin(book, NEAR_DUE, "NHIỆM VỤ SẮP ĐẾN HẠN", as_of_line(register.as_of))
    lines = enumerate(summary.near_due(register), start=1)
    rows = (_watch(number, line, (line.due - register.as_of).days if line.due else 0) for number, line in lines)
    write_rows(book, sheet, NEAR_DUE, rows)


def write_targets(book: Book, register: Register) -> None:
    sheet = begin(book, TARGET_RESULTS, "KẾT QUẢ THỰC HIỆN CHỈ TIÊU", as_of_line(register.as_of))
    rows: list[list[CellValue]] = []
    for row in summary.targets(register):
        target = row.target
        promised = [
            target.task_code,
            target.text,
            target.comparison,
            target.level,
            target.measure,
            target.due_text,
        ]
        reported = [row.achieved, row.total] if row.units else [None, None]
        rows.append([*promised, row.units, *reported, row.rate, row.outcome])
    write_rows(book, sheet, TARGET_RESULTS, rows)
