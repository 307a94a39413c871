"""Click's own words in Vietnamese: titles of help, what is wrong with a command line.

Click asks `gettext` for them, which reads compiled files only, by the language of the machine. The language here is
always the same, so click's modules are given a small table instead; what is not in it stays English.
"""

from gettext import gettext, ngettext

from click import core, decorators, exceptions, formatting, parser, termui, types

from toolkit.__main__ import STOPPED_TOLD

OPTIONS, COMMAND = "[TÙY_CHỌN]", "LỆNH [THAM_SỐ]..."
_MODULES = (core, decorators, exceptions, formatting, parser, termui, types)
_WORDS = {
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Show this message and exit.": "Hiện hướng dẫn này.",
    "Show the version and exit.": "Hiện số phiên bản.",
    "%(prog)s, version %(version)s": "%(prog)s, phiên bản %(version)s",
    "default: {default}": "mặc định: {default}",
    "required": "bắt buộc",
    "Aborted!": STOPPED_TOLD,
    "Error: {message}": "Lỗi: {message}",
    "Error: invalid input": "Lỗi: chỉ trả lời y (có) hoặc n (không).",
    "Try '{command} {option}' for help.": "Xem hướng dẫn: {command} {option}",
    "Missing command.": "Thiếu tên lệnh.",
    "Missing argument": "Thiếu",
    "Missing option": "Thiếu tùy chọn",
    "Missing parameter": "Thiếu",
    "Choose from:\n\t{choices}": "Chọn một trong:\n\t{choices}",
    "No such command {name!r}.": "Không có lệnh «{name}».",
    "No such option {name!r}.": "Không có tùy chọn «{name}».",
    "Did you mean {possibility}?": "Có phải là {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Có phải là một trong: {possibilities}?",
    "Option {name!r} does not take a value.": "Tùy chọn «{name}» không có giá trị đi kèm.",
    "Option {name!r} requires an argument.": "Tùy chọn «{name}» cần một giá trị đi kèm.",
    "Got unexpected extra argument ({args})": "Thừa: {args}",
    "Got unexpected extra arguments ({args})": "Thừa: {args}",
    "Invalid value: {message}": "Giá trị không đúng: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị của {param_hint} không đúng: {message}",
    "{value!r} is not one of {choices}.": "«{value}» không phải là một trong {choices}.",
    "{value!r} is not a valid {number_type}.": "«{value}» không phải là số nguyên.",
    "{value} is not in the range {range}.": "{value} nằm ngoài khoảng {range}.",
    "{name} {filename!r} is not readable.": "Máy tính không cho đọc «{filename}».",
}


def _told(text: str) -> str:
    return _WORDS.get(text) or gettext(text)


def _counted(one: str, many: str, count: int) -> str:
    return _WORDS.get(one if count == 1 else many) or ngettext(one, many, count)


def translate() -> None:
    """Give them to click; before the first command is made, for some are read then."""
    for module in _MODULES:
        for name, ours in (("_", _told), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, ours)
