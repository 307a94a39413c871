"""Work that does not come to an end, for processes that others start: each stands for a reader that meets a bad file."""

import os
import pickle
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import submission
from toolkit.issues import Issue
from toolkit.model import Plan
from toolkit.submission import Loaded, Submission
from toolkit.submission.parcel import Carrier

if TYPE_CHECKING:
    from toolkit.marking import Subject

REALLY_READ = submission.read


def hang() -> None:
    while True:
        time.sleep(0.01)


def spin() -> None:
    """Never lets another thread of its process run."""
    pattern = "a" * 40 + "b"
    import re

    re.fullmatch(r"(a+)+", pattern)


def swell() -> None:
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 20)))


def ask_for_too_much() -> None:
    raise MemoryError


def abort() -> None:
    os.abort()


def leave() -> None:
    os._exit(7)


BY_NAME = {work.__name__: work for work in (hang, spin, swell, ask_for_too_much, abort, leave)}


def read(path: Path, file: str, plan: Plan, as_of: date, passwords: Sequence[str] = ()) -> Submission:
    """Reads a unit's workbook; a file named after one of the works above does it instead."""
    BY_NAME.get(path.stem, lambda: None)()
    return REALLY_READ(path, file, plan, as_of, passwords)


def die_once(mark: Path) -> str:
    """Dies the first time only, as a process that somebody else ended."""
    if not mark.exists():
        mark.touch()
        os.abort()
    return "done"


def read_packed(path: Path, file: str, packed: bytes, as_of: date, passwords: Sequence[str], _level: object) -> bytes:
    """The same as `intake` hands it to a process."""
    plan = pickle.loads(packed)
    return Carrier(plan).pack(read(path, file, plan, as_of, passwords))


def read_sent(loaded: Loaded, packed: bytes, as_of: date, passwords: Sequence[str], _level: object) -> bytes:
    """The same as `intake` hands it to an engine, of which each worker takes its time, so that it can be killed."""
    time.sleep(0.05)
    BY_NAME.get(Path(loaded.file).stem, lambda: None)()
    plan = pickle.loads(packed)
    return Carrier(plan).pack(submission.read_loaded(loaded, plan, as_of, passwords))


def die(*_: object) -> None:
    os.abort()


def hang_on(*_: object) -> None:
    hang()


def swell_on(*_: object) -> None:
    swell()


def tell_too_much(size: int) -> bytes:
    """A result so large that its process is killed while it sends it."""
    return bytes(size)


def fail_on_one(path: Path, file: str, packed: bytes, as_of: date, passwords: Sequence[str], _level: object) -> bytes:
    """A reader that meets an error which nobody foresaw."""
    if "loi" in path.stem:
        raise OverflowError(path.name)
    return read_packed(path, file, packed, as_of, passwords, _level)


def copy_all_but_one(path: Path, issues: Sequence[Issue], subject: "Subject", passwords: Sequence[str]) -> bytes:
    """A marked copy; of the file of one unit none can be made."""
    from toolkit import marking

    if path.name.startswith("VP"):
        raise OverflowError(path.name)
    return marking.copy(path, issues, subject, passwords)


def work_for(seconds: float) -> float:
    """Work for so many seconds of the processor."""
    begin = time.process_time()
    while time.process_time() - begin < seconds:
        pass
    return time.process_time() - begin
