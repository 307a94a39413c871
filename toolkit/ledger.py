"""What the program itself wrote into a workspace, so that a file which a person changed is never overwritten."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from toolkit.files import check_target, digest_at, digest_of, shown_from, size, staged, versions

# Bytes. A line takes some 120.
_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the program wrote last: digests by path as staff are shown it, kept in one small JSON file.

    Only a file that still is, byte for byte, what was written last may be replaced.
    """

    path: Path

    def publish(self, target: Path, data: bytes | IO[bytes]) -> Path:
        """Write the bytes, or all that is in a stream, at the target, or beside it as `…_v2` where a person's file is.

        Returns:
            The path that was written.

        Raises:
            OutputError: it, or this ledger, cannot be written, or is no regular file; then nothing is replaced.
        """
        check_target(target)
        check_target(self.path)
        known, fresh = self._load(), digest_of(data)
        chosen = next(path for path in versions(target) if self._may_replace(path, known, fresh))
        known[self._key(chosen)] = fresh
        noted = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode(errors="replace")
        # Both are on the disk before either is put in its place.
        with staged(self.path, noted) as note, staged(chosen, data) as put:
            put()
            note()
        return chosen

    def _may_replace(self, path: Path, known: dict[str, str], fresh: str) -> bool:
        return not os.path.lexists(path) or digest_at(path) in (known.get(self._key(path)), fresh)

    def _key(self, path: Path) -> str:
        return shown_from(self.path.parent, path)

    def _load(self) -> dict[str, str]:
        # Without the ledger every file counts as a person's: safe, only more versions.
        try:
            known = json.loads(self.path.read_text(encoding="utf-8")) if size(self.path) <= _MOST_BYTES else None
        except (OSError, ValueError, RecursionError):
            return {}
        entries = known.items() if isinstance(known, dict) else ()
        return {path: digest for path, digest in entries if isinstance(digest, str) and digest}
