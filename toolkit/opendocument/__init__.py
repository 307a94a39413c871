"""The cells of an OpenDocument spreadsheet, packed or flat, as its tree has them (OASIS OpenDocument 1.2, part 1).

calamine is quicker, and takes texts as they are written: of CDATA, line ends between paragraphs and letters beside an
element it makes something else, and where it meets white space between cells it gives up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from toolkit.canonical import is_whole
from toolkit.opendocument.cell import FORMULA, TYPE, Cell
from toolkit.opendocument.names import OFFICE, STYLE, TABLE, TEXT
from toolkit.readers import Grid, Unread, Value
from toolkit.zipped import opened

# Elements that show what is meant where a program gives the vocabularies names of its own.
_TELLING = {"spreadsheet": OFFICE, "table-cell": TABLE, "style": STYLE, "p": TEXT}
_ROW, _GROUPS = f"{TABLE}table-row", tuple(f"{TABLE}table-{name}" for name in ("header-rows", "rows", "row-group"))
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_ROWS, _COLUMNS = (f"{TABLE}number-{axis}-repeated" for axis in ("rows", "columns"))


@dataclass(frozen=True, slots=True)
class Document:
    """The trees of a spreadsheet: of its content, and of common styles where they stand apart.

    `is_whole` is false where texts may be in pieces, of which calamine takes only one.
    """

    content: Element
    styles: Element | None
    is_whole: bool

    @classmethod
    def of(cls, data: bytes) -> "Document":
        """Of the bytes of a package or of a flat document.

        Where they are no such thing, it raises whatever that leads to.
        """
        if not data.startswith(b"PK"):
            return cls(_tree(data), None, is_whole(data))
        parts = opened(data)
        content = parts.read("content.xml")
        styles = _tree(parts.read("styles.xml")) if "styles.xml" in parts.names else None
        return cls(_tree(content), styles, is_whole(content))

    @property
    def roots(self) -> list[Element]:
        return [root for root in (self.styles, self.content) if root is not None]

    @property
    def tables(self) -> list[Element]:
        return self.content.findall(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table")

    @property
    def hidden(self) -> set[str]:
        """The names of the styles whose tables are not shown."""
        return {
            style.get(f"{STYLE}name", "")
            for style in self.content.iter(f"{STYLE}style")
            if any(node.get(f"{TABLE}display") == "false" for node in style.iter(f"{STYLE}table-properties"))
        }


def _tree(xml: bytes) -> Element:
    root = ElementTree.fromstring(xml)
    if root.tag.startswith(OFFICE):
        return root
    # Some program gave the vocabularies names of its own.
    meant: dict[str, str] = {}
    for node in root.iter():
        space, _, name = node.tag.rpartition("}")
        if name in _TELLING:
            meant.setdefault(space, _TELLING[name])
    for node in root.iter():
        node.tag = _renamed(node.tag, meant)
        for key in list(node.attrib):
            node.set(_renamed(key, meant), node.attrib.pop(key))
    return root


def _renamed(tag: str, meant: dict[str, str]) -> str:
    space, _, name = tag.rpartition("}")
    return f"{meant[space]}{name}" if space in meant else tag


def name_of(table: Element) -> str:
    return table.get(f"{TABLE}name", "")


def cells(table: Element) -> Iterator[Cell]:
    """Every written cell of a table, row by row; empty repeated ones cost nothing."""
    row = 0
    for line in _rows(table):
        column, rows = 0, _repeated(line, _ROWS)
        for node in line:
            if node.tag in _CELLS:
                columns = _repeated(node, _COLUMNS)
                if len(node) or node.get(TYPE) or node.get(FORMULA):
                    yield Cell(row, column, rows, columns, node)
                column += columns
        row += rows


def _rows(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == _ROW:
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _repeated(node: Element, axis: str) -> int:
    told = node.get(axis, "1")
    return int(told) if told.isdecimal() else 1


def read(data: bytes) -> tuple[Grid, ...]:
    """Read a spreadsheet of a package or a flat one; rows end at their last cell, however far apart they lie.

    Raises:
        Unread: it cannot be read.
    """
    try:
        document = Document.of(data)
        hidden = document.hidden
        return tuple(_grid(table, table.get(f"{TABLE}style-name") in hidden) for table in document.tables)
    except Exception as fault:
        # Parts that are missing, no XML, or packed in another way: each leads to an error of its own.
        raise Unread from fault


def _grid(table: Element, is_hidden: bool) -> Grid:
    blank: list[Value] = []
    rows: list[list[Value]] = []
    for cell in cells(table):
        value = cell.value
        if value == "":
            continue
        end = cell.row + cell.rows
        rows += [blank] * (end - len(rows))
        for at in range(cell.row, end):
            if rows[at] is blank:
                rows[at] = []
            rows[at] += [""] * (cell.column - len(rows[at])) + [value] * cell.columns
    return Grid(name_of(table), rows, 0, 0, is_hidden)
