"""What can be wrong with a cell that a unit filled."""

from toolkit.issues import Catalogue
from toolkit.rules import Rule, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class CellCode(Catalogue):
    """What can be wrong with a cell that a unit filled."""

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
    TARGET_OVER_TOTAL = Rule("O18", _W, "Số thực hiện {value} lớn hơn tổng số {total}.", "Kiểm tra lại hai số.")
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
    MERGED = Rule(
        "O23",
        _W,
        "Ô gộp {area} ghi «{value}»; đã lấy cho từng dòng trong đó.",
        "Nếu không đúng, bỏ gộp ô rồi điền từng dòng.",
    )
    COVERED = Rule(
        "O24",
        _W,
        "Ô này khuất dưới ô gộp {area} (đang hiện «{shown}») nhưng còn ghi «{value}»; đã lấy «{value}».",
        "Bỏ gộp ô, kiểm tra lại từng dòng.",
    )
    STRUCK = Rule(
        "O25",
        _W,
        "Chữ «{value}» bị gạch ngang, không rõ còn đúng hay đã bỏ; nội dung của ô vẫn được giữ.",
        "Còn đúng thì bỏ gạch ngang; không còn đúng thì xóa chữ bị gạch.",
    )
    REMARK = Rule(
        "O26",
        _W,
        "Ghi chú bên cạnh ô không được tổng hợp: «{value}».",
        "Nội dung cần báo cáo thì ghi vào ô của mẫu; nếu không thì xóa ghi chú.",
    )
    TARGET_HALF = Rule(
        "O30",
        _W,
        "Có «{has}» là {value} nhưng thiếu «{lacks}» nên chưa tính được.",
        "Điền đủ «Số thực hiện» và «Tổng số».",
    )
    COUNT_A_SHARE = Rule(
        "O31",
        _W,
        "«{value}» là tỷ lệ, không phải số lượng, nên chưa tính.",
        "Nhập số lượng, ví dụ «Số thực hiện» 95, «Tổng số» 100. Nếu là số tiền, ghi theo đơn vị nhỏ hơn, ví dụ "
        "triệu đồng.",
    )
    COUNT_NEGATIVE = Rule("O32", _W, "Số {value} nhỏ hơn 0 nên chưa tính.", "Nhập số từ 0 trở lên.")
    RATE_ALONE = Rule(
        "O33",
        _W,
        "Tỷ lệ {value} được nhập tay, chưa có đủ «Số thực hiện» và «Tổng số» nên chưa tính.",
        "Nhập «Số thực hiện» và «Tổng số»; tỷ lệ tự tính.",
    )
    RATE_DIFFERS = Rule(
        "O34",
        _W,
        "Tỷ lệ {value} được nhập tay, khác {computed} tính từ hai số; đã lấy theo hai số.",
        "Kiểm tra lại «Số thực hiện» và «Tổng số»; tỷ lệ tự tính.",
    )
    BROKEN = Rule(
        "O40",
        _E,
        "Giá trị lưu trong ô bị hỏng ({detail}) nên không lấy được.",
        "Mở tệp bằng Excel, nhập lại ô này, lưu rồi gửi lại.",
    )
