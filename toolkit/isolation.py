"""Work on what others sent, in processes of its own: what hangs, swells or dies there costs only that piece of work.

One way on Linux, macOS and Windows: the processes are spawned, and each is watched from outside, its time and memory.
"""

import atexit
import multiprocessing
import os
import pickle
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from queue import LifoQueue
from typing import ParamSpec, TypeVar, cast

import psutil

from toolkit.errors import MachineError
from toolkit.serving import Gift, Shared, load, serve, start

P = ParamSpec("P")
T = TypeVar("T")

_MOST_PROCESSES = 8
# Seconds between two looks at a process that works: within it a part is inflated by some megabytes.
_LOOK = 0.02
# How many times as long as it may work a process may be there, on a machine that is busy with other things.
_WAIT = 5
# The share of the time for which a process must work, or it counts as asleep.
_AT_WORK = 0.02
# Seconds to wait for a process to start, and for an idle one to go.
_PATIENCE, _PARTING = 60.0, 5.0


class Reason(Enum):
    """Why a piece of work was given up; the value is how staff are told, within a sentence."""

    TIME = "đọc quá lâu chưa xong"
    MEMORY = "tệp cần quá nhiều bộ nhớ"
    DEATH = "tệp làm chương trình đọc dừng đột ngột"
    FAULT = "chương trình gặp lỗi chưa lường trước ở tệp này"


class Stopped(Exception):
    """The work did not come to an end; its process is gone, the next work gets a new one."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: seconds of its own process, and bytes of it.

    A machine that is busy with other things makes no work longer; a process that sleeps for so long is given up, too.
    """

    seconds: float = 20.0
    memory: int = 300 << 20


# For consolidated workbooks, which hold what many units sent: a province's of 62,000 rows takes 330 MB and 8 s.
SPACIOUS = Limits(seconds=120.0, memory=1 << 30)


class _Process:
    """One process and the line to it.

    The parent keeps no other end of the line, so the death of the process ends it, whatever was being said.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._given: set[int] = set()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        try:
            start(self._process)
            theirs.close()
            self._watched = psutil.Process(self._process.pid)
            if not self._line.poll(_PATIENCE):
                raise TimeoutError
            self._line.recv()
        except (EOFError, OSError, psutil.Error) as fault:
            self.stop()
            raise MachineError(
                "Máy không cho chương trình mở tiến trình đọc tệp. Nếu phần mềm diệt vi-rút vừa báo, "
                "nhờ người quản trị máy cho phép Python rồi chạy lại."
            ) from fault

    @property
    def memory(self) -> int:
        """Bytes that the process holds now; none where it is gone."""
        try:
            return int(self._watched.memory_info().rss)
        except psutil.Error:
            return 0

    @property
    def used(self) -> float:
        """Seconds for which the process worked; as the clock goes where the system does not tell."""
        try:
            times = self._watched.cpu_times()
        except psutil.Error:
            return time.monotonic()
        return float(times.user + times.system)

    def begin(
        self, work: Callable[..., object], args: Sequence[object], kwargs: Mapping[str, object], seconds: float
    ) -> None:
        """Hand over a piece of work, which may take so long."""
        for shared in args:
            if isinstance(shared, Shared) and shared.key not in self._given:
                self._line.send(Gift(shared.key, bytes(shared)))
                self._given.add(shared.key)
        self._line.send((work, args, kwargs, (_WAIT + 1) * seconds))

    def answers(self) -> bool:
        """Wait a moment; true where the answer has begun, or the process is gone."""
        return self._line.poll(_LOOK)

    def answer(self) -> tuple[object, BaseException | None]:
        """The result, or what was raised.

        Raises:
            EOFError, OSError: the process is gone.
        """
        answer: tuple[object, BaseException | None] = pickle.loads(self._line.recv_bytes())
        return answer

    def end(self) -> None:
        """Let the process come to its end, for it has nothing to do."""
        self._line.close()
        self._process.join(_PARTING)
        self.stop()

    def stop(self) -> None:
        """End the process at once, whatever it does."""
        self._line.close()
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()


class _Lane:
    """One process at a time, started when first needed and replaced after it failed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: _Process | None = None
        self._is_closed = False

    def run(self, limits: Limits, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The work's result, or what it raised.

        Raises:
            Stopped: it did not come to an end.
        """
        # Somebody else may have ended the process: only who dies twice is to blame.
        for _ in range(2):
            process = self._ready()
            # Asked after the process is there, for whoever closes stops only what is there.
            if self._is_closed:
                self.stop()
                break
            try:
                process.begin(work, args, kwargs, limits.seconds)
                self._watch(process, limits)
                result, fault = process.answer()
            except (EOFError, OSError):
                self.stop()
                continue
            if isinstance(fault, MemoryError):
                raise self._given_up(Reason.MEMORY)
            if fault:
                raise fault
            return cast(T, result)
        raise Stopped(Reason.DEATH)

    def _watch(self, process: _Process, limits: Limits) -> None:
        begin = awake = time.monotonic()
        before = last = process.used
        while not process.answers():
            used, now = process.used, time.monotonic()
            # One that wakes up now and then to look around does not work.
            if used - last > (now - awake) * _AT_WORK:
                awake, last = now, used
            if max(used - before, now - awake, (now - begin) / _WAIT) > limits.seconds:
                raise self._given_up(Reason.TIME)
            if process.memory > limits.memory:
                raise self._given_up(Reason.MEMORY)

    def _given_up(self, reason: Reason) -> Stopped:
        self.stop()
        return Stopped(reason)

    def _ready(self) -> _Process:
        if self._process and self._process.memory > self._limits.memory // 2:
            # What large work left behind is not the next one's fault.
            self._process.end()
            self._process = None
        if self._process is None:
            self._process = _Process()
        return self._process

    def stop(self) -> None:
        if self._process:
            self._process.stop()
        self._process = None

    def close(self) -> None:
        """No work any more; what is being done is given up."""
        self._is_closed = True
        self.stop()

    def end(self) -> None:
        """No work any more, when nothing is being done."""
        self._is_closed = True
        if self._process:
            self._process.end()
        self._process = None


class Workers(Executor):
    """Runs each piece of work in one of a few processes; a future of work that was given up raises `Stopped`."""

    def __init__(self, count: int = 0, limits: Limits | None = None) -> None:
        """Any number of processes, by default one for each processor; none is started before there is work."""
        count = count or min(os.cpu_count() or 1, _MOST_PROCESSES)
        self._threads = ThreadPoolExecutor(count)
        self._limits = limits or Limits()
        self.is_shut = False
        self._all = [_Lane(self._limits) for _ in range(count)]
        # The last one that worked goes first: it is awake.
        self._free: LifoQueue[_Lane] = LifoQueue()
        for lane in self._all:
            self._free.put(lane)

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._submit(self._limits, work, *args, **kwargs)

    def within(self, limits: Limits) -> Executor:
        """The same processes for work that may take so much; to be shut down with the others."""
        return _Within(self, limits)

    def _submit(self, limits: Limits, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._threads.submit(lambda: self._run(limits, work, *args, **kwargs))

    def warm(self, module: str) -> None:
        """Start all processes now and let them import a module, while this one goes on."""
        for _ in self._all:
            self.submit(load, module)

    def _run(self, limits: Limits, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        lane = self._free.get()
        try:
            return lane.run(limits, work, *args, **kwargs)
        finally:
            self._free.put(lane)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End; with `cancel_futures` at once, whatever is being done."""
        self.is_shut = True
        if cancel_futures:
            self._threads.shutdown(wait=False, cancel_futures=True)
            for lane in self._all:
                lane.close()
        self._threads.shutdown(wait)
        if wait:
            for lane in self._all:
                lane.end()


class _Within(Executor):
    """The processes of `Workers` with other limits."""

    def __init__(self, workers: Workers, limits: Limits) -> None:
        self._workers, self._limits = workers, limits

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._workers._submit(self._limits, work, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._workers.shutdown(wait, cancel_futures=cancel_futures)


_OF_THIS_RUN: list[Workers] = []


def workers(count: int = 0) -> Workers:
    """The processes of this run, as many as it asked for first; others once these were shut down."""
    if not _OF_THIS_RUN or _OF_THIS_RUN[-1].is_shut:
        _OF_THIS_RUN.append(Workers(count))
        atexit.register(_OF_THIS_RUN[-1].shutdown)
    return _OF_THIS_RUN[-1]
