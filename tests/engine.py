"""A real engine for the tests: dask's scheduler and two worker processes on this machine."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import distributed
from mail_server import free_port


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


def start(folder: Path, *command: str) -> subprocess.Popen[bytes]:
    """A part of dask, in a process of its own."""
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


def answers(port: int) -> bool:
    """Whether anybody listens there."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def run_engine(folder: Path) -> Running:
    """A scheduler and two workers, starting."""
    address = f"tcp://127.0.0.1:{free_port()}"
    host, port = address.removeprefix("tcp://").split(":")
    scheduler = start(folder, "scheduler", "--host", host, "--port", port, "--no-jupyter")
    both = ("--nworkers", "2", "--nthreads", "1", "--host", host, "--local-directory", str(folder))
    return Running(address, scheduler, start(folder, "worker", address, *both))
