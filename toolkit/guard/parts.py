"""The parts of a zip package, inflated with caps: the sizes and the order that the package declares are only claims."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.guard.refusal import Cause, Refused
from toolkit.spreadsheetml.links import folded
from toolkit.zipped import opened

MOST_PARTS = 5_000
# Bytes. A sheet of 50,000 rows and 22 columns inflates to about 50 MB, one with a million blank formatted rows to 103.
MOST_OF_PART, MOST_IN_ALL = 128 << 20, 192 << 20
# For text. Deflate reaches 1,032 to 1; sheets of Excel full of blank formatted rows stay under 200, and 64,000 like
# styles or a million like blank rows come near it, in 20 MB.
_MOST_RATIO, _RATIO_FROM = 300, 32 << 20
# A part whose content is known before it is there: `application/vnd…`.
_MIMETYPE, _LONGEST_MIMETYPE = "mimetype", 1 << 12
# From so much on a part is measured before it is kept, so that it is never there twice.
_LARGE = 4 << 20
_UNREAD = ("Basic/", "Dialogs/", "Scripts/", "Configurations2/")
_CHUNK = 1 << 20
_ENTRY, _LOCAL = b"PK\x01\x02", struct.Struct("<4s22xHH")
_STORED, _DEFLATED = 0, 8
# Patches and strong encryption, APPNOTE 4.4.4.
_ODD_PACKING = 0x60
_BROKEN = (zipfile.BadZipFile, struct.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Part:
    """One part with its real content."""

    name: str
    data: bytes = field(repr=False)

    @property
    def is_markup(self) -> bool:
        return _is_markup(self.name)


def _is_markup(name: str) -> bool:
    """Whether a reader may take the part for XML; pictures, macros and menus (of OpenDocument) are nobody's here."""
    return not name.startswith(_UNREAD) and name.lower().endswith((".xml", ".rels", ".vml"))


def inflate(data: bytes) -> Iterator[Part]:
    """Every whole part in the order of the package, one at a time; a package that is no zip at all gives none.

    Raises:
        Refused: a cap is passed, or the directory lies.
    """
    if data.count(_ENTRY) > MOST_PARTS:
        raise Refused(Cause.PARTS)
    try:
        package = opened(data)
    except _BROKEN:
        # Cut off or damaged: that is for the reader to tell.
        return
    entries = sorted(package.entries, key=lambda entry: entry.header_offset)
    _check_directory(entries)
    begins = [_begin(data, entry) for entry in entries]
    for entry, begin, following in zip(entries, begins, entries[1:], strict=False):
        if begin + entry.compress_size > following.header_offset:
            raise Refused(Cause.OVERLAP)
    left = MOST_IN_ALL
    for entry, begin in zip(entries, begins, strict=True):
        content = _content(data[begin : begin + entry.compress_size], entry, min(left, MOST_OF_PART))
        left -= len(content)
        # What is damaged stops every reader.
        if zlib.crc32(content) == entry.CRC:
            if _is_named_alike(data, entry):
                package.keep(entry.filename, content)
            yield Part(entry.filename, content)


def _check_directory(entries: Sequence[zipfile.ZipInfo]) -> None:
    # Pictures of other programs may differ by case alone.
    names = [folded(name) if _is_markup(name) else name for name in (entry.filename for entry in entries)]
    if len(set(names)) < len(names):
        raise Refused(Cause.REPEATED)
    for entry in entries:
        name, steps = entry.orig_filename, entry.filename.replace("\\", "/").split("/")
        # Two programs may take a name with a backslash for two different parts.
        if ".." in steps or ":" in steps[0] or name.startswith("/") or "\\" in name or "\0" in name:
            raise Refused(Cause.NAME)
        if entry.flag_bits & 1:
            raise Refused(Cause.ENCRYPTED)
        if entry.compress_type not in (_STORED, _DEFLATED):
            raise Refused(Cause.METHOD)


def _begin(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Where the content begins, by the entry's own header."""
    try:
        signature, name, extra = _LOCAL.unpack_from(data, entry.header_offset)
    except struct.error as fault:
        raise Refused(Cause.TORN) from fault
    if signature != b"PK\x03\x04":
        raise Refused(Cause.TORN)
    return entry.header_offset + _LOCAL.size + int(name) + int(extra)


def _is_named_alike(data: bytes, entry: zipfile.ZipInfo) -> bool:
    """Whether the entry's own header, too, says the plain name that the directory says: else readers may refuse it."""
    begin = entry.header_offset + _LOCAL.size
    name = entry.orig_filename.encode()
    return name.isascii() and not entry.flag_bits & _ODD_PACKING and data[begin : begin + len(name)] == name


def _content(packed: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    content = packed if entry.compress_type == _STORED else _inflated(packed, most, _is_markup(entry.filename))
    if len(content) > most:
        raise Refused(Cause.INFLATED)
    if entry.filename == _MIMETYPE and len(content) > _LONGEST_MIMETYPE:
        raise Refused(Cause.RATIO)
    # Where the checksum is wrong, too, it is damage and no lie.
    if len(content) != entry.file_size and zlib.crc32(content) == entry.CRC:
        raise Refused(Cause.LIE)
    return content


def _inflated(packed: bytes, most: int, is_text: bool) -> bytes:
    """The content, or what comes before the damage."""
    made = bytearray()
    size = 0
    for piece in _pieces(packed):
        size += len(piece)
        if size > most:
            raise Refused(Cause.INFLATED)
        if is_text and size > _RATIO_FROM and size > _MOST_RATIO * len(packed):
            raise Refused(Cause.RATIO)
        if size <= _LARGE:
            made += piece
    if size <= _LARGE:
        return bytes(made)
    made.clear()
    try:
        return zlib.decompress(packed, -zlib.MAX_WBITS, size)
    except zlib.error:
        # Damaged: no reader gets further.
        return b""


def _pieces(packed: bytes) -> Iterator[bytes]:
    """The content piece by piece, as far as it is whole."""
    stream, pending = zlib.decompressobj(-zlib.MAX_WBITS), packed
    try:
        while pending and not stream.eof:
            yield stream.decompress(pending, _CHUNK)
            pending = stream.unconsumed_tail
    except zlib.error:
        return
