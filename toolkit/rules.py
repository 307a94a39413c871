"""What an entry of the catalogue of faults holds, and how bad a fault is."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad an issue is; only errors make a run end with exit code 3."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst: what is told first."""
        return list(Severity).index(self)

    @property
    def word(self) -> str:
        """The word staff read in the column `Mức độ`."""
        return {"error": "Lỗi", "warning": "Cảnh báo", "info": "Thông tin"}[self.value]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue; `number` is the stable code shown in `Mã lỗi`.

    `is_clerks` is true where the unit can mend nothing, so that no workbook goes back to it for this alone.
    """

    number: str
    severity: Severity
    sentence: str
    remedy: str
    is_clerks: bool = False
