"""The earlier periods of a plan: the figures of each, every row of the newest.

Their workbooks are read in processes apart, beside those of the units; of most only the figures come back.
"""

import pickle
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from toolkit import archive, isolation
from toolkit.archive import Kept, NotConsolidated
from toolkit.codes import FileCode
from toolkit.files import InputFile, size
from toolkit.isolation import SPACIOUS
from toolkit.issues import Issue, Place
from toolkit.model import Plan
from toolkit.serving import Shared
from toolkit.summary import Point

# Bytes. Larger ones are read one after the other, for each may take a third of a gigabyte while it is read.
_LARGE = 2 << 20


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

    path: Path
    file: InputFile
    plan_name: str
    is_ours: bool
    point: Point
    kept: Kept | None

    def whole(self) -> Kept:
        """The whole of it, read again where it was not asked for."""
        return self.kept or archive.recall(self.file.name, self.path)


class Search:
    """The reading of earlier periods, which goes on beside everything else until its outcome is asked for."""

    def __init__(self, files: Mapping[Path, str], plan: Plan, before: date) -> None:
        """Begin to read.

        Args:
            files: each consolidated workbook and how staff are shown it, the newest last as far as names tell; of one
                day the last version last.
            plan: the plan; a workbook of another plan is not compared with.
            before: only periods before this day count.
        """
        self._files, self._plan, self._before = files, plan, before
        self._begun = {path: self._begin(path) for path in files if size(path) <= _LARGE}

    def finish(self) -> Earlier:
        """What was found."""
        found: list[_Glance] = []
        issues: list[Issue] = []
        for path, shown in self._files.items():
            try:
                glance = archive.answer(self._begun.get(path) or self._begin(path))
            except NotConsolidated as fault:
                issues.append(FileCode.PREVIOUS_UNREADABLE.at(Place(shown), reason=str(fault)))
                continue
            if not glance.is_ours:
                issues.append(FileCode.PREVIOUS_OTHER_PLAN.at(Place(shown), glance.plan_name))
            elif glance.point.as_of < self._before:
                found.append(glance)
        found.sort(key=lambda glance: glance.point.as_of)
        newest = found[-1].whole() if found else None
        points, files = (glance.point for glance in found), (glance.file for glance in found)
        return Earlier(newest, tuple(points), tuple(files), tuple(issues))

    @cached_property
    def _packed(self) -> Shared:
        return Shared(pickle.dumps(self._plan))

    def _begin(self, path: Path) -> Future[_Glance]:
        is_last = path == [*self._files][-1]
        work = isolation.workers().within(SPACIOUS)
        return work.submit(_look, self._files[path], path, self._packed, is_last)


@lru_cache(maxsize=1)
def _plan(packed: bytes) -> Plan:
    loaded: Plan = pickle.loads(packed)
    return loaded


def _look(shown: str, path: Path, packed: bytes, is_whole: bool) -> _Glance:
    kept = archive.read(shown, path)
    period = kept.period
    is_ours = archive.is_of(period, _plan(packed))
    whole = kept if is_whole and is_ours else None
    return _Glance(path, kept.file, period.plan_name, is_ours, Point.of(period), whole)
