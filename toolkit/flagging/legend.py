"""Two cells that say what the colours mean: in a blank row over the table, or else under everything."""

from datetime import date

from lxml import etree
from lxml.etree import _Element as Element

from toolkit.book import AMBER_FILL, AMBER_INK, FONT, RED_FILL, RED_INK
from toolkit.flagging.terms import LEGEND, Terms
from toolkit.ooxml import Styles, Worksheet, child, make
from toolkit.places import cell_name, row_and_column
from toolkit.spreadsheet import Sheet

_RED, _AMBER = LEGEND


def write(page: Worksheet, styles: Styles, terms: Terms, as_of: date | None, warning_days: int) -> None:
    """Write the legend; one that is there is written anew in its own place."""
    sheet = terms.table.sheet
    row, columns = _place(page, terms)
    by = f"tính đến {as_of:%d/%m/%Y}" if as_of else "tính đến hôm nay"
    texts = ((_RED, f"{_RED} ({by})"), (_AMBER, f"{_AMBER} (còn không quá {warning_days} ngày)"))
    looks = ((RED_FILL, RED_INK), (AMBER_FILL, AMBER_INK))
    for (start, text), (fill, ink), column in zip(texts, looks, columns, strict=True):
        at = _standing(sheet, start) or (row, column)
        _put(page, at, text, _style(styles, fill, ink))


def _standing(sheet: Sheet, start: str) -> tuple[int, int] | None:
    """Where the sheet has a legend text already."""
    cells = ((r, c) for r in sheet.filled_rows for c in sheet.filled_columns)
    return next((place for place in cells if sheet.text(*place).startswith(start)), None)


def _place(page: Worksheet, terms: Terms) -> tuple[int, tuple[int, int]]:
    """A blank row above the table, else the second under the last; two columns that leave room for the first text."""
    sheet, header = terms.table.sheet, terms.table.header_row
    first = terms.table.columns.get("task", terms.span[0])
    second = next((at for at in range(first + 1, terms.span[1] + 1) if at != first), first + 1)
    above = range(header - 1, -1, -1)
    merged = [cell.get("ref", "") for cell in page.package.view(page.part).iter("{*}mergeCell")]
    taken = {row for ref in merged for row in _rows_of(ref)}
    row = next((at for at in above if at not in taken and _is_free(sheet, at)), sheet.end_row + 1)
    return row, (first, second)


def _rows_of(ref: str) -> range:
    start, _, end = ref.partition(":")
    return range(row_and_column(start)[0], row_and_column(end or start)[0] + 1)


def _is_free(sheet: Sheet, row: int) -> bool:
    return not any(sheet.text(row, column) for column in sheet.filled_columns)


def _style(styles: Styles, fill: str, ink: str) -> int:
    rgb = f"FF{fill.removeprefix('#')}"
    return styles.cell(
        f'<font><i/><sz val="11"/><color rgb="FF{ink.removeprefix("#")}"/><name val="{FONT}"/><family val="1"/></font>',
        f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/><bgColor indexed="64"/></patternFill></fill>',
        "<border><left/><right/><top/><bottom/><diagonal/></border>",
        '<alignment vertical="center"/>',
    )


def _put(page: Worksheet, place: tuple[int, int], text: str, style: int) -> None:
    """One text cell; its row is made where there is none. A legend cell that is there is replaced."""
    data = child(page.package.edit(page.part), "sheetData")
    row = _row(data, place[0] + 1)
    fresh = make("c", data, r=cell_name(*place), s=str(style), t="inlineStr")
    holder = make("is", data)
    inner = make("t", data)
    inner.text = text
    holder.append(inner)
    fresh.append(holder)
    for at, cell in enumerate(row):
        column = row_and_column(cell.get("r", "A1"))[1]
        if column == place[1]:
            row.replace(cell, fresh)
            return
        if column > place[1]:
            row.insert(at, fresh)
            return
    row.append(fresh)


def _row(data: Element, number: int) -> Element:
    for at, row in enumerate(data):
        if int(row.get("r", "0")) == number:
            return row
        if int(row.get("r", "0")) > number:
            fresh = etree.Element(row.tag, {"r": str(number)})
            data.insert(at, fresh)
            return fresh
    fresh = make("row", data, r=str(number))
    data.append(fresh)
    return fresh
