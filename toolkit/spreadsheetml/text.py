"""Texts of SpreadsheetML: escapes (ECMA-376 part 1, 22.9.2.19), runs, white space."""

import re
from html import escape

from lxml.etree import _Element as Element

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# White space of XML.
BLANKS = " \t\r\n"


def unescaped(text: str) -> str:
    """What a stored text means: `_x0110_` is `Đ`."""
    if "_x" not in text:
        return text
    meant = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)
    # Letters beyond 16 bits are escaped in two.
    return meant.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def legal(text: str) -> str:
    """The text with a replacement character for each control character."""
    return text if text.isprintable() else _CONTROL.sub("\ufffd", text)


def markup(text: str) -> str:
    """A text that is meant, as markup that means it."""
    return escape(_LITERAL.sub("_x005F_", legal(text)), quote=False).replace("\r", "&#13;")


def content(node: Element) -> str:
    """The text that stands in an element itself, whatever stands in elements within it."""
    return "".join([node.text or "", *(inner.tail or "" for inner in node)]) if len(node) else node.text or ""


def is_kept(node: Element) -> bool:
    """Whether white space at the ends of the element's text belongs to it."""
    return node.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
