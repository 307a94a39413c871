"""What stands before every parser: a package is looked through as raw bytes, and no size that it declares is believed.

Limits are far above what Excel writes for a commune, and far below what stops a machine. Formats: APPNOTE 6.3 (zip),
ECMA-376 parts 1 and 2, XML 1.0.
"""

from toolkit import signatures
from toolkit.guard import binary, markup, parts, word
from toolkit.guard.refusal import Cause, Refused
from toolkit.kinds import Kind

__all__ = ["Cause", "Refused", "check", "check_document"]

_ZIP = b"PK\x03\x04"


def check(data: bytes) -> int:
    """Look through a file that is to be read; what is neither a zip package nor markup passes.

    Returns:
        How many cells of a rectangle lie in the gaps of that sheet of SpreadsheetML which has the most of them.

    Raises:
        Refused: it could stop or mislead the machine.
    """
    if not data.startswith(_ZIP):
        # What lies in a compound file only its own reader can tell.
        if not data.startswith(signatures.OLE) and signatures.kind_of(data) is Kind.FODS:
            _check_flat(data)
        return 0
    widest = 0
    for part in parts.inflate(data):
        if part.is_markup:
            widest = max(widest, markup.check(part))
        elif part.name.lower().endswith(".bin"):
            binary.check(part)
    return widest


def check_document(data: bytes) -> None:
    """Look through a Word package that is to be filled and passed on.

    Raises:
        Refused: it could stop or mislead the machine, or holds what would be fetched or run where it is opened.
    """
    for part in parts.inflate(data):
        if part.is_markup:
            markup.check(part)
        word.check(part)


def _check_flat(data: bytes) -> None:
    try:
        markup.check(parts.Part("", data))
    except Refused as refused:
        # What in a package somebody wrote so has here come to harm under way.
        raise Refused(Cause.TORN if refused.cause is Cause.MALFORMED else refused.cause) from refused
