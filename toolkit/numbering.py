"""Stable keys for the rows of an appendix: `A.01`, `B.VIII.01`, whatever is printed twice or skipped."""

import re
from collections import Counter

# C, D, L and M are letters of sections: no appendix has fifty groups.
_ROMAN = re.compile(r"[IVX]+")
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


class Numbering:
    """Walks down an appendix and gives each row its key.

    A letter heads a section, a Roman number a group of that section (or, in a plan without letters, a section).
    A number printed twice takes the next free one, as the second group VII of a section becomes VIII.
    """

    def __init__(self) -> None:
        self._section = ""
        self._group = ""
        self._used: set[str] = set()
        self._tasks: Counter[str] = Counter()

    @property
    def _path(self) -> str:
        return f"{self._section}.{self._group}" if self._group else self._section

    def head(self, label: str) -> str:
        """Enter the section or group with this printed label; returns its key, such as `B.VIII`."""
        is_roman = bool(_ROMAN.fullmatch(label))
        if is_roman and self._section and not _ROMAN.fullmatch(self._section):
            self._group = self._free(f"{self._section}.", label)
        else:
            self._section, self._group = self._free("", label), ""
        return self._path

    def _free(self, prefix: str, label: str) -> str:
        """The label, or the first one after it that is not taken yet."""
        while prefix + label in self._used:
            label = to_roman(from_roman(label) + 1) if _ROMAN.fullmatch(label) else f"{label}x"
        self._used.add(prefix + label)
        return label

    def code(self) -> str:
        """The key of the next task of the section or group, such as `B.VIII.01`."""
        self._tasks[self._path] += 1
        return f"{self._path or 'A'}.{self._tasks[self._path]:02d}"
