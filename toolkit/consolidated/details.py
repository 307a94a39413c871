"""Where everything comes from: `Chi tiết`, `Tình hình nộp`, `Lỗi nhập liệu`, `Nhật ký`."""

from collections.abc import Callable, Sequence

from toolkit import __version__
from toolkit.book import Book, CellValue, put_link, quoted
from toolkit.consolidated.sheet import FIRST_ROW, add_live_colours, begin, days_overdue, values_of, write_rows
from toolkit.files import InputFile
from toolkit.issues import Issue
from toolkit.layout import DELIVERIES, DETAILS, ISSUES, JOURNAL, PLAN_NAME_LINE, PLAN_NUMBER_LINE, Look
from toolkit.period import Period
from toolkit.register import Register

# Excel keeps no more links in one sheet than 65,530.
_MOST_LINKS = 30_000
_LINK = {"font_color": "#0563C1", "underline": 1}


def write_details(book: Book, period: Period, warning_days: int) -> None:
    sheet = begin(book, DETAILS, "CHI TIẾT TỪNG NHIỆM VỤ, TỪNG ĐƠN VỊ", period.as_of)
    end = write_rows(book, sheet, DETAILS, (values_of(detail, DETAILS) for detail in period.details))
    days = DETAILS.position["days"]
    style = book.cell_style(Look.NUMBER)
    for row, detail in enumerate(period.details, start=FIRST_ROW):
        if detail.days is not None:
            sheet.write_formula(row, days, days_overdue(row, DETAILS), style, detail.days)
    add_live_colours(book, sheet, DETAILS, end, warning_days)


def write_deliveries(book: Book, period: Period) -> None:
    sheet = begin(book, DELIVERIES, "TÌNH HÌNH NỘP BÁO CÁO", period.as_of)
    write_rows(book, sheet, DELIVERIES, (values_of(receipt, DELIVERIES) for receipt in period.receipts))


def write_issues(book: Book, register: Register, link_to: Callable[[str], str]) -> None:
    """Every issue, its file and cell linked to where they are."""
    sheet = begin(book, ISSUES, "LỖI NHẬP LIỆU VÀ CẢNH BÁO", register.as_of)
    names = {unit.code: unit.name for unit in register.plan.units}
    write_rows(book, sheet, ISSUES, (_issue(issue, names) for issue in register.issues))
    style = {key: book.cell_style(ISSUES.columns[ISSUES.position[key]].look, **_LINK) for key in ("file", "cell")}
    for row, issue in enumerate(register.issues[:_MOST_LINKS], start=FIRST_ROW):
        place = issue.place
        if place.file:
            target = f"external:{quoted(link_to(place.file))}"
            put_link(sheet, row, ISSUES.position["file"], target, place.file, style["file"])
            if place.cell:
                target += f"#'{place.sheet.replace(chr(39), chr(39) * 2)}'!{place.cell}"
                put_link(sheet, row, ISSUES.position["cell"], target, place.cell, style["cell"])


def _issue(issue: Issue, names: dict[str, str]) -> list[CellValue]:
    place = issue.place
    return [
        issue.severity.word,
        issue.code.value.number,
        names.get(place.unit, place.unit),
        place.file,
        place.sheet,
        place.cell,
        place.task,
        issue.value,
        issue.message,
        issue.remedy,
    ]


def write_journal(book: Book, register: Register, inputs: Sequence[InputFile]) -> None:
    sheet = begin(book, JOURNAL, "NHẬT KÝ TỔNG HỢP", register.as_of)
    counted, settings = register.rows, register.plan.settings
    lines = (
        f"Phiên bản phần mềm: {__version__}",
        f"Ngày tổng hợp: {register.as_of:%d/%m/%Y}",
        PLAN_NAME_LINE.format(settings.plan_name),
        PLAN_NUMBER_LINE.format(settings.plan_number),
        f"Số dòng đã đọc: {counted.read}; tổng hợp: {counted.merged}; thay bằng bản nộp sau: {counted.superseded}; "
        f"không nhận: {counted.rejected}",
    )
    rows: list[list[CellValue]] = [[line, None, ""] for line in lines]
    rows += [[file.name, file.size, file.sha256] for file in inputs]
    write_rows(book, sheet, JOURNAL, rows)
