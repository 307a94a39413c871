"""The workbook part: sheet names, which sheets are shown, defined names; and the shared strings."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from excel_repairs.cells import LONGEST_TEXT, formula_faults
from excel_repairs.grid import LAST_COLUMN, LAST_ROW, box, column_number
from excel_repairs.package import Book, doubled, length, unescaped, whole

LONGEST_SHEET_NAME = 31
LONGEST_NAME = 255
_FORBIDDEN_IN_SHEET_NAME = frozenset("[]:*?/\\")
_NAME = re.compile(r"[^\W\d]\w*(?:[.?\\]\w*)*|\\[\w.?\\]*")
_ROW_AND_COLUMN = re.compile(r"[RrCc]|[Rr]\d*[Cc]\d*")
_BUILT_IN = "_xlnm."
_QUOTED_SHEET = re.compile(r"'(?:[^']|'')*'!")
_CORNER = re.compile(r"\$([A-Z]+)|\$([0-9]+)")


def sheet_names(book: Book) -> Iterator[str]:
    names = [unescaped(sheet.get("name", "")) for sheet in book.root.findall("sheets/sheet")]
    for name in names:
        if not name:
            yield f"{book.part}: a sheet name is empty"
        if length(name) > LONGEST_SHEET_NAME:
            yield f"{book.part}: sheet name {name!r} has {length(name)} characters, over {LONGEST_SHEET_NAME}"
        if forbidden := sorted(_FORBIDDEN_IN_SHEET_NAME.intersection(name)):
            yield f"{book.part}: sheet name {name!r} holds {' '.join(forbidden)}"
        if name.startswith("'") or name.endswith("'"):
            yield f"{book.part}: sheet name {name!r} begins or ends with an apostrophe"
    for name in doubled([name.lower() for name in names]):
        yield f"{book.part}: sheet name {name!r} stands twice"


def visible_and_active_sheets(book: Book) -> Iterator[str]:
    states = [sheet.get("state", "visible") for sheet in book.root.findall("sheets/sheet")]
    if "visible" not in states:
        yield f"{book.part}: every sheet is hidden"
    for view in book.root.findall("bookViews/workbookView"):
        active = whole(view, "activeTab") or 0
        if not 0 <= active < len(states):
            yield f"{book.part}: active sheet {view.get('activeTab')} is not among {len(states)}"
        elif states[active] != "visible":
            yield f"{book.part}: active sheet {active} is hidden"
    selected = [sheet.part for sheet in book.sheets if any(map(_is_selected, sheet.root.iter("sheetView")))]
    if len(selected) > 1:
        yield f"{book.part}: more than one sheet is active: {', '.join(selected)}"


def _is_selected(view: Element) -> bool:
    return view.get("tabSelected") in ("1", "true") and view.get("workbookViewId", "0") == "0"


def defined_names(book: Book) -> Iterator[str]:
    sheets = len(book.root.findall("sheets/sheet"))
    scoped = []
    for item in book.root.findall("definedNames/definedName"):
        name, scope = item.get("name", ""), whole(item, "localSheetId")
        scoped.append(f"{name.lower()} of {'the workbook' if scope is None else f'sheet {scope}'}")
        fault = None if name.startswith(_BUILT_IN) else name_fault(name)
        if fault:
            yield f"{book.part}: defined name {name!r} {fault}"
        if scope is not None and not 0 <= scope < sheets:
            yield f"{book.part}: defined name {name!r} is of sheet {scope}, not among {sheets}"
    yield from (f"{book.part}: defined name {name} stands twice" for name in doubled(scoped))


def name_fault(name: str) -> str | None:
    """Why a defined name or table name is none, or None where it is a good one."""
    if length(name) > LONGEST_NAME:
        return f"has {length(name)} characters, over {LONGEST_NAME}"
    if not _NAME.fullmatch(name):
        return "holds a character a name cannot have"
    if box(name.upper()) or _ROW_AND_COLUMN.fullmatch(name):
        return "reads as a cell reference"
    return None


def name_texts(book: Book) -> Iterator[str]:
    """What the defined names stand for: too long, or for the print ranges outside the sheet."""
    for item in book.root.findall("definedNames/definedName"):
        text = item.text or ""
        yield from (f"{book.part} {item.get('name')}: {fault}" for fault in formula_faults(text))
        if not item.get("name", "").startswith(_BUILT_IN):
            continue
        for letters, digits in _CORNER.findall(_QUOTED_SHEET.sub("", text)):
            inside = column_number(letters) <= LAST_COLUMN if letters else 1 <= int(digits) <= LAST_ROW
            if not inside:
                yield f"{book.part} {item.get('name')}: {text!r} is outside A1:XFD1048576"


def shared_texts(book: Book) -> Iterator[str]:
    for at, text in enumerate(book.strings):
        if length(text) > LONGEST_TEXT:
            yield f"{book.strings_part} string {at}: text of {length(text)} characters, over {LONGEST_TEXT}"
