"""The same cells in odd forms give the same values; what cannot be taken is told at its cell and costs nothing else."""

import io
import math
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import good_workbooks
import pytest
import xlsxwriter
from good_workbooks import Cells, alike, cells_of
from hostile import SHEET, edited
from lxml import etree
from odd_forms import GOOD
from tables import DAY, fill
from test_intake_figures import _documented

from toolkit import plan, readers, spreadsheet, submission
from toolkit.codes import CellCode, FileCode
from toolkit.guard import Cause
from toolkit.readers import Grid
from toolkit.spreadsheet import Unreadable
from toolkit.spreadsheetml import Broken, Flaw
from toolkit.workspace import Workspace

# One cell of each kind, and texts that look like markup, escapes and white space.
CONTENT: dict[str, Cells] = {
    "Bảng 1": {
        (0, 0): "Đề xuất Đ", (0, 1): 5.0, (1, 1): date(2025, 6, 30), (1, 2): 0.5, (3, 0): "  hai\ndòng ",
        (5, 4): "_x0041_ & <b>", (7, 2): -7.0, (8, 0): True, (8, 1): False,
    },
    "Bảng 2": {(0, 0): "một", (2, 2): 12.0, (3, 3): date(2025, 1, 1)},
}  # fmt: skip


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / "a.xlsx"
    good_workbooks.by_xlsxwriter(path, CONTENT)
    return path.read_bytes()


def _read(data: bytes) -> dict[str, Cells]:
    try:
        book = spreadsheet.parse(data)
    except Unreadable as told:
        print(told.sentence)
        return {}
    return {
        sheet.name: cells_of(Grid(sheet.name, sheet.rows, sheet.first_row, sheet.first_column, False))
        for sheet in book.sheets
    }


def test_every_form_gives_the_same_cells(good: bytes) -> None:
    wanted = {name: {at: alike(value) for at, value in cells.items()} for name, cells in CONTENT.items()}
    wrong, right, cells = [], 0, 0
    for name, form in GOOD.items():
        read = _read(edited(good, form))
        right += sum(
            read.get(sheet, {}).get(at) == value for sheet, held in wanted.items() for at, value in held.items()
        )
        cells += sum(map(len, wanted.values()))
        if read != wanted:
            wrong.append(name)
    assert wrong == []
    assert len(GOOD) >= 40
    assert _documented("odd forms of .xlsx, files read right", len(GOOD), len(GOOD) - len(wrong))
    assert _documented("odd forms of .xlsx, cells read right", cells, right)


VALUES = (
    "5", " 5 ", "5\n", "&#53;", "+5", "05", "5.", ".5", "5e0", "5E-1", "1.5E+3", "-0", "0", "1", "01", " 1", "2", "1e308",
    "1E400", "NaN", "INF", "1,5", "0x1A", "1_0", "\uff11", "x", "5 5", "true", "<!-- 7 -->5", "<![CDATA[5]]>", "2025-04-05",
)  # fmt: skip
TYPES = ("", "n", " n ", "s", "str", "b", "d", "inlineStr", "N", "x")


def _meant(kind: str, value: str) -> object:
    """What a cell means by the standard, read slowly; `Flaw` where that is nothing. Of two shared texts there are."""
    text = etree.fromstring(f"<v>{value}</v>", etree.XMLParser(remove_comments=True, strip_cdata=False)).text or ""
    bare, kind = text.strip(" \t\r\n"), kind.strip() or "n"
    if kind == "str":
        return text
    if kind == "s":
        return ("S0", "S1")[int(bare)] if bare in ("0", "1", "01") else Flaw
    if kind == "b":
        return {"0": 0.0, "1": 1.0, "true": 1.0}.get(bare, Flaw)
    if kind == "d" and bare == "2025-04-05":
        return date(2025, 4, 5)
    try:
        number = float(bare) if re.fullmatch(r"[-+.eE0-9]+", bare) and kind in ("n", "d") else math.nan
    except ValueError:
        return Flaw
    return number if math.isfinite(number) else Flaw


@pytest.mark.parametrize("kind", TYPES)
def test_the_fast_reading_is_the_slow_one(good: bytes, kind: str) -> None:
    """Each value in each type: the same, or told at its cell. Whatever stands beside it is read."""
    mark = f' t="{kind}"' if kind else ""
    for value in VALUES:
        cells = f'<row r="1"><c r="A1"{mark}><v>{value}</v></c><c r="B1"><v>3</v></c></row>'
        data = edited(good, _only(cells))
        sheet, meant = spreadsheet.parse(data).sheets[0], _meant(kind, value)
        assert sheet.value(0, 1) == 3, value
        assert ((0, 0) in sheet.oddities.broken) == (meant is Flaw), (kind, value, sheet.value(0, 0))
        assert alike(sheet.value(0, 0)) == (alike(meant) if meant is not Flaw else ""), (kind, value)  # type: ignore[arg-type]


def _only(cells: str) -> Callable[[dict[str, bytes]], None]:
    """A workbook with these cells alone in its first sheet, and the shared texts `S0` and `S1`."""

    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = re.sub(rb"(<sheetData>).*(</sheetData>)", rb"\1" + cells.encode() + rb"\2", parts[SHEET])
        texts = b"<si><t>S0</t></si><si><t>S1</t></si>"
        parts["xl/sharedStrings.xml"] = re.sub(
            rb"(<sst[^>]*>).*(</sst>)", rb"\1" + texts + rb"\2", parts["xl/sharedStrings.xml"], flags=re.DOTALL
        )

    return change


@pytest.mark.parametrize(
    ("row", "flaw", "stored"),
    [
        ('<c r="A1" t="s"><v>-1</v></c>', Flaw.TEXT, "-1"),
        ('<c r="A1" t="s"><v>7</v></c>', Flaw.TEXT, "7"),
        ('<c r="A1" t="s"><v>1.5</v></c>', Flaw.TEXT, "1.5"),
        ('<c r="A1" t="s"><v/></c>', Flaw.TEXT, ""),
        ('<c r="A1" t="b"><v>2</v></c>', Flaw.BOOLEAN, "2"),
        ('<c r="A1" t="d"><v>31/06/2025</v></c>', Flaw.DAY, "31/06/2025"),
        ('<c r="A1" t="zzz"><v>5</v></c>', Flaw.KIND, "5"),
        ('<c r="A1" t="inlineStr"><v>x</v></c>', Flaw.KIND, "x"),
        ('<c r="A1"><v>5</v><v>7</v></c>', Flaw.TWICE, "«5»; «7»"),
        ('<c r="A1"><v>1</v></c><c r="A1" t="s"><v>1</v></c>', Flaw.TWICE, "«1»; «S1»"),
        ('<c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c>', Flaw.TWICE, "«1»; «2»"),
        ('<c r="A1" t="s"><v>x</v></c><c r="A1"><v>2</v></c>', Flaw.TEXT, "x"),
    ],
)
def test_a_broken_cell_costs_itself(good: bytes, row: str, flaw: Flaw, stored: str) -> None:
    sheet = spreadsheet.parse(edited(good, _only(f'<row r="1">{row}<c r="C1"><v>3</v></c></row>'))).sheets[0]
    assert dict(sheet.oddities.broken) == {(0, 0): Broken(flaw, stored)}
    assert [sheet.text(0, column) for column in range(3)] == ["", "", "3"]


@pytest.mark.parametrize("error", ["#SPILL!", "#GETTING_DATA", "lạ"])
def test_error_values_that_the_reader_does_not_know(good: bytes, error: str) -> None:
    sheet = spreadsheet.parse(edited(good, _only(f'<row r="1"><c r="A1" t="e"><v> {error} </v></c></row>'))).sheets[0]
    assert sheet.text(0, 0) == error


@pytest.mark.parametrize("number", ["-5", "1e20", "-1.5"])
@pytest.mark.parametrize("style", ["dd/mm/yyyy", "[h]:mm"])
def test_numbers_beyond_the_calendar_are_no_moments(number: str, style: str) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write_number(0, 0, float(number), book.add_format({"num_format": style}))
    told = spreadsheet.parse(target.getvalue()).sheets[0].text(0, 0)
    assert float(told) == float(number)


def test_control_characters_go_no_further(good: bytes) -> None:
    for one in ("&#1;", "&#x1F;", "_x0001_", "\x02"):
        cells = f'<row r="1"><c r="A1" t="inlineStr"><is><t>a{one}b</t></is></c></row>'
        assert spreadsheet.parse(edited(good, _only(cells))).sheets[0].text(0, 0) == "a\ufffdb"


def test_formats_that_are_broken_or_missing(good: bytes) -> None:
    for styles in (b"<styleSheet", None):

        def change(parts: dict[str, bytes], styles: bytes | None = styles) -> None:
            del parts["xl/styles.xml"]
            if styles:
                parts["xl/styles.xml"] = styles

        book = spreadsheet.parse(edited(good, change))
        assert (book.has_styles, book.sheets[0].value(1, 1), book.sheets[0].text(0, 0)) == (False, 45838, "Đề xuất Đ")


@pytest.mark.parametrize(
    ("name", "cause"),
    [("xl/worksheets/SHEET1.xml", Cause.REPEATED), ("xl/worksheets/sheet%31.xml", Cause.REPEATED),
     ("xl\\la.xml", Cause.NAME)],
)  # fmt: skip
def test_parts_that_two_programs_may_take_for_one_another(good: bytes, name: str, cause: Cause) -> None:
    with pytest.raises(Unreadable) as told:
        spreadsheet.parse(edited(good, lambda parts: parts.update({name: b"<a/>"})))
    assert (told.value.code, told.value.detail) == (FileCode.UNSAFE, cause.value)


def test_what_a_clerk_is_told(issued: Workspace, send: Callable[..., Path]) -> None:
    """The cell is named with its task, is left blank, and the other rows and cells are read."""
    path = fill(send("VP"), "Mã | Người phụ trách | Trạng thái | Kết quả, sản phẩm\nA.01 | Lan | Đang thực hiện | Đã họp\n"
                "A.02 | Lan | Đang thực hiện | Đã soạn")  # fmt: skip
    plain = submission.read(path, path.name, plan.load(issued.plan), DAY)
    row = next(entry.source.row for entry in plain.entries if entry.result == "Đã họp")

    def spoil(parts: dict[str, bytes]) -> None:
        for name in ("I", "L", "A"):
            cell = rb'<c r="%b%d"( s="\d+")[^>]*>.*?</c>' % (name.encode(), row)
            parts[SHEET], count = re.subn(
                cell, rb'<c r="%b%d"\1 t="s"><v>-1</v></c>' % (name.encode(), row), parts[SHEET]
            )
            assert count == 1

    path.write_bytes(edited(path.read_bytes(), spoil))
    read = submission.read(path, path.name, plan.load(issued.plan), DAY)
    told = [issue for issue in read.issues if issue.code is CellCode.BROKEN]
    assert [(issue.place.cell, issue.place.task, issue.value) for issue in told] == [
        (f"{name}{row}", "A.01", "-1") for name in ("A", "I", "L")
    ]
    assert told[0].message == ("Giá trị lưu trong ô bị hỏng (không có chữ mang số thứ tự «-1») nên không lấy được.")
    (entry,) = [entry for entry in read.entries if entry.source.row == row]
    assert (entry.result, entry.status.value, entry.person) == ("", None, "Lan")
    assert [entry.result for entry in read.entries if entry.source.row != row] == [
        entry.result for entry in plain.entries if entry.source.row != row
    ]


def test_fewer_cells_than_the_file_holds_are_told_with_both_figures(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(data: bytes) -> tuple[Grid, ...]:
        grids = read_fast(data)
        grids[1].rows[0][0] = ""
        return grids

    read_fast = readers.read_fast
    monkeypatch.setattr(readers, "read_fast", forget)
    monkeypatch.setattr(readers, "read_xlsx", forget)
    with pytest.raises(Unreadable) as told:
        spreadsheet.parse(good)
    assert told.value.sentence == (
        "Trang tính «Bảng 2» có 3 ô đã điền nhưng số ô đọc được là 2, nên không lấy số liệu của tệp này."
    )


@pytest.mark.parametrize(
    ("stored", "told"),
    [("NaN", "không phải là số"), ("-INF", "không phải là số"), ("1E400", "không phải là số «1E400»")],
)
def test_words_of_programs_are_in_no_sentence(stored: str, told: str) -> None:
    assert Broken(Flaw.NUMBER, stored).told == told
