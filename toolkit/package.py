"""What a workbook's file says of itself: its real kind, and when it was saved.

Formats: ECMA-376 part 2 (zip packages), [MS-CFB] (old binary files), [MS-OFFCRYPTO] (password-protected
packages), OASIS OpenDocument 1.2.
"""

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from xml.etree import ElementTree

from toolkit.spreadsheetml import links
from toolkit.zipped import Zipped, opened

_FILE_PASS, _BOUND_SHEET = 0x2F, 0x85
# FilePass stands among the first records of a workbook.
_GLOBALS = 4096

# Years: the zeros of the clocks that formats know are 1601, 1904 and 1970.
_PLAUSIBLE = range(1980, 10000)

VIETNAM = timezone(timedelta(hours=7))


class Kind(Enum):
    """The kind of a file by its content; the value is how staff are told."""

    XLSX = "bảng tính Excel (.xlsx)"
    XLSB = "bảng tính Excel nhị phân (.xlsb)"
    XLS = "bảng tính Excel đời cũ (.xls)"
    ODS = "bảng tính LibreOffice (.ods)"
    ENCRYPTED = "tệp có mật khẩu"
    HTML = "trang web (HTML)"
    WORD = "văn bản Word"
    PDF = "tệp PDF"
    IMAGE = "tệp ảnh"
    ARCHIVE = "tệp nén"
    TEXT = "văn bản thuần"
    DAMAGED = "tệp hỏng"

    @property
    def is_workbook(self) -> bool:
        return self in (Kind.XLSX, Kind.XLSB, Kind.XLS, Kind.ODS)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings that a file of this kind should have."""
        return {
            Kind.XLSX: (".xlsx", ".xlsm"),
            Kind.XLSB: (".xlsb",),
            Kind.XLS: (".xls",),
            Kind.ODS: (".ods",),
        }.get(self, ())


def kind_of(data: bytes) -> Kind:
    """Decide the kind from the bytes alone."""
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound_kind(data)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")) or b"<html" in head:
        return Kind.HTML
    if data.startswith(b"%PDF"):
        return Kind.PDF
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return Kind.IMAGE
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return Kind.ARCHIVE
    # Old BIFF files without the compound container begin with a BOF record.
    if data[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        return Kind.XLS
    return Kind.DAMAGED if b"\x00" in data[:2048] else Kind.TEXT


def _zip_kind(data: bytes) -> Kind:
    try:
        parts = opened(data)
        names = parts.names
        mimetype = parts.read("mimetype") if "mimetype" in names else b""
        manifest = parts.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return Kind.DAMAGED
    if b"encryption-data" in manifest:
        return Kind.ENCRYPTED
    if b"opendocument.spreadsheet" in mimetype:
        return Kind.ODS
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if "xl/workbook.xml" in names or _is_workbook(parts) or any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if any(name.startswith("word/") for name in names) or b"opendocument.text" in mimetype:
        return Kind.WORD
    return Kind.ARCHIVE


def _is_workbook(parts: Zipped) -> bool:
    try:
        return links.is_workbook(parts)
    except (KeyError, SyntaxError):
        return False


def _compound_kind(data: bytes) -> Kind:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            if compound.exists("EncryptedPackage"):
                return Kind.ENCRYPTED
            for stream in ("Workbook", "Book"):
                if compound.exists(stream):
                    return Kind.ENCRYPTED if _has_password(compound.openstream(stream).read(_GLOBALS)) else Kind.XLS
            return Kind.WORD if compound.exists("WordDocument") else Kind.ARCHIVE
    except (OSError, ValueError, IndexError, TypeError):
        return Kind.DAMAGED


def _has_password(records: bytes) -> bool:
    """True where a FilePass record comes before the sheets ([MS-XLS] 2.4.117)."""
    at = 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        if kind in (_FILE_PASS, _BOUND_SHEET):
            return bool(kind == _FILE_PASS)
        at += 4 + size
    return False


def saved_at(data: bytes, kind: Kind) -> datetime | None:
    """When the workbook says it was last saved, in Vietnam time; None where it does not say."""
    try:
        moment = _compound_saved_at(data) if kind is Kind.XLS else _package_saved_at(data, kind)
        return moment if moment and moment.year in _PLAUSIBLE else None
    except Exception:
        # Nothing that stands beside the cells, in whatever way it is broken, keeps anybody from them.
        return None


def _package_saved_at(data: bytes, kind: Kind) -> datetime | None:
    root = ElementTree.fromstring(opened(data).read("meta.xml" if kind is Kind.ODS else "docProps/core.xml"))
    wanted = "{http://purl.org/dc/elements/1.1/}date" if kind is Kind.ODS else "{http://purl.org/dc/terms/}modified"
    node = next(root.iter(wanted), None)
    return _moment(node.text or "") if node is not None else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip()[:19] + ("Z" if text.strip().endswith("Z") else ""))
    # OpenDocument writes local time without a zone; here the office's own.
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _compound_saved_at(data: bytes) -> datetime | None:
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        saved = compound.get_metadata().last_saved_time
    # FILETIME is UTC.
    return saved.replace(tzinfo=UTC).astimezone(VIETNAM) if isinstance(saved, datetime) else None
