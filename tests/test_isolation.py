"""Work that hangs, swells or dies costs itself and nothing else, and no process is left behind."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import killers
import psutil
import pytest
from click.testing import CliRunner

from toolkit import archive, conservation, intake, isolation, workflow
from toolkit.archive import NotConsolidated
from toolkit.cli import phuluc
from toolkit.codes import FileCode
from toolkit.files import InputFile
from toolkit.intake import Intake
from toolkit.isolation import Limits, Reason, Stopped, Workers
from toolkit.serving import Shared
from toolkit.submission import Submission
from toolkit.workspace import Workspace

DAY = date(2025, 6, 30)
REASON_OF = {
    "hang": Reason.TIME,
    "spin": Reason.TIME,
    "swell": Reason.MEMORY,
    "ask_for_too_much": Reason.MEMORY,
    "abort": Reason.DEATH,
    "leave": Reason.DEATH,
}


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    """Two processes that are given up soon."""
    made = Workers(2, Limits(seconds=6.0, memory=150 << 20))
    monkeypatch.setattr(isolation, "workers", lambda count=0: made)
    yield made
    made.shutdown()


@pytest.mark.parametrize("name", killers.BY_NAME)
def test_it_is_given_up_and_the_next_work_is_done(hurried: Workers, name: str) -> None:
    with pytest.raises(Stopped) as stopped:
        hurried.submit(killers.BY_NAME[name]).result(timeout=60)
    assert stopped.value.reason is REASON_OF[name]
    assert hurried.submit(pow, 2, 5).result(timeout=60) == 32


def test_what_the_work_raises_is_the_callers(hurried: Workers) -> None:
    with pytest.raises(ZeroDivisionError):
        hurried.submit(divmod, 1, 0).result(timeout=60)
    first, second = (hurried.submit(os.getpid).result(timeout=60) for _ in range(2))
    assert first == second != os.getpid()


def test_a_process_that_somebody_else_ended_is_no_fault_of_the_work(hurried: Workers, tmp_path: Path) -> None:
    assert hurried.submit(killers.die_once, tmp_path / "mark").result(timeout=60) == "done"
    psutil.Process(hurried.submit(os.getpid).result(timeout=60)).kill()
    assert hurried.submit(pow, 2, 5).result(timeout=60) == 32


def test_a_folder_full_of_killers_costs_only_the_killers(
    hurried: Workers, issued: Workspace, send: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_read", killers.read_packed)
    send("CA")
    for name in killers.BY_NAME:
        send("VP", f"{name}.xlsx")
    send("VP")
    register = workflow.merge(issued, (), None, DAY).register
    assert [sent.file for sent in register.submissions if sent.is_readable] == [
        "nop/CA_07-KH-UBND.xlsx",
        "nop/VP_07-KH-UBND.xlsx",
    ]
    told = {issue.place.file: issue.message for issue in register.issues if issue.code is FileCode.STOPPED}
    assert set(told) == {f"nop/{name}.xlsx" for name in killers.BY_NAME}
    for name, reason in REASON_OF.items():
        assert reason.value in told[f"nop/{name}.xlsx"]


def test_the_result_does_not_depend_on_the_number_of_processes(issued: Workspace, send: Callable[..., Path]) -> None:
    for number in range(7):
        send("VP" if number % 2 else "CA", f"{'VP' if number % 2 else 'CA'}_{number}.xlsx")
    results = []
    for count in (1, 3):
        executor = Workers(count)
        results.append(workflow.merge(issued, (), None, DAY, Intake(executor=executor)).output.read_bytes())
        executor.shutdown()
    command = ["merge", "-C", str(issued.root), "--as-of", "2025-06-30", "--workers", "2"]
    assert CliRunner().invoke(phuluc, command).exit_code == 0
    assert results == [next(issued.consolidated.iterdir()).read_bytes()] * 2


def test_a_workbook_read_alone(hurried: Workers, issued: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "read", killers.die)
    with pytest.raises(NotConsolidated) as told:
        archive.recall("a.xlsx", issued.plan)
    assert str(told.value) == f"Đã ngừng đọc tệp này vì {Reason.DEATH.value}; các tệp khác vẫn được đọc."


PARENT = """
import os, sys
sys.path[:0] = {path!r}
import killers
from toolkit.isolation import Limits, Workers
if __name__ == "__main__":
    workers = Workers(2, Limits(seconds=2))
    print(workers.submit(os.getpid).result(), flush=True)
    workers.submit(killers.{work}).result()
"""


@pytest.mark.parametrize("work", ["hang", "spin"])
def test_a_killed_run_leaves_no_process(tmp_path: Path, work: str) -> None:
    """Not even one that lets none of its own threads run."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(path=sys.path, work=work), encoding="utf-8")
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = psutil.Process(int(re.sub(r"\D", "", parent.stdout.readline())))
    # The work is begun.
    time.sleep(0.5)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 30
    while _lives(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(child)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_whoever_leaves_at_once_waits_for_nothing() -> None:
    """As at Ctrl+C: what is being done is given up, and not begun again."""
    made = Workers(1)
    hanging = made.submit(killers.hang)
    waiting = made.submit(pow, 2, 5)
    time.sleep(1.5)
    begin = time.monotonic()
    made.shutdown(cancel_futures=True)
    assert time.monotonic() - begin < 10
    with pytest.raises(Stopped):
        hanging.result(timeout=0)
    assert waiting.cancelled()


def test_a_process_killed_while_it_answers() -> None:
    """Once the run waited for ever for the rest of the answer; no moment of the kill may lead to that."""
    for seconds in (0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.3):
        made = Workers(1, Limits(seconds=seconds, memory=2 << 30))
        with contextlib.suppress(Stopped):
            made.submit(killers.tell_too_much, 400 << 20).result(timeout=60)
        assert made.submit(pow, 2, 5).result(timeout=60) == 32
        made.shutdown()


def test_an_error_of_a_reader_costs_its_file(
    hurried: Workers, issued: Workspace, send: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_read", killers.fail_on_one)
    send("CA")
    sent = send("VP", "VP_loi.xlsx")
    register = workflow.merge(issued, (), None, DAY).register
    assert {sent.file: sent.is_readable for sent in register.submissions} == {
        "nop/CA_07-KH-UBND.xlsx": True,
        "nop/VP_loi.xlsx": False,
    }
    (told,) = (issue for issue in register.issues if issue.code is FileCode.STOPPED)
    assert Reason.FAULT.value in told.message
    (failed,) = (read for read in register.submissions if not read.is_readable)
    assert failed.source == InputFile.of(failed.file, sent.read_bytes())


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _stop_at_the_first(_tally: conservation.Tally, sent: Iterable[Submission]) -> Iterator[Submission]:
    yield next(iter(sent))
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("where", "what", "stop"),
    [(intake._Desk, "finish", _stop), (conservation.Tally, "count", _stop_at_the_first)],
    ids=["while it is read", "while it is put together"],
)
def test_a_run_that_a_person_stops_says_so_in_their_language(
    hurried: Workers,
    issued: Workspace,
    send: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    where: type,
    what: str,
    stop: Callable[..., object],
) -> None:
    send("VP")
    send("CA")
    monkeypatch.setattr(where, what, stop)
    ran = CliRunner().invoke(phuluc, ["merge", "-C", str(issued.root)])
    assert ran.exit_code == 1
    assert ran.output.strip() == "Đã dừng theo yêu cầu. Các tệp có sẵn vẫn nguyên."
    with pytest.raises(RuntimeError):
        hurried.submit(pow, 2, 5)


def test_what_is_shared_is_sent_once_and_is_the_bytes_themselves(hurried: Workers) -> None:
    one, other = Shared(b"a" * 1000), Shared(b"b")
    for shared, wanted in ((one, 1000), (other, 1), (one, 1000)):
        assert [hurried.submit(len, shared).result(timeout=60) for _ in range(4)] == [wanted] * 4
    with pytest.raises(Stopped):
        hurried.submit(killers.abort).result(timeout=60)
    assert hurried.submit(len, one).result(timeout=60) == 1000


def test_consolidated_workbooks_may_take_more(hurried: Workers) -> None:
    roomy = hurried.within(Limits(seconds=60.0, memory=1 << 30))
    assert len(roomy.submit(killers.tell_too_much, 200 << 20).result(timeout=60)) == 200 << 20
    with pytest.raises(Stopped) as stopped:
        hurried.submit(killers.tell_too_much, 200 << 20).result(timeout=60)
    assert stopped.value.reason is Reason.MEMORY


def test_a_busy_machine_makes_no_work_too_long() -> None:
    """The process is held now and then, as where others take the processor: its own time counts, and not the clock's."""
    made = Workers(1, Limits(seconds=3.0))
    child = psutil.Process(made.submit(os.getpid).result(timeout=60))
    pending = made.submit(killers.work_for, 0.9)
    begin = time.monotonic()
    while not pending.done():
        child.suspend()
        time.sleep(0.3)
        child.resume()
        time.sleep(0.1)
    assert pending.result() >= 0.9
    assert time.monotonic() - begin > 3.0
    made.shutdown()
