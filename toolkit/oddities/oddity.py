"""What is odd about the cells of one sheet."""

from dataclasses import dataclass, field

# 0-based row and column.
Place = tuple[int, int]


class Damaged(Exception):
    """The workbook's parts do not fit together."""


@dataclass(frozen=True)
class Oddities:
    """Cells of one sheet by place.

    `errors` holds error values such as `#REF!`; `uncached` formulas that were never calculated; `texts` what
    letters of a legacy font mean; `months` dates that show month and year only.
    """

    errors: dict[Place, str] = field(default_factory=dict)
    uncached: set[Place] = field(default_factory=set)
    texts: dict[Place, str] = field(default_factory=dict)
    months: set[Place] = field(default_factory=set)
