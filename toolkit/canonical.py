"""XML in the one form that patterns know: UTF-8, no comments, no CDATA, no control characters."""

import codecs
import re

# How a part in UTF-16 begins, with a mark of byte order and without.
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
# Characters that XML 1.0 has no place for, raw or by their number.
_CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
# Bytes of the declaration, in which other rules hold.
_HEAD = 200
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


def as_utf8(xml: bytes) -> bytes:
    """A part in an encoding in which markup is ASCII: UTF-16 is the one other that readers know."""
    encoding = next((encoding for begin, encoding in _UTF16.items() if xml.startswith(begin)), "")
    return _DECLARATION.sub("", xml.decode(encoding, "replace")).encode() if encoding else xml


def without_controls(xml: bytes) -> bytes:
    """Markup, in ASCII, in which each character that XML 1.0 has no place for is the replacement character."""
    return _CONTROL.sub(b"\xef\xbf\xbd", xml)


def is_whole(xml: bytes) -> bool:
    """Whether texts and values are one piece each and in UTF-8, as every office program writes them."""
    if xml.startswith(tuple(_UTF16)) or _OTHER_ENCODING.search(xml, 0, _HEAD):
        return False
    return not has_remarks(xml)


def has_remarks(xml: bytes) -> bool:
    """Whether there are comments, CDATA, a document type, or instructions besides the declaration at the beginning."""
    # Single bytes are found some ten times faster than two, and most sheets have these only in the declaration.
    if b"!" not in xml and xml.count(b"?") == 2 * xml.startswith(b"<?xml"):
        return False
    return b"<!" in xml or xml.find(b"<?", len(codecs.BOM_UTF8) + 2) >= 0
