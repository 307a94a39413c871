"""No command opens a file that somebody may have sent in its own process: what kills a reader kills no run."""

import importlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import killers
import pytest
from click.testing import CliRunner
from hostile import BOMBS
from tables import DAY, fill, write_book

from toolkit import archive, guard, isolation, plan, spreadsheet, workflow
from toolkit.cli import phuluc
from toolkit.errors import ExitCode
from toolkit.isolation import Limits, Reason, Workers
from toolkit.workspace import Workspace, shipped

# Whatever looks into a file, by where its name is looked up.
READERS = (
    "toolkit.guard.check",
    "toolkit.guard.check_document",
    "toolkit.spreadsheet.parse",
    "toolkit.package.kind_of",
    "toolkit.readers.read_fast",
    "python_calamine.CalamineWorkbook.from_filelike",
    "openpyxl.load_workbook",
    "xlrd.open_workbook",
    "olefile.OleFileIO",
    "msoffcrypto.OfficeFile",
    "docx.Document",
)
COMMANDS = {
    "lint": 0,
    "lint template_phu_luc.xlsx": 0,
    "issue": 0,
    "validate --mark": 3,
    "merge --as-of 2025-06-30": 3,
    "merge --as-of 2025-07-31 --previous tong_hop/Tong_hop_2025-06-30.xlsx": 3,
    "status": 0,
    "report": 0,
    "send": 0,
    "remind": 0,
    "flag theo_doi.xlsx": 0,
    "deadline Quý_II": 0,
    "control": 0,
    "doctor": None,
}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened in this process; the processes apart start anew and know nothing of this."""
    opened: list[str] = []
    for name in READERS:
        *path, last = name.split(".")
        owner = importlib.import_module(path[0])
        for step in path[1:]:
            owner = getattr(owner, step, None) or importlib.import_module(f"{owner.__name__}.{step}")
        monkeypatch.setattr(owner, last, _noted(opened, name, getattr(owner, last)))
    return opened


def _noted(opened: list[str], name: str, really: Callable[..., object]) -> Callable[..., object]:
    def note(*args: object, **kwargs: object) -> object:
        opened.append(name)
        return really(*args, **kwargs)

    return note


def test_every_command_reads_in_a_process_apart(issued: Workspace, send: Callable[..., Path], here: list[str]) -> None:
    fill(send("VP"), "Mã | Trạng thái\nA.01 | Bịa đặt")
    write_book(issued.root / "theo_doi.xlsx", {"a": "Nhiệm vụ | Hạn hoàn thành | Trạng thái\nViệc | 30/6/2025 | Chưa"})
    shutil.copy(shipped() / "mau_bao_cao.docx", issued.report_template)
    here.clear()
    for command, code in COMMANDS.items():
        words = [word.replace("_", " ") if word.startswith("Quý") else word for word in command.split()]
        ran = CliRunner().invoke(phuluc, ["-C", str(issued.root), *words])
        assert code is None or ran.exit_code == code, (command, ran.output)
        assert here == [], command
    spreadsheet.parse(issued.plan.read_bytes())
    assert {"toolkit.guard.check", "toolkit.package.kind_of"} <= {*here}, "the test would see it"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    made = Workers(1, Limits(seconds=10.0, memory=110 << 20))
    monkeypatch.setattr(isolation, "workers", lambda count=0: made)
    yield made
    made.shutdown()


@pytest.mark.parametrize(
    ("command", "work", "reason"),
    [
        ("merge", "hang_on", Reason.TIME),
        ("merge", "swell_on", Reason.MEMORY),
        *(
            (command, "die", Reason.DEATH)
            for command in ("merge", "lint", "issue", "validate", "deadline Tháng", "report")
        ),
    ],
)
def test_a_plan_that_kills_its_reader(
    hurried: Workers, issued: Workspace, monkeypatch: pytest.MonkeyPatch, command: str, work: str, reason: Reason
) -> None:
    monkeypatch.setattr(plan, "read", getattr(killers, work))
    words = ["Tháng 6" if word == "Tháng" else word for word in command.split()]
    ran = CliRunner().invoke(phuluc, ["-C", str(issued.root), *words])
    told = f"Đã ngừng đọc kế hoạch template_phu_luc.xlsx vì {reason.value}. Kiểm tra lại tệp kế hoạch."
    assert (ran.exit_code, ran.output.strip()) == (ExitCode.PLAN_UNUSABLE, told)


def test_a_plan_that_is_a_bomb(issued: Workspace) -> None:
    issued.plan.write_bytes(BOMBS[0].make(issued.plan.read_bytes()))
    ran = CliRunner().invoke(phuluc, ["lint", "-C", str(issued.root)])
    assert ran.exit_code == ExitCode.PLAN_UNUSABLE
    assert guard.Cause.INFLATED.value in ran.output


@pytest.mark.parametrize("command", ["status", "report", "send", "remind"])
def test_a_consolidated_workbook_that_kills_its_reader(
    issued: Workspace, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    workflow.merge(issued, (), None, DAY)
    monkeypatch.setattr(archive, "read", killers.die)
    ran = CliRunner().invoke(phuluc, [command, "-C", str(issued.root)])
    assert (ran.exit_code, Reason.DEATH.value in ran.output) == (ExitCode.USAGE, True)


def test_the_plan_that_comes_back_is_the_plan(issued: Workspace) -> None:
    """Equal, and one object where it was one: parcels go by which object it is."""
    there, local = plan.load(issued.plan), plan.read(issued.plan)
    assert there == local
    assert there.columns == local.columns
    assert all(a.task is there.task_of[a.task.code] for unit in there.units for a in there.assignments_of(unit))
