"""The earlier periods of a plan: the figures of each, every row of the newest.

Their workbooks are read in processes apart, beside those of the units; of most only the figures come back.
"""

import pickle
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from toolkit import archive, isolation
from toolkit.archive import Kept, NotConsolidated
from toolkit.codes import Code
from toolkit.files import InputFile
from toolkit.isolation import SPACIOUS
from toolkit.issues import Issue, Place
from toolkit.model import Plan
from toolkit.serving import Shared
from toolkit.summary import Point


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier periods, oldest first; `newest` is the last of them, `issues` say what cannot be used."""

    newest: Kept | None
    points: tuple[Point, ...]
    files: tuple[InputFile, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _Glance:
    """One workbook as far as its figures go; `kept` is the whole of it where that was asked for."""

    file: InputFile
    plan_name: str
    is_ours: bool
    point: Point
    kept: Kept | None


class Search:
    """Begins at once, and goes on until `finish` asks for the outcome."""

    def __init__(self, files: Iterable[tuple[str, Path]], plan: Plan, before: date) -> None:
        """
        Args:
            files: the consolidated workbooks as staff are shown them, with their paths, the newest last as far as
                names tell; of one day the last version last.
            plan: the plan; a workbook of another plan is not compared with.
            before: only periods before this day count.
        """
        self._files, self._before = tuple(files), before
        self._begun: list[Future[_Glance]] = []
        if self._files:
            work, packed = isolation.workers().within(SPACIOUS), Shared(pickle.dumps(plan))
            for at, (shown, path) in enumerate(self._files, start=1):
                self._begun.append(work.submit(_look, shown, path, packed, at == len(self._files)))

    def finish(self) -> Earlier:
        """What was found."""
        found: list[tuple[_Glance, Path]] = []
        issues: list[Issue] = []
        for (shown, path), begun in zip(self._files, self._begun, strict=True):
            try:
                glance = archive.answer(begun)
            except NotConsolidated as fault:
                issues.append(Code.PREVIOUS_UNREADABLE.at(Place(shown), reason=str(fault)))
                continue
            if not glance.is_ours:
                issues.append(Code.PREVIOUS_OTHER_PLAN.at(Place(shown), glance.plan_name))
            elif glance.point.as_of < self._before:
                found.append((glance, path))
        found.sort(key=lambda pair: pair[0].point.as_of)
        newest = None
        if found:
            last, path = found[-1]
            newest = last.kept or archive.recall(last.file.name, path)
        return Earlier(
            newest, tuple(glance.point for glance, _ in found), tuple(glance.file for glance, _ in found), tuple(issues)
        )


@lru_cache(maxsize=1)
def _plan(packed: bytes) -> Plan:
    loaded: Plan = pickle.loads(packed)
    return loaded


def _look(shown: str, path: Path, packed: bytes, is_whole: bool) -> _Glance:
    kept = archive.read(shown, path)
    period = kept.period
    is_ours = archive.is_of(period, _plan(packed))
    return _Glance(kept.file, period.plan_name, is_ours, Point.of(period), kept if is_whole and is_ours else None)
