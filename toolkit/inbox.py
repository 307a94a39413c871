"""What lies in the folders in which units' files come: every file once, in a fixed order, and all else told."""

import os
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from toolkit.codes import FileCode
from toolkit.issues import Issue, Place
from toolkit.kinds import OTHER_SUFFIXES, SUFFIXES

# What operating systems put into folders, and what lies deleted; nobody sent it.
_LITTER = frozenset({".ds_store", ".apdisk", ".directory", ".localized", "thumbs.db", "ehthumbs.db", "desktop.ini"})
_LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information", ".spotlight-v100", ".fseventsd"})
_BIN = re.compile(r"\.trash(?:es|-\d+)?")
# What is looked into: workbooks, and other tables, to tell what they are.
_TABLES = SUFFIXES | OTHER_SUFFIXES
# How the files begin that Excel, LibreOffice and WPS keep beside one that is open.
_LOCKS = ("~$", ".~")
# macOS keeps what else belongs to the file `a.xlsx` in `._a.xlsx`, where the disk has no other place.
_FORK = "._"
# What says that files may lie where nobody looked.
CLOSED = (FileCode.FOLDER_UNREADABLE, FileCode.NO_FOLDER, FileCode.LINK_LOST)
# What leads elsewhere on Windows, and is no link to Python (`IO_REPARSE_TAG_MOUNT_POINT`).
_JUNCTION = 0xA0000003


@dataclass(frozen=True, slots=True)
class Inbox:
    """The files to read, in a fixed order, and what else lay among them."""

    files: tuple[Path, ...]
    issues: tuple[Issue, ...]


def gather(named: Iterable[Path], show: Callable[[Path], str]) -> Inbox:
    """The named files, whatever they are called, and every workbook in the named folders; each once.

    Args:
        named: paths at which something is.
        show: how staff are shown a path.
    """
    walk = _Walk(show)
    for path in named:
        walk.begin(path)
    walk.run()
    return Inbox(tuple(sorted(walk.files.values(), key=show)), tuple(walk.issues))


def is_litter(name: str) -> bool:
    """Whether an operating system put this into a folder, and no person."""
    plain = name.lower()
    return plain in _LITTER or plain in _LITTER_FOLDERS or _BIN.fullmatch(plain) is not None


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be entered: by the way that led to it, and where it really is."""

    path: Path
    real: str


class _Walk:
    """Folders first, then what links lead to: whatever can be reached without one is shown by that way."""

    def __init__(self, show: Callable[[Path], str]) -> None:
        self._show = show
        self._folders: deque[_Folder] = deque()
        self._links: deque[Path] = deque()
        self._entered: set[str] = set()
        self.files: dict[str, Path] = {}
        self.issues: list[Issue] = []

    def begin(self, path: Path) -> None:
        if path.name.startswith(_LOCKS[0]):
            self._tell(FileCode.LOCK, path)
        elif os.path.isdir(path):
            self._find_folder(path, os.path.realpath(path))
        else:
            self._find_file(path, os.path.realpath(path))

    def run(self) -> None:
        while self._folders or self._links:
            if self._folders:
                self._enter(self._folders.popleft())
                continue
            path = self._links.popleft()
            real = os.path.realpath(path)
            if not os.path.isdir(path):
                self._find_file(path, real)
            elif _holds(real, os.path.realpath(path.parent)):
                self._tell(FileCode.LINK_BACK, path)
            else:
                self._find_folder(path, real)

    def _find_file(self, path: Path, real: str) -> None:
        self.files.setdefault(os.path.normcase(real), path)

    def _find_folder(self, path: Path, real: str) -> None:
        if path.suffix.lower() in SUFFIXES:
            self._tell(FileCode.IS_FOLDER, path)
        self._folders.append(_Folder(path, real))

    def _enter(self, folder: _Folder) -> None:
        if os.path.normcase(folder.real) in self._entered:
            return
        self._entered.add(os.path.normcase(folder.real))
        found: list[os.DirEntry[str]] = []
        try:
            with os.scandir(folder.path) as entries:
                found.extend(entries)
        except OSError:
            # No permission, a disk that is gone, a path longer than the system takes; what was found before counts.
            self._tell(FileCode.FOLDER_UNREADABLE, folder.path)
        names = {entry.name for entry in found}
        for entry in sorted(found, key=lambda entry: entry.name):
            if not is_litter(entry.name) and not (entry.name.startswith(_FORK) and entry.name[2:] in names):
                try:
                    self._sort(entry, folder)
                except OSError:
                    # Not even what it is can be asked.
                    self._tell(FileCode.FOLDER_UNREADABLE, folder.path / entry.name)

    def _sort(self, entry: os.DirEntry[str], folder: _Folder) -> None:
        path, real = folder.path / entry.name, os.path.join(folder.real, entry.name)
        is_report = path.suffix.lower() in _TABLES and not entry.name.startswith((".", *_LOCKS))
        if entry.is_symlink() or _is_junction(entry):
            if is_report or os.path.isdir(path):
                self._links.append(path)
            else:
                self._set_aside(path)
        elif entry.is_dir(follow_symlinks=False):
            self._find_folder(path, real)
        elif is_report:
            self._find_file(path, real)
        else:
            self._set_aside(path)

    def _set_aside(self, path: Path) -> None:
        if path.name.startswith(_LOCKS):
            self._tell(FileCode.LOCK, path)
        elif path.suffix.lower() in SUFFIXES:
            self._tell(FileCode.HIDDEN, path)
        else:
            is_lost = path.is_symlink() and not os.path.exists(path)
            self._tell(FileCode.LINK_LOST if is_lost else FileCode.SKIPPED, path)

    def _tell(self, code: FileCode, path: Path) -> None:
        self.issues.append(code.at(Place(self._show(path))))


def _holds(folder: str, other: str) -> bool:
    """Whether the other real folder is this one or lies in it."""
    return os.path.normcase(os.path.join(other, "")).startswith(os.path.normcase(os.path.join(folder, "")))


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether Windows leads elsewhere from here by other means than a link."""
    return os.name == "nt" and getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION
