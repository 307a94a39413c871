"""Where everything comes from: `Chi tiết`, `Tình hình nộp`, `Lỗi nhập liệu`, `Nhật ký`."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain, starmap

from toolkit import __version__
from toolkit.book import Book
from toolkit.consolidated.sheet import FIRST_ROW, add_live_colours, begin, days_overdue, reader_of, write_rows
from toolkit.detail import Detail
from toolkit.files import InputFile
from toolkit.issues import Issue
from toolkit.layout import DELIVERIES, DETAILS, ISSUES, JOURNAL, PLAN_NAME_LINE, PLAN_NUMBER_LINE
from toolkit.page import CellValue, link, quoted
from toolkit.period import Period
from toolkit.register import Register

# Excel keeps no more links in one sheet than 65,530.
_MOST_LINKS = 30_000
_DETAIL = reader_of(DETAILS)


def write_details(book: Book, period: Period, warning_days: int) -> None:
    sheet = begin(book, DETAILS, "CHI TIẾT TỪNG NHIỆM VỤ, TỪNG ĐƠN VỊ", period.as_of)
    rows = starmap(_detail, enumerate(period.details, start=FIRST_ROW))
    end = write_rows(book, sheet, DETAILS, rows, len(period.details))
    add_live_colours(book, sheet, DETAILS, end, warning_days)


def _detail(row: int, detail: Detail) -> Sequence[CellValue]:
    values = list(_DETAIL(detail))
    if detail.days is not None:
        values[DETAILS.position["days"]] = days_overdue(row, DETAILS, detail.days)
    return values


def write_deliveries(book: Book, period: Period) -> None:
    sheet = begin(book, DELIVERIES, "TÌNH HÌNH NỘP BÁO CÁO", period.as_of)
    write_rows(book, sheet, DELIVERIES, map(reader_of(DELIVERIES), period.receipts), len(period.receipts))


def write_issues(book: Book, register: Register, link_to: Callable[[str], str]) -> None:
    """Every issue, its file and cell linked to where they are."""
    sheet = begin(book, ISSUES, "LỖI NHẬP LIỆU VÀ CẢNH BÁO", register.as_of)
    names = {unit.code: unit.name for unit in register.plan.units}
    # Many issues are of one file.
    link_to = cache(link_to)
    linked = (_issue(issue, names, link_to) for issue in register.issues[:_MOST_LINKS])
    others = (_issue(issue, names, None) for issue in register.issues[_MOST_LINKS:])
    write_rows(book, sheet, ISSUES, chain(linked, others), len(register.issues))


def _issue(issue: Issue, names: dict[str, str], link_to: Callable[[str], str] | None) -> list[CellValue]:
    """A row; its file and cell are linked where `link_to` gives the path to the file."""
    place = issue.place
    file: CellValue = place.file
    cell: CellValue = place.cell
    if link_to and place.file:
        target = f"external:{quoted(link_to(place.file))}"
        file = link(target, place.file)
        if place.cell:
            cell = link(f"{target}#'{place.sheet.replace(chr(39), chr(39) * 2)}'!{place.cell}", place.cell)
    return [
        issue.severity.word,
        issue.code.value.number,
        names.get(place.unit, place.unit),
        file,
        place.sheet,
        cell,
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
    write_rows(book, sheet, JOURNAL, rows, len(rows))
