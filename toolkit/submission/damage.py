"""What is broken in the file itself below a unit's rows: cells whose value cannot be taken, formats that are lost."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from toolkit.codes import CellCode, FileCode
from toolkit.entry import Entry
from toolkit.issues import Issue, Place
from toolkit.layout import GUIDE_SHEET
from toolkit.places import cell_name
from toolkit.spreadsheet import Workbook


def tell(book: Workbook, entries: Iterable[Entry], place: Place) -> Iterator[Issue]:
    """Each broken cell of the sheets that people see, with the task of its row; `place` names the file and the unit."""
    # Where there are none at all, that is told of the workbook's dates.
    if not book.has_styles and all(sheet.oddities.is_styled for sheet in book.sheets):
        yield FileCode.STYLES_LOST.at(place)
    broken = [sheet for sheet in book.sheets if sheet.oddities.broken and not sheet.is_hidden]
    tasks = {(entry.source.sheet, entry.source.row): entry.task for entry in entries} if broken else {}
    for sheet in broken:
        if sheet.name == GUIDE_SHEET:
            continue
        for row, column in sorted(sheet.oddities.broken):
            task, damage = tasks.get((sheet.name, row + 1)), sheet.oddities.broken[row, column]
            where = replace(place, sheet=sheet.name, cell=cell_name(row, column), task=task.code if task else "")
            yield CellCode.BROKEN.at(where, damage.stored, detail=damage.told)
