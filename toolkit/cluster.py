"""Work on a dask.distributed engine that is running already: a way to be faster, never to another result.

What the engine does not do, for whatever reason, it leaves to who asked. Its machines need the same installation of
this program, and no folder in common with this one.
"""

import asyncio
import hashlib
import logging
import multiprocessing
import os
import re
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TypeVar

from toolkit import isolation
from toolkit.errors import UsageError

S = TypeVar("S")

# What became of each piece of a chunk; None where it was not done.
Answers = tuple[bytes | None, ...]

# Seconds to reach the engine, and to find a worker there.
_PATIENCE = 10.0
# Seconds between two looks whether a worker has come.
_LOOK = 0.2
# Seconds after which a worker begins no further piece of a chunk, and those to wait here for the chunk whose turn it
# is: with its last piece, and its way there and back.
_CHUNK_TIME, _DEADLINE = 60.0, 120.0
# Chunks on their way for each core of the engine: one is worked on, one lies ready, one is being sent.
_AHEAD = 3
# So many chunks in a row without an answer, and the engine is asked no more.
_MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class _Sent:
    """A chunk on its way: how many pieces it has, how many of them the engine was given."""

    answers: Future[Answers]
    size: int
    given: int


class Engine:
    """An engine that works. `left` counts the pieces that it was given and did not do."""

    def __init__(self, executor: Executor, cores: int) -> None:
        """Any executor whose workers have this program, with as many cores in all."""
        self._executor = executor
        self._most_ahead = _AHEAD * max(cores, 1)
        self._failures = 0
        self._is_given_up = False
        self.left = 0

    def run(
        self, chunks: Iterable[Sequence[S]], load: Callable[[S], object], work: Callable[..., bytes], *common: object
    ) -> Iterator[Answers]:
        """What `work(load(piece), *common)` gives for every piece, chunk by chunk in order; None where it was not done.

        `load` runs here, a few chunks ahead of the answers; a piece of which it makes None is not given to the engine.
        Nothing is raised for what happens at the engine.
        """
        ahead: deque[_Sent] = deque()
        try:
            for chunk in chunks:
                ahead.append(self._send(chunk, load, work, common))
                if len(ahead) > self._most_ahead:
                    yield self._answers(ahead.popleft())
            while ahead:
                yield self._answers(ahead.popleft())
        finally:
            for sent in ahead:
                sent.answers.cancel()

    def _send(
        self, chunk: Sequence[S], load: Callable[[S], object], work: Callable[..., bytes], common: Sequence[object]
    ) -> _Sent:
        given = 0
        answers: Future[Answers] = Future()
        if not self._is_given_up:
            pieces = tuple(map(load, chunk))
            given = sum(piece is not None for piece in pieces)
            try:
                if given:
                    return _Sent(self._executor.submit(_do, program(), work, pieces, common), len(chunk), given)
            except Exception:
                # The connection is gone, most likely.
                self._is_given_up = True
        answers.set_result((None,) * len(chunk))
        return _Sent(answers, len(chunk), given)

    def _answers(self, sent: _Sent) -> Answers:
        try:
            answers = sent.answers.result(0 if self._is_given_up else _DEADLINE)
            self._failures = 0
        except Exception:
            # Workers killed again and again, the engine gone, another installation there, no answer in time.
            sent.answers.cancel()
            answers = (None,) * sent.size
            self._failures += 1
            self._is_given_up |= self._failures >= _MOST_FAILURES
        self.left += sent.given - sum(answer is not None for answer in answers)
        return answers


@contextmanager
def connected(address: str) -> Iterator[Engine]:
    """The engine whose scheduler has this address, such as `tcp://10.0.0.5:8786`, until the end of the block.

    Raises:
        UsageError: what is needed for it is not installed, nobody answers there, or it has no workers.
    """
    try:
        import distributed
    except ImportError as fault:
        raise UsageError(
            "Máy này chưa cài phần chạy trên cụm máy. Hãy mở thư mục chương trình, chạy lệnh "
            'pip install ".[cluster]" rồi chạy lại, hoặc bỏ --cluster.'
        ) from fault
    # What they tell is for the engine's administrators, and a fault there costs nothing here.
    for name in ("asyncio", "distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        cores = asyncio.run(asyncio.wait_for(_cores(address), 2 * _PATIENCE))
        with warnings.catch_warnings():
            # Of versions that differ: `program` looks closer.
            warnings.simplefilter("ignore")
            client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False, name="phuluc")
    except UsageError:
        raise
    except Exception as fault:
        raise UsageError(
            f"Không kết nối được với cụm máy «{address}». Hãy kiểm tra địa chỉ (ví dụ tcp://10.0.0.5:8786) "
            "và bộ điều phối (dask scheduler) đang chạy, hoặc bỏ --cluster."
        ) from fault
    try:
        yield Engine(client.get_executor(pure=False), cores)
    finally:
        # The scheduler may be gone.
        with suppress(Exception):
            client.close(timeout=_PATIENCE)


async def _cores(address: str) -> int:
    """How many threads work at the scheduler with this address.

    Asked before there is a client, which a wrong address would keep for a minute, and which tells it in a traceback.
    """
    from distributed import Security
    from distributed.core import rpc

    scheduler = rpc(address, connection_args=Security().get_connection_args("client"), timeout=_PATIENCE)
    try:
        end = time.monotonic() + _PATIENCE
        told = await asyncio.wait_for(scheduler.identity(n_workers=0), _PATIENCE)
        while not told["total_threads"]:
            if time.monotonic() > end:
                raise UsageError(
                    f"Cụm máy «{address}» chưa có máy nào làm việc. Hãy khởi động dask worker rồi chạy lại, hoặc bỏ "
                    "--cluster."
                )
            await asyncio.sleep(_LOOK)
            told = await scheduler.identity(n_workers=0)
        return int(told["total_threads"])
    finally:
        await scheduler.close_rpc()


@lru_cache(maxsize=1)
def program() -> str:
    """Tells installations apart: the sources of this program, its libraries and its Python, as a digest.

    Another installation might read otherwise, and would not understand what travels.
    """
    home = Path(__file__).parent
    told = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in sorted(home.rglob("*.py")):
        told.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    for line in metadata.requires("phuluc-toolkit") or []:
        if "extra ==" not in line and (name := re.match(r"[\w.-]+", line)):
            told.update(f"{name[0]}=={metadata.version(name[0])}\n".encode())
    return told.hexdigest()


def _do(sender: str, work: Callable[..., bytes], pieces: Sequence[object], common: Sequence[object]) -> Answers:
    """Runs on a worker of the engine: every piece in a process apart, as at home, one after the other."""
    if program() != sender:
        raise RuntimeError("another installation")
    # Dask's workers are daemons, which may have no processes; those of `isolation` end when their line is cut.
    multiprocessing.current_process().daemon = False
    end = time.monotonic() + _CHUNK_TIME
    return tuple(_piece(work, piece, common) if time.monotonic() < end else None for piece in pieces)


def _piece(work: Callable[..., bytes], piece: object, common: Sequence[object]) -> bytes | None:
    if piece is None:
        return None
    try:
        return isolation.workers(os.cpu_count() or 1).submit(work, piece, *common).result()
    except Exception:
        # Its place is told by who asked, who tries it again.
        return None
