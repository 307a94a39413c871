"""Why a file is not opened."""

from enum import Enum


class Cause(Enum):
    """What the file has or is; the value is how staff are told, within a sentence."""

    PARTS = "có quá nhiều thành phần bên trong"
    INFLATED = "nén quá nhiều nội dung bên trong"
    RATIO = "nén nội dung đến mức không thể là tệp thật"
    NAME = "có thành phần đặt tên không hợp lệ"
    REPEATED = "có hai thành phần trùng tên"
    OVERLAP = "có các thành phần chồng lên nhau"
    TORN = "hỏng ở bên trong"
    LIE = "ghi sai kích thước nội dung bên trong"
    DOCTYPE = "có phần khai báo lạ (DOCTYPE)"
    DEPTH = "có nội dung lồng nhau quá sâu"
    LENGTH = "có một thẻ dài bất thường"
    TEXT = "có một đoạn chữ dài bất thường"
    MALFORMED = "có thành phần sai cấu trúc"
    BOUNDS = "có ô nằm ngoài giới hạn của Excel"
    CELLS = "có quá nhiều ô"
    ENCRYPTED = "có thành phần đặt mật khẩu"
    OUTSIDE = "có phần lấy nội dung từ tệp hoặc địa chỉ khác"
    MACRO = "có chứa macro"
    METHOD = "nén bằng cách mà Excel và Word không dùng"


class Refused(Exception):
    """The file is not opened."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.name)
        self.cause = cause
