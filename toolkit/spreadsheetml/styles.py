"""The cell styles (ECMA-376 part 1, 18.8): of each its font and its number format."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from toolkit.canonical import as_utf8, without_controls
from toolkit.number_formats import BUILT_IN, shows_moment
from toolkit.spreadsheetml.cells import NAMESPACES
from toolkit.zipped import once


@dataclass(frozen=True, slots=True)
class Style:
    """The name of a font, and the code of a number format."""

    font: str
    code: str


@dataclass(frozen=True)
class Styles:
    """The cell styles by their number.

    `is_readable` is false where the part is no XML; `is_whole` is false then, too, and where a style has a font that
    there is none of.
    """

    cells: Sequence[Style] = ()
    is_readable: bool = True
    is_whole: bool = True

    @cached_property
    def moments(self) -> frozenset[bytes]:
        """The numbers of those that show a day or a time."""
        return frozenset(b"%d" % at for at, style in enumerate(self.cells) if shows_moment(style.code))


@once
def read(xml: bytes) -> Styles:
    """The styles of a part; element after element, for there may be 64,000 of them."""
    fonts: list[str] = []
    codes = {str(number): code for number, code in BUILT_IN.items()}
    marks: list[tuple[str, str]] = []
    tags = [f"{{{name}}}{tag}" for name in NAMESPACES for tag in ("font", "numFmt", "xf")]
    source = io.BytesIO(without_controls(as_utf8(xml)))
    try:
        for _, node in etree.iterparse(source, tag=tags, resolve_entities=False, no_network=True):
            holder = etree.QName(node.getparent()).localname if node.getparent() is not None else ""
            if holder == "fonts":
                fonts.append(next((inner.get("val", "") for inner in node if _local(inner) == "name"), ""))
            elif holder == "numFmts":
                codes[_number(node, "numFmtId")] = node.get("formatCode", "")
            elif holder == "cellXfs":
                marks.append((_number(node, "fontId"), _number(node, "numFmtId")))
            node.clear()
    except etree.XMLSyntaxError:
        return Styles((), is_readable=False, is_whole=False)
    font_of = {str(at): font for at, font in enumerate(fonts)}
    kinds = {mark: Style(font_of.get(mark[0], ""), codes.get(mark[1], "")) for mark in set(marks)}
    is_whole = not fonts or all(font in font_of for font, _ in kinds)
    return Styles([kinds[mark] for mark in marks], is_whole=is_whole)


def _number(node: Element, key: str) -> str:
    """Spelled in the one way."""
    told = node.get(key, "0").strip()
    return told.lstrip("0") or "0" if told.isdecimal() else told


def _local(node: Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
