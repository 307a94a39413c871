"""The staff scripts, run as they are run: directly, without arguments, in a workspace."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tables import fill

from toolkit.workspace import Workspace

SCRIPTS = Path(__file__).parent.parent / "scripts"


def _run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPTS / script)]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_the_scripts_do_what_their_commands_do(workspace: Workspace) -> None:
    issued = _run("giao_viec.py", workspace.root)
    assert issued.returncode == 0, issued.stderr
    assert len(list(workspace.issued.glob("*.xlsx"))) == 3
    assert _run("kiem_tra.py", workspace.root).returncode == 0
    merged = _run("tong_hop.py", workspace.root)
    assert merged.returncode == 0, merged.stderr
    assert len(list(workspace.consolidated.glob("Tong_hop_*.xlsx"))) == 1


def test_a_faulty_entry_is_told_by_the_exit_code(send: Callable[[str], Path], issued: Workspace) -> None:
    fill(send("VP"), "Mã | Trạng thái\nA.01 | hic")
    checked = _run("kiem_tra.py", issued.root)
    assert checked.returncode == 3
    assert "Báo cáo!I8" in checked.stdout
    assert _run("tong_hop.py", issued.root).returncode == 3


@pytest.mark.parametrize("script", sorted(path.name for path in SCRIPTS.glob("*.py")))
def test_outside_a_workspace_one_sentence_says_what_to_do(script: str, tmp_path: Path) -> None:
    result = _run(script, tmp_path)
    assert result.returncode == 4
    assert "template_phu_luc.xlsx" in result.stderr
    assert "Traceback" not in result.stderr
