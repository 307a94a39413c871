"""No cell is lost in silence: what is read is as many cells as the file holds, or another reader is asked, or it is told."""

import io
import math
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from conftest import Convert
from good_workbooks import Cells, cells_of
from hostile import FAR_CELL, SHEET, edited
from tables import read_book
from test_spreadsheet import _xlsx as book_of

from toolkit import cells, package, plan, readers, spreadsheet, submission
from toolkit.codes import BookCode, FileCode
from toolkit.kinds import Kind
from toolkit.readers import Grid, Unread
from toolkit.workspace import Workspace, shipped

DAY = date(2025, 6, 30)


def _read(data: bytes) -> Cells:
    sheet = spreadsheet.parse(data).sheets[0]
    return cells_of(Grid(sheet.name, sheet.rows, sheet.first_row, sheet.first_column, False))


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ('<c r="A1"><v>1<!-- x -->2</v></c>', {(0, 0): 12}),
        ('<c r="A1"><v><![CDATA[5]]></v></c><c r="B1"><v>2</v></c>', {(0, 0): 5, (0, 1): 2}),
        ('<c r="A1" t="str"><v>a<?x y?>b</v></c>', {(0, 0): "ab"}),
        ('<c><v>1</v></c><c><v>2</v></c>', {(0, 0): 1, (0, 1): 2}),
        ('<c r="C1"><v>1</v></c><c r="A1"><v>2</v></c>', {(0, 2): 1, (0, 0): 2}),
        ('<c r="A1" t="inlineStr"><is><t></t></is></c><c r="B1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
         {(0, 1): "ab"}),
        ('<c r="A1" t="str"><f>""</f><v></v></c><c r="B1" t="str"><v xml:space="preserve"> </v></c><c r="C1"><v>1</v></c>',
         {(0, 1): " ", (0, 2): 1}),
        ('<c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v>2</v></c>', {(0, 2): 2}),
        ("<c r='A1' t='str'><v>a</v></c><c r='B1' t='e'><v>#REF!</v></c><c r='C1'><f>1</f></c>", {(0, 0): "a"}),
        ('<c r="A1" t="inlineStr"><is><rPh sb="0" eb="1"><t>z</t></rPh></is></c><c r="B1"><v>1</v></c>', {(0, 1): 1}),
        ('<c r="A1" t="inlineStr"><is><t>q</t></is><v>1</v></c><c r="B1"><v>1</v></c>', {(0, 0): "q", (0, 1): 1}),
        ('<!-- <c r="B1"><v>1</v></c> --><c r="A1"><v>1</v></c>', {(0, 0): 1}),
        ("<c r='A1' t='str'><v>a='b'</v></c>", {(0, 0): "a='b'"}),
        ('<c r="A1"><v>1</v></c></row></sheetData><sheetData><row r="7"><c r="A7"><v>8</v></c>', {(0, 0): 1, (6, 0): 8}),
    ],
)  # fmt: skip
def test_every_cell_is_read_by_the_one_reader_or_the_other(row: str, wanted: Cells) -> None:
    assert _read(book_of(a=f'<row r="1">{row}</row>')) == wanted


@pytest.mark.parametrize(
    ("row", "wanted"),
    [('<c r="A1"><v>1</v></c><c t="e"><v>#N/A</v></c>', "#N/A"), ('<c r="A1"><v>1</v></c><c><f>1+1</f></c>', "")],
)
def test_cells_without_a_place_stand_behind_the_last(row: str, wanted: str) -> None:
    sheet = spreadsheet.parse(book_of(a=f'<row r="1">{row}</row>')).sheets[0]
    assert (sheet.oddities.told, sheet.text(0, 1)) == ({(0, 1)}, wanted)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso-8859-1"])
def test_a_sheet_in_another_encoding_is_counted_and_read(encoding: str) -> None:
    def encode(parts: dict[str, bytes]) -> None:
        xml = re.sub(r"^<\?xml[^>]*\?>", "", parts[SHEET].decode())
        bom = "\ufeff" if encoding == "utf-16-le" else ""
        told = "" if encoding == "utf-16-le" else f'<?xml version="1.0" encoding="{encoding}"?>'
        parts[SHEET] = f"{bom}{told}{xml}".encode(encoding)

    data = book_of(a='<row r="1"><c r="A1" t="str"><v>à</v></c><c r="B1" t="e"><v>#N/A</v></c></row>')
    sheet = spreadsheet.parse(edited(data, encode)).sheets[0]
    assert (sheet.text(0, 0), sheet.text(0, 1), sheet.oddities.filled) == ("à", "#N/A", 2)


def test_what_stands_behind_the_rows_is_no_cell() -> None:
    data = book_of(a='<row r="1"><c r="A1"><v>1</v></c></row>')

    def extend(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"</worksheet>", b"<extLst><ext><v>5</v></ext></extLst></worksheet>")

    assert _read(edited(data, extend)) == {(0, 0): 1}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<si><t>x</t></si>", "x"),
        ("<si><t></t></si>", None),
        ("<si> </si>", None),
        ("<si><t xml:space='preserve'> </t></si>", " "),
        ("<si><r><t>a</t></r><r><t>b</t></r></si>", "ab"),
        ("<si><rPh sb='0' eb='1'><t>z</t></rPh></si>", None),
        ("<si><t>x</t><rPh sb='0' eb='1'><t>z</t></rPh></si>", "x"),
        ("<si><t>a<!-- b -->c</t></si>", "ac"),
    ],
)
def test_shared_texts(text: str, wanted: str | None) -> None:
    """Empty ones are no cells; how a text is spoken is no part of it."""
    data = book_of(a='<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>')
    link = (
        b'<Relationship Id="s" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/sharedStrings"/></Relationships>'
    )

    def add(parts: dict[str, bytes]) -> None:
        parts["xl/sharedStrings.xml"] = (
            f"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>{text}</sst>".encode()
        )
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", link)

    assert _read(edited(data, add)) == {(0, 1): 1} | ({(0, 0): wanted} if wanted else {})


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2025", "<a/>", "&#0;"])
def test_a_broken_date_of_saving_keeps_nobody_from_the_cells(moment: str) -> None:
    def date_it(parts: dict[str, bytes]) -> None:
        dcterms = "http://purl.org/dc/terms/"
        parts["docProps/core.xml"] = f'<a xmlns:d="{dcterms}"><d:modified>{moment}</d:modified></a>'.encode()

    data = edited(book_of(a='<row r="1"><c r="A1"><v>1</v></c></row>'), date_it)
    assert _read(data) == {(0, 0): 1}
    assert spreadsheet.parse(data).saved_at is None


def test_a_number_beyond_all_numbers_is_no_figure() -> None:
    data = book_of(a='<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>1</v></c></row>')
    sheet = spreadsheet.parse(data).sheets[0]
    assert (sheet.text(0, 0), sheet.oddities.told) == ("", {(0, 0)})
    for text in (math.inf, "9" * 400, f"{'9' * 300} tỷ", f"{'9' * 5000}/{'9' * 5000}"):
        readings = (cells.read_count(text), cells.read_progress(text), cells.read_date(text, 2025))
        assert all(reading.code and reading.written.value is None for reading in readings)


def test_a_stray_cell_in_the_last_corner_costs_nothing(issued: Workspace, send: Callable[..., Path]) -> None:
    """Found where it stands, and the unit's own rows are read as ever."""
    sent = send("VP")
    good = submission.read(sent, sent.name, plan.load(issued.plan), DAY)
    formats = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (at, at) for at in range(2000, 3000))

    def stray(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", formats + FAR_CELL + b"</sheetData>")

    sent.write_bytes(edited(sent.read_bytes(), stray))
    sheet = read_book(sent).sheet("Báo cáo")
    assert sheet
    assert (sheet.filled_rows[-1], sheet.filled_columns[-1]) == (1_048_575, 16_383)
    assert sheet.value(1_048_575, 16_383) == 1
    read = submission.read(sent, sent.name, plan.load(issued.plan), DAY)
    assert [entry.task for entry in read.entries] == [entry.task for entry in good.entries]
    assert [(issue.code, issue.value) for issue in read.issues if issue not in good.issues] == [
        (BookCode.COLUMN_UNKNOWN, "1")
    ]


def test_sheets_closed_up_are_opened_as_they_were() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("thưa")
    values: Cells = {(3, 2): "x", (3, 900): 0.5, (40_000, 2): "Đ&<", (900_000, 16_000): date(2025, 6, 30)}
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    for (row, column), value in values.items():
        sheet.write(row, column, value, days if isinstance(value, date) else None)
    book.close()
    assert _read(target.getvalue()) == values


def test_the_shipped_workbooks_cell_by_cell_with_a_second_reader() -> None:
    for path in shipped().rglob("*.xlsx"):
        # One of the sample is cut off.
        if package.kind_of(path.read_bytes()) is Kind.DAMAGED:
            continue
        fast, second = (read(path.read_bytes()) for read in (readers.read_fast, readers.read_xlsx))
        assert [grid.name for grid in fast] == [grid.name for grid in second]
        for one, other in zip(fast, second, strict=True):
            assert cells_of(one) == cells_of(other)


def test_old_workbooks_cell_by_cell_with_a_second_reader() -> None:
    for path in shipped().rglob("*.xls"):
        fast, second = (read(path.read_bytes()) for read in (readers.read_fast, readers.read_xls))
        for one, other in zip(fast, second, strict=True):
            assert cells_of(one) == cells_of(other)


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_kinds_hold_the_samecells_of(convert: Convert, kind: str) -> None:
    for path in sorted(shipped().rglob("*_KH-BCDCDS.xlsx"))[:4]:
        here, there = read_book(path), read_book(convert(path, kind))
        for sheet in here.sheets:
            other = there.sheet(sheet.name)
            assert other
            places = [(row, column) for row in sheet.filled_rows for column in sheet.filled_columns]
            # LibreOffice calculates formulas as it converts.
            texts = {place: sheet.text(*place) for place in places if sheet.text(*place)}
            assert texts == {place: other.text(*place) for place in texts}


def test_an_old_workbook_that_cannot_be_counted_is_told(monkeypatch: pytest.MonkeyPatch, issued: Workspace) -> None:
    def fail(**_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("xlrd.open_workbook", fail)
    old = next(shipped().rglob("*.xls"))
    read = submission.read(old, "CA_cu.xls", plan.load(shipped() / "template_phu_luc.xlsx"), DAY)
    assert read.is_readable
    assert FileCode.UNCHECKED in [issue.code for issue in read.issues]
    with pytest.raises(Unread):
        readers.read_xls(old.read_bytes())


def test_strict_and_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([datetime(2025, 6, 30), 5])
    target = io.BytesIO()
    book.save(target)
    assert _read(target.getvalue()) == {(0, 0): date(2025, 6, 30), (0, 1): 5}
    transitional, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    with zipfile.ZipFile(target) as parts:
        names = parts.namelist()

    def strictly(parts: dict[str, bytes]) -> None:
        for name in names:
            parts[name] = parts[name].replace(transitional, strict)

    assert _read(edited(target.getvalue(), strictly)) == {(0, 0): date(2025, 6, 30), (0, 1): 5}


def test_numbers_out_of_range_that_are_shown_as_dates() -> None:
    """Excel shows them as ####: no reader's error stops the file, and none of them becomes a day on which work ended."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    values = (-5, 0, 60, 2_958_465, 2_958_466, 3e9, 1e300)
    for at, value in enumerate(values):
        sheet.write_number(at, 0, value, days)
    book.close()
    read = _read(target.getvalue())
    assert len(read) == len(values)
    for kept in read.values():
        assert (cells.read_date(kept, 2025).written.value, cells.read_date(kept, 2025).code) != (None, None)
        assert cells.read_date(kept, 2025).written.value is None


def test_a_mark_of_byte_order_is_no_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers of .NET put one; the fast reader still reads the sheet."""
    data = book_of(a='<row r="1"><c r="A1"><v>1</v></c ></row>')

    def mark(parts: dict[str, bytes]) -> None:
        parts[SHEET] = b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>' + parts[SHEET]

    monkeypatch.delattr("openpyxl.load_workbook")
    assert _read(edited(data, mark)) == {(0, 0): 1}
