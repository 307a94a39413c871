"""Rows and cells: order, references, texts and formulas."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from excel_repairs.grid import LAST_COLUMN, LAST_ROW, box
from excel_repairs.package import Book, Sheet, length, rich_text, unescaped, whole

LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8_192
LONGEST_LITERAL = 255
_FORMULA_TAGS = frozenset({"f", "formula", "calculatedColumnFormula", "totalsRowFormula"})
_REFERENCES = (
    (".//mergeCells/mergeCell", "ref"),
    (".//dataValidations/dataValidation", "sqref"),
    (".//conditionalFormatting", "sqref"),
    (".//autoFilter", "ref"),
    ("dimension", "ref"),
    (".//hyperlinks/hyperlink", "ref"),
    (".//selection", "sqref"),
)
# A quoted sheet name may hold quotation marks; it is stepped over.
_LITERAL = re.compile(r"'(?:[^']|'')*'|\"((?:[^\"]|\"\")*)\"")


def numbered_rows(sheet: Sheet) -> Iterator[tuple[int, Element]]:
    """Each row with its number; a row without one follows the row before."""
    number = 0
    for row in sheet.root.findall("sheetData/row"):
        given = whole(row, "r")
        number = number + 1 if given is None else given
        yield number, row


def placed_cells(sheet: Sheet) -> Iterator[tuple[str, Element]]:
    """Each cell with how to name it."""
    for number, row in numbered_rows(sheet):
        for cell in row.findall("c"):
            yield cell.get("r", f"row {number}"), cell


def cell_text(book: Book, cell: Element) -> str | None:
    """The text a cell shows; None where it is no text, or leads to no shared string."""
    kind = cell.get("t")
    value = cell.findtext("v", "")
    inline = cell.find("is")
    if kind == "s":
        known = value.isascii() and value.isdigit() and int(value) < len(book.strings)
        return book.strings[int(value)] if known else None
    if kind == "inlineStr" and inline is not None:
        return rich_text(inline)
    return unescaped(value) if kind == "str" else None


def row_order(book: Book, sheet: Sheet) -> Iterator[str]:
    before = 0
    for number, _ in numbered_rows(sheet):
        if not 1 <= number <= LAST_ROW:
            yield f"row {number}: not a row of 1 to {LAST_ROW}"
        elif number == before:
            yield f"row {number}: stands twice"
        elif number < before:
            yield f"row {number}: comes after row {before}"
        before = number


def cell_order(book: Book, sheet: Sheet) -> Iterator[str]:
    for number, row in numbered_rows(sheet):
        before = 0
        for cell in row.findall("c"):
            reference = cell.get("r")
            place = None if reference is None or ":" in reference else box(reference)
            if reference is not None and place is None:
                yield f"{reference}: not a cell inside A1:XFD1048576"
                continue
            column = place.left if place else before + 1
            if place and place.top != number:
                yield f"{reference}: stands in row {number}"
            if column == before:
                yield f"{reference}: stands twice"
            elif column < before:
                yield f"{reference}: comes after a cell further right"
            before = column


def references(book: Book, sheet: Sheet) -> Iterator[str]:
    """Every reference of the sheet outside its cells, with those of newer rules in the extensions."""
    for path, attribute in _REFERENCES:
        for element in sheet.root.findall(path):
            for reference in element.get(attribute, "").split():
                if box(reference) is None:
                    yield f"{element.tag}: {reference!r} is not a cell or range inside A1:XFD1048576"
    for element in sheet.root.iter("sqref"):
        for reference in (element.text or "").split():
            if box(reference) is None:
                yield f"extension sqref: {reference!r} is not a cell or range inside A1:XFD1048576"


def columns(book: Book, sheet: Sheet) -> Iterator[str]:
    for column in sheet.root.findall("cols/col"):
        first, last = whole(column, "min") or 0, whole(column, "max") or 0
        if not 1 <= first <= last <= LAST_COLUMN:
            yield f"col: columns {first} to {last} are not inside 1 to {LAST_COLUMN}"


def table_references(book: Book, sheet: Sheet) -> Iterator[str]:
    for part, table in sheet.tables.items():
        for element in [table, *table.iter("autoFilter")]:
            if box(element.get("ref", "")) is None:
                yield f"{part} {element.tag}: {element.get('ref')!r} is not a range inside A1:XFD1048576"


def cell_texts(book: Book, sheet: Sheet) -> Iterator[str]:
    for place, cell in placed_cells(sheet):
        text = cell_text(book, cell)
        if cell.get("t") == "s" and text is None:
            yield f"{place}: shared string {cell.findtext('v')!r} is not among {len(book.strings)}"
        elif cell.get("t") != "s" and text is not None and length(text) > LONGEST_TEXT:
            yield f"{place}: text of {length(text)} characters, over {LONGEST_TEXT}"


def formulas(book: Book, sheet: Sheet) -> Iterator[str]:
    for place, cell in placed_cells(sheet):
        yield from (f"{place}: {fault}" for fault in formula_faults(cell.findtext("f", "")))
    # Those of the validation rules are judged with the rules: a typed list is itself one long literal.
    judged = {id(part) for rule in sheet.root.iter("dataValidation") for part in rule.iter()}
    trees = [("", tree) for tree in sheet.root if tree.tag != "sheetData"]
    trees += [(f"{part} ", table) for part, table in sheet.tables.items()]
    for label, tree in trees:
        for element in tree.iter():
            if element.tag in _FORMULA_TAGS and id(element) not in judged:
                yield from (f"{label}{element.tag}: {fault}" for fault in formula_faults(element.text or ""))


def formula_faults(formula: str) -> Iterator[str]:
    if length(formula) > LONGEST_FORMULA:
        yield f"formula of {length(formula)} characters, over {LONGEST_FORMULA}"
    for match in _LITERAL.finditer(formula):
        literal = length((match[1] or "").replace('""', '"'))
        if literal > LONGEST_LITERAL:
            yield f"formula with a text literal of {literal} characters, over {LONGEST_LITERAL}"
