"""Files on disk: what was read, and results written whole or not at all."""

import hashlib
import io
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from toolkit.errors import OutputError
from toolkit.filenames import shown_name

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


def digest_of(data: bytes | IO[bytes]) -> str:
    """The same of the bytes, or of all that is in a stream."""
    whole, stream = hashlib.sha256(), _stream(data)
    while piece := stream.read(_PIECE):
        whole.update(piece)
    return whole.hexdigest()


def digest_at(path: Path) -> str:
    """The same of a regular file, links not followed; blank where none can be read."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return ""
        with path.open("rb") as stream:
            return digest_of(stream)
    except OSError:
        return ""


def shown_from(home: Path, path: Path) -> str:
    """The path as staff are shown it: relative to `home` where it lies inside. Links are not followed."""
    whole, base = Path(os.path.abspath(path)), Path(os.path.abspath(home))
    return shown_name((whole.relative_to(base) if whole.is_relative_to(base) else whole).as_posix())


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


def check_target(path: Path) -> None:
    """Make sure, before any work, that a result can be written at the path.

    Raises:
        OutputError: something other than a regular file is there, a link, too, or the folder cannot be written.
    """
    try:
        kind = _kind(os.lstat(path).st_mode)
    except FileNotFoundError:
        kind = ""
    except OSError as fault:
        raise _unwritten(path, fault) from fault
    if kind:
        raise OutputError(f"Không ghi được {path.name}: tên này đang là {kind}, không phải tệp thường. Chọn tên khác.")
    _check_writable(path.parent, path)


def check_folder(folder: Path) -> None:
    """Make sure, before any work, that results can be written into the folder; a link to one is one.

    Raises:
        OutputError: something other than a folder is there, or it cannot be written.
    """
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise OutputError(f"Không ghi được vào {folder}: đây không phải là thư mục. Chọn tên khác.")
    _check_writable(folder, folder)


def _check_writable(folder: Path, path: Path) -> None:
    nearest = next((place for place in (folder, *folder.parents) if os.path.lexists(place)), folder)
    if not os.path.isdir(nearest):
        raise _unwritten(path, NotADirectoryError())
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise OutputError(
            f"Không ghi được {path.name}: không có quyền ghi vào thư mục {nearest}. Tệp cũ (nếu có) vẫn nguyên."
        )


def _kind(mode: int) -> str:
    """What a thing on the disk is, in words; blank for a regular file."""
    if stat.S_ISREG(mode):
        return ""
    words = {stat.S_ISLNK: "một liên kết", stat.S_ISDIR: "một thư mục", stat.S_ISFIFO: "một ống dẫn (FIFO)"}
    return next((word for is_one, word in words.items() if is_one(mode)), "một thiết bị")


def write_whole(path: Path, data: bytes | IO[bytes], like: Path | None = None) -> None:
    """Put the bytes, or all that is in a stream, at the path, or leave what is there untouched.

    Args:
        like: the file whose owner and permissions it gets; None is the one that it replaces. A new file gets what the
            folder and the person's settings give.

    Raises:
        OutputError: the folder or file cannot be written, another program has the file open, or it is no regular file.
    """
    with staged(path, data, like) as put:
        put()


@contextmanager
def staged(path: Path, data: bytes | IO[bytes], like: Path | None = None) -> Iterator[Callable[[], None]]:
    """The same in two steps: the bytes are on the disk already when it begins; what it gives puts them at the path.

    Raises:
        OutputError: as `write_whole` does, each step.
    """
    check_target(path)
    lock = _lock_beside(path)
    if lock:
        raise OutputError(
            f"Không ghi được {path.name}: tệp đang mở ở chương trình khác. Hãy đóng tệp rồi chạy lại "
            f"(nếu không ai mở, xóa tệp tạm {lock.name})."
        )
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}{_UNFINISHED}")

    def put() -> None:
        with _told(path):
            temporary.replace(path)

    try:
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _fill(temporary, data, like or path)
        yield put
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _fill(temporary: Path, data: bytes | IO[bytes], like: Path) -> None:
    """Write a new file; who may not read the other file may not read this one at any time."""
    try:
        kept = like.stat()
    except FileNotFoundError:
        kept = None
    mode = 0o600 if kept else 0o666
    with open(temporary, "xb", opener=partial(os.open, mode=mode)) as stream:
        shutil.copyfileobj(_stream(data), stream)
        stream.flush()
        os.fsync(stream.fileno())
    if kept:
        # Only an administrator may give files away.
        if sys.platform != "win32":
            with suppress(OSError):
                os.chown(temporary, kept.st_uid, kept.st_gid)
        temporary.chmod(stat.S_IMODE(kept.st_mode))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise _unwritten(path, fault) from fault


def _unwritten(path: Path, fault: OSError) -> OutputError:
    return OutputError(
        f"Không ghi được {path.name} vào thư mục {path.parent}: {_reason(fault)} Tệp cũ (nếu có) vẫn nguyên."
    )


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
    """Keep the bytes of a file as `…_goc`, `…_goc_v2`, the first name that is free or holds just these bytes.

    Raises:
        OutputError: they cannot be written.
    """
    first = path.with_name(f"{path.stem}_goc{path.suffix}")
    chosen = next(kept for kept in versions(first) if not os.path.lexists(kept) or digest_at(kept) == digest(data))
    if not os.path.lexists(chosen):
        write_whole(chosen, data, like=path)
    return chosen


def free_name(target: Path) -> Path:
    """The path, or with `_v2` and so on the first one at which nothing is."""
    return next(path for path in versions(target) if not os.path.lexists(path))


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


def versions(target: Path) -> Iterator[Path]:
    """The path, then with `_v2`, `_v3` and so on."""
    yield target
    number = 2
    while True:
        yield target.with_name(f"{target.stem}_v{number}{target.suffix}")
        number += 1
