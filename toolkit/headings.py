"""What a row of headings means: which columns of a layout stand where, however the headings are written."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from toolkit.layout import Layout
from toolkit.readers import Value
from toolkit.spreadsheet import Sheet, shown
from toolkit.vietnamese import fold

# This many known headings make a row the header row for certain; likeness is 0 to 100.
CERTAIN_HEADINGS, _SHORTEST_MISSPELT, _SAME_HEADING, _CLEARLY = 3, 6, 88, 8
# A heading with its remark.
_LONGEST = 200
# What an officer adds to a heading: "Tổng số (hồ sơ)".
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")


def without_remark(text: str) -> str:
    """A heading without what stands in brackets in it."""
    return _REMARK.sub(" ", text).strip() if "(" in text or "[" in text else text


@dataclass(frozen=True)
class Names:
    """The keys of a layout's columns by their folded headings, and by the others under which they may stand.

    `printed` are the headings as we write them.
    """

    own: dict[str, str]
    other: dict[str, str]
    printed: frozenset[str]

    def may_head(self, values: Iterable[Value]) -> bool:
        """Whether a row holds so many headings as we write them that it is worth a closer look."""
        return sum(isinstance(value, str) and value in self.printed for value in values) >= CERTAIN_HEADINGS

    def count(self, values: Iterable[Value]) -> int:
        """How many cells of a row are headings for certain."""
        found = 0
        for value in values:
            if isinstance(value, str) and 0 < len(value) <= _LONGEST:
                text = fold(value)
                found += text in self.own or text in self.other or self._has_known_remark(text)
        return found

    def _has_known_remark(self, text: str) -> bool:
        """Whether a text in brackets follows a heading; asked last, for it takes longest."""
        return ("(" in text or "[" in text) and bool(self.known(text))

    def known(self, text: str) -> str:
        """The key of a folded text, whatever remark stands in brackets behind it; empty where there is none."""
        bare = "" if text in self.own or text in self.other else without_remark(text)
        return self.own.get(text) or self.other.get(text) or self.own.get(bare) or self.other.get(bare, "")

    def alike(self, text: str) -> str:
        """The key of the one heading that the folded text misspells; empty where there is none."""
        from rapidfuzz import fuzz, process

        if len(text) < _SHORTEST_MISSPELT:
            return ""
        found = process.extract(text, self.own.keys(), scorer=fuzz.ratio, limit=2)
        (best, likeness, _), (_, second, _) = found
        return self.own[best] if likeness >= _SAME_HEADING and second <= likeness - _CLEARLY else ""


@cache
def names_of(layout: Layout) -> Names:
    own = {fold(column.heading): column.key for column in layout.columns}
    other = {fold(name): column.key for column in layout.columns for name in column.also.split(";") if name}
    return Names(own, other, frozenset(layout.headings))


def columns_of(sheet: Sheet, row: int, names: Names, taken: Collection[int] = ()) -> dict[str, int]:
    """Where the layout's columns stand if this is the header row: by their own headings first, then by others.

    A remark in brackets is no part of a heading. In a row that is one for certain, a heading with a slip of the pen
    counts too, if it is like no second one. The columns that are `taken` are another table's.
    """
    written = ((column, heading(sheet, row, column)) for column in sheet.filled_columns if column not in taken)
    texts = {column: fold(text) for column, text in written if text}
    columns: dict[str, int] = {}
    for known in (names.own.get, names.other.get, names.known):
        for column, text in texts.items():
            key = known(text)
            if key and column not in columns.values():
                columns.setdefault(key, column)
    if len(columns) >= CERTAIN_HEADINGS:
        for column, text in texts.items():
            key = "" if column in columns.values() else names.alike(without_remark(text))
            if key:
                columns.setdefault(key, column)
    return columns


def heading(sheet: Sheet, row: int, column: int) -> str:
    """A column's heading; in a heading of two rows, a cell merged downwards has its text in the row above."""
    return shown(sheet.value(row, column)) or shown(sheet.value(row - 1, column))
