"""Stable keys for the rows of an appendix: `A.01`, `B.VIII.01`, whatever is printed twice or skipped."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum

# C, D, L and M are letters of sections: no appendix has fifty groups.
_ROMAN = re.compile(r"[IVX]+")
_LETTER = re.compile(r"[A-ZĐ]")
_ROMAN_DIGITS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def to_roman(number: int) -> str:
    """`VIII` for 8."""
    text = ""
    for value, digits in _ROMAN_DIGITS:
        count, number = divmod(number, value)
        text += digits * count
    return text


def from_roman(text: str) -> int:
    """8 for `VIII`."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


class _Kind(Enum):
    """How a section or group is numbered: each kind that a plan uses is one level of it."""

    ROMAN = "I"
    LETTER = "A"
    OTHER = "Phần 1"


def _kind(label: str) -> _Kind:
    if _ROMAN.fullmatch(label):
        return _Kind.ROMAN
    return _Kind.LETTER if _LETTER.fullmatch(label) else _Kind.OTHER


class Numbering:
    """Walks down an appendix and gives each row its key.

    The kind of number that comes first heads the sections, the next new kind the groups in them: A with I and II
    below, or I with A and B below. A number printed twice takes the next free one, as the second group VII of a
    section becomes VIII. A new key of a task comes after all `taken` ones, so that none is given twice or again.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._kinds: list[_Kind] = []
        self._labels: list[str] = []
        self._used: set[str] = set()
        self._last_task: Counter[str] = Counter()
        for path, _, number in (code.rpartition(".") for code in taken):
            if number.isdecimal():
                self._last_task[path] = max(self._last_task[path], int(number))

    @property
    def _path(self) -> str:
        return ".".join(self._labels)

    def head(self, label: str) -> str:
        """Enter the section or group with this printed label; returns its key, such as `B.VIII`."""
        kind = _kind(label)
        level = self._kinds.index(kind) if kind in self._kinds else len(self._kinds)
        above = "".join(f"{passed}." for passed in self._labels[:level])
        self._labels[level:] = [self._free(above, label)]
        self._kinds[level:] = [kind]
        return self._path

    def _free(self, prefix: str, label: str) -> str:
        """The label, or the first one after it that is not taken yet."""
        while prefix + label in self._used:
            label = to_roman(from_roman(label) + 1) if _ROMAN.fullmatch(label) else f"{label}x"
        self._used.add(prefix + label)
        return label

    def code(self) -> str:
        """The key of the next task of the section or group, such as `B.VIII.01`."""
        path = self._path or "A"
        self._last_task[path] += 1
        return f"{path}.{self._last_task[path]:02d}"
