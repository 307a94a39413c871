"""Labelled examples of what people type into cells: how much is understood, and that nothing is silently wrong."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
from tables import documented, unescaped

from toolkit import plan
from toolkit.cells import read_count, read_date, read_level, read_progress, read_status
from toolkit.codes import CellCode
from toolkit.directory import Directory, is_ditto
from toolkit.legacy import decode, mend
from toolkit.model import Status
from toolkit.readers import Value
from toolkit.spreadsheet import ERROR_VALUES
from toolkit.vietnamese import clean, fold

EXAMPLES = Path(__file__).parent / "data" / "dirty_cells.tsv"
# Written and labelled before they were tried. "?" is right where the program says that it does not understand.
MORE = EXAMPLES.with_name("dirty_cells_more.tsv")
SHIPPED = Path(__file__).parent.parent / "workbooks" / "template_phu_luc.xlsx"
WORDS = {Status.DONE: "done", Status.IN_PROGRESS: "doing", Status.NOT_STARTED: "not_started", Status.NOT_ARISEN: "none"}
BOUNDS = {"≥": ">=", "≤": "<=", ">": ">", "<": "<"}


def _rows(path: Path, kind: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    plain = {"font": "", "cell_type": "text", "ambiguous": ""}
    return [plain | row for row in rows if row["field_kind"] == kind and row.get("ambiguous") != "Y"]


def _value(row: dict[str, str]) -> Value:
    """What a reader of the cell is given: dates and numbers as such, texts made legible."""
    if row["cell_type"] == "date":
        return datetime.fromisoformat(row["raw"])
    return float(row["raw"]) if row["cell_type"].startswith("number") else _legible(row)


def _legible(row: dict[str, str]) -> str:
    return mend(decode(unescaped(row["raw"]), row["font"]))


def _status(value: Value) -> str | None:
    reading = read_status(value)
    if reading.code is CellCode.STATUS_SUSPENDED:
        return "paused|cancelled"
    return WORDS[reading.written.value] if reading.written.value else (None if reading.code else "blank")


def _percent(value: Value) -> str | None:
    reading = read_progress(value)
    if value in ERROR_VALUES:
        return "error"
    if reading.code is CellCode.PERCENT_BOUND:
        level = read_level(value).written.value
        return f"{BOUNDS[level.comparison]}{level.value:g}" if level else None
    return _figure(reading.written.value, 100, "" if reading.code else "blank")


def _figure(value: float | None, scale: int, blank: str) -> str | None:
    return (blank or None) if value is None else f"{value * scale:.10g}"


def _number(value: Value) -> str | None:
    reading = read_count(value)
    return _figure(reading.written.value, 1, "" if reading.code else "blank")


def _date(value: Value) -> str | None:
    reading = read_date(value, 2025)
    if reading.code is CellCode.DATE_UNREADABLE:
        return None
    return reading.written.value.isoformat() if reading.written.value else ("invalid" if reading.code else "blank")


def _unit(value: Value) -> str | None:
    if is_ditto(str(value)):
        return "DITTO"
    directory = Directory(plan.load(SHIPPED).units)
    mentions = directory.mentions(str(value))
    if not all(mention.units for mention in mentions):
        return None
    names = {unit.code: unit.name for unit in directory.units}
    return "; ".join(m.text if m.is_group else names[m.units[0]] for m in mentions)


def _is_right(kind: str, told: str | None, row: dict[str, str]) -> bool:
    """Suspended work is told as one thing; texts are compared by the key that the program compares them by."""
    if told is None:
        return "?" in row["expected"].split("|")
    if kind == "text":
        return fold(told) == fold(row["expected"])
    return bool(set(told.split("|")) & set(row["expected"].split("|")))


READERS = {"status": _status, "percent": _percent, "number": _number, "date": _date, "unit": _unit}


@pytest.mark.parametrize("kind", [*READERS, "text"])
def test_examples(kind: str) -> None:
    _check(EXAMPLES, kind, kind)


@pytest.mark.parametrize("kind", READERS)
def test_more_examples(kind: str) -> None:
    _check(MORE, kind, f"more {kind}")


def _check(path: Path, kind: str, name: str) -> None:
    right, wrong = 0, []
    rows = _rows(path, kind)
    for row in rows:
        told = READERS[kind](_value(row)) if kind in READERS else clean(_legible(row))
        right += _is_right(kind, told, row)
        if told is not None and not _is_right(kind, told, row):
            wrong.append(f"{row['raw']!r}: {told}")
    assert not wrong
    assert documented(name, f"{right}/{len(rows)}", 0)
