"""The tags of a template as staff wrote them, and where each stands in words that they can follow in Word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from toolkit.vietnamese import clean

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARAGRAPH, _TEXT, _ROW, _CELL, _TABLE = (f"{{{_MAIN}}}{name}" for name in ("p", "t", "tr", "tc", "tbl"))
_FOUND = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HALF = re.compile(r"\{[{%#]|[%}]\}")
# What stands between the braces: a sign that trims, what goes with the tag (`{%tr`), the words.
_PARTS = re.compile(r"\{[{%][-+]?(?:(p|tr|tc|r) )?(.*?)[-+]?[%}]\}", re.DOTALL)
# As Word's autocorrection types them.
_QUOTES = str.maketrans("“”‘’", "\"\"''")
# Letters of a tag that are shown, and of the text before and after it.
_LONGEST, _AROUND = 80, 30
# What is removed together with the tag, by the tag's first letters.
_REMOVED = {"p": _PARAGRAPH, "tr": _ROW, "tc": _CELL}


class NoTemplate(Exception):
    """The file is no template that can be filled; the sentence says why."""


class Slip(Exception):
    """A tag that cannot be filled: `what` is wrong with it, and in which `place` it stands."""

    def __init__(self, what: str, place: str = "") -> None:
        super().__init__(what, place)
        self.what, self.place = what, place


@dataclass(frozen=True)
class Tag:
    """One tag: its text, the name of the part that it stands in, and its place as staff are told.

    `is_alone` is false where more than the tag goes when the tag's own paragraph, row or cell is removed with it.
    """

    text: str
    part: str
    place: str
    is_alone: bool = True

    @cached_property
    def key(self) -> str:
        """The same for the tag as it comes out of Word's pieces."""
        return key_of(self.text)

    @property
    def is_statement(self) -> bool:
        return self.text.startswith("{%")

    @property
    def removes(self) -> str:
        """`tr` of `{%tr for … %}`: what the tag removes together with itself; empty where it removes nothing."""
        found = _PARTS.fullmatch(self.text)
        return (found[1] or "") if found else ""

    @property
    def words(self) -> str:
        """What stands between the braces, without what the tag removes."""
        found = _PARTS.fullmatch(self.text)
        return found[2].translate(_QUOTES).strip() if found else ""

    def slip(self, what: str) -> Slip:
        return Slip(what, self.place)


def key_of(text: str) -> str:
    """What is the same for all ways to write a tag."""
    found = _PARTS.fullmatch(text)
    return text[:2] + "".join((found[2] if found else text).translate(_QUOTES).split())


def in_text(text: str, part: str, where: str) -> Iterator[Tag]:
    """The tags of one text, comments left out; `where` names the text.

    Raises:
        Slip: a tag has no end or no beginning.
    """
    at = 0
    for found in _FOUND.finditer(text):
        _check_between(text, at, found.start(), where)
        if _HALF.search(found[0], 2, len(found[0]) - 2):
            raise Slip("một thẻ thiếu dấu ngoặc mở hoặc đóng", _around(text, found.start(), found.end(), where))
        at = found.end()
        if not found[0].startswith("{#"):
            yield Tag(found[0], part, _around(text, found.start(), at, where))
    _check_between(text, at, len(text), where)


def _check_between(text: str, begin: int, end: int, where: str) -> None:
    half = _HALF.search(text, begin, end)
    if half:
        raise Slip(f"dấu «{half[0]}» không đủ đôi", _around(text, half.start(), half.end(), where))


def in_part(root: Element, part: str, where: str) -> Iterator[Tag]:
    """The tags of a body, header, footer or of notes; `where` names it, empty for the body.

    Raises:
        Slip: a tag has no end or no beginning.
    """
    tables = list(root.iter(_TABLE))
    for paragraph in root.iter(_PARAGRAPH):
        text = _text(paragraph)
        if "{" not in text and "}" not in text:
            continue
        for tag in in_text(text, part, ", ".join(filter(None, (where, _in_table(paragraph, tables), "đoạn")))):
            yield replace(tag, is_alone=_is_alone(tag, paragraph))


def _is_alone(tag: Tag, paragraph: Element) -> bool:
    kind = _REMOVED.get(tag.removes)
    if kind is None:
        return True
    removed = paragraph if kind == _PARAGRAPH else next(paragraph.iterancestors(kind), None)
    return removed is not None and _text(removed).strip() == tag.text


def _text(element: Element) -> str:
    """What an element shows; of a paragraph not what stands in a text box that is anchored in it."""
    own = element if element.tag == _PARAGRAPH else None
    texts = (node for node in element.iter(_TEXT) if own is None or next(node.iterancestors(_PARAGRAPH), None) is own)
    return "".join(node.text or "" for node in texts)


def _in_table(paragraph: Element, tables: Sequence[Element]) -> str:
    row = next(paragraph.iterancestors(_ROW), None)
    table = next(paragraph.iterancestors(_TABLE), None)
    if row is None or table is None:
        return ""
    rows = [other for other in table.iter(_ROW) if next(other.iterancestors(_TABLE)) is table]
    return f"bảng {tables.index(table) + 1}, dòng {rows.index(row) + 1}"


def _around(text: str, begin: int, end: int, where: str) -> str:
    """The place with the tag and some of the text before and after it."""
    before, after = text[max(0, begin - _AROUND) : begin], text[end : end + _AROUND]
    tag = text[begin:end]
    shown = (
        "…" * (begin > _AROUND) + before,
        tag if len(tag) <= _LONGEST else f"{tag[:_LONGEST]}…",
        after + "…" * (len(text) > end + _AROUND),
    )
    return f"{where} «{clean(''.join(shown))}»"


def parse(data: bytes) -> Element:
    """A part that the library keeps as bytes."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
