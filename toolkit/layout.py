"""The headings of every sheet, as data: what is written, what is looked for, how wide, how shown.

The texts are part of the interface that staff know; readers and writers both take them from here.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Look(Enum):
    """How a column's cells are shown."""

    TEXT = "text"
    CENTER = "center"
    DATE = "date"
    PERCENT = "percent"
    RATE = "rate"
    NUMBER = "number"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` in the code, `heading` on the sheet, `width` in characters, `open` for units to fill.

    `also` are other headings, split by `;`, under which officers keep the same thing; none may fit two columns.
    """

    key: str
    heading: str
    width: float
    look: Look = Look.TEXT
    open: bool = False
    also: str = ""


@dataclass(frozen=True)
class Layout:
    """A sheet's name and its columns in order; `telling` are the keys of those headings that no other table has."""

    sheet: str
    columns: tuple[Column, ...]
    telling: tuple[str, ...] = ()

    @cached_property
    def position(self) -> dict[str, int]:
        """0-based place of each column by key."""
        return {column.key: at for at, column in enumerate(self.columns)}

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


C = Column

# The plan workbook.
APPENDIX = Layout(
    "Phụ lục",
    (
        C("code", "Mã", 10, Look.CENTER),
        C("number", "STT", 6, Look.CENTER),
        C("task", "Nhiệm vụ", 62),
        C("lead", "Đơn vị chủ trì", 24),
        C("support", "Đơn vị phối hợp", 22),
        C("deadline", "Thời gian hoàn thành", 20, Look.CENTER),
        C("due", "Hạn hoàn thành", 14, Look.DATE),
    ),
)
TARGETS = Layout(
    "Chỉ tiêu",
    (
        C("task", "Mã nhiệm vụ", 13, Look.CENTER),
        C("target", "Chỉ tiêu", 70),
        C("comparison", "So sánh", 10, Look.CENTER),
        C("level", "Mức", 9, Look.NUMBER),
        C("measure", "Đơn vị tính", 12, Look.CENTER),
        C("due", "Hạn", 24),
    ),
)
UNITS = Layout(
    "Đơn vị",
    (
        C("code", "Mã đơn vị", 12, Look.CENTER),
        C("name", "Tên đơn vị", 34),
        C("aliases", "Tên gọi khác", 38),
        C("groups", "Nhóm", 44),
        C("contact", "Đầu mối", 22),
        C("email", "Email", 28),
    ),
)
SETTINGS = Layout("Cấu hình", (C("item", "Mục", 30), C("value", "Giá trị", 80)))
GUIDE_SHEET = "Hướng dẫn"

# A unit's workbook.
REPORT_TARGETS = Layout(
    "Chỉ tiêu",
    (
        C("task", "Mã nhiệm vụ", 12, Look.CENTER),
        C("target", "Chỉ tiêu", 60),
        C("level", "Mức", 9, Look.NUMBER),
        C("measure", "Đơn vị tính", 10, Look.CENTER),
        C("due", "Hạn", 22),
        C("achieved", "Số thực hiện", 12, Look.NUMBER, True, "Số đã thực hiện;Đã thực hiện;Kết quả thực hiện;Số đạt"),
        C("total", "Tổng số", 12, Look.NUMBER, True, "Tổng;Tổng cộng"),
        C("rate", "Tỷ lệ (%)", 10, Look.RATE, also="Tỷ lệ;Tỉ lệ"),
        C("note", "Ghi chú", 36, open=True),
    ),
    telling=("target", "achieved", "total", "rate"),
)
REPORT = Layout(
    "Báo cáo",
    (
        C("code", "Mã", 9, Look.CENTER, also="Mã nhiệm vụ;Mã NV;Mã số"),
        C("number", "STT", 5, Look.CENTER, also="TT;Số TT;Số thứ tự"),
        C("task", "Nhiệm vụ", 48, also="Nội dung nhiệm vụ;Tên nhiệm vụ;Nội dung công việc;Nội dung;Công việc"),
        C("role", "Vai trò", 9, Look.CENTER),
        C("support", "Đơn vị phối hợp", 16, also="Phối hợp;Cơ quan phối hợp"),
        C("deadline", "Thời gian hoàn thành", 14, Look.CENTER, also="Thời gian thực hiện;Thời gian"),
        C("due", "Hạn hoàn thành", 11.5, Look.DATE, also="Hạn;Hạn chót;Hạn cuối;Thời hạn"),
        C("person", "Người phụ trách", 16, open=True, also="Cán bộ phụ trách;Người thực hiện;Cán bộ thực hiện"),
        C("status", "Trạng thái", 14, Look.CENTER, True, "Tình trạng;Trạng thái thực hiện;Tình hình thực hiện"),
        C("progress", "Tiến độ (%)", 9, Look.PERCENT, True, "Tiến độ;Tiến độ thực hiện;% hoàn thành;Tỷ lệ hoàn thành"),
        C("finished", "Ngày hoàn thành", 11.5, Look.DATE, True, "Ngày HT;Ngày hoàn thành thực tế;Ngày xong"),
        C("result", "Kết quả, sản phẩm", 28, open=True, also="Kết quả;Kết quả thực hiện;Sản phẩm;Kết quả/sản phẩm"),
        C("difficulty", "Khó khăn, vướng mắc", 24, open=True, also="Khó khăn;Vướng mắc;Khó khăn vướng mắc"),
        C("proposal", "Kiến nghị, đề xuất", 24, open=True, also="Kiến nghị;Đề xuất;Đề xuất, kiến nghị"),
        C("standing", "Đánh giá", 14, Look.CENTER),
    ),
)
IDENTITY_SHEET = "_phuluc"
ADDED_TITLE = "Nhiệm vụ phát sinh ngoài kế hoạch (nếu có): ghi vào các dòng trống dưới đây"
LAYOUT_VERSION = 1

# The consolidated workbook.
OVERVIEW_SHEET = "Tổng quan"
AS_OF_NAME = "Ngay_tong_hop"
# Lines that the program looks for again when it reads the workbook back.
AS_OF_LINE = "Số liệu đến ngày {:%d/%m/%Y}"
PLAN_NAME_LINE = "Tên kế hoạch: {}"
PLAN_NUMBER_LINE = "Số kế hoạch: {}"
SUMMARY = Layout(
    "Phụ lục tổng hợp",
    (
        C("code", "Mã", 9, Look.CENTER),
        C("number", "STT", 5, Look.CENTER),
        C("task", "Nhiệm vụ", 36),
        C("lead", "Đơn vị chủ trì", 14),
        C("support", "Đơn vị phối hợp", 13),
        C("deadline", "Thời gian hoàn thành", 12, Look.CENTER),
        C("due", "Hạn hoàn thành", 11.5, Look.DATE),
        C("units", "Số đơn vị", 6, Look.NUMBER),
        C("reported", "Đã báo cáo", 6, Look.NUMBER),
        C("done", "Hoàn thành", 7, Look.NUMBER),
        C("overdue", "Quá hạn", 6, Look.NUMBER),
        C("status", "Trạng thái", 11, Look.CENTER),
        C("standing", "Đánh giá", 11, Look.CENTER),
        C("result", "Kết quả, sản phẩm", 34),
        C("difficulty", "Khó khăn, vướng mắc", 21),
        C("proposal", "Kiến nghị, đề xuất", 21),
    ),
)
_FIGURES = (
    C("total", "Tổng số nhiệm vụ", 9, Look.NUMBER),
    C("done_on_time", "Hoàn thành đúng hạn", 10, Look.NUMBER),
    C("done_late", "Hoàn thành quá hạn", 10, Look.NUMBER),
    C("done", "Hoàn thành", 9, Look.NUMBER),
    C("on_track", "Trong hạn", 9, Look.NUMBER),
    C("near_due", "Sắp đến hạn", 9, Look.NUMBER),
    C("overdue", "Quá hạn", 9, Look.NUMBER),
    C("ongoing", "Thường xuyên", 9, Look.NUMBER),
    C("unsettled", "Chưa chốt hạn", 9, Look.NUMBER),
    C("not_arisen", "Không phát sinh", 9, Look.NUMBER),
    C("done_rate", "Tỷ lệ hoàn thành (%)", 10, Look.RATE),
    C("overdue_rate", "Tỷ lệ quá hạn (%)", 10, Look.RATE),
)
BY_UNIT = Layout(
    "Theo đơn vị",
    (
        C("number", "TT", 5, Look.CENTER),
        C("unit", "Đơn vị", 34),
        *_FIGURES,
        C("delivery", "Tình hình nộp", 16, Look.CENTER),
    ),
)
BY_GROUP = Layout("Theo nhóm", (C("number", "TT", 8, Look.CENTER), C("group", "Phần, nhóm nhiệm vụ", 60), *_FIGURES))
_WATCH = (
    C("number", "TT", 5, Look.CENTER),
    C("code", "Mã", 10, Look.CENTER),
    C("task", "Nhiệm vụ", 60),
    C("unit", "Đơn vị", 26),
    C("person", "Người phụ trách", 20),
    C("deadline", "Thời gian hoàn thành", 16, Look.CENTER),
    C("due", "Hạn hoàn thành", 12, Look.DATE),
)
_WATCH_END = (C("status", "Trạng thái", 16, Look.CENTER), C("difficulty", "Khó khăn, vướng mắc", 34))
OVERDUE = Layout("Quá hạn", (*_WATCH, C("days", "Số ngày quá hạn", 10, Look.NUMBER), *_WATCH_END))
NEAR_DUE = Layout("Sắp đến hạn", (*_WATCH, C("days", "Số ngày còn lại", 10, Look.DAYS), *_WATCH_END))
TARGET_RESULTS = Layout(
    "Chỉ tiêu",
    (
        C("task", "Mã nhiệm vụ", 12, Look.CENTER),
        C("target", "Chỉ tiêu", 52),
        C("comparison", "So sánh", 9, Look.CENTER),
        C("level", "Mức", 9, Look.NUMBER),
        C("measure", "Đơn vị tính", 10, Look.CENTER),
        C("due", "Hạn", 18),
        C("units", "Số đơn vị báo cáo", 10, Look.NUMBER),
        C("achieved", "Số thực hiện", 12, Look.NUMBER),
        C("total", "Tổng số", 12, Look.NUMBER),
        C("rate", "Tỷ lệ (%)", 10, Look.RATE),
        C("outcome", "Kết quả", 16, Look.CENTER),
        C("note", "Ghi chú", 34),
        C("uncounted", "Số liệu chưa tính", 28),
    ),
)
DETAILS = Layout(
    "Chi tiết",
    (
        C("code", "Mã", 10, Look.CENTER),
        C("section", "Phần", 8, Look.CENTER),
        C("group", "Nhóm", 8, Look.CENTER),
        C("number", "STT", 6, Look.CENTER),
        C("task", "Nhiệm vụ", 60),
        C("unit_code", "Mã đơn vị", 10, Look.CENTER),
        C("unit", "Đơn vị", 28),
        C("role", "Vai trò", 10, Look.CENTER),
        C("deadline", "Thời gian hoàn thành", 18, Look.CENTER),
        C("due", "Hạn hoàn thành", 12, Look.DATE),
        C("person", "Người phụ trách", 20),
        C("status", "Trạng thái", 16, Look.CENTER),
        C("progress", "Tiến độ (%)", 9, Look.PERCENT),
        C("finished", "Ngày hoàn thành", 12, Look.DATE),
        C("result", "Kết quả, sản phẩm", 36),
        C("difficulty", "Khó khăn, vướng mắc", 30),
        C("proposal", "Kiến nghị, đề xuất", 30),
        C("standing", "Đánh giá", 16, Look.CENTER),
        C("days", "Số ngày quá hạn", 9, Look.NUMBER),
        C("file", "Tệp", 26),
        C("sheet", "Trang tính", 12),
        C("row", "Dòng", 7, Look.NUMBER),
    ),
)
DELIVERIES = Layout(
    "Tình hình nộp",
    (
        C("unit_code", "Mã đơn vị", 11, Look.CENTER),
        C("unit", "Đơn vị", 34),
        C("delivery", "Tình trạng", 17, Look.CENTER),
        C("file", "Tệp", 44),
        C("saved", "Lưu lúc", 17, Look.CENTER),
        C("tasks", "Số nhiệm vụ", 10, Look.NUMBER),
        C("rows", "Số dòng nhận", 10, Look.NUMBER),
        C("errors", "Số lỗi", 8, Look.NUMBER),
        C("warnings", "Số cảnh báo", 9, Look.NUMBER),
    ),
)
ISSUES = Layout(
    "Lỗi nhập liệu",
    (
        C("severity", "Mức độ", 11, Look.CENTER),
        C("code", "Mã lỗi", 8, Look.CENTER),
        C("unit", "Đơn vị", 26),
        C("file", "Tệp", 34),
        C("sheet", "Trang tính", 12),
        C("cell", "Ô", 7, Look.CENTER),
        C("task", "Mã nhiệm vụ", 12, Look.CENTER),
        C("value", "Giá trị", 30),
        C("message", "Nội dung", 56),
        C("remedy", "Cách sửa", 46),
    ),
)
CHANGES = Layout(
    "So với kỳ trước",
    (
        C("shift", "Thay đổi", 20, Look.CENTER),
        C("code", "Mã", 10, Look.CENTER),
        C("task", "Nhiệm vụ", 56),
        C("unit", "Đơn vị", 26),
        C("role", "Vai trò", 10, Look.CENTER),
        C("before", "Kỳ trước", 40),
        C("now", "Kỳ này", 40),
    ),
)
JOURNAL = Layout(
    "Nhật ký",
    (C("item", "Nội dung", 52), C("size", "Kích thước (byte)", 14, Look.NUMBER), C("digest", "sha256", 76)),
)
