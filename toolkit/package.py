"""What a workbook's file says of itself: its real kind, and when it was saved.

Formats: ECMA-376 part 2 (zip packages), [MS-CFB] (old binary files), [MS-OFFCRYPTO] (password-protected
packages), OASIS OpenDocument 1.2.
"""

import io
import re
import zipfile
import zlib
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

from toolkit import signatures
from toolkit.kinds import Kind
from toolkit.spreadsheetml import links
from toolkit.zipped import Zipped, opened

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
# OpenDocument 1.2, part 3, 3.3 and 4.3: the kind stands in a part of its own, and again in the list of parts.
_MIMETYPE, _MANIFEST = "mimetype", "META-INF/manifest.xml"
_WHOLE = re.compile(rb"<[^<>]*full-path\s*=\s*[\"']/[\"'][^<>]*>")
_SPREADSHEET = re.compile(rb"<(?:[\w.-]+:)?spreadsheet[\s/>]")
_MEDIA_TYPES = (
    (b"opendocument.spreadsheet", Kind.ODS),
    (b"vnd.sun.xml.calc", Kind.SXC),
    (b"opendocument.presentation", Kind.SLIDES),
    (b"opendocument.graphics", Kind.DRAWING),
    (b"opendocument.base", Kind.DATABASE),
    (b"opendocument.", Kind.DOCUMENT),
    (b"vnd.sun.xml.", Kind.DOCUMENT),
)
_FOLDERS = (
    ("xl/", Kind.XLSX),
    ("word/", Kind.WORD),
    ("ppt/", Kind.SLIDES),
    ("visio/", Kind.DRAWING),
    ("Index/Document.iwa", Kind.NUMBERS),
    ("Index.zip", Kind.NUMBERS),
    ("index.apxl", Kind.NUMBERS),
    ("AndroidManifest.xml", Kind.PROGRAM),
)
# Years: the zeros of the clocks that formats know are 1601, 1904 and 1970.
_PLAUSIBLE = range(1980, 10000)

VIETNAM = timezone(timedelta(hours=7))


def kind_of(data: bytes) -> Kind:
    """Decide the kind from the bytes alone."""
    return _zip_kind(data) if data.startswith(b"PK\x03\x04") else signatures.kind_of(data)


def _zip_kind(data: bytes) -> Kind:
    try:
        parts = opened(data)
    except _BROKEN:
        return Kind.DAMAGED
    names = parts.names
    manifest = _part(parts, _MANIFEST)
    if b"encryption-data" in manifest or "encrypted-package" in names:
        return Kind.ENCRYPTED
    told = _part(parts, _MIMETYPE) + b"".join(_WHOLE.findall(manifest))
    for text, kind in _MEDIA_TYPES:
        if text in told:
            return kind
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if _is_workbook(parts):
        return Kind.XLSX
    for folder, kind in _FOLDERS:
        if any(name.startswith(folder) for name in names):
            return kind
    if _SPREADSHEET.search(_part(parts, "content.xml")):
        return Kind.ODS
    return Kind.ARCHIVE if names else Kind.EMPTY_ARCHIVE


def _is_workbook(parts: Zipped) -> bool:
    try:
        return "xl/workbook.xml" in parts.names or links.is_workbook(parts)
    except (KeyError, SyntaxError, *_BROKEN):
        return False


def _part(parts: Zipped, name: str) -> bytes:
    """What is in a part; nothing where it is missing or damaged."""
    try:
        return parts.read(name)
    except (KeyError, *_BROKEN):
        return b""


def saved_at(data: bytes, kind: Kind) -> datetime | None:
    """When the workbook says it was last saved, in Vietnam time; None where it does not say."""
    try:
        moment = _compound_saved_at(data) if kind is Kind.XLS else _package_saved_at(data, kind)
        return moment if moment and moment.year in _PLAUSIBLE else None
    except Exception:
        # Nothing that stands beside the cells, in whatever way it is broken, keeps anybody from them.
        return None


def _package_saved_at(data: bytes, kind: Kind) -> datetime | None:
    is_open = kind in (Kind.ODS, Kind.FODS)
    wanted = "{http://purl.org/dc/elements/1.1/}date" if is_open else "{http://purl.org/dc/terms/}modified"
    part = data if kind is Kind.FODS else opened(data).read("meta.xml" if is_open else "docProps/core.xml")
    # A flat document holds the cells, too, behind this.
    found = (node.text for _, node in ElementTree.iterparse(io.BytesIO(part)) if node.tag == wanted)
    told = next(found, None)
    return _moment(told) if told else None


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
