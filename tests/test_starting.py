"""The first moments: nothing that lies in a person's folder is taken for the program, and Ctrl+C has one word."""

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.__main__ import STOPPED, STOPPED_TOLD
from toolkit.workspace import Workspace

ROOT = Path(__file__).parent.parent
WAYS = {
    "module": ["-m", "toolkit"],
    "console script": ["-c", "import sys; sys.path.pop(0); from toolkit.__main__ import main; sys.exit(main())"],
    "script": [str(ROOT / "scripts" / "tong_hop.py")],
}
# Names of what the program and its readers import; those that Python needs before a module is run are its own matter.
TRAPS = [
    "json",
    "email",
    "click",
    "pickle",
    "socket",
    "struct",
    "signal",
    "enum",
    "re",
    "random",
    "logging",
    "datetime",
    "zipfile",
    "hashlib",
    "multiprocessing",
    "subprocess",
    "typing",
    "dataclasses",
    "lxml",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "psutil",
    "filelock",
    "pyarrow",
    "distributed",
    "html",
    "select",
    "tempfile",
    "shutil",
    "uuid",
    "platform",
    "concurrent",
    "queue",
    "keyring",
]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_in_the_folder_is_taken_for_a_part_of_the_program(
    issued: Workspace, send: Callable[[str], Path], tmp_path: Path, way: str
) -> None:
    """Neither by the program nor by the processes that read."""
    send("VP")
    told = tmp_path / "taken"
    for name in TRAPS:
        trap = f"open({str(told)!r}, 'a').write({name!r})\nraise SystemExit('taken in')\n"
        (issued.root / f"{name}.py").write_text(trap, encoding="utf-8")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTHON"))}
    arguments = ["--as-of", "2025-06-30", *(["-C", "."] if way == "script" else [])]
    command = [sys.executable, *WAYS[way], *(["merge"] if way != "script" else []), *arguments]
    ran = subprocess.run(
        command, cwd=issued.root, env=plain, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert not told.exists(), told.read_text(encoding="utf-8")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Số dòng đã đọc: 4" in ran.stdout


def test_a_folder_that_holds_the_program_itself_still_does(tmp_path: Path) -> None:
    (tmp_path / "toolkit").symlink_to(ROOT / "toolkit")
    code = "import sys, toolkit.__main__ as start; start._leave_folder(); print([p for p in sys.path if p in ('', sys.argv[1])])"
    command = [sys.executable, "-c", code, str(tmp_path)]
    there = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    elsewhere = subprocess.run(command, cwd=tmp_path.parent, capture_output=True, text=True, timeout=60, check=True)
    assert (there.stdout.strip(), elsewhere.stdout.strip()) == ("['']", "[]")


WAITING = "import time\nprint('here', flush=True)\ntime.sleep(30)\n"


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal that Ctrl+C is on Unix")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("module", ["click", "toolkit.cli.streams"])
def test_ctrl_c_while_it_starts_is_told_as_later(tmp_path: Path, way: str, module: str) -> None:
    """Stopped in the midst of an import, which is held there by a module that waits."""
    (tmp_path / "held.py").write_text(WAITING, encoding="utf-8")
    hold = (
        "import sys, importlib.abc\n"
        "class Hold(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        f"            exec(open({str(tmp_path / 'held.py')!r}).read(), {{}})\n"
        "sys.meta_path.insert(0, Hold())\n"
    )
    (tmp_path / "sitecustomize.py").write_text(hold, encoding="utf-8")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = subprocess.Popen(
        [sys.executable, *WAYS[way], "--help"], env=plain | {"PYTHONPATH": str(tmp_path)}, cwd=tmp_path,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert run.stdout
    assert run.stdout.readline() == "here\n"
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=30)
    assert (run.returncode, told) == (STOPPED, f"{STOPPED_TOLD}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_processes_that_read_leave_ctrl_c_to_the_program() -> None:
    """From their first moment on, so that none of them speaks of it."""
    code = (
        "from toolkit import isolation\n"
        "import signal, os\n"
        "if __name__ == '__main__':\n"
        "    workers = isolation.Workers(2)\n"
        "    print(workers.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result(),\n"
        "          workers.submit(os.getenv, 'PYTHONSAFEPATH').result(), os.getenv('PYTHONSAFEPATH'),\n"
        "          signal.pthread_sigmask(signal.SIG_BLOCK, ()))\n"
        "    workers.shutdown()\n"
    )
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=plain, capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == "{<Signals.SIGINT: 2>} 1 None set()"


def test_who_ignores_ctrl_c_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run in the background, which a shell starts so."""
    from toolkit.__main__ import load

    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert load("toolkit.errors") is importlib.import_module("toolkit.errors")
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, former)
    load("toolkit.errors")
    assert signal.getsignal(signal.SIGINT) is former
