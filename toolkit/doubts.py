"""What the plan workbook says and the program does not take as it stands."""

from dataclasses import dataclass
from enum import Enum, auto


class Doubt(Enum):
    """Why something of the plan workbook is not taken as it stands."""

    ROW = auto()
    NUMBER = auto()
    DUE = auto()
    LEVEL = auto()
    LEVEL_BLANK = auto()
    LEVEL_SHARE = auto()
    LEVEL_SMALL = auto()
    COMPARISON = auto()
    COMPARISONS = auto()
    BEFORE = auto()
    ISSUED = auto()
    ITEM = auto()
    ITEM_REPEATED = auto()
    COLUMN = auto()
    SHEET = auto()
    BROKEN = auto()
    WARNING_DAYS = auto()
    LONG_NUMBER = auto()
    SHIFTED = auto()
    MERGED = auto()
    PARAGRAPHS = auto()
    ZONED = auto()
    STRUCK = auto()


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell of the plan workbook that is not taken as it stands; `meant` is what is taken instead."""

    why: Doubt
    sheet: str
    cell: str
    text: str
    meant: str = ""
    task: str = ""
