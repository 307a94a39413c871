"""Work on what others sent, in processes of its own: what hangs, swells or dies there costs only that piece of work.

One way on Linux, macOS and Windows: the processes are spawned, and each is watched from outside, its time and memory.
"""

import importlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache
from multiprocessing import connection
from queue import LifoQueue
from typing import ParamSpec, TypeVar

import psutil

from toolkit.errors import MachineError

P = ParamSpec("P")
T = TypeVar("T")

_MOST_PROCESSES = 8
# Seconds between two looks at a process that works.
_LOOK = 0.05
# Seconds to wait for a process to start.
_PATIENCE = 60.0


class Reason(Enum):
    """Why a piece of work was given up; the value is how staff are told, within a sentence."""

    TIME = "đọc quá lâu chưa xong"
    MEMORY = "tệp cần quá nhiều bộ nhớ"
    DEATH = "tệp làm chương trình đọc dừng đột ngột"


class Stopped(Exception):
    """The work did not come to an end; its process is gone, the next work gets a new one."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: seconds, and bytes of its whole process."""

    seconds: float = 20.0
    memory: int = 300 << 20


def _settle() -> None:
    """A process that works: it leaves Ctrl+C to the one who started it, and goes when that one is gone, however.

    Readers that panic write pages of it; what staff must know is said elsewhere.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(0)


def _load(module: str) -> None:
    importlib.import_module(module)


class _Lane:
    """One process at a time, started when first needed and replaced after it failed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pool: ProcessPoolExecutor | None = None
        self._process: psutil.Process | None = None

    def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The work's result, or what it raised.

        Raises:
            Stopped: it did not come to an end.
        """
        left, fault = self._limits.seconds, None
        # Somebody else may have ended the process: only who dies twice is to blame.
        for _ in range(2):
            pool = self._ready()
            begin = time.monotonic()
            try:
                return self._attempt(pool, begin + left, work, *args, **kwargs)
            except BrokenProcessPool as broken:
                self.stop()
                left, fault = left - (time.monotonic() - begin), broken
        raise Stopped(Reason.DEATH) from fault

    def _attempt(
        self, pool: ProcessPoolExecutor, end: float, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        future = pool.submit(work, *args, **kwargs)
        while not wait([future], _LOOK).done:
            if time.monotonic() > end:
                raise self._given_up(Reason.TIME)
            if self._memory() > self._limits.memory:
                raise self._given_up(Reason.MEMORY)
        try:
            return future.result()
        except MemoryError as fault:
            raise self._given_up(Reason.MEMORY) from fault

    def _given_up(self, reason: Reason) -> Stopped:
        self.stop()
        return Stopped(reason)

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool and self._memory() > self._limits.memory // 2:
            # What large work left behind is not the next one's fault.
            self._pool.shutdown()
            self._pool = None
        if self._pool is None:
            try:
                self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _settle)
                self._process = psutil.Process(self._pool.submit(os.getpid).result(_PATIENCE))
                # While the parent could write there, it would wait for ever for the rest of an answer whose sender was
                # killed; the standard library has no public way to close this end.
                self._pool._result_queue._writer.close()  # type: ignore[attr-defined]
            except (BrokenProcessPool, TimeoutError, OSError, psutil.Error) as fault:
                self.stop()
                raise MachineError(
                    "Máy không cho chương trình mở tiến trình đọc tệp. Nếu phần mềm diệt vi-rút vừa báo, "
                    "nhờ người quản trị máy cho phép Python rồi chạy lại."
                ) from fault
        return self._pool

    def _memory(self) -> int:
        """Bytes that the process holds now; none where it is gone."""
        try:
            return int(self._process.memory_info().rss) if self._process else 0
        except psutil.Error:
            return 0

    def stop(self) -> None:
        """End the process at once, whatever it does."""
        if self._process:
            with suppress(psutil.NoSuchProcess):
                self._process.kill()
        if self._pool:
            self._pool.shutdown()
        self._pool = self._process = None


class Workers(Executor):
    """Runs each piece of work in one of a few processes; a future of work that was given up raises `Stopped`."""

    def __init__(self, count: int = 0, limits: Limits | None = None) -> None:
        """Any number of processes, by default one for each processor; none is started before there is work."""
        count = count or min(os.cpu_count() or 1, _MOST_PROCESSES)
        self._threads = ThreadPoolExecutor(count)
        self._all = [_Lane(limits or Limits()) for _ in range(count)]
        # The last one that worked goes first: it is awake.
        self._free: LifoQueue[_Lane] = LifoQueue()
        for lane in self._all:
            self._free.put(lane)

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._threads.submit(lambda: self._run(work, *args, **kwargs))

    def warm(self, module: str) -> None:
        """Start all processes now and let them import a module, while this one goes on."""
        for _ in self._all:
            self.submit(_load, module)

    def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        lane = self._free.get()
        try:
            return lane.run(work, *args, **kwargs)
        finally:
            self._free.put(lane)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for lane in self._all:
            lane.stop()


@cache
def workers() -> Workers:
    """The processes of this run."""
    return Workers()
