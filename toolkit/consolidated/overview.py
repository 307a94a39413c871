"""The sheet `Tổng quan`: the figures, who has not sent, and the worst overdue, on one page."""

from xlsxwriter.worksheet import Worksheet

from toolkit import summary
from toolkit.book import BAND_FILL, Book, height_of, put, set_paper
from toolkit.layout import AS_OF_NAME, OVERVIEW_SHEET, Look
from toolkit.model import Delivery, Role, Standing
from toolkit.register import Register
from toolkit.rules import Severity

_WORST = 10
_WIDTHS = (5, 46, 26, 14, 14, 16)
_LAST = len(_WIDTHS) - 1
AS_OF_CELL = (3, 2)


def write(book: Book, register: Register) -> None:
    sheet = book.sheet(OVERVIEW_SHEET)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    _write_head(book, sheet, register)
    row = _write_figures(book, sheet, register, 5)
    row = _write_missing(book, sheet, register, row + 1)
    _write_worst(book, sheet, register, row + 1)
    set_paper(sheet, landscape=False)
    sheet.activate()


def _write_head(book: Book, sheet: Worksheet, register: Register) -> None:
    settings = register.plan.settings
    bold = book.style(bold=True, align="center", valign="vcenter")
    sheet.merge_range(0, 0, 0, _LAST, settings.issuer.upper(), bold)
    title = book.style(bold=True, font_size=16, align="center", valign="vcenter")
    sheet.merge_range(1, 0, 1, _LAST, "TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ", title)
    sheet.set_row(1, 28)
    wrapped = book.style(align="center", valign="vcenter", text_wrap=True)
    sheet.merge_range(2, 0, 2, _LAST, settings.plan_name, wrapped)
    sheet.set_row(2, height_of([(settings.plan_name, sum(_WIDTHS))]) + 6)
    row, column = AS_OF_CELL
    sheet.write_string(row, 1, "Ngày tổng hợp", book.style(bold=True, align="right", valign="vcenter"))
    style = book.cell_style(Look.DATE, bold=True, bg_color="#FFF2CC", valign="vcenter")
    put(sheet, row, column, register.as_of, style)
    note = book.style(italic=True, valign="vcenter", text_wrap=True)
    sheet.merge_range(row, 3, row, _LAST, "Đổi ngày này thì màu và số ngày quá hạn ở các sheet đổi theo.", note)
    sheet.set_row(row, 32)
    book.workbook.define_name(AS_OF_NAME, f"='{OVERVIEW_SHEET}'!$C${row + 1}")


def _section(book: Book, sheet: Worksheet, row: int, title: str) -> int:
    style = book.cell_style(Look.TEXT, bold=True, bg_color=BAND_FILL)
    sheet.merge_range(row, 0, row, _LAST, title, style)
    sheet.set_row(row, 20)
    return row + 1


def _write_figures(book: Book, sheet: Worksheet, register: Register, row: int) -> int:
    figures = summary.total(register)
    states = [delivery.state for delivery in register.deliveries if delivery.unit]
    sent = sum(state in (Delivery.RECEIVED, Delivery.REPEATED) for state in states)
    leads = sum(line.role is Role.LEAD for line in register.lines)
    errors = sum(issue.severity is Severity.ERROR for issue in register.issues)
    warnings = sum(issue.severity is Severity.WARNING for issue in register.issues)
    row = _section(book, sheet, row, "I. SỐ LIỆU CHUNG")
    told: list[tuple[str, int | float | None, Look]] = [
        ("Số nhiệm vụ trong kế hoạch", len(register.plan.tasks), Look.NUMBER),
        ("Số lượt nhiệm vụ giao chủ trì (mỗi nhiệm vụ, mỗi đơn vị một lượt)", leads, Look.NUMBER),
        ("Số đơn vị đã nộp báo cáo", sent, Look.NUMBER),
        ("Số đơn vị chưa nộp hoặc tệp không đọc được", len(states) - sent, Look.NUMBER),
        *((standing.value, figures.counts[standing], Look.NUMBER) for standing in Standing),
        ("Tỷ lệ hoàn thành (%)", figures.done_rate, Look.RATE),
        ("Tỷ lệ quá hạn (%)", figures.overdue_rate, Look.RATE),
        ("Lỗi nhập liệu cần sửa", errors, Look.NUMBER),
        ("Cảnh báo", warnings, Look.NUMBER),
    ]
    for at, (label, value, look) in enumerate(told, start=1):
        put(sheet, row, 0, at, book.cell_style(Look.CENTER))
        put(sheet, row, 1, label, book.cell_style(Look.TEXT))
        put(sheet, row, 2, value, book.cell_style(look, bold=True))
        sheet.set_row(row, height_of([(label, _WIDTHS[1])]))
        row += 1
    return row


def _write_missing(book: Book, sheet: Worksheet, register: Register, row: int) -> int:
    missing = [d for d in register.deliveries if d.state in (Delivery.MISSING, Delivery.UNREADABLE)]
    row = _section(book, sheet, row, "II. ĐƠN VỊ CHƯA NỘP HOẶC TỆP KHÔNG ĐỌC ĐƯỢC")
    if not missing:
        return _line(book, sheet, row, "Các đơn vị đã nộp đủ báo cáo.")
    for at, delivery in enumerate(missing, start=1):
        name = delivery.unit.name if delivery.unit else delivery.submissions[0].file
        put(sheet, row, 0, at, book.cell_style(Look.CENTER))
        put(sheet, row, 1, name, book.cell_style(Look.TEXT))
        put(sheet, row, 2, delivery.state.value, book.cell_style(Look.CENTER))
        sheet.set_row(row, height_of([(name, _WIDTHS[1])]))
        row += 1
    return row


def _line(book: Book, sheet: Worksheet, row: int, text: str) -> int:
    sheet.merge_range(row, 0, row, _LAST, text, book.cell_style(Look.TEXT, italic=True))
    return row + 1


def _write_worst(book: Book, sheet: Worksheet, register: Register, row: int) -> int:
    late = summary.overdue(register)
    row = _section(book, sheet, row, f"III. NHIỆM VỤ QUÁ HẠN LÂU NHẤT ({min(_WORST, len(late))}/{len(late)} lượt)")
    if not late:
        return _line(book, sheet, row, "Không có nhiệm vụ quá hạn.")
    for at, heading in enumerate(("TT", "Nhiệm vụ", "Đơn vị", "Hạn hoàn thành", "Số ngày quá hạn", "Trạng thái")):
        sheet.write_string(row, at, heading, book.heading_style())
    sheet.set_row(row, 32)
    for number, line in enumerate(late[:_WORST], start=1):
        row += 1
        task = f"{line.task.code}. {line.task.text}" if line.task else ""
        unit = line.unit.name if line.unit else ""
        values = (number, task, unit, line.due, line.days_overdue, line.status_text)
        looks = (Look.CENTER, Look.TEXT, Look.TEXT, Look.DATE, Look.NUMBER, Look.CENTER)
        for at, (value, look) in enumerate(zip(values, looks, strict=True)):
            put(sheet, row, at, value, book.cell_style(look))
        sheet.set_row(row, height_of([(task, _WIDTHS[1]), (unit, _WIDTHS[2])]))
    return row + 1
