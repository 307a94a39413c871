"""The program itself: Python, and the packages it stands on."""

import importlib
import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from toolkit import __version__, isolation
from toolkit.doctor.finding import Finding, State
from toolkit.errors import MachineError

_PROJECT = "phuluc-toolkit"
_REINSTALL = "Chạy lại scripts/cai_dat.bat."


def examine(interpreter: Path) -> Iterator[Finding]:
    """Python, its path, the processes that read workbooks, and every package that the program names as needed."""
    bits = 64 if sys.maxsize > 2**32 else 32
    yield Finding("Python", State.GOOD, f"{platform.python_version()}, {bits} bit; phuluc {__version__}.")
    yield ascii_path("Đường dẫn Python", interpreter)
    yield reading()
    yield from packages(metadata.requires(_PROJECT) or [])


def ascii_path(subject: str, path: Path, remedy: str = _REINSTALL) -> Finding:
    """xlwings and many Windows programs lose letters of such paths."""
    if str(path).isascii():
        return Finding(subject, State.GOOD, f"{path}.")
    return Finding(subject, State.NOTE, f"{path}.", f"Nút bấm có thể báo lỗi vì đường dẫn có dấu. {remedy}")


def reading() -> Finding:
    """Workbooks are read in processes apart, which a protecting program may forbid."""
    try:
        isolation.workers().submit(os.getpid).result()
    except MachineError as fault:
        return Finding("Đọc tệp", State.FAULT, "Không mở được tiến trình đọc tệp.", fault.sentence)
    return Finding("Đọc tệp", State.GOOD, "Mở được tiến trình đọc tệp riêng.")


def packages(requirements: list[str]) -> Iterator[Finding]:
    """One finding for all packages that open, one for each that does not.

    Args:
        requirements: as a package's metadata lists them, `xlrd>=2.0.2,<3`; those of extras are passed over.
    """
    opened = []
    modules = metadata.packages_distributions()
    for requirement in requirements:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        if "extra ==" in requirement:
            continue
        try:
            version = metadata.version(name)
            for module in (m for m, owners in modules.items() if name in owners and m.isidentifier()):
                importlib.import_module(module)
        except metadata.PackageNotFoundError:
            yield Finding("Thư viện", State.FAULT, f"Chưa cài {name}.", _REINSTALL)
        except ImportError as fault:
            remedy = f"{_REINSTALL} Nếu vẫn vậy, phần mềm diệt vi-rút có thể đã chặn: nhờ người quản trị máy."
            yield Finding("Thư viện", State.FAULT, f"Không mở được {name} ({fault}).", remedy)
        else:
            opened.append(f"{name} {version}")
    yield Finding("Thư viện", State.GOOD, f"{', '.join(opened)}.")
