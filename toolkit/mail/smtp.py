"""The talk with the mail server (RFC 5321): every recipient gets an answer, whatever goes wrong on the way."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_chain, wait_fixed

from toolkit.errors import MailError
from toolkit.mail import faults
from toolkit.mail.account import Account, Security
from toolkit.mail.patience import SecureTalk, Talk
from toolkit.mail.secrecy import hide

# Seconds before each new try: a server that greylists wants some minutes to pass (RFC 6647).
PAUSES = (15.0, 45.0, 120.0, 240.0)
TIMEOUT = 30.0
# After the last byte a server may look for viruses: it is given longer (RFC 5321, 4.5.3.2.6).
_PATIENCE = 4
# The whole talk: so many waits for an answer, and the letter at this speed (bytes a second).
_WAITS, _SLOWEST = 10, 5_000
_FAULTS = (OSError, smtplib.SMTPException, UnicodeError)
# The name of this machine is nobody's business and may hold letters that the protocol does not know.
_OWN_NAME = "[127.0.0.1]"


class Outcome(StrEnum):
    """What became of a letter for one recipient; `unknown` as long as nobody knows."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of the letter for one recipient: the server's own words, and one sentence for staff.

    `is_servers` is false where there was no talk with the server, or no longer.
    """

    outcome: Outcome
    reply: str
    sentence: str = ""
    is_servers: bool = True


def post(
    data: bytes,
    recipients: Sequence[str],
    account: Account,
    pauses: Sequence[float] = PAUSES,
    timeout: float = TIMEOUT,
    watch: Callable[[float], None] = lambda _: None,
) -> dict[str, Answer]:
    """Hand a letter to the server; again, after growing pauses, for those to whom it is put off (a reply of 4xx).

    Args:
        data: the letter with all its headers, lines ending with CRLF.
        recipients: the addresses it goes to, at least one.
        account: a checked account.
        pauses: seconds before the second, third, ... try.
        timeout: seconds to wait for each answer of the server.
        watch: told the seconds of each pause before it begins.

    Returns:
        An answer for every recipient, in the order given.
    """
    delivery = _Delivery(data, account, timeout, list(recipients))

    def tell(state: RetryCallState) -> None:
        watch(state.upcoming_sleep)

    again = Retrying(
        retry=retry_if_result(bool),
        stop=stop_after_attempt(len(pauses) + 1),
        wait=wait_chain(*map(wait_fixed, pauses or (0,))),
        before_sleep=tell,
        retry_error_callback=lambda _: None,
    )
    again(delivery.attempt)
    return {address: delivery.answers[address] for address in recipients}


def try_login(account: Account, timeout: float = TIMEOUT) -> None:
    """Connect and log in, and nothing else.

    Raises:
        MailError: that does not work; the sentence says why.
    """
    try:
        with _connected(account, timeout):
            pass
    except _FAULTS as fault:
        raise MailError(faults.sentence(fault, account)) from fault


@contextmanager
def _connected(account: Account, timeout: float, size: int = 0) -> Iterator[Talk]:
    """A server that knows who is there, for as long as a letter of this size takes. How it parts is of no account."""
    context = ssl.create_default_context()
    seconds = _WAITS * timeout + size / _SLOWEST
    server: Talk
    if account.security is Security.TLS:
        server = SecureTalk(seconds, account.host, account.port, _OWN_NAME, timeout=timeout, context=context)
    else:
        server = Talk(seconds, account.host, account.port, _OWN_NAME, timeout)
    try:
        if account.security is Security.STARTTLS:
            server.starttls(context=context)
        if account.user:
            server.login(account.user, account.password)
        server.ehlo_or_helo_if_needed()
        yield server
    finally:
        with suppress(*_FAULTS):
            server.quit()
        server.close()


@dataclass
class _Delivery:
    """A letter on its way: whom it still has to reach, and what was answered so far."""

    data: bytes
    account: Account
    timeout: float
    waiting: list[str]
    answers: dict[str, Answer] = field(default_factory=dict)

    def attempt(self) -> list[str]:
        """One try for everyone who waits; gives those who were put off."""
        pending, self.waiting = self.waiting, []
        for address in pending:
            self.answers.pop(address, None)
        try:
            with _connected(self.account, self.timeout, len(self.data)) as server:
                self._talk(server, pending)
        except _FAULTS as fault:
            told = faults.sentence(fault, self.account)
            open_ones = [address for address in pending if address not in self.answers]
            # What Python says of letters that it cannot encode quotes them, and they may be a password's.
            reply = type(fault).__name__ if isinstance(fault, UnicodeError) else self._shown(str(fault))
            self.answers |= dict.fromkeys(open_ones, Answer(Outcome.FAILED, reply, told, is_servers=False))
            # A server that puts off the first and hangs up means them all.
            if self.waiting or 400 <= getattr(fault, "smtp_code", 0) < 500:
                self.waiting += open_ones
        return self.waiting

    def _talk(self, server: smtplib.SMTP, pending: list[str]) -> None:
        told_limit = server.esmtp_features.get("size", "")
        limit = int(told_limit) if told_limit.isdecimal() else 0
        if 0 < limit < len(self.data):
            told = faults.too_large(len(self.data), limit)
            self.answers |= {address: Answer(Outcome.REFUSED, f"SIZE {limit}", told) for address in pending}
            return
        options = [f"SIZE={len(self.data)}"] if server.has_extn("size") else []
        code, reply = server.mail(self.account.sender, options)
        if not self._is_taken(pending, code, reply):
            return
        taken = [address for address in pending if self._is_taken([address], *server.rcpt(address))]
        if taken:
            self._hand_over(server, taken)

    def _hand_over(self, server: smtplib.SMTP, taken: list[str]) -> None:
        code, reply = server.docmd("DATA")
        if code != 354:
            self._is_taken(taken, max(code, 400), reply)
            return
        if server.sock:
            server.sock.settimeout(self.timeout * _PATIENCE)
        try:
            # A dot that begins a line is doubled (RFC 5321, 4.5.2).
            server.send(re.sub(rb"(?m)^\.", b"..", self.data) + b".\r\n")
            code, reply = server.getreply()
        except _FAULTS as fault:
            lost = Answer(Outcome.UNKNOWN, self._shown(str(fault)), faults.unknown(taken))
            self.answers |= dict.fromkeys(taken, lost)
            return
        words = self._words(code, reply)
        if 200 <= code < 300:
            self.answers |= dict.fromkeys(taken, Answer(Outcome.ACCEPTED, words))
        elif not 400 <= code < 600:
            self.answers |= dict.fromkeys(taken, Answer(Outcome.UNKNOWN, words, faults.unknown(taken)))
        else:
            self._is_taken(taken, code, reply)

    def _is_taken(self, addresses: Iterable[str], code: int, reply: bytes) -> bool:
        """Whether the server goes on with these; otherwise its refusal is their answer."""
        if 200 <= code < 400:
            return True
        for address in addresses:
            words = self._words(code, reply)
            is_put_off = 400 <= code < 500
            outcome = Outcome.REFUSED if code >= 500 else Outcome.FAILED
            self.answers[address] = Answer(outcome, words, faults.refusal(address, code, words))
            if is_put_off:
                self.waiting.append(address)
        return False

    def _words(self, code: int, reply: bytes) -> str:
        """`250 2.0.0 OK`, on one line."""
        return self._shown(f"{code} {reply.decode('utf-8', 'replace')}")

    def _shown(self, said: str) -> str:
        """What was said by the server, or of it, as it may be kept and shown."""
        return hide(said, self.account.user, self.account.password)
