"""The folders: may they be written, is there room, are they on this machine; and the plan in them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from toolkit import plan
from toolkit.doctor.finding import Finding, State
from toolkit.doctor.program import ascii_path
from toolkit.errors import MachineError, PlanError
from toolkit.workspace import PLAN_NAME, Workspace

_LEAST_MB = 200
_SYNCED = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def examine(workspace: Workspace) -> Iterator[Finding]:
    """The temporary folder and the workspace with its plan."""
    plainly = "Nếu vậy, ghi x vào ô «Không dùng xlwings» của dieu_khien.xlsm."
    yield ascii_path("Thư mục tạm", Path(tempfile.gettempdir()), plainly)
    yield _synced(workspace.root.resolve())
    yield from _writable([folder for folder in (workspace.root, *workspace.folders) if folder.is_dir()])
    yield _room(workspace.root)
    yield _plan(workspace)


def _synced(folder: Path) -> Finding:
    """OneDrive gives Excel an address instead of a path, and holds files while it sends them."""
    roots = [Path(os.environ[name]) for name in _SYNCED if os.environ.get(name)]
    is_synced = any(folder.is_relative_to(root) for root in roots)
    if is_synced or any(part.startswith("OneDrive") for part in folder.parts):
        remedy = "Chép cả thư mục về ổ đĩa của máy, ví dụ D:\\phuluc, rồi làm việc ở đó."
        return Finding("Thư mục làm việc", State.NOTE, f"{folder} nằm trong OneDrive.", remedy)
    return Finding("Thư mục làm việc", State.GOOD, f"{folder}.")


def _writable(folders: list[Path]) -> Iterator[Finding]:
    refusing = []
    for folder in folders:
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError:
            refusing.append(str(folder.resolve()))
    if refusing:
        remedy = "Chuyển thư mục làm việc sang nơi khác, ví dụ D:\\phuluc, hoặc nhờ người quản trị máy cấp quyền."
        yield Finding("Quyền ghi", State.FAULT, f"Không ghi được vào {', '.join(refusing)}.", remedy)
    elif folders:
        yield Finding("Quyền ghi", State.GOOD, "Ghi được vào thư mục làm việc.")


def _room(folder: Path) -> Finding:
    if not folder.is_dir():
        return Finding("Ổ đĩa", State.NOTE, f"Không có thư mục {folder}.", "Mở đúng thư mục làm việc.")
    free = shutil.disk_usage(folder).free // 2**20
    if free < _LEAST_MB:
        return Finding("Ổ đĩa", State.FAULT, f"Chỉ còn trống {free} MB.", "Xóa bớt tệp không dùng trên ổ đĩa này.")
    return Finding("Ổ đĩa", State.GOOD, f"Còn trống {free} MB.")


def _plan(workspace: Workspace) -> Finding:
    if not workspace.plan.is_file():
        remedy = "Mở đúng thư mục làm việc, hoặc tạo mới bằng scripts/nam_moi.bat."
        return Finding("Kế hoạch", State.NOTE, f"Không có {PLAN_NAME} ở đây.", remedy)
    try:
        loaded = plan.load(workspace.plan)
    except (PlanError, MachineError) as fault:
        return Finding("Kế hoạch", State.FAULT, fault.sentence)
    return Finding("Kế hoạch", State.GOOD, f"{len(loaded.tasks)} nhiệm vụ, {len(loaded.units)} đơn vị.")
