"""Odd cells of an .xlsx package in the plain form of `spreadsheetml`, found in the XML of its sheets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from xml.etree import ElementTree

from toolkit.legacy import decode, is_legacy_font
from toolkit.number_formats import shows_only_month
from toolkit.oddities import merges, remarks
from toolkit.oddities.oddity import Oddities
from toolkit.oddities.strikes import Strikes
from toolkit.places import column_number
from toolkit.spreadsheetml import styles
from toolkit.spreadsheetml.text import unescaped
from toolkit.zipped import Zipped, once, opened

_CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*[^/>])?>(.*?)</(?:\w+:)?c\s*>", re.DOTALL)
# Only cells with an error value or a formula.
_ODD = re.compile(
    rb"<(?:\w+:)?c(?=[^>]*\bt=\"e\"|[^>]*>\s*<(?:\w+:)?f[\s>/])(\s[^>]*[^/>])?>(.*?)</(?:\w+:)?c\s*>", re.DOTALL
)
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_IS_TEXT = re.compile(rb'\bt="(?:s|str|inlineStr|b|e)"')
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# A formula behind which no value stands: where there is none, no formula is odd.
_NOT_CALCULATED = (
    re.compile(rb"</f>(?:<v/>|<v></v>)?</c>"),
    re.compile(rb"<f(?: [^<>]*)?/>(?:<v/>|<v></v>)?</c>"),
)
# What holds a value besides `<v>`: an inline text that is not empty. Cells of shared texts by their number.
_INLINE = re.compile(rb"<is>(?:<r>|<t(?: [^<>/]*)?>(?!</))")
_SHARED = re.compile(rb"<(?:[\w.-]+:)?c\s[^<>]*\bt=[\"']s[\"'][^<>]*>\s*<(?:[\w.-]+:)?v>(\d+)<")
# What stands where a shared text may be empty.
_BLANK_TEXTS = (b"<si/>", b"<si></si>", b"/></si>", b"/></r>", b"<t></t>", b'"></t>')
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_FONT = re.compile(rb'<(?:\w+:)?rFont\s[^>]*val="([^"]*)"')


def find(data: bytes) -> dict[str, Oddities]:
    """The odd cells of each sheet."""
    parts = opened(data)
    book = _Book(parts)
    found = {}
    for name, part in sheet_parts(parts):
        found[name] = _oddities_in(parts.read(part), book)
        found[name].remarks.update(remarks.in_package(parts, part))
    return found


def sheet_parts(parts: Zipped) -> list[tuple[str, str]]:
    """The name of each sheet and the part that holds it, in the order of the tabs."""
    target_of = _targets(parts.read("xl/_rels/workbook.xml.rels"))
    found = []
    for name, relation in _sheets(parts.read("xl/workbook.xml")):
        target = target_of.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts.names:
            found.append((name, part))
    return found


@once
def _targets(xml: bytes) -> Mapping[str, str]:
    return {link.get("Id", ""): link.get("Target", "") for link in ElementTree.fromstring(xml)}


@once
def _sheets(xml: bytes) -> Sequence[tuple[str, str]]:
    """The name of each sheet and its relation."""
    return [
        (node.get("name", ""), next((value for key, value in node.attrib.items() if key.endswith("}id")), ""))
        for node in ElementTree.fromstring(xml).iter()
        if _local(node) == "sheet"
    ]


def _local(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


@dataclass(frozen=True)
class _Styles:
    """Of the cell styles, by number: the font of each that has a legacy one, and those that show a month only."""

    legacy_fonts: Mapping[bytes, str] = field(default_factory=dict)
    months: frozenset[bytes] = frozenset()
    is_any: bool = False


@once
def _styles(xml: bytes) -> _Styles:
    cells = styles.read(xml).cells
    return _Styles(
        {b"%d" % at: style.font for at, style in enumerate(cells) if is_legacy_font(style.font)},
        frozenset(b"%d" % at for at, style in enumerate(cells) if shows_only_month(style.code)),
        bool(cells),
    )


@dataclass(frozen=True)
class _Book:
    """What the sheets of a package share: styles and strings."""

    parts: Zipped

    @cached_property
    def styles(self) -> _Styles:
        return _styles(self.parts.read(_STYLES)) if _STYLES in self.parts.names else _Styles()

    @cached_property
    def texts(self) -> "_Texts":
        if _STRINGS not in self.parts.names:
            return _Texts()
        xml = self.parts.read(_STRINGS)
        blank = self._blank_strings() if any(blank in xml for blank in _BLANK_TEXTS) else frozenset()
        return _Texts(_has_legacy_runs(xml), blank)

    @property
    def is_styled(self) -> bool:
        return self.styles.is_any

    @cached_property
    def strikes(self) -> Strikes:
        styles, strings = (self.parts.read(part) if part in self.parts.names else b"" for part in (_STYLES, _STRINGS))
        return Strikes.of(styles, strings)

    def _blank_strings(self) -> frozenset[bytes]:
        return frozenset(b"%d" % at for at, item in enumerate(self._strings) if not _drawn(item, "")[0])

    @cached_property
    def _strings(self) -> list[ElementTree.Element]:
        return list(ElementTree.fromstring(self.parts.read(_STRINGS)))

    def shared(self, index: bytes, font: str) -> tuple[str, str]:
        """A shared text as stored, and as the fonts of its runs (default: the cell's) draw it."""
        return _drawn(self._strings[int(index)], font)

    @property
    def needs_no_look(self) -> bool:
        """True where no cell style makes its cells odd."""
        return not (self.styles.legacy_fonts or self.styles.months)


@dataclass(frozen=True)
class _Texts:
    """Of the shared texts: whether any part has a legacy font, and the numbers of empty ones."""

    has_legacy_runs: bool = False
    blank: frozenset[bytes] = frozenset()


def _has_legacy_runs(xml: bytes) -> bool:
    return b"rFont" in xml and any(is_legacy_font(font.decode("utf-8", "replace")) for font in _FONT.findall(xml))


def _drawn(item: ElementTree.Element, font: str) -> tuple[str, str]:
    stored, drawn = [], []
    for node in item:
        if _local(node) not in ("r", "t"):
            continue
        own = next((n.get("val", "") for n in node.iter() if _local(n) == "rFont"), font)
        text = unescaped("".join(n.text or "" for n in node.iter() if _local(n) == "t"))
        stored.append(text)
        drawn.append(decode(text, own))
    return "".join(stored), "".join(drawn)


def _oddities_in(xml: bytes, book: _Book) -> Oddities:
    found = Oddities(
        merges=merges.in_markup(xml, _rows(xml)[1]),
        struck=book.strikes.in_rows(xml),
        is_styled=book.is_styled,
        filled=_filled(xml, book),
    )
    has_runs = book.texts.has_legacy_runs or _has_legacy_runs(xml)
    has_odd_formulas = any(lacking.search(xml) for lacking in _NOT_CALCULATED)
    if b't="e"' not in xml and not has_odd_formulas and book.needs_no_look and not has_runs:
        return found
    nameless = 0
    wanted = _CELL if has_runs or not book.needs_no_look else _ODD
    for attributes, inside in wanted.findall(xml):
        value = _VALUE.search(inside)
        place = _REF.search(attributes)
        if not place:
            # The reader knows where it stands, and this place here does not: then the sheet counts as read in part.
            nameless += not value and _FORMULA.search(inside) is not None
            continue
        style = _STYLE.search(attributes)
        at = (int(place[2]) - 1, column_number(place[1].decode()))
        if b't="e"' in attributes and value:
            found.errors[at] = value[1].decode("utf-8", "replace")
        elif not value and b't="str"' not in attributes and _FORMULA.search(inside):
            found.uncached.add(at)
        elif style and style[1] in book.styles.months and not _IS_TEXT.search(attributes):
            found.months.add(at)
        font = book.styles.legacy_fonts.get(style[1] if style else b"0", "")
        if font or has_runs:
            stored, drawn = _text(attributes, inside, value[1] if value else b"", font, book)
            if drawn != stored:
                found.texts[at] = drawn
    return replace(found, filled=(found.filled or 0) + nameless) if nameless else found


def _filled(xml: bytes, book: _Book) -> int:
    rows = _rows(xml)
    values = xml.count(b"<v>", *rows) - xml.count(b"<v></v>", *rows)
    inline = len(_INLINE.findall(xml, *rows)) if b"<is>" in xml else 0
    blank = sum(cell[1] in book.texts.blank for cell in _SHARED.finditer(xml)) if book.texts.blank else 0
    return values + inline - blank


def _rows(xml: bytes) -> tuple[int, int]:
    """Where the rows begin and end; what stands behind them are rules, links, extensions."""
    end = max(xml.rfind(b"</sheetData"), xml.rfind(b":sheetData"))
    return max(xml.find(b"sheetData"), 0), end if end >= 0 else len(xml)


def _text(attributes: bytes, inside: bytes, value: bytes, font: str, book: _Book) -> tuple[str, str]:
    """A text cell as stored and as drawn; nothing for other cells."""
    if b't="s"' in attributes and value:
        return book.shared(value, font)
    if b't="inlineStr"' in attributes:
        return _drawn(_fragment(inside)[0], font)
    if b't="str"' in attributes and value:
        return _drawn(_fragment(b"<is><t>%s</t></is>" % value)[0], font)
    return "", ""


def _fragment(xml: bytes) -> ElementTree.Element:
    """A piece of a sheet parsed on its own: prefixes lose their names, which nothing here needs."""
    return ElementTree.fromstring(b"<c>%s</c>" % re.sub(rb"(</?)\w+:", rb"\1", xml))
