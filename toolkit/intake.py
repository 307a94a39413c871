"""What came in, read file by file in the processes of `isolation`: a file that stops its reader costs only itself.

An engine of other machines may read first; what it does not answer is read here.
"""

import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import files as disk
from toolkit import isolation, submission
from toolkit.codes import BookCode, FileCode
from toolkit.encryption import Keyring
from toolkit.errors import MachineError
from toolkit.isolation import SPACIOUS, Reason, Stopped, Workers
from toolkit.issues import Place
from toolkit.model import Plan
from toolkit.serving import Shared
from toolkit.spreadsheet import Unreadable
from toolkit.submission import Loaded, Reader, Submission
from toolkit.submission.parcel import Carrier

if TYPE_CHECKING:
    from toolkit.cluster import Answers, Engine

Track = Callable[[Sequence[Path]], Iterable[Path]]

# Clocks and zones of other machines; workbooks of which it is not known when they were saved are the oldest.
_CLOCK_MARGIN, _UNKNOWN = timedelta(days=1), float("-inf")
# What an engine gets at once, files and bytes; a file that is larger alone is read here.
_CHUNK, _CHUNK_BYTES, _LARGE = 50, 8 << 20, 4 << 20


def untracked(files: Sequence[Path]) -> Iterable[Path]:
    """The files as they are: no progress is shown."""
    return files


class Level(Enum):
    """What comes in, by who reads it: units' own workbooks, or the consolidated ones of the level below."""

    UNITS = "don-vi"
    BELOW = "cap-duoi"

    @property
    def reader(self) -> Reader:
        """What reads a file of this level."""
        if self is Level.UNITS:
            return submission.read_loaded
        from toolkit import lower

        return lower.read


@dataclass(frozen=True)
class Intake:
    """How what came in is read.

    `track` shows the progress; `keyring` gets every password that a person gave and that opened something; `executor`
    does the work, None is the processes of this run; `engine` does what it can before. What comes out depends on none
    of these. `level` says what comes in; `now` is the moment after which no workbook can have been saved, None is that
    of reading.
    """

    track: Track = untracked
    keyring: Keyring = field(default_factory=Keyring)
    executor: Executor | None = None
    engine: "Engine | None" = None
    level: Level = Level.UNITS
    now: datetime | None = None


AS_USUAL = Intake()


def read(files: Mapping[Path, str], plan: Plan, as_of: date, intake: Intake) -> Generator[Submission, None, None]:
    """Every file as it is read, one after the other; whatever is wrong with one is in its submission.

    To be walked through to the end, or closed: then what is being read is given up, as where a person stops it.

    Args:
        files: each file and how staff are shown it.
        plan: the plan that the files should belong to.
        as_of: the reporting date.
        intake: how they are read.
    """
    executor, now = intake.executor or isolation.workers(), intake.now or datetime.now(UTC)
    if intake.level is Level.BELOW and isinstance(executor, Workers):
        executor = executor.within(SPACIOUS)
    desk = _Desk(files, plan, Shared(pickle.dumps(plan)), Carrier(plan), as_of, intake.keyring, executor, intake.level)
    known = tuple(intake.keyring.passwords)
    with closing(desk.begin_all(intake.engine, known)) as begun:
        try:
            for path in intake.track(list(files)):
                for sent in desk.finish(path, next(begun), known).of_each_unit:
                    yield by_clock(sent, now)
        except (KeyboardInterrupt, GeneratorExit):
            desk.executor.shutdown(wait=False, cancel_futures=True)
            raise


@dataclass(frozen=True)
class _Desk:
    """What reading one file needs."""

    files: Mapping[Path, str]
    plan: Plan
    packed: bytes
    carrier: Carrier
    as_of: date
    keyring: Keyring
    executor: Executor
    level: Level

    def begin_all(self, engine: "Engine | None", passwords: Sequence[str]) -> Generator[Future[bytes], None, None]:
        """What is read of each file, in order: by the engine, or begun here where it did not read it."""
        chunks = [tuple(self.files)]
        answers: Iterator[Answers] = iter([(None,) * len(self.files)])
        if engine:
            chunks = list(_chunks(self.files))
            common = (bytes(self.packed), self.as_of, passwords, self.level)
            answers = engine.run(chunks, self._load, _read_loaded, *common)
        for chunk, parcels in zip(chunks, answers, strict=True):
            begun = deque(
                _done(parcel) if parcel else self.begin(path, passwords)
                for path, parcel in zip(chunk, parcels, strict=True)
            )
            try:
                while begun:
                    yield begun.popleft()
            finally:
                for pending in begun:
                    pending.cancel()

    def _load(self, path: Path) -> Loaded | None:
        try:
            return submission.load(path, self.files[path]) if disk.size(path) <= _LARGE else None
        except Unreadable:
            return None

    def begin(self, path: Path, passwords: Sequence[str]) -> Future[bytes]:
        return self.executor.submit(_read, path, self.files[path], self.packed, self.as_of, passwords, self.level)

    def finish(self, path: Path, pending: Future[bytes], tried: Sequence[str]) -> Submission:
        try:
            sent = self.carrier.open(pending.result())
            return self._unlock(path, sent, tried) if _is_locked(sent) else sent
        except MachineError:
            raise
        except Exception as fault:
            # A fault of this program, too, costs the file that leads to it, and not the evening's report.
            reason = fault.reason if isinstance(fault, Stopped) else Reason.FAULT
            return submission.stopped(path, self.files[path], self.plan, reason.value)

    def _unlock(self, path: Path, sent: Submission, tried: Sequence[str]) -> Submission:
        """Read a locked file again with the passwords learned since, then with what a person answers."""
        if tuple(self.keyring.passwords) != tried:
            sent = self._again(path, tuple(self.keyring.passwords))
        is_wrong = False
        while _is_locked(sent) and self.keyring.ask and (answer := self.keyring.ask(self.files[path], is_wrong)):
            sent, is_wrong = self._again(path, (answer,)), True
            if not _is_locked(sent):
                self.keyring.passwords.append(answer)
        return sent

    def _again(self, path: Path, passwords: Sequence[str]) -> Submission:
        return self.carrier.open(self.begin(path, passwords).result())


def by_clock(sent: Submission, now: datetime) -> Submission:
    """The submission, whose place among those of its unit a clock that was wrong does not decide."""
    latest = (now + _CLOCK_MARGIN).timestamp()
    saved, modified = sent.stamp
    known = modified if modified <= latest else 0.0
    if saved <= latest:
        return replace(sent, stamp=(saved, known))
    place = Place(sent.file, unit=sent.unit.code if sent.unit else "")
    told = BookCode.CLOCK_AHEAD.at(place, f"{sent.saved_at:%d/%m/%Y %H:%M}")
    return replace(sent, stamp=(_UNKNOWN, known), issues=(*sent.issues, told))


def _chunks(files: Iterable[Path]) -> Iterator[tuple[Path, ...]]:
    """The files in portions that an engine gets at once."""
    chunk: list[Path] = []
    size = 0
    for path in files:
        chunk.append(path)
        size += disk.size(path)
        if len(chunk) == _CHUNK or size >= _CHUNK_BYTES:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def _done(parcel: bytes) -> Future[bytes]:
    done: Future[bytes] = Future()
    done.set_result(parcel)
    return done


def _is_locked(sent: Submission) -> bool:
    return any(issue.code is FileCode.ENCRYPTED for issue in sent.issues)


@dataclass(frozen=True)
class _Bench:
    """What a process that reads keeps from file to file."""

    plan: Plan
    carrier: Carrier


# Unpacked once in each process.
@lru_cache(maxsize=1)
def _bench(packed: bytes) -> _Bench:
    plan: Plan = pickle.loads(packed)
    return _Bench(plan, Carrier(plan))


def _read(path: Path, file: str, packed: bytes, as_of: date, passwords: Sequence[str], level: Level) -> bytes:
    bench = _bench(packed)
    return bench.carrier.pack(submission.read(path, file, bench.plan, as_of, passwords, level.reader))


def _read_loaded(loaded: Loaded, packed: bytes, as_of: date, passwords: Sequence[str], level: Level) -> bytes:
    """The same for a file that lies on another machine."""
    bench = _bench(packed)
    return bench.carrier.pack(level.reader(loaded, bench.plan, as_of, passwords))
