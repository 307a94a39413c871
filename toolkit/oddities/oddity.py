"""What is odd about the cells of one sheet."""

from dataclasses import dataclass, field

# 0-based row and column.
Place = tuple[int, int]


@dataclass(frozen=True)
class Oddities:
    """Cells of one sheet by place.

    `errors` holds error values such as `#REF!`; `uncached` formulas that were never calculated; `texts` what
    letters of a legacy font mean; `months` dates that show month and year only.

    `filled` is how many cells hold a value, error values among them and formulas never calculated not, counted in the
    file itself; None where that cannot be told. `is_plain` is false where the markup interrupts texts and values (by
    comments, for instance): of these the fast reader takes only a piece. `gaps` is how many cells of the rectangle from
    A1 to the last cell hold nothing, where the kind's second reader keeps no such rectangle.
    """

    errors: dict[Place, str] = field(default_factory=dict)
    uncached: set[Place] = field(default_factory=set)
    texts: dict[Place, str] = field(default_factory=dict)
    months: set[Place] = field(default_factory=set)
    filled: int | None = None
    is_plain: bool = True
    gaps: int = 0

    @property
    def told(self) -> set[Place]:
        """The cells that a value reader blanks and that hold something."""
        return {*self.errors, *self.uncached}
