r"""Names of files: as they are on the disk, as staff are shown them, and such that every system can write them.

A name is bytes to Linux and 16-bit units to Windows; neither need be text. It is kept as Python has it for opening
(`surrogateescape`), and shown by `shown_name` alone, from which `raw_name` finds it again.
"""

import hashlib
import re
import unicodedata

_ESCAPED = re.compile(r"\\(?:\\|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
# Where Python keeps a byte of a name that is no UTF-8.
_BYTES = range(0xDC80, 0xDD00)
# What Windows takes for a device whatever suffix follows (Microsoft, «Naming Files, Paths, and Namespaces»).
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
# Letters of a name without its suffix: with `_goc_v2`, `.~lock.…#` and a folder before it, it stays writable.
_LONGEST = 120
_MARK = 8


def shown_name(raw: str) -> str:
    r"""A name or path that can be printed, no two alike: `\xe1` for a byte that is no UTF-8, `\u202e` for what is not
    seen, a backslash twice.
    """
    if raw.isprintable() and "\\" not in raw:
        return raw
    return "".join("\\\\" if letter == "\\" else _printable(letter) for letter in raw)


def raw_name(shown: str) -> str:
    """The name or path of which `shown_name` gave this; what it cannot have given is left as it is."""
    return _ESCAPED.sub(_meant, shown) if "\\" in shown else shown


def _meant(match: re.Match[str]) -> str:
    escaped = match[0]
    if escaped == "\\\\":
        return "\\"
    code = int(escaped[2:], 16) + (_BYTES.start - 0x80 if escaped[1] == "x" else 0)
    # No name has a zero.
    is_name = 0 < code <= 0x10FFFF and _printable(chr(code)) == escaped
    return chr(code) if is_name else escaped


def printable(text: str) -> str:
    """A sentence without what could steer a terminal or cannot be written; its lines stay lines."""
    if text.isprintable():
        return text
    return "".join(letter if letter == "\n" else _printable(letter) for letter in text)


def _printable(letter: str) -> str:
    if letter.isprintable():
        return letter
    code = ord(letter)
    if code in _BYTES:
        return f"\\x{code - _BYTES.start + 0x80:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def ascii_name(text: str) -> str:
    """`07-KH-BCDCDS` for `07/KH-BCĐCĐS`: letters without marks, everything else a hyphen."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")


def file_stem(text: str) -> str:
    """The text as the name of a file without its suffix: ASCII, short, no device of Windows.

    Texts that differ in more than case give names that do. One of ASCII letters, digits, `-` and `_` stays as it is.
    """
    stem = text
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", text) or len(text) > _LONGEST:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_name(text) if not text.isascii() else text).strip("-_")
        mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
        stem = f"{plain[: _LONGEST - _MARK - 1]}-{mark}".lstrip("-")
    # No text above begins with it.
    return f"_{stem}" if _DEVICE.fullmatch(stem) else stem
