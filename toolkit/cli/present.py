"""Commands that show what there is: `flag`, `status`, `report`."""

from datetime import date
from pathlib import Path

import click

from toolkit.cli import show
from toolkit.cli.options import Day, in_workspace


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="FILE", help="Ghi kết quả vào tệp này.")
@click.option("--as-of", type=Day(), help="Tô màu theo ngày này; mặc định Excel tự lấy ngày hôm nay.")
@click.option("--year", type=click.IntRange(2000, 2100), help="Năm của những thời hạn không ghi năm.")
@in_workspace
def flag(file: Path, output: Path | None, as_of: date | None, year: int | None, root: Path) -> None:
    """Đánh dấu quá hạn (đỏ), sắp đến hạn (vàng) trong tệp phụ lục FILE; không có -o thì giữ bản gốc bên cạnh."""
    from toolkit import workflow
    from toolkit.workspace import Workspace

    workspace, day = Workspace(root), as_of or date.today()
    done = workflow.flag(workspace, file, output, day, as_of, year)
    for sheet in done.flagged.sheets:
        show.say(
            f"Sheet «{sheet.name}», đến ngày {day:%d/%m/%Y}: {sheet.overdue} dòng quá hạn, {sheet.near_due} dòng sắp "
            f"đến hạn, {sheet.undated} dòng chưa xong không có ngày hạn."
        )
        if sheet.unread:
            show.say(f"  Không hiểu thời hạn (hoặc không rõ năm, thêm --year): ô {', '.join(sheet.unread)}.")
    if done.flagged.is_signed:
        show.say("Tệp có chữ ký số: chữ ký không còn hiệu lực sau khi đánh dấu; bản đã ký là bản gốc.")
    if done.backup:
        show.say(f"Bản gốc: {workspace.shown(done.backup)}")
    is_same = not output and not done.flagged.is_changed
    show.say(f"Kết quả: {workspace.shown(done.output)}" + (" (đã có đủ màu, không thay đổi)" if is_same else ""))
