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
        "Đơn vị nộp nhiều bản; bản này được lưu trước nên lấy theo {newer}.",
        "Kiểm tra lại nếu đây mới là bản đúng.",
        is_clerks=True,
    )
    COLUMN_RENAMED = Rule("B10", _I, "Cột «{value}» được hiểu là «{heading}».", "Nếu không đúng, khôi phục tiêu đề.")
    COLUMN_UNKNOWN = Rule(
        "B11", _W, "Cột «{heading}» không có trong mẫu nên không tổng hợp: {value}", "Chuyển nội dung vào cột của mẫu."
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
    UNSTYLED = Rule(
        "B33",
        _W,
        "Tệp đã mất định dạng ô; số ở các ô ngày được hiểu là ngày.",
        "Kiểm tra lại các ngày; nên mở tệp đã giao, điền lại rồi gửi.",
    )
