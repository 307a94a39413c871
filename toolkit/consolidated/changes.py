"""The sheet `So với kỳ trước`: every task that moved since the earlier period, and the run of all periods."""

from toolkit.book import Book
from toolkit.comparison import Change, History
from toolkit.consolidated.sheet import FIRST_ROW, begin, write_rows
from toolkit.layout import CHANGES, Look
from toolkit.model import Standing
from toolkit.page import CellValue, Page
from toolkit.period import Period
from toolkit.typesetting import shorten

_TREND = (
    ("Ngày tổng hợp", Look.DATE),
    ("Tổng số", Look.NUMBER),
    ("Đơn vị đã nộp", Look.CENTER),
    ("Hoàn thành", Look.NUMBER),
    ("Quá hạn", Look.NUMBER),
    ("Tỷ lệ hoàn thành (%)", Look.RATE),
    ("Tỷ lệ quá hạn (%)", Look.RATE),
)


def write(book: Book, period: Period, history: History) -> None:
    before = f"{history.previous.as_of:%d/%m/%Y}" if history.previous else ""
    title = f"THAY ĐỔI SO VỚI KỲ TRƯỚC (ngày {before})"
    sheet = begin(book, CHANGES, title, period.as_of)
    end = write_rows(book, sheet, CHANGES, map(_values, history.changes), len(history.changes))
    if not history.changes:
        sheet.write_string(FIRST_ROW, 2, "Không có thay đổi.", book.cell_style(Look.TEXT, italic=True))
    _write_trend(book, sheet, end + 1, history)


def _values(change: Change) -> list[CellValue]:
    detail = change.detail
    # The same task stands here once for every unit; its whole text is in the other sheets.
    task = shorten(detail.task, CHANGES.columns[CHANGES.position["task"]].width, 2)
    return [change.shift.value, detail.code, task, detail.unit, detail.role, change.before, change.now]


def _write_trend(book: Book, sheet: Page, row: int, history: History) -> None:
    sheet.write_string(row, 0, "DIỄN BIẾN QUA CÁC KỲ", book.style(bold=True, font_size=13))
    sheet.set_row(row, 20)
    for at, (heading, _) in enumerate(_TREND):
        sheet.write_string(row + 1, at, heading, book.heading_style())
    for below, point in enumerate(history.trend, start=row + 2):
        figures = point.figures
        values: tuple[CellValue, ...] = (
            point.as_of,
            figures.total,
            f"{point.sent}/{point.units}",
            figures.done,
            figures.counts[Standing.OVERDUE],
            figures.done_rate,
            figures.overdue_rate,
        )
        for at, ((_, look), value) in enumerate(zip(_TREND, values, strict=True)):
            sheet.put(below, at, value, book.cell_style(look))
