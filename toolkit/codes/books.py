"""What can be wrong with a workbook as a whole."""

from toolkit.issues import Catalogue
from toolkit.rules import Rule, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class BookCode(Catalogue):
    """What can be wrong with a workbook as a whole."""

    FOREIGN = Rule(
        "B01",
        _E,
        "Không tìm thấy bảng báo cáo (dòng tiêu đề có «Mã», «Nhiệm vụ», «Trạng thái»).",
        "Dùng đúng tệp Excel đã giao cho đơn vị.",
    )
    OTHER_PLAN = Rule(
        "B02",
        _E,
        "Tệp thuộc kế hoạch số «{value}», không phải kế hoạch này.",
        "Dùng đúng tệp Excel đã giao của kế hoạch này.",
    )
    PLAN_NUMBER = Rule(
        "B03",
        _W,
        "Số kế hoạch ghi trong tệp là «{value}», khác kế hoạch hiện nay, nhưng các nhiệm vụ đều khớp.",
        "Nên giao lại tệp sau khi đổi số kế hoạch.",
        is_clerks=True,
    )
    UNKNOWN_UNIT = Rule(
        "B04", _E, "Không xác định được tệp này của đơn vị nào.", "Đặt lại tên tệp bắt đầu bằng mã đơn vị rồi chạy lại."
    )
    UNIT_CONFLICT = Rule(
        "B05",
        _W,
        "Tệp ghi đơn vị {value} nhưng nơi khác ghi {other}; đã lấy {value}.",
        "Kiểm tra xem tệp có bị gửi nhầm không.",
        is_clerks=True,
    )
    IDENTITY_LOST = Rule(
        "B06", _I, "Tệp mất thông tin nhận dạng; đơn vị {value} được nhận ra từ {source}.", "Nên dùng lại tệp đã giao."
    )
    OLD_LAYOUT = Rule(
        "B07",
        _W,
        "Tệp theo mẫu phiên bản {value}, mẫu hiện nay là {current}.",
        "Giao lại tệp mới cho đơn vị.",
        is_clerks=True,
    )
    COLUMN_MISSING = Rule("B08", _E, "Thiếu cột «{value}».", "Khôi phục cột đã xóa hoặc dùng lại tệp đã giao.")
    SUPERSEDED = Rule(
        "B09",
        _W,
        "Đơn vị nộp nhiều bản; bản này được lưu trước {newer}: dòng nào bản sau có điền thì lấy theo bản sau.",
        "Kiểm tra lại nếu đây mới là bản đúng.",
        is_clerks=True,
    )
    COLUMN_RENAMED = Rule("B10", _I, "Cột «{value}» được hiểu là «{heading}».", "Nếu không đúng, khôi phục tiêu đề.")
    COLUMN_UNKNOWN = Rule(
        "B11", _W, "Cột «{heading}» không có trong mẫu nên không tổng hợp: {value}.", "Chuyển nội dung vào cột của mẫu."
    )
    NOT_CONSOLIDATED = Rule(
        "B12", _E, "Không dùng được như tệp tổng hợp của cấp dưới. {detail}", "Đề nghị cấp dưới gửi lại tệp tổng hợp."
    )
    OTHER_DAY = Rule(
        "B13",
        _W,
        "Số liệu của tệp đến ngày {value}, không phải ngày tổng hợp {expected}; đánh giá tính lại theo ngày tổng hợp.",
        "Nếu cần số liệu mới hơn, đề nghị cấp dưới tổng hợp và gửi lại.",
    )
    CONSOLIDATED = Rule(
        "B14",
        _E,
        "Đây là tệp tổng hợp (của cấp dưới, hoặc của chính cấp này chép nhầm vào), không phải báo cáo của một đơn vị.",
        "Tệp của cấp dưới: chạy lệnh với --level cap-duoi. Chép nhầm: chuyển tệp ra thư mục khác rồi chạy lại.",
        is_clerks=True,
    )
    UNCHANGED = Rule(
        "B15",
        _I,
        "Tệp này đã có từ kỳ {day}; từ đó đơn vị chưa gửi tệp nào khác.",
        "Nếu kỳ này phải báo cáo lại thì nhắc đơn vị.",
    )
    BLANK = Rule(
        "B16",
        _W,
        "Tệp chưa điền gì (như lúc giao) nên không tính là đã nộp.",
        "Điền kết quả vào tệp rồi gửi lại.",
    )
    ROWS_KEPT = Rule(
        "B17", _I, "{value} dòng để trống trong bản nộp này vẫn lấy theo bản nộp trước ({older}).", "Không cần sửa."
    )
    NO_TASK = Rule(
        "B18",
        _E,
        "Không dòng nào của tệp là nhiệm vụ của kế hoạch này nên không lấy số liệu.",
        "Dùng đúng tệp Excel đã giao của kế hoạch này.",
    )
    CLOCK_AHEAD = Rule(
        "B19",
        _W,
        "Tệp ghi lưu lúc {value}, là lúc chưa đến, nên không rõ lưu khi nào; có bản khác thì lấy theo bản khác.",
        "Xem bản nào đúng, bỏ bản kia; đề nghị đơn vị chỉnh lại ngày giờ của máy tính.",
        is_clerks=True,
    )
    HEADING_MISSING = Rule(
        "B20",
        _E,
        "Dòng tiêu đề thiếu {value} nên không đọc được bảng; các tiêu đề thấy được: {seen}.",
        "Ghi lại tiêu đề như tệp đã giao rồi gửi lại.",
    )
    TABLE_BLANK = Rule(
        "B35", _I, "Bảng báo cáo ở trang tính «{value}» để trống; đã lấy bảng có điền ở {taken}.", "Nên xóa bảng trống."
    )
    TABLE_OLDER = Rule(
        "B36",
        _W,
        "Tệp có nhiều bảng báo cáo; bảng ở «{value}» cũ hơn: dòng nào «{newer}» có điền thì lấy theo «{newer}».",
        "Kiểm tra lại nếu «{value}» mới đúng; lần sau chỉ gửi một bảng.",
        is_clerks=True,
    )
    TABLES_SEVERAL = Rule(
        "B37",
        _W,
        "Tệp có nhiều bảng báo cáo ({value}); đã lấy tất cả, nhiệm vụ ghi giống nhau chỉ tính một lần.",
        "Lần sau chỉ gửi một bảng.",
    )
    TABLE_FOREIGN = Rule(
        "B38",
        _W,
        "Bảng này ({rows} dòng) không theo mẫu và không có nhiệm vụ nào của kế hoạch nên không lấy: «{value}».",
        "Nếu cần tổng hợp, chép nội dung vào bảng báo cáo.",
    )
    UNITS_SEVERAL = Rule(
        "B39",
        _I,
        "Tệp có báo cáo của nhiều đơn vị: {value}; mỗi bảng được lấy cho đơn vị ghi ở bảng đó.",
        "Kiểm tra xem có bị gửi nhầm không.",
    )
    TARGETS_MISSING = Rule(
        "B22",
        _E,
        "Không tìm thấy bảng chỉ tiêu (dòng tiêu đề có {headings}) ở trang tính nào của tệp: {sheets}.",
        "Khôi phục trang tính «Chỉ tiêu» đã xóa, hoặc dùng lại tệp đã giao.",
    )
    TARGET_COLUMNS = Rule(
        "B23",
        _E,
        "Bảng chỉ tiêu thiếu cột {missing}; dòng tiêu đề có: {value}.",
        "Ghi lại tiêu đề như tệp đã giao.",
    )
    COLUMN_BY_PLACE = Rule(
        "B24",
        _W,
        "Cột «{value}» đứng ở chỗ của cột «{heading}» nên được hiểu là «{heading}».",
        "Ghi lại tiêu đề «{heading}» như tệp đã giao.",
    )
    TARGETS_TWICE = Rule(
        "B25",
        _I,
        "Bảng chỉ tiêu này ghi lại đúng những gì đã có ở trang tính «{value}»; chỉ tính một lần.",
        "",
    )
    UNSTYLED = Rule(
        "B33",
        _W,
        "Tệp đã mất định dạng ô; số ở các ô ngày được hiểu là ngày.",
        "Kiểm tra lại các ngày; nên mở tệp đã giao, điền lại rồi gửi.",
    )
