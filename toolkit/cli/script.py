"""What the files in `scripts/` start: a window for who double-clicks, the command line for everyone else."""

import sys
from collections.abc import Sequence

from toolkit.cli import main

# The command of a button, where it is more than its name.
_COMMANDS = {"validate": ["validate", "--mark"]}
# What asks its questions in the console, also of who double-clicks.
_ASKING = ("mail-setup",)


def start(task: str, arguments: Sequence[str]) -> None:
    """Do the task of a button: in a window if there are no arguments and a person sits in front of a screen."""
    is_person_there = sys.stdin is not None and sys.stdin.isatty() and not arguments
    if is_person_there and task in _ASKING:
        try:
            main([task])
        finally:
            # The console of a double-clicked script closes at once.
            input("Nhấn Enter để đóng.")
    elif not is_person_there or not _show(task):
        main([*_COMMANDS.get(task, [task]), *arguments])


def _show(task: str) -> bool:
    try:
        from toolkit import window
    except ImportError:
        # Python was installed without tkinter.
        return False
    return window.show(task)
