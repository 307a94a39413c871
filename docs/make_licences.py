"""Write docs/giay_phep.md: the licence of every package that the installed program stands on; run by `make audit`.

What `--cluster` and `--parquet` need is among them, for staff may install it.

Fails at the first licence under which the program could not be handed on freely.
"""

import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PAGE = Path(__file__).with_name("giay_phep.md")
_EXTRAS = ("cluster", "parquet")
_FREE = ("MIT", "BSD", "Apache", "MPL", "PSF", "LGPL", "ISC", "CC0")
_HEAD = """# Giấy phép của các thư viện

Tệp này do `make audit` ghi. Mọi thư viện mà chương trình cần khi chạy (trên Linux, kể cả phần `cluster` và `parquet`)
đều được dùng và chuyển giao tự do.

"""


def needed(project: str) -> set[str]:
    """The packages that a package needs on this machine, and what they need; with the extras that staff may install."""
    found: set[str] = set()
    waiting = [project]
    while waiting:
        needing = waiting.pop()
        extras = _EXTRAS if needing == project else ("",)
        for line in metadata.requires(needing) or []:
            requirement = Requirement(line)
            name = canonicalize_name(requirement.name)
            marker = requirement.marker
            if name not in found and (marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)):
                found.add(name)
                waiting.append(name)
    return found


def main() -> None:
    """Write the page."""
    options = ["--from=mixed", "--format=markdown", "--no-version"]
    allowed = ["--partial-match", f"--allow-only={';'.join(_FREE)}"]
    packages = ["--packages", *sorted(needed("phuluc-toolkit"))]
    command = [sys.executable, "-m", "piplicenses", *options, *allowed, *packages]
    table = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    _PAGE.write_text(_HEAD + table, encoding="utf-8")


if __name__ == "__main__":
    main()
