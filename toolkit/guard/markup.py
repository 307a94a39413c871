"""The XML of a part: no document type, no depth, no tag without end. What is not well-formed is the reader's matter."""

from xml.parsers import expat

from toolkit.guard.parts import Part
from toolkit.guard.refusal import Cause, Refused

_DEEPEST = 128
# Bytes of one tag, comment or processing instruction.
_LONGEST = 1 << 20
_CHUNK = 1 << 18


class _Nesting:
    """How deep the elements are that are open now."""

    def __init__(self) -> None:
        self.depth = 0

    def open(self, _name: str, _attributes: list[str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Refused(Cause.DEPTH)

    def close(self, _name: str) -> None:
        self.depth -= 1


def check(part: Part) -> None:
    """Walk through the elements.

    Raises:
        Refused: the markup is dangerous.
    """
    parser, nesting = expat.ParserCreate(), _Nesting()
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = nesting.open, nesting.close
    try:
        for at in range(0, len(part.data), _CHUNK):
            end = at + _CHUNK
            parser.Parse(part.data[at:end], end >= len(part.data))
            # What is read and not yet understood is one long tag.
            if min(end, len(part.data)) - parser.CurrentByteIndex > _LONGEST:
                raise Refused(Cause.LENGTH)
    except expat.ExpatError:
        return


def _refuse_doctype(*_: object) -> None:
    raise Refused(Cause.DOCTYPE)
