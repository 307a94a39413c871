"""What can be wrong with a file before it is known what it holds, and with an earlier consolidated workbook."""

from toolkit.issues import Catalogue
from toolkit.rules import Rule, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class FileCode(Catalogue):
    """What can be wrong with a file before it is known what it holds, and with an earlier consolidated workbook."""

    MISSING = Rule("T01", _E, "Không tìm thấy tệp.", "Kiểm tra lại đường dẫn.")
    EMPTY = Rule("T02", _E, "Tệp rỗng (0 byte).", "Đề nghị đơn vị gửi lại tệp.")
    DAMAGED = Rule("T03", _E, "Tệp bị hỏng hoặc tải về chưa đủ nên không đọc được.", "Đề nghị đơn vị gửi lại tệp.")
    FOREIGN = Rule(
        "T04",
        _E,
        "Tệp thực chất là {detail}, không phải bảng tính.",
        "Đề nghị đơn vị gửi lại đúng tệp báo cáo dạng .xlsx.",
    )
    ENCRYPTED = Rule(
        "T05",
        _E,
        "Tệp có mật khẩu mở nên không đọc được.",
        "Bỏ mật khẩu trong Excel, lưu lại rồi gửi; hoặc nhập đúng mật khẩu khi kiểm tra, tổng hợp.",
    )
    BLOCKED = Rule("T06", _E, "Máy tính không cho đọc tệp này.", "Đóng tệp nếu đang mở và kiểm tra quyền truy cập.")
    IS_FOLDER = Rule(
        "T07", _W, "Đây là thư mục đặt tên như tệp bảng tính.", "Các tệp bên trong vẫn được đọc; nên đổi tên thư mục."
    )
    LOCK = Rule(
        "T08",
        _W,
        "Tệp tạm của Excel, WPS hoặc LibreOffice, đã bỏ qua; có thể tệp gốc đang mở.",
        "Đóng tệp gốc rồi chạy lại nếu cần số liệu mới nhất.",
    )
    SUFFIX = Rule(
        "T09", _I, "Đuôi tệp không đúng: nội dung là {kind}. Tệp vẫn được đọc.", "Lần sau lưu đúng dạng .xlsx."
    )
    SKIPPED = Rule("T10", _W, "Tệp không phải bảng tính nên không tổng hợp.", "Gửi báo cáo bằng tệp Excel đã giao.")
    PREVIOUS_UNREADABLE = Rule(
        "T11",
        _W,
        "Không đọc được tệp tổng hợp kỳ trước nên không so sánh với tệp này. {reason}",
        "Nếu cần so sánh, khôi phục tệp này hoặc tổng hợp lại kỳ đó.",
    )
    PREVIOUS_OTHER_PLAN = Rule(
        "T12", _I, "Tệp tổng hợp của kế hoạch khác («{value}») nên không so sánh.", "Chuyển tệp sang thư mục khác."
    )
    UNSAFE = Rule(
        "T13",
        _E,
        "Tệp {detail} nên không mở, để bảo vệ máy tính và số liệu.",
        "Đề nghị đơn vị mở tệp bằng Excel, chép bảng sang tệp đã giao rồi gửi lại.",
    )
    TOO_LARGE = Rule(
        "T14", _E, "Tệp lớn {detail} MB nên không mở.", "Đề nghị đơn vị bỏ hình ảnh, trang tính thừa rồi gửi lại."
    )
    SPECIAL = Rule(
        "T15", _E, "Đây không phải là tệp thường nên không đọc.", "Chép tệp thật của đơn vị vào thư mục rồi chạy lại."
    )
    STOPPED = Rule(
        "T16",
        _E,
        "Đã ngừng đọc tệp này vì {detail}; các tệp khác vẫn được đọc.",
        "Đề nghị đơn vị mở tệp bằng Excel, chép bảng sang tệp đã giao rồi gửi lại.",
    )
    PARTIAL = Rule(
        "T17",
        _E,
        "{detail}, nên không lấy số liệu của tệp này.",
        "Đề nghị đơn vị mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại.",
    )
    UNCHECKED = Rule(
        "T18",
        _W,
        "Không đối chiếu được số ô đã đọc với số ô trong tệp.",
        "Xem lại số liệu của đơn vị; nên mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại.",
    )
    FOLDER_UNREADABLE = Rule(
        "T19",
        _E,
        "Không đọc được thư mục này, nên các tệp bên trong chưa được tính.",
        "Kiểm tra quyền truy cập và ổ đĩa, hoặc chép các tệp bên trong thẳng vào thư mục nop, rồi chạy lại.",
    )
    NO_FOLDER = Rule(
        "T20",
        _E,
        "Không có thư mục chứa tệp các đơn vị gửi về, nên chưa tệp nào được tính.",
        "Tạo thư mục có tên này (nếu có tệp trùng tên thì đổi tên tệp đó), chép tệp của các đơn vị vào rồi chạy lại.",
    )
    HIDDEN = Rule(
        "T21",
        _W,
        "Tệp ẩn (tên bắt đầu bằng dấu chấm) nên không tổng hợp.",
        "Nếu đây là báo cáo của đơn vị thì bỏ dấu chấm ở đầu tên tệp rồi chạy lại.",
    )
    LINK_BACK = Rule(
        "T22",
        _W,
        "Liên kết dẫn ngược về thư mục chứa nó nên không đọc theo liên kết này.",
        "Xóa liên kết này; nếu cần tệp ở đó thì chép vào thư mục nop.",
    )
    LINK_LOST = Rule(
        "T23",
        _E,
        "Liên kết dẫn tới chỗ không có hoặc không vào được, nên các tệp ở đó (nếu có) chưa được tính.",
        "Kết nối lại ổ đĩa có các tệp đó, hoặc chép tệp vào thư mục nop, rồi chạy lại.",
    )
    STYLES_LOST = Rule(
        "T25",
        _W,
        "Định dạng ô trong tệp bị hỏng hoặc thiếu; các ô vẫn được đọc.",
        "Xem lại ngày tháng và chữ của đơn vị; nên mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại.",
    )
    OTHER_TABLE = Rule(
        "T28",
        _E,
        "Tệp là {detail}, chương trình không đọc dạng này.",
        "Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại.",
    )
    BLANK = Rule(
        "T29",
        _E,
        "Tệp không có nội dung nào: mọi ô đều trống.",
        "Đề nghị đơn vị điền vào tệp đã giao rồi gửi lại; nếu bảng là hình ảnh thì nhập lại thành chữ, số.",
    )
    PACKED = Rule(
        "T37", _E, "Tệp là tệp nén, không phải bảng tính.", "Giải nén, rồi gửi từng tệp bảng tính có bên trong."
    )
    SHORTCUT = Rule(
        "T38",
        _E,
        "Tệp chỉ là đường dẫn tới nơi khác, không có số liệu bên trong.",
        "Mở đường dẫn, tải bảng tính về máy dạng .xlsx rồi gửi tệp vừa tải.",
    )
    APPLE = Rule(
        "T39",
        _E,
        "Tệp là {detail}, chương trình không đọc dạng này.",
        "Mở tệp bằng Numbers, chọn Xuất sang (Export To) Excel rồi gửi lại tệp .xlsx.",
    )
