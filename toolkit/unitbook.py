"""Writing one unit's workbook: its tasks to report, its targets, a guide, and a hidden identity.

What the unit may not change is locked (no password: the check on intake is what counts). Dropdowns, rules and
colours are Excel's own, so that nothing has to be installed at the unit.
"""

from dataclasses import replace
from datetime import date

from xlsxwriter.format import Format

from toolkit.book import (
    AMBER_FILL,
    AMBER_INK,
    LOCKED_FILL,
    RED_FILL,
    RED_INK,
    TYPED_TEXT,
    Book,
    set_paper,
    write_guide,
    write_headings,
)
from toolkit.layout import (
    ADDED_TITLE,
    IDENTITY_SHEET,
    LAYOUT_VERSION,
    REPORT,
    REPORT_TARGETS,
    Column,
    Look,
)
from toolkit.model import Assignment, Plan, Standing, Status, Target, Unit
from toolkit.page import Page
from toolkit.places import column_letters
from toolkit.standing import judge_task
from toolkit.typesetting import height_of

HEADER_ROW, ADDED_ROWS = 6, 5

_COL = {key: column_letters(at) for key, at in REPORT.position.items()}
_UNLOCKED = {"select_locked_cells": True, "format_cells": True, "format_columns": True, "format_rows": True}


def write(plan: Plan, unit: Unit, issued_on: date) -> bytes:
    """The bytes of the workbook that one unit fills in.

    Args:
        plan: the plan.
        unit: the unit, which has at least one task.
        issued_on: the day of issue, kept in the hidden sheet.
    """
    book = Book(f"{REPORT.sheet} - {unit.name}", plan.settings.issuer or "phuluc", issued_on)
    _write_report(book, plan, unit, issued_on)
    targets = plan.targets_of(unit)
    if targets:
        _write_targets(book, targets)
    _write_guide(book, plan)
    _write_identity(book, plan, unit, issued_on)
    return book.bytes()


def _write_report(book: Book, plan: Plan, unit: Unit, issued_on: date) -> None:
    sheet = book.sheet(REPORT.sheet)
    last = len(REPORT.columns) - 1
    settings = plan.settings
    lines = (
        (settings.issuer.upper(), {"bold": True, "align": "left"}),
        ("BÁO CÁO KẾT QUẢ THỰC HIỆN NHIỆM VỤ", {"bold": True, "font_size": 15, "align": "center"}),
        (settings.plan_name, {"align": "center", "text_wrap": True}),
        (f"Đơn vị: {unit.name}", {"bold": True, "font_size": 13, "align": "center"}),
        (
            "Đơn vị chỉ điền vào các ô nền trắng, từ «Người phụ trách» đến «Kiến nghị, đề xuất».",
            {"italic": True, "align": "center"},
        ),
    )
    for row, (text, look) in enumerate(lines):
        sheet.merge_range(row, 0, row, last, text, book.style(valign="vcenter", **look))
        sheet.set_row(row, 36 if row == 2 else 21)
    write_headings(book, sheet, HEADER_ROW, REPORT)
    assignments = plan.assignments_of(unit)
    first = HEADER_ROW + 1
    for row, assignment in enumerate(assignments, start=first):
        _write_task(book, sheet, row, assignment, plan, issued_on)
    end = _write_added_rows(book, sheet, first + len(assignments))
    _add_rules(sheet, first, end - 1, settings.year)
    _add_colours(book, sheet, first, first + len(assignments) - 1, settings.warning_days)
    sheet.freeze_panes(HEADER_ROW + 1, REPORT.position["role"])
    sheet.protect("", _UNLOCKED)
    set_paper(sheet, repeat_row=HEADER_ROW)
    sheet.activate()


def _cell_style(book: Book, column: Column) -> Format:
    if not column.open:
        return book.cell_style(column.look, bg_color=LOCKED_FILL)
    typed = TYPED_TEXT if column.look in (Look.TEXT, Look.CENTER) else {}
    return book.cell_style(column.look, locked=False, **typed)


def _write_task(book: Book, sheet: Page, row: int, assignment: Assignment, plan: Plan, issued_on: date) -> None:
    task = assignment.task
    told = {
        "code": task.code,
        "number": task.number,
        "task": task.text,
        "role": assignment.role.value,
        "support": task.support_text,
        "deadline": task.deadline_text,
        "due": task.due,
    }
    for at, column in enumerate(REPORT.columns):
        sheet.put(row, at, told.get(column.key), _cell_style(book, column))
    standing = judge_task(task, None, issued_on, plan.settings.warning_days)
    undated = Standing.ONGOING if task.is_recurring else Standing.UNSETTLED
    formula = standing_formula(row, undated, plan.settings.warning_days)
    sheet.write_formula(
        row, REPORT.position["standing"], formula, _cell_style(book, REPORT.columns[-1]), standing.value
    )
    texts = [
        (str(value), column.width)
        for column in REPORT.columns
        if (value := told.get(column.key)) and column.key != "due"
    ]
    sheet.set_row(row, max(height_of(texts), 34))


def standing_formula(row: int, undated: Standing, warning_days: int) -> str:
    """The live `Đánh giá` of a 0-based row: the rule of `standing.judge`, by today's date in the unit's own Excel."""
    status, due, finished = (f"${_COL[key]}{row + 1}" for key in ("status", "due", "finished"))
    done = (
        f'IF(OR({due}="",{finished}=""),"{Standing.DONE}",'
        f'IF({finished}<={due},"{Standing.DONE_ON_TIME}","{Standing.DONE_LATE}"))'
    )
    unfinished = (
        f'IF({due}="","{undated}",IF({due}<TODAY(),"{Standing.OVERDUE}",'
        f'IF({due}-TODAY()<={warning_days},"{Standing.NEAR_DUE}","{Standing.ON_TRACK}")))'
    )
    return (
        f'=IF({status}="{Status.NOT_ARISEN}","{Standing.NOT_ARISEN}",IF({status}="{Status.DONE}",{done},{unfinished}))'
    )


def _write_added_rows(book: Book, sheet: Page, row: int) -> int:
    """A title and open rows for tasks outside the plan; returns the row after them."""
    band = book.cell_style(Look.TEXT, italic=True, bg_color=LOCKED_FILL)
    sheet.merge_range(row, 0, row, len(REPORT.columns) - 1, ADDED_TITLE, band)
    for at in range(row + 1, row + 1 + ADDED_ROWS):
        for place, column in enumerate(REPORT.columns):
            is_open = column.key not in ("code", "role", "standing")
            sheet.put(at, place, None, _cell_style(book, replace(column, open=is_open)))
        sheet.set_row(at, 34)
    return row + 1 + ADDED_ROWS


def _add_rules(sheet: Page, first: int, last: int, year: int) -> None:
    """Dropdown, percent and date rules with Vietnamese messages; Excel allows titles of 32 and messages of 255."""
    at = REPORT.position
    sheet.data_validation(
        first,
        at["status"],
        last,
        at["status"],
        {
            "validate": "list",
            "source": [status.value for status in Status],
            "input_title": "Trạng thái",
            "input_message": "Chọn một trong bốn trạng thái trong danh sách.",
            "error_title": "Trạng thái không đúng",
            "error_message": "Chọn trong danh sách: " + ", ".join(status.value for status in Status) + ".",
        },
    )
    sheet.data_validation(
        first,
        at["progress"],
        last,
        at["progress"],
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 1,
            "input_title": "Tiến độ",
            "input_message": "Nhập số phần trăm từ 0 đến 100, ví dụ 50%.",
            "error_title": "Tiến độ không đúng",
            "error_message": "Nhập số phần trăm từ 0% đến 100%, ví dụ 50%.",
        },
    )
    sheet.data_validation(
        first,
        at["finished"],
        last,
        at["finished"],
        {
            "validate": "date",
            "criteria": "between",
            "minimum": date(year - 1, 1, 1),
            "maximum": date(year + 1, 12, 31),
            "input_title": "Ngày hoàn thành",
            "input_message": f"Nhập ngày/tháng/năm, ví dụ 28/02/{year}. Chỉ nhập khi đã hoàn thành.",
            "error_title": "Ngày không đúng",
            "error_message": f"Nhập dạng ngày/tháng/năm, ví dụ 28/02/{year}.",
        },
    )


def _add_colours(book: Book, sheet: Page, first: int, last: int, warning_days: int) -> None:
    """Overdue rows red, near-due rows amber, by today's date."""
    status, due = f"${_COL['status']}{first + 1}", f"${_COL['due']}{first + 1}"
    open_task = f'{due}<>"",{status}<>"{Status.DONE}",{status}<>"{Status.NOT_ARISEN}"'
    area = (first, 0, last, len(REPORT.columns) - 1)
    red = book.workbook.add_format({"bg_color": RED_FILL, "font_color": RED_INK})
    amber = book.workbook.add_format({"bg_color": AMBER_FILL, "font_color": AMBER_INK})
    sheet.conditional_format(*area, {"type": "formula", "criteria": f"=AND({open_task},{due}<TODAY())", "format": red})
    near = f"=AND({open_task},{due}>=TODAY(),{due}-TODAY()<={warning_days})"
    sheet.conditional_format(*area, {"type": "formula", "criteria": near, "format": amber})


def _write_targets(book: Book, targets: tuple[Target, ...]) -> None:
    sheet = book.sheet(REPORT_TARGETS.sheet)
    last = len(REPORT_TARGETS.columns) - 1
    sheet.merge_range(0, 0, 0, last, "KẾT QUẢ THỰC HIỆN CHỈ TIÊU", book.style(bold=True, font_size=15, align="center"))
    sheet.set_row(0, 24)
    header = 2
    write_headings(book, sheet, header, REPORT_TARGETS)
    at = REPORT_TARGETS.position
    achieved, total = column_letters(at["achieved"]), column_letters(at["total"])
    for row, target in enumerate(targets, start=header + 1):
        told = {
            "task": target.task_code,
            "target": target.text,
            "level": target.level,
            "measure": target.measure,
            "due": target.due_text,
        }
        for place, column in enumerate(REPORT_TARGETS.columns):
            sheet.put(row, place, told.get(column.key), _cell_style(book, column))
        part, whole = f"{achieved}{row + 1}", f"{total}{row + 1}"
        rate = f'=IF(OR({part}="",{whole}="",{whole}=0),"",{part}/{whole})'
        sheet.write_formula(row, at["rate"], rate, _cell_style(book, REPORT_TARGETS.columns[at["rate"]]), "")
        sheet.set_row(row, height_of([(target.text, 60), (target.due_text, 22)]))
    sheet.data_validation(
        header + 1,
        at["achieved"],
        header + len(targets),
        at["total"],
        {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "input_title": "Số liệu chỉ tiêu",
            "input_message": "Chỉ nhập chữ số, ví dụ 125.",
            "error_title": "Số liệu không đúng",
            "error_message": "Chỉ nhập số từ 0 trở lên, ví dụ 125.",
        },
    )
    sheet.freeze_panes(header + 1, 2)
    sheet.protect("", _UNLOCKED)
    set_paper(sheet, repeat_row=header)


def _write_guide(book: Book, plan: Plan) -> None:
    lines = (
        "1. Chỉ điền các ô nền trắng ở trang tính «Báo cáo»; các ô nền xám đã khóa.",
        "2. «Trạng thái»: chọn trong danh sách. «Không phát sinh» khi trong kỳ không có việc này.",
        "3. «Tiến độ (%)»: nhập số phần trăm, ví dụ 50%. «Ngày hoàn thành»: nhập ngày/tháng/năm, "
        f"ví dụ 28/02/{plan.settings.year}, chỉ khi đã hoàn thành.",
        "4. «Kết quả, sản phẩm»: ghi số, ký hiệu văn bản hoặc kết quả cụ thể. Khó khăn và kiến nghị ghi ngắn gọn.",
        "5. Dòng chuyển màu đỏ là quá hạn, màu vàng là sắp đến hạn (còn không quá "
        f"{plan.settings.warning_days} ngày). Cột «Đánh giá» tự tính.",
        "6. Nhiệm vụ phát sinh ngoài kế hoạch ghi ở các dòng trống cuối bảng.",
        "7. Nếu có trang tính «Chỉ tiêu»: nhập «Số thực hiện» và «Tổng số», tỷ lệ tự tính; chỉ tiêu không tính "
        "bằng % thì chỉ nhập «Số thực hiện».",
        "8. Lưu tệp (giữ tên tệp, dạng .xlsx) rồi gửi lại cho bộ phận tổng hợp. Không xóa cột, không đổi tên "
        "trang tính.",
    )
    write_guide(book, "HƯỚNG DẪN ĐIỀN BÁO CÁO", lines)


def _write_identity(book: Book, plan: Plan, unit: Unit, issued_on: date) -> None:
    """What intake recognises the workbook by; hidden so deep that Excel's menus do not show it."""
    sheet = book.sheet(IDENTITY_SHEET)
    rows = (
        ("plan_number", plan.settings.plan_number),
        ("unit_code", unit.code),
        ("layout_version", str(LAYOUT_VERSION)),
        ("issued_on", issued_on.isoformat()),
    )
    plain = book.style()
    for row, (item, value) in enumerate(rows):
        sheet.put(row, 0, item, plain)
        sheet.put(row, 1, value, plain)
    sheet.very_hidden()
