"""Any file gives cells or a code that says why not; cells that a value reader blanks are found."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from tables import read_book, write_book

from toolkit import package, spreadsheet
from toolkit.codes import FileCode
from toolkit.issues import Catalogue
from toolkit.kinds import Kind
from toolkit.places import cell_name
from toolkit.readers import Value
from toolkit.spreadsheet import Unreadable, shown

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _zip(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package_:
        for name, text in parts.items():
            package_.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def _xlsx(**sheets: str) -> bytes:
    """A tiny .xlsx package with the given sheet data, written by hand."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = list(sheets)
    entries = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        parts.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{entries}</sheets></workbook>'
        )
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        override = f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{types}">{override}</Types>')
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        root = f'<Relationship Id="r" Type="{rel}/officeDocument" Target="xl/workbook.xml"/>'
        parts.writestr("_rels/.rels", f'<Relationships xmlns="{space}">{root}</Relationships>')
        parts.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{space}">{links}</Relationships>')
        for i, name in enumerate(names, 1):
            parts.writestr(
                f"xl/worksheets/sheet{i}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{sheets[name]}</sheetData></worksheet>',
            )
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<html><body>x", Kind.HTML),
        (b"\xef\xbb\xbf<!DOCTYPE html>", Kind.HTML),
        (b"%PDF-1.7", Kind.PDF),
        (b"\x89PNG\r\n", Kind.IMAGE),
        (b"Rar!\x1a", Kind.ARCHIVE),
        (b"a;b;c\n1;2;3", Kind.CSV),
        (b"\x00\x01\x02", Kind.DAMAGED),
        (b"\x09\x08\x10\x00", Kind.XLS),
        (OLE + b"short", Kind.DAMAGED),
        (b"PK\x03\x04 cut off", Kind.DAMAGED),
        (_zip(word__document="x"), Kind.WORD),
        (_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), Kind.ODS),
        (_zip(mimetype="application/vnd.oasis.opendocument.text"), Kind.DOCUMENT),
        (_zip(anything="x"), Kind.ARCHIVE),
        (_zip(**{"xl__workbook.bin": "x"}), Kind.XLSB),
        (_xlsx(a=""), Kind.XLSX),
    ],
)
def test_kind_by_content(data: bytes, kind: Kind) -> None:
    assert package.kind_of(data) is kind
    assert kind.is_workbook == bool(kind.suffixes)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", FileCode.EMPTY),
        (b"<html>", FileCode.OTHER_TABLE),
        (b"PK\x03\x04", FileCode.DAMAGED),
        (_zip(**{"xl__workbook.xml": "<broken"}), FileCode.DAMAGED),
        (_xlsx(a=""), FileCode.BLANK),
    ],
)
def test_refusals(data: bytes, code: Catalogue) -> None:
    with pytest.raises(Unreadable) as caught:
        spreadsheet.parse(data)
    assert caught.value.code is code


def test_every_truncation_of_a_workbook_is_refused_with_a_code(tmp_path: Path) -> None:
    data = write_book(tmp_path / "a.xlsx", {"Báo cáo": "a | b\n1 | 2"}).read_bytes()
    for length in range(0, len(data), 97):
        with pytest.raises(Unreadable) as caught:
            spreadsheet.parse(data[:length])
        assert caught.value.code is (FileCode.DAMAGED if length else FileCode.EMPTY)


def test_a_missing_or_forbidden_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable) as caught:
        read_book(tmp_path / "none.xlsx")
    assert caught.value.code is FileCode.MISSING
    with pytest.raises(Unreadable) as caught:
        read_book(tmp_path)
    assert caught.value.code is FileCode.SPECIAL


class PanicException(BaseException):
    """Named as the reader's own."""


def _raise(raised: BaseException) -> Callable[[object], None]:
    def from_filelike(_stream: object) -> None:
        raise raised

    return from_filelike


def test_where_the_first_reader_fails_the_second_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _xlsx(a='<row r="1"><c r="A1"><v>1</v></c></row>')
    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", _raise(PanicException()), raising=True)
    assert spreadsheet.parse(data).sheets[0].value(0, 0) == 1
    monkeypatch.setattr("openpyxl.load_workbook", _raise(KeyError("x")))
    with pytest.raises(Unreadable, match="DAMAGED"):
        spreadsheet.parse(data)
    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", _raise(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        spreadsheet.parse(data)


def test_a_password_found_by_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    class Reader:
        @staticmethod
        def from_filelike(stream: object) -> None:
            raise python_calamine.PasswordError("locked")

    monkeypatch.setattr("python_calamine.CalamineWorkbook", Reader)
    with pytest.raises(Unreadable) as caught:
        spreadsheet.parse(_xlsx(a='<row r="1"><c r="A1"><v>1</v></c></row>'))
    assert caught.value.code is FileCode.ENCRYPTED


def test_error_values_and_uncalculated_formulas_are_not_blanks() -> None:
    cells = (
        '<row r="3"><c r="B3" t="e"><v>#REF!</v></c><c r="C3"><f>1+1</f></c><c r="D3"><f>1+1</f><v>2</v></c>'
        '<c r="E3" t="str"><f>""</f><v></v></c></row>'
    )
    sheet = spreadsheet.parse(_xlsx(a=cells)).sheets[0]
    assert sheet.text(2, 1) == "#REF!"
    assert sheet.oddities.uncached == {(2, 2)}
    assert sheet.value(2, 3) == 2
    assert (sheet.value(0, 0), sheet.value(99, 99), sheet.value(2, 0)) == ("", "", "")


def test_places_do_not_shift_with_blank_leading_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["C5"] = "x"
    book.active["D9"] = datetime(2025, 6, 30)
    book.save(tmp_path / "a.xlsx")
    sheet = read_book(tmp_path / "a.xlsx").sheets[0]
    assert sheet.text(4, 2) == "x"
    assert sheet.text(8, 3) == "30/06/2025"
    assert (sheet.end_row, sheet.end_column) == (9, 4)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" x ", "x"),
        (5.0, "5"),
        (0.25, "0.25"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2025, 6, 30), "30/06/2025"),
        (datetime(2025, 6, 30, 8, 5), "30/06/2025 08:05"),
        (time(3, 4), "03:04"),
        (time(), "00:00"),
        (timedelta(days=1, hours=12, minutes=5), "36:05"),
    ],
)
def test_shown(value: Value, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(("row", "column", "name"), [(0, 0, "A1"), (13, 10, "K14"), (9, 26, "AA10"), (0, 701, "ZZ1")])
def test_cell_name(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name


def test_saved_at_comes_from_the_workbook_itself() -> None:
    dc = 'xmlns:dcterms="http://purl.org/dc/terms/"'
    core = f"<c {dc}><dcterms:modified>2025-06-03T02:30:00Z</dcterms:modified></c>"
    moment = package.saved_at(_zip(**{"docProps__core.xml": core}), Kind.XLSX)
    assert moment is not None
    assert f"{moment:%d/%m/%Y %H:%M}" == "03/06/2025 09:30"
    ods = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>2025-06-03T09:30:00.123</dc:date></m>'
    moment = package.saved_at(_zip(**{"meta.xml": ods}), Kind.ODS)
    assert moment is not None
    assert f"{moment:%d/%m/%Y %H:%M}" == "03/06/2025 09:30"


@pytest.mark.parametrize(
    "core", ["<broken", "<c/>", '<c xmlns:d="http://purl.org/dc/terms/"><d:modified>x</d:modified></c>']
)
def test_saved_at_is_unknown_where_the_workbook_does_not_say(core: str) -> None:
    assert package.saved_at(_zip(**{"docProps__core.xml": core}), Kind.XLSX) is None
    assert package.saved_at(_zip(x="y"), Kind.XLSX) is None


@pytest.mark.parametrize("saved", [None, datetime(1601, 1, 1), datetime(2025, 6, 3, 2, 30)])
def test_saved_at_of_old_files(monkeypatch: pytest.MonkeyPatch, saved: datetime | None) -> None:
    class Compound:
        def __init__(self, data: io.BytesIO) -> None: ...
        def __enter__(self) -> "Compound":
            return self

        def __exit__(self, *_: object) -> None: ...
        def get_metadata(self) -> object:
            return type("Metadata", (), {"last_saved_time": saved})

    monkeypatch.setattr("olefile.OleFileIO", Compound)
    moment = package.saved_at(OLE, Kind.XLS)
    assert (moment is None) == (saved is None or saved.year < 1980)
    if moment:
        assert f"{moment:%H:%M}" == "09:30"


@pytest.mark.libreoffice
@pytest.mark.parametrize(("target", "kind"), [("xls", Kind.XLS), ("ods", Kind.ODS)])
def test_formats_of_libreoffice_give_the_same_cells(
    tmp_path: Path, convert: Callable[[Path, str], Path], target: str, kind: Kind
) -> None:
    source = write_book(tmp_path / "a.xlsx", {"Báo cáo": 'Mã | Ngày | Số\n"01" | 2025-06-30 | 0.5'})
    original, saved = read_book(source), read_book(convert(source, target))
    assert saved.kind == kind.value
    assert saved.sheets[0].rows == original.sheets[0].rows
