"""Mail servers that speak without end, and those that say a password back: one sentence in time, and no secret left."""

import base64
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from mail_server import Post, free_port
from test_mail import DATA, LETTER, TO
from test_mailing import JOURNAL, _run, _use
from test_mailing import merged as merged  # a fixture

from toolkit.cli import phuluc
from toolkit.errors import MailError
from toolkit.mail import account, smtp
from toolkit.mail.account import Account, Security
from toolkit.mail.secrecy import HIDDEN, hide
from toolkit.mail.smtp import Outcome, post, try_login
from toolkit.workspace import Workspace

Say = Callable[[socket.socket], None]


@contextmanager
def speaking(say: Say) -> Iterator[Post]:
    """A server on loopback that says this to whoever comes, whatever is said to it."""
    listening = socket.create_server(("127.0.0.1", 0))

    def meet() -> None:
        with suppress(OSError):
            while True:
                line, _ = listening.accept()
                threading.Thread(target=serve, args=(line,), daemon=True).start()

    def serve(line: socket.socket) -> None:
        with suppress(OSError), line:
            say(line)

    threading.Thread(target=meet, daemon=True).start()
    with listening:
        yield Post(port=listening.getsockname()[1])


def _account(server: Post) -> Account:
    return Account("127.0.0.1", server.port, "", LETTER.sender, Security.NONE)


def _drip(words: bytes, pause: float = 0.05) -> Say:
    """These words again and again, a byte at a time."""

    def say(line: socket.socket) -> None:
        while True:
            for at in range(len(words)):
                line.sendall(words[at : at + 1])
                time.sleep(pause)

    return say


def _pour(words: bytes) -> Say:
    def say(line: socket.socket) -> None:
        while True:
            line.sendall(words)

    return say


def _answer(line: socket.socket, replies: dict[bytes, bytes]) -> None:
    """Greet, then give each command the reply that its first word has; `250 OK` to all others."""
    line.sendall(b"220 here\r\n")
    for heard in line.makefile("rb"):
        line.sendall(replies.get(heard.split()[0].upper(), b"250 OK\r\n"))


@pytest.mark.parametrize(
    "say",
    [
        _drip(b"220-xin chao\r\n"),
        _drip(b"x"),
        _pour(b"220-xin chao\r\n" * 1000),
        _pour(b"220-" + b"x" * 100_000),
        lambda line: _answer(line, {b"EHLO": b"250-one\r\n"}),
    ],
    ids=["greets line by line for ever", "says one byte now and then", "greets fast for ever", "one line without end",
         "does not end its answer"],
)  # fmt: skip
def test_a_server_that_never_comes_to_its_end(say: Say) -> None:
    begin = time.monotonic()
    with speaking(say) as server:
        answers = post(DATA, TO, _account(server), pauses=(), timeout=0.3)
        with pytest.raises(MailError) as told:
            try_login(_account(server), timeout=0.3)
    assert time.monotonic() - begin < 3
    assert {answer.outcome for answer in answers.values()} == {Outcome.FAILED}
    assert answers[TO[0]].sentence == str(told.value)
    assert str(told.value).startswith(f"Máy chủ thư 127.0.0.1:{server.port} ")


def test_the_whole_talk_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer comes in time; together they take too long."""
    monkeypatch.setattr(smtp, "_WAITS", 2)
    monkeypatch.setattr(smtp, "_SLOWEST", 1e9)

    def say(line: socket.socket) -> None:
        line.sendall(b"220 here\r\n")
        for _ in line.makefile("rb"):
            time.sleep(0.2)
            line.sendall(b"250 OK\r\n")

    many = [f"noi{number}@mau.vn" for number in range(50)]
    begin = time.monotonic()
    with speaking(say) as server:
        answers = post(DATA, many, _account(server), pauses=(), timeout=0.4)
    assert time.monotonic() - begin < 3
    assert {answer.outcome for answer in answers.values()} == {Outcome.FAILED}
    assert "không trả lời" in answers[many[-1]].sentence


def test_a_server_that_takes_no_letter_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "_WAITS", 2)
    monkeypatch.setattr(smtp, "_SLOWEST", 1e9)

    def say(line: socket.socket) -> None:
        line.sendall(b"220 here\r\n")
        while heard := line.recv(1 << 10):
            line.sendall(b"354 go on\r\n" if heard.startswith(b"DATA") else b"250 OK\r\n")
            if heard.startswith(b"DATA"):
                time.sleep(2)

    with speaking(say) as server:
        answers = post(DATA + b"x\r\n" * 10_000_000, TO, _account(server), pauses=(), timeout=0.3)
    assert {answer.outcome for answer in answers.values()} == {Outcome.UNKNOWN}


def test_sending_to_such_a_server_is_a_sentence_and_exit_code_six(
    merged: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "post", partial(smtp.post, timeout=0.3))
    with speaking(_drip(b"220-xin chao\r\n")) as server:
        _use(monkeypatch, server)
        told = _run(merged, "send", "--yes")
    assert (told.exit_code, told.stderr.count("\n")) == (6, 1)
    assert "không trả lời" in told.stderr


PASSWORDS = ["rat-bi-mat-42", "a b  c\\d'e\"f", "<&%+/=@:x", "Thử"]


@pytest.mark.parametrize("password", PASSWORDS)
def test_no_form_of_a_password_is_shown(password: str) -> None:
    secret = password.encode()
    plain = base64.b64encode(b"\0vanthu\0" + secret).decode()
    said = [
        password, repr(secret), base64.b64encode(secret).decode(), plain, plain.rstrip("="), password.upper(),
        f"(535, {f'bad {password}'.encode()!r})", secret.hex(), f"a{password}b{password}c",
    ]  # fmt: skip
    for text in said:
        told = hide(f"535 5.7.8 {text} vanthu no", "vanthu", password)
        assert HIDDEN in told
        assert told.startswith("535 5.7.8 ")
        for form in (password, " ".join(password.split()), base64.b64encode(secret).decode().rstrip("="), plain):
            assert form.casefold() not in told.casefold()


def test_without_a_password_nothing_is_hidden() -> None:
    assert hide(" 250  2.0.0\r\nOK ", "", "") == "250 2.0.0 OK"


@pytest.mark.parametrize("command", ["AUTH", "MAIL", "RCPT", "DATA", "."])
def test_a_password_that_the_server_says_back_is_nowhere(
    merged: Workspace, monkeypatch: pytest.MonkeyPatch, command: str, tmp_path: Path
) -> None:
    password = PASSWORDS[0]
    plain = base64.b64encode(f"\0vanthu\0{password}".encode()).decode()
    echo = f" 5.7.8 {password} {plain} {base64.b64encode(password.encode()).decode()}\r\n".encode()

    def say(line: socket.socket) -> None:
        line.sendall(b"220 here\r\n")
        for heard in line.makefile("rb"):
            word = heard.split()[0].decode("ascii", "replace").upper() if heard.strip() else ""
            usual = {"EHLO": b"250-here\r\n250 AUTH PLAIN LOGIN\r\n", "AUTH": b"235 OK\r\n", "DATA": b"354 go\r\n"}
            if word == command:
                line.sendall(b"535" + echo)
            elif word.isalpha() and (word in usual or word in ("MAIL", "RCPT", "QUIT", "RSET", "HELO")):
                line.sendall(usual.get(word, b"250 OK\r\n"))

    with speaking(say) as server:
        _use(monkeypatch, server)
        monkeypatch.setenv("PHULUC_SMTP_USER", "vanthu")
        monkeypatch.setenv("PHULUC_SMTP_PASSWORD", password)
        told = _run(merged, "send", "--yes")
        answers = "\n".join(["127.0.0.1", "none", str(server.port), "vanthu", "vanthu@xa.vn", password])
        asked = CliRunner().invoke(phuluc, ["mail-setup"], input=answers + "\n")
    assert told.exit_code == 6
    left = b"".join(path.read_bytes() for path in merged.root.rglob("*") if path.is_file())
    left += b"".join(path.read_bytes() for path in [account.account_file()] if path.is_file())
    assert HIDDEN.encode() in left
    for secret in (password, plain, base64.b64encode(password.encode()).decode()):
        assert secret.encode() not in left + told.output.encode() + asked.output.encode()


@pytest.mark.parametrize("line", ["[" * 200_000, "{" * 10, "[" * 50, '{"time": 1e999}', "null", "\0\ufffd"])
def test_a_journal_full_of_nonsense_is_told(merged: Workspace, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    _use(monkeypatch, Post(port=free_port()))
    (merged.root / JOURNAL).write_text(f"{line}\n" * 12, encoding="utf-8")
    told = _run(merged, "send", "--yes")
    assert (told.exit_code, told.stderr.count("\n")) == (6, 2)
    assert "có 12 dòng không đọc được (dòng 1, 2, 3, 4, 5…)" in told.stderr
    again = _run(merged, "remind", "--yes")
    assert again.stderr.count("12 dòng không đọc được") == 1
