"""The staff scripts, run as they are run: directly, without arguments, in a workspace."""

import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from tables import fill

from toolkit.workspace import Workspace

SCRIPTS = Path(__file__).parent.parent / "scripts"


def _run(
    script: str, folder: Path, *arguments: str, python: Path = Path(sys.executable), home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [str(python), str(SCRIPTS / script), *arguments]
    environment = os.environ | ({"HOME": str(home)} if home else {})
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


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


@pytest.mark.parametrize("script", ["bao_cao.py", "giao_viec.py", "kiem_tra.py", "soat_ke_hoach.py", "tong_hop.py"])
def test_outside_a_workspace_one_sentence_says_what_to_do(script: str, tmp_path: Path) -> None:
    result = _run(script, tmp_path)
    assert result.returncode == 4
    assert "template_phu_luc.xlsx" in result.stderr
    assert "Traceback" not in result.stderr


def test_arguments_are_those_of_the_command(workspace: Workspace, tmp_path: Path) -> None:
    flagged = _run("danh_dau.py", tmp_path, "khong_co.xlsx")
    assert (flagged.returncode, "Không tìm thấy khong_co.xlsx" in flagged.stderr) == (2, True)
    looked = _run("kiem_tra_may.py", tmp_path, "-C", str(workspace.root))
    assert "nhiệm vụ, 3 đơn vị." in looked.stdout


def test_another_python_finds_the_one_that_was_set_up(workspace: Workspace, tmp_path: Path) -> None:
    """A double-clicked .py is run by whatever Python the machine opens it with: here one without the program."""
    bare = tmp_path / "bare"
    venv.EnvBuilder(with_pip=False).create(bare)
    told = _run("soat_ke_hoach.py", workspace.root, python=bare / "bin" / "python", home=tmp_path)
    assert (told.returncode, told.stderr) == (1, "Chưa cài đặt chương trình. Hãy nháy đúp scripts/cai_dat.bat.\n")
    there = tmp_path / ".local" / "share" / "phuluc_python" / "bin"
    there.mkdir(parents=True)
    # A link would be a Python without its environment.
    (there / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (there / "python").chmod(0o755)
    ran = _run("soat_ke_hoach.py", workspace.root, python=bare / "bin" / "python", home=tmp_path)
    assert "Soát kế hoạch: 0 lỗi" in ran.stdout, ran.stderr
