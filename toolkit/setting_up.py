"""A workspace made ready for staff: the plan, the folders, and what starts the program in it."""

import sys
from datetime import date
from pathlib import Path

from toolkit import control, preparing
from toolkit.files import check_target, keep_beside, write_whole
from toolkit.workspace import Workspace


def set_up(root: Path, interpreter: str, today: date) -> Workspace:
    """A workspace with all that staff need, offered first from now on.

    Raises:
        UsageError: there is a plan already.
        OutputError: it cannot be written.
    """
    workspace = preparing.init(root)
    equip(workspace, interpreter, today)
    workspace.remember()
    return workspace


def equip(workspace: Workspace, interpreter: str, today: date) -> Path:
    """Write what starts the program from the workspace: the control workbook and, on Windows, `phuluc.bat`.

    A control workbook that is there is kept beside it, with what a person filled in.

    Args:
        interpreter: the path of the Python that is started.
    """
    for path in (workspace.control, workspace.starter):
        check_target(path)
    data = control.write(interpreter, today)
    former = workspace.control.read_bytes() if workspace.control.is_file() else data
    if former != data:
        keep_beside(workspace.control, former)
    write_whole(workspace.control, data)
    if sys.platform == "win32":
        # For what the buttons do not do: `phuluc gui --yes` in a command window of this folder.
        write_whole(workspace.starter, f'@chcp 65001 >nul\r\n@"{interpreter}" -P -m toolkit %*\r\n'.encode())
    return workspace.control
