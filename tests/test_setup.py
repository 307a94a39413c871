"""The set-up that a clerk double-clicks: really done here, from wheels beside it and without the network."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import programs
import pytest

ROOT = Path(__file__).parent.parent
SetUp = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheels of the program and of all it needs, for this machine."""
    folder, source = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("source") / "phuluc"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, tracked.split("\0")):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", str(folder), str(source)]
    if subprocess.run([*command, "-c", str(ROOT / "constraints.txt")], check=False, capture_output=True).returncode:
        programs.lacking("the package registry")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "nha"
    made.mkdir()
    return made


@pytest.fixture
def set_up(home: Path, tmp_path: Path) -> SetUp:
    """Runs the set-up as unpacked from the zip: `set_up(arguments, wheels=folder)`."""
    unpacked = tmp_path / "Bộ cài đặt"
    shutil.copytree(ROOT / "scripts", unpacked / "scripts")

    def run(*arguments: str, wheels: Path) -> "subprocess.CompletedProcess[str]":
        (unpacked / "wheels").unlink(missing_ok=True)
        (unpacked / "wheels").symlink_to(wheels)
        return subprocess.run(
            [sys.executable, str(unpacked / "scripts" / "cai_dat.py"), *arguments],
            env=os.environ | {"HOME": str(home), "PIP_NO_INDEX": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )

    return run


def test_it_sets_up_all_without_the_network_and_again(set_up: SetUp, home: Path, wheels: Path) -> None:
    done = set_up(wheels=wheels)
    assert done.returncode == 0, done.stderr
    environment, workspace = home / ".local" / "share" / "phuluc_python", home / "phu_luc"
    assert "Bước 4/4: xong." in done.stdout
    assert "dieu_khien.xlsm gọi đúng chương trình này." in done.stdout, "the look at the machine"
    plan = (workspace / "template_phu_luc.xlsx").read_bytes()
    # A second time, as after a new version: the plan that staff have changed stays.
    (workspace / "template_phu_luc.xlsx").write_bytes(plan + b"\0")
    (workspace / "dieu_khien.xlsm").unlink()
    assert set_up(wheels=wheels).returncode == 0
    assert (workspace / "template_phu_luc.xlsx").read_bytes() == plan + b"\0"
    assert (workspace / "dieu_khien.xlsm").is_file()
    ran = subprocess.run(
        [environment / "bin" / "python", "-P", "-m", "toolkit", "--version"], capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("phuluc")


def test_a_wheel_that_is_missing_is_told(set_up: SetUp, home: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    failed = set_up(wheels=tmp_path / "none")
    assert failed.returncode == 1
    assert failed.stderr.startswith("Chưa cài đặt được. Không cài được thư viện.")
    log = home / ".local" / "share" / "phuluc_python" / "cai_dat.log"
    assert str(log) in failed.stderr
    assert "phuluc-toolkit" in log.read_text(encoding="utf-8")
    assert not (home / "phu_luc").exists()


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cai_dat", ROOT / "scripts" / "cai_dat.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_places_that_will_not_do_are_passed_over(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked, somebodys, file, good = (tmp_path / name for name in ("Nguyễn", "khac", "tep", "tot"))
    (somebodys / "phuluc_python").mkdir(parents=True)
    (somebodys / "phuluc_python" / "cua_nguoi_khac.txt").touch()
    file.touch()
    places = [folder / "phuluc_python" for folder in (marked, somebodys, file, good)]
    monkeypatch.setattr(script, "environments", lambda: iter(places))
    assert script.choose_environment() == good / "phuluc_python"
    assert not marked.exists()
    monkeypatch.setattr(script, "environments", lambda: iter(places[:3]))
    with pytest.raises(script.SetUpError, match="Nhờ người quản trị máy"):
        script.choose_environment()
