"""Mail as such, against a real server on loopback: what arrives, byte for byte, and every way it can fail."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fast_mail_parser
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from mail_server import PASSWORD, USER, Post, free_port, serving

from toolkit.errors import MailError
from toolkit.mail.account import Account, Security
from toolkit.mail.letter import Attachment, Letter, draft, finish, one_line, split_addresses
from toolkit.mail.smtp import Outcome, post, try_login

# The server means connections that were secured before it saw them.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
NOW = datetime(2025, 7, 1, 8, 30, tzinfo=UTC)
TO = ("huyen@nghixuan.gov.vn", "tinh@hatinh.gov.vn")
NAME = "Tổng hợp kết quả thực hiện nhiệm vụ của xã Xuân Giang đến ngày 30-06-2025.xlsx"
WORKBOOK = bytes(range(256)) * 300 + b"\r\n.\r\n"
LETTER = Letter(
    TO, "Báo cáo kết quả", "Kính gửi:\n.dòng có dấu chấm\n", "<p>Kính gửi</p>", (Attachment(NAME, WORKBOOK),), ("c@d.vn",),
    "vanthu@xuangiang.gov.vn", "UBND xã Xuân Giang",
)  # fmt: skip
DATA = finish(LETTER, NOW, "so1")


def _account(server: Post, security: Security = Security.NONE, user: str = "", password: str = "") -> Account:
    return Account("127.0.0.1", server.port, user, LETTER.sender, security, password)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of an authority that this machine trusts for the time of the test."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def silent() -> Iterator[Post]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield Post(port=listening.getsockname()[1])


def test_another_library_reads_what_was_written() -> None:
    parsed = fast_mail_parser.parse_email(DATA, strict=True)
    assert parsed.subject == LETTER.subject
    assert parsed.from_
    assert (parsed.from_.address, parsed.from_.display_name) == (LETTER.sender, LETTER.sender_name)
    assert [address.address for address in parsed.to] == list(TO)
    assert [address.address for address in parsed.cc] == ["c@d.vn"]
    assert parsed.text_plain == ["Kính gửi:\r\n.dòng có dấu chấm\r\n"]
    assert parsed.text_html == [LETTER.html]
    (attached,) = parsed.attachments
    assert (attached.filename, attached.content) == (NAME, WORKBOOK)
    assert attached.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert max(map(len, DATA.split(b"\r\n"))) <= 998
    assert DATA.isascii()
    assert b"\n" not in DATA.replace(b"\r\n", b"")
    # The name as older Outlooks read it: an encoded word in Content-Type.
    assert b'name="=?utf-8?b?' in DATA


def test_a_draft_opens_ready_to_send() -> None:
    headers = fast_mail_parser.parse_email(draft(LETTER), strict=True).headers
    assert headers["X-Unsent"] == ["1"]
    assert not {"Date", "Message-ID"} & set(headers)


@given(
    subject=st.text(max_size=300), name=st.text(max_size=80),
    file=st.text(st.characters(exclude_characters='/\\"', exclude_categories=["Cs"]), min_size=1, max_size=60),
    local=st.from_regex(r"[a-z0-9.+_-]{1,12}", fullmatch=True), lie=st.sampled_from(["", "\r\nBcc: x@y.vn", "\n\n", "\x00", " x"]),
)  # fmt: skip
def test_nothing_written_becomes_a_header(subject: str, name: str, file: str, local: str, lie: str) -> None:
    try:
        to = split_addresses(f"{local}@xa.vn{lie}")
    except MailError:
        to = ("x@xa.vn",)
    assert all("\n" not in address and " " not in address for address in to)
    attached = Attachment(f"{file}{lie}.xlsx", b"1")
    sent = Letter(to, subject + lie, "a", "b", (attached,), (), "v@xa.vn", name + lie)
    parsed = fast_mail_parser.parse_email(finish(sent, NOW, "1"))
    known = {"Subject", "From", "To", "MIME-Version", "Content-Type", "Date", "Message-ID", "Auto-Submitted"}
    assert set(parsed.headers) == known
    assert all(len(values) == 1 for values in parsed.headers.values())
    assert parsed.subject == one_line(subject + lie)
    assert [address.address for address in parsed.to] == list(to)
    assert [a.content for a in parsed.attachments] == [b"1"]
    assert parsed.attachments[0].filename == one_line(attached.name)


@pytest.mark.parametrize(
    "wrong",
    ["vanthu", "@xa.vn", "a@b", "văn@xa.vn", "a b@xa.vn>", "<a@xa.vn>", "a@xa..vn", "a@[1]", "vp@[mau.vn", "a@[ "],
)
def test_what_is_no_address(wrong: str) -> None:
    with pytest.raises(MailError, match="không phải là địa chỉ thư điện tử"):
        split_addresses(wrong)


def test_addresses_of_a_cell() -> None:
    assert split_addresses(" a@b.vn; c@d.vn,\na@b.vn ") == ("a@b.vn", "c@d.vn")
    assert split_addresses("") == ()


@pytest.mark.parametrize("security", Security)
def test_what_arrives_is_what_was_written(security: Security, certificate: ssl.SSLContext) -> None:
    with serving(Post(), None if security is Security.NONE else certificate, security is Security.TLS) as server:
        login = ("", "") if security is Security.NONE else (USER, PASSWORD)
        answers = post(DATA, LETTER.recipients, _account(server, security, *login))
    assert {answer.outcome for answer in answers.values()} == {Outcome.ACCEPTED}
    assert answers[TO[0]].reply == "250 2.0.0 nhận rồi"
    (letter,) = server.letters
    assert letter.rcpt_tos == [*TO, "c@d.vn"]
    assert letter.mail_from == LETTER.sender
    assert isinstance(letter.content, bytes)
    assert letter.content == DATA
    assert fast_mail_parser.parse_email(letter.content).attachments[0].content == WORKBOOK


def _failing(sentence: str, account: Account, **options: Any) -> None:
    answers = post(DATA, TO, account, pauses=(), **options)
    assert {answer.outcome for answer in answers.values()} == {Outcome.FAILED}
    assert sentence in answers[TO[0]].sentence
    assert (account.password or "\0") not in str(answers)
    with pytest.raises(MailError, match=sentence):
        try_login(account, **options)


def test_nobody_listens() -> None:
    _failing("không nhận kết nối", _account(Post(port=free_port())))


def test_no_such_server() -> None:
    _failing("Không tìm thấy máy chủ thư", Account("khong-co.invalid", 25, "", LETTER.sender, Security.NONE))


def test_a_name_that_cannot_be_one() -> None:
    _failing("có chữ mà máy chủ thư không dùng được", Account("a..b", 25, "", LETTER.sender, Security.NONE))


def test_no_answer_in_time(silent: Post) -> None:
    _failing("không trả lời", _account(silent), timeout=0.3)


def test_a_wrong_password(certificate: ssl.SSLContext) -> None:
    with serving(Post(), certificate) as server:
        _failing("hoặc mật khẩu", _account(server, Security.STARTTLS, USER, "sai-mat-khau"))
        _failing("có chữ mà máy chủ thư không dùng được", _account(server, Security.STARTTLS, USER, "sai mật khẩu"))


def test_a_certificate_of_nobody_known(certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    for security in (Security.STARTTLS, Security.TLS):
        with serving(Post(), certificate, security is Security.TLS) as server:
            _failing("không đáng tin", _account(server, security, USER, PASSWORD))
            assert server.letters == []


def test_a_kind_of_security_that_the_server_does_not_have(certificate: ssl.SSLContext) -> None:
    with serving(Post()) as server:
        _failing("không hỗ trợ kiểu bảo mật", _account(server, Security.STARTTLS))
        _failing("Không lập được kết nối mã hóa", _account(server, Security.TLS))
    with serving(Post()) as server:
        _failing("không hỗ trợ", _account(server, Security.NONE, USER, PASSWORD))


def test_who_is_put_off_gets_it_later_and_nobody_twice() -> None:
    heard: list[float] = []
    with serving(Post(put_off={TO[0]: 2})) as server:
        answers = post(DATA, TO, _account(server), pauses=(0.01, 0.02, 0.03), watch=heard.append)
    assert {answer.outcome for answer in answers.values()} == {Outcome.ACCEPTED}
    assert [letter.rcpt_tos for letter in server.letters] == [[TO[1]], [TO[0]]]
    assert heard == [0.01, 0.02]


def test_who_is_put_off_for_too_long_is_told() -> None:
    with serving(Post(put_off={TO[0]: 9})) as server:
        answers = post(DATA, TO, _account(server), pauses=(0.01,))
    assert [answer.outcome for answer in answers.values()] == [Outcome.FAILED, Outcome.ACCEPTED]
    assert "còn hoãn nhận" in answers[TO[0]].sentence
    assert "451 4.7.1 greylisted" in answers[TO[0]].sentence
    assert len(server.letters) == 1


def test_one_of_several_is_refused() -> None:
    with serving(Post(refuse=frozenset({TO[1]}))) as server:
        answers = post(DATA, TO, _account(server), pauses=(9,))
    assert [answer.outcome for answer in answers.values()] == [Outcome.ACCEPTED, Outcome.REFUSED]
    assert "từ chối thư gửi tinh@hatinh.gov.vn (550 5.1.1 no such user)" in answers[TO[1]].sentence
    assert [letter.rcpt_tos for letter in server.letters] == [[TO[0]]]


def test_a_letter_larger_than_the_server_takes_is_not_sent() -> None:
    with serving(Post(), data_size_limit=50_000) as server:
        answers = post(DATA, TO, _account(server), pauses=(9,))
    assert {answer.outcome for answer in answers.values()} == {Outcome.REFUSED}
    assert "chỉ nhận đến 0,05 MB" in answers[TO[0]].sentence
    assert server.letters == []


@pytest.mark.parametrize(("code", "outcome"), [("554 5.7.1 spam", Outcome.REFUSED), ("452 4.2.2 full", Outcome.FAILED)])
def test_a_letter_refused_after_it_was_read(code: str, outcome: Outcome) -> None:
    with serving(Post(answer=code)) as server:
        answers = post(DATA, TO, _account(server), pauses=())
    assert {answer.outcome for answer in answers.values()} == {outcome}
    assert code in answers[TO[0]].sentence


def test_an_answer_that_is_none_is_no_acceptance() -> None:
    with serving(Post(answer="ERR virus scanner failed")) as server:
        answers = post(DATA, TO, _account(server), pauses=(0.01,))
    assert {answer.outcome for answer in answers.values()} == {Outcome.UNKNOWN}


def test_what_python_says_of_a_password_is_not_kept(certificate: ssl.SSLContext) -> None:
    with serving(Post(), certificate) as server:
        answers = post(DATA, TO, _account(server, Security.STARTTLS, USER, "sai mật khẩu"), pauses=())
    assert answers[TO[0]].reply == "UnicodeEncodeError"


def test_a_connection_lost_after_the_letter_is_not_repeated() -> None:
    with serving(Post(hang_up=True)) as server:
        answers = post(DATA, TO, _account(server), pauses=(0.01, 0.01))
    assert {answer.outcome for answer in answers.values()} == {Outcome.UNKNOWN}
    assert "chưa rõ máy chủ đã nhận chưa" in answers[TO[0]].sentence
    assert len(server.letters) == 1, "the server has it, and only once"


def test_a_server_that_takes_too_long_after_the_letter() -> None:
    with serving(Post(dawdle=3)) as server:
        answers = post(DATA, TO, _account(server), pauses=(), timeout=0.2)
    assert {answer.outcome for answer in answers.values()} == {Outcome.UNKNOWN}
