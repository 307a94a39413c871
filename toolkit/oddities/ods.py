"""Odd cells of an OpenDocument spreadsheet."""

from dataclasses import dataclass, replace
from xml.etree import ElementTree

from toolkit.legacy import decode, is_legacy_font
from toolkit.oddities import merges
from toolkit.oddities.oddity import Oddities, Place
from toolkit.oddities.remarks import in_notes
from toolkit.opendocument import Document, cells, name_of
from toolkit.opendocument.cell import Cell
from toolkit.opendocument.names import ANNOTATION, OASIS, STYLE
from toolkit.opendocument.paragraphs import Piece, collapsed, lines, pieces

_NUMBER, _FO_FAMILY = f"{OASIS}datastyle:1.0}}", f"{OASIS}xsl-fo-compatible:1.0}}font-family"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def find(data: bytes) -> dict[str, Oddities]:
    """The odd cells of each sheet."""
    document = Document.of(data)
    styles = _Styles.of(document.roots)
    return {name_of(table): _oddities_in(table, styles, document.is_whole) for table in document.tables}


@dataclass(frozen=True)
class _Styles:
    """Fonts by style name (cells and pieces of text), and the styles whose dates show a month only or strike out."""

    fonts: dict[str, str]
    months: frozenset[str]
    struck: frozenset[str]
    has_legacy_fonts: bool

    @classmethod
    def of(cls, roots: list[ElementTree.Element]) -> "_Styles":
        names = [node for root in roots for node in root.iter(f"{STYLE}style")]
        formats = [node for root in roots for node in root.iter(f"{_NUMBER}date-style")]
        monthly = {node.get(f"{STYLE}name", "") for node in formats if _is_monthly(node)}
        default = next(
            (_font(node) for root in roots for node in root.iter(f"{STYLE}default-style")
             if node.get(f"{STYLE}family") == "table-cell" and _font(node)), "",
        )  # fmt: skip
        fonts, struck = {"": default}, set()
        for node in names:
            name, above = node.get(f"{STYLE}name", ""), node.get(f"{STYLE}parent-style-name", "")
            fonts[name] = _font(node) or fonts.get(above, default)
            if _strikes_out(node, above in struck):
                struck.add(name)
        dated = {node.get(f"{STYLE}name", "") for node in names if node.get(f"{STYLE}data-style-name") in monthly}
        return cls(fonts, frozenset(dated), frozenset(struck), any(map(is_legacy_font, fonts.values())))

    @property
    def are_odd(self) -> bool:
        return self.has_legacy_fonts or bool(self.months or self.struck)

    def drawn(self, cell: Cell) -> str:
        """The text of a cell as the fonts of its pieces draw it; what is around a piece holds where it has none."""
        return "\n".join(
            collapsed("".join(decode(piece.text, self._font((cell.style, *piece.styles))) for piece in pieces(line)))
            for line in lines(cell.node)
        )

    def struck_part(self, cell: Cell) -> str:
        """What is struck out of a cell's text, where the cell itself is not."""
        parts = (piece.text for line in lines(cell.node) for piece in pieces(line) if self._is_struck(piece))
        return collapsed("".join(parts)).strip()

    def _is_struck(self, piece: Piece) -> bool:
        return not self.struck.isdisjoint(piece.styles)

    def _font(self, names: tuple[str, ...]) -> str:
        return next((font for name in reversed(names) if (font := self.fonts.get(name))), self.fonts[""])


def _strikes_out(style: ElementTree.Element, is_inherited: bool) -> bool:
    for node in style.iter(f"{STYLE}text-properties"):
        line = node.get(f"{STYLE}text-line-through-style") or node.get(f"{STYLE}text-line-through-type")
        return is_inherited if line is None else line != "none"
    return is_inherited


def _font(style: ElementTree.Element) -> str:
    for node in style.iter(f"{STYLE}text-properties"):
        return (node.get(f"{STYLE}font-name") or node.get(_FO_FAMILY) or "").strip("'\"")
    return ""


def _is_monthly(style: ElementTree.Element) -> bool:
    parts = {node.tag.removeprefix(_NUMBER) for node in style}
    return {"month", "year"} <= parts and not {"day", "hours"} & parts


def _oddities_in(table: ElementTree.Element, styles: _Styles, is_whole: bool) -> Oddities:
    found = Oddities()
    filled = end = right = 0
    is_plain = is_whole
    for cell in cells(table):
        found.merges.extend(merges.in_cell(cell))
        found.remarks.update(_remarks(cell))
        if cell.is_error:
            found.errors.update(dict.fromkeys(cell.places, cell.text))
        elif cell.is_uncached:
            found.uncached.update(cell.places)
            continue
        elif cell.value == "":
            continue
        filled += cell.rows * cell.columns
        end, right = cell.row + cell.rows, max(right, cell.column + cell.columns)
        is_plain = is_plain and cell.is_plain
        if styles.are_odd:
            _note(cell, styles, found)
    return replace(found, filled=filled, is_plain=is_plain, gaps=end * right - filled)


def _note(cell: Cell, styles: _Styles, found: Oddities) -> None:
    """Write down what the style of a cell makes of it."""
    if cell.style in styles.struck:
        found.struck.update(dict.fromkeys(cell.places, ""))
    elif styles.struck and (part := styles.struck_part(cell)):
        found.struck.update(dict.fromkeys(cell.places, part))
    if cell.type == "date" and cell.style in styles.months:
        found.months.update(cell.places)
    elif cell.type == "string" and styles.has_legacy_fonts and not cell.is_error:
        drawn = styles.drawn(cell)
        if drawn != cell.text:
            found.texts.update(dict.fromkeys(cell.places, drawn))


def _remarks(cell: Cell) -> dict[Place, str]:
    note = cell.node.find(ANNOTATION)
    if note is None:
        return {}
    text = "\n".join(collapsed("".join(piece.text for piece in pieces(line))) for line in lines(note))
    return in_notes(dict.fromkeys(cell.places, (text, note.findtext(_CREATOR) or "")))
