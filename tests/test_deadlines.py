"""Deadlines read as a clerk would: labelled examples, a table of phrases, and properties."""

import csv
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import documented, unescaped

from toolkit import deadlines
from toolkit.model import Deadline, DeadlineKind

EXAMPLES = Path(__file__).parent / "data" / "deadlines.tsv"
DATELESS = {"ongoing", "recurring", "conditional", "relative", "none", "unparseable"}

# What is written | kind, due, s for "trước ngày", [milestones]
PHRASES = """
    Trước ngày 05/4/2025|fixed 2025-04-05 s
    Hoàn thành trước 30/6/2025|fixed 2025-06-30 s
    trước 17h00 ngày 20/5/2025|fixed 2025-05-20
    Chậm nhất ngày 15/8|fixed 2025-08-15
    Đến hết ngày 30/9/2025|fixed 2025-09-30
    Trước tháng 6/2025|month 2025-05-31
    Trước quý III/2025|quarter 2025-06-30
    Trước năm 2026|year 2025-12-31
    Quý 3|quarter 2025-09-30
    quý ba năm 2025|quarter 2025-09-30
    Quý I, II/2025|quarter 2025-06-30
    Quý III và quý IV năm 2025|quarter 2025-12-31
    tháng tư năm 2025|month 2025-04-30
    tháng mười hai/2025|month 2025-12-31
    Tháng 11, 12/2025|month 2025-12-31
    Tháng 2/2024|month 2024-02-29
    6 tháng cuối năm 2025|half 2025-12-31
    Nửa đầu năm 2025|half 2025-06-30
    9 tháng đầu năm|range 2025-09-30
    Tuần 2 tháng 5/2025|fixed 2025-05-14
    Tuần cuối tháng 5|fixed 2025-05-31
    Giai đoạn 2021-2025|range 2025-12-31
    Từ tháng 3 đến tháng 9/2025|range 2025-09-30
    Từ quý II/2025|ongoing
    Từ ngày 01/7/2025|ongoing
    31/6/2025|unparseable
    30/13/2025|unparseable
    29/02/2024|fixed 2024-02-29
    Trong vòng 10 ngày kể từ ngày ký|relative
    15 ngày sau khi kết thúc quý|relative
    Sau khi có hướng dẫn của Bộ Công an|conditional
    Theo Quyết định số 766/QĐ-TTg ngày 23/06/2022|conditional
    Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024|unparseable
    Hằng tháng|recurring
    Hàng năm, trước 30/11|recurring
    Thường xuyên|ongoing
    Đợt 1: tháng 5/2025; Đợt 2: tháng 10/2025|month 2025-10-31 [2025-05-31]
    30/6/2025 và 31/12/2025|fixed 2025-12-31 [2025-06-30]
    Cả năm|year 2025-12-31
    Cuối năm 2025|year 2025-12-31
    Năm học 2025-2026|range 2026-05-31
    05 tháng 4 năm 2025|fixed 2025-04-05
    ngày 5 tháng 4|fixed 2025-04-05
    30.6.2025|fixed 2025-06-30
    30-6-25|fixed 2025-06-30
    2025|year 2025-12-31
    12/2025|month 2025-12-31
    T6/2025|month 2025-06-30
    thang 6/2025|month 2025-06-30
    Quy 2/2025|quarter 2025-06-30
    Trong tháng 9|month 2025-09-30
    Cuối quý II/2025|quarter 2025-06-30
    Đầu tháng 7/2025|month 2025-07-01
    Giữa tháng 6/2025|month 2025-06-15
    Quý IV/2025 - Quý I/2026|range 2026-03-31
    15/11/2025 - 15/02/2026|range 2026-02-15
    Từ 15/3 đến 30/4|range 2025-04-30
    Không|none
    ...|none
    -|none
    Xong trước Tết|unparseable
    Khi có yêu cầu|conditional
    Ngay sau khi ban hành|relative
    mùng 5/4|fixed 2025-04-05
    trước 30/6 (sơ kết), 15/12 (tổng kết)|fixed 2025-12-15 [2025-06-30]
    Hết năm 2025|year 2025-12-31
    Từ nay đến hết năm 2025|range 2025-12-31
    Đến năm 2030|year 2030-12-31
    tháng 6|month 2025-06-30
    Quý II, trước ngày 15/6/2025|fixed 2025-06-15 s
    năm 2025 (có báo cáo riêng)|year 2025-12-31
    Theo kế hoạch năm 2025|conditional
    45838|unparseable
    Ngày 30 tháng 6 hằng năm|recurring
    12 tháng|unparseable
    trong năm 2025 và 2026|year 2026-12-31 [2025-12-31]
    Trước 30/4|fixed 2025-04-30 s
    Tháng 6 - tháng 8/2025|range 2025-08-31
"""


@dataclass(frozen=True)
class Example:
    id: str
    cell: str | date
    number_format: str
    year: int
    kinds: frozenset[str]
    days: frozenset[str]

    def is_right(self, reading: Deadline) -> bool:
        due = reading.due.isoformat() if reading.due else ""
        return reading.kind.value in self.kinds and due in self.days


def _examples() -> list[Example]:
    with EXAMPLES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Example(
            row["id"],
            datetime.fromisoformat(row["phrase"]) if row["cell_type"] == "date" else unescaped(row["phrase"]),
            row["number_format"],
            int(row["plan_year"]),
            frozenset({row["kind"], *row["kind_alt"].split(",")}),
            frozenset(
                {row["due_date_iso"]}
                | ({row["due_date_alt"]} - {""})
                | ({""} if DATELESS & set(row["kind_alt"].split(",")) else set())
            ),
        )
        for row in rows
        if row["ambiguous"] != "Y"
    ]


def test_examples_are_understood_and_never_silently_wrong() -> None:
    examples = _examples()
    readings = [(e, deadlines.read(e.cell, e.year, e.number_format)) for e in examples]
    missed = [f"{e.id} {e.cell!r}: {r.kind} {r.due}" for e, r in readings if not e.is_right(r)]
    invented = [e.id for e, r in readings if r.due and r.due.isoformat() not in e.days]
    assert not invented
    assert not missed
    assert documented("deadlines", f"{len(examples) - len(missed)}/{len(examples)}", len(invented))


def test_more_phrases_are_understood_and_no_date_is_invented() -> None:
    """Written and labelled before they were tried; `|` parts what is right, `-` is no day. Plan year 2025."""
    with (EXAMPLES.parent / "deadlines_more.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    told = {row["phrase"]: deadlines.read(unescaped(row["phrase"]), 2025).due for row in rows}
    days = {phrase: day.isoformat() if day else "-" for phrase, day in told.items()}
    wrong = [row for row in rows if days[row["phrase"]] not in (*row["due"].split("|"), "-")]
    understood = sum(days[row["phrase"]] in row["due"].split("|") for row in rows)
    assert not wrong
    assert documented("more deadlines", f"{understood}/{len(rows)}", 0)


def _told(reading: Deadline) -> str:
    parts = [reading.kind.value]
    parts += [reading.due.isoformat()] if reading.due else []
    parts += ["s"] if reading.strict else []
    parts += [f"[{','.join(day.isoformat() for day in reading.milestones)}]"] if reading.milestones else []
    return " ".join(parts)


@pytest.mark.parametrize("line", PHRASES.strip().splitlines())
def test_phrase(line: str) -> None:
    text, expected = line.strip().split("|")
    assert _told(deadlines.read(text, 2025)) == expected


@pytest.mark.parametrize("line", PHRASES.strip().splitlines())
def test_reading_does_not_depend_on_how_the_text_is_coded(line: str) -> None:
    text = line.strip().split("|")[0]
    plain = _told(deadlines.read(text, 2025))
    for form in (unicodedata.normalize("NFD", text), text.upper(), f"  {text} \n", text.replace(" ", "\u00a0 ")):
        assert _told(deadlines.read(form, 2025)) == plain


@pytest.mark.parametrize(
    ("cell", "number_format", "expected"),
    [
        (date(2025, 6, 30), "", "fixed 2025-06-30"),
        (datetime(2025, 6, 1), "mmm-yy", "month 2025-06-30"),
        (date(2025, 6, 1), "dd/mm/yyyy", "fixed 2025-06-01"),
        (45838.0, "", "fixed 2025-06-30"),
        (2025, "", "year 2025-12-31"),
        (6.2025, "", "month 2025-06-30"),
        (13.2025, "", "unparseable"),
        (7.0, "", "unparseable"),
        (None, "", "none"),
        ("", "", "none"),
        ("#REF!", "", "unparseable"),
    ],
)
def test_cells_that_are_no_text(cell: date | float | str | None, number_format: str, expected: str) -> None:
    assert _told(deadlines.read(cell, 2025, number_format)) == expected


@given(st.text(alphabet="0123456789/.-, thángquýnămtrướcđếnIV", max_size=40))
def test_nothing_typed_breaks_the_reader_or_its_promises(text: str) -> None:
    reading = deadlines.read(text, 2025)
    assert reading.text == text
    if reading.kind.value in DATELESS:
        assert reading.due is None
    assert list(reading.milestones) == sorted(reading.milestones)
    assert all(reading.due and day < reading.due for day in reading.milestones)
    assert not reading.strict or (reading.due and reading.kind is DeadlineKind.FIXED)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{:%d/%m/%Y}", "{:%d.%m.%Y}", "ngày {0.day} tháng {0.month} năm {0.year}"]),
)
def test_every_written_day_is_read_as_itself(day: date, form: str) -> None:
    assert deadlines.read(form.format(day), 1999).due == day
    assert deadlines.read("Trước ngày " + form.format(day).removeprefix("ngày "), 1999).strict


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_the_date_of_a_cited_document_is_no_deadline(day: date) -> None:
    assert deadlines.read(f"Theo Quyết định số 766/QĐ-TTg ngày {day:%d/%m/%Y} của Thủ tướng", 2025).due is None
    assert deadlines.read(f"Nghị quyết số 57-NQ/TW ngày {day:%d/%m/%Y}", 2025).due is None
