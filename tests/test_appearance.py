"""What a reader sees: paper, charts, links, rows high enough, colours and counts that follow the reporting date."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from excel_repairs import assert_excel_safe
from lxml import etree
from tables import DAY, fill, read_book, write_plan

from toolkit import archive, summary, workflow
from toolkit.detail import Detail
from toolkit.model import DONE_STANDINGS, Standing
from toolkit.typesetting import height_of, most_lines, shorten
from toolkit.workflow import Merged
from toolkit.workspace import PLAN_NAME, Workspace, shipped

MM = 25.4
Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Merged:
    """The sample's second period, so that every sheet and chart is there."""
    root = tmp_path_factory.mktemp("demo")
    earlier = DAY.replace(month=5, day=31)
    workflow.demo(root, earlier)
    return workflow.demo(root, DAY)


def test_every_sheet_is_a_page_under_the_decree(demo: Merged) -> None:
    for sheet in openpyxl.load_workbook(demo.output):
        margins = [getattr(sheet.page_margins, side) * MM for side in ("top", "bottom", "left", "right")]
        assert margins == pytest.approx([20, 20, 30, 15], abs=0.1)
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.HeaderFooter.differentFirst
        assert sheet.oddHeader.center.text == "&P"
        assert sheet.oddHeader.center.font == "Times New Roman,Regular"
        assert sheet.firstHeader.center.text is None
        assert sheet.page_setup.useFirstPageNumber
        # One page wide; only the overview is one page high, too.
        assert sheet.page_setup.fitToHeight == (None if sheet.title == "Tổng quan" else 0)
        fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert fonts == {"Times New Roman"}
        if sheet.title != "Tổng quan":
            assert sheet.print_title_rows == "$4:$4"
            assert sheet.freeze_panes
            assert sheet.auto_filter.ref


def test_the_appendix_goes_with_the_report_and_is_signed(demo: Merged) -> None:
    sheet = openpyxl.load_workbook(demo.output)["Phụ lục tổng hợp"]
    assert sheet["A1"].value == "Phụ lục"
    assert re.fullmatch(r"\(Kèm theo Báo cáo số +/BC- +ngày +tháng +năm 2025 của .+\)", sheet["A3"].value)
    texts = [cell.value for row in sheet.iter_rows(min_row=sheet.max_row - 6) for cell in row if cell.value]
    assert texts[-2:] == ["TRƯỞNG BAN - CHỦ TỊCH UBND XÃ", "Trần Anh Tuấn"]
    levels = [sheet.row_dimensions[row].outlineLevel for row in range(5, 5 + 36 + 10)]
    assert levels[:2] == [0, 1]
    assert set(levels) == {0, 1, 2}


@pytest.mark.libreoffice
def test_no_row_is_too_low_for_its_text(demo: Merged, low_rows: Callable[[Path], list[str]]) -> None:
    # Excel shows no row higher than 409 points, and of texts longer than that the appendix says where the rest is.
    for path in (demo.output, next(demo.output.parent.parent.glob("giao/VHXH_*.xlsx")), shipped() / PLAN_NAME):
        assert low_rows(path) == []


def test_the_charts_show_the_figures(demo: Merged) -> None:
    charts = _charts(demo.output)
    by_unit, by_group, trend = charts
    figures = summary.total(demo.period)
    done = figures.done
    rows = summary.by_unit(demo.period)
    for chart, names in ((by_unit, [row.name for row in rows]), (by_group, None)):
        bands = {name: sum(values) for name, _, values in chart}
        assert bands["Hoàn thành"] == done
        assert bands["Quá hạn"] == figures.counts[Standing.OVERDUE]
        assert sum(bands.values()) == figures.total
        assert names is None or sorted(chart[0][1]) == sorted(names)
    assert [name for name, _, _ in trend] == ["Tỷ lệ hoàn thành (%)", "Tỷ lệ quá hạn (%)"]
    assert trend[0][1] == ["31/05/2025", "30/06/2025"]
    assert trend[0][2][-1] == pytest.approx(figures.done_rate)


def _charts(path: Path) -> list[list[tuple[str, list[str], list[float]]]]:
    """Of every chart the series: name, categories, values, as cached for the reader."""
    charts = []
    with zipfile.ZipFile(path) as parts:
        for part in sorted(name for name in parts.namelist() if name.startswith("xl/charts/chart")):
            series = []
            for ser in etree.fromstring(parts.read(part)).iter("{*}ser"):
                name, labels, values = (_cached(ser, tag) for tag in ("tx", "cat", "val"))
                series.append((name[0], labels, list(map(float, values))))
            charts.append(series)
    return charts


def _cached(series: etree._Element, tag: str) -> list[str]:
    return [value.text or "" for value in series.iterfind(f"{{*}}{tag}//{{*}}v")]


def test_every_error_leads_to_its_file_and_cell(issued: Workspace, send: Callable[[str], Path]) -> None:
    nasty = "VP báo cáo #1 (100%25) [bản cuối] & 'sửa'.xlsx"
    fill(send("VP"), "Mã | Trạng thái\nA.01 | hic").rename(issued.received / nasty)
    merged = workflow.merge(issued, (), None, DAY)
    sheet = openpyxl.load_workbook(merged.output)["Lỗi nhập liệu"]
    rows = {row[5].value: row for row in sheet.iter_rows(min_row=5)}
    file, cell = rows["I8"][3], rows["I8"][5]
    for linked in (file, cell):
        target = unquote(linked.hyperlink.target).replace("\\", "/")
        assert (merged.output.parent / target).resolve() == (issued.received / nasty).resolve()
    assert cell.hyperlink.location == "'Báo cáo'!I8"
    assert (file.value, cell.value) == (f"nop/{nasty}", "I8")
    assert_excel_safe(merged.output)


def test_links_of_the_overview_lead_to_sheets_that_are_there(demo: Merged) -> None:
    book = openpyxl.load_workbook(demo.output)
    links = [cell.hyperlink.location for row in book["Tổng quan"].iter_rows() for cell in row if cell.hyperlink]
    assert len(links) > 15
    assert {re.fullmatch(r"'(.+)'!A1", link)[1] for link in links} <= set(book.sheetnames)  # type: ignore[index]


@pytest.mark.libreoffice
def test_exactly_the_overdue_rows_are_red_and_follow_the_date(
    demo: Merged, convert: Convert, type_in: Callable[..., Path]
) -> None:
    late = [detail for detail in demo.period.details if detail.standing is Standing.OVERDUE]
    assert _red_rows(convert(demo.output, "html:HTML (StarCalc)")) == sorted(map(_key, late))
    moved = type_in(demo.output, "xlsx", {("Tổng quan", "C4"): "15/07/2025"})
    day = DAY.replace(month=7, day=15)
    done = {*DONE_STANDINGS, Standing.NOT_ARISEN}
    waiting = [d for d in demo.period.details if d.due and d.due < day and d.standing not in done]
    assert len(waiting) > len(late)
    assert _red_rows(convert(moved, "html:HTML (StarCalc)")) == sorted(map(_key, waiting))
    after = {_key(detail): detail.days for detail in archive.recall("", moved).period.details}
    assert all(after[_key(detail)] == (day - detail.due).days for detail in waiting if detail.due)
    note = read_book(moved).sheets[0].text(3, 3)
    assert note.startswith("Đã đổi ngày")


def _key(detail: Detail) -> tuple[str, str]:
    return detail.code, detail.unit_code


def _red_rows(page: Path) -> list[tuple[str, str]]:
    """Task and unit of every red row of `Chi tiết`."""
    text = page.read_text(encoding="utf-8")
    part = text[text.index("CHI TIẾT TỪNG NHIỆM VỤ") : text.index("TÌNH HÌNH NỘP BÁO CÁO")]
    rows = [row for row in re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL) if "#FFC7CE" in row]
    cells = [re.findall(r"<td[^>]*>(?:<[^>]+>)*([^<]*)", row) for row in rows]
    return sorted((row[0], row[5]) for row in cells)


def test_five_thousand_rows_keep_the_looks(workspace: Workspace) -> None:
    units = ["Mã đơn vị | Tên đơn vị | Tên gọi khác | Nhóm | Đầu mối | Email"]
    units += [f"U{at:02} | Ban công tác mặt trận thôn {at:02} | | Các đơn vị | |" for at in range(60)]
    rows = ["STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành"]
    for group in "ABCDEFGH":
        rows.append(f"{group} | Phần {group} | | |")
        rows += [f'"{at}" | Việc {at} của phần {group} | Các đơn vị | | Tháng {at}/2025' for at in range(1, 12)]
    write_plan(workspace.plan, "\n".join(rows), "\n".join(units))
    merged = workflow.merge(workspace, (), None, DAY)
    book = openpyxl.load_workbook(merged.output)
    assert book["Chi tiết"].max_row == 4 + 5280
    assert book["Chi tiết"].auto_filter.ref == "A4:V5284"
    overview = book["Tổng quan"]
    assert (overview.print_area, overview["A8"].number_format) == ("'Tổng quan'!$A$1:$L$39", "[$-42A]#,##0")
    by_unit = _charts(merged.output)[0]
    assert {len(labels) for _, labels, _ in by_unit} == {30}
    assert max(row.height for row in book["Phụ lục tổng hợp"].row_dimensions.values() if row.height) <= 409
    assert_excel_safe(merged.output)


def test_long_texts_are_shortened_at_words_and_say_so() -> None:
    text = "một hai ba bốn năm " * 200
    cut = shorten(text, 30, 3, " … (xem tiếp)")
    assert cut.endswith(" … (xem tiếp)")
    assert text.startswith(cut.removesuffix(" … (xem tiếp)"))
    assert shorten("ngắn", 30, 1) == "ngắn"


@pytest.mark.parametrize("text", ["x" * 500, "BanQuảnlýdựán" * 20, "A " + "x" * 500, "Ủy_ban_nhân_dân_" * 9 + " xã"])
def test_a_word_longer_than_its_room_is_cut_and_shows_its_beginning(text: str) -> None:
    cut = shorten(text, 34, 1, size=12)
    assert cut.endswith("…")
    assert text.startswith(cut.removesuffix("…"))
    assert len(cut) > 20
    assert height_of([(cut, 34)], size=12) == height_of([("x", 34)], size=12)
    assert most_lines() == 28
