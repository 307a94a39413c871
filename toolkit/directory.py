"""Who a name in a lead or coordinating cell means: units by name, alias or code, and groups of units."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from toolkit.model import Unit
from toolkit.vietnamese import clean, fold

# "Công chức Văn hóa - Xã hội" is also called "Văn hóa-Xã hội" and "CC Văn hóa Xã hội".
_POST = re.compile(r"^cong chuc\s+")
# Said for short everywhere in the administration of communes, in folded text.
_SHORT_WORDS = {
    "ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc", "ctmt": "cong tac mat tran",
    "bctmt": "ban cong tac mat tran", "ca": "cong an", "cc": "cong chuc", "vp": "van phong", "&": "va",
}  # fmt: skip
_PLACE = re.compile(r"\s+(?:xa|phuong|thi tran)$")
# What may stand between names; a name itself may hold each of them.
_BETWEEN = re.compile(r"(\s*[,+&/]\s*|\s+(?:và|VÀ|Và)\s+|\s+[-–]\s+)")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-+*•])\s*")
_INITIAL_POST = re.compile(r"^(?:cong chuc|cc)\s+")
_DITTO = re.compile(r"-?\s*n[./]?t\.?\s*-?|(?:nhu|giong) (?:(?:dong|hang|muc) )?tren|[\"']+|〃")


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

    def _by(self, short: Callable[[str], str]) -> dict[str, str]:
        """The unit code by a shorter form of its names; a form that several units share names none of them."""
        codes_of: dict[str, set[str]] = {}
        for unit in self.units:
            for name in (unit.name, *unit.aliases):
                codes_of.setdefault(short(fold(name)), set()).add(unit.code)
        return {form: found.pop() for form, found in codes_of.items() if len(found) == 1}

    @cached_property
    def _unit_with_core(self) -> dict[str, str]:
        return self._by(_core)

    @cached_property
    def _unit_with_initials(self) -> dict[str, str]:
        return self._by(_initials)

    def find(self, name: str) -> Mention | None:
        """The one unit or group of this name; None if there is none."""
        key = fold(name)
        if key in self._unit_named:
            return Mention(clean(name), (self._unit_named[key],))
        if key in self._group_named:
            return Mention(clean(name), self._group_named[key], is_group=True)
        # Initials stand for a full name either way, never for other initials: "Nhà nước" is not "Nông nghiệp".
        core = _core(key)
        code = self._unit_with_core.get(core) or self._unit_with_initials.get(core)
        code = code or self._unit_with_core.get(_initials(key))
        return Mention(clean(name), (code,)) if code else None

    def mentions(self, cell: str) -> tuple[Mention, ...]:
        """Every name in a cell, in order.

        A cell may name several units; a group's name may itself hold commas and "và". So the longest
        run that is a known name wins, and a cell of which nothing is known stays one unknown name. A line break
        stands between names only where every line is a known one; else the printer broke a long name.
        """
        found: list[Mention] = []
        for part in cell.split(";"):
            lines = [self._split(_NUMBERED.sub("", clean(line))) for line in part.splitlines() if line.strip()]
            is_list = all(mention.units for line in lines for mention in line)
            found += [mention for line in lines for mention in line] if is_list else self._split(clean(part))
        return tuple(found)

    def _split(self, text: str) -> list[Mention]:
        if not text:
            return []
        whole = self.find(text)
        if whole:
            return [whole]
        pieces = _BETWEEN.split(text)
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


_LAST: list[Directory] = []


def directory_of(units: tuple[Unit, ...]) -> Directory:
    """The directory of these units, built once for all files that are read against one plan."""
    # By identity: to compare hundreds of units costs as much as to build the directory.
    if not _LAST or _LAST[0].units is not units:
        _LAST[:] = [Directory(units)]
    return _LAST[0]


def _core(key: str) -> str:
    """A folded name with its short words in full, without "công chức", the place's kind, spaces and dashes."""
    words = [_SHORT_WORDS.get(word, word) for word in re.split(r"[\s-]+", key.replace("&", " & "))]
    full = _PLACE.sub("", _POST.sub("", " ".join(word.lstrip("0") if word.isdecimal() else word for word in words)))
    return full.replace(" ", "")


def _initials(key: str) -> str:
    """`ldtbxh` for "Công chức Lao động - Thương binh và Xã hội"; a single word keeps itself."""
    words = [word for word in re.split(r"[\s-]+", _INITIAL_POST.sub("", key)) if word != "va"]
    return "".join(word[:1] for word in words) if len(words) > 1 else "".join(words)


def is_ditto(cell: str) -> bool:
    """True for "nt", "-nt-", "như trên" and ditto marks: the same as in the row above."""
    return bool(_DITTO.fullmatch(fold(cell)))


def codes(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    """The unit codes of all the mentions, each once, in order."""
    return tuple(dict.fromkeys(code for mention in mentions for code in mention.units))
