"""Whole workbooks in forms that other programs give them: every one is read to the cell, or told by what it is."""

import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from foreign_kinds import FOREIGN, old_workbook
from good_workbooks import Cells, alike, cells_of
from hostile import Hostile
from hostile_kinds import ODS, XLS
from other_forms import CELLS, FORMS, NAME, OASIS, STYLES, Form, content, ods, old
from tables import DAY
from xlsb_writer import Tab, Writer, cell, record, row, styles, workbook

from toolkit import biff12, opendocument, package, spreadsheet, workflow
from toolkit.codes import FileCode
from toolkit.kinds import SUFFIXES, Kind
from toolkit.package import VIETNAM
from toolkit.readers import Grid, Unread
from toolkit.signatures import kind_of
from toolkit.spreadsheet import Sheet, Unreadable
from toolkit.workspace import Workspace


def _cells(sheet: Sheet) -> Cells:
    return cells_of(Grid(sheet.name, sheet.rows, sheet.first_row, sheet.first_column, False))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_is_read_to_the_cell(form: Form) -> None:
    book = spreadsheet.parse(form.data)
    sheet = book.sheets[0]
    assert sheet.name == NAME
    assert _cells(sheet) == {at: alike(value) for at, value in form.cells.items()}
    assert Path(form.name).suffix in Kind(book.kind).suffixes


@pytest.mark.parametrize("case", FOREIGN, ids=lambda case: case.name)
def test_what_gives_no_cells_is_told_by_what_it_is(case: Hostile, issued: Workspace) -> None:
    good = next(issued.issued.glob("VP_*")).read_bytes()
    with pytest.raises(Unreadable) as told:
        spreadsheet.parse(case.make(good))
    assert told.value.code is case.code
    if case.cause:
        assert told.value.detail == case.cause.value
    assert told.value.sentence.endswith(".")


def test_every_kind_has_a_file() -> None:
    """But the few that the other collections have, or that only their first bytes tell."""
    told = {case.cause for case in FOREIGN} | {Kind(spreadsheet.parse(form.data).kind) for form in FORMS[:1]}
    elsewhere = {Kind.PDF, Kind.EMPTY_ARCHIVE, Kind.DAMAGED, Kind.ENCRYPTED, Kind.XLSX, Kind.XLSB, Kind.XLS, Kind.FODS}
    assert set(Kind) - told == elsewhere


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\3\4"[:3], Kind.DAMAGED),
        (b"\xd0\xcf\x11\xe0", Kind.DAMAGED),
        (b"%!PS-Adobe", Kind.TEXT),
        (b"\x89PNG\r\n", Kind.IMAGE),
        ("Mã\r\n".encode("utf-16-be"), Kind.DAMAGED),
        (("Mã;Tên\r\n" * 9).encode("utf-16-be"), Kind.UNICODE),
        (b"a: b\r\nSubject line\r\n" * 400, Kind.TEXT),
        (b"X-A: b\r\n" * 400 + b"\r\nSubject: c\r\n", Kind.TEXT),
        (b"https://docs.google.com/spreadsheets/d/1\n", Kind.SHORTCUT),
        (b"\x09\x08\x10\x00" + bytes(16), Kind.XLS),
    ],
)
def test_kinds_of_few_bytes(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind


def test_a_part_that_tells_the_kind_and_is_damaged_costs_only_itself() -> None:
    at = ODS.index(b"application/vnd.oasis")
    harmed = ODS[:at] + b"x" + ODS[at + 1 :]
    assert package.kind_of(harmed) is Kind.ODS
    assert [*map(_cells, spreadsheet.parse(harmed).sheets)] == [*map(_cells, spreadsheet.parse(ODS).sheets)]


def test_a_flat_document_says_when_it_was_saved() -> None:
    meta = (
        '<office:meta><dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2025-06-03T09:30:00</dc:date></office:meta>'
    )
    flat = content(root="document", more=' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"')
    book = spreadsheet.parse(flat.replace("<office:body>", f"{meta}<office:body>").encode())
    assert book.saved_at is not None
    assert f"{book.saved_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" == "03/06/2025 09:30"


def test_a_hidden_table_is_known_to_both_readers() -> None:
    style = '<office:automatic-styles><style:style style:name="an" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'  # fmt: skip
    plain = content().replace("<office:body>", f"{style}<office:body>", 1)
    data = ods(plain.replace("<table:table ", '<table:table table:style-name="an" ', 1))
    assert [grid.is_hidden for grid in opendocument.read(data)] == [True]
    assert [sheet.is_hidden for sheet in spreadsheet.parse(data).sheets] == [True]


@pytest.mark.parametrize("read", [opendocument.read, biff12.read])
def test_what_is_no_such_package_is_not_read(read: Callable[[bytes], object]) -> None:
    with pytest.raises(Unread):
        read(b"PK\3\4")


def test_records_that_point_nowhere_are_damage() -> None:
    """A shared text that is not in the table, of a workbook that calamine may read as blank."""
    sheet = record(129) + record(145) + row(0) + cell(7, 0, struct.pack("<I", 9)) + record(146) + record(130)
    with pytest.raises(Unreadable) as told:
        spreadsheet.parse(workbook([Tab("a", sheet)], styles(("Calibri", 0)), ["x"]))
    assert told.value.code is FileCode.DAMAGED


def test_a_style_out_of_range_costs_only_itself() -> None:
    sheet = record(129) + record(145) + row(0) + cell(5, 0, struct.pack("<d", 2.5), 99) + record(146) + record(130)
    assert spreadsheet.parse(workbook([Tab("a", sheet)], styles(("Calibri", 0)), [])).sheets[0].value(0, 0) == 2.5


def test_an_old_workbook_that_lost_a_sector_is_not_read_in_part() -> None:
    """Readers pass over the zeros between records, and cells would be gone without a word."""
    cells: Cells = {(at, 0): f"dòng {at}" for at in range(200)}
    good = old(cells)
    at = good.index("dòng 90".encode("utf-16-le")) // 512 * 512
    assert _cells(spreadsheet.parse(good).sheets[0]) == cells
    with pytest.raises(Unreadable) as told:
        spreadsheet.parse(good[:at] + bytes(512) + good[at + 512 :])
    assert told.value.code is FileCode.DAMAGED


def test_protection_against_changes_is_no_password() -> None:
    """The same workbook with the record of a password for writing, and with that of one for opening."""
    assert kind_of(XLS) is kind_of(old_workbook(0x86, b"")) is Kind.XLS
    assert kind_of(old_workbook(0x2F, bytes(6))) is Kind.ENCRYPTED
    assert kind_of(old_workbook(0x5B, bytes(5000))) is Kind.XLS


def test_a_shape_over_cells_is_not_counted() -> None:
    """Texts that lie on the sheet belong to no cell."""
    shape = (
        f'<draw:frame xmlns:draw="{OASIS}drawing:1.0"><draw:text-box><text:p>hình</text:p></draw:text-box></draw:frame>'
    )
    data = ods(content().replace("<text:p>A.01", f"{shape}<text:p>A.01"))
    assert _cells(spreadsheet.parse(data).sheets[0]) == {at: alike(value) for at, value in CELLS.items()}


def test_files_with_such_endings_are_taken_and_none_is_told_of_its_ending(
    issued: Workspace, send: Callable[..., Path]
) -> None:
    """An ending is right where the kind may have it; the folder is searched for all of them."""
    for suffix in (".xltx", ".xlsx"):
        send("VP", f"VP_{suffix[1:]}{suffix}")
    for form in (FORMS[0], *(form for form in FORMS if form.name.startswith(("mau", "phang.")))):
        (issued.received / form.name).write_bytes(form.data)
    for case in FOREIGN:
        if case.name in ("excel_2003.xml.xlsx", "lotus.wk1.xlsx", "google.gsheet.xlsx"):
            (issued.received / Path(case.name).stem).write_bytes(case.make(b""))
    (issued.received / "anh.jpg").write_bytes(b"\xff\xd8\xff")
    merged = workflow.merge(issued, (), None, DAY)
    told = {(issue.place.file.removeprefix("nop/"), issue.code) for issue in merged.register.issues}
    assert FileCode.SUFFIX not in {code for _, code in told}
    assert [name for name, code in told if code is FileCode.SKIPPED] == ["anh.jpg"]
    assert {("excel_2003.xml", FileCode.OTHER_TABLE), ("lotus.wk1", FileCode.OTHER_TABLE)} < told
    assert ("google.gsheet", FileCode.SHORTCUT) in told
    assert {".fods", ".ots", ".xltx", ".xlt"} < SUFFIXES


def test_the_writer_of_binary_workbooks_is_read_by_its_records() -> None:
    """Cells of every seed by our reader of records alone."""
    for seed in range(6):
        writer = Writer(random.Random(seed))
        data = workbook([Tab(NAME, writer.sheet(CELLS))], STYLES, writer.strings)
        assert cells_of(biff12.read(data)[0]) == {at: alike(value) for at, value in CELLS.items()}
