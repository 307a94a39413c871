"""The registry of Windows, where Office keeps its settings."""

import sys
from collections.abc import Callable

Registry = Callable[[str, str], str | int | None]
"""A key below the user's or the machine's root, a value's name ("": the unnamed one) -> the value; None if absent."""


def machine_registry(key: str, name: str) -> str | int | None:
    """The value in this machine's registry: the user's first, then the machine's."""
    if sys.platform != "win32":
        return None
    import winreg

    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        try:
            with winreg.OpenKey(root, key) as opened:
                value = winreg.QueryValueEx(opened, name)[0]
        except OSError:
            continue
        if isinstance(value, str | int):
            return value
    return None
