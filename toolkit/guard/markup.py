"""The XML of a part: no document type, no depth, no tag without end, no cell out of place."""

import re
from xml.parsers import expat

from toolkit.canonical import as_utf8, has_remarks, without_controls
from toolkit.guard.cells import Document, measure
from toolkit.guard.parts import Part
from toolkit.guard.refusal import Cause, Refused
from toolkit.zipped import once

_DEEPEST = 128
# Bytes of one tag, comment or processing instruction, and of one text: a cell holds 32,767 letters (Microsoft).
_LONGEST = 1 << 20
_LONG_TEXT = re.compile(rb">[^<]{%d}" % _LONGEST)
_CHUNK, _STRIDE = 1 << 18, 2048


class _Walk:
    """How deep the elements are that are open now, and the cells among them."""

    def __init__(self, document: Document | None) -> None:
        self._depth, self._document = 0, document

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused(Cause.DEPTH)
        if self._document:
            self._document.open(tag.rpartition(":")[2], attributes)

    def close(self, _tag: str) -> None:
        self._depth -= 1


def check(part: Part) -> int:
    """Look through the elements. A part that is not well-formed is the reader's matter, if it is no sheet.

    Returns:
        The cells of the gaps, if the part is a sheet of SpreadsheetML; else 0.

    Raises:
        Refused: the markup is dangerous.
    """
    return _check(part.data)


@once
def _check(whole: bytes) -> int:
    data = as_utf8(whole)
    is_flat = b":mimetype=" in data and b"opendocument.spreadsheet" in data
    document = Document() if is_flat or b"document-content" in data else None
    is_sheet = b"<sheetData" in data or b":sheetData" in data
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if document or _may_be_deep(data):
        walk = _Walk(document)
        parser.StartElementHandler, parser.EndElementHandler = walk.open, walk.close
    try:
        _parse(parser, whole)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        cleaned = without_controls(data)
        if cleaned != data:
            return _check(cleaned)
        # The latter two: encodings that the parser does not know. A more patient reader may go on where this one stops.
        if is_sheet or document:
            raise Refused(Cause.MALFORMED) from fault
        return 0
    if _LONG_TEXT.search(data):
        raise Refused(Cause.TEXT)
    return measure(data) if is_sheet else 0


def _parse(parser: expat.XMLParserType, data: bytes) -> None:
    for at in range(0, len(data), _CHUNK):
        end = at + _CHUNK
        parser.Parse(data[at:end], end >= len(data))
        # What is read and not yet understood is one long tag.
        if min(end, len(data)) - parser.CurrentByteIndex > _LONGEST:
            raise Refused(Cause.LENGTH)


def _may_be_deep(data: bytes) -> bool:
    """False where the counts of opened and closed elements show that none is deep; much faster than to look at each."""
    tags = data.count(b"<")
    if tags < _DEEPEST:
        return False
    # In remarks and texts a `<` may open nothing and a `>` may end no tag.
    if tags != data.count(b">") or has_remarks(data):
        return True
    depth = 0
    for at in range(0, len(data), _STRIDE):
        end = min(at + _STRIDE, len(data))
        closed = data.count(b"</", at, end + 1)
        opened = data.count(b"<", at, end) - closed - data.count(b"/>", at, end + 1)
        if depth + opened >= _DEEPEST:
            return True
        depth += opened - closed
    return False


def _refuse_doctype(*_: object) -> None:
    raise Refused(Cause.DOCTYPE)
