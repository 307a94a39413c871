"""An engine of other machines makes a merge faster and changes nothing: with a real scheduler and two worker processes."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import distributed
import killers
import pytest
from click.testing import CliRunner, Result

from toolkit import cluster, encryption, intake, isolation, workflow
from toolkit.cli import phuluc
from toolkit.codes import Code
from toolkit.encryption import Keyring
from toolkit.errors import ExitCode, UsageError
from toolkit.intake import Intake, Level
from toolkit.isolation import Limits, Reason, Workers
from toolkit.model import Delivery
from toolkit.workspace import Workspace

DAY = date(2025, 6, 30)


@dataclass(frozen=True)
class Running:
    """A scheduler and two workers under a nanny, which starts them again."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: subprocess.Popen[bytes]

    @property
    def pids(self) -> list[int]:
        """The processes that work now."""
        with distributed.Client(self.address, set_as_default=False, timeout=20) as client:
            client.wait_for_workers(2, timeout=30)
            return sorted(client.run(os.getpid).values())

    def end(self) -> None:
        for process in (self.workers, self.scheduler):
            process.terminate()
        for process in (self.workers, self.scheduler):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(folder: Path, *command: str) -> subprocess.Popen[bytes]:
    # The workers find the tests' own work, and write nothing beside the sources.
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *command, "--no-dashboard"],
        cwd=folder,
        env=environment,
        stdout=quiet,
        stderr=quiet,
    )


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def _run_engine(folder: Path) -> Running:
    address = f"tcp://127.0.0.1:{_free_port()}"
    host, port = address.removeprefix("tcp://").split(":")
    scheduler = _start(folder, "scheduler", "--host", host, "--port", port, "--no-jupyter")
    both = ("--nworkers", "2", "--nthreads", "1", "--host", host, "--local-directory", str(folder))
    return Running(address, scheduler, _start(folder, "worker", address, *both))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """For tests that leave it in order."""
    made = _run_engine(tmp_path_factory.mktemp("engine"))
    yield made
    made.end()


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Running]:
    """For a test that ends it."""
    made = _run_engine(tmp_path)
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
    above = workflow.init(tmp_path / "cấp trên")
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
    told = {issue.place.file: issue.message for issue in register.issues if issue.code is Code.FILE_STOPPED}
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


def test_without_it_nothing_of_it_is_loaded() -> None:
    seen = "import sys, toolkit.workflow; print({'asyncio', 'distributed', 'toolkit.cluster'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", seen], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "set()"


def test_it_is_not_installed(issued: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = _merge(issued, "tcp://127.0.0.1:9")
    assert told.exit_code == ExitCode.USAGE
    assert 'pip install ".[cluster]"' in told.stderr
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:{}", "khong-co-cong", "ftp://127.0.0.1:{}", "tls://127.0.0.1:{}", ""]
)
def test_nobody_is_there(issued: Workspace, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1.0)
    begin = time.monotonic()
    told = _merge(issued, address.format(_free_port()))
    assert told.exit_code == ExitCode.USAGE
    assert told.stderr.startswith("Không kết nối được với cụm máy «")
    assert told.stderr.count("\n") == 1
    assert time.monotonic() - begin < 30


def test_somebody_else_is_there(issued: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who takes the call and says nothing."""
    monkeypatch.setattr(cluster, "_PATIENCE", 1.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        told = _merge(issued, f"127.0.0.1:{silent.getsockname()[1]}")
    assert told.stderr.startswith("Không kết nối được với cụm máy «")


def test_a_scheduler_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = str(_free_port())
    alone = _start(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-jupyter")
    try:
        while not _answers(int(port)):
            time.sleep(0.1)
        monkeypatch.setattr(cluster, "_PATIENCE", 2.0)
        with pytest.raises(UsageError, match="chưa có máy nào làm việc"), cluster.connected(f"tcp://127.0.0.1:{port}"):
            pass
    finally:
        alone.terminate()
        alone.wait(20)


class _AtOnce(Executor):
    """Has every answer as soon as it is asked: the numbers it was given, as bytes."""

    def submit(self, *asked: Any, **_more: object) -> Future[Any]:
        _do, _program, _work, pieces, _common = asked
        done: Future[Any] = Future()
        done.set_result(tuple(str(piece).encode() for piece in pieces))
        return done


def test_only_so_much_is_held_at_once() -> None:
    """However fast the engine is, and however slowly its answers are taken."""
    loaded: list[int] = []

    def load(piece: int) -> int:
        loaded.append(piece)
        return piece

    engine = cluster.Engine(_AtOnce(), cores=2)
    chunks = (range(at, at + 10) for at in range(0, 1000, 10))
    for taken, answers in enumerate(engine.run(chunks, load, bytes)):
        assert answers == tuple(str(piece).encode() for piece in range(10 * taken, 10 * taken + 10))
        assert len(loaded) - 10 * taken <= 70, "three chunks for each core, and the one that is taken"
    assert loaded == list(range(1000))


def test_a_worker_leaves_what_it_has_no_time_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it could not do."""
    pieces = ("xã", None, 7)
    assert cluster._do(cluster.program(), str.encode, pieces, ("utf-8",)) == ("xã".encode(), None, None)
    monkeypatch.setattr(cluster, "_CHUNK_TIME", -1.0)
    assert cluster._do(cluster.program(), str.encode, pieces, ("utf-8",)) == (None, None, None)
    with pytest.raises(RuntimeError):
        cluster._do("another", str.encode, pieces, ("utf-8",))
