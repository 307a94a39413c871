"""The catalogue of what can be wrong with what units send."""

from toolkit.issues import Catalogue
from toolkit.rules import Rule, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Code(Catalogue):
    """What can be wrong with what units send. T: files; B: a workbook as a whole; D: rows; O: cells."""

    FILE_MISSING = Rule("T01", _E, "Không tìm thấy tệp.", "Kiểm tra lại đường dẫn.")
    FILE_EMPTY = Rule("T02", _E, "Tệp rỗng (0 byte).", "Đề nghị đơn vị gửi lại tệp.")
    FILE_DAMAGED = Rule("T03", _E, "Tệp bị hỏng hoặc tải về chưa đủ nên không đọc được.", "Đề nghị đơn vị gửi lại tệp.")
    FILE_FOREIGN = Rule(
        "T04",
        _E,
        "Tệp thực chất là {detail}, không phải bảng tính.",
        "Mở tệp, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.",
    )
    FILE_ENCRYPTED = Rule(
        "T05",
        _E,
        "Tệp có mật khẩu mở nên không đọc được.",
        "Bỏ mật khẩu trong Excel, lưu lại rồi gửi; hoặc nhập đúng mật khẩu khi kiểm tra, tổng hợp.",
    )
    FILE_BLOCKED = Rule(
        "T06", _E, "Máy tính không cho đọc tệp này.", "Đóng tệp nếu đang mở và kiểm tra quyền truy cập."
    )
    FILE_IS_FOLDER = Rule(
        "T07", _W, "Đây là thư mục đặt tên như tệp bảng tính.", "Các tệp bên trong vẫn được đọc; nên đổi tên thư mục."
    )
    FILE_LOCK = Rule(
        "T08",
        _W,
        "Tệp tạm của Excel, đã bỏ qua; có thể tệp gốc đang mở.",
        "Đóng tệp gốc trong Excel rồi chạy lại nếu cần số liệu mới nhất.",
    )
    FILE_SUFFIX = Rule(
        "T09", _I, "Đuôi tệp không đúng: nội dung là {kind}. Tệp vẫn được đọc.", "Lần sau lưu đúng dạng .xlsx."
    )
    FILE_SKIPPED = Rule(
        "T10", _W, "Tệp không phải bảng tính nên không tổng hợp.", "Gửi báo cáo bằng tệp Excel đã giao."
    )
    PREVIOUS_UNREADABLE = Rule(
        "T11",
        _W,
        "Không đọc được tệp tổng hợp kỳ trước nên không so sánh với tệp này. {reason}",
        "Nếu cần so sánh, khôi phục tệp này hoặc tổng hợp lại kỳ đó.",
    )
    PREVIOUS_OTHER_PLAN = Rule(
        "T12", _I, "Tệp tổng hợp của kế hoạch khác («{value}») nên không so sánh.", "Chuyển tệp sang thư mục khác."
    )

    FILE_UNSAFE = Rule(
        "T13",
        _E,
        "Tệp {detail} nên không mở, để bảo vệ máy tính và số liệu.",
        "Đề nghị đơn vị mở tệp bằng Excel, chép bảng sang tệp đã giao rồi gửi lại.",
    )
    FILE_TOO_LARGE = Rule(
        "T14", _E, "Tệp lớn {detail} MB nên không mở.", "Đề nghị đơn vị bỏ hình ảnh, trang tính thừa rồi gửi lại."
    )
    FILE_SPECIAL = Rule(
        "T15", _E, "Đây không phải là tệp thường nên không đọc.", "Chép tệp thật của đơn vị vào thư mục rồi chạy lại."
    )

    FILE_STOPPED = Rule(
        "T16",
        _E,
        "Đã ngừng đọc tệp này vì {detail}; các tệp khác vẫn được đọc.",
        "Đề nghị đơn vị mở tệp bằng Excel, chép bảng sang tệp đã giao rồi gửi lại.",
    )

    FILE_PARTIAL = Rule(
        "T17",
        _E,
        "{detail}, nên không lấy số liệu của tệp này.",
        "Đề nghị đơn vị mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại.",
    )

    FILE_UNCHECKED = Rule(
        "T18",
        _W,
        "Không đối chiếu được số ô đã đọc với số ô trong tệp.",
        "Xem lại số liệu của đơn vị; nên mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại.",
    )

    BOOK_FOREIGN = Rule(
        "B01",
        _E,
        "Không tìm thấy bảng báo cáo (dòng tiêu đề có «Mã», «Nhiệm vụ», «Trạng thái»).",
        "Dùng đúng tệp Excel đã giao cho đơn vị.",
    )
    BOOK_OTHER_PLAN = Rule(
        "B02",
        _E,
        "Tệp thuộc kế hoạch số «{value}», không phải kế hoạch này.",
        "Dùng đúng tệp Excel đã giao của kế hoạch này.",
    )
    BOOK_PLAN_NUMBER = Rule(
        "B03",
        _W,
        "Số kế hoạch ghi trong tệp là «{value}», khác kế hoạch hiện nay, nhưng các nhiệm vụ đều khớp.",
        "Nên giao lại tệp sau khi đổi số kế hoạch.",
        is_clerks=True,
    )
    BOOK_UNKNOWN_UNIT = Rule(
        "B04", _E, "Không xác định được tệp này của đơn vị nào.", "Đặt lại tên tệp bắt đầu bằng mã đơn vị rồi chạy lại."
    )
    BOOK_UNIT_CONFLICT = Rule(
        "B05",
        _W,
        "Tệp ghi đơn vị {value} nhưng nơi khác ghi {other}; đã lấy {value}.",
        "Kiểm tra xem tệp có bị gửi nhầm không.",
        is_clerks=True,
    )
    BOOK_IDENTITY_LOST = Rule(
        "B06", _I, "Tệp mất thông tin nhận dạng; đơn vị {value} được nhận ra từ {source}.", "Nên dùng lại tệp đã giao."
    )
    BOOK_OLD_LAYOUT = Rule(
        "B07",
        _W,
        "Tệp theo mẫu phiên bản {value}, mẫu hiện nay là {current}.",
        "Giao lại tệp mới cho đơn vị.",
        is_clerks=True,
    )
    BOOK_COLUMN_MISSING = Rule("B08", _E, "Thiếu cột «{value}».", "Khôi phục cột đã xóa hoặc dùng lại tệp đã giao.")
    BOOK_SUPERSEDED = Rule(
        "B09",
        _W,
        "Đơn vị nộp nhiều bản; bản này được lưu trước nên lấy theo {newer}.",
        "Kiểm tra lại nếu đây mới là bản đúng.",
        is_clerks=True,
    )
    BOOK_COLUMN_RENAMED = Rule(
        "B10", _I, "Cột «{value}» được hiểu là «{heading}».", "Nếu không đúng, khôi phục tiêu đề."
    )
    BOOK_COLUMN_UNKNOWN = Rule(
        "B11", _W, "Cột «{heading}» không có trong mẫu nên không tổng hợp: {value}", "Chuyển nội dung vào cột của mẫu."
    )

    BOOK_NOT_CONSOLIDATED = Rule(
        "B12", _E, "Không dùng được như tệp tổng hợp của cấp dưới. {detail}", "Đề nghị cấp dưới gửi lại tệp tổng hợp."
    )
    BOOK_OTHER_DAY = Rule(
        "B13",
        _W,
        "Số liệu của tệp đến ngày {value}, không phải ngày tổng hợp {expected}; đánh giá tính lại theo ngày tổng hợp.",
        "Nếu cần số liệu mới hơn, đề nghị cấp dưới tổng hợp và gửi lại.",
    )
    BOOK_CONSOLIDATED = Rule(
        "B14",
        _E,
        "Đây là tệp tổng hợp (của cấp dưới, hoặc của chính cấp này chép nhầm vào), không phải báo cáo của một đơn vị.",
        "Tệp của cấp dưới: chạy lệnh với --level cap-duoi. Chép nhầm: chuyển tệp ra thư mục khác rồi chạy lại.",
        is_clerks=True,
    )
    BOOK_UNCHANGED = Rule(
        "B15",
        _I,
        "Tệp này đã có từ kỳ {day}; từ đó đơn vị chưa gửi tệp nào khác.",
        "Nếu kỳ này phải báo cáo lại thì nhắc đơn vị.",
    )

    ROW_UNKNOWN_CODE = Rule(
        "D01", _E, "Mã «{value}» không có trong kế hoạch; dòng này chưa được tổng hợp.", "Sửa lại mã như tệp đã giao."
    )
    ROW_CONFLICT = Rule(
        "D02",
        _E,
        "Mã {task} là «{expected}» nhưng dòng này ghi «{value}»; dòng này chưa được tổng hợp.",
        "Khôi phục mã và nội dung nhiệm vụ như tệp đã giao.",
    )
    ROW_NOT_ASSIGNED = Rule(
        "D03",
        _E,
        "Nhiệm vụ {value} không giao cho đơn vị này; dòng này chưa được tổng hợp.",
        "Kiểm tra lại mã hoặc tệp gửi nhầm.",
    )
    ROW_DOUBLED = Rule(
        "D04",
        _E,
        "Nhiệm vụ {task} có nhiều dòng; đã lấy dòng {kept}, dòng này chưa được tổng hợp.",
        "Chỉ giữ một dòng cho mỗi nhiệm vụ.",
    )
    ROW_MISSING = Rule(
        "D05",
        _W,
        "Tệp thiếu dòng của nhiệm vụ {value}; tính là chưa báo cáo.",
        "Khôi phục dòng đã xóa như tệp đã giao.",
    )
    ROW_ADDED = Rule("D06", _I, "Đơn vị tự thêm nhiệm vụ «{value}»; được giữ ở phần ngoài kế hoạch.", "")
    ROW_BLANK = Rule(
        "D07", _W, "Nhiệm vụ chưa được báo cáo (các ô đều trống).", "Điền trạng thái và kết quả của nhiệm vụ."
    )
    ROW_CHANGED = Rule(
        "D08",
        _W,
        "Ô «{heading}» ghi «{value}», khác kế hoạch; đã lấy theo kế hoạch: «{expected}».",
        "Không sửa các ô đã khóa.",
    )
    ROW_NOTE = Rule("D09", _I, "Dòng ghi chú, không phải nhiệm vụ: «{value}».", "")
    CELL_SUPERSEDED = Rule(
        "D10",
        _I,
        "Bản nộp trước ghi «{heading}» là «{value}»; bản nộp sau ghi «{newer}». Đã lấy theo bản nộp sau.",
        "Kiểm tra lại nếu bản trước mới đúng.",
    )
    CELL_EMPTIED = Rule(
        "D14",
        _W,
        "Bản nộp trước ghi «{heading}» là «{value}»; bản nộp sau để trống. Đã lấy theo bản nộp sau.",
        "Nếu nội dung này vẫn đúng, ghi lại vào bản nộp sau.",
        is_clerks=True,
    )
    FAULT_SUPERSEDED = Rule("D15", _I, "Đã có bản nộp sau; ở bản nộp này: {fault}", "")
    ROW_NAMELESS = Rule(
        "D11",
        _E,
        "Dòng không có mã và tên nhiệm vụ nên chưa được tổng hợp.",
        "Ghi tên nhiệm vụ vào cột «Nhiệm vụ».",
    )
    ROW_SIMILAR = Rule(
        "D12",
        _E,
        "Dòng mất mã, nội dung gần giống nhiệm vụ {other} nhưng không chắc chắn nên chưa được tổng hợp: «{value}».",
        "Ghi lại mã nhiệm vụ như tệp đã giao.",
    )
    ROW_BY_TEXT = Rule("D13", _I, "Dòng mất mã; đã nhận ra nhiệm vụ {value} theo nội dung.", "Không xóa cột «Mã».")

    STATUS_UNKNOWN = Rule(
        "O01",
        _E,
        "Không hiểu trạng thái «{value}».",
        "Chọn trong danh sách: Chưa thực hiện, Đang thực hiện, Hoàn thành, Không phát sinh.",
    )
    STATUS_MISSING = Rule(
        "O02", _E, "Chưa chọn trạng thái trong khi các ô khác đã điền.", "Chọn trạng thái trong danh sách."
    )
    DATE_IMPOSSIBLE = Rule(
        "O03", _E, "«{value}» không phải là ngày có thật.", "Nhập dạng ngày/tháng/năm, ví dụ 28/02/{year}."
    )
    DATE_UNREADABLE = Rule("O04", _E, "Không hiểu ngày «{value}».", "Nhập dạng ngày/tháng/năm, ví dụ 28/02/{year}.")
    DATE_FUTURE = Rule("O05", _E, "Ngày hoàn thành {value} sau ngày tổng hợp {as_of}.", "Kiểm tra lại ngày hoàn thành.")
    DATE_BEFORE_PLAN = Rule(
        "O06", _W, "Ngày hoàn thành {value} trước khi có kế hoạch ({start}).", "Kiểm tra lại ngày hoàn thành."
    )
    PERCENT_UNREADABLE = Rule("O07", _E, "Không hiểu tiến độ «{value}».", "Nhập số phần trăm từ 0 đến 100, ví dụ 50%.")
    PERCENT_RANGE = Rule(
        "O08", _E, "Tiến độ {value} nằm ngoài khoảng 0% đến 100%.", "Nhập số phần trăm từ 0 đến 100, ví dụ 50%."
    )
    DONE_WITHOUT_DATE = Rule("O09", _W, "Đã hoàn thành nhưng chưa có ngày hoàn thành.", "Điền ngày hoàn thành.")
    DONE_WITHOUT_RESULT = Rule(
        "O10", _W, "Đã hoàn thành nhưng chưa ghi kết quả, sản phẩm.", "Ghi số, ký hiệu văn bản hoặc kết quả."
    )
    DATE_WITHOUT_DONE = Rule(
        "O11",
        _W,
        "Có ngày hoàn thành {value} nhưng trạng thái là «{status}».",
        "Sửa trạng thái hoặc xóa ngày hoàn thành.",
    )
    FULL_WITHOUT_DONE = Rule("O12", _W, "Tiến độ 100% nhưng trạng thái là «{status}».", "Sửa trạng thái hoặc tiến độ.")
    DONE_NOT_FULL = Rule("O13", _W, "Đã hoàn thành nhưng tiến độ là {value}.", "Sửa trạng thái hoặc tiến độ.")
    ERROR_VALUE = Rule("O14", _E, "Ô có giá trị lỗi {value}.", "Xóa công thức lỗi và nhập lại giá trị.")
    FORMULA_UNCACHED = Rule(
        "O15", _E, "Ô có công thức chưa được tính nên không đọc được giá trị.", "Mở tệp trong Excel, lưu lại rồi gửi."
    )
    REPAIRED = Rule("O16", _I, "Ghi «{value}», đã hiểu là {read}.", "Nếu không đúng, đề nghị sửa lại.")
    NUMBER_UNREADABLE = Rule("O17", _E, "Không hiểu số «{value}».", "Chỉ nhập chữ số, ví dụ 125.")
    STATUS_SUSPENDED = Rule(
        "O19",
        _E,
        "Trạng thái «{value}» là tạm dừng hoặc hủy, không có trong bốn trạng thái của mẫu.",
        "Chọn một trong bốn trạng thái, ghi lý do vào cột «Khó khăn, vướng mắc».",
    )
    PERCENT_BOUND = Rule(
        "O20",
        _E,
        "«{value}» là mức phải đạt hoặc ước lượng, không phải tiến độ đã đạt.",
        "Nhập số phần trăm đã đạt, ví dụ 50%.",
    )
    DATE_MONTH_ONLY = Rule("O21", _E, "Ô chỉ ghi tháng {value}, chưa có ngày.", "Nhập đủ ngày/tháng/năm.")
    DATE_FLIPPED = Rule(
        "O22",
        _W,
        "Ngày {value} có thể bị Excel đảo ngày và tháng (cột này còn ngày ghi dạng chữ như {sign}); vẫn lấy {value}.",
        "Kiểm tra lại; nếu bị đảo, nhập lại là {flipped}.",
    )
    TARGET_OVER_TOTAL = Rule("O18", _W, "Số thực hiện {value} lớn hơn tổng số {total}.", "Kiểm tra lại hai số.")
