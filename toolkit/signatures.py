"""The kinds of files that are no zip package, by what they begin with.

Formats: [MS-CFB], [MS-XLS], and the signatures that each format's own description gives. Of texts their first lines
tell; a binary file that nothing here knows counts as damaged.
"""

import io
import re
import struct

from toolkit.kinds import Kind

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\3\4"
# Bytes that are looked at for what a text is.
_HEAD = 4096
_FILE_PASS, _BOUND_SHEET, _END = 0x2F, 0x85, 0x0A
_STRINGS, _CONTINUED, _BOFS = 0xFC, 0x3C, (0x09, 0x0209, 0x0409, 0x0809)
# What only a lost sector leaves among records; the name of the stream of a workbook.
_BLANK, _WORKBOOK = bytes(128), "Workbook".encode("utf-16-le")
# Old workbooks without the compound container begin with a BOF record of BIFF 2 to 8.
_BOF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_BEGINNINGS = (
    (Kind.PDF, (b"%PDF",)),
    (Kind.IMAGE, (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"AT&TFORM", b"\xd7\xcd\xc6\x9a", b"8BPS")),
    (
        Kind.ARCHIVE,
        (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"MSCF\0", b"PK\7\x08"),
    ),
    (Kind.EMPTY_ARCHIVE, (b"PK\5\6",)),
    (Kind.QUATTRO, (b"\0\0\2\0\x20\x51", b"\0\0\2\0\x21\x51", b"\0\0\2\0\x01\x10", b"\0\0\2\0\x02\x10")),
    (Kind.LOTUS, (b"\0\0\2\0", b"\0\0\x1a\0")),
    (Kind.WORKS, (b"\xff\0\2\0", b"\xff\0\x1a\0")),
    (Kind.SHORTCUT, (b"L\0\0\0\x01\x14\2\0",)),
    (Kind.PROGRAM, (b"MZ\x90\0", b"MZP\0", b"\x7fELF", b"#!")),
    (Kind.RTF, (b"{\\rtf",)),
    (Kind.WORD, (b"\xdb\xa5", b"\x31\xbe\0\0")),
    (Kind.DATABASE, (b"SQLite format 3\0", b"\0\1\0\0Standard ")),
    (Kind.MAIL, (b"!BDN", b"\x78\x9f\x3e\x22")),
    (Kind.DRAWING, (b"AC10",)),
    (Kind.MEDIA, (b"ID3\2", b"ID3\3", b"ID3\4", b"OggS\0", b"\x1aE\xdf\xa3")),
)
# What stands in the compound file of a program, in the order in which it is asked for.
_STREAMS = (
    (Kind.WORD, ("WordDocument",)),
    (Kind.SLIDES, ("PowerPoint Document",)),
    (Kind.DRAWING, ("VisioDocument",)),
    (Kind.MAIL, ("__properties_version1.0", "__nameid_version1.0")),
    (Kind.QUATTRO, ("NativeContent_MAIN", "PerfectOffice_MAIN")),
    (Kind.WORKS, ("WksSSWorkBook",)),
    (Kind.THUMBNAILS, ("Catalog",)),
    (Kind.PROJECT, ("Props", "Props9", "Props12", "Props14")),
)
# The classes of the root storage of Windows Installer: a package, and a patch.
_INSTALLERS = ("000C1084-0000-0000-C000-000000000046", "000C1086-0000-0000-C000-000000000046")
_MARKUP = r"\A\s*(?=<)[\s\S]*"
# The head of a mail, to which a page that was saved whole is alike.
_FIELDS = r"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
_TEXTS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.EXCEL_XML, _MARKUP + r"(<([\w.-]+:)?Workbook\s[^>]*office:spreadsheet|progid=[\"']Excel\.Sheet)"),
        (Kind.WORD, _MARKUP + r"(progid=[\"']Word\.Document|schemas\.microsoft\.com/office/2006/xmlPackage)"),
        (Kind.FODS, _MARKUP + r"<[\w.-]+:document\s[^>]*opendocument\.spreadsheet"),
        (Kind.DOCUMENT, _MARKUP + r"<[\w.-]+:document\s[^>]*opendocument\."),
        (Kind.IMAGE, _MARKUP + r"<svg[\s>]"),
        (Kind.HTML, r"\A\s*<(!doctype html|(html|table|meta|head|body|style|script)\b)|\A\s*<[\s\S]*<html[\s>]"),
        (Kind.XML, r"\A\s*<(\?xml|[a-z][\w:.-]*[\s/>])"),
        (Kind.WEB_ARCHIVE, _FIELDS + r"Content-Type:\s*multipart/related"),
        (Kind.MAIL, _FIELDS + r"(Received|From|Subject|Message-ID|Delivered-To):\s"),
        (Kind.SYLK, r"\AID;P"),
        (Kind.DIF, r"\ATABLE\n0,1\n"),
        (Kind.SHORTCUT, r"\A\s*(\[InternetShortcut\]|\{[^{}]*\"(doc_id|url)\"|https?://\S+\s*\Z)"),
        (Kind.JSON, r"\A\s*[\[{]\s*[\[{\"\]}]"),
    )
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Of the container of films, those that hold a picture.
_STILLS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def kind_of(data: bytes) -> Kind:
    """The kind of a file that is no zip package."""
    if data.startswith(OLE):
        return _compound_kind(data)
    if data[:2] in _BOF:
        return Kind.ENCRYPTED if has_password(data) else Kind.XLS
    for kind, beginnings in _BEGINNINGS:
        if data.startswith(beginnings):
            return kind
    return _text_kind(data[:_HEAD]) or _binary_kind(data)


def _compound_kind(data: bytes) -> Kind:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            if compound.exists("EncryptedPackage"):
                return Kind.ENCRYPTED
            for stream in ("Workbook", "Book"):
                if compound.exists(stream):
                    return _workbook_kind(compound.openstream(stream).read())
            if compound.root.clsid in _INSTALLERS:
                return Kind.PROGRAM
            for kind, streams in _STREAMS:
                if any(map(compound.exists, streams)):
                    return kind
            # A list that is empty or leaves the workbook out has come to harm.
            return Kind.COMPOUND if compound.listdir() and _WORKBOOK not in data else Kind.DAMAGED
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return Kind.DAMAGED


def _workbook_kind(records: bytes) -> Kind:
    if has_password(records):
        return Kind.ENCRYPTED
    # Where a sector is lost, readers pass over the zeros, and whatever cells were there.
    return Kind.DAMAGED if _BLANK in records and _is_torn(records) else Kind.XLS


def _is_torn(records: bytes) -> bool:
    """Whether zeros stand between the records of a sheet, or among the shared texts ([MS-XLS] 2.1.4)."""
    at = depth = whole = 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        depth += (kind in _BOFS) - (kind == _END)
        whole = whole if kind == _CONTINUED else kind
        if depth and (not kind or (whole == _STRINGS and _BLANK in records[at : at + 4 + size])):
            return True
        at += 4 + size
    return False


def has_password(records: bytes) -> bool:
    """True where a FilePass record comes before the sheets ([MS-XLS] 2.4.117), or before the end of the only one."""
    at = 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        if kind in (_FILE_PASS, _BOUND_SHEET, _END):
            return bool(kind == _FILE_PASS)
        at += 4 + size
    return False


def _text_kind(head: bytes) -> Kind | None:
    """The kind of a text; None where it is none."""
    encoding = _wide_encoding(head)
    if not encoding and _CONTROL.search(head):
        return None
    text = head.decode(encoding or "utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    if len(head) < len(OLE) and (_ZIP.startswith(head[:4]) or OLE.startswith(head)):
        # All that came of a workbook.
        return Kind.DAMAGED
    found = next((kind for kind, pattern in _TEXTS if pattern.search(text)), None)
    return found or (Kind.UNICODE if encoding else Kind.CSV if _is_separated(text) else Kind.TEXT)


def _wide_encoding(head: bytes) -> str:
    """UTF-16 by its mark, or by every other byte being none; empty where it is not that."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    pairs = len(head) // 2
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = head[first::2].count(0)
        text = head[: 2 * pairs].decode(encoding, "replace") if pairs > 8 and zeros > pairs * 0.6 else "\0"
        if not _CONTROL.search(text.encode()):
            return encoding
    return ""


def _is_separated(text: str) -> bool:
    """Whether every line is cut into columns in one way; the last one may have been cut off."""
    lines = [line for line in text.splitlines() if line.strip()]
    lines = lines[:-1] if len(lines) > 2 else lines
    # Commas stand in sentences, too, before a blank.
    commas = {line.count(",") - line.count(", ") for line in lines}
    are_apart = any(all(mark in line for line in lines) for mark in ";\t")
    return len(lines) > 1 and (are_apart or (len(commas) == 1 and commas != {0}))


def _binary_kind(data: bytes) -> Kind:
    if data[:4] == b"RIFF":
        return Kind.IMAGE if data[8:12] == b"WEBP" else Kind.MEDIA
    if data[4:8] == b"ftyp":
        return Kind.IMAGE if data[8:12] in _STILLS else Kind.MEDIA
    if data[:2] == b"BM" and data[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"):
        return Kind.IMAGE
    if data[257:262] == b"ustar" or data[2:5] == b"-lh":
        return Kind.ARCHIVE
    # The version, and the day of the last change.
    if len(data) > 32 and data[0] in b"\x03\x30\x31\x83\x8b\xf5" and 1 <= data[2] <= 12 and 1 <= data[3] <= 31:
        return Kind.DBASE
    return Kind.DAMAGED
