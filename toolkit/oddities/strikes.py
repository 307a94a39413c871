"""Text that is struck out: what its writer takes back without wiping it."""

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
_CELL = re.compile(rb"<(?:[\w.-]+:)?c\s([^<>]*[^/<>])>(.*?)</(?:[\w.-]+:)?c\s*>", re.DOTALL)
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE, _SHARED = re.compile(rb'\bs="(\d+)"'), re.compile(rb'\bt="s"')
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^<>]*)?>([^<]+)<")
_PREFIX = re.compile(rb"(</?)[\w.-]+:")
_OFF = ("0", "false")


@dataclass(frozen=True)
class Strikes:
    """What is struck out in an .xlsx workbook: cell styles by number, and parts of shared texts by theirs."""

    styles: frozenset[bytes] = frozenset()
    texts: Mapping[bytes, str] = field(default_factory=dict)

    @classmethod
    def of(cls, styles: bytes, strings: bytes) -> "Strikes":
        """From the two parts in their canonical form; an empty one is none."""
        return cls(_styles(styles) if _STRIKE in styles else frozenset(), _texts(strings) if _STRIKE in strings else {})

    def in_rows(self, rows: bytes) -> dict[Place, str]:
        """The cells of a sheet's rows of which something is struck out, with what that is; empty for all of it."""
        if not (self.styles or self.texts or _STRIKE in rows):
            return {}
        found = {}
        for attributes, inside in _CELL.findall(rows):
            place, style = _REF.search(attributes), _STYLE.search(attributes)
            if not place or (b"v" not in inside and b"t" not in inside):
                continue
            at = (int(place[2]) - 1, column_number(place[1].decode()))
            if style and style[1] in self.styles:
                found[at] = ""
                continue
            value = _VALUE.search(inside)
            part = self.texts.get(value[1] if value and _SHARED.search(attributes) else b"", "")
            part = part or (_part(_fragment(inside)) if _STRIKE in inside else "")
            if part:
                found[at] = part
        return found


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


def _texts(xml: bytes) -> dict[bytes, str]:
    parts = ((b"%d" % at, _part(item)) for at, item in enumerate(ElementTree.fromstring(xml)))
    return {at: part for at, part in parts if part}


def _part(item: ElementTree.Element) -> str:
    """What is struck out in a text of several runs."""
    runs = (node for node in item.iter() if _local(node) == "r")
    struck = (run for run in runs if any(_local(node) == "rPr" and _is_struck(node) for node in run))
    return "".join(node.text or "" for run in struck for node in run if _local(node) == "t").strip()


def _fragment(xml: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(b"<c>%s</c>" % _PREFIX.sub(rb"\1", xml))
