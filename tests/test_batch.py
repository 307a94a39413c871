"""The .bat files, run by Wine's cmd; the Python they find is a stand-in that hands on to this machine's.

Wine gives no exit code of such a stand-in and writes Vietnamese in another code page, so neither is looked at here.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import distlib
import programs
import pytest

from toolkit import setting_up
from toolkit.workspace import Workspace

SCRIPTS = Path(__file__).parent.parent / "scripts"
LOCAL, PUBLIC, DRIVE = "users/{user}/AppData/Local", "users/Public", "."
# What of the command line is a path of Wine's becomes this machine's: Z: is the root.
STAND_IN = """#!/bin/sh
echo "$0" >> {log}
script=$(printf '%s' "$1" | sed 's#^Z:##; s#\\\\#/#g')
shift
exec {python} "$script" "$@"
"""
Cmd = Callable[..., str]


@pytest.fixture(scope="session")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new, empty Windows."""
    programs.find("wine")
    folder = tmp_path_factory.mktemp("wine")
    environment = os.environ | {"WINEPREFIX": str(folder), "WINEDEBUG": "-all"}
    subprocess.run(["wineboot", "--init"], env=environment, check=True, capture_output=True, timeout=180)
    return folder


@pytest.fixture
def drive(prefix: Path) -> Path:
    """Its drive C, without any Python."""
    drive = prefix / "drive_c"
    for pattern in ("users/*/AppData/Local/p*", "users/*/AppData/Local/Programs", "users/Public/p*", "p*"):
        for found in drive.glob(pattern):
            shutil.rmtree(found)
    for found in drive.glob("Program Files/Python*"):
        shutil.rmtree(found)
    return drive


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The scripts as a clerk has them: in a folder with a Vietnamese name and blanks."""
    return Path(shutil.copytree(SCRIPTS, tmp_path / "Bộ cài đặt" / "scripts"))


@pytest.fixture
def cmd(prefix: Path) -> Cmd:
    """Runs a .bat as a double-click does: `cmd(path, folder, arguments)`; gives what it printed."""

    def run(bat: Path, folder: Path, *arguments: str) -> str:
        environment = os.environ | {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}
        command = ["wine", "cmd", "/c", "call", f"Z:{bat}".replace("/", "\\"), *arguments]
        ran = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
        )
        return ran.stdout.decode("utf-8", "replace")

    return run


def _stand_in(path: Path, log: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STAND_IN.format(log=shlex.quote(str(log)), python=sys.executable), encoding="utf-8")
    path.chmod(0o755)
    return path


def _set_up(drive: Path, place: str, log: Path) -> Path:
    home = drive / place.format(user=os.environ.get("USER") or "root")
    return _stand_in(home / "phuluc_python" / "Scripts" / "python.exe", log)


def test_all_but_the_set_up_are_the_same_and_each_has_its_script() -> None:
    found = [path for path in SCRIPTS.glob("*.bat") if path.stem != "cai_dat"]
    assert {path.stem for path in SCRIPTS.glob("*.py")} == {"cai_dat", *(path.stem for path in found)}
    assert len({path.read_bytes() for path in found}) == 1
    for path in SCRIPTS.glob("*.bat"):
        data = path.read_bytes()
        assert data.count(b"\r\n") == data.count(b"\n"), "cmd loses its labels in files with bare line feeds"


def test_a_double_click_does_the_task(drive: Path, scripts: Path, cmd: Cmd, issued: Workspace, tmp_path: Path) -> None:
    _set_up(drive, LOCAL, tmp_path / "log")
    shown = cmd(scripts / "tong_hop.bat", issued.root, "--as-of", "2025-06-30", "-o", "ra ngoài.xlsx")
    assert (issued.root / "ra ngoài.xlsx").is_file(), shown


@pytest.mark.parametrize("places", [(LOCAL, PUBLIC, DRIVE), (PUBLIC, DRIVE), (DRIVE,)])
def test_the_best_place_comes_first(
    places: tuple[str, ...], drive: Path, scripts: Path, cmd: Cmd, workspace: Workspace, tmp_path: Path
) -> None:
    first, *_ = [_set_up(drive, place, tmp_path / "log") for place in places]
    cmd(scripts / "soat_ke_hoach.bat", workspace.root)
    assert [Path(line).resolve() for line in (tmp_path / "log").read_text().splitlines()] == [first.resolve()]


def test_the_command_of_a_workspace_is_made_with_it(
    drive: Path, cmd: Cmd, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set_up(drive, PUBLIC, tmp_path / "log")
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        setting_up.equip(workspace, "C:\\users\\Public\\phuluc_python\\Scripts\\python.exe", date(2025, 6, 30))
    cmd(workspace.starter, workspace.root, "giao")
    assert len(list(workspace.issued.glob("*.xlsx"))) == 3


def test_without_a_set_up_it_leads_to_the_set_up(drive: Path, scripts: Path, cmd: Cmd, tmp_path: Path) -> None:
    assert "cai_dat.bat" in cmd(scripts / "tong_hop.bat", tmp_path)


def _replace_set_up(scripts: Path) -> Path:
    """What the set-up does is tested elsewhere; here, that it is started, with its arguments."""
    note = scripts / "started.txt"
    (scripts / "cai_dat.py").write_text(f"import sys; open({str(note)!r}, 'w').write(' '.join(sys.argv[1:]))")
    return note


@pytest.mark.parametrize("home", ["users/{user}/AppData/Local/Programs/Python/Python312", "Program Files/Python311"])
def test_the_set_up_finds_python(home: str, drive: Path, scripts: Path, cmd: Cmd, tmp_path: Path) -> None:
    _stand_in(drive / home.format(user=os.environ.get("USER") or "root") / "python.exe", tmp_path / "log")
    note = _replace_set_up(scripts)
    cmd(scripts / "cai_dat.bat", tmp_path, "phu luc")
    assert note.read_text() == "phu luc"


def _installer(path: Path, steps: Path) -> None:
    """A Windows program that runs the .bat `steps` and ends after it: cmd would not wait for a stand-in.

    It is the launcher of which pip makes commands: the program, the line that says whom to start, an empty archive.
    """
    starts = "#!C:\\windows\\system32\\cmd.exe /c Z:{}\r\n".format(str(steps).replace("/", "\\"))
    launcher = Path(distlib.__file__).with_name("t64.exe").read_bytes()
    path.write_bytes(launcher + starts.encode() + b"PK\x05\x06".ljust(22, b"\0"))


def test_an_installer_of_python_beside_it_is_run(drive: Path, scripts: Path, cmd: Cmd, tmp_path: Path) -> None:
    note, kept, given = _replace_set_up(scripts), drive / "kept.exe", drive / "given.txt"
    _stand_in(kept, tmp_path / "log")
    home = '"C:\\Program Files\\Python313"'
    steps = ["echo %* > C:\\given.txt", f"md {home}", f'copy C:\\kept.exe {home[:-1]}\\python.exe"']
    (tmp_path / "steps.bat").write_text("\r\n".join(steps))
    _installer(scripts.parent / "python-3.13.9-amd64.exe", tmp_path / "steps.bat")
    cmd(scripts / "cai_dat.bat", tmp_path)
    assert note.exists()
    assert b" /passive InstallAllUsers=0 " in given.read_bytes()


def test_without_python_it_says_where_to_get_it(drive: Path, scripts: Path, cmd: Cmd, tmp_path: Path) -> None:
    note = _replace_set_up(scripts)
    assert "https://www.python.org/downloads/windows/" in cmd(scripts / "cai_dat.bat", tmp_path)
    assert not note.exists()
