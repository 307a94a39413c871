"""Where everything comes from: `Chi tiết`, `Tình hình nộp`, `Lỗi nhập liệu`, `Nhật ký`."""

from datetime import date

from toolkit import __version__
from toolkit.book import Book, CellValue
from toolkit.consolidated.sheet import FIRST_ROW, add_live_colours, as_of_line, begin, write_rows
from toolkit.entry import Written
from toolkit.files import InputFile
from toolkit.issues import Issue
from toolkit.layout import AS_OF_NAME, DELIVERIES, DETAILS, ISSUES, JOURNAL, Look
from toolkit.model import OUTSIDE_PLAN, UNASSIGNED, Standing
from toolkit.places import column_letters
from toolkit.register import Line, Register, UnitDelivery
from toolkit.rules import Severity


def write_details(book: Book, register: Register) -> None:
    sheet = begin(book, DETAILS, "CHI TIẾT TỪNG NHIỆM VỤ, TỪNG ĐƠN VỊ", as_of_line(register.as_of))
    lines = (*register.lines, *register.added)
    end = write_rows(book, sheet, DETAILS, (_details(line) for line in lines))
    due, days = column_letters(DETAILS.position["due"]), DETAILS.position["days"]
    style = book.cell_style(Look.NUMBER)
    for row, line in enumerate(lines, start=FIRST_ROW):
        if line.due and line.standing in (Standing.OVERDUE, Standing.NEAR_DUE, Standing.ON_TRACK):
            formula = f"=MAX(0,{AS_OF_NAME}-{due}{row + 1})"
            sheet.write_formula(row, days, formula, style, line.days_overdue)
    add_live_colours(book, sheet, DETAILS, end, register.plan.settings.warning_days)


def _as_written(written: Written[float] | Written[date]) -> CellValue:
    """The value where it was understood, else what was written."""
    return written.text if written.value is None else written.value


def _details(line: Line) -> list[CellValue]:
    task, unit, entry = line.task, line.unit, line.entry
    values: list[CellValue]
    if task:
        values = [task.code, task.section, task.group, task.number, task.text]
    else:
        values = ["", OUTSIDE_PLAN, "", entry.number if entry else "", entry.text if entry else ""]
    values += [
        unit.code if unit else "",
        unit.name if unit else UNASSIGNED,
        line.role.value if line.role else "",
    ]
    deadline = task.deadline_text if task else (entry.deadline.text if entry and entry.deadline else "")
    values += [deadline, line.due]
    if entry is None:
        return [
            *values,
            "",
            line.status_text,
            None,
            None,
            "",
            "",
            "",
            line.standing.value,
            None,
            "",
            "",
            None,
        ]
    source = entry.source
    values += [entry.person, line.status_text, _as_written(entry.progress), _as_written(entry.finished)]
    values += [entry.result, entry.difficulty, entry.proposal, line.standing.value, None]
    return [*values, source.file, source.sheet, source.row]


def write_deliveries(book: Book, register: Register) -> None:
    sheet = begin(book, DELIVERIES, "TÌNH HÌNH NỘP BÁO CÁO", as_of_line(register.as_of))
    write_rows(book, sheet, DELIVERIES, (_delivery(delivery, register) for delivery in register.deliveries))


def _delivery(delivery: UnitDelivery, register: Register) -> list[CellValue]:
    unit, sent = delivery.unit, delivery.submissions
    files = {submission.file for submission in sent}
    severities = [issue.severity for issue in register.issues if issue.place.file in files]
    saved = [f"{s.saved_at:%d/%m/%Y %H:%M}" if s.saved_at else "không rõ" for s in sent]
    return [
        unit.code if unit else "",
        unit.name if unit else "",
        delivery.state.value,
        "\n".join(submission.file for submission in sent),
        "\n".join(saved),
        len(register.plan.assignments_of(unit)) if unit else None,
        sum(submission.rows_read - submission.rows_rejected for submission in sent) if sent else None,
        severities.count(Severity.ERROR) if sent else None,
        severities.count(Severity.WARNING) if sent else None,
    ]


def write_issues(book: Book, register: Register) -> None:
    sheet = begin(book, ISSUES, "LỖI NHẬP LIỆU VÀ CẢNH BÁO", as_of_line(register.as_of))
    names = {unit.code: unit.name for unit in register.plan.units}
    write_rows(book, sheet, ISSUES, (_issue(issue, names) for issue in register.issues))


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


def write_journal(book: Book, register: Register, plan_file: InputFile) -> None:
    sheet = begin(book, JOURNAL, "NHẬT KÝ TỔNG HỢP", as_of_line(register.as_of))
    counted = register.rows
    rows: list[list[CellValue]] = [
        [f"Phiên bản phần mềm: {__version__}", None, ""],
        [f"Ngày tổng hợp: {register.as_of:%d/%m/%Y}", None, ""],
        [
            f"Số dòng đã đọc: {counted.read}; tổng hợp: {counted.merged}; thay bằng bản nộp sau: {counted.superseded}; "
            f"không nhận: {counted.rejected}",
            None,
            "",
        ],
        [plan_file.name, plan_file.size, plan_file.sha256],
    ]
    rows += [[s.source.name, s.source.size, s.source.sha256] for s in register.submissions]
    write_rows(book, sheet, JOURNAL, rows)
