"""Which target of the plan a row means that shows its task, words, level and deadline, all of which may be edited."""

import operator
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.model import Target
from toolkit.vietnamese import fold

# Below this likeness (0 to 100) of the words a row is another target than its code says.
_SAME_TARGET = 60


@dataclass(frozen=True, slots=True)
class _Step:
    """Rows and targets of one `key` are pairs, in their order, if there are `enough` rows for the targets.

    `takes` says which rows the step is for.
    """

    key: Callable[[Target], Hashable]
    takes: Callable[[Target], object]
    enough: Callable[[int, int], bool] = operator.ge


def _is_coded(row: Target) -> bool:
    return bool(row.task_code and row.text)


def _is_uncoded(row: Target) -> bool:
    return bool(row.text and not row.task_code)


# What agrees in every cell first; then in less and less of it.
_STEPS = (
    _Step(lambda t: (t.task_code, fold(t.text), fold(t.due_text), t.level), _is_coded, lambda rows, targets: True),
    _Step(lambda t: (t.task_code, fold(t.text), fold(t.due_text)), _is_coded),
    _Step(lambda t: (t.task_code, fold(t.text), t.level), _is_coded),
    _Step(lambda t: (t.task_code, fold(t.text)), _is_coded),
    _Step(lambda t: (fold(t.text), fold(t.due_text), t.level), _is_uncoded),
    _Step(lambda t: fold(t.text), _is_uncoded),
)
# Where the words say nothing: what stands beside them in as many rows as there are targets.
_BESIDE = _Step(
    lambda t: (t.task_code, fold(t.due_text), t.level, t.measure), lambda row: row.level is not None, operator.eq
)


def match(shown: Sequence[Target], owed: Sequence[Target]) -> list[Target | None]:
    """The target that each row means, none twice; None where there is none, or no telling which.

    Args:
        shown: each row as the target that it names.
        owed: the targets of which it may be one.
    """
    matching = _Matching(shown, owed)
    for step in _STEPS:
        matching.pair(step)
    matching.pair_alike()
    matching.pair(_BESIDE)
    return matching.found


class _Rank(NamedTuple):
    """How well a row fits a target, the best first: the words, then what stands beside them."""

    unlike: float
    beside: int
    at: int
    target: Target


class _Matching:
    """Pairs rows with targets, step by step; what is paired is out of the later steps."""

    def __init__(self, shown: Sequence[Target], owed: Sequence[Target]) -> None:
        self._shown, self._left = shown, list(owed)
        self.found: list[Target | None] = [None] * len(shown)

    def pair(self, step: _Step) -> None:
        rows, targets = defaultdict(list), defaultdict(list)
        for at, row in enumerate(self._shown):
            if self.found[at] is None and step.takes(row):
                rows[step.key(row)].append(at)
        for target in self._left:
            targets[step.key(target)].append(target)
        for key, places in rows.items():
            meant = targets[key]
            if step.enough(len(places), len(meant)):
                for at, target in zip(places, meant, strict=False):
                    self._take(at, target)

    def pair_alike(self) -> None:
        """Pair the rows of a task whose words were changed, the most alike first."""
        ranks = self._ranks()
        for rank in sorted(ranks, key=lambda rank: rank[:3]):
            if self.found[rank.at] is None and rank.target in self._left:
                tied = {other.target for other in ranks if other[:3] == rank[:3] and other.target in self._left}
                rows = {other.at for other in ranks if other.target in tied and self.found[other.at] is None}
                if len(rows) >= len(tied):
                    self._take(rank.at, rank.target)

    def _ranks(self) -> list[_Rank]:
        from rapidfuzz import fuzz

        ranks = []
        for at, row in enumerate(self._shown):
            for target in self._left:
                if self.found[at] is None and row.task_code == target.task_code:
                    likeness = fuzz.ratio(fold(row.text), fold(target.text))
                    if likeness >= _SAME_TARGET:
                        beside = (fold(row.due_text) == fold(target.due_text)) + (row.level == target.level)
                        ranks.append(_Rank(-likeness, -beside, at, target))
        return ranks

    def _take(self, at: int, target: Target) -> None:
        self.found[at] = target
        self._left.remove(target)
