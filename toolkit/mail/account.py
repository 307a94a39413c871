"""The mail account of whoever sends: a small file of the user, overridden by the environment; the password apart.

The password comes from `PHULUC_SMTP_PASSWORD` or from the system's keyring (Windows Credential Manager, macOS
Keychain, Secret Service) and is never written to a file.
"""

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from toolkit.errors import MailError
from toolkit.files import settings_folder, write_whole
from toolkit.mail.letter import check_address

PREFIX = "PHULUC_SMTP_"
PASSWORD = f"{PREFIX}PASSWORD"
_SERVICE = "phuluc"


class Security(StrEnum):
    """How the connection is protected; certificates are always verified."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"

    @property
    def port(self) -> int:
        """The usual port (RFC 6409, RFC 8314)."""
        return {"starttls": 587, "tls": 465, "none": 25}[self.value]


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom mail is sent. Without a `user` the server is used without a login."""

    host: str
    port: int
    user: str
    sender: str
    security: Security
    password: str = field(default="", repr=False)

    @property
    def server(self) -> str:
        return f"{self.host}:{self.port}"

    def check(self) -> "Account":
        """Itself, if it can be used.

        Raises:
            MailError: a part is missing or wrong, or the connection would be open to others.
        """
        if not self.host:
            raise MailError("Chưa khai báo máy chủ thư. Hãy chạy lệnh «phuluc cai-dat-thu».")
        check_address(self.sender)
        if self.security is Security.NONE and not _is_loopback(self.host):
            raise MailError(
                f"Không gửi thư không mã hóa đến {self.host}: mật khẩu và số liệu sẽ bị lộ. Chọn starttls hoặc tls."
            )
        if self.user and not self.password:
            raise MailError(
                f"Chưa có mật khẩu thư của {self.user}. Hãy chạy lệnh «phuluc cai-dat-thu», hoặc đặt biến môi trường "
                f"{PASSWORD}."
            )
        return self


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def account_file() -> Path:
    """The user's own file."""
    return settings_folder() / "mail.json"


def load(environment: Mapping[str, str]) -> Account:
    """The account of the user's file, each part overridden by the environment; without its password, not checked.

    Raises:
        MailError: the file cannot be read, or a part is none of its kind.
    """
    path = account_file()
    try:
        kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        told = {key: str(kept.get(key, "")) for key in ("host", "port", "user", "sender", "security")}
    except (OSError, ValueError, AttributeError, RecursionError) as fault:
        raise MailError(f"Không đọc được cấu hình thư {path}. Hãy chạy lại lệnh «phuluc cai-dat-thu».") from fault
    told |= {key: environment[name] for key in told if (name := PREFIX + key.upper()) in environment}
    return _made(told)


def unlock(account: Account, environment: Mapping[str, str]) -> Account:
    """The account with its password, ready to send: the environment's, else the keyring's, which may ask its user.

    Raises:
        MailError: the account cannot be used.
    """
    password = environment.get(PASSWORD)
    return replace(account, password=_kept_password(account) if password is None else password).check()


def _made(told: Mapping[str, str]) -> Account:
    try:
        security = Security(told["security"].strip().lower() or "starttls")
        port = int(told["port"] or security.port)
    except ValueError as fault:
        words = ", ".join(Security)
        raise MailError(f"Cấu hình thư sai: cổng phải là số, bảo mật là một trong {words}.") from fault
    user = told["user"].strip()
    sender = told["sender"].strip() or (user if "@" in user else "")
    return Account(told["host"].strip(), port, user, sender, security)


def _kept_password(account: Account) -> str:
    if not account.user:
        return ""
    import keyring

    try:
        return keyring.get_password(_SERVICE, _entry(account)) or ""
    except Exception:
        # The backends do not wrap all that the system's own store raises (a policy of Windows, say).
        return ""


def _entry(account: Account) -> str:
    return f"{account.user}@{account.host}"


def store(account: Account) -> bool:
    """Keep the account in the user's file and its password in the keyring.

    Returns:
        Whether the password is kept; without a keyring it is not.

    Raises:
        OutputError: the file cannot be written.
    """
    parts = asdict(account)
    password = parts.pop("password")
    write_whole(account_file(), json.dumps(parts, ensure_ascii=False, indent=1).encode())
    if not account.user:
        return True
    import keyring

    try:
        keyring.set_password(_SERVICE, _entry(account), password)
    except Exception:
        # As above.
        return False
    return True
