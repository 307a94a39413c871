"""Excel, whether it may run the macros of the control workbook, and the font of the workbooks."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from toolkit import control
from toolkit.doctor.finding import Finding, State
from toolkit.doctor.registry import Registry
from toolkit.errors import MachineError
from toolkit.workspace import Workspace

_FONT = "Times New Roman"
_WITHOUT_MACROS = "hoặc làm việc không cần macro: nháy đúp scripts/tong_hop.bat"
_RENEW = "Chạy scripts/cai_dat.bat, hoặc lệnh phuluc dieu-khien."
# Values of `VBAWarnings` (Microsoft's Office 2016 policy template, "VBA Macro Notification Settings").
_SIGNED_ONLY, _ALL_BLOCKED = 3, 4


def examine(workspace: Workspace, registry: Registry) -> Iterator[Finding]:
    """Excel, macros, the control workbook, the font."""
    version = _excel(registry)
    if version is None:
        remedy = "Các nút chạy được trong LibreOffice; hoặc nháy đúp scripts/tong_hop.bat."
        yield Finding("Excel", State.NOTE, "Không thấy Excel trên máy này.", remedy)
    else:
        yield Finding("Excel", State.GOOD, f"Phiên bản {version}.")
        yield _macros(version, registry)
    yield from _control(workspace)
    yield _font(registry)


def _excel(registry: Registry) -> str | None:
    """`16.0` out of `Excel.Application.16`."""
    told = registry(r"Software\Classes\Excel.Application\CurVer", "")
    current = re.fullmatch(r"Excel\.Application\.(\d+)", str(told))
    return f"{current[1]}.0" if current else None


def _macros(version: str, registry: Registry) -> Finding:
    """Whether a macro is run after the person has agreed, which is Excel's own setting out of the box."""
    place = rf"Microsoft\Office\{version}\Excel\Security"
    policy = registry(rf"Software\Policies\{place}", "VBAWarnings")
    setting = registry(rf"Software\{place}", "VBAWarnings") if policy is None else policy
    if setting not in (_SIGNED_ONLY, _ALL_BLOCKED):
        return Finding("Macro", State.GOOD, "Excel cho chạy macro sau khi bấm «Enable Content».")
    if policy is None:
        menu = "File > Options > Trust Center > Trust Center Settings > Macro Settings"
        remedy = f"Trong Excel, mở {menu}, chọn «Disable VBA macros with notification»; {_WITHOUT_MACROS}."
        return Finding("Macro", State.FAULT, "Excel đang chặn macro.", remedy)
    remedy = f"Nhờ người quản trị máy cho phép, {_WITHOUT_MACROS}."
    return Finding("Macro", State.FAULT, "Chính sách của cơ quan chặn macro.", remedy)


def _control(workspace: Workspace) -> Iterator[Finding]:
    """The control workbook: written for this Python, and not marked as come from the internet."""
    path = workspace.control
    if not path.is_file():
        yield Finding("Tệp điều khiển", State.NOTE, f"Chưa có {path.name}.", _RENEW)
        return
    try:
        named = control.read_interpreter(path)
    except MachineError as fault:
        yield Finding("Tệp điều khiển", State.FAULT, f"Không đọc được {path.name}.", fault.sentence)
        return
    if not Path(named).is_file():
        yield Finding("Tệp điều khiển", State.FAULT, f"{path.name} gọi một Python không có trên máy này.", _RENEW)
    elif Path(named) != Path(sys.executable):
        seen = f"{path.name} gọi Python khác, tại {named}."
        yield Finding("Tệp điều khiển", State.NOTE, seen, f"Nếu nút bấm báo lỗi: {_RENEW}")
    else:
        yield Finding("Tệp điều khiển", State.GOOD, f"{path.name} gọi đúng chương trình này.")
    if path.with_name(f"{path.name}:Zone.Identifier").exists():
        remedy = f"Excel sẽ chặn macro. Nháy chuột phải vào tệp > Properties > Unblock; {_WITHOUT_MACROS}."
        yield Finding("Tệp điều khiển", State.FAULT, f"{path.name} bị đánh dấu là tải từ mạng.", remedy)


def _font(registry: Registry) -> Finding:
    """The font of the workbooks, without which rows come out higher or lower than drawn."""
    if _has_font(registry):
        return Finding("Phông chữ", State.GOOD, f"Có {_FONT}.")
    remedy = f"Tệp vẫn mở được, chữ hiện bằng phông khác. Nên cài phông {_FONT} trước khi in."
    return Finding("Phông chữ", State.NOTE, f"Không thấy {_FONT}.", remedy)


def _has_font(registry: Registry) -> bool:
    if registry(r"Software\Microsoft\Windows NT\CurrentVersion\Fonts", f"{_FONT} (TrueType)"):
        return True
    matcher = shutil.which("fc-match")
    if matcher is None:
        return sys.platform == "darwin"
    told = subprocess.run([matcher, "--format=%{family}", _FONT], capture_output=True, encoding="utf-8", check=False)
    return _FONT in told.stdout
