"""A talk with a mail server that comes to an end, however slowly or endlessly the server speaks.

`smtplib` waits anew for every byte, and for a reply of any number of lines: here a reply has to be whole in time, and
the talk has an end, too.
"""

import smtplib
import socket
import time
from typing import Any

# Replies of several lines hold what a server can do, or where to ask; RFC 5321, 4.5.3.1.5 has lines of 512 bytes.
_LONGEST_REPLY = 1 << 16
_PIECE = 1 << 16


class _Words:
    """What a server says, line by line, in place of the file that `smtplib` makes of the connection."""

    def __init__(self, line: socket.socket, end: float) -> None:
        self._line, self._end, self._heard = line, end, b""
        self.begin()

    def begin(self) -> None:
        """A reply is awaited from now on, for as long as the connection waits for anything."""
        self._reply_end = min(self._end, time.monotonic() + (self._line.gettimeout() or 0))
        self._room = _LONGEST_REPLY

    def readline(self, most: int) -> bytes:
        """The next line with its end, what came of it if it is longer than so many bytes or the connection ended.

        Raises:
            TimeoutError: the reply takes too long.
            OSError: it is too long, or the connection is lost.
        """
        patience = self._line.gettimeout()
        while b"\n" not in self._heard and len(self._heard) < most:
            left = self._reply_end - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self._line.settimeout(left)
            heard = self._line.recv(_PIECE)
            if not heard:
                break
            self._heard += heard
        self._line.settimeout(patience)
        end = min(self._heard.find(b"\n") + 1 or most, most)
        line, self._heard = self._heard[:end], self._heard[end:]
        self._room -= len(line)
        if self._room < 0:
            raise OSError("reply too long")
        return line

    def close(self) -> None:
        """The connection is closed by whoever opened it."""


class Talk(smtplib.SMTP):
    """A talk in which every reply has to be whole within the time that the connection waits, all in `seconds`."""

    file: Any

    def __init__(self, seconds: float, *given: Any, **options: Any) -> None:
        self._end = time.monotonic() + seconds
        super().__init__(*given, **options)

    def getreply(self) -> tuple[int, bytes]:
        if isinstance(self.file, _Words):
            self.file.begin()
        elif self.sock:
            self.file = _Words(self.sock, self._end)
        return super().getreply()

    def send(self, s: Any) -> None:
        """Hand over the bytes (or a command) piece by piece, as long as the talk lasts."""
        data = s.encode(self.command_encoding) if isinstance(s, str) else bytes(s)
        for begin in range(0, len(data), _PIECE):
            if time.monotonic() > self._end:
                self.close()
                raise TimeoutError("timed out")
            super().send(data[begin : begin + _PIECE])


class SecureTalk(Talk, smtplib.SMTP_SSL):
    """The same over TLS from the first byte on."""
