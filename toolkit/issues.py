"""Faults in workbooks as data: what a catalogue of codes is, and one `Issue` for each place found.

Every code carries its severity, its Vietnamese sentence and its remedy. Both may hold the fields
`{value}` (what was written) and those that the caller of `Code.at` adds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from toolkit.rules import Rule, Severity


@dataclass(frozen=True, slots=True)
class Place:
    """Where in somebody's files: the file as shown to staff, then sheet, cell, unit and task as far as known."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    unit: str = ""
    task: str = ""

    @property
    def row(self) -> int:
        """The 1-based row of the cell; 0 where none is known."""
        return int("".join(filter(str.isdigit, self.cell)) or 0)

    @property
    def column(self) -> str:
        """The letters of the cell's column; empty where none is known."""
        return "".join(filter(str.isalpha, self.cell))

    def __str__(self) -> str:
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return " > ".join(part for part in (self.file, inside) if part)


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault at one place, ready to be shown."""

    code: "Catalogue"
    place: Place
    value: str
    message: str
    remedy: str

    @property
    def severity(self) -> Severity:
        rule: Rule = self.code.value
        return rule.severity

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy}".strip()


# A cell of a sheet holds 32,767 letters (Microsoft, «Excel specifications and limits»).
_LONGEST_VALUE = 30_000
_GOES_ON = " … (còn tiếp, xem trong tệp)"


class Catalogue(Enum):
    """A list of codes; every member is a `Rule`."""

    def at(self, place: Place, value: str = "", **details: str | int) -> Issue:
        """Make the issue of this code at a place; `value` is what was written there, as far as a cell can hold it."""
        value = value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + _GOES_ON
        fields = {"value": value, "task": place.task} | details
        return Issue(self, place, value, self.value.sentence.format(**fields), self.value.remedy.format(**fields))


def errors_in(issues: tuple[Issue, ...] | list[Issue]) -> int:
    """How many of the issues are errors."""
    return sum(issue.severity is Severity.ERROR for issue in issues)


def counted(issues: Iterable[Issue]) -> str:
    """`2 lỗi, 5 cảnh báo, 1 thông tin`."""
    severities = [issue.severity for issue in issues]
    return ", ".join(f"{severities.count(severity)} {severity.word.lower()}" for severity in Severity)
