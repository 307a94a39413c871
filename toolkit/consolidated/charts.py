"""The native charts of `Tổng quan`: standing by unit, by group, and the rates over the periods.

Their numbers stand in plain tables under the printed page, where everybody can check them. Fills differ in
brightness and pattern, so that a print without colours can be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlsxwriter.chart import Chart

from toolkit.book import FONT, Book
from toolkit.comparison import History
from toolkit.layout import OVERVIEW_SHEET, Look
from toolkit.model import Standing
from toolkit.page import Page
from toolkit.period import Group, Period
from toolkit.summary import Figures, by_group, by_unit
from toolkit.typesetting import shorten

# The charts take this many rows of this height (points) on the page of twelve columns of 124 pixels.
ROWS, _ROW_HEIGHT = 16, 20
_COLUMN_PIXELS = 124
_MOST_BARS, _CROWDED = 30, 20
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class _Band:
    """One part of a stacked bar."""

    name: str
    standings: tuple[Standing, ...]
    colour: str
    pattern: str = ""

    def count(self, figures: Figures) -> int:
        return sum(figures.counts[standing] for standing in self.standings)


_BANDS = (
    _Band("Hoàn thành", (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.DONE), "#548235"),
    _Band("Trong hạn, thường xuyên, chưa chốt", (Standing.ON_TRACK, Standing.ONGOING, Standing.UNSETTLED), "#DDEBF7"),
    _Band("Sắp đến hạn", (Standing.NEAR_DUE,), "#FFC000"),
    _Band("Quá hạn", (Standing.OVERDUE,), "#C00000", "wide_upward_diagonal"),
    _Band("Không phát sinh", (Standing.NOT_ARISEN,), "#A6A6A6"),
)


@dataclass(frozen=True, slots=True)
class _Bar:
    """One bar: its label and its figures."""

    label: str
    figures: Figures


def write(book: Book, sheet: Page, period: Period, history: History, top: int, data_row: int) -> None:
    """Place the charts at `top` and their numbers from `data_row` on (0-based rows of `Tổng quan`)."""
    for at in range(top, top + ROWS):
        sheet.set_row(at, _ROW_HEIGHT)
    units = [_Bar(unit.name, unit.figures) for unit in by_unit(period) if unit.figures.total]
    worst = sorted(units, key=lambda bar: (-bar.figures.counts[Standing.OVERDUE], bar.figures.done_rate or 0))
    leaves = [_Bar(_label(row.group), row.own) for row in by_group(period) if row.own.total]
    sheet.write_string(data_row, 0, "SỐ LIỆU CỦA CÁC BIỂU ĐỒ (không in)", book.style(bold=True, font_size=13))
    sheet.set_row(data_row, 20)
    units_at, groups_at = data_row + 1, data_row + 3 + len(units)
    trend_at = groups_at + 2 + len(leaves)
    _write_bars(book, sheet, units_at, "Đơn vị", worst)
    _write_bars(book, sheet, groups_at, "Nhóm nhiệm vụ", leaves)
    shown = min(len(units), _MOST_BARS)
    all_units = f"Theo đơn vị ({shown} đơn vị nhiều việc quá hạn nhất)" if shown < len(units) else "Theo đơn vị"
    height = round(ROWS * _ROW_HEIGHT * 4 / 3)
    _insert(sheet, top, 0, _stacked(book, all_units, units_at, shown), height)
    has_trend = len(history.trend) > 1
    split = round(height * 0.58) if has_trend else height
    _insert(sheet, top, 6, _stacked(book, "Theo nhóm nhiệm vụ (tỷ lệ)", groups_at, len(leaves), is_share=True), split)
    if has_trend:
        _write_trend(book, sheet, trend_at, history)
        chart = _lines(book, trend_at, len(history.trend))
        _insert(sheet, top, 6, chart, height - split, below=split)


def _label(group: Group) -> str:
    """`B.VIII. Về an ninh…`: short enough for an axis."""
    return replace(group, text=shorten(group.text, _LONGEST_LABEL, 1)).title


def _write_headings(book: Book, sheet: Page, row: int, texts: Sequence[str]) -> None:
    for at, text in enumerate(texts):
        sheet.write_string(row, at, text, book.heading_style())
    sheet.set_row(row, 48)


def _write_bars(book: Book, sheet: Page, row: int, heading: str, bars: Sequence[_Bar]) -> None:
    _write_headings(book, sheet, row, (heading, *(band.name for band in _BANDS)))
    for below, bar in enumerate(bars, start=row + 1):
        sheet.put(below, 0, bar.label, book.cell_style(Look.TEXT, text_wrap=False))
        for at, band in enumerate(_BANDS, start=1):
            sheet.put(below, at, band.count(bar.figures), book.cell_style(Look.NUMBER))


def _stacked(book: Book, title: str, row: int, bars: int, is_share: bool = False) -> Chart:
    """Bars of counts with a legend, or of shares without one (the colours are the same)."""
    subtype = "percent_stacked" if is_share else "stacked"
    chart: Chart = book.workbook.add_chart({"type": "bar", "subtype": subtype})
    for at, band in enumerate(_BANDS, start=1):
        fill = (
            {"pattern": {"pattern": band.pattern, "fg_color": "#FFFFFF", "bg_color": band.colour}}
            if band.pattern
            else {"fill": {"color": band.colour}}
        )
        chart.add_series(
            {
                "name": [OVERVIEW_SHEET, row, at],
                "categories": [OVERVIEW_SHEET, row + 1, 0, row + bars, 0],
                "values": [OVERVIEW_SHEET, row + 1, at, row + bars, at],
                "gap": 30,
                "border": {"color": "#7F7F7F", "width": 0.5},
                **fill,
            }
        )
    chart.set_title({"name": title, "overlay": False, "name_font": _font(12, bold=True)})
    chart.set_y_axis(
        {"reverse": True, "num_font": _font(7 if bars > _CROWDED else 9), "interval_unit": 1, "major_tick_mark": "none"}
    )
    gridlines = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
    chart.set_x_axis({"num_font": _font(9), "label_position": "high", "major_gridlines": gridlines})
    chart.set_legend({"position": "bottom", "font": _font(8)} if not is_share else {"none": True})
    return chart


def _write_trend(book: Book, sheet: Page, row: int, history: History) -> None:
    _write_headings(book, sheet, row, ("Ngày tổng hợp", "Tỷ lệ hoàn thành (%)", "Tỷ lệ quá hạn (%)"))
    for below, point in enumerate(history.trend, start=row + 1):
        sheet.write_string(below, 0, f"{point.as_of:%d/%m/%Y}", book.cell_style(Look.CENTER))
        sheet.put(below, 1, point.figures.done_rate, book.cell_style(Look.RATE))
        sheet.put(below, 2, point.figures.overdue_rate, book.cell_style(Look.RATE))


def _lines(book: Book, row: int, points: int) -> Chart:
    chart: Chart = book.workbook.add_chart({"type": "line"})
    for at, (colour, dash, marker) in enumerate((("#548235", "solid", "circle"), ("#C00000", "dash", "diamond")), 1):
        chart.add_series(
            {
                "name": [OVERVIEW_SHEET, row, at],
                "categories": [OVERVIEW_SHEET, row + 1, 0, row + points, 0],
                "values": [OVERVIEW_SHEET, row + 1, at, row + points, at],
                "line": {"color": colour, "width": 2.25, "dash_type": dash},
                "marker": {"type": marker, "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
                "data_labels": {"value": True, "position": "above", "font": _font(8)},
            }
        )
    chart.set_title({"name": "Diễn biến qua các kỳ", "name_font": _font(12, bold=True)})
    chart.set_y_axis({"min": 0, "num_format": "0%", "num_font": _font(9), "major_gridlines": {"visible": False}})
    chart.set_x_axis({"num_font": _font(9)})
    chart.set_legend({"position": "bottom", "font": _font(9)})
    return chart


def _font(size: int, bold: bool = False) -> dict[str, object]:
    return {"name": FONT, "size": size, "bold": bold}


def _insert(sheet: Page, row: int, column: int, chart: Chart, height: int, below: int = 0) -> None:
    chart.set_size({"width": 6 * _COLUMN_PIXELS - 6, "height": height - 6})
    place = {"x_offset": 3, "y_offset": 3 + below, "object_position": 2}
    sheet.insert_chart(row, column, chart, {**place, "description": chart.title.name})
