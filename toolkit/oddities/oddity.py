"""What is odd about the cells of one sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.places import cell_name
from toolkit.spreadsheetml import Broken

# 0-based row and column.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of merged cells by its 0-based edges, both inside."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """`D8:D9`."""
        return f"{cell_name(self.top, self.left)}:{cell_name(self.bottom, self.right)}"


@dataclass(frozen=True)
class Oddities:
    """Cells of one sheet by place.

    `errors` holds error values such as `#REF!`; `broken` cells whose value cannot be taken as it is stored; `uncached`
    formulas that were never calculated; `texts` what letters of a legacy font mean; `months` dates that show month and
    year only.

    `merges` are the ranges of merged cells; `struck` what is struck out in a cell, empty for all of it; `remarks` what
    people wrote in comments and notes at a cell. `is_styled` is false where the workbook has lost its cell styles, and
    a date is a mere number.

    `filled` is how many cells hold a value, error values among them and formulas never calculated not, counted in the
    file itself; None where that cannot be told. `is_plain` is false where the markup interrupts texts and values (by
    comments, for instance): of these the fast reader takes only a piece. `gaps` is how many cells of the rectangle from
    A1 to the last cell hold nothing, where the kind's second reader keeps no such rectangle.
    """

    errors: dict[Place, str] = field(default_factory=dict)
    broken: Mapping[Place, Broken] = field(default_factory=dict)
    uncached: set[Place] = field(default_factory=set)
    texts: dict[Place, str] = field(default_factory=dict)
    months: set[Place] = field(default_factory=set)
    merges: list[Span] = field(default_factory=list)
    struck: dict[Place, str] = field(default_factory=dict)
    remarks: dict[Place, str] = field(default_factory=dict)
    is_styled: bool = True
    filled: int | None = None
    is_plain: bool = True
    gaps: int = 0

    @property
    def told(self) -> set[Place]:
        """The cells that a value reader blanks and that hold something."""
        return {*self.errors, *self.broken, *self.uncached}
