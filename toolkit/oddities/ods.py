"""Odd cells of an OpenDocument spreadsheet, found in its content.xml."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from toolkit.legacy import decode, is_legacy_font
from toolkit.oddities import merges
from toolkit.oddities.oddity import Oddities, Place
from toolkit.oddities.remarks import in_notes
from toolkit.zipped import opened

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _STYLE, _TEXT = f"{_OASIS}table:1.0}}", f"{_OASIS}style:1.0}}", f"{_OASIS}text:1.0}}"
_OFFICE, _NUMBER = f"{_OASIS}office:1.0}}", f"{_OASIS}datastyle:1.0}}"
_FO_FAMILY = f"{_OASIS}xsl-fo-compatible:1.0}}font-family"
_FORMULA, _TYPE = f"{_TABLE}formula", f"{_OFFICE}value-type"
_PARAGRAPHS, _TAB, _BREAK, _SPACES = (f"{_TEXT}p", f"{_TEXT}h"), f"{_TEXT}tab", f"{_TEXT}line-break", f"{_TEXT}s"
_NOTE = f"{_OFFICE}annotation"
# Inside a cell these are no text of its own: shapes and pictures that lie on it, remarks.
_FOREIGN = (f"{_OASIS}drawing:1.0}}", _NOTE)
# What every reader takes as it is meant.
_SIMPLE = (f"{_TEXT}p", f"{_TEXT}span", f"{_TEXT}a", _SPACES)
# LibreOffice's own mark of a cell that shows an error value.
_ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"


def find(data: bytes) -> dict[str, Oddities]:
    """The odd cells of each sheet."""
    parts = opened(data)
    content = ElementTree.fromstring(parts.read("content.xml"))
    common = ElementTree.fromstring(parts.read("styles.xml")) if "styles.xml" in parts.names else None
    styles = _Styles.of([root for root in (common, content) if root is not None])
    return {table.get(f"{_TABLE}name", ""): _oddities_in(table, styles) for table in content.iter(f"{_TABLE}table")}


@dataclass(frozen=True)
class _Styles:
    """Fonts by style name (cells and pieces of text), and the styles whose dates show a month only or strike out."""

    fonts: dict[str, str]
    months: frozenset[str]
    struck: frozenset[str]

    @classmethod
    def of(cls, roots: list[ElementTree.Element]) -> "_Styles":
        names = [node for root in roots for node in root.iter(f"{_STYLE}style")]
        formats = [node for root in roots for node in root.iter(f"{_NUMBER}date-style")]
        monthly = {node.get(f"{_STYLE}name", "") for node in formats if _is_monthly(node)}
        default = next(
            (_font(node) for root in roots for node in root.iter(f"{_STYLE}default-style")
             if node.get(f"{_STYLE}family") == "table-cell" and _font(node)), "",
        )  # fmt: skip
        fonts, struck = {"": default}, set()
        for node in names:
            name, above = node.get(f"{_STYLE}name", ""), node.get(f"{_STYLE}parent-style-name", "")
            fonts[name] = _font(node) or fonts.get(above, default)
            if _strikes_out(node, above in struck):
                struck.add(name)
        dated = {node.get(f"{_STYLE}name", "") for node in names if node.get(f"{_STYLE}data-style-name") in monthly}
        return cls(fonts, frozenset(dated), frozenset(struck))


def _strikes_out(style: ElementTree.Element, is_inherited: bool) -> bool:
    for node in style.iter(f"{_STYLE}text-properties"):
        line = node.get(f"{_STYLE}text-line-through-style") or node.get(f"{_STYLE}text-line-through-type")
        return is_inherited if line is None else line != "none"
    return is_inherited


def _font(style: ElementTree.Element) -> str:
    for node in style.iter(f"{_STYLE}text-properties"):
        return (node.get(f"{_STYLE}font-name") or node.get(_FO_FAMILY) or "").strip("'\"")
    return ""


def _is_monthly(style: ElementTree.Element) -> bool:
    parts = {node.tag.removeprefix(_NUMBER) for node in style}
    return {"month", "year"} <= parts and not {"day", "hours"} & parts


def _cells(table: ElementTree.Element) -> Iterator[tuple[Place, int, ElementTree.Element]]:
    """Every written cell with its place and how many columns it fills; empty repeated rows cost nothing."""
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        repeats = int(line.get(f"{_TABLE}number-rows-repeated", "1"))
        for cell in line:
            width = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            if len(cell) or cell.get(_FORMULA) or cell.get(_TYPE):
                for below in range(repeats):
                    yield (row + below, column), width, cell
            column += width
        row += repeats


def _oddities_in(table: ElementTree.Element, styles: _Styles) -> Oddities:
    cells = list(_cells(table))
    found = Oddities(
        merges=merges.in_cells(cells), filled=sum(width for _, width, cell in cells if _is_filled(cell, styles))
    )
    has_legacy_fonts = any(map(is_legacy_font, styles.fonts.values()))
    for (row, first), width, cell in cells:
        style = cell.get(f"{_TABLE}style-name", "")
        places = [(row, column) for column in range(first, first + width)]
        _look_beside(found, cell, places, styles)
        if cell.get(_ERROR_TYPE) == "error":
            found.errors.update(dict.fromkeys(places, "".join(cell.itertext())))
        elif cell.get(_FORMULA) and not cell.get(_TYPE):
            found.uncached.update(places)
        elif cell.get(_TYPE) == "date" and style in styles.months:
            found.months.update(places)
        elif has_legacy_fonts and cell.get(_TYPE) == "string":
            stored, drawn = _paragraphs(cell, styles, "", False), _paragraphs(cell, styles, style, True)
            if drawn != stored:
                found.texts.update(dict.fromkeys(places, drawn))
        if _is_own(cell):
            found.own.update(dict.fromkeys(places, _own(cell, styles)))
    return found


def _look_beside(found: Oddities, cell: ElementTree.Element, places: list[Place], styles: _Styles) -> None:
    """Note what is struck out in a cell, and what is remarked at it."""
    if styles.struck and cell.get(_TYPE):
        if cell.get(f"{_TABLE}style-name", "") in styles.struck:
            found.struck.update(dict.fromkeys(places, ""))
        elif part := "".join(_struck_spans(cell, styles)).strip():
            found.struck.update(dict.fromkeys(places, part))
    note = cell.find(_NOTE)
    if note is not None:
        author = note.findtext("{http://purl.org/dc/elements/1.1/}creator") or ""
        text = "\n".join("".join(line.itertext()) for line in _lines(note))
        found.remarks.update(in_notes(dict.fromkeys(places, (text, author))))


def _struck_spans(cell: ElementTree.Element, styles: _Styles) -> Iterator[str]:
    for line in _lines(cell):
        for span in line.iter(f"{_TEXT}span"):
            if span.get(f"{_TEXT}style-name") in styles.struck:
                yield "".join(span.itertext())


def _is_filled(cell: ElementTree.Element, styles: _Styles) -> bool:
    if cell.get(_TYPE) != "string" or cell.get(_ERROR_TYPE) == "error":
        return cell.get(_TYPE) is not None
    text = _own(cell, styles) if _is_own(cell) else _paragraphs(cell, styles, "", False)
    return bool(cell.get(f"{_OFFICE}string-value") or text)


def _is_own(cell: ElementTree.Element) -> bool:
    """True where a text is made of more than plain paragraphs, of which a value reader makes something else."""
    if cell.get(_TYPE) != "string" or cell.get(_ERROR_TYPE) == "error" or cell.get(f"{_OFFICE}string-value"):
        return False
    return any(node.tag not in _SIMPLE for child in cell if child.tag != _NOTE for node in child.iter())


def _own(cell: ElementTree.Element, styles: _Styles) -> str:
    text = _paragraphs(cell, styles, "", False)
    return text if text.strip() else ""


def _paragraphs(cell: ElementTree.Element, styles: _Styles, style: str, is_drawn: bool) -> str:
    """The paragraphs of a cell, those of lists among them, as stored or as their fonts draw them."""
    return "\n".join(_run(node, styles, style, is_drawn) for node in _lines(cell))


def _lines(node: ElementTree.Element) -> Iterator[ElementTree.Element]:
    for child in node:
        if child.tag in _PARAGRAPHS:
            yield child
        elif not child.tag.startswith(_FOREIGN):
            yield from _lines(child)


def _run(node: ElementTree.Element, styles: _Styles, style: str, is_drawn: bool) -> str:
    """A paragraph or span as stored, or as its fonts draw it; spans inherit the font around them."""
    own = node.get(f"{_TEXT}style-name", "")
    name = own if own and styles.fonts.get(own) else style
    font = styles.fonts.get(name, styles.fonts[""]) if is_drawn else ""
    text = decode(node.text or "", font)
    for child in node:
        text += " " * int(child.get(f"{_TEXT}c", "1")) if child.tag == _SPACES else ""
        text += {_BREAK: "\n", _TAB: "\t"}.get(child.tag, "")
        text += "" if child.tag.startswith(_FOREIGN) else _run(child, styles, name, is_drawn)
        text += decode(child.tail or "", font)
    return text
