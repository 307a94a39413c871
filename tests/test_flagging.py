"""`flag`: colours in a workbook that staff made, computed by the office program, and nothing else changed."""

import html
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from excel_repairs import assert_excel_safe
from tables import DAY, read_book, unescaped

from toolkit import deadlines
from toolkit.cli import phuluc
from toolkit.places import cell_name
from toolkit.workspace import Workspace

Convert = Callable[[Path, str], Path]
TITLE = "PHỤ LỤC NHIỆM VỤ NĂM 2025"
HEADINGS = ("TT", "Nội dung công việc", "Đơn vị", "Thời hạn hoàn thành", "Tình trạng", "Ghi chú")
# Deadline, status, colour on 30/6/2025.
ROWS: tuple[tuple[object, object, str], ...] = (
    ("Tháng 3/2025", "Đang làm", "red"),
    ("  tháng  3/2025 ", "", "red"),
    (date(2025, 3, 31), "Đã hoàn thành", ""),
    (date(2025, 3, 31), "", "red"),
    (date(2025, 6, 30), "chưa", "amber"),
    (date(2025, 7, 16), "", ""),
    ("Quý III/2025", "chưa", ""),
    ("Trước ngày 05/7", "", "amber"),
    ("Thường xuyên", "", ""),
    ("Khi có hướng dẫn", "", ""),
    ("Tháng 4", 1, ""),
    ("Tháng 4", 0.5, "red"),
    (2024, "", "red"),
    ("Năm 2024", "Không phát sinh", ""),
    ('"Tháng 5"', "Tạm hoãn", "red"),
    ("Tháng 5", "Hoàn thành 5/5 chỉ tiêu", ""),
    ("#N/A", "", ""),
    ("Tháng 5", "#REF!", "red"),
    (None, "Đang làm", ""),
)


def _flag(*arguments: str | Path) -> Result:
    return CliRunner().invoke(phuluc, ["flag", *map(str, arguments)])


def _appendix(path: Path) -> Path:
    """A staff-made workbook with what a program loses easily: chart, textbox, sparkline, comment, rule, dropdown."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Phụ lục 1")
    plain, day = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 5, TITLE, plain)
    sheet.write_row(3, 0, HEADINGS, plain)
    for at, (term, status, _) in enumerate(ROWS, start=1):
        sheet.write(3 + at, 0, at, plain)
        sheet.write(3 + at, 1, f"Việc {at}", plain)
        for column, value in ((3, term), (4, status)):
            if isinstance(value, str) and value.startswith("#"):
                sheet.write_formula(3 + at, column, f"={value}", plain, value)
            elif isinstance(value, date):
                sheet.write_datetime(3 + at, column, value, day)
            else:
                sheet.write(3 + at, column, value, plain)
    sheet.set_column(1, 1, 40)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Phụ lục 1'!$A$5:$A$9"})
    sheet.insert_chart("H2", chart)
    sheet.insert_textbox("H20", "Ghi chú của lãnh đạo")
    sheet.add_sparkline("F5", {"range": "'Phụ lục 1'!A5:A9"})
    sheet.write_comment("B5", "Hỏi lại đơn vị")
    sheet.insert_button("H30", {"macro": "Bam", "caption": "Bấm"})
    sheet.data_validation("E5:E30", {"validate": "list", "source": ["Chưa", "Xong"]})
    sheet.conditional_format("A5:F30", {"type": "no_blanks", "format": book.add_format({"bold": True})})
    book.add_worksheet("Sổ tay").write("A1", "Không có bảng")
    book.close()
    return path


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


@pytest.fixture
def appendix(tmp_path: Path) -> Path:
    return _appendix(tmp_path / "Phụ lục của xã.xlsx")


def test_only_the_sheets_rules_legend_and_styles_change(appendix: Path, tmp_path: Path) -> None:
    target = tmp_path / "mau.xlsx"
    before = appendix.read_bytes()
    ran = _flag("-C", tmp_path, appendix, "-o", target, "--as-of", "2025-06-30")
    assert (ran.exit_code, appendix.read_bytes() == before) == (0, True)
    old, new = _parts(appendix), _parts(target)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    assert b'type="notContainsBlanks"' in new["xl/worksheets/sheet1.xml"], "the staff's own rule"
    was, now = _texts(appendix), _texts(target)
    assert {cell: text for cell, text in now.items() if was.get(cell) != text} == {
        "B3": "Nền đỏ: quá hạn, chưa hoàn thành (tính đến 30/06/2025)",
        "C3": "Nền vàng: sắp đến hạn (còn không quá 15 ngày)",
    }
    assert was.items() <= now.items()
    assert_excel_safe(target)


@pytest.mark.libreoffice
def test_exactly_the_overdue_rows_are_red(appendix: Path, tmp_path: Path, convert: Convert) -> None:
    target = tmp_path / "mau.xlsx"
    ran = _flag("-C", tmp_path, appendix, "-o", target, "--as-of", "30/06/2025")
    wanted = [colour for _, _, colour in ROWS]
    assert list(_colours(convert(target, "html:HTML (StarCalc)"), len(ROWS))) == wanted
    assert f"{wanted.count('red')} dòng quá hạn, {wanted.count('amber')} dòng sắp đến hạn" in ran.output
    # The next day what was due on the 30th is red, too: it is the office program that computes.
    later = tmp_path / "sau.xlsx"
    _flag("-C", tmp_path, appendix, "-o", later, "--as-of", "2025-07-01")
    assert list(_colours(convert(later, "html:HTML (StarCalc)"), len(ROWS))).count("red") == wanted.count("red") + 1


def _colours(page: Path, rows: int) -> Iterator[str]:
    parts = re.findall(r"<tr>.*?</tr>", page.read_text(encoding="utf-8"), re.DOTALL)
    for at in range(1, rows + 1):
        row = next(part for part in parts if f">Việc {at}<" in part)
        yield "red" if "#FFC7CE" in row else ("amber" if "#FFEB9C" in row else "")


@pytest.mark.libreoffice
def test_without_a_day_the_office_program_takes_its_own(tmp_path: Path, convert: Convert) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Nội dung công việc", "Hạn", "Trạng thái"])
    for at, days in enumerate((-2, 2, 40), start=1):
        book.active.append([f"Việc {at}", date.today() + timedelta(days=days), ""])
    book.save(path)
    assert _flag("-C", tmp_path, path).exit_code == 0
    assert list(_colours(convert(path, "html:HTML (StarCalc)"), 3)) == ["red", "amber", ""]


def test_twice_adds_nothing_and_the_original_is_kept(appendix: Path, tmp_path: Path) -> None:
    original = appendix.read_bytes()
    first = _flag("-C", tmp_path, appendix, "--as-of", "2025-06-30")
    backup = appendix.with_name("Phụ lục của xã_goc.xlsx")
    assert backup.read_bytes() == original
    assert "Bản gốc: Phụ lục của xã_goc.xlsx" in first.output
    flagged = appendix.read_bytes()
    again = _flag("-C", tmp_path, appendix, "--as-of", "2025-06-30")
    assert "tệp đã có đủ màu" in again.output
    assert appendix.read_bytes() == flagged
    rules = _rules(appendix)
    _flag("-C", tmp_path, appendix, "--as-of", "2025-07-31")
    assert len(_rules(appendix)) == len(rules)
    assert appendix.with_name("Phụ lục của xã_goc_v2.xlsx").read_bytes() == flagged
    assert backup.read_bytes() == original


def test_a_file_in_the_way_is_kept(appendix: Path, tmp_path: Path) -> None:
    target = tmp_path / "mau.xlsx"
    target.write_bytes(b"cua nguoi khac")
    ran = _flag("-C", tmp_path, appendix, "-o", target, "--as-of", "2025-06-30")
    assert "Bản gốc: mau_goc.xlsx" in ran.output
    assert (tmp_path / "mau_goc.xlsx").read_bytes() == b"cua nguoi khac"
    assert _rules(target)
    before = sorted(tmp_path.iterdir())
    _flag("-C", tmp_path, appendix, "-o", target, "--as-of", "2025-06-30")
    assert sorted(tmp_path.iterdir()) == before


def _rules(path: Path) -> list[str]:
    sheet = _parts(path)["xl/worksheets/sheet1.xml"].decode()
    return re.findall(r"<cfRule [^>]*><formula>([^<]*)</formula>", sheet)


def _texts(path: Path) -> dict[str, str]:
    sheet = read_book(path).sheets[0]
    places = ((row, column) for row in range(sheet.end_row) for column in range(sheet.end_column))
    return {cell_name(*place): sheet.text(*place) for place in places if sheet.text(*place)}


@pytest.mark.libreoffice
def test_every_labelled_deadline_is_coloured_as_it_is_read(tmp_path: Path, convert: Convert) -> None:
    data = Path(__file__).parent / "data"
    lines = [("deadlines.tsv", 1), ("deadlines_more.tsv", 0)]
    texts = [
        unescaped(line.split("\t")[column])
        for name, column in lines
        for line in (data / name).read_text(encoding="utf-8").splitlines()[1:]
    ]
    path = tmp_path / "han.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nhiệm vụ", "Thời gian hoàn thành", "Trạng thái"])
    for at, text in enumerate(texts, start=1):
        sheet.write_string(at, 0, f"Việc {at}")
        sheet.write_string(at, 1, text)
    book.close()
    assert _flag("-C", tmp_path, path, "--as-of", "2025-06-30", "--year", "2025").exit_code == 0
    left = [due - DAY if (due := deadlines.read(text, 2025).due) else None for text in texts]
    wanted = ["" if days is None or days.days > 15 else ("red" if days.days < 0 else "amber") for days in left]
    assert min(wanted.count("red"), wanted.count("amber")) > 50
    assert list(_colours(convert(path, "html:HTML (StarCalc)"), len(texts))) == wanted


@pytest.mark.libreoffice
def test_merged_deadlines_and_month_cells(tmp_path: Path, convert: Convert) -> None:
    path = tmp_path / "gop.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    rows = (
        ("Nhiệm vụ", "Thời gian hoàn thành", "Trạng thái"),
        ("Việc 1", "Tháng 5/2025", ""),
        ("Việc 2", None, "Xong"),
        ("Việc 3", None, ""),
        ("Việc 4", date(2025, 6, 1), ""),
        ("Việc 5", date(2025, 6, 1), ""),
    )
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("B2:B4")
    sheet["B5"].number_format, sheet["B6"].number_format = "mm/yyyy", "dd/mm/yyyy"
    book.save(path)
    ran = _flag("-C", tmp_path, path, "--as-of", "2025-06-30")
    assert "3 dòng quá hạn, 1 dòng sắp đến hạn" in ran.output
    assert list(_colours(convert(path, "html:HTML (StarCalc)"), 5)) == ["red", "", "red", "amber", "red"]
    # No row is free over the table: the legend stands under it.
    assert openpyxl.load_workbook(path).active["A8"].value.startswith("Nền đỏ")


def test_our_own_workbooks_can_be_flagged(issued: Workspace) -> None:
    path = next(issued.issued.glob("VP_*.xlsx"))
    ran = _flag("-C", issued.root, path, "-o", issued.root / "vp.xlsx", "--as-of", "2025-06-30")
    assert "«Báo cáo», đến ngày 30/06/2025: 1 dòng quá hạn, 0 dòng sắp đến hạn" in ran.output
    assert_excel_safe(issued.root / "vp.xlsx")


def test_what_cannot_be_flagged_is_told(tmp_path: Path, appendix: Path) -> None:
    plain = tmp_path / "trong.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Nhiệm vụ", "Hạn hoàn thành"])
    book.save(plain)
    (tmp_path / "chu.xlsx").write_text("không phải bảng tính", encoding="utf-8")
    shutil.copy(next((Path(__file__).parent.parent / "workbooks" / "sample").glob("*.xls")), tmp_path / "cu.xls")
    (tmp_path / "hong.xlsx").write_bytes(appendix.read_bytes()[:3000])
    for name, sentence in (
        ("trong.xlsx", "không có bảng nào vừa có cột thời hạn"),
        ("chu.xlsx", "không phải bảng tính"),
        ("cu.xls", "lưu thành (Save As) dạng .xlsx"),
        ("hong.xlsx", "bị hỏng"),
        ("khong-co.xlsx", "Không tìm thấy"),
    ):
        ran = _flag("-C", tmp_path, name)
        assert (ran.exit_code, sentence in ran.output) == (2, True), ran.output
    assert not list(tmp_path.glob("*_goc*"))


def test_a_signed_workbook_is_told_of(appendix: Path, tmp_path: Path) -> None:
    buffer = io.BytesIO(appendix.read_bytes())
    with zipfile.ZipFile(buffer, "a") as parts:
        parts.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    appendix.write_bytes(buffer.getvalue())
    assert "chữ ký số" in _flag("-C", tmp_path, appendix, "-o", tmp_path / "ky.xlsx").output


def test_long_texts_and_many_deadlines_keep_excels_limits(tmp_path: Path) -> None:
    path = tmp_path / "dai.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Nhiệm vụ", "Thời gian hoàn thành", "Trạng thái"])
    for at in range(300):
        day = date(2025, 1, 1) + timedelta(days=at)
        sheet.write_row(at + 1, 0, [f"Việc {at}", f'Trước ngày {day:%d/%m/%Y} "gấp" {"rất " * (at % 90)}gấp'])
    book.close()
    ran = _flag("-C", tmp_path, path, "--as-of", "2025-06-30")
    assert ran.exit_code == 0
    formulas = [html.unescape(formula) for formula in _rules(path)]
    assert len(formulas) > 2
    assert max(map(len, formulas)) <= 8192
    assert all(len(text) <= 255 for formula in formulas for text in re.findall(r'"((?:[^"]|"")*)"', formula))
    assert f"{(DAY - date(2025, 1, 1)).days} dòng quá hạn" in ran.output
    assert_excel_safe(path)
