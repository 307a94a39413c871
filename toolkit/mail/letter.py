"""A letter as the bytes that go over the wire or into a draft.

Formats: RFC 5322 (message), RFC 2045 to 2047 and 2231 (MIME, letters other than ASCII in headers and file names).
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from pathlib import PurePath

from toolkit.errors import MailError

# The older of Python's two writers of mail: the newer one loses blanks between encoded words and encodes the middle
# of a long media type (seen with Python 3.11). Lines long enough for the media type of a workbook; RFC 5322 allows 998.
_POLICY = compat32.clone(linesep="\r\n", max_line_length=100)
_LONGEST_LINE = 998
# RFC 5321, 4.1.2, without quoted names and addresses of machines, which nobody here has.
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}(?:\.{_LABEL})+|localhost)")
# Python's own table is that of the machine, which need not know them.
_OOXML = "vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    ".xlsx": ("application", f"{_OOXML}.spreadsheetml.sheet"),
    ".docx": ("application", f"{_OOXML}.wordprocessingml.document"),
    ".ics": ("text", "calendar"),
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along, under this name."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written, to whom; `text` says the same as `html`. Without a sender the mail program puts its own."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    cc: tuple[str, ...] = ()
    sender: str = ""
    sender_name: str = ""

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone who gets it, each once."""
        return tuple(dict.fromkeys((*self.to, *self.cc)))


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses of a cell, split by `;`, commas, blanks or line breaks; each must be one.

    Raises:
        MailError: one is no mail address.
    """
    return tuple(dict.fromkeys(check_address(part) for part in re.split(r"[;,\s]+", text) if part))


def check_address(text: str) -> str:
    """The address, if it is one that every server takes: `name@domain` in ASCII.

    Raises:
        MailError: it is none.
    """
    if not _ADDRESS.fullmatch(text):
        raise MailError(f"«{one_line(text)}» không phải là địa chỉ thư điện tử.")
    return text


def one_line(text: str) -> str:
    """The text in NFC without control characters and line breaks, which in a header would begin another one."""
    plain = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter for letter in text
    )
    return " ".join(unicodedata.normalize("NFC", plain).split())


def draft(letter: Letter) -> bytes:
    """The bytes of an `.eml` that Outlook and Thunderbird open ready to send: no date, no number, `X-Unsent: 1`."""
    message = _compose(letter)
    message["X-Unsent"] = "1"
    return message.as_bytes(policy=_POLICY)


def finish(letter: Letter, at: datetime, number: str) -> bytes:
    """The bytes that are handed to a server.

    Args:
        letter: with a sender.
        at: when it is sent, with its zone.
        number: what makes its `Message-ID` unlike any other, in ASCII letters and digits.
    """
    message = _compose(letter)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}@{letter.sender.rpartition('@')[2]}>"
    # No out-of-office answers to a machine (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    return message.as_bytes(policy=_POLICY)


def _compose(letter: Letter) -> MIMEMultipart:
    outer, inner = _boundaries(letter)
    message = MIMEMultipart("mixed", outer)
    message["Subject"] = Header(one_line(letter.subject), "utf-8", header_name="Subject").encode()
    if letter.sender:
        message["From"] = _named(one_line(letter.sender_name), letter.sender)
    for header, addresses in (("To", letter.to), ("Cc", letter.cc)):
        if addresses:
            message[header] = ", ".join(addresses)
    words = MIMEMultipart("alternative", inner)
    for text, kind in ((letter.text, "plain"), (letter.html, "html")):
        words.attach(MIMEText(text.replace("\n", "\r\n"), kind, "utf-8"))
    message.attach(words)
    for attachment in letter.attachments:
        message.attach(_attached(attachment))
    return message


def _boundaries(letter: Letter) -> tuple[str, str]:
    """What parts the letter and its words: the same for the same letter. No base64, and all is that, holds `_`."""
    content = hashlib.sha256(f"{letter.text}\0{letter.html}".encode())
    for attachment in letter.attachments:
        content.update(hashlib.sha256(attachment.data).digest() + attachment.name.encode("utf-8", "replace"))
    return f"=_{content.hexdigest()[:32]}", f"=_{content.hexdigest()[32:]}"


def _named(name: str, address: str) -> str:
    if name.isascii():
        return formataddr((name, address))
    header = Header(name, "utf-8", header_name="From")
    header.append(f"<{address}>", "us-ascii")
    return header.encode()


def _attached(attachment: Attachment) -> MIMEBase:
    """The name twice: as RFC 2231 has it, and as older Outlooks read it, an encoded word in `Content-Type`."""
    name = one_line(attachment.name)
    part = MIMEBase(*_MEDIA_TYPES.get(PurePath(name).suffix.lower(), ("application", "octet-stream")))
    part.set_param("name", name if name.isascii() else Header(name, "utf-8", maxlinelen=_LONGEST_LINE).encode())
    part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))
    part.set_payload(attachment.data)
    encode_base64(part)
    return part
