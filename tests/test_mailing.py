"""`send`, `remind`, `mail-setup` as they are run: drafts, what arrives at a real server, what is never sent twice."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import fast_mail_parser
import icalendar
import pytest
from click.testing import CliRunner, Result
from mail_server import Post, free_port, serving
from tables import SETTINGS_TABLE, UNITS_TABLE, fill, write_plan

from toolkit import mailing, preparing, presenting, workflow
from toolkit.cli import phuluc
from toolkit.files import digest
from toolkit.mail.journal import Journal
from toolkit.mail.smtp import Outcome
from toolkit.workspace import Workspace

Send = Callable[[str], Path]
DAY = date(2025, 6, 30)
SETTINGS = (
    SETTINGS_TABLE
    + """
    Cơ quan cấp trên | UBND huyện Mẫu
    Email nơi nhận   | huyen@mau.vn; tinh@mau.vn
    Người ký         | Nguyễn Văn <An>
"""
)
UNITS = UNITS_TABLE.replace("Các đơn vị |         |", "Các đơn vị | Lê Hoa  | {}@mau.vn")
UNITS = UNITS.format("vp", "ca", "tyt")
JOURNAL = f"tong_hop/{mailing.JOURNAL_NAME}"


@pytest.fixture
def merged(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A plan with addresses, two of three units in, without an error; consolidated and reported."""
    write_plan(workspace.plan, units=UNITS, settings=SETTINGS)
    preparing.issue(workspace, (), DAY)
    for unit in ("VP", "CA"):
        done = "Mã | Trạng thái | Ngày hoàn thành\nA.02 | Hoàn thành | 01/04/2025"
        fill(next(workspace.issued.glob(f"{unit}_*")), done).rename(workspace.received / f"{unit}.xlsx")
    workflow.merge(workspace, (), None, DAY)
    presenting.report(workspace, None, None)
    return workspace


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    with serving(Post()) as post:
        _use(monkeypatch, post)
        yield post


def _use(monkeypatch: pytest.MonkeyPatch, server: Post) -> None:
    monkeypatch.setenv("PHULUC_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("PHULUC_SMTP_PORT", str(server.port))
    monkeypatch.setenv("PHULUC_SMTP_SECURITY", "none")
    monkeypatch.setenv("PHULUC_SMTP_SENDER", "vanthu@xa.vn")


def _run(workspace: Workspace, *arguments: str, text: str | None = None) -> Result:
    ran = CliRunner().invoke(phuluc, [*arguments, "-C", str(workspace.root)], input=text)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    return ran


def _journal(workspace: Workspace) -> list[tuple[str, str, str]]:
    lines = [json.loads(line) for line in (workspace.root / JOURNAL).read_text(encoding="utf-8").splitlines()]
    return [(line["unit"], line["to"], line["outcome"]) for line in lines]


def test_without_yes_only_a_draft_is_written(merged: Workspace, server: Post) -> None:
    shown = _run(merged, "gui", "--cc", "sao@mau.vn")
    assert shown.exit_code == 0
    book = (merged.consolidated / "Tong_hop_2025-06-30.xlsx").read_bytes()
    assert (
        "Nơi nhận: huyen@mau.vn, tinh@mau.vn\nĐồng gửi: sao@mau.vn\nTiêu đề: Báo cáo kết quả thực hiện" in shown.output
    )
    assert f"sha256 {digest(book)}" in shown.output
    draft = fast_mail_parser.parse_email((merged.consolidated / "Gui_bao_cao_2025-06-30.eml").read_bytes(), strict=True)
    assert draft.headers["X-Unsent"] == ["1"]
    assert [a.filename for a in draft.attachments] == ["Tong_hop_2025-06-30.xlsx", "Bao_cao_2025-06-30.docx"]
    assert draft.attachments[0].content == book
    assert not (merged.root / JOURNAL).exists()
    assert server.letters == []


def test_the_letter_says_what_the_overview_says(merged: Workspace) -> None:
    letter = mailing.prepare_report(merged, None, (), "").letter
    for told in (letter.text, letter.html):
        assert "UBND huyện Mẫu" in told
        assert "2/3" in told
        assert "Trạm Y tế" in told.partition("chưa có báo cáo".upper() if told is letter.text else "chưa có báo cáo")[2]
        assert "A.02. Xây dựng kế hoạch năm" in told
        assert "05/04/2025" in told
    assert "- Hoàn thành đúng hạn: 2 (22,2%)" in letter.text
    assert '<td>Hoàn thành đúng hạn</td><td align="right">2</td><td align="right">22,2%</td>' in letter.html
    assert "Nguyễn Văn &lt;An&gt;" in letter.html, "nothing of the plan becomes markup"
    assert letter.text.rstrip().endswith("Nguyễn Văn <An>")


def test_what_is_sent_arrives_once(merged: Workspace, server: Post) -> None:
    first = _run(merged, "send", "--yes")
    assert (first.exit_code, "Máy chủ thư đã nhận thư gửi: huyen@mau.vn, tinh@mau.vn." in first.output) == (0, True)
    (letter,) = server.letters
    assert isinstance(letter.content, bytes)
    arrived = fast_mail_parser.parse_email(letter.content, strict=True)
    assert arrived.attachments[0].content == (merged.consolidated / "Tong_hop_2025-06-30.xlsx").read_bytes()
    assert arrived.headers["Auto-Submitted"] == ["auto-generated"]
    assert "X-Unsent" not in arrived.headers
    again = _run(merged, "send", "--yes")
    assert (again.exit_code, again.output.count("không gửi lại")) == (0, 2)
    assert len(server.letters) == 1
    assert _run(merged, "send", "--yes", "--force").exit_code == 0
    assert len(server.letters) == 2
    presenting.report(merged, None, None).write_bytes(b"changed")
    assert _run(merged, "send", "--yes").exit_code == 0
    assert len(server.letters) == 3, "another report is another letter"


def test_who_was_refused_gets_it_the_next_time(merged: Workspace, server: Post) -> None:
    server.refuse = frozenset({"tinh@mau.vn"})
    first = _run(merged, "send", "--yes")
    assert first.exit_code == 6
    assert "từ chối thư gửi tinh@mau.vn" in first.stderr
    server.refuse = frozenset()
    assert _run(merged, "send", "--yes").exit_code == 0
    assert [letter.rcpt_tos for letter in server.letters] == [["huyen@mau.vn"], ["tinh@mau.vn"]]
    assert _journal(merged) == [
        ("", "huyen@mau.vn", "unknown"),
        ("", "tinh@mau.vn", "unknown"),
        ("", "huyen@mau.vn", "accepted"),
        ("", "tinh@mau.vn", "refused"),
        ("", "tinh@mau.vn", "unknown"),
        ("", "tinh@mau.vn", "accepted"),
    ]


def test_a_lost_connection_is_told_and_not_repeated(merged: Workspace, server: Post) -> None:
    server.hang_up = True
    lost = _run(merged, "send", "--yes")
    assert (lost.exit_code, "chưa rõ máy chủ đã nhận chưa" in lost.stderr) == (6, True)
    server.hang_up = False
    again = _run(merged, "send", "--yes")
    assert (again.exit_code, again.stderr.count("chưa rõ kết quả: hỏi nơi nhận")) == (6, 2)
    assert len(server.letters) == 1
    assert _run(merged, "send", "--yes", "--force").exit_code == 0
    assert len(server.letters) == 2


def test_a_run_killed_while_it_sends_is_known(merged: Workspace, server: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("toolkit.mail.smtp.post", killed)
        CliRunner().invoke(phuluc, ["send", "--yes", "-C", str(merged.root)])
    again = _run(merged, "send", "--yes")
    assert (again.exit_code, again.stderr.count("chưa rõ kết quả")) == (6, 2)
    assert server.letters == []


def test_a_workbook_with_errors_needs_force(merged: Workspace, server: Post) -> None:
    fill(merged.received / "VP.xlsx", "Mã | Trạng thái\nA.01 | hic")
    (merged.received / "TYT.xlsx").write_bytes(b"PK\x03\x04 hong")
    workflow.merge(merged, (), None, DAY)
    held = _run(merged, "send", "--yes")
    assert held.exit_code == 6
    assert "Chưa gửi: tệp tổng hợp có 2 lỗi nhập liệu, 1 tệp không đọc được." in held.stderr
    assert "Lưu ý: tệp tổng hợp có 2 lỗi nhập liệu, 1 tệp không đọc được" in _run(merged, "send").output
    assert server.letters == []
    assert _run(merged, "send", "--yes", "--force").exit_code == 0
    assert len(server.letters) == 1


def test_who_agreed_once_need_not_send_twice(merged: Workspace, server: Post) -> None:
    fill(merged.received / "VP.xlsx", "Mã | Trạng thái\nA.01 | hic")
    workflow.merge(merged, (), None, DAY)
    server.refuse = frozenset({"tinh@mau.vn"})
    assert _run(merged, "send", "--yes", "--force").exit_code == 6
    server.refuse = frozenset()
    assert _run(merged, "send", "--yes").exit_code == 0
    assert [letter.rcpt_tos for letter in server.letters] == [["huyen@mau.vn"], ["tinh@mau.vn"]]


def test_what_was_accepted_stays_so(merged: Workspace, server: Post) -> None:
    _run(merged, "send", "--yes")
    server.answer = "554 5.7.1 no"
    assert _run(merged, "send", "--yes", "--force").exit_code == 6
    server.answer = "250 OK"
    assert _run(merged, "send", "--yes").output.count("không gửi lại") == 2
    assert len(server.letters) == 1


def test_nobody_to_send_to(merged: Workspace, server: Post) -> None:
    write_plan(merged.plan, units=UNITS)
    assert "Nơi nhận: chưa có" in _run(merged, "send").output
    assert "Chưa có địa chỉ nơi nhận" in _run(merged, "send", "--yes").stderr
    write_plan(merged.plan, units=UNITS, settings=SETTINGS.replace("huyen@", "huyen"))
    assert (_run(merged, "send").exit_code, "không phải là địa chỉ" in _run(merged, "send").stderr) == (6, True)


def test_no_server_and_no_secret_in_what_is_left(merged: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Chưa khai báo máy chủ thư" in _run(merged, "send", "--yes").stderr
    _use(monkeypatch, Post(port=free_port()))
    monkeypatch.setenv("PHULUC_SMTP_USER", "vanthu")
    monkeypatch.setenv("PHULUC_SMTP_PASSWORD", "rat-bi-mat")
    failed = _run(merged, "send", "--yes")
    assert (failed.exit_code, "không nhận kết nối" in failed.stderr) == (6, True)
    assert [outcome for *_, outcome in _journal(merged)] == ["unknown", "unknown", "failed", "failed"]
    _run(merged, "send")
    left = b"".join(path.read_bytes() for path in merged.root.rglob("*") if path.is_file())
    assert b"rat-bi-mat" not in left + failed.output.encode()


def test_a_damaged_line_of_the_journal_is_passed_over(merged: Workspace, server: Post) -> None:
    _run(merged, "send", "--yes")
    journal = merged.root / JOURNAL
    known = journal.read_text(encoding="utf-8").replace("Bao_cao_2025-06-30.docx", "Bao\x85cao.docx")
    journal.write_text("{\n[]\n" + known + '{"time": 1}\n', encoding="utf-8")
    told = _run(merged, "send", "--yes").output
    assert "không gửi lại" in told
    assert "có 3 dòng không đọc được (dòng 1, 2, 7)" in told
    assert {sending.outcome for sending in Journal(journal).read().sendings} == {Outcome.ACCEPTED}
    journal.unlink()
    journal.mkdir()
    assert (_run(merged, "send", "--yes").exit_code, len(server.letters)) == (5, 1)


def test_a_reminder_says_what_the_unit_has_to_do(merged: Workspace) -> None:
    fill(merged.received / "VP.xlsx", "Mã | Trạng thái\nA.01 | hic")
    workflow.merge(merged, (), None, DAY)
    told = _run(merged, "nhac", "--text").output
    office, station = told.split("----------")
    assert office.startswith("Kính gửi: Văn phòng (đồng chí Lê Hoa)\n\nUBND xã Thử nhắc việc")
    assert "- Tệp báo cáo của đơn vị có 1 lỗi nhập liệu. Đề nghị sửa các ô có lỗi rồi gửi lại." in office
    assert "Đơn vị chưa nộp báo cáo." in station
    assert "Nhiệm vụ quá hạn (1):\n- A.02. Xây dựng kế hoạch năm\n" in station
    assert "Thời hạn: Trước ngày 05/4/2025 (hạn cuối 05/04/2025, quá hạn 86 ngày)." in station
    assert _run(merged, "nhac", "--text", "--unit", "tyt").output == station.lstrip("\n")
    assert _run(merged, "nhac", "--unit", "CA").output == "Không có đơn vị nào cần nhắc.\n"


def test_before_a_day_is_reminded_by_the_day_before(merged: Workspace) -> None:
    for name in ("VP.xlsx", "CA.xlsx"):
        (merged.received / name).unlink()
    day = date(2025, 3, 20)
    workflow.merge(merged, (), None, day)
    told = _run(merged, "remind", "tong_hop/Tong_hop_2025-03-20.xlsx", "--text", "--unit", "CA").output
    assert "Nhiệm vụ sắp đến hạn (1):\n- A.02." in told, "16 days to the 5th, 15 to the 4th"
    assert "(đến hết ngày 04/04/2025, còn 15 ngày)" in told


def test_on_the_day_itself_nothing_is_said_to_end_yesterday(merged: Workspace) -> None:
    for name in ("VP.xlsx", "CA.xlsx"):
        (merged.received / name).unlink()
    for day, last in ((date(2025, 4, 4), "04/04/2025"), (date(2025, 4, 5), "05/04/2025")):
        workflow.merge(merged, (), None, day)
        told = _run(merged, "remind", f"tong_hop/Tong_hop_{day}.xlsx", "--text", "--unit", "CA").output
        assert f"(đến hết ngày {last}, hôm nay là ngày cuối)" in told


def test_drafts_carry_the_marked_copy_and_the_calendar(merged: Workspace) -> None:
    fill(merged.received / "VP.xlsx", "Mã | Trạng thái\nA.01 | hic")
    found = workflow.validate(merged, (), DAY)
    workflow.mark(merged, found, DAY)
    workflow.merge(merged, (), None, DAY)
    shown = _run(merged, "remind")
    assert "tong_hop/nhac_viec_2025-06-30/VP.eml: vp@mau.vn; kèm VP.xlsx, han_VP.ics\n" in shown.output
    draft = fast_mail_parser.parse_email(
        (merged.consolidated / "nhac_viec_2025-06-30/VP.eml").read_bytes(), strict=True
    )
    copy, events = draft.attachments
    assert copy.content == (merged.returned / "VP.xlsx").read_bytes()
    assert "Đề nghị sửa các ô đánh dấu trong tệp kèm theo" in draft.text_plain[0]
    calendar = icalendar.Calendar.from_ical(events.content)
    days = {str(event.get("summary")): event.start for event in calendar.events}
    assert days == {
        "Hạn B.I.01: Cắt giảm thủ tục hành chính": date(2025, 7, 31),
        "Hạn B.I.02: Số hóa hồ sơ lưu trữ của xã": date(2025, 12, 31),
    }
    # A copy older than what the unit sent since is not the unit's any more.
    later = (merged.returned / "VP.xlsx").stat().st_mtime + 10
    os.utime(merged.received / "VP.xlsx", (later, later))
    assert "VP.eml: vp@mau.vn; kèm han_VP.ics\n" in _run(merged, "remind").output


def test_no_unit_is_reminded_twice_a_day(merged: Workspace, server: Post) -> None:
    first = _run(merged, "remind", "--yes")
    assert (first.exit_code, len(server.letters)) == (0, 1)
    assert server.letters[0].rcpt_tos == ["tyt@mau.vn"]
    assert "không gửi lại" in _run(merged, "remind", "--yes").output
    assert len(server.letters) == 1
    _run(merged, "remind", "--yes", "--force")
    assert len(server.letters) == 2
    journal = merged.root / JOURNAL
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    journal.write_text(journal.read_text(encoding="utf-8").replace(today, "2025-06-30"), encoding="utf-8")
    _run(merged, "remind", "--yes")
    assert len(server.letters) == 3, "another day"


def test_units_without_an_address_do_not_stop_the_others(merged: Workspace, server: Post) -> None:
    (merged.received / "CA.xlsx").unlink()
    workflow.merge(merged, (), None, DAY)
    write_plan(merged.plan, units=UNITS.replace("ca@mau.vn", "ca mau vn"), settings=SETTINGS)
    ran = _run(merged, "remind", "--yes")
    assert (ran.exit_code, "trang tính «Đơn vị»: CA." in ran.stderr) == (6, True)
    assert [letter.rcpt_tos for letter in server.letters] == [["tyt@mau.vn"]]


def test_one_full_mailbox_does_not_stop_the_others(
    merged: Workspace, server: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.mail.smtp.PAUSES", (0.01,))
    (merged.received / "CA.xlsx").unlink()
    workflow.merge(merged, (), None, DAY)
    server.put_off = {"ca@mau.vn": 99}
    ran = _run(merged, "remind", "--yes")
    assert (ran.exit_code, "còn hoãn nhận thư gửi ca@mau.vn" in ran.stderr) == (6, True)
    assert [letter.rcpt_tos for letter in server.letters] == [["tyt@mau.vn"]]


def test_a_unit_that_is_not_there_is_told(merged: Workspace) -> None:
    ran = _run(merged, "remind", "--unit", "XYZ")
    assert (ran.exit_code, "Các mã đơn vị: VP, CA, TYT" in ran.stderr) == (2, True)


def test_where_nothing_gets_through_the_rest_waits(merged: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VP.xlsx", "CA.xlsx"):
        (merged.received / name).unlink()
    workflow.merge(merged, (), None, DAY)
    _use(monkeypatch, Post(port=free_port()))
    ran = _run(merged, "remind", "--yes")
    assert (ran.exit_code, "Dừng ở VP." in ran.stderr) == (6, True)
    assert ran.stderr.count("không nhận kết nối") == 1


def test_the_account_is_asked_for_and_tried(
    workspace: Workspace, server: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOST", "PORT", "SECURITY", "SENDER"):
        monkeypatch.delenv(f"PHULUC_SMTP_{name}")
    answers = f"127.0.0.1\nnone\n{server.port}\n\nvanthu@xa.vn\n"
    asked = CliRunner().invoke(phuluc, ["cai-dat-thu"], input=answers)
    assert (asked.exit_code, "Đã đăng nhập được vào 127.0.0.1" in asked.output) == (0, True), asked.output
    renewed = CliRunner().invoke(phuluc, ["mail-setup"], input=f"\n\n{free_port()}\n\n\n")
    assert (renewed.exit_code, "không nhận kết nối" in renewed.stderr) == (6, True)
    kept = CliRunner().invoke(phuluc, ["mail-setup"], input="\n\n\n\n\n")
    assert (kept.exit_code, f"127.0.0.1:{server.port}" in kept.output) == (0, True), "what failed was not kept"


@pytest.mark.parametrize(
    "line",
    ["[" * 200_000, '{"files": [{"name": "a", "size": 1e999, "sha256": ""}], "time": "2025-06-30"}', "9" * 9_999],
)
def test_a_journal_full_of_rubbish_stops_nothing(merged: Workspace, server: Post, line: str) -> None:
    (merged.root / JOURNAL).write_text(f"{line}\n", encoding="utf-8")
    assert (_run(merged, "remind", "--yes").exit_code, len(server.letters)) == (0, 1)
    assert "không gửi lại" in _run(merged, "remind", "--yes").output


def test_a_journal_that_is_no_file_keeps_letters_back(merged: Workspace, server: Post) -> None:
    os.mkfifo(merged.root / JOURNAL)
    ran = _run(merged, "remind", "--yes")
    assert (ran.exit_code, JOURNAL.rpartition("/")[2] in ran.stderr, server.letters) == (5, True, [])
