"""Labelled examples of what people type into cells: how much is understood, and that nothing is silently wrong."""

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from tables import unescaped

from toolkit import plan
from toolkit.cells import read_count, read_date, read_progress, read_status
from toolkit.directory import Directory
from toolkit.model import Status
from toolkit.spreadsheet import Value

EXAMPLES = Path(__file__).parent / "data" / "dirty_cells.tsv"
SHIPPED = Path(__file__).parent.parent / "workbooks" / "template_phu_luc.xlsx"
WORDS = {Status.DONE: "done", Status.IN_PROGRESS: "doing", Status.NOT_STARTED: "not_started", Status.NOT_ARISEN: "none"}

# What was understood when this was last improved; fewer is a step back.
UNDERSTOOD = {"status": 22, "percent": 7, "number": 8, "date": 6, "unit": 12}


def _rows(kind: str) -> list[dict[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in rows if row["field_kind"] == kind and row["ambiguous"] != "Y"]


def _value(row: dict[str, str]) -> Value:
    if row["cell_type"] == "date":
        return datetime.fromisoformat(row["raw"])
    return float(row["raw"]) if row["cell_type"].startswith("number") else unescaped(row["raw"])


def _told(kind: str, value: Value, directory: Directory) -> str | None:
    """What the program understands, in the words of the labels; None where it says that it does not."""
    if kind == "unit":
        mentions = directory.mentions(str(value))
        if not all(mention.units for mention in mentions):
            return None
        names = {unit.code: unit.name for unit in directory.units}
        return "; ".join(m.text if m.is_group else names[m.units[0]] for m in mentions)
    if kind == "status":
        status = read_status(value)
        return WORDS[status.written.value] if status.written.value else (None if status.code else "blank")
    if kind == "date":
        day = read_date(value, 2025)
        return day.written.value.isoformat() if day.written.value else ("invalid" if day.code else "blank")
    number = read_progress(value) if kind == "percent" else read_count(value)
    if number.written.value is None:
        return None if number.code else "blank"
    return f"{number.written.value * (100 if kind == 'percent' else 1):.10g}"


@pytest.mark.parametrize("kind", UNDERSTOOD)
def test_examples(kind: str) -> None:
    directory = Directory(plan.load(SHIPPED).units)
    counts: Counter[str] = Counter()
    wrong = []
    for row in _rows(kind):
        told = _told(kind, _value(row), directory)
        counts["understood"] += told in row["expected"].split("|")
        if told is not None and told not in row["expected"].split("|"):
            wrong.append(f"{row['id']} {row['raw']!r}: {told}")
    print(f"{kind}: understood {counts['understood']}/{len(_rows(kind))}, silently wrong {len(wrong)}")
    assert not wrong
    assert counts["understood"] >= UNDERSTOOD[kind]
