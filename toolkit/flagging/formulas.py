"""The formulas that colour rows: what Excel computes from the deadline, the status and the day.

Dates in cells are compared as they are. A deadline in words was read by the program; its rule names the words, so
that it follows the row when the table is sorted and ends when somebody writes another deadline.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from toolkit.flagging.terms import Area, Terms
from toolkit.places import column_letters

# Always true; the program knows its own rules by it.
MARK = 'N("phuluc:han")=0'
_DONE_WORDS = (
    "hoàn thành", "đã hoàn thành", "hoàn thành đúng hạn", "hoàn thành quá hạn", "xong", "đã xong", "100%",
    "không phát sinh",
)  # fmt: skip
_FIRST_DAY, _LAST_DAY = "DATE(2000,1,1)", "DATE(2099,12,31)"
# Excel takes no longer text inside a formula than 255, and no longer formula than 8,192.
_LONGEST_LITERAL, _LONGEST_LIST, _MOST_ARGUMENTS = 200, 4_000, 200


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas of one area: any of the first makes a row red, any of the second amber."""

    overdue: tuple[str, ...]
    near_due: tuple[str, ...]


def of(terms: Terms, area: Area, as_of: date | None, warning_days: int) -> Formulas:
    """The formulas for the rows of an area, as of its first row; so few that a person can read Excel's list."""
    today = _day(as_of) if as_of else "TODAY()"
    dues = _dues(terms, area)
    tail = f"NOT({_is_done(terms, area)}),{MARK})"
    overdue = [f"AND({when},{due}<{today})" for when, due in dues]
    near = [f"AND({when},{due}>={today},{due}-{today}<={warning_days})" for when, due in dues]
    red, amber = (
        tuple(f"AND(OR({','.join(chunk)}),{tail}" for chunk in _chunks(conditions)) for conditions in (overdue, near)
    )
    return Formulas(red, amber)


def _cell(terms: Terms, area: Area, key: str) -> str:
    """`$F8` for the row's own cell, `$F$8` for one merged over several rows."""
    letters = column_letters(terms.table.columns[key])
    anchor = area.anchors.get(key)
    return f"${letters}{area.first + 1}" if anchor is None else f"${letters}${anchor + 1}"


def _is_done(terms: Terms, area: Area) -> str:
    cell = _cell(terms, area, "status")
    words = dict.fromkeys((*_DONE_WORDS, *terms.finished))
    lists = [_is_one_of(cell, chunk) for chunk in _chunks(list(words))]
    # A share of the work done: 1 is 100%, and some write 100.
    return f"OR({','.join([*lists, f'IFERROR(OR({cell}=1,{cell}=100),FALSE)'])})"


def _dues(terms: Terms, area: Area) -> list[tuple[str, str]]:
    """When a term holds, and its last day on time, as formulas; the due column goes before the words.

    Excel's AND computes all its parts, and an error in one makes the whole an error: so none may arise from a text.
    """
    found = []
    guard = ""
    for key, due_of in terms.dues.items():
        cell = _cell(terms, area, key)
        number = f"IFERROR(N({cell}),0)"
        is_day = f"{guard}{number}>={_FIRST_DAY},{number}<={_LAST_DAY}"
        last = f"EOMONTH({number},0)" if key in area.months else f"INT({number})"
        found.append((is_day, last))
        texts: dict[date, list[str]] = defaultdict(list)
        for text, due in due_of.items():
            if text in area.texts.get(key, (text,)):
                texts[due].append(text)
        for due in sorted(texts):
            found += [(f"{guard}{_is_one_of(cell, chunk)}", _day(due)) for chunk in _chunks(texts[due])]
        guard = f'IFERROR(TRIM({cell}),"?")="",'
    return found


def _day(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _is_one_of(cell: str, texts: list[str]) -> str:
    """True where the cell is exactly one of the texts, whatever the case and the spaces; an error value is none."""
    whole = f"|{'|'.join(texts)}|"
    pieces = [whole[at : at + _LONGEST_LITERAL] for at in range(0, len(whole), _LONGEST_LITERAL)]
    literal = "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
    return f'ISNUMBER(FIND("|"&LOWER(TRIM({cell}))&"|",{literal}))'


def _chunks(texts: list[str]) -> list[list[str]]:
    """The texts in lists short enough for one formula, of which none is empty unless it is the only one."""
    chunks: list[list[str]] = [[]]
    for text in texts:
        is_full = sum(map(len, chunks[-1])) + len(text) > _LONGEST_LIST or len(chunks[-1]) == _MOST_ARGUMENTS
        if is_full and chunks[-1]:
            chunks.append([])
        chunks[-1].append(text)
    return chunks
