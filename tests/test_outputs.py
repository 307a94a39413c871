"""Only a regular file, or nothing, is replaced; it keeps its permissions, and the ledger knows of it."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from programs import ordinary
from tables import DAY, SETTINGS_TABLE, UNITS_TABLE, fill, write_plan

from toolkit import control, mailing, preparing, presenting, workflow
from toolkit.cli import phuluc
from toolkit.errors import ExitCode, OutputError
from toolkit.files import check_folder, free_name, keep_beside, write_whole
from toolkit.ledger import Ledger
from toolkit.workspace import Workspace

Send = Callable[..., Path]


def _run(place: Workspace, *arguments: str | Path) -> Result:
    ran = CliRunner().invoke(phuluc, [*map(str, arguments), "-C", str(place.root)])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    return ran


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _link(path: Path) -> None:
    (path.parent / "người khác.txt").write_bytes(b"a person's")
    path.symlink_to("người khác.txt")


def _lost_link(path: Path) -> None:
    path.symlink_to("khong_co")


def _folder(path: Path) -> None:
    path.mkdir()


def _device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except PermissionError:
        # Only an administrator makes devices.
        path.symlink_to(os.devnull)


KINDS = (_pipe, _link, _lost_link, _folder, _device)


def _found(path: Path) -> tuple[int, int]:
    status = os.lstat(path)
    return stat.S_IFMT(status.st_mode), status.st_ino


@pytest.mark.parametrize("make", KINDS)
def test_nothing_but_a_file_is_replaced(tmp_path: Path, make: Callable[[Path], None]) -> None:
    target = tmp_path / "a.xlsx"
    make(target)
    before = _found(target)
    for write in (write_whole, Ledger(tmp_path / ".phuluc.json").publish, Ledger(target).publish):
        other = target if write != Ledger(target).publish else tmp_path / "b.xlsx"
        with pytest.raises(OutputError, match=r"Không ghi được a\.xlsx: tên này đang là một") as told:
            write(other, b"x")
        assert told.value.exit_code is ExitCode.OUTPUT_UNWRITABLE
    assert _found(target) == before
    assert free_name(target).name == "a_v2.xlsx"
    assert not (tmp_path / "b.xlsx").exists()
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("make", KINDS)
def test_every_command_refuses_before_it_works(
    issued: Workspace, send: Send, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = send("VP")
    workflow.merge(issued, (), None, DAY)

    def work(*_: object, **__: object) -> None:
        raise AssertionError("work was done for an output that cannot be written")

    for module, name in ((workflow, "_read"), (presenting, "recall"), (presenting, "_flag"), (control, "write")):
        monkeypatch.setattr(module, name, work)
    target = issued.root / "đích"
    make(target)
    before = _found(target)
    # What is named begins where the person stands.
    monkeypatch.chdir(issued.root)
    commands = [
        ("merge", "-o", "đích"),
        ("flag", sent, "-o", "đích"),
        ("report", "-o", "đích"),
        ("press", "doctor", "--result", target),
    ]
    if make is not _folder:
        commands.append(("merge", "--parquet", "đích"))
    for command in commands:
        told = _run(issued, *command)
        assert (told.exit_code, told.stdout, told.stderr.count("\n")) == (5, "", 1), command
        assert "Không ghi được" in told.stderr
    assert _found(target) == before
    target.rename(issued.control)
    assert _run(issued, "control").exit_code == 5
    issued.control.rename(issued.report_file(DAY).with_name("Tong_hop_2025-07-31.xlsx"))
    assert _run(issued, "merge", "--as-of", "2025-07-31").exit_code == 5
    (issued.root / "mới").mkdir()
    (issued.consolidated / "Tong_hop_2025-07-31.xlsx").rename(issued.root / "mới" / "template_phu_luc.xlsx")
    fresh = Workspace(issued.root / "mới")
    assert CliRunner().invoke(phuluc, ["init", str(fresh.root)]).exit_code == 5
    assert not fresh.issued.exists()


@pytest.mark.parametrize("make", KINDS)
def test_issue_marks_and_drafts_refuse_too(issued: Workspace, send: Send, make: Callable[[Path], None]) -> None:
    fill(send("VP", "VP.xlsx"), "Mã | Trạng thái\nA.01 | hic")
    workflow.merge(issued, (), None, DAY)
    (ca,) = issued.issued.glob("CA_*")
    kept = {path: path.read_bytes() for path in issued.issued.iterdir() if path != ca}
    ca.unlink()
    drafts = issued.consolidated / f"nhac_viec_{DAY}"
    drafts.mkdir()
    for path in (ca, issued.returned / "VP.xlsx", drafts / "VP.eml"):
        make(path)
    validated = workflow.validate(issued, (), DAY)
    with pytest.raises(OutputError, match=ca.name):
        preparing.issue(issued, (), DAY)
    with pytest.raises(OutputError, match=r"VP\.xlsx"):
        workflow.mark(issued, validated, DAY)
    assert (_run(issued, "remind").exit_code, (drafts / "CA.eml").exists()) == (5, False)
    assert {path: path.read_bytes() for path in kept} == kept


def test_a_folder_for_rows_may_be_linked_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to("a")
    check_folder(tmp_path / "b")
    check_folder(tmp_path / "mới" / "nữa")
    for make in (_pipe, _link, _lost_link, _device):
        make(tmp_path / "c")
        with pytest.raises(OutputError, match="không phải là thư mục"):
            check_folder(tmp_path / "c")
        (tmp_path / "c").unlink()


def test_a_linked_workspace_and_a_linked_folder_work(issued: Workspace, send: Send, tmp_path: Path) -> None:
    send("VP")
    issued.consolidated.rmdir()
    (tmp_path / "nơi khác").mkdir()
    issued.consolidated.symlink_to(tmp_path / "nơi khác")
    (tmp_path / "lối").symlink_to(issued.root)
    linked = Workspace(tmp_path / "lối")
    for _ in range(2):
        assert workflow.merge(linked, (), None, DAY).output.is_file()
    assert [path.name for path in (tmp_path / "nơi khác").iterdir()] == ["Tong_hop_2025-06-30.xlsx"]


def test_replacing_keeps_permissions_and_new_files_get_the_usual(tmp_path: Path) -> None:
    target, ledger = tmp_path / "a.xlsx", Ledger(tmp_path / ".phuluc.json")
    before = os.umask(0o027)
    try:
        ledger.publish(target, b"one")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (target, ledger.path)] == [0o640, 0o640]
    for mode in (0o600, 0o664, 0o440):
        target.chmod(mode)
        ledger.publish(target, b"%o" % mode)
        assert (stat.S_IMODE(target.stat().st_mode), target.read_bytes()) == (mode, b"%o" % mode)
    kept = keep_beside(target, target.read_bytes())
    assert (kept.name, stat.S_IMODE(kept.stat().st_mode)) == ("a_goc.xlsx", 0o440)
    if os.geteuid() == 0:
        os.chown(target, 12345, 23456)
        ledger.publish(target, b"other")
        assert (target.stat().st_uid, target.stat().st_gid, target.read_bytes()) == (12345, 23456, b"other")


def test_what_stands_at_a_kept_name_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"one")
    for make, name in ((_folder, "a_goc.xlsx"), (_pipe, "a_goc_v2.xlsx"), (_lost_link, "a_goc_v3.xlsx")):
        make(tmp_path / name)
    assert keep_beside(target, b"one").name == "a_goc_v4.xlsx"
    assert keep_beside(target, b"one").name == "a_goc_v4.xlsx"


def test_flag_follows_a_link_and_keeps_permissions(issued: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "riêng"
    folder.mkdir()
    real = folder / "phụ lục.xlsx"
    real.write_bytes(next(issued.issued.glob("VP_*")).read_bytes())
    real.chmod(0o600)
    former = real.read_bytes()
    (issued.root / "lối.xlsx").symlink_to(real)
    done = presenting.flag(issued, Path("lối.xlsx"), None, DAY, DAY, None)
    assert (issued.root / "lối.xlsx").is_symlink()
    assert (done.output, done.backup) == (real.resolve(), real.resolve().with_name("phụ lục_goc.xlsx"))
    assert real.read_bytes() != former
    assert (folder / "phụ lục_goc.xlsx").read_bytes() == former
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert presenting.flag(issued, Path("lối.xlsx"), None, DAY, DAY, None).backup is None


def test_a_workspace_that_cannot_be_written_replaces_nothing(issued: Workspace, send: Send) -> None:
    sent = send("VP")
    output = workflow.merge(issued, (), None, DAY).output
    fill(sent, "Mã | Trạng thái | Ngày hoàn thành\nA.02 | Hoàn thành | 01/04/2025")
    old, known = output.read_bytes(), issued.ledger.path.read_bytes()
    command = [sys.executable, "-P", "-m", "toolkit", "-C", str(issued.root)]
    issued.root.chmod(0o555)
    try:
        ran = ordinary(*command, "merge", "--as-of", "2025-06-30")
        beside = ordinary(*command, "merge", "--as-of", "2025-06-30", "-o", "tong_hop/khác.xlsx")
        read = ordinary(*command, "status")
    finally:
        issued.root.chmod(0o755)
    for told in (ran, beside):
        assert (told.returncode, told.stderr.count("\n"), ".phuluc.json" in told.stderr) == (5, 1, True)
    assert read.returncode == 0, "reading is free"
    assert (output.read_bytes(), issued.ledger.path.read_bytes()) == (old, known)
    assert [path.name for path in issued.consolidated.iterdir()] == [output.name]


def test_without_room_for_the_ledger_nothing_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, target = Ledger(tmp_path / ".phuluc.json"), tmp_path / "ra" / "a.xlsx"
    ledger.publish(target, b"one")
    sync, calls, last = os.fsync, iter(range(9)), 0

    def fail(handle: int) -> None:
        if next(calls) == last:
            raise OSError(28, "full")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    for last in (0, 1):  # noqa: B007
        calls = iter(range(9))
        with pytest.raises(OutputError, match="ổ đĩa đầy"):
            ledger.publish(target, b"two")
        assert target.read_bytes() == b"one"
    last = -1
    assert ledger.publish(target, b"two") == target
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [".phuluc.json", "a.xlsx"]


@pytest.mark.parametrize(
    "content",
    [
        "[" * 200_000,
        '{"a":' * 100_000,
        '{"a.xlsx": {"x": 1}}',
        '{"a.xlsx": ["y"]}',
        '{"\\ud800": "x"}',
        "nul",
        "9" * 9_999,
    ],
)
def test_a_ledger_that_is_none_is_a_lost_one(tmp_path: Path, content: str) -> None:
    (tmp_path / ".phuluc.json").write_text(content, encoding="utf-8")
    (tmp_path / "a.xlsx").write_bytes(b"a person's")
    ledger = Ledger(tmp_path / ".phuluc.json")
    assert ledger.publish(tmp_path / "a.xlsx", b"new").name == "a_v2.xlsx"
    assert ledger.publish(tmp_path / "a.xlsx", b"newer").name == "a_v2.xlsx"
    assert (tmp_path / "a.xlsx").read_bytes() == b"a person's"


def test_a_huge_ledger_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / ".phuluc.json").open("wb") as file:
        file.truncate(1 << 40)
    assert Ledger(tmp_path / ".phuluc.json").publish(tmp_path / "a.xlsx", b"new").name == "a.xlsx"


def test_a_long_plan_number_and_a_device_for_a_code(workspace: Workspace) -> None:
    number = "07/" + "K" * 300
    write_plan(
        workspace.plan,
        units=UNITS_TABLE.replace("TYT ", "CON "),
        settings=SETTINGS_TABLE.replace("07/KH-UBND", number),
    )
    issued = preparing.issue(workspace, (), DAY)
    names = [path.name for path in issued.files]
    assert len(set(names)) == len(names) == 3
    assert all(len(name) < 160 and path.is_file() for name, path in zip(names, issued.files, strict=True))
    assert {name.split("_")[0] for name in names} == {"VP", "CA", "CON"}
    workflow.merge(workspace, (), None, DAY)
    drafts = [parcel.draft.name for parcel in mailing.prepare_reminders(workspace, None, (), "")]
    assert sorted(drafts) == ["CA.eml", "VP.eml", "_CON.eml"]
