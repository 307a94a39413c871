"""Which target of the plan a row means that shows its task, words, level and deadline, all of which may be edited."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from toolkit.model import Target
from toolkit.vietnamese import fold

# Below this likeness (0 to 100) of the words a row is another target than its code says.
_SAME_TARGET = 60

Key = Callable[[Target], Hashable]


def match(shown: Sequence[Target], owed: Sequence[Target]) -> list[Target | None]:
    """The target that each row means, none twice; None where there is none, or no telling which.

    What says the same in every cell is taken first, then what agrees in less and less of it, last what only looks
    like it; rows that say the same take targets that say the same by their order.
    """
    matching = _Matching(shown, owed)
    matching.pair(_whole, may_be_short=True)
    for key in (_by_due, _by_level, _by_words, _without_code, _words_alone):
        matching.pair(key)
    matching.pair_edited()
    return matching.found


def _whole(target: Target) -> Hashable:
    return target.task_code, fold(target.text), fold(target.due_text), target.level


def _by_due(target: Target) -> Hashable:
    return target.task_code, fold(target.text), fold(target.due_text)


def _by_level(target: Target) -> Hashable:
    return target.task_code, fold(target.text), target.level


def _by_words(target: Target) -> Hashable:
    return target.task_code, fold(target.text)


def _without_code(target: Target) -> Hashable:
    return fold(target.text), fold(target.due_text), target.level


def _words_alone(target: Target) -> Hashable:
    return fold(target.text)


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

    def pair(self, key: Key, may_be_short: bool = False) -> None:
        """Pair what has the same key; fewer rows than targets of one key are no pairs unless these are alike."""
        needs_code = key not in (_without_code, _words_alone)
        rows, targets = defaultdict(list), defaultdict(list)
        for at, row in enumerate(self._shown):
            if self.found[at] is None and row.text and bool(row.task_code) == needs_code:
                rows[key(row)].append(at)
        for target in self._left:
            targets[key(target)].append(target)
        for said, places in rows.items():
            meant = targets[said]
            if may_be_short or len(places) >= len(meant):
                for at, target in zip(places, meant, strict=False):
                    self._take(at, target)

    def pair_edited(self) -> None:
        """Pair the rows of a task whose words were changed or lost, the most alike first."""
        from rapidfuzz import fuzz

        ranks = []
        for at, row in enumerate(self._shown):
            for target in self._left:
                if self.found[at] is None and row.task_code == target.task_code:
                    beside = (fold(row.due_text) == fold(target.due_text)) + (row.level == target.level)
                    likeness = fuzz.ratio(fold(row.text), fold(target.text)) if row.text else _SAME_TARGET * beside
                    if likeness >= _SAME_TARGET:
                        ranks.append(_Rank(-likeness, -beside, at, target))
        for rank in sorted(ranks, key=lambda rank: rank[:3]):
            if self.found[rank.at] is None and rank.target in self._left:
                tied = {other.target for other in ranks if other[:3] == rank[:3] and other.target in self._left}
                rows = {other.at for other in ranks if other.target in tied and self.found[other.at] is None}
                if len(rows) >= len(tied):
                    self._take(rank.at, rank.target)

    def _take(self, at: int, target: Target) -> None:
        self.found[at] = target
        self._left.remove(target)
