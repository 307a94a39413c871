"""Workbooks with a password to open, unlocked where somebody knows it: [MS-OFFCRYPTO] packages and old .xls.

Those of LibreOffice (.ods) cannot be unlocked here.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from toolkit import package
from toolkit.kinds import Kind

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Excel's own password for workbooks that are only protected against changes; opening them asks for none.
_EXCELS_OWN = "VelvetSweatshop"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The bytes of a workbook without its password; `password` is empty where there was none."""

    data: bytes
    password: str = ""


@dataclass
class Keyring:
    """The passwords to try. `ask` is given a file's name and whether the last answer was wrong; it returns a
    person's answer, of which an empty one gives up.
    """

    passwords: list[str] = field(default_factory=list)
    ask: Callable[[str, bool], str] | None = None


def unlock(data: bytes, passwords: Sequence[str]) -> Unlocked:
    """The workbook without its password; unchanged where it has none or it is not among these."""
    if not data.startswith(_OLE) or package.kind_of(data) is not Kind.ENCRYPTED:
        return Unlocked(data)
    for password in (_EXCELS_OWN, *passwords):
        plain = _decrypt(data, password)
        if plain:
            return Unlocked(plain, password)
    return Unlocked(data)


def lock(data: bytes, password: str) -> bytes:
    """The same .xlsx package with a password to open."""
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, locked)
    return locked.getvalue()


def _decrypt(data: bytes, password: str) -> bytes:
    """The plain bytes; none where the password is wrong."""
    from msoffcrypto import OfficeFile

    plain = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(data))
        if hasattr(file, "type"):
            file.load_key(password=password, verify_password=True)
        else:
            file.load_key(password=password)
        file.decrypt(plain)
    except Exception:
        # Besides a wrong password: msoffcrypto meets damaged containers with whatever error they lead to.
        return b""
    return plain.getvalue()
