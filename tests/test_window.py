"""The window of a double-clicked script, on a real screen of its own: keys pressed by xdotool, titles read back."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import programs
import pytest

from toolkit.workspace import Workspace

pytestmark = pytest.mark.timeout(60)
SCRIPTS = Path(__file__).parent.parent / "scripts"
ASKED_FOLDER, ASKED_FILE, ASKED_NEW = "Chọn thư mục làm việc", "Chọn tệp phụ lục", "Xin chọn hoặc tạo"
Person = Callable[[str], None]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    programs.find("xdotool")
    pytest.importorskip("tkinter")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [programs.find("Xvfb"), "-screen", "0", "1100x800x24", "-displayfd", str(writing)],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        monkeypatch.setenv("DISPLAY", f":{told.readline().strip()}")
    yield
    server.terminate()
    server.wait()


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a stand-in for the desktop's opener notes what it was asked to open."""
    note, opener = tmp_path / "opened.txt", tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" >> "{note}"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}{os.pathsep}{os.environ['PATH']}")
    return note


@pytest.fixture
def person(screen: None) -> Iterator[Person]:
    """Somebody at the keyboard: `title: keys; title: keys`, each when a window of that title is seen."""
    with ThreadPoolExecutor() as pool:
        stories = []

        def do(story: str) -> None:
            stories.append(pool.submit(_act, story))

        yield do
        for story in stories:
            story.result()


def _act(story: str) -> None:
    for step in story.split("; "):
        title, _, keys = step.partition(": ")
        while not any(title in seen for seen in _titles()):
            time.sleep(0.1)
        # The window is seen a moment before it takes keys.
        time.sleep(0.3)
        subprocess.run(["xdotool", *keys.split()], check=True)


def _titles() -> list[str]:
    found = _told("search", "--onlyvisible", "--name", "").split()
    return [_told("getwindowname", window) for window in found]


def _told(*arguments: str) -> str:
    return subprocess.run(["xdotool", *arguments], capture_output=True, encoding="utf-8", check=False).stdout


def _double_click(script: str, folder: Path) -> str:
    """Starts a script as a desktop does: no arguments, a person's terminal; gives what it printed, if anything."""
    ours, theirs = pty.openpty()
    command = [sys.executable, str(SCRIPTS / script)]
    ran = subprocess.run(command, stdin=theirs, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    os.close(ours)
    os.close(theirs)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_it_asks_for_the_folder_and_opens_the_result(
    opened: Path, person: Person, issued: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Xã Xuân Giang"
    issued.root.rename(folder)
    monkeypatch.setenv("HOME", str(folder))
    person(f"{ASKED_FOLDER}: key Return; Đã tổng hợp 0/3 đơn vị: key space")
    assert _double_click("tong_hop.py", tmp_path) == ""
    assert len(list((folder / "tong_hop").glob("Tong_hop_*.xlsx"))) == 1
    assert opened.read_text().startswith(f"{folder}/tong_hop/Tong_hop_")


def test_a_folder_without_a_plan_is_asked_for_again(
    opened: Path, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    person(f"{ASKED_FOLDER}: key Return; Tổng hợp phụ lục: key Return; {ASKED_FOLDER}: key Escape")
    assert _double_click("tong_hop.py", tmp_path) == ""
    assert not opened.exists()


def test_a_new_year_is_begun_beside_the_old_one_and_offered_first_from_then_on(
    opened: Path, person: Person, issued: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nha").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "nha"))
    former, following = issued.root.rename(tmp_path / "nha" / "phu_luc"), tmp_path / "nha" / "nam_sau"
    person(f"{ASKED_NEW}: type nam_sau; {ASKED_NEW}: key Return Return; Đã tạo thư mục làm việc: key space")
    assert _double_click("nam_moi.py", tmp_path) == ""
    assert {"template_phu_luc.xlsx", "dieu_khien.xlsm", "nop"} < {path.name for path in following.iterdir()}
    assert opened.read_text() == f"{following}\n"
    person(f"{ASKED_FOLDER}: key Return; Đã tổng hợp 0/24 đơn vị: key space")
    assert _double_click("tong_hop.py", tmp_path) == ""
    assert not list((former / "tong_hop").iterdir())
    assert len(list((following / "tong_hop").glob("Tong_hop_*.xlsx"))) == 1


def test_a_new_year_is_not_begun_where_something_lies(
    opened: Path, person: Person, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    again = f"Tổng hợp phụ lục: key Return; {ASKED_NEW}"
    story = f"{ASKED_NEW}: key Return; {again}: type {tmp_path}/ke_hoach; {ASKED_NEW}: key Return Return; {again}: key Escape"
    workspace.root.rename(tmp_path / "ke_hoach")
    person(story)
    assert _double_click("nam_moi.py", tmp_path) == ""
    assert not opened.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"bin", "ke_hoach"}


def test_it_asks_for_the_file_to_flag(opened: Path, person: Person, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nhiệm vụ", "Hạn", "Trạng thái"])
    book.active.append(["Việc", "31/03/2025", ""])
    book.save(tmp_path / "phu_luc.xlsx")
    person(f"{ASKED_FILE}: type phu_luc.xlsx; {ASKED_FILE}: key Return; Đã đánh dấu quá hạn: key space")
    assert _double_click("danh_dau.py", tmp_path) == ""
    assert opened.read_text() == f"{tmp_path}/phu_luc.xlsx\n"


def test_a_failure_is_one_sentence(opened: Path, person: Person, workspace: Workspace) -> None:
    person("Chưa có tệp tổng hợp nào: key space")
    assert _double_click("bao_cao.py", workspace.root) == ""
    assert not opened.exists()


def test_no_folder_is_needed_to_look_at_the_machine(person: Person, tmp_path: Path) -> None:
    person("Đã kiểm tra máy: key space")
    assert _double_click("kiem_tra_may.py", tmp_path) == ""


def test_what_asks_in_the_console_waits_before_it_closes(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"127.0.0.1\nnone\n1\n\na@b.vn\n\n")
    command = [sys.executable, str(SCRIPTS / "khai_bao_thu.py")]
    ran = subprocess.run(command, stdin=theirs, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    os.close(ours)
    os.close(theirs)
    assert (ran.returncode, "không nhận kết nối" in ran.stderr) == (6, True)
    assert ran.stdout.endswith("Nhấn Enter để đóng.")


def test_without_a_screen_it_is_the_command(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    assert "Bản đánh dấu" in _double_click("kiem_tra.py", workspace.root)
