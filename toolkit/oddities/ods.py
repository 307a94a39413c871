"""Odd cells of an OpenDocument spreadsheet."""

from dataclasses import dataclass, replace
from xml.etree import ElementTree

from toolkit.legacy import decode, is_legacy_font
from toolkit.oddities.oddity import Oddities
from toolkit.opendocument import Document, cells, name_of
from toolkit.opendocument.cell import Cell
from toolkit.opendocument.names import OASIS, STYLE
from toolkit.opendocument.paragraphs import collapsed, lines, pieces

_NUMBER, _FO_FAMILY = f"{OASIS}datastyle:1.0}}", f"{OASIS}xsl-fo-compatible:1.0}}font-family"


def find(data: bytes) -> dict[str, Oddities]:
    """The odd cells of each sheet."""
    document = Document.of(data)
    styles = _Styles.of(document.roots)
    return {name_of(table): _oddities_in(table, styles, document.is_whole) for table in document.tables}


@dataclass(frozen=True)
class _Styles:
    """Fonts by style name (cells and pieces of text), and the styles whose dates show a month only."""

    fonts: dict[str, str]
    months: frozenset[str]
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
        fonts = {"": default}
        for node in names:
            parent = fonts.get(node.get(f"{STYLE}parent-style-name", ""), default)
            fonts[node.get(f"{STYLE}name", "")] = _font(node) or parent
        dated = {node.get(f"{STYLE}name", "") for node in names if node.get(f"{STYLE}data-style-name") in monthly}
        return cls(fonts, frozenset(dated), any(map(is_legacy_font, fonts.values())))

    @property
    def are_odd(self) -> bool:
        return self.has_legacy_fonts or bool(self.months)

    def drawn(self, cell: Cell) -> str:
        """The text of a cell as the fonts of its pieces draw it; what is around a piece holds where it has none."""
        return "\n".join(
            collapsed("".join(decode(piece.text, self._font((cell.style, *piece.styles))) for piece in pieces(line)))
            for line in lines(cell.node)
        )

    def _font(self, names: tuple[str, ...]) -> str:
        return next((font for name in reversed(names) if (font := self.fonts.get(name))), self.fonts[""])


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
    if cell.type == "date" and cell.style in styles.months:
        found.months.update(cell.places)
    elif cell.type == "string" and styles.has_legacy_fonts and not cell.is_error:
        drawn = styles.drawn(cell)
        if drawn != cell.text:
            found.texts.update(dict.fromkeys(cell.places, drawn))
