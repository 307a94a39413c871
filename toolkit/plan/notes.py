"""What the plan workbook says and the program does not take as it stands, noted while the sheets are read."""

from toolkit import table
from toolkit.doubts import Doubt, Unread


class Notes:
    """Collects what is not read, or not for certain, so that it can be told with its cell."""

    def __init__(self) -> None:
        self.unread: list[Unread] = []

    def add(self, why: Doubt, row: table.Row, column: str, text: str, meant: str = "", task: str = "") -> None:
        """Note the cell of a row in the column of this key; `meant` is what was taken instead."""
        self.put(why, row.table.sheet.name, row.cell(column), text, meant, task)

    def put(self, why: Doubt, sheet: str, cell: str, text: str, meant: str = "", task: str = "") -> None:
        """The same for any cell of a sheet."""
        self.unread.append(Unread(why, sheet, cell, text, meant, task))
