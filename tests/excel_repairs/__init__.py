"""What real Excel repairs or refuses in an .xlsx file, and the validator `openxml-audit` passes.

`findings` is an independent reading of the raw package; `assert_excel_safe` runs it after the validator.
"""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity

from excel_repairs import cells, sheets, styles, tables, workbook
from excel_repairs.package import Book, Package, Sheet, open_book

BOOK_CHECKS: tuple[Callable[[Book], Iterator[str]], ...] = (
    workbook.sheet_names,
    workbook.visible_and_active_sheets,
    workbook.defined_names,
    workbook.name_texts,
    workbook.shared_texts,
    styles.cell_formats,
    styles.colour_formats,
    tables.table_names,
)
SHEET_CHECKS: tuple[Callable[[Book, Sheet], Iterator[str]], ...] = (
    cells.row_order,
    cells.cell_order,
    cells.references,
    cells.columns,
    cells.table_references,
    cells.cell_texts,
    cells.formulas,
    styles.style_indexes,
    sheets.validation_formulas,
    sheets.validation_texts,
    sheets.colour_rule_priorities,
    sheets.links,
    sheets.header_footer_texts,
    tables.headings,
    tables.overlaps,
)


def findings(path: Path) -> list[str]:
    """One English line for each fault, with its part and place; empty where there is none."""
    try:
        package = Package(path)
    except (OSError, zipfile.BadZipFile) as error:
        return [f"{path.name}: not a readable zip package: {error}"]
    found = [*package.faults, *package.relationship_faults()]
    if package.faults:
        return found
    book = open_book(package)
    if book is None:
        return [*found, "_rels/.rels: no workbook with a sheet is named"]
    for check in BOOK_CHECKS:
        found += check(book)
    for sheet in book.sheets:
        for sheet_check in SHEET_CHECKS:
            found += (f"{sheet.part} {line}" for line in sheet_check(book, sheet))
    return found


def audit_errors(path: Path) -> list[str]:
    """What `openxml-audit` finds at severity error, by the rules of the newest Excel, however many."""
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    return [f"openxml-audit {error}" for error in result.errors if error.severity is ValidationSeverity.ERROR]


def assert_excel_safe(path: Path) -> None:
    """Fail with every finding of both checkers."""
    __tracebackhide__ = True
    lines = [*audit_errors(path), *findings(path)]
    if lines:
        raise AssertionError("\n".join([f"{path.name}: {len(lines)} findings", *lines]))
