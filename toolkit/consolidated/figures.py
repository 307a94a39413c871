"""The counted tables: `Theo đơn vị`, `Theo nhóm`, `Quá hạn`, `Sắp đến hạn`, `Chỉ tiêu`."""

from toolkit import summary
from toolkit.book import Book
from toolkit.consolidated.sheet import (
    FIRST_ROW,
    add_filter,
    begin,
    days_overdue,
    reader_of,
    write_rows,
)
from toolkit.detail import Detail
from toolkit.layout import AS_OF_NAME, BY_GROUP, BY_UNIT, NEAR_DUE, OVERDUE, TARGET_RESULTS
from toolkit.model import Standing
from toolkit.page import CellValue, Formula
from toolkit.period import Period
from toolkit.places import column_letters
from toolkit.summary import Figures


def figure_values(figures: Figures) -> list[CellValue]:
    """Total, the nine standings, both rates."""
    return [figures.total, *(figures.counts[s] for s in Standing), figures.done_rate, figures.overdue_rate]


def write_by_unit(book: Book, period: Period) -> None:
    sheet = begin(book, BY_UNIT, "KẾT QUẢ THỰC HIỆN THEO ĐƠN VỊ", period.as_of)
    rows = summary.by_unit(period)
    for at, row in enumerate(rows):
        delivery = row.delivery.value if row.delivery else ""
        values = [str(at + 1), row.name, *figure_values(row.figures), delivery]
        sheet.put_row(FIRST_ROW + at, values, book.column_styles(BY_UNIT))
    end = FIRST_ROW + len(rows)
    add_filter(sheet, BY_UNIT, end - 1)
    sent = f"Đã nộp {period.sent}/{len(period.unit_receipts)}"
    total = ["", "Tổng cộng", *figure_values(summary.total(period)), sent]
    sheet.put_row(end, total, book.column_styles(BY_UNIT, is_band=True))


def write_by_group(book: Book, period: Period) -> None:
    sheet = begin(book, BY_GROUP, "KẾT QUẢ THỰC HIỆN THEO NHÓM NHIỆM VỤ", period.as_of)
    sheet.outline_settings(symbols_below=False)
    rows = summary.by_group(period)
    for at, row in enumerate(rows, start=FIRST_ROW):
        is_section = row.group.is_section
        values = [row.group.path, row.group.text, *figure_values(row.figures)]
        sheet.put_row(at, values, book.column_styles(BY_GROUP, is_section), level=0 if is_section else 1)
    add_filter(sheet, BY_GROUP, FIRST_ROW + len(rows) - 1)
    total = ["", "Tổng cộng", *figure_values(summary.total(period))]
    sheet.put_row(FIRST_ROW + len(rows), total, book.column_styles(BY_GROUP, is_band=True))


def _watch(row: int, detail: Detail, days: Formula) -> list[CellValue]:
    task = [detail.code, detail.task, detail.unit, detail.person, detail.deadline]
    return [str(row - FIRST_ROW + 1), *task, detail.due, days, detail.status, detail.difficulty]


def write_overdue(book: Book, period: Period) -> None:
    sheet = begin(book, OVERDUE, "NHIỆM VỤ QUÁ HẠN", period.as_of)
    late = summary.overdue(period)
    rows = (
        _watch(row, detail, days_overdue(row, OVERDUE, detail.days or 0))
        for row, detail in enumerate(late, start=FIRST_ROW)
    )
    write_rows(book, sheet, OVERDUE, rows, len(late))


def write_near_due(book: Book, period: Period) -> None:
    sheet = begin(book, NEAR_DUE, "NHIỆM VỤ SẮP ĐẾN HẠN", period.as_of)
    near = [(detail, (detail.due - period.as_of).days) for detail in summary.near_due(period) if detail.due]
    due = column_letters(NEAR_DUE.position["due"])
    rows = (
        _watch(row, detail, Formula(f"={due}{row + 1}-{AS_OF_NAME}", days))
        for row, (detail, days) in enumerate(near, start=FIRST_ROW)
    )
    write_rows(book, sheet, NEAR_DUE, rows, len(near))


def write_targets(book: Book, period: Period) -> None:
    sheet = begin(book, TARGET_RESULTS, "KẾT QUẢ THỰC HIỆN CHỈ TIÊU", period.as_of)
    write_rows(book, sheet, TARGET_RESULTS, map(reader_of(TARGET_RESULTS), period.targets), len(period.targets))
