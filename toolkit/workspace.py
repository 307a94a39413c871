"""The folders of one plan's workspace, and the files in them."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from filelock import FileLock, Timeout

from toolkit.codes import FileCode
from toolkit.errors import OutputError, PlanError, UsageError
from toolkit.files import KEPT_COPY, Ledger, settings_folder, shown_from, sweep, write_whole
from toolkit.issues import Issue, Place
from toolkit.kinds import OTHER_SUFFIXES, SUFFIXES
from toolkit.model import Settings, Unit

# Seconds to wait for another run.
_PATIENCE = 3.0
PLAN_NAME = "template_phu_luc.xlsx"
REPORT_TEMPLATE_NAME = "mau_bao_cao.docx"
_REPORT = re.compile(r"(Tong_hop_\d{4}-\d\d-\d\d)(?:_v(\d+))?")
# What operating systems put into folders; nobody sent it.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Inbox:
    """The files to read, in a fixed order, and what else lay among them."""

    files: tuple[Path, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with the plan, what was issued, what came back and what was made of it."""

    root: Path

    @property
    def plan(self) -> Path:
        return self.root / PLAN_NAME

    @property
    def control(self) -> Path:
        return self.root / "dieu_khien.xlsm"

    @property
    def starter(self) -> Path:
        """What makes `phuluc` a command in this folder, on Windows."""
        return self.root / "phuluc.bat"

    @property
    def report_template(self) -> Path:
        return self.root / REPORT_TEMPLATE_NAME

    @property
    def issued(self) -> Path:
        return self.root / "giao"

    @property
    def received(self) -> Path:
        return self.root / "nop"

    @property
    def returned(self) -> Path:
        return self.root / "tra_lai"

    @property
    def consolidated(self) -> Path:
        return self.root / "tong_hop"

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.root / ".phuluc.json")

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Nobody else writes into this workspace meanwhile; a run that is killed leaves it free.

        Raises:
            OutputError: another run is writing, or the folder cannot be written.
        """
        lock = FileLock(self.root / ".phuluc.lock", timeout=_PATIENCE)
        try:
            lock.acquire()
        except Timeout as fault:
            raise OutputError(
                f"Một lần chạy khác đang ghi vào thư mục {self.root.resolve()}. Chờ lần chạy đó xong rồi chạy lại."
            ) from fault
        except OSError as fault:
            raise OutputError(f"Không ghi được vào thư mục {self.root.resolve()}. Kiểm tra quyền ghi.") from fault
        try:
            for folder in (self.issued, self.returned, self.consolidated):
                sweep(folder)
            yield
        finally:
            lock.release()

    @property
    def is_blank(self) -> bool:
        """True where nothing lies yet: the folder is not there, or has only what operating systems put into it."""
        try:
            return not self.root.is_dir() or all(_is_litter(path) for path in self.root.iterdir())
        except OSError:
            return False

    def remember(self) -> None:
        """Keep in the person's settings that this workspace was used last; a folder without a plan is none."""
        # Where that cannot be written, another folder is offered next time.
        with suppress(OutputError):
            if self.plan.is_file():
                write_whole(_last_used_file(), os.fsencode(self.root.absolute()))

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.issued, self.received, self.returned, self.consolidated)

    def require_plan(self) -> Path:
        """The plan workbook.

        Raises:
            PlanError: there is none here.
        """
        if not self.plan.is_file():
            raise PlanError(
                f"Không tìm thấy {PLAN_NAME} trong thư mục {self.root.resolve()}. "
                "Mở đúng thư mục làm việc, hoặc tạo mới: nháy đúp scripts/nam_moi.bat "
                "(lệnh: phuluc khoi-tao TÊN_THƯ_MỤC)."
            )
        return self.plan

    def unit_file(self, unit: Unit, settings: Settings) -> Path:
        """`giao/CAX_07-KH-UBND.xlsx`: ASCII, so that it survives every mail program."""
        return self.issued / f"{unit.code}_{ascii_name(settings.plan_number) or settings.year}.xlsx"

    def report_file(self, as_of: date) -> Path:
        return self.consolidated / f"Tong_hop_{as_of:%Y-%m-%d}.xlsx"

    def written_report(self, as_of: date) -> Path:
        return self.consolidated / f"Bao_cao_{as_of:%Y-%m-%d}.docx"

    def earlier_reports(self, as_of: date) -> list[Path]:
        """The consolidated workbooks whose names do not say that they are of this day or later, in a fixed order."""
        found = [path for path in self.consolidated.glob("Tong_hop*.xlsx") if not KEPT_COPY.search(path.stem)]
        today = f"Tong_hop_{as_of:%Y-%m-%d}"
        return sorted((path for path in found if path.stem[: len(today)] < today), key=_version)

    def newest_report(self) -> Path:
        """The consolidated workbook of the latest reporting date by its name, the last version of it.

        Raises:
            UsageError: there is none.
        """
        found = [path for path in self.consolidated.glob("Tong_hop_*.xlsx") if _REPORT.fullmatch(path.stem)]
        if not found:
            raise UsageError(f"Chưa có tệp tổng hợp nào trong thư mục {self.consolidated}. Hãy chạy tổng hợp trước.")
        return max(found, key=_version)

    def returned_file(self, sent: str) -> Path:
        """Where the marked copy of a file lies; `sent` is the file as shown. Kinds other than .xlsm become .xlsx."""
        path = self.path_of(sent)
        inside = path.relative_to(self.received) if path.is_relative_to(self.received) else Path(path.name)
        return self.returned / inside.with_suffix(path.suffix if path.suffix.lower() == ".xlsm" else ".xlsx")

    def path_of(self, shown: str) -> Path:
        """The path of a file as staff are shown it."""
        return self.root / shown

    def link(self, shown: str, folder: Path) -> str:
        """The path by which a file in a folder leads to a file as staff are shown it; relative where it can be."""
        target = os.path.abspath(self.path_of(shown))
        try:
            return Path(os.path.relpath(target, folder)).as_posix()
        except ValueError:
            # Another drive of Windows.
            return Path(target).as_posix()

    def find(self, path: Path) -> Path:
        """A path that a person named, looked for in the workspace first, then where they stand.

        Raises:
            UsageError: there is no such file or folder.
        """
        found = next((p for p in (self.root / path, path) if p.exists()), None)
        if found is None:
            raise UsageError(f"Không tìm thấy {path}. Kiểm tra lại tên tệp hoặc thư mục.")
        return found

    def shown(self, path: Path) -> str:
        """The path as staff are shown it: relative to the workspace where it lies inside."""
        return shown_from(self.root, path)

    def inbox(self, paths: Iterable[Path]) -> Inbox:
        """Every workbook under the paths (default: what units sent back), each once, in a fixed order.

        Raises:
            UsageError: a named path does not exist.
        """
        default = [self.received] if self.received.is_dir() else []
        named = [self.find(path) for path in paths] or default
        files: dict[str, Path] = {}
        issues: list[Issue] = []
        for path in named:
            for found in (path, *sorted(path.rglob("*"))):
                issue = self._set_aside(found, is_named=found == path)
                if issue:
                    issues.append(issue)
                elif not _is_ignored(found):
                    files.setdefault(shown_from(self.root, found), found)
        return Inbox(tuple(sorted(files.values(), key=self.shown)), tuple(issues))

    def _set_aside(self, path: Path, is_named: bool) -> Issue | None:
        place = Place(self.shown(path))
        if path.is_dir():
            return FileCode.IS_FOLDER.at(place) if path.suffix.lower() in SUFFIXES else None
        if path.name.startswith("~$"):
            return FileCode.LOCK.at(place)
        if path.suffix.lower() not in SUFFIXES | OTHER_SUFFIXES and not is_named and not _is_ignored(path):
            return FileCode.SKIPPED.at(place)
        return None


def _version(path: Path) -> tuple[str, int]:
    """`_v10` after `_v9`, and both after the first of that day."""
    match = _REPORT.fullmatch(path.stem)
    return (match[1], int(match[2] or 1)) if match else (path.stem, 1)


def _is_ignored(path: Path) -> bool:
    return path.is_dir() or _is_litter(path)


def _is_litter(path: Path) -> bool:
    return path.name.startswith(".") or path.name.lower() in _LITTER


def _last_used_file() -> Path:
    return settings_folder() / "workspace.txt"


def last_used() -> Workspace | None:
    """The workspace that the person used last, if its plan is still there."""
    try:
        workspace = Workspace(Path(os.fsdecode(_last_used_file().read_bytes())))
        return workspace if workspace.plan.is_file() else None
    except (OSError, ValueError):
        return None


def shipped() -> Path:
    """The folder of workbooks that come with the program."""
    return Path(str(resources.files("toolkit.workbooks")))


def ascii_name(text: str) -> str:
    """`07-KH-BCDCDS` for `07/KH-BCĐCĐS`: letters without marks, everything else a hyphen."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")
