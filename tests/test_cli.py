"""The command line: every command by both names, every exit code, one sentence for every trouble."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tables import UNITS_TABLE, fill, write_book, write_plan

from toolkit import __version__, buttons
from toolkit.cli import COMMANDS, main, phuluc, show
from toolkit.encryption import lock
from toolkit.workspace import Workspace, last_used

Send = Callable[..., Path]


def _run(*arguments: str | Path, text: str | None = None) -> Result:
    result = CliRunner().invoke(phuluc, [str(argument) for argument in arguments], input=text, prog_name="phuluc")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def _json(result: Result) -> dict[str, object]:
    document = json.loads(result.stdout)
    assert isinstance(document, dict)
    return document


def test_help_lists_every_command_with_its_vietnamese_name() -> None:
    shown = _run("--help").output
    for entry in COMMANDS:
        assert entry.name in shown
        assert entry.vietnamese in shown
        assert _run(entry.name, "--help").exit_code == 0
    assert __version__ in _run("--version").output
    assert _run("khong-co").exit_code == 2


def test_init_makes_a_workspace_once(tmp_path: Path) -> None:
    root = tmp_path / "Xã Đông"
    assert _run("khoi-tao", root).exit_code == 0
    made = sorted(path.name for path in root.iterdir())
    assert made == [
        "dieu_khien.xlsm",
        "giao",
        "mau_bao_cao.docx",
        "nop",
        "template_phu_luc.xlsx",
        "tong_hop",
        "tra_lai",
    ]
    again = _run("init", root)
    assert (again.exit_code, "đã có kế hoạch" in again.stderr) == (2, True)
    assert last_used() == Workspace(root)
    (tmp_path / "file").write_text("x")
    assert _run("init", tmp_path / "file" / "x").exit_code == 5


def test_on_windows_a_workspace_has_the_command_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "Xã Đông"
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        assert _run("khoi-tao", root).exit_code == 0
    assert f'@"{sys.executable}" -P -m toolkit %*\r\n'.encode() in (root / "phuluc.bat").read_bytes()


def test_lint(workspace: Workspace) -> None:
    good = _run("-C", workspace.root, "soat")
    assert (good.exit_code, "Soát kế hoạch: 0 lỗi" in good.output) == (0, True)
    write_plan(workspace.plan, units=UNITS_TABLE.replace("Trạm Y tế", "Trạm xá  "))
    bad = _run("lint", "-C", workspace.root, "--json")
    assert bad.exit_code == 3
    issues = _json(bad)["issues"]
    assert isinstance(issues, list)
    assert "K07" in [issue["code"] for issue in issues]
    elsewhere = write_plan(workspace.root.parent / "khac.xlsx")
    assert _run("lint", "-C", workspace.root, elsewhere).exit_code == 0
    assert _run("lint", "-C", workspace.root, "none.xlsx").exit_code == 2


def test_lint_tells_the_worst_first(tmp_path: Path) -> None:
    """The one error of the shipped plan stands on top, wherever its row is; a program is told in the same order."""
    root = tmp_path / "x"
    _run("init", root)
    issues = _json(_run("soat", "-C", root, "--json"))["issues"]
    assert isinstance(issues, list)
    assert [issue["severity"] for issue in issues] == ["error"] + ["warning"] * 11 + ["info"] * 5
    rows = [int(i["cell"][1:]) for i in issues if i["severity"] == "info" and i["sheet"] == "Phụ lục"]
    assert rows == sorted(rows)
    shown = _run("soat", "-C", root).output.splitlines()
    assert shown[0].startswith("Lỗi K07 ")
    pressed = buttons.run("lint", buttons.Press(Workspace(root), date(2025, 6, 30)))
    assert [line.text.split(": ", 1)[1] for line in pressed.lines[:12]] == [
        line.split(f" {issue['code']} ", 1)[1] for line, issue in zip(shown[:12], issues, strict=False)
    ]


def test_deadline_answers_every_line(workspace: Workspace) -> None:
    shown = _run("han", "--year", "2025", "Trước ngày 05/4", "30/6/2025 và 31/12/2025", "Hằng quý").output.splitlines()
    assert shown == [
        "Trước ngày 05/4 → 05/04/2025 (ngày cụ thể, «trước ngày»)",
        "30/6/2025 và 31/12/2025 → 31/12/2025 (ngày cụ thể); các mốc trước: 30/06/2025",
        "Hằng quý → không có ngày (định kỳ)",
    ]
    piped = _run("deadline", "-C", workspace.root, "--json", text="\ufeffTháng 6\n\n31/6\n")
    assert json.loads(piped.stdout) == [
        {"text": "Tháng 6", "kind": "month", "due": "2025-06-30", "strict": False, "milestones": []},
        {"text": "", "kind": "none", "due": None, "strict": False, "milestones": []},
        {"text": "31/6", "kind": "unparseable", "due": None, "strict": False, "milestones": []},
    ]
    assert "năm" in _run("deadline", "Năm 2030").output


def test_issue(workspace: Workspace, tmp_path: Path) -> None:
    write_plan(workspace.plan, units=UNITS_TABLE + "    HND | Hội Nông dân | | | |\n")
    one = _run("giao", "-C", workspace.root, "--unit", "ca")
    assert one.exit_code == 0
    assert [path.name for path in workspace.issued.iterdir()] == ["CA_07-KH-UBND.xlsx"]
    every = _run("issue", "-C", workspace.root)
    assert "Hội Nông dân: không có nhiệm vụ nào" in every.output
    assert "Đã ghi 3 tệp" in every.output
    unknown = _run("issue", "-C", workspace.root, "--unit", "XYZ")
    assert (unknown.exit_code, "Các mã đơn vị: VP, CA, TYT, HND" in unknown.stderr) == (2, True)
    filled = fill(workspace.issued / "CA_07-KH-UBND.xlsx", "Mã | Trạng thái\nA.01 | Hoàn thành").read_bytes()
    assert _run("issue", "-C", workspace.root).exit_code == 0
    assert (workspace.issued / "CA_07-KH-UBND.xlsx").read_bytes() == filled, "what a person filled in is kept"
    assert (workspace.issued / "CA_07-KH-UBND_v2.xlsx").exists()


def test_validate_and_merge_tell_and_exit(send: Send, issued: Workspace) -> None:
    root = issued.root
    clean = _run("kiem-tra", "-C", root, "--as-of", "2025-06-30")
    assert (clean.exit_code, "Đã kiểm tra 0 tệp" in clean.output) == (0, True)
    issued.received.rmdir()
    gone = _run("validate", "-C", root)
    assert (gone.exit_code, gone.output.startswith("Lỗi T20 nop: Không có thư mục chứa tệp")) == (3, True)
    issued.received.mkdir()
    fill(send("VP"), "Mã | Trạng thái\nA.01 | hic")
    (issued.received / "x.xlsx").write_bytes(b"")
    checked = _run("validate", "-C", root, "--as-of", "30/6/2025")
    assert checked.exit_code == 3
    assert "nop/VP_07-KH-UBND.xlsx > Báo cáo!I8: Không hiểu trạng thái «hic»." in checked.output
    document = _json(_run("validate", "-C", root, "--json"))
    assert {"files", "issues"} <= set(document)
    merged = _run("tong-hop", "-C", root, "--as-of", "30/06/2025")
    assert merged.exit_code == 3
    assert "Không đọc được: nop/x.xlsx." in merged.output
    assert "Chưa nộp: Công an xã, Trạm Y tế." in merged.output
    assert "Kết quả: tong_hop/Tong_hop_2025-06-30.xlsx" in merged.output


def test_merge_json_keeps_its_promise(send: Send, issued: Workspace) -> None:
    fill(send("VP"), "Mã | Trạng thái\nA.01 | xong")
    for name in ("", "CA_lan2.xlsx"):
        fill(send("CA", name), "Mã | Trạng thái\nA.01 | Chưa thực hiện")
    (issued.received / "TYT_x.xlsx").write_bytes(b"")
    result = _run("merge", "-C", issued.root, "--as-of", "2025-06-30", "--json")
    document = _json(result)
    assert document["output"] == "tong_hop/Tong_hop_2025-06-30.xlsx"
    assert document["as_of"] == "2025-06-30"
    rows = document["rows"]
    assert isinstance(rows, dict)
    assert rows["read"] == rows["merged"] + rows["superseded"] + rows["rejected"] == 10
    standings = document["standings"]
    assert isinstance(standings, dict)
    assert len(standings) == 9
    assert sum(standings.values()) == 9
    states = ["Đã nộp", "Nộp nhiều bản", "Không đọc được"]
    named = zip(("VP", "CA", "TYT"), ("Văn phòng", "Công an xã", "Trạm Y tế"), states, strict=True)
    assert document["units"] == [{"code": code, "name": name, "state": state} for code, name, state in named]
    files = document["files"]
    assert isinstance(files, list)
    assert {file["path"]: (file["unit"], file["state"], file["rows"]) for file in files} == {
        "nop/CA_07-KH-UBND.xlsx": ("CA", "Nộp nhiều bản", 3),
        "nop/CA_lan2.xlsx": ("CA", "Nộp nhiều bản", 3),
        "nop/TYT_x.xlsx": ("TYT", "Không đọc được", 0),
        "nop/VP_07-KH-UBND.xlsx": ("VP", "Đã nộp", 4),
    }
    issues = document["issues"]
    assert isinstance(issues, list)
    keys = {"severity", "code", "unit", "file", "sheet", "cell", "task", "value", "message", "remedy"}
    assert all(set(issue) == keys for issue in issues)
    assert {issue["severity"] for issue in issues} == {"error", "warning", "info"}


def test_output_elsewhere_and_outputs_that_cannot_be_written(
    issued: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, standing = issued.root, tmp_path / "nơi đứng"
    standing.mkdir()
    monkeypatch.chdir(standing)
    merged = _run("merge", "-C", root, "-o", "rieng/kq.xlsx", "--as-of", "2025-06-30")
    assert (merged.exit_code, (standing / "rieng" / "kq.xlsx").exists()) == (0, True)
    _run("report", "-C", root, standing / "rieng" / "kq.xlsx", "-o", "bc.docx")
    assert (standing / "bc.docx").exists()
    monkeypatch.chdir(root)
    assert _run("merge", "-C", root, "-o", tmp_path / "kq.xlsx").exit_code == 0
    (root / "thu_muc.xlsx").mkdir()
    (root / "file").write_text("x")
    (root / "mo.xlsx").write_bytes(b"old")
    (root / "~$mo.xlsx").write_bytes(b"")
    for name in ("thu_muc.xlsx", "file/kq.xlsx", "mo.xlsx"):
        result = _run("merge", "-C", root, "-o", name)
        if name == "mo.xlsx":
            # A person's file stands there: the result goes beside it.
            assert (result.exit_code, (root / "mo_v2.xlsx").exists()) == (0, True)
        else:
            assert result.exit_code == 5
            assert result.stderr.startswith(f"Không ghi được {Path(name).name}")
            assert len(result.stderr.strip().splitlines()) == 1
    assert (root / "mo.xlsx").read_bytes() == b"old"
    assert not list(root.rglob(".ghi_*"))


def test_a_result_that_is_open_in_excel(issued: Workspace) -> None:
    assert _run("merge", "-C", issued.root, "--as-of", "2025-06-30").exit_code == 0
    target = issued.consolidated / "Tong_hop_2025-06-30.xlsx"
    before = target.read_bytes()
    (issued.consolidated / "~$Tong_hop_2025-06-30.xlsx").write_bytes(b"")
    result = _run("merge", "-C", issued.root, "--as-of", "2025-06-30")
    assert (result.exit_code, "đang mở" in result.stderr) == (5, True)
    assert target.read_bytes() == before


@pytest.mark.parametrize("command", ["lint", "issue", "validate", "merge"])
def test_without_a_usable_plan_the_exit_code_is_four(tmp_path: Path, command: str) -> None:
    missing = _run(command, "-C", tmp_path)
    assert (missing.exit_code, "phuluc khoi-tao" in missing.stderr) == (4, True)
    write_book(tmp_path / "template_phu_luc.xlsx", {"Sheet1": "a | b"})
    unusable = _run(command, "-C", tmp_path)
    assert unusable.exit_code == 4
    assert unusable.stderr.startswith("Kế hoạch template_phu_luc.xlsx: thiếu trang tính")
    assert not list(tmp_path.glob("*/*.xlsx"))


@pytest.mark.parametrize("day", ["31/02/2025", "hôm nay", "2025-13-01", "30-06-2025"])
def test_wrong_dates_are_wrong_usage(issued: Workspace, day: str) -> None:
    result = _run("merge", "-C", issued.root, "--as-of", day)
    assert (result.exit_code, "không phải là ngày" in result.stderr) == (2, True)


def test_missing_paths_are_wrong_usage(issued: Workspace) -> None:
    result = _run("merge", "-C", issued.root, "khong_co.xlsx")
    assert (result.exit_code, result.stderr) == (
        2,
        "Không tìm thấy khong_co.xlsx. Kiểm tra lại tên tệp hoặc thư mục.\n",
    )


def test_what_lies_among_the_files_is_told(send: Send, issued: Workspace) -> None:
    send("VP")
    (issued.received / "con" / "thu_muc.xlsx").mkdir(parents=True)
    send("CA").rename(issued.received / "con" / "thu_muc.xlsx" / "CA.xlsx")
    for name in ("~$VP.xlsx", "ghi chu.docx", ".DS_Store", "Thumbs.db"):
        (issued.received / name).write_bytes(b"x")
    document = _json(_run("merge", "-C", issued.root, "--json", "--as-of", "2025-06-30"))
    files, issues = document["files"], document["issues"]
    assert isinstance(files, list)
    assert isinstance(issues, list)
    assert [file["path"] for file in files] == ["nop/VP_07-KH-UBND.xlsx", "nop/con/thu_muc.xlsx/CA.xlsx"]
    told = {issue["file"]: issue["code"] for issue in issues if issue["code"].startswith("T")}
    assert told == {"nop/con/thu_muc.xlsx": "T07", "nop/ghi chu.docx": "T10", "nop/~$VP.xlsx": "T08"}
    folder = _json(_run("validate", "-C", issued.root, "--json", "nop/con/thu_muc.xlsx"))
    assert isinstance(folder["issues"], list)
    assert "T07" in [issue["code"] for issue in folder["issues"]]
    named = _json(_run("validate", "-C", issued.root, "--json", "nop/ghi chu.docx", "nop/VP_07-KH-UBND.xlsx"))
    assert isinstance(named["files"], list)
    assert len(named["files"]) == 2


def test_demo_runs_twice(tmp_path: Path) -> None:
    first, second = _run("demo", tmp_path / "thu"), _run("demo", tmp_path / "thu")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == second.output
    assert "Đã nộp: 21/24 đơn vị." in first.output
    assert len(list((tmp_path / "thu" / "tong_hop").iterdir())) == 1


def test_one_journey_through_all_commands(tmp_path: Path) -> None:
    root = tmp_path / "xa"
    assert _run("init", root).exit_code == 0
    assert _run("-C", root, "lint").exit_code == 3
    assert _run("-C", root, "issue").exit_code == 0
    sent = fill(root / "giao" / "CAX_KH-BCDCDS.xlsx", "Mã | Trạng thái\nA.01 | làm rồi")
    returned = root / "nop" / "CAX.xlsx"
    returned.write_bytes(sent.read_bytes())
    assert _run("-C", root, "validate", "--as-of", "2025-06-30").exit_code == 3
    fill(returned, "Mã | Trạng thái | Kết quả, sản phẩm\nA.01 | Đang thực hiện | Đã họp")
    assert _run("-C", root, "validate", "--as-of", "2025-06-30").exit_code == 0
    assert _run("-C", root, "merge", "--as-of", "2025-06-30").exit_code == 0
    result = root / "tong_hop" / "Tong_hop_2025-06-30.xlsx"
    result.write_bytes(result.read_bytes() + b"a person changed it")
    kept = result.read_bytes()
    again = _run("-C", root, "merge", "--as-of", "2025-06-30")
    assert "Tong_hop_2025-06-30_v2.xlsx" in again.output
    assert result.read_bytes() == kept


def test_control_characters_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show.say("tệp\x1b[31m đỏ\r\nxong")
    assert capsys.readouterr().out == "tệp\\u001b[31m đỏ\\u000d\nxong\n"


def test_a_progress_bar_only_where_somebody_watches(
    issued: Workspace, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.cli import collect

    files = [send("VP"), send("CA")]
    assert collect._track(files) is files
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(collect._track(files)) == files


def test_the_console_script_in_a_folder_with_a_vietnamese_name(
    issued: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "toolkit", "tong-hop", "--as-of", "2025-06-30"]
    ran = subprocess.run(command, cwd=issued.root, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "3 đơn vị" in ran.stdout
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0


def test_help_needs_no_spreadsheet_library() -> None:
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from toolkit.cli import phuluc\n"
        "CliRunner().invoke(phuluc, ['--help'])\n"
        "print([m for m in ('openpyxl', 'pandas', 'xlsxwriter', 'python_calamine', 'rapidfuzz') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_password_given_on_the_command_line(send: Send, issued: Workspace) -> None:
    sent = fill(send("VP"), "Mã | Trạng thái\nA.01 | Chưa thực hiện")
    sent.write_bytes(lock(sent.read_bytes(), "bí mật"))
    refused = _run("validate", "--json", "-C", issued.root)
    assert [issue["code"] for issue in json.loads(refused.stdout)["issues"]] == ["T05"]
    for command in ("validate", "merge"):
        opened = _run(command, "--json", "--password", "sai", "--password", "bí mật", "-C", issued.root)
        assert json.loads(opened.stdout)["files"][0]["state"] == "Đã nộp"
        assert "bí mật" not in opened.output
