"""The same report in unusual clothes: strict OOXML, dates since 1904, filtered rows, a stray cell far below."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from tables import DAY, fill, read_book

from toolkit import marking, plan, submission
from toolkit.codes import RowCode
from toolkit.entry import Entry
from toolkit.workspace import Workspace

Send = Callable[..., Path]

FILLED = """
    Mã     | Người phụ trách | Trạng thái     | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm
    A.01   | Lan             | Đang thực hiện | 0.5         |                 | Đã họp
    A.02   | Lan             | Hoàn thành     | 1           | 2025-04-05      | KH số 5
"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    _OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


@pytest.fixture
def sent(send: Send) -> Path:
    return fill(send("VP"), FILLED)


def _entries(path: Path, workspace: Workspace) -> list[tuple[object, ...]]:
    def told(entry: Entry) -> tuple[object, ...]:
        return entry.status, entry.progress, entry.finished.value, entry.person, entry.result

    return [told(entry) for entry in submission.read(path, path.name, plan.load(workspace.plan), DAY).entries]


def _rewrite(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as parts:
        contents = {name: change(name, parts.read(name)) for name in parts.namelist()}
    with zipfile.ZipFile(path, "w") as parts:
        for name, data in contents.items():
            parts.writestr(name, data)


def _strict(name: str, data: bytes) -> bytes:
    """As Excel saves "Strict Open XML": other namespaces, dates as text of ISO 8601."""
    for transitional, strict in STRICT.items():
        data = data.replace(transitional.encode(), strict.encode())
    if name.endswith("sheet1.xml"):
        data, count = re.subn(rb'(<c r="K9" s="\d+")(?: t="n")?><v>45752</v>', rb'\1 t="d"><v>2025-04-05</v>', data)
        assert count == 1
    return data


def test_strict_ooxml(sent: Path, issued: Workspace) -> None:
    plain = _entries(sent, issued)
    assert plain[1][2] == date(2025, 4, 5)
    _rewrite(sent, _strict)
    assert _entries(sent, issued) == plain
    data, book = sent.read_bytes(), read_book(sent)
    fault = submission.read(sent, sent.name, plan.load(issued.plan), DAY).issues[0]
    subject = marking.Subject("Văn phòng", sent.name, DAY)
    sent.write_bytes(marking.mark(data, book, [fault], subject))
    assert _entries(sent, issued) == plain
    with zipfile.ZipFile(sent) as parts:
        assert all(b"schemas.openxmlformats.org/spreadsheetml" not in parts.read(name) for name in parts.namelist())


def test_dates_since_1904(sent: Path, issued: Workspace) -> None:
    plain = _entries(sent, issued)
    book = openpyxl.load_workbook(sent)
    book.epoch = CALENDAR_MAC_1904
    book["Báo cáo"]["K9"].value = datetime(2025, 4, 5)
    book.save(sent)
    with zipfile.ZipFile(sent) as parts:
        assert b'date1904="1"' in parts.read("xl/workbook.xml")
    assert _entries(sent, issued) == plain


def _filter(page: Worksheet) -> None:
    page.auto_filter.ref = "A7:O11"
    page.auto_filter.add_filter_column(8, ["Đang thực hiện"])
    page.row_dimensions[9].hidden = True
    page.column_dimensions["K"].hidden = True


def _touch_far_below(page: Worksheet) -> None:
    page["C90000"] = " "


@pytest.mark.parametrize("change", [_filter, _touch_far_below])
def test_what_hides_or_stretches_the_table(sent: Path, issued: Workspace, change: Callable[[Worksheet], None]) -> None:
    plain = _entries(sent, issued)
    book = openpyxl.load_workbook(sent)
    change(book["Báo cáo"])
    book.save(sent)
    assert _entries(sent, issued) == plain


def test_the_last_row_of_the_sheet(issued: Workspace, sent: Path) -> None:
    """A text in row 1,048,576 is a row like any other, and told."""
    plain = _entries(sent, issued)

    def touch(name: str, data: bytes) -> bytes:
        row = '<row r="1048576"><c r="C1048576" t="inlineStr"><is><t>xa tít</t></is></c></row></sheetData>'
        return data.replace(b"</sheetData>", row.encode()) if name.endswith("sheet1.xml") else data

    _rewrite(sent, touch)
    read = submission.read(sent, sent.name, plan.load(issued.plan), DAY)
    assert [issue.place.cell for issue in read.issues if issue.code is RowCode.ADDED] == ["C1048576"]
    assert len(read.entries) == len(plain) + 1


def test_a_row_of_nothing_but_zeros_is_no_blank_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([0, None, False])
    book.active.append([None, None, None])
    book.active.append(["x", None, None])
    book.save(tmp_path / "a.xlsx")
    sheet = read_book(tmp_path / "a.xlsx").sheets[0]
    assert (sheet.filled_rows, sheet.filled_columns) == ([0, 2], [0, 2])
    assert [sheet.text(0, 0), sheet.text(0, 2), sheet.text(2, 0)] == ["0", "FALSE", "x"]


def _found(path: Path, workspace: Workspace) -> list[tuple[str, str, str]]:
    issues = submission.read(path, path.name, plan.load(workspace.plan), DAY).issues
    return [(issue.code.name, issue.place.cell, str(issue)) for issue in issues]


@pytest.mark.parametrize(
    ("stayed", "is_told"),
    [("25/4/2025", True), ("31/02/2025", False), ("5/4/2025", False), ("04/25/2025", False)],
)
def test_dates_that_a_foreign_excel_may_have_turned(send: Send, issued: Workspace, stayed: str, is_told: bool) -> None:
    """Only a day that is one with the day first, and was left as text, shows that the month was expected first."""
    path = fill(
        send("VP"),
        f"Mã | Trạng thái | Ngày hoàn thành\nA.01 | Hoàn thành | {stayed}\nA.02 | Hoàn thành | 2025-05-04\n"
        "B.I.01 | Hoàn thành | 2025-03-03",
    )
    told = [text for code, _, text in _found(path, issued) if code == "DATE_FLIPPED"]
    assert len(told) == is_told
    if told:
        assert "Báo cáo!K9: Ngày 04/05/2025 có thể bị Excel đảo" in told[0]
        assert told[0].endswith("«25/4/2025»); vẫn lấy 04/05/2025. Kiểm tra lại; nếu bị đảo, nhập lại là 05/04/2025.")
    fill(path, "Mã | Ngày hoàn thành\nB.I.02 | 2025-03-20")
    assert "DATE_FLIPPED" not in [code for code, _, _ in _found(path, issued)]


def test_a_month_typed_as_the_day_of_finishing(sent: Path, issued: Workspace) -> None:
    book = openpyxl.load_workbook(sent)
    cell = book["Báo cáo"]["K9"]
    cell.value, cell.number_format = date(2025, 4, 1), "mmm-yy"
    book.save(sent)
    assert ("DATE_MONTH_ONLY", "K9") in [found[:2] for found in _found(sent, issued)]
    assert _entries(sent, issued)[1][2] is None
