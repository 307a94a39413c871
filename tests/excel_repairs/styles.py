"""Indexes into the styles part: cell formats, what they are made of, and the formats of colour rules."""

from collections.abc import Iterator

from excel_repairs.cells import numbered_rows, placed_cells
from excel_repairs.package import Book, Sheet, whole

_FIRST_OWN_NUMBER_FORMAT = 164
_MADE_OF = {
    "fontId": "fonts/font",
    "fillId": "fills/fill",
    "borderId": "borders/border",
    "xfId": "cellStyleXfs/xf",
}


def cell_formats(book: Book) -> Iterator[str]:
    own_formats = {whole(item, "numFmtId") for item in book.styles.findall("numFmts/numFmt")}
    counts = {attribute: len(book.styles.findall(path)) for attribute, path in _MADE_OF.items()}
    for place in ("cellStyleXfs", "cellXfs"):
        for at, xf in enumerate(book.styles.findall(f"{place}/xf")):
            for attribute, count in counts.items():
                index = whole(xf, attribute)
                if index is not None and not 0 <= index < count:
                    yield f"{book.styles_part} {place} {at}: {attribute} {index} is not among {count}"
            number_format = whole(xf, "numFmtId") or 0
            unknown = number_format >= _FIRST_OWN_NUMBER_FORMAT and number_format not in own_formats
            if unknown or number_format < 0:
                yield f"{book.styles_part} {place} {at}: numFmtId {xf.get('numFmtId')} is not defined"


def style_indexes(book: Book, sheet: Sheet) -> Iterator[str]:
    count = len(book.styles.findall("cellXfs/xf"))
    columns = sheet.root.findall("cols/col")
    used = [(f"column {column.get('min')}", whole(column, "style")) for column in columns]
    used += [(f"row {number}", whole(row, "s")) for number, row in numbered_rows(sheet)]
    used += [(place, whole(cell, "s")) for place, cell in placed_cells(sheet)]
    for place, style in used:
        if style is not None and not 0 <= style < count:
            yield f"{place}: style {style} is not among the {count} cell formats"


def colour_formats(book: Book) -> Iterator[str]:
    """`dxfId` of colour rules, and the like-named indexes of filters, tables and table styles."""
    count = len(book.styles.findall("dxfs/dxf"))
    roots = {book.styles_part: book.styles}
    for sheet in book.sheets:
        roots |= {sheet.part: sheet.root, **sheet.tables}
    for part, root in roots.items():
        for element in root.iter():
            for attribute, written in element.items():
                index = whole(element, attribute) if attribute.lower().endswith("dxfid") else None
                if index is not None and not 0 <= index < count:
                    yield f"{part} {element.tag}: {attribute} {written} is not among {count} dxfs"
