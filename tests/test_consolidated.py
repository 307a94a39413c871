"""The consolidated workbook: its sheets as agreed, its figures recomputed, its colours, its safety."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from excel_repairs import assert_excel_safe
from tables import DAY, fill

from toolkit import workflow
from toolkit.model import Standing
from toolkit.page import LONGEST_TEXT, clip
from toolkit.summary import total
from toolkit.typesetting import height_of
from toolkit.workflow import Merged
from toolkit.workspace import Workspace

SHEETS = [
    "Tổng quan", "Phụ lục tổng hợp", "Theo đơn vị", "Theo nhóm", "Quá hạn", "Sắp đến hạn", "Chỉ tiêu", "Chi tiết",
    "Tình hình nộp", "Lỗi nhập liệu", "Nhật ký",
]  # fmt: skip
HEADINGS = {
    "Phụ lục tổng hợp": "Mã | STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Hạn hoàn thành | Số đơn vị | Đã báo cáo | Hoàn thành | Quá hạn | Trạng thái | Đánh giá | Kết quả, sản phẩm | Khó khăn, vướng mắc | Kiến nghị, đề xuất",
    "Theo đơn vị": "TT | Đơn vị | Tổng số nhiệm vụ | Hoàn thành đúng hạn | Hoàn thành quá hạn | Hoàn thành | Trong hạn | Sắp đến hạn | Quá hạn | Thường xuyên | Chưa chốt hạn | Không phát sinh | Tỷ lệ hoàn thành (%) | Tỷ lệ quá hạn (%) | Tình hình nộp",
    "Chi tiết": "Mã | Phần | Nhóm | STT | Nhiệm vụ | Mã đơn vị | Đơn vị | Vai trò | Thời gian hoàn thành | Hạn hoàn thành | Người phụ trách | Trạng thái | Tiến độ (%) | Ngày hoàn thành | Kết quả, sản phẩm | Khó khăn, vướng mắc | Kiến nghị, đề xuất | Đánh giá | Số ngày quá hạn | Tệp | Trang tính | Dòng",
    "Tình hình nộp": "Mã đơn vị | Đơn vị | Tình trạng | Tệp | Lưu lúc | Số nhiệm vụ | Số dòng nhận | Số lỗi | Số cảnh báo",
    "Lỗi nhập liệu": "Mức độ | Mã lỗi | Đơn vị | Tệp | Trang tính | Ô | Mã nhiệm vụ | Giá trị | Nội dung | Cách sửa",
}
# Days overdue, days left, the note beside the date, the dates of the worst tasks.
OUR_FORMULAS = re.compile(
    r"=MAX\(0,Ngay_tong_hop-[GJ]\d+\)|=G\d+-Ngay_tong_hop|=IF\(Ngay_tong_hop=DATE\(2025,6,30\),\"[^\"]+\",\"[^\"]+\"\)|"
    r'="[0-9/]{10} \("&MAX\(0,Ngay_tong_hop-DATE\(\d+,\d+,\d+\)\)&" ngày\)"'
)
HOSTILE = ["=1+1", "+84 912", "@lan", "-đã làm", "http://x.vn", "{=A1}", "x" * 40_000, "a\x07b"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Merged:
    return workflow.demo(tmp_path_factory.mktemp("demo"), DAY)


def _table(path: Path, sheet: str) -> pd.DataFrame:
    return pd.read_excel(path, sheet_name=sheet, header=3, engine="openpyxl", dtype={"Mã": str, "STT": str, "TT": str})


def test_sheets_and_headings(demo: Merged) -> None:
    book = openpyxl.load_workbook(demo.output)
    assert book.sheetnames == SHEETS
    for name, headings in HEADINGS.items():
        assert [cell.value for cell in book[name][4]] == headings.split(" | "), name
    by_group = [cell.value for cell in book["Theo nhóm"][4]]
    assert by_group[2:] == HEADINGS["Theo đơn vị"].split(" | ")[2:-1]
    assert book.defined_names["Ngay_tong_hop"].attr_text == "'Tổng quan'!$C$4"
    assert book["Tổng quan"]["C4"].value.date() == DAY


def test_details_hold_every_task_of_every_unit(demo: Merged) -> None:
    details = _table(demo.output, "Chi tiết")
    assert len(details) == len(demo.register.details)
    assert details["Mã"].nunique() == 36
    assert list(details.loc[details["Phần"] == "Ngoài kế hoạch", "Đơn vị"]) == ["Công chức Văn hóa - Xã hội"]
    assert (details["Trạng thái"] == "Chưa báo cáo").sum() > 0
    sourced = details.dropna(subset=["Tệp"])
    assert sourced["Dòng"].ge(8).all()
    assert sourced["Trang tính"].eq("Báo cáo").all()


def test_figures_recomputed_by_pandas_agree(demo: Merged) -> None:
    details = _table(demo.output, "Chi tiết")
    leads = details[details["Vai trò"] == "Chủ trì"]
    words = [standing.value for standing in Standing]
    assert leads["Đánh giá"].value_counts().reindex(words, fill_value=0).to_dict() == {
        standing.value: total(demo.period).counts[standing] for standing in Standing
    }
    by_unit = _table(demo.output, "Theo đơn vị").set_index("Đơn vị")
    expected = pd.crosstab(leads["Đơn vị"], leads["Đánh giá"]).reindex(columns=words, fill_value=0)
    for unit, row in by_unit.drop(index="Tổng cộng").iterrows():
        assert row[words].astype(int).tolist() == expected.loc[unit].tolist(), unit
    assert by_unit.loc["Tổng cộng", words].astype(int).tolist() == expected.sum().tolist()
    by_group = _table(demo.output, "Theo nhóm").set_index("TT")
    keys = leads["Mã"].str.rpartition(".")[0]
    for path, row in by_group.drop(index=by_group.index[by_group.index.isna()]).iterrows():
        inside = leads[(keys == path) | keys.str.startswith(f"{path}.")]
        assert row["Tổng số nhiệm vụ"] == len(inside)
        assert row[words].astype(int).sum() == len(inside)


@pytest.mark.parametrize("sheet", ["Theo đơn vị", "Theo nhóm"])
def test_nine_standings_add_up_and_rates_follow(demo: Merged, sheet: str) -> None:
    table = _table(demo.output, sheet)
    words = [standing.value for standing in Standing]
    assert (table[words].sum(axis=1) == table["Tổng số nhiệm vụ"]).all()
    base = table["Tổng số nhiệm vụ"] - table["Không phát sinh"]
    done = table[words[:3]].sum(axis=1)
    assert (done / base).sub(table["Tỷ lệ hoàn thành (%)"]).abs().max() < 1e-9
    assert (table["Quá hạn"] / base).sub(table["Tỷ lệ quá hạn (%)"]).abs().max() < 1e-9


def test_watch_lists_are_sorted_worst_first(demo: Merged) -> None:
    overdue, near = _table(demo.output, "Quá hạn"), _table(demo.output, "Sắp đến hạn")
    assert len(overdue) == total(demo.period).counts[Standing.OVERDUE]
    assert overdue["Số ngày quá hạn"].is_monotonic_decreasing
    assert len(near) == total(demo.period).counts[Standing.NEAR_DUE]
    assert near["Số ngày còn lại"].is_monotonic_increasing


def test_the_journal_names_every_input_with_its_digest(demo: Merged) -> None:
    journal = _table(demo.output, "Nhật ký")
    assert journal["sha256"].dropna().str.fullmatch(r"[0-9a-f]{64}").all()
    assert len(journal["sha256"].dropna()) == 1 + 23


def test_same_input_same_bytes(demo: Merged) -> None:
    before = demo.output.read_bytes()
    root = demo.output.parent.parent
    again = workflow.merge(Workspace(root), (), None, DAY)
    assert again.output == demo.output
    assert again.output.read_bytes() == before


def test_it_is_safe_for_excel(demo: Merged) -> None:
    assert_excel_safe(demo.output)


def test_what_people_type_stays_text(send: Callable[[str], Path], issued: Workspace) -> None:
    path = send("VP")
    book = openpyxl.load_workbook(path)
    for row, text in enumerate(HOSTILE[:4], start=8):
        cell = book["Báo cáo"].cell(row, 12)
        cell.value, cell.data_type = text, "s"
        other = book["Báo cáo"].cell(row, 13)
        other.value, other.data_type = HOSTILE[row - 4].replace("\x07", "")[:32_000], "s"
    book.save(path)
    merged = workflow.merge(issued, (), None, DAY)
    result = openpyxl.load_workbook(merged.output)
    for name in SHEETS:
        for line in result[name].iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    assert OUR_FORMULAS.fullmatch(cell.value), (name, cell.coordinate, cell.value)
                if cell.hyperlink:
                    assert cell.hyperlink.target is None or cell.hyperlink.target.startswith("..\\nop\\")
    values = [cell.value for cell in result["Chi tiết"]["O"]]
    assert [text for text in HOSTILE[:4] if text in values] == HOSTILE[:4]
    assert_excel_safe(merged.output)


def test_text_over_excels_limit_is_cut_with_a_word() -> None:
    assert clip("a" * LONGEST_TEXT) == "a" * LONGEST_TEXT
    cut = clip("a" * 40_000)
    assert len(cut) == LONGEST_TEXT
    assert cut.endswith("xem tệp của đơn vị)")


def test_row_heights_grow_with_the_text() -> None:
    short, long = height_of([("một hai", 20)]), height_of([("một hai " * 20, 20)])
    assert short < 20 < long
    assert height_of([("chữ " * 5000, 10)]) == 409
    assert height_of([("x" * 100, 10)]) > 100, "a word longer than the line is broken"
    assert height_of([("a\nb\nc", 10)]) > height_of([("a b c", 10)])


@pytest.mark.libreoffice
def test_libreoffice_opens_it_and_red_follows_the_reporting_date(
    demo: Merged, convert: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    assert convert(demo.output, "pdf").read_bytes().startswith(b"%PDF")
    assert _red_tasks(convert(demo.output, "html:HTML (StarCalc)")) == _overdue_tasks(demo)
    book = openpyxl.load_workbook(demo.output)
    book["Tổng quan"]["C4"] = DAY.replace(year=2024)
    earlier = tmp_path / "som.xlsx"
    book.save(earlier)
    assert _red_tasks(convert(earlier, "html:HTML (StarCalc)")) == []


def _overdue_tasks(demo: Merged) -> list[str]:
    """By hand: the tasks past on 30/6/2025 of which some lead has not finished."""
    late = {row.code for row in demo.register.details if row.is_counted and row.days}
    return [task.code for task in demo.register.plan.tasks if task.code in late]


def _red_tasks(html: Path) -> list[str]:
    """The task codes of the red rows of `Phụ lục tổng hợp`."""
    text = html.read_text(encoding="utf-8")
    part = text[text.index("TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ –") : text.index("KẾT QUẢ THỰC HIỆN THEO ĐƠN VỊ")]
    rows = re.findall(r"<tr>(.*?)</tr>", part, flags=re.DOTALL | re.IGNORECASE)
    return [code for row in rows for code in re.findall(r">([AB]\.[\w.]+)<", row) if "#FFC7CE" in row.upper()]


def test_a_period_in_which_all_sent_and_nothing_is_late(send: Callable[[str], Path], issued: Workspace) -> None:
    table = "Mã | Trạng thái | Ngày hoàn thành | Kết quả, sản phẩm\nA.02 | Hoàn thành | 2025-04-01 | xong"
    for unit in ("VP", "CA", "TYT"):
        fill(send(unit), table)
    merged = workflow.merge(issued, (), None, DAY)
    values = [cell.value for row in openpyxl.load_workbook(merged.output)["Tổng quan"].iter_rows() for cell in row]
    assert "Các đơn vị đã nộp đủ báo cáo." in values
    assert "Không có nhiệm vụ quá hạn." in values
