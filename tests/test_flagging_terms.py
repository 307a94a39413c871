"""What `flag` takes for deadlines, status and year in a table that staff made."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from toolkit.cli import phuluc


def _flag(*arguments: str | Path) -> Result:
    return CliRunner().invoke(phuluc, ["flag", *map(str, arguments)])


def test_the_legend_under_a_table_is_no_row_of_it(tmp_path: Path) -> None:
    path = tmp_path / "phu luc.xlsx"
    book = openpyxl.Workbook()
    for row in (("TT", "Nhiệm vụ", "Thời hạn", "Tình trạng"), (1, "Họp", "30/6/2025", ""), (2, "Báo cáo", "hic", "")):
        book.active.append(row)
    book.save(path)
    first = _flag("-C", tmp_path, path, "--as-of", "2025-07-31").output
    assert "chưa xong không có ngày hạn" in first
    assert openpyxl.load_workbook(path).active["C5"].value.startswith("Nền vàng")
    again = _flag("-C", tmp_path, path, "--as-of", "2025-07-31").output
    assert again.splitlines()[:2] == first.splitlines()[:2]
    assert "tệp đã có đủ màu" in again


def test_a_year_is_never_guessed(tmp_path: Path) -> None:
    path = tmp_path / "nam.xlsx"
    book = openpyxl.Workbook()
    for row in (("Việc năm 2025, năm 2026",), ("Nhiệm vụ", "Hạn", "Trạng thái"), ("Việc 1", "Tháng 3", "")):
        book.active.append(row)
    book.save(path)
    assert "không rõ năm, thêm --year): ô B3" in _flag("-C", tmp_path, path, "--as-of", "2026-05-01").output
    told = _flag("-C", tmp_path, path, "--as-of", "2026-05-01", "--year", "2026").output
    assert "1 dòng quá hạn" in told


@pytest.mark.parametrize(
    ("title", "terms", "told"),
    [
        ("Kế hoạch năm 2025", ("Tháng 3", "31/12/2025"), "1 dòng quá hạn"),
        ("Kế hoạch", ("Tháng 3", "31/12/2025"), "1 dòng quá hạn"),
        ("Tầm nhìn đến năm 2030", ("Tháng 3", "31/12/2025"), "không rõ năm"),
        ("Kế hoạch năm 2025", ("Tháng 3", "31/12/2024"), "không rõ năm"),
        ("Kế hoạch năm 2025, tầm nhìn năm 2030", ("Tháng 3", "31/12/2025"), "1 dòng quá hạn"),
    ],
)
def test_title_and_deadlines_must_not_disagree_on_the_year(
    tmp_path: Path, title: str, terms: tuple[str, str], told: str
) -> None:
    path = tmp_path / "nam.xlsx"
    book = openpyxl.Workbook()
    for row in ((title,), ("Nhiệm vụ", "Hạn", "Trạng thái"), *(("Việc", term, "") for term in terms)):
        book.active.append(row)
    book.save(path)
    assert told in _flag("-C", tmp_path, path, "--as-of", "2025-06-30").output


@pytest.mark.parametrize(
    ("headings", "row", "told"),
    [
        (("Nhiệm vụ", "Tiến độ", "Tình trạng"), ("Việc", "Tháng 3/2025", ""), "1 dòng quá hạn"),
        (("Nhiệm vụ", "Thời hạn", "Tiến độ"), ("Việc", "Tháng 3/2025", "xong"), "0 dòng quá hạn"),
        (("Nhiệm vụ", "Thời hạn", "Tiến độ", "Tình trạng"), ("Việc", "Tháng 3/2025", "50%", ""), "1 dòng quá hạn"),
        (("Nhiệm vụ", "Thời hạn", "Trạng thái"), ("Việc", "Tháng 3/2025", "hic"), "coi là chưa hoàn thành: ô C2"),
    ],
)
def test_headings_are_taken_for_what_they_mean_here(
    tmp_path: Path, headings: tuple[str, ...], row: tuple[str, ...], told: str
) -> None:
    path = tmp_path / "cot.xlsx"
    book = openpyxl.Workbook()
    book.active.append(headings)
    book.active.append(row)
    book.save(path)
    assert told in _flag("-C", tmp_path, path, "--as-of", "2025-06-30").output
