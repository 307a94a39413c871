"""What stands before every parser: a package is looked through as raw bytes, and no size that it declares is believed.

Limits are far above what Excel writes for a commune, and far below what stops a machine. Formats: APPNOTE 6.3 (zip),
ECMA-376 parts 1 and 2, XML 1.0.
"""

from toolkit.guard import binary, markup, parts
from toolkit.guard.refusal import Cause, Refused

__all__ = ["Cause", "Refused", "check"]

_ZIP = b"PK\x03\x04"


def check(data: bytes) -> None:
    """Look through a file that is to be read; other kinds than zip packages pass.

    Raises:
        Refused: it could stop or mislead the machine.
    """
    if not data.startswith(_ZIP):
        return
    for part in parts.inflate(data):
        if part.is_markup:
            markup.check(part)
        elif part.name.lower().endswith(".bin"):
            binary.check(part)
