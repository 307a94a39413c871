"""What came in is found whatever it is called and however it is reached; what cannot be read is told."""

import json
import os
import socket
import sys
import zipfile
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from programs import ordinary
from tables import DAY, fill

from toolkit import mailing, workflow
from toolkit.cli import phuluc
from toolkit.codes import FileCode
from toolkit.inbox import Inbox
from toolkit.workspace import Workspace

Send = Callable[..., Path]
ODD = (b"VP_b\xe1o c\xe1o.xlsx", b"VP_\xff\xfe\n\x1b[31m.xlsx", "VP_\u202exslx.xlsx".encode(), b"VP_b\\xe1o.xlsx")
SHOWN = ["nop/VP_\\u202exslx.xlsx", "nop/VP_\\xff\\xfe\\u000a\\u001b[31m.xlsx", "nop/VP_b\\\\xe1o.xlsx"]
SHOWN += ["nop/VP_b\\xe1o c\\xe1o.xlsx"]


def _told(found: Inbox) -> dict[str, FileCode]:
    return {issue.place.file: issue.code for issue in found.issues if isinstance(issue.code, FileCode)}


def _files(workspace: Workspace, *named: Path) -> list[str]:
    return [workspace.shown(path) for path in workspace.inbox(named).files]


def _named(place: Workspace, name: bytes) -> Path:
    return place.received / os.fsdecode(name)


def test_folders_that_may_not_be_read_are_errors(issued: Workspace, send: Send) -> None:
    send("VP")
    closed = issued.received / "xã"
    closed.mkdir()
    send("CA").rename(closed / "CA.xlsx")
    command = [sys.executable, "-P", "-m", "toolkit", "merge", "-C", str(issued.root), "--as-of", "2025-06-30"]
    for folder, read in ((closed, ["nop/VP_07-KH-UBND.xlsx"]), (issued.received, [])):
        folder.chmod(0)
        try:
            ran, told = ordinary(*command, "--json"), ordinary(*command)
        finally:
            folder.chmod(0o755)
        document = json.loads(ran.stdout)
        assert ran.returncode == told.returncode == 3
        assert [file["path"] for file in document["files"]] == read
        place = issued.shown(folder)
        errors = [(issue["code"], issue["file"]) for issue in document["issues"] if issue["severity"] == "error"]
        assert errors == [("T19", place)]
        assert f"Lỗi T19 {place}: Không đọc được thư mục này" in told.stdout
    assert ordinary(*command).returncode == 0


def test_files_of_a_folder_that_only_tells_their_names_are_errors(issued: Workspace, send: Send) -> None:
    """Such a folder can be listed, and not even what its files are can be asked."""
    listed = issued.received / "xã"
    listed.mkdir()
    send("CA").rename(listed / "CA.xlsx")
    command = [sys.executable, "-P", "-m", "toolkit", "validate", "-C", str(issued.root), "--json"]
    listed.chmod(0o444)
    try:
        ran = ordinary(*command)
    finally:
        listed.chmod(0o755)
    told = [(issue["code"], issue["file"]) for issue in json.loads(ran.stdout)["issues"]]
    assert (ran.returncode, told) == (3, [("T06", "nop/xã/CA.xlsx")])


@pytest.mark.parametrize("kind", ["missing", "file", "link"])
def test_no_folder_to_read_is_an_error(issued: Workspace, kind: str) -> None:
    issued.received.rmdir()
    if kind == "file":
        issued.received.write_bytes(b"x")
    if kind == "link":
        issued.received.symlink_to("khong_co")
    assert _told(issued.inbox(())) == {"nop": FileCode.NO_FOLDER}
    ran = CliRunner().invoke(phuluc, ["tong-hop", "-C", str(issued.root), "--as-of", "2025-06-30"])
    assert (ran.exit_code, "Lỗi T20 nop: " in ran.output) == (3, True)
    assert (issued.consolidated / "Tong_hop_2025-06-30.xlsx").is_file()


def test_links_are_followed_once_and_never_round(issued: Workspace, send: Send, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ổ chung"
    (elsewhere / "trong").mkdir(parents=True)
    send("CA").rename(elsewhere / "trong" / "CA.xlsx")
    own = issued.received / "riêng"
    own.mkdir()
    send("VP").rename(own / "VP.xlsx")
    links = {
        "a_chung": elsewhere,
        "b_chung": elsewhere / "trong",
        "a.xlsx": own / "VP.xlsx",
        "mất": tmp_path / "khong_co",
        "vòng": Path("vòng"),
        "ngược": issued.received,
        "gốc": Path(tmp_path.anchor),
        "mất.xlsx": tmp_path / "khong_co.xlsx",
    }
    for name, target in links.items():
        (issued.received / name).symlink_to(target)
    (elsewhere / "trong" / "lên").symlink_to(elsewhere)
    found = issued.inbox(())
    assert list(map(issued.shown, found.files)) == ["nop/a_chung/trong/CA.xlsx", "nop/mất.xlsx", "nop/riêng/VP.xlsx"]
    assert _told(found) == {
        "nop/mất": FileCode.LINK_LOST,
        "nop/vòng": FileCode.LINK_LOST,
        "nop/ngược": FileCode.LINK_BACK,
        "nop/gốc": FileCode.LINK_BACK,
        "nop/a_chung/trong/lên": FileCode.LINK_BACK,
    }
    assert issued.inbox(()) == found
    assert _files(issued, issued.received / "a.xlsx", own) == ["nop/a.xlsx"]
    assert _files(issued, issued.received / "b_chung", issued.received) == [
        "nop/b_chung/CA.xlsx",
        "nop/mất.xlsx",
        "nop/riêng/VP.xlsx",
    ]


def test_hidden_files_and_locks_are_told_and_litter_is_not(issued: Workspace, send: Send) -> None:
    send("CA", ".CA.xlsx")
    send("VP", "VP.xlsx")
    others = ("~$VP.xlsx", ".~lock.VP.xlsx#", ".~VP.xlsx", ".ghi_chu.txt", "._VP.xlsx", "._mồ côi.xlsx")
    for name in (*others, ".DS_Store", "Thumbs.db", "desktop.ini", ".directory"):
        (issued.received / name).write_bytes(b"x")
    for folder in ("__MACOSX", ".Trash-1000", "$RECYCLE.BIN", ".ẩn"):
        (issued.received / folder).mkdir()
        send("TYT", f"{folder}/TYT.xlsx")
    found = issued.inbox(())
    assert list(map(issued.shown, found.files)) == ["nop/.ẩn/TYT.xlsx", "nop/VP.xlsx"]
    assert _told(found) == {
        "nop/.CA.xlsx": FileCode.HIDDEN,
        "nop/._mồ côi.xlsx": FileCode.HIDDEN,
        "nop/~$VP.xlsx": FileCode.LOCK,
        "nop/.~lock.VP.xlsx#": FileCode.LOCK,
        "nop/.~VP.xlsx": FileCode.LOCK,
        "nop/.ghi_chu.txt": FileCode.SKIPPED,
    }
    assert _files(issued, issued.received / ".CA.xlsx") == ["nop/.CA.xlsx"], "what a person names is read"


def test_special_files_stop_nothing(issued: Workspace, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    send("VP")
    monkeypatch.chdir(issued.received)
    for name in ("ống.xlsx", "ống"):
        os.mkfifo(name)
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("ổ.xlsx")
        merged = workflow.merge(issued, (), None, DAY)
    told = {issue.place.file: issue.code for issue in merged.register.issues}
    assert told["nop/ống.xlsx"] is told["nop/ổ.xlsx"] is FileCode.SPECIAL
    assert told["nop/ống"] is FileCode.SKIPPED
    assert [sent.file for sent in merged.register.submissions if sent.is_readable] == ["nop/VP_07-KH-UBND.xlsx"]


def test_deeper_than_the_system_can_name(issued: Workspace, send: Send) -> None:
    send("VP")
    at = os.open(issued.received, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("s" * 120, dir_fd=at)
        inner = os.open("s" * 120, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = inner
    os.close(at)
    found = issued.inbox(())
    assert len(found.files) == 1
    assert [issue.code for issue in found.issues] == [FileCode.FOLDER_UNREADABLE]


def test_a_folder_that_goes_while_it_is_read(issued: Workspace, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    send("VP")
    gone = issued.received / "đi"
    gone.mkdir()
    scan = os.scandir

    def leave(folder: Path) -> object:
        if folder == gone:
            gone.rmdir()
        return scan(folder)

    monkeypatch.setattr(os, "scandir", leave)
    found = issued.inbox(())
    assert (_files(issued), _told(found)) == (["nop/VP_07-KH-UBND.xlsx"], {"nop/đi": FileCode.FOLDER_UNREADABLE})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the names of files are text")
def test_names_that_are_no_text_are_read_marked_and_sent(issued: Workspace, send: Send) -> None:
    for at, name in enumerate(ODD):
        sent = send("VP", f"{at}.xlsx")
        fill(sent, "Mã | Trạng thái\nA.01 | hic").rename(_named(issued, name))
    _named(issued, b"ghi ch\xfa.txt").write_bytes(b"x")
    (issued.received / os.fsdecode(b"th\xb0 m\xf4c")).mkdir()
    ran = CliRunner().invoke(phuluc, ["merge", "-C", str(issued.root), "--as-of", "2025-06-30", "--json"])
    assert ran.exit_code == 3, ran.output
    document = json.loads(ran.stdout.encode("utf-8"))
    assert [file["path"] for file in document["files"]] == SHOWN
    assert ("T10", "nop/ghi ch\\xfa.txt") in [(issue["code"], issue["file"]) for issue in document["issues"]]
    assert [issued.path_of(shown) for shown in SHOWN] == [
        _named(issued, name) for name in (ODD[2], ODD[1], ODD[3], ODD[0])
    ]
    book = openpyxl.load_workbook(issued.root / document["output"])
    links = [cell.hyperlink.target for row in book["Lỗi nhập liệu"].rows for cell in row if cell.hyperlink]
    assert any("VP_b%E1o%20c%E1o.xlsx" in link for link in links)
    assert set(SHOWN) <= {row[0] for row in book["Nhật ký"].iter_rows(values_only=True)}
    for name in (ODD[0], ODD[2], ODD[3]):
        _named(issued, name).unlink()
    copies = workflow.mark(issued, workflow.validate(issued, (), DAY), DAY).copies
    assert copies == (issued.returned / os.fsdecode(ODD[1]),)
    (parcel,) = mailing.prepare_reminders(issued, None, ["VP"], "")
    names = [attachment.name for attachment in parcel.letter.attachments if attachment.name.endswith(".xlsx")]
    assert (names, parcel.withheld) == ([SHOWN[1].removeprefix("nop/")], ())
    assert message_from_bytes(mailing.keep(issued, parcel).read_bytes()).is_multipart()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the names of files are text")
def test_named_paths_and_outputs_that_are_no_text(issued: Workspace, send: Send) -> None:
    send("VP").rename(_named(issued, ODD[0]))
    command = [sys.executable, "-P", "-m", "toolkit", "merge", "-C", str(issued.root), "--as-of", "2025-06-30"]
    target = issued.root / os.fsdecode(b"k\xebt qu\xe3.xlsx")
    ran = ordinary(*command, "nop/" + os.fsdecode(ODD[0]), "-o", target)
    assert (ran.returncode, "Kết quả: k\\xebt qu\\xe3.xlsx\n" in ran.stdout) == (0, True)
    assert ordinary(*command, "nop/" + os.fsdecode(ODD[0]), "-o", target).returncode == 0
    assert zipfile.is_zipfile(target)
    assert not (issued.root / os.fsdecode(b"k\xebt qu\xe3_v2.xlsx")).exists(), "the ledger knows it"
    missing = ordinary(*command, os.fsdecode(b"kh\xf4ng.xlsx"))
    assert (missing.returncode, missing.stderr) == (
        2,
        "Không tìm thấy kh\\xf4ng.xlsx. Kiểm tra lại tên tệp hoặc thư mục.\n",
    )
