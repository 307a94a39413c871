"""Two runs at once, and a run killed at any moment: the old output or the new one, never half; what was sent in stays."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tables import fill

from toolkit import archive, workflow, workspace
from toolkit.cli import phuluc
from toolkit.errors import ExitCode
from toolkit.workspace import Workspace

DAY = date(2025, 6, 30)
COMMAND = [sys.executable, "-P", "-m", "toolkit", "merge", "--as-of", "2025-06-30"]


def _inputs(place: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (place.plan, *place.issued.iterdir(), *place.received.iterdir())}


def test_another_run_is_told_politely(issued: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "_PATIENCE", 0.05)
    with issued.exclusive():
        for command in (["merge"], ["issue"]):
            told = CliRunner().invoke(phuluc, [*command, "-C", str(issued.root)])
            assert (told.exit_code, "Một lần chạy khác đang ghi vào thư mục" in told.stderr) == (5, True)
        assert CliRunner().invoke(phuluc, ["validate", "-C", str(issued.root)]).exit_code == 0, "reading is free"
    assert CliRunner().invoke(phuluc, ["merge", "-C", str(issued.root)]).exit_code == 0


def test_two_runs_at_once_both_end_well(issued: Workspace, send: Callable[[str], Path]) -> None:
    send("CA")
    runs = [subprocess.Popen([*COMMAND, "-C", str(issued.root)], stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0, 0]
    assert [path.name for path in issued.consolidated.glob("*.xlsx")] == ["Tong_hop_2025-06-30.xlsx"]


def test_killed_at_any_moment(issued: Workspace, send: Callable[[str], Path]) -> None:
    """Twenty moments spread over the time that a whole run takes, the last ones close together around the writing."""
    sent = send("VP")
    output = workflow.merge(issued, (), None, DAY).output
    old = output.read_bytes()
    fill(sent, "Mã | Trạng thái | Ngày hoàn thành\nA.02 | Hoàn thành | 01/04/2025")
    before = _inputs(issued)
    begin = time.perf_counter()
    subprocess.run([*COMMAND, "-C", str(issued.root)], check=True, capture_output=True)
    whole = time.perf_counter() - begin
    new = output.read_bytes()
    assert new != old
    seen = set()
    for share in [*range(5, 80, 10), *range(80, 104, 2)]:
        output.write_bytes(old)
        issued.ledger.publish(output, old)
        run = subprocess.Popen([*COMMAND, "-C", str(issued.root)], stdout=subprocess.DEVNULL)
        time.sleep(whole * share / 100)
        run.kill()
        run.wait()
        found = output.read_bytes()
        seen.add(found)
        assert found in (old, new)
        assert _inputs(issued) == before
        assert archive.recall("", output).period.as_of == DAY
    assert old in seen
    (issued.consolidated / ".ghi_dang_do.tmp").write_bytes(new[:1000])
    assert subprocess.run([*COMMAND, "-C", str(issued.root)], check=False, capture_output=True).returncode == 0
    assert output.read_bytes() == new
    assert [path.name for path in issued.consolidated.iterdir()] == [output.name]


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))
from toolkit.cli import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the limit that stands for a full disk is of Unix")
@pytest.mark.parametrize("room", [2_000, 8_000])
def test_no_room_for_what_is_being_made(
    issued: Workspace, send: Callable[[str], Path], tmp_path: Path, room: int
) -> None:
    send("VP")
    scratch = tmp_path / "tạm"
    scratch.mkdir()
    # What measures the coverage of processes has no room either.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    told = subprocess.run(
        [sys.executable, "-c", FULL.format(room=room), "merge", "-C", str(issued.root), "--as-of", "2025-06-30"],
        env=plain | {"TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr.count("\n")) == (ExitCode.OUTPUT_UNWRITABLE, 1), told.stderr
    assert "thư mục tạm" in told.stderr
    assert not list(scratch.iterdir())
    assert not list(issued.consolidated.iterdir())
