"""A period in the terminal: figures with bars, units, who has not sent, the worst overdue tasks."""

from rich.bar import Bar
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit import summary
from toolkit.filenames import printable
from toolkit.model import DONE_STANDINGS, Standing
from toolkit.period import Period
from toolkit.summary import Figures
from toolkit.wording import percent

_WORST = 10
_COLOURS = {
    **dict.fromkeys(DONE_STANDINGS, "green"),
    Standing.NEAR_DUE: "yellow",
    Standing.OVERDUE: "red",
    Standing.NOT_ARISEN: "bright_black",
}
_PLAIN = "blue"
# A unit's bar: done, waiting, near due, overdue, not arisen; each its own sign where there are no colours.
_PARTS = (
    (tuple(DONE_STANDINGS), "█", "green"),
    ((Standing.ON_TRACK, Standing.ONGOING, Standing.UNSETTLED), "░", "blue"),
    ((Standing.NEAR_DUE,), "▒", "yellow"),
    ((Standing.OVERDUE,), "▓", "red"),
    ((Standing.NOT_ARISEN,), "·", "bright_black"),
)
_WIDTH = 18
_LEGEND = "█ hoàn thành  ░ chưa đến hạn  ▒ sắp đến hạn  ▓ quá hạn  · không phát sinh\n"


def draw(period: Period, console: Console) -> None:
    """Print the period; every text from a file is shown as text, never as markup or control."""
    figures = summary.total(period)
    parts: list[RenderableType] = [_head(period, figures), _standings(figures), "", _units(period), _line(_LEGEND)]
    if period.missing:
        parts.append(_line(f"Chưa nộp báo cáo ({len(period.missing)}): {'; '.join(period.missing)}", "bold red"))
    late = summary.late_tasks(period)
    parts.append(_late(period) if late else _line("Không có nhiệm vụ quá hạn.", "green"))
    console.print(Group(*parts))


def _line(text: str, style: str = "") -> Text:
    return Text(printable(text), style=style)


def _head(period: Period, figures: Figures) -> Text:
    return _line(
        f"{period.plan_name}\nSố liệu đến ngày {period.as_of:%d/%m/%Y}: {period.task_count} nhiệm vụ, {figures.total} "
        f"lượt giao chủ trì; {period.sent}/{len(period.unit_receipts)} đơn vị đã nộp; {period.errors} lỗi, "
        f"{period.warnings} cảnh báo.\n",
        "bold",
    )


def _standings(figures: Figures) -> Table:
    table = Table("Đánh giá", box=None, pad_edge=False)
    table.add_column("Số lượt", justify="right")
    table.add_column("Tỷ lệ", justify="right")
    table.add_column("")
    most = max(*figures.counts.values(), 1)
    for standing in Standing:
        count = figures.counts[standing]
        rate = "" if standing is Standing.NOT_ARISEN else percent(figures.rate(count))
        bar = Bar(most, 0, count, width=40, color=_COLOURS.get(standing, _PLAIN))
        table.add_row(_line(standing.value), str(count), rate, bar)
    table.add_row(_line("Hoàn thành (cả ba loại)", "bold"), str(figures.done), percent(figures.done_rate), "")
    return table


def _units(period: Period) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("Đơn vị", min_width=31)
    for heading in ("Tổng", "Xong", "Quá hạn", "Tỷ lệ"):
        table.add_column(heading, justify="right")
    table.add_column("", no_wrap=True)
    rows = summary.by_unit(period)
    most = max((row.figures.total for row in rows), default=1) or 1
    for row in rows:
        figures = row.figures
        late = figures.counts[Standing.OVERDUE]
        numbers = (str(figures.total), str(figures.done), str(late), percent(figures.done_rate))
        table.add_row(_line(row.name, "red" if late else ""), *numbers, _parts_of(figures, most))
    return table


def _parts_of(figures: Figures, most: int) -> Text:
    """A bar as long as the unit's share of the longest, its parts rounded so that together they keep its length."""
    bar = Text()
    seen = drawn = 0
    for standings, sign, colour in _PARTS:
        seen += sum(figures.counts[standing] for standing in standings)
        end = round(seen / most * _WIDTH)
        bar.append(sign * (end - drawn), style=colour)
        drawn = end
    return bar


def _late(period: Period) -> Table:
    table = Table("Quá hạn lâu nhất", box=None, pad_edge=False)
    table.add_column("Đơn vị")
    table.add_column("Hạn")
    table.add_column("Số ngày", justify="right")
    for late in summary.late_tasks(period)[:_WORST]:
        units = late.units[0] if len(late.units) == 1 else f"{len(late.units)} đơn vị"
        task = _line(f"{late.code}. {late.task}")
        task.truncate(60, overflow="ellipsis")
        table.add_row(task, _line(units), f"{late.due:%d/%m/%Y}", str(late.days))
    return table
