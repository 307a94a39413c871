"""The XML of a part: no document type, no depth, no tag without end, no cell out of place."""

from xml.parsers import expat

from toolkit.guard.cells import Document, Worksheet
from toolkit.guard.parts import Part
from toolkit.guard.refusal import Cause, Refused

_DEEPEST = 128
# Bytes of one tag, comment or processing instruction.
_LONGEST = 1 << 20
_CHUNK = 1 << 18
_GRIDS: dict[str, type[Worksheet] | type[Document]] = {"worksheet": Worksheet, "document-content": Document}


class _Walk:
    """How deep the elements are that are open now, and the cells among them."""

    def __init__(self) -> None:
        self._depth = 0
        self.grid: Worksheet | Document | None = None

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if not self._depth and name in _GRIDS:
            self.grid = _GRIDS[name]()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused(Cause.DEPTH)
        if self.grid:
            self.grid.open(name, attributes)

    def close(self, _tag: str) -> None:
        self._depth -= 1


def check(part: Part) -> None:
    """Walk through the elements. A part that is not well-formed is the reader's matter, if it is no sheet.

    Raises:
        Refused: the markup is dangerous.
    """
    parser, walk = expat.ParserCreate(), _Walk()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = walk.open, walk.close
    try:
        for at in range(0, len(part.data), _CHUNK):
            end = at + _CHUNK
            parser.Parse(part.data[at:end], end >= len(part.data))
            # What is read and not yet understood is one long tag.
            if min(end, len(part.data)) - parser.CurrentByteIndex > _LONGEST:
                raise Refused(Cause.LENGTH)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        # The latter two: encodings that the parser does not know. A more patient reader may go on where this one stops.
        if walk.grid or b"sheetData" in part.data:
            raise Refused(Cause.MALFORMED) from fault
        return
    if walk.grid:
        walk.grid.close()


def _refuse_doctype(*_: object) -> None:
    raise Refused(Cause.DOCTYPE)
