"""A zip package that several readers look into one after the other: opened once, its small parts inflated once."""

import io
import zipfile
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

# Bytes: of one part, and of all that are kept. A unit's whole workbook inflates to some 80 KB.
_SMALL, _MOST_KEPT = 1 << 18, 1 << 20
# Bytes of one part, and of how many parts the outcome is remembered.
_TINY, _MOST_REMEMBERED = 1 << 14, 64


class Zipped:
    """The parts of one package by name.

    Raises:
        zipfile.BadZipFile, or what else `zipfile` meets a damaged package with: it cannot be opened.
    """

    def __init__(self, data: bytes) -> None:
        self._package = zipfile.ZipFile(io.BytesIO(data))
        self._kept: dict[str, bytes] = {}
        self._left = _MOST_KEPT
        self.entries = tuple(self._package.infolist())
        # As a dict, for it keeps the order of the package.
        self.names = dict.fromkeys(entry.filename for entry in self.entries).keys()

    def keep(self, name: str, content: bytes) -> None:
        """Remember what `read` would give, if that is little."""
        if name not in self._kept and len(content) <= min(_SMALL, self._left):
            self._kept[name] = content
            self._left -= len(content)

    def read(self, name: str) -> bytes:
        """The content of a part.

        Raises:
            KeyError: there is none of this name.
            zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError: it is damaged, or packed in another way.
        """
        return self._kept[name] if name in self._kept else self._package.read(name)


@lru_cache(maxsize=1)
def opened(data: bytes) -> Zipped:
    """The package of these bytes; the last one that was asked for stays open."""
    return Zipped(data)


def once(work: Callable[[bytes], T]) -> Callable[[bytes], T]:
    """Remember what the work makes of small parts: all workbooks of one office have the same styles, themes and lists.

    What comes out must not be changed by anybody.
    """
    remembered = lru_cache(maxsize=_MOST_REMEMBERED)(work)
    return lambda part: remembered(part) if len(part) <= _TINY else work(part)
