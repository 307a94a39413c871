"""Marked copies: faults coloured, noted and listed; nothing else touched; mended and sent again it is clean."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import killers
import openpyxl
import pytest
import xlsxwriter
from excel_repairs import assert_excel_safe, findings
from lxml import etree
from openpyxl.comments import Comment
from tables import DAY, fill, read_book, write_book

from toolkit import marking, plan, spreadsheet, submission, workflow
from toolkit.codes import BookCode, CellCode
from toolkit.encryption import Keyring, lock, unlock
from toolkit.intake import Intake
from toolkit.issues import Issue, Place
from toolkit.kinds import Kind
from toolkit.oddities.remarks import MARK
from toolkit.package import kind_of
from toolkit.spreadsheet import Sheet, Workbook
from toolkit.workspace import Workspace

Send = Callable[..., Path]
Convert = Callable[[Path, str], Path]
TypeIn = Callable[..., Path]

# In the small plan VP's rows are 8 to 11: two errors, a warning, and an info line.
FAULTY = """
    Mã     | Người phụ trách | Trạng thái     | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm
    A.01   | Lan             | xong           | 1           | 31/02/2025      | Đã họp
    A.02   | Lan             | chưa rõ        |             |                 | Đang viết
    B.I.01 | Lan             | Đang thực hiện | 0.5         |                 |
    B.I.02 | Lan             | Hoàn thành     | 1           |                 | Có biên bản
"""
FAULTS = {"K8": CellCode.DATE_IMPOSSIBLE, "I9": CellCode.STATUS_UNKNOWN, "K11": CellCode.DONE_WITHOUT_DATE}
SUBJECT = marking.Subject("Văn phòng", "nop/a.xlsx", DAY)


@pytest.fixture
def faulty(send: Send) -> Path:
    return fill(send("VP"), FAULTY)


def _mark(workspace: Workspace, passwords: Sequence[str] = ()) -> list[Path]:
    found = workflow.validate(workspace, (), DAY, Intake(keyring=Keyring(list(passwords))))
    return list(workflow.mark(workspace, found, DAY, passwords).copies)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _faults(path: Path) -> set[str]:
    """What Excel would repair; a workbook that another library wrote may have some from the start."""
    return {str(finding).partition(": ")[2] for finding in findings(path)}


def _notes(path: Path, sheet: str = "Báo cáo") -> dict[str, str]:
    page = openpyxl.load_workbook(path)[sheet]
    return {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}


def _coloured(path: Path, sheet: str = "Báo cáo") -> set[str]:
    rules = openpyxl.load_workbook(path)[sheet].conditional_formatting
    return {
        cell
        for group in rules
        for rule in group.rules
        if rule.formula == ['N("phuluc")=0']
        for cell in str(group.sqref).split()
    }


def test_every_fault_is_coloured_noted_and_listed(issued: Workspace, faulty: Path) -> None:
    (copy,) = _mark(issued)
    assert copy == issued.returned / faulty.name
    assert _coloured(copy) == set(FAULTS)
    notes = _notes(copy)
    assert set(notes) == set(FAULTS)
    assert (
        notes["K8"] == f"{MARK}\n«31/02/2025» không phải là ngày có thật. Nhập dạng ngày/tháng/năm, ví dụ 28/02/2025."
    )
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == ["Cần sửa", *openpyxl.load_workbook(faulty).sheetnames]
    assert book.active.title == "Cần sửa"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Cần sửa"]
    listed = {row[2].value: row for row in book["Cần sửa"].iter_rows(min_row=6)}
    assert {f"Báo cáo!{cell}" for cell in FAULTS} <= set(listed)
    assert listed["Báo cáo!K8"][2].hyperlink.location == "'Báo cáo'!K8"
    assert [cell.value for cell in listed["Báo cáo!I9"]][1] == "Lỗi"
    assert [cell.value for cell in listed["Báo cáo!I8"]][1] == "Thông tin"
    assert _faults(copy) <= _faults(faulty)


def test_nothing_else_changes(issued: Workspace, faulty: Path) -> None:
    (copy,) = _mark(issued)
    before, after = _parts(faulty), _parts(copy)
    report = next(name for name in before if name.endswith("sheet1.xml"))
    changed = {name for name in before if before[name] != after[name]}
    active = next(name for name, data in before.items() if b"tabSelected" in data)
    expected = {report, active, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml"}
    assert changed <= expected
    old, new = (
        [etree.tostring(row) for row in etree.fromstring(parts[report]).iter("{*}row")] for parts in (before, after)
    )
    assert old == new
    styles = re.compile(rb"<cellXfs.*?>(.*)</cellXfs>", re.DOTALL)
    former, present = (styles.search(parts["xl/styles.xml"]) for parts in (before, after))
    assert former is not None
    assert present is not None
    assert present[1].startswith(former[1])
    read = {sheet.name: sheet.rows for sheet in read_book(faulty).sheets}
    assert {sheet.name: sheet.rows for sheet in read_book(copy).sheets if sheet.name != "Cần sửa"} == read
    names = {n.name: n.attr_text for n in openpyxl.load_workbook(faulty)["Báo cáo"].defined_names.values()}
    assert {n.name: n.attr_text for n in openpyxl.load_workbook(copy)["Báo cáo"].defined_names.values()} == names
    assert (
        openpyxl.load_workbook(copy)["Báo cáo"].print_title_rows
        == openpyxl.load_workbook(faulty)["Báo cáo"].print_title_rows
    )


def test_marked_as_it_is_it_says_the_same_again(issued: Workspace, faulty: Path) -> None:
    loaded = plan.load(issued.plan)
    (copy,) = _mark(issued)
    first, again = (submission.read(path, "a.xlsx", loaded, DAY) for path in (faulty, copy))
    assert first.entries == again.entries
    assert first.issues == again.issues
    data = copy.read_bytes()
    twice = marking.mark(data, spreadsheet.parse(data), again.issues, SUBJECT)
    copy.write_bytes(twice)
    assert _coloured(copy) == set(FAULTS)
    assert set(_notes(copy)) == set(FAULTS)
    assert openpyxl.load_workbook(copy).sheetnames.count("Cần sửa") == 1


MENDED = {("Báo cáo", "K8"): "28/2/2025", ("Báo cáo", "I8"): "Hoàn thành", ("Báo cáo", "I9"): "Đang thực hiện",
          ("Báo cáo", "K11"): "5/6/2025"}  # fmt: skip


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_mended_in_libreoffice_and_sent_again_it_merges_clean(
    issued: Workspace, faulty: Path, convert: Convert, type_in: TypeIn, suffix: str
) -> None:
    if suffix != "xlsx":
        converted = convert(faulty, suffix)
        faulty.unlink()
        faulty = issued.received / converted.name
        faulty.write_bytes(converted.read_bytes())
    (copy,) = _mark(issued)
    assert copy.suffix == ".xlsx"
    assert _coloured(copy) == set(FAULTS)
    assert _faults(copy) <= _faults(faulty)
    assert ("chỉ chép lại nội dung các ô" in str(openpyxl.load_workbook(copy)["Cần sửa"]["A4"].value)) == (
        suffix != "xlsx"
    )
    faulty.unlink()
    mended = type_in(copy, "xlsx", MENDED)
    (issued.received / copy.name).write_bytes(mended.read_bytes())
    merged = workflow.merge(issued, (), None, DAY)
    assert [str(issue) for issue in merged.register.issues if issue.place.file.startswith("nop/")] == []
    finished = {row.code: row.finished for row in merged.register.details if row.file and row.code}
    assert finished == {"A.01": date(2025, 2, 28), "A.02": None, "B.I.01": None, "B.I.02": date(2025, 6, 5)}


@pytest.mark.libreoffice
def test_a_mended_cell_is_plain_in_the_next_copy(issued: Workspace, faulty: Path, type_in: TypeIn) -> None:
    (copy,) = _mark(issued)
    mended = type_in(copy, "xlsx", {("Báo cáo", "K8"): "28/2/2025"})
    faulty.write_bytes(mended.read_bytes())
    copy.unlink()
    (again,) = _mark(issued)
    assert _coloured(again) == set(FAULTS) - {"K8"} == set(_notes(again))
    assert openpyxl.load_workbook(again).sheetnames.count("Cần sửa") == 1
    assert _faults(again) <= _faults(mended)


@pytest.mark.libreoffice
def test_a_mark_shows_on_an_overdue_row(issued: Workspace, send: Send, convert: Convert) -> None:
    fill(send("VP"), "Mã | Trạng thái\nA.02 | chưa rõ")
    (copy,) = _mark(issued)
    shown = convert(copy, "html:HTML (StarCalc)").read_text(encoding="utf-8", errors="replace")
    row = next(row for row in shown.split("<tr") if "chưa rõ</" in row and "A.02" in row)
    cell = next(cell for cell in row.split("<td") if "chưa rõ" in cell)
    assert 'bgcolor="#CC99FF"' in cell
    assert row.count('bgcolor="#FFC7CE"') > 5


def test_a_persons_note_stays_with_ours_below(issued: Workspace, faulty: Path) -> None:
    book = openpyxl.load_workbook(faulty)
    book["Báo cáo"]["K8"].comment = Comment("Hỏi lại anh Nam", "Lan")
    book["Báo cáo"]["A8"].comment = Comment("Việc này khó", "Lan")
    book.save(faulty)
    (copy,) = _mark(issued)
    notes = _notes(copy)
    assert notes["A8"].startswith(f"Việc này khó\n{MARK}\n")
    assert notes["K8"].startswith(f"Hỏi lại anh Nam\n{MARK}\n")
    data = copy.read_bytes()
    copy.write_bytes(marking.mark(data, spreadsheet.parse(data), (), SUBJECT))
    assert _notes(copy) == {"A8": "Việc này khó", "K8": "Hỏi lại anh Nam"}
    assert _coloured(copy) == set()
    drawing = next(data for name, data in _parts(copy).items() if name.endswith(".vml"))
    assert drawing.count(b":Row>") == 2 * 2
    assert etree.fromstring(drawing) is not None


def test_buttons_other_rules_and_odd_names_survive(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("Bà 'Ba' & con")
        page.write("B2", "sai")
        page.insert_button("D4", {"caption": "Bấm"})
        page.conditional_format("A1:C9", {"type": "cell", "criteria": ">", "value": 3, "format": made.add_format()})
        made.add_worksheet("Cần sửa").write("A1", "của đơn vị")
        made.define_name("'Cần sửa'!Vung", "='Cần sửa'!$A$1")
    fault = CellCode.STATUS_UNKNOWN.at(Place("a.xlsx", "Bà 'Ba' & con", "B2"), "=1+1 <b>")
    data = path.read_bytes()
    path.write_bytes(
        marking.mark(data, spreadsheet.parse(data), [fault, BookCode.UNKNOWN_UNIT.at(Place("a"))], SUBJECT)
    )
    assert_excel_safe(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Cần sửa (2)", "Bà 'Ba' & con", "Cần sửa"]
    assert book["Cần sửa (2)"]["C6"].hyperlink.location == "'Bà ''Ba'' & con'!B2"
    assert book["Cần sửa (2)"]["D6"].value == "=1+1 <b>"
    assert book["Cần sửa (2)"]["D6"].data_type == "s"
    assert "Vung" in book["Cần sửa"].defined_names
    priorities = [rule.priority for group in book["Bà 'Ba' & con"].conditional_formatting for rule in group.rules]
    assert sorted(priorities) == [1, 2]
    drawing = next(data for name, data in _parts(path).items() if name.endswith(".vml"))
    assert b'ObjectType="Button"' in drawing
    assert b'ObjectType="Note"' in drawing


def test_a_listing_that_another_program_saved_is_known_by_its_first_cell(tmp_path: Path) -> None:
    """Excel moves inline texts into the shared ones, and the person may have gone to another sheet before saving."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("Cần sửa").write("A1", "của đơn vị")
        made.add_worksheet("Cần sửa (2)").write("A1", "CÁC CHỖ CẦN SỬA")
        report = made.add_worksheet("Báo cáo")
        report.write("B2", "a\x01b")
        report.activate()
    fault = CellCode.STATUS_UNKNOWN.at(Place("a.xlsx", "Báo cáo", "B2"), "a\x01b" + "x" * 40_000)
    data = path.read_bytes()
    path.write_bytes(marking.mark(data, spreadsheet.parse(data), [fault], SUBJECT))
    assert_excel_safe(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Cần sửa", "Cần sửa (2)", "Báo cáo"]
    assert book["Cần sửa"]["A1"].value == "của đơn vị"
    assert book["Cần sửa (2)"]["C6"].value == "Báo cáo!B2"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Cần sửa (2)"]
    assert book.active.title == "Cần sửa (2)"


def test_the_password_is_kept(issued: Workspace, faulty: Path) -> None:
    faulty.write_bytes(lock(faulty.read_bytes(), "bí mật"))
    (copy,) = _mark(issued, ["bí mật"])
    assert kind_of(copy.read_bytes()) is Kind.ENCRYPTED
    copy.write_bytes(unlock(copy.read_bytes(), ["bí mật"]).data)
    assert _coloured(copy) == set(FAULTS)


def test_what_has_no_fault_or_cannot_be_read_gets_no_copy(issued: Workspace, send: Send) -> None:
    send("CA")
    (issued.received / "VP_hong.xlsx").write_bytes(b"PK\x03\x04")
    found = workflow.validate(issued, (issued.received / "VP_hong.xlsx",), DAY)
    returned = workflow.mark(issued, found, DAY)
    assert returned == workflow.Returned((), ("nop/VP_hong.xlsx",))


def test_a_package_whose_parts_do_not_fit_is_copied_plainly(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"Báo cáo": "sai | 2025-06-30 | 0.5"})
    book = read_book(path)
    issue: Issue = CellCode.STATUS_UNKNOWN.at(Place("a.xlsx", "Báo cáo", "A1"), "sai")
    path.write_bytes(marking.mark(b"PK", book, [issue], SUBJECT))
    assert _coloured(path) == {"A1"}
    assert [cell.value for cell in openpyxl.load_workbook(path)["Báo cáo"][1]][0::2] == ["sai", 0.5]


def test_a_copy_of_sheets_whose_names_excel_does_not_take() -> None:
    """LibreOffice takes longer ones; each fault is found on the sheet that was its own, and no number is lost."""
    long = "Báo cáo tiến độ tháng sáu năm hai nghìn"
    names = (long, f"{long} (bản sau)", "'a/b'", "History", "")
    book = Workbook(tuple(Sheet(name, [["sai", float("inf"), 0.5]]) for name in names), "bảng tính", None)
    issue: Issue = CellCode.STATUS_UNKNOWN.at(Place("a.ods", names[1], "A1"), "sai")
    marked = openpyxl.load_workbook(io.BytesIO(marking.mark(b"", book, [issue], SUBJECT)))
    own = [sheet for sheet in marked.worksheets if sheet["C1"].value == 0.5]
    assert [sheet.title for sheet in own] == [long[:31], f"{long[:27]} (2)", "_a_b_", "History (2)", "_"]
    assert [bool(sheet["A1"].comment) for sheet in own] == [False, True, False, False, False]
    assert [sheet["B1"].value for sheet in own] == ["inf"] * 5


def test_a_copy_that_cannot_be_made_keeps_nobody_from_theirs(
    issued: Workspace, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in ("CA", "VP"):
        fill(send(unit), "Mã | Trạng thái\nA.02 | xyz")
    found = workflow.validate(issued, (), DAY)
    monkeypatch.setattr(marking, "copy", killers.copy_all_but_one)
    returned = workflow.mark(issued, found, DAY)
    assert [path.name for path in returned.copies] == ["CA_07-KH-UBND.xlsx"]
    assert returned.unmarked == ("nop/VP_07-KH-UBND.xlsx",)
