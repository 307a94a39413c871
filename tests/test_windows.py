"""The macros as Excel on Windows would run them, in a stand-in: through xlwings, and by plain VBA where that fails."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import excel_engine
import pytest
from tables import fill
from windows import Windows

from toolkit import control
from toolkit.workspace import Workspace

PYTHON = r"C:\phuluc\Scripts\pythonw.exe"
DAY = date(2025, 6, 30)


@pytest.fixture
def controlled(issued: Workspace) -> Workspace:
    issued.control.write_bytes(control.write(PYTHON, DAY))
    return issued


def _plainly(command: str) -> int:
    """The command line of the plain way, run with this machine's Python."""
    assert command.startswith(f'"{PYTHON}" -P -m toolkit press ')
    arguments = shlex.split(command.removeprefix(f'"{PYTHON}"'))
    return subprocess.run([sys.executable, *arguments], check=False, capture_output=True).returncode


def _only_plainly(command: str) -> int:
    """xlwings comes back without having done anything."""
    return 0 if command.startswith("cmd.exe") else _plainly(command)


def test_the_command_line_of_xlwings_runs(controlled: Workspace, send: Callable[[str], Path]) -> None:
    fill(send("VP"), "Mã | Trạng thái\nA.01 | Chưa thực hiện")
    windows: Windows

    def through_xlwings(command: str) -> int:
        """What Windows would start, in this process, with an engine of ours in the place of Excel."""
        code = re.search(r' -B -c "(.*)"  --wb="dieu_khien\.xlsm" --from_xl=1 ', command)
        assert code
        app = excel_engine.start(controlled.control)
        exec(code[1].replace('\\"', '"'), {})
        told = excel_engine.Name(app.books.opened[0], "Ket_qua").refers_to_range.raw_value
        windows.app.run("Show", told)
        return 0

    windows = Windows(controlled.control, PYTHON, through_xlwings)
    source = 'Sub Show(Text As String)\r\n    Named("Ket_qua").Value = Text\r\nEnd Sub\r\n'
    windows.app.add_module(source, name="Writer", kind="standard")
    assert windows.press("PhulucMerge").startswith("Đã tổng hợp 1/3 đơn vị")
    assert len(windows.commands) == 1
    assert windows.commands[0].startswith(rf'cmd.exe /C C: & cd "C:\phuluc\Scripts" & "{PYTHON}" -B -c ')
    assert "import toolkit.excel; toolkit.excel.press('merge')" in windows.commands[0]
    assert list(controlled.consolidated.glob("Tong_hop_*.xlsx"))


def test_where_xlwings_does_not_get_through_the_plain_way_does(
    controlled: Workspace, send: Callable[[str], Path]
) -> None:
    send("CA")
    windows = Windows(controlled.control, PYTHON, _only_plainly)
    assert windows.press("PhulucValidate").startswith("Đã kiểm tra 1 tệp: 0 lỗi")
    assert [command.partition(" ")[0] for command in windows.commands] == ["cmd.exe", f'"{PYTHON}"']
    assert f'-C "{controlled.root}"' in windows.commands[1]
    assert not (controlled.root / "ket_qua_nut.txt").exists()


def test_a_failure_by_the_plain_way_is_one_sentence(controlled: Workspace) -> None:
    controlled.plan.unlink()
    windows = Windows(controlled.control, PYTHON, _only_plainly)
    assert "Không tìm thấy template_phu_luc.xlsx" in windows.press("PhulucReport")


def test_where_nothing_runs_it_says_so(controlled: Workspace) -> None:
    windows = Windows(controlled.control, PYTHON, lambda _: 0)
    assert windows.press("PhulucLint").startswith("Không chạy được chương trình.")


def test_a_folder_on_the_network_is_told_by_the_plain_way_too(controlled: Workspace) -> None:
    windows = Windows(controlled.control, PYTHON, lambda _: 0)
    source = 'Sub Fill()\r\n    Named("Thu_muc").Value = "https://d.docs.live.net/abc"\r\nEnd Sub\r\n'
    windows.app.add_module(source, name="Writer", kind="standard")
    windows.app.run("Fill")
    assert windows.press("PhulucMerge") == control.ON_NETWORK
    assert all(command.startswith("cmd.exe") for command in windows.commands), "the plain way starts nothing"


def test_a_folder_may_end_with_a_backslash(controlled: Workspace) -> None:
    windows = Windows(controlled.control, PYTHON, lambda _: 0)
    source = 'Sub Fill()\r\n    Named("Thu_muc").Value = "D:\\phu luc\\"\r\nEnd Sub\r\n'
    windows.app.add_module(source, name="Writer", kind="standard")
    windows.app.run("Fill")
    windows.press("PhulucLint")
    arguments = shlex.split(windows.commands[-1].removeprefix(f'"{PYTHON}"'))
    assert arguments[arguments.index("-C") + 1] == "D:\\phu luc\\"
