"""Stable keys for the rows of an appendix: `A.01`, `B.VIII.01`, whatever is printed twice or skipped."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum

# C, D, L and M are letters of sections: no appendix has fifty groups.
_ROMAN = re.compile(r"[IVX]+")
_LETTER = re.compile(r"[A-ZĐ]")
# Where tasks and groups stand that no section is above.
_FIRST_SECTION = "A"
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
    NUMBER = "1"
    OTHER = "Phần 1"


def _kind(label: str) -> _Kind:
    if _ROMAN.fullmatch(label):
        return _Kind.ROMAN
    if label.isdecimal():
        return _Kind.NUMBER
    return _Kind.LETTER if _LETTER.fullmatch(label) else _Kind.OTHER


def bare(printed: str) -> str:
    """A printed number without its points and brackets: `1.1` for `1.1.`, `a` for `a)`."""
    return printed.strip("().:/ ")


def is_given(code: str) -> bool:
    """True for a code that has the form of a key, such as `B.VIII.01`; people give their own, such as `NV01`."""
    *labels, number = code.split(".")
    return bool(labels) and number.isdecimal() and all(_kind(label) is not _Kind.OTHER for label in labels)


def is_part_of(number: str, group: str) -> bool:
    """True for `1.2` in the group `1`."""
    first, point, rest = number.partition(".")
    return bool(point and rest) and first.isdecimal() and group.isdecimal() and int(first) == int(group)


def leaves(group: str, number: str) -> bool:
    """True where a task numbered `2` follows the group `1` of `1.1` and `1.2`: it stands beside it and not in it."""
    return group.isdecimal() and number.isdecimal()


def _next(label: str) -> str:
    if _ROMAN.fullmatch(label):
        return to_roman(from_roman(label) + 1)
    return str(int(label) + 1) if label.isdecimal() else f"{label}x"


class Numbering:
    """Walks down an appendix and gives each row its key.

    The kind of number that comes first heads the sections, the next new kind the groups in them: A with I and II
    below, or I with A and B below, or either with 1 and 2 whose tasks are 1.1 and 1.2. A number printed twice takes the
    next free one, as the second group VII of a section becomes VIII. A new key of a task comes after all `taken` ones,
    so that none is given twice or again. What stands in no section is in A: a key of digits only would be taken for a
    number, and 1.10 be 1.1.
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
    def path(self) -> str:
        """The key of the section or group entered last; `A` where only groups were, empty where there was none."""
        return ".".join(self._labels)

    def head(self, label: str) -> str:
        """Enter the section or group with this printed label; returns its key, such as `B.VIII`."""
        kind = _kind(label)
        if kind is _Kind.NUMBER and not self._kinds:
            self._labels, self._kinds = [_FIRST_SECTION], [_Kind.LETTER]
        level = self._kinds.index(kind) if kind in self._kinds else len(self._kinds)
        above = "".join(f"{passed}." for passed in self._labels[:level])
        self._labels[level:] = [self._free(above, label)]
        self._kinds[level:] = [kind]
        return self.path

    def _free(self, prefix: str, label: str) -> str:
        """The label, or the first one after it that is not taken yet."""
        while prefix + label in self._used:
            label = _next(label)
        self._used.add(prefix + label)
        return label

    def enter(self, number: str) -> None:
        """Come to a task with this printed number, which may end the group above it."""
        if self._labels and leaves(self._labels[-1], number):
            del self._labels[-1], self._kinds[-1]

    def code(self) -> str:
        """The key of the next task of the section or group, such as `B.VIII.01`."""
        path = self.path or _FIRST_SECTION
        self._last_task[path] += 1
        return f"{path}.{self._last_task[path]:02d}"
