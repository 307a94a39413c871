"""A sheet written anew: every cell at its place once, in the plain form, and nothing of other namespaces."""

import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from toolkit.canonical import as_utf8, without_controls
from toolkit.places import cell_name, column_number
from toolkit.spreadsheetml.cells import MAIN, NAMESPACES, Broken, ErrorValue, Flaw, Odd, own, written
from toolkit.spreadsheetml.text import BLANKS

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_DATA, _LEFT_OUT = f"{{{MAIN}}}sheetData", ("extLst", "dimension")
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*>.*?</c>', re.DOTALL)
_STYLE = re.compile(rb' s="\d+"')
_FORMULA = re.compile(rb"<f>[^<]*</f>")
_TAG = re.compile(rb"<[^>]*>")


def rewrite(xml: bytes, texts: Sequence[str]) -> tuple[bytes, Odd]:
    """The sheet in the plain form, and what was left out.

    Args:
        xml: the sheet's part.
        texts: the shared texts.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
    """
    rows = _Rows(texts)
    root = _take_rows(legible(xml), rows)
    made = _made("worksheet", {})
    made.extend(_copied(root))
    if made.find(_DATA) is None:
        made.append(_made("sheetData", {}))
    head, _, tail = etree.tostring(made, encoding="UTF-8").partition(b"<sheetData/>")
    return b"".join((head, b"<sheetData>", *rows.written(), b"</sheetData>", tail)), rows.odd


def legible(xml: bytes) -> bytes:
    """A part as the parser takes it; where a choice of markup is offered, the one that everybody knows."""
    xml = without_controls(as_utf8(xml))
    if b"AlternateContent" not in xml:
        return xml
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    for choice in list(root.iter(f"{{{_CHOICES}}}AlternateContent")):
        known, parent = choice.find(f"{{{_CHOICES}}}Fallback"), choice.getparent()
        if parent is not None:
            at = parent.index(choice)
            parent[at : at + 1] = [] if known is None else list(known)
    return etree.tostring(root, encoding="UTF-8")


def _take_rows(xml: bytes, rows: "_Rows") -> Element:
    """Take row after row, each forgotten when it is taken: a large sheet has a million cells."""
    tags = [f"{{{name}}}row" for name in NAMESPACES]
    options = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}
    walk = etree.iterparse(io.BytesIO(xml), events=("end",), tag=tags, **options)
    for _, row in walk:
        holder = row.getparent()
        if holder is not None and etree.QName(holder).localname == "sheetData" and holder.getparent() is not None:
            if holder.getparent().getparent() is None:
                rows.take(row)
            row.clear()
            while row.getprevious() is not None:
                del holder[0]
    root: Element = walk.root
    return root


def _copied(parent: Element) -> Iterator[Element]:
    """What stands inside, of SpreadsheetML alone, in the one namespace; of rows the place of the first ones."""
    is_data_there = False
    for node in parent:
        name = etree.QName(node)
        is_data = name.localname == "sheetData"
        if name.namespace in NAMESPACES and name.localname not in _LEFT_OUT and not (is_data and is_data_there):
            is_data_there |= is_data
            made = _made(name.localname, {str(key): str(value) for key, value in node.attrib.items()})
            if not is_data:
                made.text = node.text
                made.extend(_copied(node))
            yield made


def _made(tag: str, marks: Mapping[str, str]) -> Element:
    names = cast("dict[str, str]", {None: MAIN, "r": OFFICE})
    return etree.Element(f"{{{MAIN}}}{tag}", {k.replace(_STRICT_OFFICE, OFFICE): v for k, v in marks.items()}, names)


class _Rows:
    """The rows of a sheet by number, each with its cells in the plain form."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.odd = Odd()
        self._texts = texts
        self._rows: dict[int, bytes] = {}
        self._row = 0

    def take(self, row: Element) -> None:
        told = row.get("r", "").strip(BLANKS)
        self._row = int(told) if told.isdecimal() else self._row + 1
        column = -1
        # Those of another row than they stand in go to theirs.
        cells: dict[int, dict[int, bytes]] = {}
        for cell in own(row, "c"):
            place = _PLACE.fullmatch(cell.get("r", "").strip(BLANKS))
            number = int(place[2]) if place else self._row
            column = column_number(place[1].upper()) if place else column + 1
            there = cells.setdefault(number, {})
            made = written(cell, cell_name(number - 1, column), len(self._texts))
            if isinstance(made, Broken):
                self.odd.broken[number - 1, column] = made
            elif isinstance(made, ErrorValue):
                self.odd.errors[number - 1, column] = made
            elif made:
                self._put(there, number, column, made)
        for number, there in cells.items():
            self._keep(number, there)

    def _keep(self, number: int, cells: dict[int, bytes]) -> None:
        if number in self._rows:
            known = _split(self._rows[number])
            for column, made in cells.items():
                self._put(known, number, column, made)
            cells = known
        self._rows[number] = b"".join(cells[column] for column in sorted(cells))

    def _put(self, cells: dict[int, bytes], number: int, column: int, made: bytes) -> None:
        """Add a cell; one that stands there twice, each time with another value, is broken."""
        there = cells.get(column)
        if there is not None and _STYLE.sub(b"", there) != _STYLE.sub(b"", made):
            stored = "; ".join(f"«{self._shown(cell)}»" for cell in (there, made))
            self.odd.broken[number - 1, column] = Broken(Flaw.TWICE, stored)
        cells[column] = made

    def _shown(self, cell: bytes) -> str:
        """What a cell holds, as a person may know it."""
        value = html.unescape(_TAG.sub(b"", _FORMULA.sub(b"", cell)).decode())
        return self._texts[int(value)] if b' t="s"' in cell else value

    def written(self) -> Iterator[bytes]:
        """Every row in its order, without the cells that turned out to be broken."""
        broken: dict[int, set[int]] = {}
        for row, column in self.odd.broken:
            broken.setdefault(row + 1, set()).add(column)
        for number in sorted(self._rows):
            cells = self._rows[number]
            if number in broken:
                split = _split(cells).items()
                cells = b"".join(made for column, made in split if column not in broken[number])
            yield b'<row r="%d">%b</row>' % (number, cells)


def _split(cells: bytes) -> dict[int, bytes]:
    return {column_number(cell[1].decode()): cell[0] for cell in _PLAIN_CELL.finditer(cells)}
