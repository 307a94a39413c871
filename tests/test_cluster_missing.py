"""`--cluster` where the engine is not there, and the engine's bounds without one."""

import socket
import subprocess
import sys
import time
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from engine import answers, start
from mail_server import free_port

from toolkit import cluster
from toolkit.cli import phuluc
from toolkit.errors import ExitCode, UsageError
from toolkit.workspace import Workspace


def _merge(place: Workspace, address: str) -> Result:
    return CliRunner().invoke(phuluc, ["merge", "-C", str(place.root), "--as-of", "2025-06-30", "--cluster", address])


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
    told = _merge(issued, address.format(free_port()))
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
    port = str(free_port())
    alone = start(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-jupyter")
    try:
        while not answers(int(port)):
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
    for taken, answered in enumerate(engine.run(chunks, load, bytes)):
        assert answered == tuple(str(piece).encode() for piece in range(10 * taken, 10 * taken + 10))
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
