"""The catalogue of what can be wrong with the plan itself."""

from toolkit.issues import Catalogue
from toolkit.rules import Rule, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class PlanCode(Catalogue):
    """What can be wrong with the plan itself."""

    NUMBER_REPEATED = Rule(
        "K01",
        _W,
        "Số thứ tự «{value}» dùng cho hai nhóm; nhóm sau mang mã {path}.",
        "Sửa số thứ tự nhóm khi ban hành lại.",
    )
    COUNT_DIFFERS = Rule(
        "K02", _W, "«{value}» ghi {declared} nhiệm vụ nhưng có {listed}.", "Kiểm tra xem thiếu nhiệm vụ hay ghi sai số."
    )
    NO_DEADLINE = Rule(
        "K03", _W, "Nhiệm vụ không ghi thời gian hoàn thành.", "Nhập cột «Hạn hoàn thành» nếu đã chốt được ngày."
    )
    UNDATED = Rule(
        "K04",
        _I,
        "Thời gian «{value}» không cho ngày cụ thể: {why}.",
        "Nhập cột «Hạn hoàn thành» nếu đã chốt được ngày.",
    )
    DEADLINE_UNREADABLE = Rule("K05", _W, "Không hiểu thời gian «{value}».", "Sửa lại hoặc nhập cột «Hạn hoàn thành».")
    LEAD_GROUP = Rule(
        "K06",
        _I,
        "Chủ trì chỉ là tên nhóm «{value}»: giao cho {count} đơn vị trong nhóm.",
        "Kiểm tra cột «Nhóm» của trang tính «Đơn vị».",
    )
    LEAD_NOBODY = Rule(
        "K07",
        _E,
        "Không có đơn vị nào nhận chủ trì «{value}»; nhiệm vụ hiện là Chưa giao.",
        "Thêm tên này vào «Tên gọi khác» hoặc «Nhóm» của đơn vị phải làm.",
    )
    SUPPORT_NOBODY = Rule(
        "K08",
        _W,
        "Không có đơn vị nào ứng với tên phối hợp «{value}».",
        "Thêm tên này vào «Tên gọi khác» hoặc «Nhóm» của đơn vị.",
    )
    SPELLINGS = Rule("K09", _W, "Một đơn vị viết nhiều cách: {value}.", "Viết thống nhất theo trang tính «Đơn vị».")
    SETTING_BLANK = Rule(
        "K10", _W, "Mục «{value}» trong trang tính «Cấu hình» còn trống hoặc chưa đủ.", "Điền khi đã có."
    )
    TARGET_ORPHAN = Rule(
        "K11", _E, "Chỉ tiêu ghi mã nhiệm vụ «{value}» không có trong phụ lục.", "Sửa lại mã nhiệm vụ."
    )
    UNIT_IDLE = Rule("K12", _I, "Đơn vị {value} không chủ trì hay phối hợp nhiệm vụ nào.", "")
    DITTO = Rule("K13", _I, "Ô ghi «như trên», đã hiểu là «{value}».", "Nếu không đúng, ghi rõ tên đơn vị.")
    LEAD_BLANK = Rule(
        "K14",
        _E,
        "Nhiệm vụ không ghi đơn vị chủ trì; hiện là Chưa giao.",
        "Ghi đơn vị (ô gộp từ dòng tên nhóm thì bỏ gộp, ghi vào từng dòng; giống dòng trên thì ghi «như trên»). "
        "Nếu dòng là tên nhóm, ghi chữ cái hoặc số La Mã ở cột «STT».",
    )
    ROW_UNREAD = Rule(
        "K15",
        _W,
        "Dòng không có nội dung nhiệm vụ nên không được đọc: «{value}».",
        "Chuyển nội dung về đúng cột (tên nhóm cũng ghi ở cột «Nhiệm vụ»), hoặc xóa dòng nếu không cần.",
    )
    HEADING_ASSIGNED = Rule(
        "K16",
        _W,
        "Dòng «{value}» được hiểu là tên phần, nhóm; phần ghi ở các cột sau không được giao: «{told}».",
        "Nếu là nhiệm vụ, ghi số thứ tự 1, 2, 3 ở cột «STT».",
    )
    CODE_ELSEWHERE = Rule(
        "K17",
        _W,
        "Có {count} nhiệm vụ ghi mã không theo phần, nhóm ở trên nó: {value}.",
        "Nếu là mã của kế hoạch cũ, xóa trống cột «Mã», chương trình tự đặt mã mới. Đã giao việc thì giữ nguyên mã.",
    )
    CODES_GIVEN = Rule(
        "K18",
        _I,
        "Có {count} nhiệm vụ chưa ghi mã; chương trình đặt mã theo thứ tự dòng ({value}).",
        "Sau khi giao việc, không chèn, xóa dòng ở giữa nhóm để mã không đổi; nhiệm vụ mới ghi ở cuối nhóm.",
    )
    YEAR_NOT_NAMED = Rule(
        "K19",
        _W,
        "«{value}» không nhắc đến năm {year} là năm kế hoạch.",
        "Sửa dòng này, hoặc sửa «Năm kế hoạch» trong trang tính «Cấu hình».",
    )
    DUE_BEFORE_YEAR = Rule(
        "K20",
        _W,
        "Thời hạn «{value}» trước năm kế hoạch ({year}); có thể còn lại từ kế hoạch cũ.",
        "Sửa thời hạn, xóa dòng cũ, hoặc sửa «Năm kế hoạch» trong trang tính «Cấu hình».",
    )
    DUES_AFTER_YEAR = Rule(
        "K21",
        _W,
        "«Năm kế hoạch» là {value} nhưng {count}/{total} thời hạn có ghi năm là của năm sau đó.",
        "Kiểm tra «Năm kế hoạch»; thời hạn không ghi năm đang được hiểu là năm {value}.",
    )
    ISSUED_OTHER_YEAR = Rule(
        "K22",
        _W,
        "Ngày ban hành {value} không thuộc năm kế hoạch {year} hay năm liền trước.",
        "Sửa «Ngày ban hành» hoặc «Năm kế hoạch».",
    )
    OTHER_PLACE = Rule(
        "K23",
        _W,
        "«{value}» ghi địa danh {commune}, khác cơ quan ban hành «{issuer}».",
        "Sửa dòng này, hoặc sửa «Cơ quan ban hành» trong trang tính «Cấu hình».",
    )
    NAME_SHARED = Rule(
        "K24",
        _E,
        "Tên «{value}» ghi cho nhiều đơn vị ({units}); việc ghi tên này đang giao cho {read}.",
        "Mỗi tên chỉ để ở một đơn vị; giao cho nhiều đơn vị thì ghi tên ở cột «Nhóm» của từng đơn vị.",
    )
    DUE_UNREADABLE = Rule(
        "K25",
        _E,
        "Ô «Hạn hoàn thành» ghi «{value}», không hiểu được là ngày nào nên chưa dùng.",
        "Nhập dạng ngày/tháng/năm, ví dụ 30/06/{year}; hoặc xóa trống để lấy theo «Thời gian hoàn thành».",
    )
    LEVEL_UNREADABLE = Rule(
        "K26",
        _E,
        "Ô «Mức» ghi «{value}», không hiểu được là số nào; chỉ tiêu sẽ luôn là «Chưa có số liệu».",
        "Nhập một con số, ví dụ 90; dấu so sánh ghi ở cột «So sánh».",
    )
    LEVEL_BLANK = Rule(
        "K27",
        _W,
        "Chỉ tiêu «{value}» chưa ghi mức; kết quả sẽ luôn là «Chưa có số liệu».",
        "Nhập mức phải đạt, ví dụ 90.",
    )
    LEVEL_SHARE = Rule(
        "K28",
        _W,
        "Ô «Mức» ghi số {value}, đơn vị tính là %; đã hiểu là {meant}%.",
        "Nếu đúng, định dạng ô là Number rồi nhập {meant}. Nếu là {value}%, định dạng ô là Text rồi nhập {value}%.",
    )
    COMPARISON_UNREADABLE = Rule(
        "K29",
        _E,
        "Ô «So sánh» ghi «{value}», không hiểu được; đang so sánh theo dấu «{meant}».",
        "Ghi một trong các dấu ≥, ≤, >, <, =.",
    )
    COMPARISONS_DIFFER = Rule(
        "K30",
        _E,
        "Cột «So sánh» ghi dấu «{meant}» nhưng ô «Mức» ghi «{value}»; đang so sánh theo dấu «{meant}».",
        "Sửa dấu ở cột «So sánh»; ô «Mức» chỉ ghi con số.",
    )
    TARGET_REPEATED = Rule(
        "K31",
        _W,
        "Chỉ tiêu «{value}» trùng nhiệm vụ, câu chữ, mức và hạn với dòng {row}; số liệu của hai dòng chỉ phân biệt "
        "được theo thứ tự.",
        "Xóa một dòng, hoặc ghi mức, hạn hay câu chữ cho khác nhau.",
    )
    NO_SHARE = Rule(
        "K32",
        _I,
        "Đơn vị tính của chỉ tiêu là «{value}», không phải %; «Số thực hiện» của các đơn vị được cộng rồi so với mức.",
        "Nếu chỉ tiêu là tỷ lệ, ghi % ở cột «Đơn vị tính».",
    )
    BEFORE_UNREADABLE = Rule(
        "K33",
        _E,
        'Mục «Cách hiểu "trước ngày"» ghi «{value}», không hiểu được; đang tính cả ngày đó.',
        "Ghi «tính cả ngày đó» hoặc «không tính ngày đó».",
    )
    ISSUED_UNREADABLE = Rule(
        "K34",
        _E,
        "Mục «Ngày ban hành» ghi «{value}», không hiểu được là ngày nào nên chưa dùng.",
        "Nhập dạng ngày/tháng/năm, ví dụ 15/01/{year}.",
    )
    ITEM_UNKNOWN = Rule(
        "K35",
        _W,
        "Dòng «{value}» không có trong các mục của mẫu nên không được dùng.",
        "Sửa tên mục đúng như bản gốc (nội dung dài ghi trong một ô), hoặc xóa dòng.",
    )
    ITEM_REPEATED = Rule(
        "K36",
        _E,
        "Mục «{value}» ghi nhiều lần, khác nhau; đang dùng «{meant}».",
        "Giữ một dòng đúng, xóa các dòng khác.",
    )
    COLUMN_UNREAD = Rule(
        "K37",
        _W,
        "Cột «{value}» (ví dụ «{meant}») không có trong mẫu nên không được đọc.",
        "Nội dung cần giao thì chuyển vào cột của mẫu hoặc sửa lại tiêu đề cột; ghi chú riêng thì để nguyên.",
    )
    SHEET_UNREAD = Rule(
        "K38",
        _W,
        "Trang tính «{value}» có bảng nhiệm vụ nhưng không được đọc; chỉ trang tính «Phụ lục» được đọc.",
        "Chuyển các dòng sang trang tính «Phụ lục»; nếu là bản cũ thì xóa trang tính này.",
    )
    CELL_BROKEN = Rule(
        "K39",
        _E,
        "Ô không có giá trị để đọc: {value}.",
        "Nhập lại giá trị; nếu là công thức, mở tệp trong Excel rồi lưu lại.",
    )
    NUMBER_ELSEWHERE = Rule(
        "K40",
        _W,
        "Nhiệm vụ số «{value}» đứng dưới nhóm «{group}» nên mang mã của nhóm đó ({task}).",
        "Sửa số thứ tự, hoặc ghi dòng tên nhóm ở trên nó (nhóm không ghi đơn vị chủ trì).",
    )
    NUMBER_TWICE = Rule(
        "K41",
        _W,
        "Số thứ tự «{value}» đã dùng ở dòng {row} của nhóm.",
        "Nếu là 1.10, 1.20 mà Excel bỏ số 0 ở cuối: định dạng cột «STT» là Text rồi nhập lại.",
    )
    NUMBER_A_DATE = Rule(
        "K42",
        _W,
        "Ô «STT» là ngày {value}; Excel có thể đã tự đổi số thứ tự như 1.1, 1/1 thành ngày.",
        "Định dạng cột «STT» là Text rồi nhập lại số thứ tự.",
    )
    LEVEL_SMALL = Rule(
        "K43",
        _W,
        "Ô «Mức» ghi số {value}, đơn vị tính là %; đã hiểu là {value}%, nhưng một ô hiện {meant}% cũng chứa số này.",
        "Nếu là {meant}%, định dạng ô là Number, nhập {meant}. Nếu là {value}%, định dạng ô là Text, nhập {value}%.",
    )
    CODE_RESERVED = Rule(
        "K44",
        _E,
        "Mã đơn vị «{value}» là tên mà Windows giữ riêng; tệp đặt tên theo mã này có thể không mở được.",
        "Đổi mã đơn vị trước khi giao việc, ví dụ {value}1.",
    )
    CODES_ALIKE = Rule(
        "K45",
        _E,
        "Mã đơn vị «{value}» và «{other}» (dòng {row}) chỉ khác dấu nối, dấu cách; tên tệp của hai đơn vị dễ lẫn nhau.",
        "Đổi một mã cho khác hẳn trước khi giao việc.",
    )
    COLUMNS_SHIFTED = Rule(
        "K46",
        _E,
        "Nội dung từ cột «{value}» có vẻ dán {meant}; các cột này chưa đọc đúng, lỗi khác trong đó chưa nêu.",
        "Dán lại cho đúng cột của mẫu rồi soát lại.",
    )
    WARNING_DAYS_UNREADABLE = Rule(
        "K47",
        _E,
        "Mục «Cảnh báo trước hạn (ngày)» ghi «{value}», không hiểu được; đang lấy {meant} ngày.",
        "Nhập một số ngày từ 0 đến 999, ví dụ 15.",
    )
    NUMBER_LONG = Rule(
        "K48",
        _W,
        "Mục «Số kế hoạch» ghi dài hoặc nhiều dòng, có vẻ không chỉ là số, ký hiệu: «{value}».",
        "Chỉ ghi số, ký hiệu, ví dụ 07/KH-UBND; tên kế hoạch ghi ở mục «Tên kế hoạch».",
    )
    CELLS_MERGED = Rule(
        "K60",
        _I,
        "Ô gộp {meant} ghi «{value}», đã hiểu là của từng dòng trong đó.",
        "Nếu không đúng, bỏ gộp ô rồi ghi vào từng dòng.",
    )
    PARAGRAPHS = Rule(
        "K61",
        _I,
        "Các dòng {meant} có chung một ô gộp ghi «{value}», đã hiểu là một nhiệm vụ gồm nhiều đoạn.",
        "Nếu là nhiều nhiệm vụ, bỏ gộp ô rồi ghi số thứ tự vào từng dòng.",
    )
    DEADLINE_ZONED = Rule(
        "K62",
        _I,
        "Thời hạn «{value}» ghi theo múi giờ khác, đã lấy ngày {meant} ở Việt Nam.",
        "Nếu không đúng, nhập dạng ngày/tháng/năm.",
    )
    TEXT_STRUCK = Rule(
        "K63",
        _W,
        "Chữ «{value}» bị gạch ngang nhưng vẫn được đọc.",
        "Còn đúng thì bỏ gạch ngang; không còn đúng thì xóa chữ, hoặc xóa cả dòng.",
    )
