"""An engine of other machines makes a merge faster and changes nothing: with a real scheduler and two worker processes."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import killers
import pytest
from click.testing import CliRunner, Result
from engine import Running, run_engine

from toolkit import cluster, encryption, intake, isolation, preparing, workflow
from toolkit.cli import phuluc
from toolkit.codes import FileCode
from toolkit.encryption import Keyring
from toolkit.errors import ExitCode
from toolkit.intake import Intake, Level
from toolkit.isolation import Limits, Reason, Workers
from toolkit.model import Delivery
from toolkit.workspace import Workspace

DAY = date(2025, 6, 30)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """For tests that leave it in order."""
    made = run_engine(tmp_path_factory.mktemp("engine"))
    yield made
    made.end()


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Running]:
    """For a test that ends it."""
    made = run_engine(tmp_path)
    yield made
    made.end()


@pytest.fixture
def crowd(issued: Workspace, send: Callable[..., Path]) -> Workspace:
    """Thirty good workbooks, and one of each kind that gives nothing."""
    for number in range(30):
        unit = "VP" if number % 2 else "CA"
        send(unit, f"{unit}_{number:02}.xlsx")
    (issued.received / "VP_rong.xlsx").touch()
    (issued.received / "VP_hong.xlsx").write_bytes(b"PK\x03\x04 no more")
    (issued.received / "VP_mat.xlsx").symlink_to("nowhere.xlsx")
    os.mkfifo(issued.received / "VP_ong.xlsx")
    locked = send("VP", "VP_khoa.xlsx")
    locked.write_bytes(encryption.lock(locked.read_bytes(), "Mật khẩu 1"))
    return issued


def _bytes(place: Workspace, chosen: Intake) -> bytes:
    """The consolidated workbook, whatever was there before."""
    merged = workflow.merge(place, (), None, DAY, chosen)
    made = merged.output.read_bytes()
    merged.output.unlink()
    return made


def _merge(place: Workspace, address: str) -> Result:
    return CliRunner().invoke(phuluc, ["merge", "-C", str(place.root), "--as-of", "2025-06-30", "--cluster", address])


def test_the_same_bytes_however_it_is_cut(running: Running, crowd: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    here = _bytes(crowd, Intake())
    for files, size, large in ((50, 8 << 20, 4 << 20), (1, 8 << 20, 4 << 20), (7, 40_000, 4 << 20), (7, 8 << 20, 100)):
        monkeypatch.setattr(intake, "_CHUNK", files)
        monkeypatch.setattr(intake, "_CHUNK_BYTES", size)
        monkeypatch.setattr(intake, "_LARGE", large)
        with cluster.connected(running.address) as engine:
            assert _bytes(crowd, Intake(engine=engine)) == here
            assert engine.left == 0, "all that was sent was read there"


def test_the_command(running: Running, crowd: Workspace) -> None:
    here = _bytes(crowd, Intake())
    told = _merge(crowd, running.address)
    assert (told.exit_code, told.stderr) == (ExitCode.WORKBOOK_ERRORS, "")
    assert next(crowd.consolidated.glob("*.xlsx")).read_bytes() == here


def test_the_level_below_is_read_there_too(running: Running, crowd: Workspace, tmp_path: Path) -> None:
    made = workflow.merge(crowd, (), None, DAY).output
    above = preparing.init(tmp_path / "cấp trên")
    shutil.copy(crowd.plan, above.plan)
    for unit in ("VP", "CA"):
        shutil.copy(made, above.received / f"{unit}_{made.name}")
    (above.received / "TYT_hong.xlsx").write_bytes(b"PK\x03\x04 no more")
    here = _bytes(above, Intake(level=Level.BELOW))
    with cluster.connected(running.address) as engine:
        assert _bytes(above, Intake(engine=engine, level=Level.BELOW)) == here
        assert engine.left == 0
    merged = workflow.merge(above, (), None, DAY, Intake(level=Level.BELOW))
    assert merged.register.rows.merged > 10
    assert [receipt.delivery for receipt in merged.period.unit_receipts].count(Delivery.RECEIVED) == 2


def test_passwords_go_along_and_a_person_is_asked_here(running: Running, crowd: Workspace) -> None:
    asked: list[str] = []

    def ask(file: str, _is_wrong: bool) -> str:
        asked.append(file)
        return "Mật khẩu 1"

    results = []
    for keyring in (Keyring(["Mật khẩu 1"]), Keyring(["sai"], ask)):
        with cluster.connected(running.address) as engine:
            merged = workflow.merge(crowd, (), None, DAY, Intake(keyring=keyring, engine=engine))
        results.append({sent.file: sent.is_readable for sent in merged.register.submissions})
        assert results[-1]["nop/VP_khoa.xlsx"]
        assert (engine.left, keyring.passwords[-1]) == (0, "Mật khẩu 1")
    assert results[0] == results[1]
    assert asked == ["nop/VP_khoa.xlsx"]


def test_a_file_that_ends_its_reader_costs_only_itself(
    running: Running, issued: Workspace, send: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the worker that read it."""
    monkeypatch.setattr(intake, "_read", killers.read_packed)
    monkeypatch.setattr(intake, "_read_loaded", killers.read_sent)
    made = Workers(2, Limits(seconds=10.0))
    monkeypatch.setattr(isolation, "workers", lambda: made)
    before = running.pids
    fatal = ("abort", "hang", "leave", "swell")
    for name in fatal:
        send("VP", f"{name}.xlsx")
    good = [send("CA", f"CA_{number}.xlsx") for number in range(8)]
    with cluster.connected(running.address) as engine:
        register = workflow.merge(issued, (), None, DAY, Intake(engine=engine)).register
    assert {sent.file for sent in register.submissions if sent.is_readable} == {f"nop/{path.name}" for path in good}
    told = {issue.place.file: issue.message for issue in register.issues if issue.code is FileCode.STOPPED}
    assert set(told) == {f"nop/{name}.xlsx" for name in fatal}
    assert Reason.DEATH.value in told["nop/abort.xlsx"]
    assert Reason.TIME.value in told["nop/hang.xlsx"]
    assert engine.left == len(fatal)
    assert running.pids == before
    made.shutdown()


def _once(act: Callable[[], None]) -> Callable[[Sequence[Path]], Iterable[Path]]:
    """Shows no progress, but does something when the third file is read and more are on their way."""

    def track(files: Sequence[Path]) -> Iterable[Path]:
        for number, file in enumerate(files):
            if number == 3:
                act()
            yield file

    return track


def test_a_worker_killed_in_the_middle_costs_nothing(
    running: Running, crowd: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = _bytes(crowd, Intake())
    monkeypatch.setattr(intake, "_read_loaded", killers.read_sent)
    monkeypatch.setattr(intake, "_CHUNK", 3)
    before = running.pids
    with cluster.connected(running.address) as engine:
        killing = Intake(_once(lambda: os.kill(before[0], signal.SIGKILL)), engine=engine)
        assert _bytes(crowd, killing) == here
        assert engine.left == 0, "the engine began again what was lost"
    assert before[0] not in running.pids, "another was started in its place"


def test_every_worker_killed_for_good(doomed: Running, crowd: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for an answer is given up after a while, and then read here."""
    here = _bytes(crowd, Intake())
    monkeypatch.setattr(intake, "_read_loaded", killers.read_sent)
    monkeypatch.setattr(intake, "_CHUNK", 3)
    monkeypatch.setattr(cluster, "_DEADLINE", 3.0)
    pids = doomed.pids

    def kill() -> None:
        for pid in (doomed.workers.pid, *pids):
            os.kill(pid, signal.SIGKILL)

    with cluster.connected(doomed.address) as engine:
        assert _bytes(crowd, Intake(_once(kill), engine=engine)) == here
    assert engine.left > 0


def test_the_scheduler_killed(doomed: Running, crowd: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    here = _bytes(crowd, Intake())
    monkeypatch.setattr(intake, "_read_loaded", killers.read_sent)
    monkeypatch.setattr(intake, "_CHUNK", 3)
    assert len(doomed.pids) == 2
    begin = time.monotonic()
    with cluster.connected(doomed.address) as engine:
        assert _bytes(crowd, Intake(_once(doomed.scheduler.kill), engine=engine)) == here
    assert engine.left > 0
    assert time.monotonic() - begin < 60


def test_another_installation_is_not_trusted(
    running: Running, crowd: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = _bytes(crowd, Intake())
    monkeypatch.setattr(cluster, "program", lambda: "another")
    told = _merge(crowd, running.address)
    assert "Cụm máy không đọc được 33 tệp; các tệp đó đã được đọc trên máy này." in told.stderr
    assert next(crowd.consolidated.glob("*.xlsx")).read_bytes() == here
