"""Where in the plan workbook a finding stands."""

from toolkit.issues import Place
from toolkit.layout import APPENDIX, SETTINGS, Layout
from toolkit.model import Item, Plan
from toolkit.places import cell_name


class Spots:
    """Names cells of the plan workbook as it is: its columns may stand in another order than the template's.

    `file` is how the workbook is shown to staff.
    """

    def __init__(self, plan: Plan, file: str) -> None:
        self._columns = plan.columns
        self._rows = plan.settings.rows
        self._title_cell = plan.title_cell
        self._file = file

    def cell(self, layout: Layout, column: str, row: int, task: str = "", unit: str = "") -> Place:
        """The cell in this column and 1-based row; no row, no cell. A column that the sheet lacks is the template's."""
        found = self._columns.get(layout.sheet, {}).get(column, layout.position[column])
        return Place(self._file, layout.sheet, cell_name(row - 1, found) if row else "", unit, task)

    def appendix(self, column: str, row: int, task: str = "") -> Place:
        """The same in the appendix."""
        return self.cell(APPENDIX, column, row, task)

    def setting(self, item: Item) -> Place:
        """The value of an item of the settings; only the sheet where the item is missing."""
        return self.cell(SETTINGS, "value", self._rows.get(item, 0))

    @property
    def title(self) -> Place:
        """Where the title of the appendix begins."""
        return Place(self._file, APPENDIX.sheet, self._title_cell)
