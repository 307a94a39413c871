"""The sheet `Tổng quan`: the state of the plan on one screen and one A4 page, everything linked to the sheets behind.

Twelve equal columns hold, from the top: the reporting date, what came in, the figures as tiles with those of the
period before, the charts, the worst overdue tasks beside who has not sent and what changed. The numbers of the charts
stand under the page.
"""

from xlsxwriter.format import Format

from toolkit import summary
from toolkit.book import AMBER_FILL, BAND, RED_FILL, Book, set_paper
from toolkit.comparison import History, Shift
from toolkit.consolidated import charts
from toolkit.consolidated.figures import figure_values
from toolkit.layout import (
    AS_OF_NAME,
    BY_UNIT,
    CHANGES,
    DELIVERIES,
    DETAILS,
    ISSUES,
    NEAR_DUE,
    OVERDUE,
    OVERVIEW_SHEET,
    SUMMARY,
    Look,
)
from toolkit.model import Standing
from toolkit.page import CellValue, Page, link
from toolkit.period import Period
from toolkit.places import column_letters
from toolkit.summary import LateTask
from toolkit.typesetting import height_of, shorten
from toolkit.wording import number, percent

_WORST = 10
_COLUMNS, _WIDTH, _SIZE = 12, 17, 12
_AS_OF_ROW, _COUNT_ROW, _TILE_ROW, _CHART_ROW = 3, 4, 6, 10
_LIST_ROW = _CHART_ROW + charts.ROWS + 1
_PAGE_END = _LIST_ROW + 1 + _WORST
# Where the list of overdue tasks ends and the panel beside it begins.
_PANEL = 8
_LINKED = {"font_color": "#1F3864", "underline": 1}
_CENTER = {"align": "center", "valign": "vcenter", "text_wrap": True}
_DONE_FILL, _PLAIN_FILL, _DATE_FILL = "#E2EFDA", "#F2F2F2", "#FFF2CC"
_FILLS = {
    Standing.DONE_ON_TIME: _DONE_FILL,
    Standing.DONE_LATE: _DONE_FILL,
    Standing.DONE: _DONE_FILL,
    Standing.NEAR_DUE: AMBER_FILL,
    Standing.OVERDUE: RED_FILL,
}
_SHEETS = {Standing.OVERDUE: OVERDUE.sheet, Standing.NEAR_DUE: NEAR_DUE.sheet}


def write(book: Book, period: Period, history: History, issuer: str) -> None:
    sheet = book.sheet(OVERVIEW_SHEET)
    sheet.set_column(0, _COLUMNS - 1, _WIDTH)
    _write_head(book, sheet, period, issuer)
    _write_counts(book, sheet, period)
    _write_tiles(book, sheet, period, history)
    _write_worst(book, sheet, period)
    _write_panel(book, sheet, period, history)
    charts.write(book, sheet, period, history, _CHART_ROW, _PAGE_END + 2)
    set_paper(sheet, one_page=True)
    sheet.print_area(0, 0, _PAGE_END, _COLUMNS - 1)
    sheet.set_zoom(80)
    sheet.activate()


def _write_head(book: Book, sheet: Page, period: Period, issuer: str) -> None:
    last = _COLUMNS - 1
    sheet.merge_range(0, 0, 0, last, issuer.upper(), book.style(**_CENTER, bold=True, font_size=13))
    title = book.style(**_CENTER, bold=True, font_size=20, font_color="#1F3864")
    sheet.merge_range(1, 0, 1, last, "TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ", title)
    sheet.merge_range(2, 0, 2, last, period.plan_name, book.style(**_CENTER, font_size=_SIZE))
    sheet.set_row(0, 18)
    sheet.set_row(1, 30)
    sheet.set_row(2, height_of([(period.plan_name, _WIDTH * _COLUMNS)], size=_SIZE) + 2)
    right = book.style(bold=True, align="right", valign="vcenter", font_size=_SIZE)
    sheet.merge_range(_AS_OF_ROW, 0, _AS_OF_ROW, 1, "Ngày tổng hợp", right)
    date_style = book.cell_style(Look.DATE, bold=True, bg_color=_DATE_FILL, valign="vcenter", font_size=14)
    sheet.put(_AS_OF_ROW, 2, period.as_of, date_style)
    sheet.set_row(_AS_OF_ROW, 24)
    book.workbook.define_name(AS_OF_NAME, f"='{OVERVIEW_SHEET}'!${column_letters(2)}${_AS_OF_ROW + 1}")
    day = period.as_of
    asked = "Đổi ngày này thì màu và số ngày ở các trang tính đổi theo."
    moved = f"Đã đổi ngày: màu và số ngày theo ngày mới; các số đếm vẫn là số liệu đến ngày {day:%d/%m/%Y}."
    formula = f'=IF({AS_OF_NAME}=DATE({day.year},{day.month},{day.day}),"{asked}","{moved}")'
    note = book.style(italic=True, valign="vcenter", font_size=_SIZE)
    sheet.merge_range(_AS_OF_ROW, 3, _AS_OF_ROW, last, "", note)
    sheet.write_formula(_AS_OF_ROW, 3, formula, note, asked)


def _write_counts(book: Book, sheet: Page, period: Period) -> None:
    """What the plan holds and what came in: four labels, each with its number and the sheet behind it."""
    units = len(period.unit_receipts)
    told: tuple[tuple[str, CellValue, str], ...] = (
        ("Nhiệm vụ trong kế hoạch", period.task_count, SUMMARY.sheet),
        ("Đơn vị đã nộp báo cáo", f"{period.sent}/{units}", DELIVERIES.sheet),
        ("Đơn vị chưa có báo cáo", units - period.sent, DELIVERIES.sheet),
        ("Lỗi nhập liệu cần sửa", period.errors, ISSUES.sheet),
    )
    label = book.cell_style(Look.TEXT, valign="vcenter", font_size=_SIZE, indent=1, **_LINKED)
    number = book.cell_style(Look.NUMBER, bold=True, valign="vcenter", font_size=16)
    for at, (text, value, behind) in enumerate(told):
        left = at * 3
        sheet.merge_range(_COUNT_ROW, left, _COUNT_ROW, left + 1, "", label)
        sheet.put(_COUNT_ROW, left, link(f"internal:'{behind}'!A1", text), label)
        sheet.put(_COUNT_ROW, left + 2, value, number)
    sheet.set_row(_COUNT_ROW, 26)
    sheet.set_row(_COUNT_ROW + 1, 6)


def _write_tiles(book: Book, sheet: Page, period: Period, history: History) -> None:
    """Total, the nine standings and both rates: label, figure, the figure of the period before."""
    values = figure_values(summary.total(period))
    before = figure_values(history.previous.figures) if history.previous else [None] * len(values)
    keys: list[Standing | None] = [None, *Standing, None, None]
    labels = ["Tổng số lượt giao", *(column.heading for column in BY_UNIT.columns[3:-1])]
    for at, (label, value, earlier, key) in enumerate(zip(labels, values, before, keys, strict=True)):
        fill = {"bg_color": _FILLS.get(key, _PLAIN_FILL) if key else _PLAIN_FILL, "valign": "vcenter"}
        behind = _SHEETS.get(key, DETAILS.sheet) if key else BY_UNIT.sheet
        heading = book.cell_style(Look.CENTER, font_size=10, bottom=0, **fill, **_LINKED)
        sheet.put(_TILE_ROW, at, link(f"internal:'{behind}'!A1", label), heading)
        look = Look.RATE if at > len(Standing) else Look.NUMBER
        thousands = {} if look is Look.RATE else {"num_format": "[$-42A]#,##0"}
        style = book.cell_style(look, bold=True, font_size=24, top=0, bottom=0, **fill, **thousands)
        sheet.put(_TILE_ROW + 1, at, value, style)
        told = "" if history.previous is None else f"kỳ trước: {_shown(earlier, look)}"
        sheet.put(_TILE_ROW + 2, at, told, book.cell_style(Look.CENTER, italic=True, top=0, **fill))
    sheet.set_row(_TILE_ROW, 34)
    sheet.set_row(_TILE_ROW + 1, 34)
    sheet.set_row(_TILE_ROW + 2, 18)
    sheet.set_row(_TILE_ROW + 3, 6)


def _shown(value: CellValue, look: Look) -> str:
    if look is Look.RATE:
        return percent(value if isinstance(value, float) else None)
    return number(value) if isinstance(value, int) else "–"


def _section(book: Book, sheet: Page, left: int, right: int, row: int, title: str, behind: str) -> None:
    style = book.cell_style(Look.TEXT, **BAND, valign="vcenter", font_size=13, **_LINKED)
    sheet.merge_range(row, left, row, right, "", style)
    sheet.put(row, left, link(f"internal:'{behind}'!A1", title), style)


def _write_worst(book: Book, sheet: Page, period: Period) -> None:
    late = summary.late_tasks(period)
    rows = len(summary.overdue(period))
    shown = f"{min(_WORST, len(late))}/{len(late)} nhiệm vụ; {rows} lượt"
    title = f"NHIỆM VỤ QUÁ HẠN LÂU NHẤT ({shown})" if late else "NHIỆM VỤ QUÁ HẠN"
    _section(book, sheet, 0, _PANEL - 1, _LIST_ROW, title, OVERDUE.sheet)
    sheet.set_row(_LIST_ROW, 22)
    head = _LIST_ROW + 1
    for left, right, heading in ((0, 4, "Nhiệm vụ"), (5, 6, "Đơn vị quá hạn"), (7, 7, "Hạn (quá hạn)")):
        style = book.heading_style()
        if left == right:
            sheet.write_string(head, left, heading, style)
        else:
            sheet.merge_range(head, left, head, right, heading, style)
    sheet.set_row(head, 20)
    for row in range(head + 1, head + 1 + _WORST):
        sheet.set_row(row, 20)
    for row, task in enumerate(late[:_WORST], start=head + 1):
        _write_late(book, sheet, row, task)
    if not late:
        sheet.merge_range(head + 1, 0, head + 1, _PANEL - 1, "Không có nhiệm vụ quá hạn.", _text_style(book))


def _text_style(book: Book) -> Format:
    return book.cell_style(Look.TEXT, font_size=_SIZE, valign="vcenter")


def _write_late(book: Book, sheet: Page, row: int, late: LateTask) -> None:
    text = _text_style(book)
    task = shorten(f"{late.code}. {late.task}", _WIDTH * 5, 1, size=_SIZE)
    sheet.merge_range(row, 0, row, 4, task, text)
    units = late.units[0] if len(late.units) == 1 else f"{len(late.units)} đơn vị: {', '.join(late.units)}"
    sheet.merge_range(row, 5, row, 6, shorten(units, _WIDTH * 2, 1, size=_SIZE), text)
    due = late.due
    day = f"{due:%d/%m/%Y}"
    formula = f'="{day} ("&MAX(0,{AS_OF_NAME}-DATE({due.year},{due.month},{due.day}))&" ngày)"'
    style = book.cell_style(Look.CENTER, font_size=10, bold=True, valign="vcenter", text_wrap=False)
    sheet.write_formula(row, 7, formula, style, f"{day} ({late.days} ngày)")


def _write_panel(book: Book, sheet: Page, period: Period, history: History) -> None:
    """Who has not sent, and what changed since the period before."""
    last = _COLUMNS - 1
    missing = period.missing
    title = f"ĐƠN VỊ CHƯA NỘP BÁO CÁO ({len(missing)})"
    _section(book, sheet, _PANEL, last, _LIST_ROW, title, DELIVERIES.sheet)
    names = "; ".join(missing) or "Các đơn vị đã nộp đủ báo cáo."
    first, end = _LIST_ROW + 1, _LIST_ROW + 5
    told = shorten(names, _WIDTH * (last - _PANEL + 1), 6, " … (xem trang tính Tình hình nộp)", _SIZE)
    sheet.merge_range(first, _PANEL, end, last, told, book.cell_style(Look.TEXT, font_size=_SIZE))
    previous = history.previous
    title = f"THAY ĐỔI SO VỚI KỲ TRƯỚC ({previous.as_of:%d/%m/%Y})" if previous else "THAY ĐỔI SO VỚI KỲ TRƯỚC"
    _section(book, sheet, _PANEL, last, end + 1, title, CHANGES.sheet if previous else DETAILS.sheet)
    if previous is None:
        told = "Chưa có tệp tổng hợp của kỳ trước trong thư mục tong_hop."
        sheet.merge_range(end + 2, _PANEL, end + 2, last, told, _text_style(book))
        return
    number = book.cell_style(Look.NUMBER, font_size=14, bold=True, valign="vcenter")
    for row, shift in enumerate(list(Shift)[:5], start=end + 2):
        sheet.merge_range(row, _PANEL, row, last - 1, shift.value, _text_style(book))
        sheet.put(row, last, history.count(shift), number)
