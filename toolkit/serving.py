"""The far end of `isolation`: a process that works for another, and what both say to each other."""

import faulthandler
import importlib
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

# A set value keeps Python from looking in the folder where it starts (`-P`).
_SAFE_PATH = "PYTHONSAFEPATH"
_STARTING = threading.Lock()
_KEYS = count()
_KEPT: dict[int, bytes] = {}


@dataclass(frozen=True)
class Gift:
    """Bytes that are sent to a process once, before the first piece of work that needs them."""

    key: int
    data: bytes = field(repr=False)


class Shared(bytes):
    """Bytes that many pieces of work need: to each process they are sent once."""

    key: int

    def __new__(cls, data: bytes) -> "Shared":
        made = super().__new__(cls, data)
        made.key = next(_KEYS)
        return made

    def __reduce__(self) -> tuple[Callable[[int], bytes], tuple[int]]:
        return _kept, (self.key,)


def _kept(key: int) -> bytes:
    return _KEPT[key]


def start(process: BaseProcess) -> None:
    """Start a process so that it takes nothing in the present folder for Python's own, and Ctrl+C does not reach it."""
    with _STARTING, _settled_environment():
        if not hasattr(signal, "pthread_sigmask"):
            # On Windows, where nothing of it is inherited.
            process.start()
            return
        # It would be started along with the first process, and let Ctrl+C through to it.
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _settled_environment() -> Iterator[None]:
    former = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if former is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = former


def serve(line: Connection) -> None:
    """A process that works, one piece after the other, until its line to the parent is closed.

    It leaves Ctrl+C to the one who started it. Readers that panic write pages of it; what staff must know is said
    elsewhere.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    line.send(None)
    nowhere = open(os.devnull, "wb")  # noqa: SIM115  # open as long as the process is
    while True:
        try:
            piece = line.recv()
        except EOFError:
            return
        if isinstance(piece, Gift):
            _KEPT[piece.key] = piece.data
            continue
        work, args, kwargs, patience = piece
        # If the parent is gone and can end nothing: a thread of C does, which waits for nobody.
        faulthandler.dump_traceback_later(patience, exit=True, file=nowhere)
        answer = _answer(work, args, kwargs)
        faulthandler.cancel_dump_traceback_later()
        line.send_bytes(answer)


def _answer(work: Callable[..., object], args: Sequence[object], kwargs: Mapping[str, object]) -> bytes:
    """The result, or what was raised instead, packed; an exception that cannot be is told by its words."""
    try:
        return pickle.dumps((work(*args, **kwargs), None))
    except Exception as fault:
        packed = pickle.dumps((None, fault))
        try:
            pickle.loads(packed)
        except Exception:
            return pickle.dumps((None, RuntimeError(repr(fault))))
        return packed
    except BaseException as fault:
        # A panic of pyo3, or a library that would end the program.
        return pickle.dumps((None, RuntimeError(repr(fault))))


def load(module: str) -> None:
    importlib.import_module(module)
