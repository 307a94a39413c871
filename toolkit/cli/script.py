"""What the files in `scripts/` start: a window for who double-clicks, the command line for everyone else."""

import sys
from collections.abc import Sequence

from toolkit.cli import main

# The command of a button, where it is more than its name.
_COMMANDS = {"validate": ["validate", "--mark"]}


def start(task: str, arguments: Sequence[str]) -> None:
    """Do the task of a button: in a window if there are no arguments and a person sits in front of a screen."""
    is_person_there = sys.stdin is not None and sys.stdin.isatty()
    if arguments or not is_person_there or not _show(task):
        main([*_COMMANDS.get(task, [task]), *arguments])


def _show(task: str) -> bool:
    try:
        from toolkit import window
    except ImportError:
        # Python was installed without tkinter.
        return False
    return window.show(task)
