"""The look at the machine: every finding good, or with what to do; the registry of Windows is a table of the test."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tables import SETTINGS_TABLE, write_plan

from toolkit import control, doctor, isolation
from toolkit.cli import phuluc
from toolkit.doctor import Finding, State, folders, office, post, program
from toolkit.isolation import Workers
from toolkit.workspace import Workspace

SECURITY = r"Microsoft\Office\16.0\Excel\Security"
EXCEL = {(r"Software\Classes\Excel.Application\CurVer", ""): "Excel.Application.16"}
Registry = Callable[[str, str], str | int | None]


def _registry(**values: int | str) -> Registry:
    """Excel 16 with the user's own setting of macros, or the office's policy."""
    places = {"own": rf"Software\{SECURITY}", "policy": rf"Software\Policies\{SECURITY}"}
    table: dict[tuple[str, str], int | str] = {(places[name], "VBAWarnings"): value for name, value in values.items()}
    return lambda key, name: (EXCEL | table).get((key, name))


def _by_subject(findings: list[Finding]) -> dict[str, Finding]:
    for finding in findings:
        # What is wrong with a plan comes with its remedy in the sentence.
        if finding.subject != "Kế hoạch":
            assert bool(finding.remedy) == (finding.state is not State.GOOD), finding
    return {finding.subject: finding for finding in findings}


@pytest.mark.parametrize(
    ("registry", "state", "told"),
    [
        (_registry(), State.GOOD, "sau khi bấm «Enable Content»"),
        (_registry(own=2), State.GOOD, "sau khi bấm"),
        (_registry(own=1, policy=2), State.GOOD, "sau khi bấm"),
        (_registry(own=4), State.FAULT, "Trust Center"),
        (_registry(own=3), State.FAULT, "Disable VBA macros with notification"),
        (_registry(own=1, policy=4), State.FAULT, "người quản trị"),
    ],
)
def test_macros_of_excel(workspace: Workspace, registry: Registry, state: State, told: str) -> None:
    found = _by_subject(list(office.examine(workspace, registry)))
    assert found["Excel"].seen == "Phiên bản 16.0."
    assert (found["Macro"].state, told in str(found["Macro"])) == (state, True)


def test_the_control_workbook(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def look() -> list[Finding]:
        return [f for f in office.examine(workspace, _registry()) if f.subject == "Tệp điều khiển"]

    assert [f.state for f in look()] == [State.NOTE]
    CliRunner().invoke(phuluc, ["control", "-C", str(workspace.root)])
    assert [f.state for f in look()] == [State.GOOD]
    with monkeypatch.context() as patched:
        patched.setattr("sys.executable", "/usr/bin/python3")
        assert [f.state for f in look()] == [State.NOTE]
    # What Windows writes beside a file that came by mail or from the web.
    workspace.control.with_name("dieu_khien.xlsm:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    assert ["Unblock" in f.remedy for f in look()] == [False, True]
    workspace.control.write_bytes(control.write(r"C:\mat\python.exe", date(2025, 6, 30)))
    assert look()[0].state is State.FAULT
    workspace.control.write_bytes(b"not a workbook")
    assert look()[0].state is State.FAULT


def test_a_folder_that_onedrive_sends_away(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _by_subject(list(folders.examine(workspace)))["Thư mục làm việc"].state is State.GOOD
    monkeypatch.setenv("OneDrive", str(workspace.root.parent))
    moved = _by_subject(list(folders.examine(workspace)))["Thư mục làm việc"]
    assert (moved.state, "D:\\phuluc" in moved.remedy) == (State.NOTE, True)


def test_a_folder_that_cannot_be_written(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    found = _by_subject(list(folders.examine(workspace)))["Quyền ghi"]
    assert (found.state, str(workspace.received) in found.seen) == (State.FAULT, True)


def test_the_plan(workspace: Workspace, tmp_path: Path) -> None:
    found = _by_subject(list(folders.examine(workspace)))["Kế hoạch"]
    assert (found.state, "3 đơn vị" in found.seen) == (State.GOOD, True)
    workspace.plan.write_bytes(b"")
    assert _by_subject(list(folders.examine(workspace)))["Kế hoạch"].state is State.FAULT
    nowhere = _by_subject(list(folders.examine(Workspace(tmp_path / "khong_co"))))
    assert (nowhere["Kế hoạch"].state, nowhere["Ổ đĩa"].state) == (State.NOTE, State.NOTE)


def test_mail(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def look() -> list[State]:
        return [found.state for found in _by_subject(list(post.examine(workspace))).values()]

    assert look() == [State.NOTE, State.NOTE]
    for name, value in (("HOST", "mail.xa.vn"), ("USER", "vanthu@xa.vn")):
        monkeypatch.setenv(f"PHULUC_SMTP_{name}", value)
    write_plan(workspace.plan, settings=f"{SETTINGS_TABLE}    Email nơi nhận | huyen.vn")
    assert look() == [State.FAULT, State.FAULT]
    monkeypatch.setenv("PHULUC_SMTP_PASSWORD", "bí mật")
    write_plan(workspace.plan, settings=f"{SETTINGS_TABLE}    Email nơi nhận | huyen@mau.vn")
    assert look() == [State.GOOD, State.GOOD]
    assert "bí mật" not in str(list(post.examine(workspace)))
    workspace.plan.write_bytes(b"")
    assert look() == [State.GOOD]


def test_a_full_disk(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_LEAST_MB", 2**40)
    assert _by_subject(list(folders.examine(workspace)))["Ổ đĩa"].state is State.FAULT


def test_packages() -> None:
    good = list(program.packages(["xlrd>=2", 'nothing; extra == "dev"']))
    assert [(f.state, f.seen.startswith("xlrd 2.")) for f in good] == [(State.GOOD, True)]
    lacking = next(iter(program.packages(["no-such-package-here>=1"])))
    assert (lacking.state, lacking.seen) == (State.FAULT, "Chưa cài no-such-package-here.")


def test_a_package_that_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError("DLL load failed")

    monkeypatch.setattr("importlib.import_module", refuse)
    found = next(iter(program.packages(["xlrd"])))
    assert (found.state, "DLL load failed" in found.seen, "vi-rút" in found.remedy) == (State.FAULT, True, True)


def test_a_path_with_marks() -> None:
    assert program.ascii_path("Python", Path("/opt/phuluc")).state is State.GOOD
    assert program.ascii_path("Python", Path("/Nguyễn Văn A")).state is State.NOTE


def test_the_command_tells_all_and_its_exit_code_says_whether_to_mend(workspace: Workspace) -> None:
    good = CliRunner().invoke(phuluc, ["doctor", "-C", str(workspace.root)])
    assert (good.exit_code, good.output.count("\n")) == (0, len(list(doctor.examine(workspace))))
    write_plan(workspace.plan).write_bytes(b"")
    bad = CliRunner().invoke(phuluc, ["kiem-tra-may", "-C", str(workspace.root)])
    assert (bad.exit_code, "Cần sửa " in bad.output) == (3, True)


def test_a_machine_that_lets_no_process_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.reading().state is State.GOOD

    def refuse(*_: object, **__: object) -> None:
        raise OSError("blocked")

    workers = Workers(1)
    monkeypatch.setattr(isolation, "workers", lambda: workers)
    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    found = program.reading()
    assert found.state is State.FAULT
    assert "diệt vi-rút" in found.remedy
