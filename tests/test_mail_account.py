"""The account for mail: kept without its password, the environment first, every way it will not do."""

import json

import keyring
import pytest
from keyring.backend import KeyringBackend
from mail_server import PASSWORD, USER

from toolkit.errors import MailError
from toolkit.mail import account
from toolkit.mail.account import Account, Security


class Memory(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Memory:
    memory = Memory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", memory)
    return memory


KEPT = Account("mail.xa.vn", 587, USER, "vanthu@xa.vn", Security.STARTTLS, PASSWORD)


def test_an_account_is_kept_without_its_password(ring: Memory) -> None:
    assert account.store(KEPT)
    assert account.unlock(account.load({}), {}) == KEPT
    assert account.load({}).password == ""
    assert PASSWORD not in account.account_file().read_text(encoding="utf-8")
    assert PASSWORD not in repr(KEPT)
    assert ring.kept == {("phuluc", "vanthu@mail.xa.vn"): PASSWORD}


def test_the_environment_comes_first(ring: Memory) -> None:
    account.store(KEPT)
    told = {"PHULUC_SMTP_HOST": "b.vn", "PHULUC_SMTP_SECURITY": "tls", "PHULUC_SMTP_PASSWORD": "p"}
    assert account.unlock(account.load(told), told) == Account("b.vn", 587, USER, "vanthu@xa.vn", Security.TLS, "p")
    alone = {"PHULUC_SMTP_PORT": "26", "PHULUC_SMTP_USER": "u@c.vn", "PHULUC_SMTP_SENDER": ""}
    assert account.load(alone).sender == "u@c.vn"


def test_without_a_keyring_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    assert not account.store(KEPT)
    with pytest.raises(MailError, match="Chưa có mật khẩu thư"):
        account.unlock(account.load({}), {})


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "Chưa khai báo máy chủ thư"),
        ({"HOST": "a.vn", "SENDER": "x"}, "không phải là địa chỉ"),
        ({"HOST": "a.vn", "SENDER": "x@y.vn", "SECURITY": "none"}, "Không gửi thư không mã hóa"),
        ({"HOST": "a.vn", "SENDER": "x@y.vn", "USER": "u"}, "Chưa có mật khẩu"),
        ({"PORT": "hai mươi"}, "cổng phải là số"),
        ({"SECURITY": "ssl"}, "bảo mật là một trong starttls, tls, none"),
    ],
)
def test_an_account_that_will_not_do(told: dict[str, str], sentence: str) -> None:
    with pytest.raises(MailError, match=sentence):
        account.unlock(account.load({f"PHULUC_SMTP_{name}": value for name, value in told.items()}), {})


def test_a_damaged_file_of_the_account() -> None:
    account.store(KEPT)
    account.account_file().write_text(json.dumps([1]))
    with pytest.raises(MailError, match="Hãy chạy lại lệnh «phuluc cai-dat-thu»"):
        account.load({})
