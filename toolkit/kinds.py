"""The kinds of files, told by their content, and what staff are told of each."""

from enum import Enum

_SUFFIXES = {
    "XLSX": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "XLSB": (".xlsb",),
    # .et and .ett are what WPS Office names the same records.
    "XLS": (".xls", ".xlt", ".et", ".ett"),
    "ODS": (".ods", ".ots"),
    "FODS": (".fods",),
}
# Tables that Excel or LibreOffice open, and can save as .xlsx.
_OTHER_TABLES = frozenset(
    {"EXCEL_XML", "HTML", "WEB_ARCHIVE", "LOTUS", "QUATTRO", "WORKS", "SYLK", "DIF", "DBASE", "SXC", "CSV", "UNICODE"}
)  # fmt: skip


class Kind(Enum):
    """The kind of a file by its content; the value is how staff are told."""

    XLSX = "bảng tính Excel (.xlsx)"
    XLSB = "bảng tính Excel nhị phân (.xlsb)"
    XLS = "bảng tính Excel đời cũ (.xls)"
    ODS = "bảng tính LibreOffice (.ods)"
    FODS = "bảng tính LibreOffice dạng XML (.fods)"
    EXCEL_XML = "bảng tính kiểu cũ dạng XML (XML Spreadsheet 2003)"
    HTML = "trang web (HTML) đặt tên như bảng tính"
    WEB_ARCHIVE = "trang web lưu thành một tệp (.mht)"
    LOTUS = "bảng tính Lotus 1-2-3"
    QUATTRO = "bảng tính Quattro Pro"
    WORKS = "bảng tính Microsoft Works"
    SYLK = "bảng tính dạng SYLK (.slk)"
    DIF = "bảng tính dạng DIF (.dif)"
    DBASE = "bảng dữ liệu dBase, FoxPro (.dbf)"
    SXC = "bảng tính OpenOffice đời cũ (.sxc)"
    CSV = "văn bản thuần có dấu phân cách cột (CSV)"
    UNICODE = "văn bản thuần mã UTF-16 (Unicode Text)"
    NUMBERS = "tài liệu của máy Apple (Numbers, Pages hoặc Keynote)"
    SHORTCUT = "đường dẫn tới nơi khác"
    ENCRYPTED = "tệp có mật khẩu"
    WORD = "văn bản Word"
    RTF = "văn bản RTF"
    DOCUMENT = "văn bản LibreOffice"
    SLIDES = "tệp trình chiếu"
    PDF = "tệp PDF"
    IMAGE = "tệp ảnh"
    MEDIA = "tệp âm thanh hoặc phim"
    MAIL = "thư điện tử"
    DRAWING = "bản vẽ"
    PROJECT = "tệp Microsoft Project"
    DATABASE = "cơ sở dữ liệu"
    PROGRAM = "chương trình máy tính"
    THUMBNAILS = "tệp ảnh thu nhỏ của Windows (thumbs.db)"
    COMPOUND = "tệp của chương trình khác"
    ARCHIVE = "tệp nén"
    EMPTY_ARCHIVE = "tệp nén không có gì bên trong"
    JSON = "dữ liệu JSON"
    XML = "dữ liệu XML"
    TEXT = "văn bản thuần"
    DAMAGED = "tệp hỏng"

    @property
    def is_workbook(self) -> bool:
        """True where it is read here."""
        return self.name in _SUFFIXES

    @property
    def is_other_table(self) -> bool:
        """True where an office program opens it as a table."""
        return self.name in _OTHER_TABLES

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings that a file of this kind should have."""
        return _SUFFIXES.get(self.name, ())


# The endings of workbooks, and of other tables, which are looked into to tell what they are.
SUFFIXES = frozenset(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)
OTHER_SUFFIXES = frozenset(
    {".xml", ".csv", ".mht", ".wk1", ".wk3", ".wk4", ".123", ".wks", ".wq1", ".wb1", ".wb2", ".wb3", ".qpw", ".slk"}
    | {".dif", ".dbf", ".sxc", ".numbers", ".gsheet"}
)
