"""Cells that a reader gave and nobody can use as they are, put right in place."""

import math

from toolkit.oddities import Place
from toolkit.readers import Grid
from toolkit.spreadsheetml import Broken, Flaw
from toolkit.spreadsheetml.text import legal


def mend(grid: Grid) -> dict[Place, Broken]:
    """Take out what no sheet can hold and some files do: control characters of texts, numbers that are none.

    Returns:
        The cells that held such a number, with what it was.
    """
    broken: dict[Place, Broken] = {}
    for row, cells in enumerate(grid.rows, grid.first_row):
        # Asked for the row as a whole, for hardly any holds such a thing.
        if not "".join([value for value in cells if type(value) is str]).isprintable():
            cells[:] = [legal(value) if isinstance(value, str) else value for value in cells]
        if not math.isfinite(sum([value for value in cells if type(value) is float])):
            for at, value in enumerate(cells):
                if isinstance(value, float) and not math.isfinite(value):
                    broken[row, grid.first_column + at] = Broken(Flaw.NUMBER, str(value))
                    cells[at] = ""
    return broken
