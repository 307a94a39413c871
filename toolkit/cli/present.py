"""Commands that show what there is: `flag`, `status`, `report`."""

from datetime import date
from pathlib import Path

import click

from toolkit.cli import show
from toolkit.cli.options import Day, Target, as_json, in_workspace
from toolkit.cli.reading import begin_reading
from toolkit.model import Standing
from toolkit.period import Period

_SHOWN = 20


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("-o", "output", type=Target(), metavar="FILE", help="Ghi kết quả vào tệp này.")
@click.option("--as-of", type=Day(), help="Tô màu theo ngày này; mặc định Excel tự lấy ngày hôm nay.")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="NĂM", help="Năm của những thời hạn không ghi năm.")
@in_workspace
def flag(file: Path, output: Path | None, as_of: date | None, year: int | None, root: Path) -> None:
    """Đánh dấu quá hạn (đỏ), sắp đến hạn (vàng) trong tệp phụ lục FILE; không có -o thì giữ bản gốc bên cạnh."""
    from toolkit import presenting
    from toolkit.workspace import Workspace

    workspace, day = Workspace(root), as_of or date.today()
    done = presenting.flag(workspace, file, output, day, as_of, year)
    for sheet in done.flagged.sheets:
        show.say(
            f"Trang tính «{sheet.name}», đến ngày {day:%d/%m/%Y}: {sheet.overdue} dòng quá hạn, {sheet.near_due} dòng "
            f"sắp đến hạn, {sheet.undated} dòng chưa xong không có ngày hạn."
        )
        if sheet.unread:
            show.say(f"  Không hiểu thời hạn (hoặc không rõ năm, thêm --year): ô {_listed(sheet.unread)}.")
        if sheet.unknown:
            show.say(f"  Không hiểu trạng thái nên coi là chưa hoàn thành: ô {_listed(sheet.unknown)}.")
        if sheet.zoned:
            show.say(f"  Thời hạn ghi theo múi giờ khác, đã lấy ngày ở Việt Nam: ô {_listed(sheet.zoned)}.")
    if done.flagged.is_signed:
        show.say("Tệp có chữ ký số: chữ ký không còn hiệu lực sau khi đánh dấu; bản đã ký là bản gốc.")
    if done.backup:
        show.say(f"Bản gốc: {workspace.shown(done.backup)}")
    same = "" if done.flagged.is_changed else " (tệp đã có đủ màu)"
    show.say(f"Kết quả: {workspace.shown(done.output)}{same}")


def _listed(cells: tuple[str, ...]) -> str:
    more = f" và {len(cells) - _SHOWN} ô khác" if len(cells) > _SHOWN else ""
    return ", ".join(cells[:_SHOWN]) + more


_consolidated_file = click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))


@click.command()
@_consolidated_file
@in_workspace
@as_json
def status(file: Path | None, root: Path, as_json: bool) -> None:
    """Số liệu của tệp tổng hợp FILE (mặc định là tệp mới nhất trong tong_hop)."""
    begin_reading("toolkit.archive", 1)
    from rich.console import Console

    from toolkit import presenting
    from toolkit.cli import dashboard
    from toolkit.workspace import Workspace

    workspace = Workspace(root)
    kept = presenting.recall(workspace, file)
    if as_json:
        show.say_json(_period_record(kept.file.name, kept.period))
        return
    dashboard.draw(kept.period, Console(highlight=False))
    show.say(f"\nTệp: {kept.file.name}")


@click.command()
@_consolidated_file
@click.option("-o", "output", type=Target(), metavar="FILE.docx", help="Ghi báo cáo vào tệp này.")
@in_workspace
def report(file: Path | None, output: Path | None, root: Path) -> None:
    """Báo cáo Word từ tệp tổng hợp FILE (mặc định là tệp mới nhất), theo mẫu mau_bao_cao.docx sửa được trong Word."""
    begin_reading("toolkit.archive", 1)
    from toolkit import presenting
    from toolkit.workspace import Workspace

    workspace = Workspace(root)
    show.say(f"Kết quả: {workspace.shown(presenting.report(workspace, file, output))}")


def _period_record(file: str, period: Period) -> dict[str, object]:
    from toolkit import summary

    figures = summary.total(period)
    return {
        "file": file,
        "as_of": period.as_of.isoformat(),
        "plan": period.plan_name,
        "tasks": period.task_count,
        "total": figures.total,
        "standings": {standing.value: figures.counts[standing] for standing in Standing},
        "done_rate": figures.done_rate,
        "overdue_rate": figures.overdue_rate,
        "errors": period.errors,
        "warnings": period.warnings,
        "units": [
            {
                "name": row.name,
                "delivery": row.delivery.value if row.delivery else "",
                "total": row.figures.total,
                "standings": {standing.value: row.figures.counts[standing] for standing in Standing},
                "done_rate": row.figures.done_rate,
                "overdue_rate": row.figures.overdue_rate,
            }
            for row in summary.by_unit(period)
        ],
        "overdue": [
            {"task": d.code, "unit": d.unit_code, "due": d.due.isoformat() if d.due else None, "days": d.days}
            for d in summary.overdue(period)
        ],
    }
