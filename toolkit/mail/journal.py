"""What was sent, when, to whom, and what the server answered: one JSON object a line, only ever added to.

Before a letter goes, each recipient gets a line `unknown`; after the answer, another. So a run that is killed in
between is known, and nothing is sent twice without a word.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toolkit.errors import OutputError
from toolkit.files import InputFile, check_target
from toolkit.mail.smtp import Answer, Outcome


@dataclass(frozen=True, slots=True)
class Sending:
    """One try to bring one letter to one recipient; `unit` is the code of the unit reminded, blank for a report."""

    at: datetime
    unit: str
    to: str
    files: tuple[InputFile, ...]
    outcome: Outcome
    reply: str

    @property
    def digests(self) -> frozenset[str]:
        return frozenset(file.sha256 for file in self.files)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a journal holds: the last that is known of every try, the oldest first, and the lines that say nothing."""

    sendings: tuple[Sending, ...]
    damaged: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of a workspace."""

    path: Path

    def record(self, at: datetime, unit: str, files: tuple[InputFile, ...], answers: dict[str, Answer]) -> None:
        """Add one line for each recipient, and wait until the disk has them.

        Raises:
            OutputError: the journal cannot be written, or is no regular file.
        """
        lines = [
            {
                "time": at.isoformat(timespec="milliseconds"),
                "unit": unit,
                "to": address,
                "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in files],
                "outcome": answer.outcome.value,
                "reply": answer.reply,
            }
            for address, answer in answers.items()
        ]
        check_target(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as stream:
                stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as fault:
            raise OutputError(
                f"Không ghi được nhật ký gửi {self.path.name} nên không gửi thư. Đóng tệp này rồi chạy lại."
            ) from fault

    def read(self) -> Kept:
        """All that the journal tells; lines that a person damaged are passed over, and named.

        Raises:
            OutputError: it is there and cannot be read.
        """
        last: dict[tuple[datetime, str, str, frozenset[str]], Sending] = {}
        damaged = []
        for number, line in enumerate(self._lines(), start=1):
            if not line.strip():
                continue
            try:
                sending = _read(json.loads(line))
            except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
                damaged.append(number)
                continue
            last[sending.at, sending.unit, sending.to, sending.digests] = sending
        return Kept(tuple(last.values()), tuple(damaged))

    def _lines(self) -> Iterable[str]:
        check_target(self.path)
        try:
            return self.path.read_text(encoding="utf-8", errors="replace").split("\n")
        except FileNotFoundError:
            return ()
        except OSError as fault:
            raise OutputError(
                f"Không đọc được nhật ký gửi {self.path.name} nên không gửi thư. Đóng tệp này rồi chạy lại."
            ) from fault


def _read(line: dict[str, object]) -> Sending:
    files = line["files"]
    if not isinstance(files, list):
        raise TypeError
    return Sending(
        at=datetime.fromisoformat(str(line["time"])),
        unit=str(line["unit"]),
        to=str(line["to"]),
        files=tuple(InputFile(str(file["name"]), int(file["size"]), str(file["sha256"])) for file in files),
        outcome=Outcome(str(line["outcome"])),
        reply=str(line["reply"]),
    )
