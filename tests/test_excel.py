"""The Python behind the buttons, on an engine of our own in place of Excel."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import excel_engine
import openpyxl
import pytest
from excel_engine import App
from tables import fill

from toolkit import excel, setting_up
from toolkit.workspace import Workspace

DAY = date(2025, 6, 30)


@pytest.fixture
def app(issued: Workspace) -> App:
    """The control workbook open, the reporting date typed in."""
    path = setting_up.equip(issued, sys.executable, DAY)
    opened = excel_engine.start(path)
    _cell(opened, "Ngay_bao_cao").value = DAY
    return opened


def _cell(app: App, name: str) -> openpyxl.cell.Cell:
    found = excel_engine.Name(app.books.opened[0], name).refers_to_range
    return found.page.cell(found.row, found.column)


def _lines(app: App) -> list[openpyxl.cell.Cell]:
    area = excel_engine.Name(app.books.opened[0], "Cac_dong").refers_to_range
    cells = [area.page.cell(area.row + at, area.column) for at in range(area.shape[0])]
    return [cell for cell in cells if cell.value is not None]


def test_merge_shows_its_outcome_and_opens_the_workbook(
    app: App, issued: Workspace, send: Callable[[str], Path]
) -> None:
    fill(send("VP"), "Mã | Trạng thái\nA.01 | hic")
    excel.press("merge")
    assert str(_cell(app, "Ket_qua").value).startswith("Đã tổng hợp 1/3 đơn vị: 1 lỗi")
    assert app.alerts == []
    assert app.shown == ["Đang đọc 1/1: VP_07-KH-UBND.xlsx", False]
    assert app.books.opened[-1].path == (issued.consolidated / "Tong_hop_2025-06-30.xlsx").absolute()
    first = _lines(app)[0]
    assert first.value == "tong_hop/Tong_hop_2025-06-30.xlsx"
    assert first.hyperlink.target == str((issued.consolidated / "Tong_hop_2025-06-30.xlsx").absolute())


def test_a_failure_is_one_sentence_in_the_cell_and_in_a_box(app: App, issued: Workspace) -> None:
    issued.plan.unlink()
    excel.press("lint")
    assert len(app.alerts) == 1
    assert "Không tìm thấy template_phu_luc.xlsx" in app.alerts[0]
    assert _cell(app, "Ket_qua").value == app.alerts[0]
    assert app.shown == [False]
    assert _lines(app) == []


def test_another_folder_and_a_file_may_be_named(app: App, issued: Workspace, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nhiệm vụ", "Hạn", "Trạng thái"])
    book.active.append(["=Việc", "31/03/2025", ""])
    book.save(tmp_path / "phu luc.xlsx")
    _cell(app, "Thu_muc").value = str(tmp_path)
    _cell(app, "Tep_danh_dau").value = "phu luc.xlsx"
    excel.press("flag")
    assert _cell(app, "Ket_qua").value == "Đã đánh dấu quá hạn."
    assert (tmp_path / "phu luc_goc.xlsx").is_file()
    assert [cell.data_type for cell in _lines(app)] == ["s"] * len(_lines(app))


def test_a_network_address_is_told_what_to_do(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://d.docs.live.net/abc/dieu_khien.xlsm"
    monkeypatch.setattr(excel_engine.Book, "fullname", property(lambda _: address))
    excel.press("merge")
    assert "Chép cả thư mục về ổ đĩa của máy" in app.alerts[0]


def test_every_old_line_goes_before_new_ones_come(app: App, send: Callable[[str], Path]) -> None:
    excel.press("issue")
    assert len(_lines(app)) == 3
    excel.press("validate")
    assert len(_lines(app)) == 0
