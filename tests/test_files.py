"""Results are written whole or not at all, and nothing a person made is overwritten."""

from pathlib import Path

import pytest

from toolkit.errors import ExitCode, OutputError
from toolkit.files import digest, write_whole
from toolkit.ledger import Ledger


def _leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".ghi_")]


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "mới" / "a.xlsx"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert _leftovers(target.parent) == []


@pytest.mark.parametrize("fault", [PermissionError("open"), OSError("full"), IsADirectoryError("dir")])
def test_a_failed_replace_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> None:
        raise fault

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError) as caught:
        write_whole(target, b"new")
    assert "a.xlsx" in caught.value.sentence
    assert caught.value.exit_code is ExitCode.OUTPUT_UNWRITABLE
    assert target.read_bytes() == b"old"
    assert _leftovers(tmp_path) == []


def test_a_folder_or_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(OutputError, match=r"a\.xlsx"):
        write_whole(tmp_path / "a.xlsx", b"x")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=r"b\.xlsx"):
        write_whole(tmp_path / "file" / "b.xlsx", b"x")
    assert _leftovers(tmp_path) == []


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_file_open_elsewhere_is_not_replaced(tmp_path: Path, lock: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"")
    with pytest.raises(OutputError, match="đang mở"):
        write_whole(tmp_path / "a.xlsx", b"new")
    assert (tmp_path / "a.xlsx").read_bytes() == b"old"


def test_only_its_own_unchanged_output_is_replaced(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / ".phuluc.json")
    target = tmp_path / "out" / "a.xlsx"
    assert ledger.publish(target, b"one") == target
    assert ledger.publish(target, b"two") == target
    target.write_bytes(b"a person's work")
    second = target.with_name("a_v2.xlsx")
    assert ledger.publish(target, b"three") == second
    assert ledger.publish(target, b"four") == second
    second.write_bytes(b"also a person's")
    assert ledger.publish(target, b"five") == target.with_name("a_v3.xlsx")
    assert target.read_bytes() == b"a person's work"
    assert second.read_bytes() == b"also a person's"


def test_the_same_bytes_are_no_conflict(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"same")
    assert Ledger(tmp_path / ".phuluc.json").publish(target, b"same") == target


@pytest.mark.parametrize("content", ["", "[1]", "{"])
def test_a_broken_ledger_makes_every_file_a_persons(tmp_path: Path, content: str) -> None:
    (tmp_path / ".phuluc.json").write_text(content)
    (tmp_path / "a.xlsx").write_bytes(b"unknown")
    written = Ledger(tmp_path / ".phuluc.json").publish(tmp_path / "a.xlsx", b"new")
    assert written.name == "a_v2.xlsx"


def test_a_file_that_cannot_be_read_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def refuse(self: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert Ledger(tmp_path / ".phuluc.json").publish(target, b"new").name == "a_v2.xlsx"


def test_a_file_outside_the_workspace_is_remembered_too(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ws" / ".phuluc.json")
    target = tmp_path / "elsewhere" / "a.xlsx"
    ledger.publish(target, b"one")
    assert ledger.publish(target, b"two") == target
    assert digest(target.read_bytes()) == digest(b"two")
