"""Standard input, output and error as they may be: closed, without a reader, on a full disk, or none at all (pythonw).

What a command does never depends on whether its words arrive: it goes on, and what could not be said is told once, at
the end.
"""

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from toolkit.errors import ExitCode

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# Windows calls a pipe without a reader an invalid argument.
_READER_GONE = (errno.EPIPE, errno.EINVAL)
_NOT_SAID = (
    "Không ghi được hết kết quả ra nơi nhận: ổ đĩa đầy hoặc không ghi được. Các tệp đã ghi vẫn nguyên. "
    "Hãy dọn ổ đĩa rồi chạy lại."
)


class _Output(io.FileIO):
    """Where words go. What does not arrive is dropped, and lost unless the reader left of its own accord."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "w", closefd=False)
        self.is_lost = False

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            # A reader that set its end to "no waiting" set ours, too.
            while (count := super().write(data)) is None:
                select.select([], [self], [])
            return count
        except OSError as fault:
            self.is_lost |= fault.errno not in _READER_GONE
            return memoryview(data).nbytes


@contextmanager
def in_order() -> Iterator[None]:
    """Within the block all three streams are there, speak UTF-8, and raise nothing where words do not arrive.

    Raises:
        SystemExit: at the end, with exit code 5 at least, where a part of standard output was lost.
    """
    kept = sys.stdin, sys.stdout, sys.stderr
    with ExitStack() as made:
        sys.stdin = sys.stdin or made.enter_context(_nothing(0))
        sys.stdout, output = _unfailing(sys.stdout or made.enter_context(_nothing(1)))
        sys.stderr, _ = _unfailing(sys.stderr or made.enter_context(_nothing(2)))
        try:
            yield
        except SystemExit as end:
            sys.stdout.flush()
            if not output or not output.is_lost:
                raise
            sys.stderr.write(f"{_NOT_SAID}\n")
            code = end.code if isinstance(end.code, int) else ExitCode.CLEAN
            raise SystemExit(max(code, ExitCode.OUTPUT_UNWRITABLE)) from None
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            sys.stdin, sys.stdout, sys.stderr = kept


def _nothing(number: int) -> TextIO:
    """A stream that leads nowhere. Its number is taken, too: else the next file that is opened would get it."""
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, os.O_RDWR)
        if opened == number:
            os.set_inheritable(number, True)
        else:
            os.dup2(opened, number)
            os.close(opened)
    return open(os.devnull, "w" if number else "r", encoding="utf-8")


def _unfailing(stream: TextIO) -> tuple[TextIO, _Output | None]:
    """The stream in UTF-8; one that leads to a file or a pipe, with an end of ours."""
    buffered = getattr(stream, "buffer", None)
    # Without a buffer of Python's (`-u`) its raw end stands there.
    raw = getattr(buffered, "raw", buffered)
    if type(raw) is not io.FileIO:
        # The console of Windows, or what a program that calls this has put in place.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
        return stream, None
    with suppress(OSError):
        stream.flush()
    output = _Output(raw.fileno())
    return io.TextIOWrapper(io.BufferedWriter(output), "utf-8", "replace", line_buffering=stream.isatty()), output
