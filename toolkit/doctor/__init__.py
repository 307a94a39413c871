"""Is this machine ready? Each finding is good, or says what to do about it."""

import sys
from collections.abc import Iterator
from pathlib import Path

from toolkit.doctor import folders, office, post, program
from toolkit.doctor.finding import Finding, State
from toolkit.doctor.registry import Registry, machine_registry
from toolkit.workspace import Workspace

__all__ = ["Finding", "State", "examine"]


def examine(workspace: Workspace, registry: Registry = machine_registry) -> Iterator[Finding]:
    """Look at the machine and at the workspace, one finding after the other.

    Args:
        workspace: the folder the clerk works in; it need not have a plan.
        registry: how the registry of Windows is read; elsewhere it holds nothing.
    """
    yield from program.examine(Path(sys.executable))
    yield from office.examine(workspace, registry)
    yield from folders.examine(workspace)
    yield from post.examine(workspace)
