"""What can be wrong with a row of a unit's workbook."""

from toolkit.issues import Catalogue
from toolkit.rules import Rule, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class RowCode(Catalogue):
    """What can be wrong with a row of a unit's workbook."""

    UNKNOWN_CODE = Rule(
        "D01", _E, "Mã «{value}» không có trong kế hoạch; dòng này chưa được tổng hợp.", "Sửa lại mã như tệp đã giao."
    )
    CONFLICT = Rule(
        "D02",
        _E,
        "Mã {task} là «{expected}» nhưng dòng này ghi «{value}»; dòng này chưa được tổng hợp.",
        "Khôi phục mã và nội dung nhiệm vụ như tệp đã giao.",
    )
    NOT_ASSIGNED = Rule(
        "D03",
        _E,
        "Nhiệm vụ {value} không giao cho đơn vị này; dòng này chưa được tổng hợp.",
        "Kiểm tra lại mã hoặc tệp gửi nhầm.",
    )
    DOUBLED = Rule(
        "D04",
        _E,
        "Nhiệm vụ {task} có nhiều dòng; đã lấy dòng {kept}, dòng này chưa được tổng hợp.",
        "Chỉ giữ một dòng cho mỗi nhiệm vụ.",
    )
    MISSING = Rule(
        "D05",
        _W,
        "Tệp thiếu dòng của nhiệm vụ {value}; tính là chưa báo cáo.",
        "Khôi phục dòng đã xóa như tệp đã giao.",
    )
    ADDED = Rule("D06", _I, "Đơn vị tự thêm nhiệm vụ «{value}»; được giữ ở phần ngoài kế hoạch.", "")
    BLANK = Rule("D07", _W, "Nhiệm vụ chưa được báo cáo (các ô đều trống).", "Điền trạng thái và kết quả của nhiệm vụ.")
    CHANGED = Rule(
        "D08",
        _W,
        "Ô «{heading}» ghi «{value}», khác kế hoạch; đã lấy theo kế hoạch: «{expected}».",
        "Không sửa các ô đã khóa.",
    )
    NOTE = Rule("D09", _I, "Dòng ghi chú, không phải nhiệm vụ: «{value}».", "")
    CELL_SUPERSEDED = Rule(
        "D10",
        _I,
        "Bản nộp trước ghi «{heading}» là «{value}»; bản nộp sau ghi «{newer}». Đã lấy theo bản nộp sau.",
        "Kiểm tra lại nếu bản trước mới đúng.",
    )
    NAMELESS = Rule(
        "D11",
        _E,
        "Dòng không có mã và tên nhiệm vụ nên chưa được tổng hợp.",
        "Ghi tên nhiệm vụ vào cột «Nhiệm vụ».",
    )
    SIMILAR = Rule(
        "D12",
        _E,
        "Dòng mất mã, nội dung gần giống nhiệm vụ {other} nhưng không chắc chắn nên chưa được tổng hợp: «{value}».",
        "Ghi lại mã nhiệm vụ như tệp đã giao.",
    )
    BY_TEXT = Rule("D13", _I, "Dòng mất mã; đã nhận ra nhiệm vụ {value} theo nội dung.", "Không xóa cột «Mã».")
    CELL_EMPTIED = Rule(
        "D14",
        _W,
        "Bản nộp trước ghi «{heading}» là «{value}»; bản nộp sau để trống. Đã lấy theo bản nộp sau.",
        "Nếu nội dung này vẫn đúng, ghi lại vào bản nộp sau.",
        is_clerks=True,
    )
    FAULT_SUPERSEDED = Rule("D15", _I, "Đã có bản nộp sau; ở bản nộp này: {fault}", "")
    SHEETS_DIFFER = Rule(
        "D16",
        _E,
        "Nhiệm vụ {task} được ghi khác nhau ở hai bảng, chưa rõ bảng nào mới: {told}. Đã tạm lấy theo «{taken}».",
        "Xác định bảng đúng, xóa bảng kia rồi gửi lại.",
    )
    TARGET_EDITED = Rule(
        "D20",
        _W,
        "Chỉ tiêu của nhiệm vụ {task} ghi khác kế hoạch: «{value}»; đã lấy theo kế hoạch: «{expected}».",
        "Không sửa các ô đã khóa.",
    )
    TARGET_ADDED = Rule(
        "D21",
        _W,
        "Dòng không ứng với chỉ tiêu nào của kế hoạch giao cho đơn vị nên chưa được tổng hợp: «{value}».",
        "Ghi lại mã nhiệm vụ, câu chữ và hạn của chỉ tiêu như tệp đã giao.",
    )
    TARGET_DOUBLED = Rule(
        "D22",
        _E,
        "Chỉ tiêu này có nhiều dòng ghi khác nhau; đã lấy dòng {kept}, dòng này chưa được tổng hợp: «{value}».",
        "Chỉ giữ một dòng cho mỗi chỉ tiêu.",
    )
