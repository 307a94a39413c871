"""Who a name in a lead or coordinating cell means: units by name, alias or code, and groups of units."""

import re
from dataclasses import dataclass
from functools import cached_property

from toolkit.model import Unit
from toolkit.vietnamese import clean, fold

_LIST_BREAK = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class Mention:
    """One name found in a cell, as written, and the unit codes it stands for (none: nobody answers)."""

    text: str
    units: tuple[str, ...]
    is_group: bool = False


@dataclass(frozen=True)
class Directory:
    """The units of a plan, looked up by what people call them."""

    units: tuple[Unit, ...]

    @cached_property
    def _unit_named(self) -> dict[str, str]:
        names = {fold(name): unit.code for unit in self.units for name in (unit.code, *unit.aliases)}
        return names | {fold(unit.name): unit.code for unit in self.units}

    @cached_property
    def _group_named(self) -> dict[str, tuple[str, ...]]:
        groups: dict[str, tuple[str, ...]] = {}
        for unit in self.units:
            for name in map(fold, unit.groups):
                groups[name] = (*groups.get(name, ()), unit.code)
        return groups

    def find(self, name: str) -> Mention | None:
        """The one unit or group of this name; None if there is none."""
        key = fold(name)
        if key in self._unit_named:
            return Mention(clean(name), (self._unit_named[key],))
        if key in self._group_named:
            return Mention(clean(name), self._group_named[key], is_group=True)
        return None

    def mentions(self, cell: str) -> tuple[Mention, ...]:
        """Every name in a cell, in order.

        A cell may name several units; a group's name may itself hold commas and "và". So the longest
        run that is a known name wins, and a cell of which nothing is known stays one unknown name.
        """
        return tuple(mention for part in _LIST_BREAK.split(cell) for mention in self._split(clean(part)))

    def _split(self, text: str) -> list[Mention]:
        if not text:
            return []
        whole = self.find(text)
        if whole:
            return [whole]
        pieces = re.split(r"(\s*,\s*|\s+và\s+)", text)
        found: list[Mention] = []
        at = 0
        while at < len(pieces):
            mention, width = self._longest(pieces, at)
            found.append(mention)
            at += width + 1
        return found if any(mention.units for mention in found) else [Mention(text, ())]

    def _longest(self, pieces: list[str], at: int) -> tuple[Mention, int]:
        """The longest known name that starts at a piece, and how many pieces (with separators) it takes."""
        for end in range(len(pieces), at, -2):
            mention = self.find("".join(pieces[at:end]))
            if mention:
                return mention, end - at
        return Mention(clean(pieces[at]), ()), 1


def codes(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    """The unit codes of all the mentions, each once, in order."""
    return tuple(dict.fromkeys(code for mention in mentions for code in mention.units))
