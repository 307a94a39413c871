"""One thing that was looked at."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How it is, and the word that staff read."""

    GOOD = "Tốt"
    NOTE = "Lưu ý"
    FAULT = "Cần sửa"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, what was seen, and what to do about it (nothing where it is good)."""

    subject: str
    state: State
    seen: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.subject}: {self.seen}" + (f" {self.remedy}" if self.remedy else "")
