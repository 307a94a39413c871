"""The cells of a workbook by the first reader that finds as many as the file holds, and what is odd about them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from toolkit import biff12, gaps, oddities, opendocument, readers
from toolkit.kinds import Kind
from toolkit.oddities import Oddities
from toolkit.readers import Grid
from toolkit.spreadsheetml import Normal, Odd, normalize

# So many cells in its gaps, and a sheet is closed up before it is read, or only the second reader is asked.
_WIDE = 1 << 20
# Who is asked where the first reader fails or reads less than there is.
_SECOND = {
    Kind.XLS: readers.read_xls,
    Kind.XLSB: biff12.read,
    Kind.ODS: opendocument.read,
    Kind.FODS: opendocument.read,
}
Reader = Callable[[bytes], tuple[Grid, ...]]


class Partial(Exception):
    """Every reader finds less or more than there is; `difference` says so in words."""

    def __init__(self, difference: str) -> None:
        super().__init__(difference)
        self.difference = difference


@dataclass(frozen=True)
class Book:
    """The cells of each sheet, what is odd about them by the sheet's name, and whether their formats are whole."""

    grids: tuple[Grid, ...]
    oddities: Mapping[str, Oddities]
    has_styles: bool


def read(data: bytes, kind: Kind, gaps_inside: int) -> Book:
    """Read a workbook of this kind, of which the guard told the gaps. What does not fit together raises anything.

    Raises:
        Locked: it has a password.
        Unread: no reader can read it.
        Partial: the cells that were read are not those that the file holds.
    """
    if kind is not Kind.XLSX:
        return _read_other(data, kind)
    is_wide = gaps_inside > _WIDE
    try:
        return _read_xlsx(normalize(data), (readers.read_fast,), is_wide)
    except (readers.Unread, Partial):
        # Whatever seemed plain and is not: every cell is looked at.
        return _read_xlsx(normalize(data, is_thorough=True), (readers.read_fast, readers.read_xlsx), is_wide)


def _read_xlsx(normal: Normal, asked: Iterable[Reader], is_wide: bool) -> Book:
    odd = oddities.find(normal.data, Kind.XLSX)
    closed, axes = gaps.close_up(normal.data) if is_wide else (normal.data, {})
    grids, _ = _grids(closed, asked, odd)
    return Book(
        tuple(gaps.open_up(grid, axes[grid.name]) if grid.name in axes else grid for grid in grids),
        {grid.name: _with(odd.get(grid.name, Oddities()), normal.odd.get(grid.name)) for grid in grids},
        normal.has_styles,
    )


def _with(found: Oddities, odd: Odd | None) -> Oddities:
    """The same with the cells that the reader was not given."""
    return replace(found, broken=odd.broken, errors={**found.errors, **odd.errors}) if odd else found


def _read_other(data: bytes, kind: Kind) -> Book:
    odd, second = oddities.find(data, kind), _SECOND[kind]
    is_fast = kind is not Kind.FODS and all(cells.is_plain and cells.gaps <= _WIDE for cells in odd.values())
    grids, read_with = _grids(data, (readers.read_fast, second) if is_fast else (second,), odd)
    if read_with is readers.read_xls:
        # The library that read them also counted them.
        odd = {name: replace(cells, filled=None) for name, cells in odd.items()}
    return Book(grids, odd, True)


def _grids(data: bytes, asked: Iterable[Reader], odd: Mapping[str, Oddities]) -> tuple[tuple[Grid, ...], Reader]:
    """The cells by the first reader that finds as many as the file holds, and that reader."""
    difference = ""
    for read_with in asked:
        try:
            grids = read_with(data)
        except readers.Unread:
            continue
        difference = _difference(grids, odd)
        if not difference:
            return grids, read_with
    raise Partial(difference) if difference else readers.Unread


def _difference(grids: Iterable[Grid], odd: Mapping[str, Oddities]) -> str:
    """The first sheet of which not all cells were read, in words."""
    read_in = {grid.name: grid.filled for grid in grids}
    for name, cells in odd.items():
        got = read_in.get(name, 0) + len(cells.errors)
        if cells.filled is not None and cells.filled != got:
            return f"Trang tính «{name}» có {cells.filled} ô đã điền nhưng số ô đọc được là {got}"
    return ""
