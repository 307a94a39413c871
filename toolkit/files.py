"""Files on disk: what was read, and results written whole or not at all."""

import hashlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from toolkit.errors import OutputError

# How the name of a file ends that was kept when it was replaced.
KEPT_COPY = re.compile(r"_goc(?:_v\d+)?$")
# How the name of a file begins and ends that is not whole yet.
TEMPORARY, _UNFINISHED = ".ghi_", ".tmp"
# Bytes that are read at once.
_PIECE = 1 << 20


@dataclass(frozen=True)
class InputFile:
    """A file as it was read: how staff are shown it, its size in bytes, its sha256."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> "InputFile":
        return cls(name, len(data), digest(data))


def digest(data: bytes) -> str:
    """The sha256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _digest(stream: IO[bytes]) -> str:
    whole = hashlib.sha256()
    while piece := stream.read(_PIECE):
        whole.update(piece)
    return whole.hexdigest()


def shown_from(home: Path, path: Path) -> str:
    """The path as staff are shown it: relative to `home` where it lies inside. Links are not followed."""
    whole, base = Path(os.path.abspath(path)), Path(os.path.abspath(home))
    return (whole.relative_to(base) if whole.is_relative_to(base) else whole).as_posix()


def settings_folder() -> Path:
    """The folder that the operating system gives this person for the settings of this program."""
    import platformdirs

    return platformdirs.user_config_path("phuluc", appauthor=False)


def size(path: Path) -> int:
    """Bytes of the file on the disk; 0 where it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def modified_at(path: Path) -> float:
    """When the file was last changed, in seconds since 1970; 0 where it is gone again."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def write_whole(path: Path, data: bytes | IO[bytes]) -> None:
    """Put the bytes, or all that is in a stream, at the path, or leave what is there untouched.

    Raises:
        OutputError: the folder or file cannot be written, or another program has the file open.
    """
    lock = _lock_beside(path)
    if lock:
        raise OutputError(
            f"Không ghi được {path.name}: tệp đang mở ở chương trình khác. Hãy đóng tệp rồi chạy lại "
            f"(nếu không ai mở, xóa tệp tạm {lock.name})."
        )
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=_UNFINISHED, dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            shutil.copyfileobj(_stream(data), stream)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files private; results are shared like any file of the folder.
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as fault:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise OutputError(
            f"Không ghi được {path.name} vào thư mục {path.parent}: {_reason(fault)} Tệp cũ (nếu có) vẫn nguyên."
        ) from fault


def _stream(data: bytes | IO[bytes]) -> IO[bytes]:
    """The data from its beginning."""
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    stream.seek(0)
    return stream


def sweep(folder: Path) -> None:
    """Take away what runs that were killed left half written; nobody may be writing in the folder now."""
    for left in folder.rglob(f"{TEMPORARY}*{_UNFINISHED}"):
        left.unlink(missing_ok=True)


def keep_beside(path: Path, data: bytes) -> Path:
    """Keep the bytes as `…_goc`, `…_goc_v2`, the first name that is free or holds just these bytes.

    Raises:
        OutputError: they cannot be written.
    """
    first = path.with_name(f"{path.stem}_goc{path.suffix}")
    chosen = next(kept for kept in _versions(first) if not kept.exists() or kept.read_bytes() == data)
    if not chosen.exists():
        write_whole(chosen, data)
    return chosen


def free_name(target: Path) -> Path:
    """The path, or with `_v2` and so on the first one at which nothing is."""
    return next(path for path in _versions(target) if not path.exists())


def _lock_beside(path: Path) -> Path | None:
    """The lock file that Excel (`~$name`) or LibreOffice (`.~lock.name#`) keeps while the file is open."""
    candidates = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((lock for lock in candidates if lock.exists()), None)


def _reason(fault: OSError) -> str:
    if isinstance(fault, PermissionError):
        return "tệp đang mở hoặc không có quyền ghi. Hãy đóng tệp trong Excel rồi chạy lại."
    if isinstance(fault, (IsADirectoryError, NotADirectoryError, FileExistsError)):
        return "đã có thư mục hoặc tệp khác trùng tên. Hãy đổi tên rồi chạy lại."
    return "ổ đĩa đầy hoặc không ghi được. Hãy kiểm tra ổ đĩa rồi chạy lại."


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the program itself wrote into a workspace: digests by path, kept in one small JSON file.

    So that a file which a person changed is never overwritten: only a file that still is, byte for byte, what
    was written last may be replaced.
    """

    path: Path

    def publish(self, target: Path, data: bytes | IO[bytes]) -> Path:
        """Write the bytes, or all that is in a stream, at the target, or beside it as `…_v2` where a person's file is.

        Returns:
            The path that was written.
        """
        known, fresh = self._load(), _digest(_stream(data))
        chosen = next(path for path in _versions(target) if self._may_replace(path, known, fresh))
        write_whole(chosen, data)
        known[self._key(chosen)] = fresh
        write_whole(self.path, json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode())
        return chosen

    def _may_replace(self, path: Path, known: dict[str, str], fresh: str) -> bool:
        if not path.is_file():
            return True
        try:
            with path.open("rb") as stream:
                present = _digest(stream)
        except OSError:
            return False
        return present in (known.get(self._key(path)), fresh)

    def _key(self, path: Path) -> str:
        return shown_from(self.path.parent, path)

    def _load(self) -> dict[str, str]:
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # Without the ledger every file counts as a person's: safe, only more versions.
            return {}
        return known if isinstance(known, dict) else {}


def _versions(target: Path) -> Iterator[Path]:
    yield target
    number = 2
    while True:
        yield target.with_name(f"{target.stem}_v{number}{target.suffix}")
        number += 1
