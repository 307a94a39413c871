"""Cells of which a value reader tells too little: error values, formulas never calculated, letters of legacy
fonts, dates that show a month only, merged cells, what is struck out, remarks.

The kinds keep them in their own ways: SpreadsheetML (ECMA-376 part 1), [MS-XLSB], [MS-XLS], OpenDocument 1.2.
"""

from toolkit.kinds import Kind
from toolkit.oddities import ods, xls, xlsb, xlsx
from toolkit.oddities.oddity import Oddities, Place, Span

__all__ = ["Oddities", "Place", "Span", "find"]


def find(data: bytes, kind: Kind) -> dict[str, Oddities]:
    """The odd cells of each sheet, by the sheet's name; sheets without any may be missing.

    Where the workbook's parts do not fit together, it raises whatever that leads to.
    """
    reader = {
        Kind.XLSX: xlsx.find,
        Kind.XLSB: xlsb.find,
        Kind.XLS: xls.find,
        Kind.ODS: ods.find,
        Kind.FODS: ods.find,
    }.get(kind)
    return reader(data) if reader else {}
