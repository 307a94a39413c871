"""A submission on its way from the process that read it to the one that asked.

Both ends hold the plan and the catalogue of faults. What belongs to these is sent as its place in them: there is little
to send and to open, and an entry that arrives has the plan's own task and no copy of it. Of the few words, shares and
days that all units write one is kept for all. The entries stay packed until somebody walks through them.
"""

import io
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from toolkit.codes import CODES
from toolkit.entry import Entry, Source, Written
from toolkit.issues import Issue, Place
from toolkit.model import Plan, Status
from toolkit.submission import Submission

# What comes by the thousand, by its fields: left to itself pickle asks Python for each field of a class with slots.
_FIELDS: dict[type, Callable[[Any], Any]] = {
    kind: attrgetter(*kind.__slots__) for kind in (Entry, Source, Written, Issue, Place)
}
_MOST_SHARED = 4096


class Carrier:
    """Packs and opens submissions; the plan of both ends must be the same."""

    def __init__(self, plan: Plan) -> None:
        self._held = (*CODES, *Status, *plan.units, *plan.tasks, *plan.targets)
        self._place_of = {id(thing): place for place, thing in enumerate(self._held)}
        # The packed entries of all that was opened, in one piece, which is given back as a whole; those opened last.
        self._packed = io.BytesIO()
        self._last: tuple[int, tuple[Entry, ...]] = (-1, ())
        # By type, too: 1 and TRUE are not alike.
        self._written = lru_cache(_MOST_SHARED, typed=True)(Written)

    def pack(self, sent: Submission) -> bytes:
        """The submission as bytes."""
        rows = self._pack(tuple(sent.entries))
        beside = [self.pack(other) for other in sent.beside]
        return self._pack((replace(sent, entries=(), beside=()), len(sent.entries), rows, beside))

    def open(self, packed: bytes) -> Submission:
        """The submission that was packed; only for bytes of this program's own processes."""
        sent, count, rows, beside = self._open(packed)
        begin = self._packed.seek(0, io.SEEK_END)
        entries = _Rows(count, self, begin, begin + self._packed.write(rows))
        # What cannot be opened is known here, where it costs one file.
        self.rows(entries.begin, entries.end)
        opened: Submission = replace(sent, entries=entries, beside=tuple(map(self.open, beside)))
        return opened

    def rows(self, begin: int, end: int) -> tuple[Entry, ...]:
        """The entries that lie packed at this place of those that were opened here."""
        if self._last[0] != begin:
            self._packed.seek(begin)
            self._last = begin, self._open(self._packed.read(end - begin))
        return self._last[1]

    def _pack(self, thing: object) -> bytes:
        packed = io.BytesIO()
        _Packer(packed, self._place_of).dump(thing)
        return packed.getvalue()

    def _open(self, packed: bytes) -> Any:
        return _Opener(io.BytesIO(packed), self._held, self._written).load()


@dataclass(frozen=True, slots=True)
class _Rows(Sequence[Entry]):
    """Entries that are opened whenever they are walked through: open, they would take five times as much memory."""

    size: int
    carrier: Carrier
    begin: int
    end: int

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.carrier.rows(self.begin, self.end))

    def __getitem__(self, at: Any) -> Any:
        return self.carrier.rows(self.begin, self.end)[at]


def _held_at(place: int) -> object:
    """Stands in a parcel for what its receiver holds at this place."""
    raise pickle.UnpicklingError(f"only a carrier opens a parcel: {place}")


class _Packer(pickle.Pickler):
    def __init__(self, target: io.BytesIO, place_of: dict[int, int]) -> None:
        super().__init__(target, pickle.HIGHEST_PROTOCOL)
        self._place_of = place_of

    # Not `persistent_id`, which is asked for every text and number, too.
    def reducer_override(self, thing: object) -> Any:
        place = self._place_of.get(id(thing))
        if place is not None:
            return _held_at, (place,)
        fields = _FIELDS.get(type(thing))
        return (type(thing), fields(thing)) if fields else NotImplemented


class _Opener(pickle.Unpickler):
    def __init__(self, source: io.BytesIO, held: tuple[object, ...], written: Callable[..., object]) -> None:
        super().__init__(source)
        self._held, self._written = held, written

    def find_class(self, module: str, name: str) -> object:
        if (module, name) == (__name__, _held_at.__name__):
            return self._held.__getitem__
        if (module, name) == (Written.__module__, Written.__name__):
            return self._written
        return super().find_class(module, name)
