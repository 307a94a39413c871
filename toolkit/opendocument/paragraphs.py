"""The text of a cell: its paragraphs, and what the elements and the white space within them stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from toolkit.opendocument.names import ANNOTATION, DRAWING, PARAGRAPHS, SPACES, TABLE, TEXT

# Inside a cell these are no text of its own: shapes and pictures that lie on it, remarks, tables.
_FOREIGN = (DRAWING, ANNOTATION, TABLE)
# White space is one space, and none at the ends of a paragraph (6.1.2); what stands for it as an element stays.
_WHITE, LOOSE = re.compile(r"[ \t\r\n]+"), re.compile(r"[\t\r\n]|  ")
_STANDING = {f"{TEXT}tab": "\1", f"{TEXT}line-break": "\2", SPACES: "\3"}
_MEANT = str.maketrans("\1\2\3", "\t\n ")
# Letters that a cell of Excel holds (Microsoft, «Excel specifications and limits»).
_MOST_SPACES = 32_767


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph as written, and the names of the styles around it, the outermost first."""

    text: str
    styles: tuple[str, ...]


def lines(node: Element) -> Iterator[Element]:
    """The paragraphs of a cell, those of lists among them."""
    for child in node:
        if child.tag in PARAGRAPHS:
            yield child
        elif not child.tag.startswith(_FOREIGN):
            yield from lines(child)


def pieces(node: Element, around: tuple[str, ...] = ()) -> Iterator[Piece]:
    """What a paragraph or a part of one is made of; to be put together and `collapsed`."""
    own = node.get(f"{TEXT}style-name")
    styles = (*around, own) if own else around
    if node.text:
        yield Piece(node.text, styles)
    for child in node:
        if child.tag in _STANDING:
            told = child.get(f"{TEXT}c", "1")
            yield Piece(_STANDING[child.tag] * min(int(told) if told.isdecimal() else 1, _MOST_SPACES), styles)
        elif not child.tag.startswith(_FOREIGN):
            yield from pieces(child, styles)
        if child.tail:
            yield Piece(child.tail, styles)


def collapsed(text: str) -> str:
    """The text of a paragraph as it is shown."""
    single = _WHITE.sub(" ", text) if LOOSE.search(text) else text
    return single.strip(" ").translate(_MEANT)
