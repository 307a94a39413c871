"""Tables: names, headings, and what overlaps them; merges overlap likewise."""

from collections.abc import Iterator

from excel_repairs.cells import cell_text, placed_cells
from excel_repairs.grid import Box, box, overlapping
from excel_repairs.package import Book, Sheet, doubled, unescaped, whole
from excel_repairs.workbook import name_fault


def table_names(book: Book) -> Iterator[str]:
    """A table shares its names with the other tables and the defined names of the workbook."""
    tables = {part: table for sheet in book.sheets for part, table in sheet.tables.items()}
    names = [table.get("displayName", "") for table in tables.values()]
    for part, name in zip(tables, names, strict=True):
        if fault := name_fault(name):
            yield f"{part}: table name {name!r} {fault}"
    taken = [
        name.get("name", "")
        for name in book.root.findall("definedNames/definedName")
        if name.get("localSheetId") is None
    ]
    for name in doubled([name.lower() for name in [*names, *dict.fromkeys(taken)]]):
        if name in {own.lower() for own in names}:
            yield f"{book.part}: table name {name!r} stands twice"
    for identity in doubled([table.get("id", "") for table in tables.values()]):
        yield f"{book.part}: table id {identity!r} stands twice"


def headings(book: Book, sheet: Sheet) -> Iterator[str]:
    texts = {place: cell_text(book, cell) for place, cell in placed_cells(sheet)} if sheet.tables else {}
    for part, table in sheet.tables.items():
        names = [unescaped(column.get("name", "")) for column in table.findall("tableColumns/tableColumn")]
        for twice in doubled([name.lower() for name in names]):
            yield f"{part}: heading {twice!r} stands twice"
        place = box(table.get("ref", ""))
        if place is None:
            continue
        if len(names) != place.right - place.left + 1:
            yield f"{part}: {len(names)} headings for {place.right - place.left + 1} columns"
        if whole(table, "headerRowCount") == 0:
            continue
        for column, name in enumerate(names, start=place.left):
            reference = f"{_letters(column)}{place.top}"
            if texts.get(reference) != name:
                yield f"{part}: heading {name!r}, but {reference} shows {texts.get(reference)!r}"


def overlaps(book: Book, sheet: Sheet) -> Iterator[str]:
    """Merges and tables that share a cell; a merge of one cell is as bad."""
    boxes: list[tuple[str, Box]] = []
    for merge in sheet.root.findall("mergeCells/mergeCell"):
        reference = merge.get("ref", "")
        place = box(reference)
        if place and place[:2] == place[2:]:
            yield f"merge {reference}: is one cell"
        boxes += [(f"merge {reference}", place)] if place else []
    for table in sheet.tables.values():
        place = box(table.get("ref", ""))
        boxes += [(f"table {table.get('displayName')}", place)] if place else []
    for first, second in overlapping(boxes):
        yield f"{second}: overlaps {first}"


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
