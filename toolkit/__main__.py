"""`python -m toolkit` and the console script are `phuluc`. Here is what comes before the command line is loaded."""

import os
import sys
from contextlib import suppress
from types import ModuleType

# What click tells a caller where a person stopped it, and the sentence of a run that is stopped.
STOPPED, STOPPED_TOLD = 1, "Đã dừng theo yêu cầu. Các tệp có sẵn vẫn nguyên."


def _leave_folder() -> None:
    """Take the folder in which a person stands off the path: what lies there is no part of the program.

    It stays, in the last place, where it is the one that holds the program. What Python itself needs to begin
    (`warnings`, `contextlib`) it takes from there before: only `python -P` keeps it from that.
    """
    folder = sys.path.pop(0)
    # A folder that was deleted is none.
    with suppress(OSError):
        if os.path.samefile(folder or os.curdir, os.path.dirname(os.path.dirname(os.path.abspath(__file__)))):
            sys.path.append(folder)


def load(module: str) -> ModuleType:
    """Import a module of the program; Ctrl+C meanwhile ends it at once, with the same word as later."""
    import importlib
    import signal

    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return importlib.import_module(module)
    # An exception could be lost in the midst of an import, or come out of it as another.
    signal.signal(signal.SIGINT, _stop)
    try:
        return importlib.import_module(module)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _stop(_signal: int, _frame: object) -> None:
    with suppress(OSError):
        os.write(2, f"{STOPPED_TOLD}\n".encode())
    os._exit(STOPPED)


def main() -> None:
    """The console script."""
    load("toolkit.cli").main()


if __name__ == "__main__":
    if not sys.flags.safe_path:
        _leave_folder()
    main()
