"""A real mail server on loopback (aiosmtpd): it takes, refuses, puts off, dawdles or hangs up as a test asks."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "vanthu", "mật-khẩu-bí-mật".encode("ascii", "ignore").decode() + "-42"


@dataclass
class Post:
    """What the server does, and what it got.

    `refuse` and `put_off` are addresses; `put_off` ends after so many times. `hang_up` closes the connection after the
    last byte of a letter.
    """

    port: int = 0
    refuse: frozenset[str] = frozenset()
    put_off: dict[str, int] = field(default_factory=dict)
    hang_up: bool = False
    dawdle: float = 0
    answer: str = "250 2.0.0 nhận rồi"
    letters: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuse:
            return "550 5.1.1 no such user"
        if self.put_off.get(address, 0) > 0:
            self.put_off[address] -= 1
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.dawdle)
        if self.hang_up:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        if self.answer.startswith("2"):
            self.letters.append(envelope)
        return self.answer


def _check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
    is_known = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_known, handled=False)


@contextmanager
def serving(
    post: Post, certificate: ssl.SSLContext | None = None, is_tls: bool = False, **options: Any
) -> Iterator[Post]:
    """The server at work on a free port; with a certificate it asks for STARTTLS and a login, or speaks TLS at once."""
    post.port = free_port()
    if certificate and not is_tls:
        options |= {"tls_context": certificate, "require_starttls": True}
    if certificate:
        # The server does not know of a connection that was secured before it.
        options |= {"authenticator": _check, "auth_required": True, "auth_require_tls": not is_tls}
    around = certificate if is_tls else None
    controller = Controller(post, hostname="127.0.0.1", port=post.port, ssl_context=around, **options)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
