"""Standard input, output and error as a person or a program may leave them: closed, full, read by nobody."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix closes the streams")
PHULUC = f"'{sys.executable}' -P -m toolkit"
LOST = "Không ghi được hết kết quả ra nơi nhận"


def _shell(line: str, place: Path) -> "subprocess.CompletedProcess[str]":
    """What bash gives for the line, in which `phuluc` is the program; coverage would write to closed streams, too."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    script = f'set -o pipefail; phuluc() {{ {PHULUC} "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", script], cwd=place, env=plain, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_nothing_of_the_work(issued: Workspace, send: Callable[[str], Path], closed: str) -> None:
    send("VP")
    told = _shell(f"phuluc merge --as-of 2025-06-30 {closed}", issued.root)
    assert told.returncode == 0
    assert "Traceback" not in told.stderr
    assert [path.name for path in issued.consolidated.glob("*.xlsx")] == ["Tong_hop_2025-06-30.xlsx"]
    assert ("Kết quả: " in told.stdout) is (">&-" not in closed.replace("2>&-", ""))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("phuluc deadline <&-", 0),
        ("phuluc deadline --json <&-", 0),
        ("phuluc deadline 'Quý II/2025' >&-", 0),
        ("phuluc khong-co <&- >&- 2>&-", 2),
        ("phuluc -C khong_co lint 2>&-", 4),
        ("phuluc mail-setup <&-", 1),
        # The number of a stream that is open the wrong way round.
        ("phuluc deadline 0>tep", 2),
    ],
)
def test_exit_codes_with_closed_streams(tmp_path: Path, line: str, code: int) -> None:
    told = _shell(line, tmp_path)
    assert (told.returncode, "Traceback" in told.stderr) == (code, False)


def test_what_is_opened_later_is_not_taken_for_a_stream(issued: Workspace, send: Callable[[str], Path]) -> None:
    """With its number free, the ledger or the workbook would have been written into by whoever speaks."""
    send("VP")
    open_as = _shell("phuluc merge --as-of 2025-06-30 && cat tong_hop/*.xlsx | sha256sum", issued.root).stdout
    closed = _shell("phuluc merge --as-of 2025-06-30 <&- >&- 2>&-; cat tong_hop/*.xlsx | sha256sum", issued.root).stdout
    assert open_as.splitlines()[-1] == closed.splitlines()[-1]


@pytest.mark.parametrize("line", ["seq 50000 | phuluc deadline | head -1", "phuluc --help | head -1"])
def test_a_reader_that_leaves_is_no_fault(tmp_path: Path, line: str) -> None:
    told = _shell(line, tmp_path)
    assert (told.returncode, told.stderr, told.stdout.count("\n")) == (0, "", 1)


def test_the_work_is_done_although_the_reader_left(issued: Workspace, send: Callable[[str], Path]) -> None:
    send("VP").write_bytes(b"broken")
    told = _shell("phuluc merge --as-of 2025-06-30 | true", issued.root)
    assert (told.returncode, told.stderr) == (3, "")
    assert (issued.consolidated / "Tong_hop_2025-06-30.xlsx").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is needed")
@pytest.mark.parametrize(
    ("line", "code", "lines"),
    [
        ("phuluc deadline 'Quý II/2025' >/dev/full", 5, 1),
        ("phuluc --help >/dev/full", 5, 1),
        ("phuluc --version >/dev/full", 5, 1),
        ("phuluc deadline 'Quý II/2025' 2>/dev/full >/dev/full", 5, 0),
        ("phuluc khong-co 2>/dev/full", 2, 0),
        # Opened for reading only.
        ("phuluc deadline 'Quý II/2025' 1</dev/null", 5, 1),
    ],
)
def test_a_full_disk_behind_the_streams(tmp_path: Path, line: str, code: int, lines: int) -> None:
    told = _shell(line, tmp_path)
    assert (told.returncode, told.stderr.count("\n"), told.stderr.startswith(LOST)) == (code, lines, bool(lines))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is needed")
def test_a_full_disk_behind_json_leaves_the_workbook_written(issued: Workspace, send: Callable[[str], Path]) -> None:
    send("VP")
    told = _shell("phuluc merge --json --as-of 2025-06-30 >/dev/full", issued.root)
    assert (told.returncode, told.stderr.count("\n")) == (5, 1)
    assert (issued.consolidated / "Tong_hop_2025-06-30.xlsx").exists()


def test_a_reader_in_no_hurry_gets_everything(tmp_path: Path) -> None:
    """Its end of the pipe says that nobody may wait; ours waits all the same."""
    given = "Quý II/2025\n" * 20_000
    read, write = os.pipe()
    os.set_blocking(write, False)
    run = subprocess.Popen(
        [sys.executable, "-P", "-m", "toolkit", "deadline", "--year", "2025"],
        cwd=tmp_path, stdin=subprocess.PIPE, stdout=write, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    os.close(write)
    assert run.stdin
    assert run.stderr
    run.stdin.write(given)
    run.stdin.close()
    with open(read, encoding="utf-8") as heard:
        lines = heard.read().splitlines()
    with run.stderr:
        assert (run.wait(timeout=60), run.stderr.read(), len(lines)) == (0, "", 20_000)


def test_without_any_streams_as_under_pythonw(tmp_path: Path) -> None:
    code = (
        "import sys, os\n"
        "sys.stdin = sys.stdout = sys.stderr = None\n"
        "from toolkit.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: os._exit(10 + int(end.code or 0))"
    )
    for arguments, expected in ((["deadline", "Quý II/2025"], 10), (["deadline"], 10), (["khong-co"], 12)):
        ran = subprocess.run([sys.executable, "-c", code, *arguments], cwd=tmp_path, timeout=60, check=False)
        assert ran.returncode == expected
