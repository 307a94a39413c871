"""Text that is struck out: what its writer takes back without wiping it."""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree import ElementTree

from toolkit.oddities.oddity import Place
from toolkit.places import column_number
from toolkit.zipped import once

# Where this stands nowhere, nothing is struck; an element of this name may also say that nothing is.
_STRIKE = b"strike"
# In two bytes a letter it looks otherwise.
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CELL = re.compile(rb"<(?:[\w.-]+:)?c\s([^<>]*[^/<>])>(.*?)</(?:[\w.-]+:)?c\s*>", re.DOTALL)
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE, _SHARED = re.compile(rb'\bs="(\d+)"'), re.compile(rb'\bt="s"')
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^<>]*)?>([^<]+)<")
_PREFIX = re.compile(rb"(</?)[\w.-]+:")
_OFF = ("0", "false")


@dataclass(frozen=True)
class Strikes:
    """What is struck out in an .xlsx workbook: cell styles by number, and parts of shared texts by theirs.

    `texts` holds those of texts in plain cells, `struck_texts` those of texts in cells whose own font is struck out.
    """

    styles: frozenset[bytes] = frozenset()
    texts: Mapping[bytes, str] = field(default_factory=dict)
    struck_texts: Mapping[bytes, str] = field(default_factory=dict)

    @classmethod
    def of(cls, styles: bytes, strings: bytes) -> "Strikes":
        """From the two parts; an empty one is none."""
        found = _styles(styles) if styles else frozenset()
        if not (found or _may_strike(strings)):
            return cls()
        # Of several runs; a text of one is struck out as its cell is.
        items = {b"%d" % at: item for at, item in enumerate(ElementTree.fromstring(strings or b"<sst/>"))}
        runs = {at: item for at, item in items.items() if any(_local(node) == "r" for node in item)}
        return cls(
            found,
            {at: part for at, item in runs.items() if (part := _part(item, False))},
            {at: _part(item, True) for at, item in runs.items()},
        )

    def in_rows(self, rows: bytes) -> dict[Place, str]:
        """The cells of a sheet's rows of which something is struck out, with what that is; empty for all of it."""
        if not (self.styles or self.texts or _STRIKE in rows):
            return {}
        found = {}
        for attributes, inside in _CELL.findall(rows):
            place, style = _REF.search(attributes), _STYLE.search(attributes)
            if not (place and inside):
                continue
            value = _VALUE.search(inside)
            number = value[1] if value and _SHARED.search(attributes) else b""
            is_struck = style is not None and style[1] in self.styles
            part = (self.struck_texts if is_struck else self.texts).get(number, "")
            if _STRIKE in inside:
                part = _part(_fragment(inside), is_struck)
            if part or (is_struck and number not in self.struck_texts):
                found[int(place[2]) - 1, column_number(place[1].decode())] = part
        return found


def _may_strike(part: bytes) -> bool:
    return _STRIKE in part or part.startswith(_WIDE)


def struck_part(text: str, runs: Sequence[tuple[int, bool]]) -> str:
    """What is struck out in a text whose runs begin at these letters, each struck or not."""
    pairs = pairwise([*runs, (len(text), False)])
    return "".join(text[start:end] for (start, is_struck), (end, _) in pairs if is_struck).strip()


def _local(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def _is_struck(font: ElementTree.Element) -> bool:
    return any(_local(node) == "strike" and node.get("val", "1") not in _OFF for node in font)


@once
def _styles(xml: bytes) -> frozenset[bytes]:
    section = {_local(node): node for node in ElementTree.fromstring(xml)}
    empty = ElementTree.Element("")
    struck = {str(at) for at, font in enumerate(section.get("fonts", empty)) if _is_struck(font)}
    styles = enumerate(section.get("cellXfs", empty))
    return frozenset(b"%d" % at for at, style in styles if style.get("fontId", "0") in struck)


def _part(item: ElementTree.Element, is_cell: bool) -> str:
    """What is struck out in a text of several runs; one without a font of its own has the cell's."""
    runs = [node for node in item.iter() if _local(node) == "r"]
    fonts = [next((node for node in run if _local(node) == "rPr"), None) for run in runs]
    are_struck = (is_cell if font is None else _is_struck(font) for font in fonts)
    struck = [run for run, is_struck in zip(runs, are_struck, strict=True) if is_struck]
    return "".join(node.text or "" for run in struck for node in run if _local(node) == "t").strip()


def _fragment(xml: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(b"<c>%s</c>" % _PREFIX.sub(rb"\1", xml))
