"""Commands of the year's start: `init`, `lint`, `deadline`, `issue`."""

import sys
from datetime import date
from pathlib import Path

import click

from toolkit.cli import show
from toolkit.cli.options import as_json, in_workspace
from toolkit.cli.reading import begin_reading
from toolkit.errors import ExitCode, UsageError
from toolkit.issues import counted, errors_in
from toolkit.model import Deadline

_KINDS = {
    "fixed": "ngày cụ thể",
    "month": "tháng",
    "quarter": "quý",
    "half": "nửa năm",
    "year": "năm",
    "range": "khoảng thời gian",
    "ongoing": "thường xuyên",
    "recurring": "định kỳ",
    "conditional": "phụ thuộc điều kiện",
    "relative": "tính từ một mốc khác",
    "none": "để trống",
    "unparseable": "không hiểu được",
}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Tạo thư mục làm việc DIR với kế hoạch mẫu và các thư mục giao, nộp, trả lại, tổng hợp."""
    from toolkit import setting_up

    workspace = setting_up.set_up(folder, sys.executable, date.today())
    show.say(f"Đã tạo thư mục làm việc {folder}.")
    show.say(f"Tiếp theo: mở {workspace.plan} trong Excel, sửa kế hoạch, rồi chạy lệnh «phuluc -C {folder} soat».")


@click.command()
@click.argument("template", required=False, type=click.Path(path_type=Path))
@in_workspace
@as_json
@click.pass_context
def lint(ctx: click.Context, template: Path | None, root: Path, as_json: bool) -> None:
    """Soát kế hoạch (TEMPLATE, mặc định là kế hoạch của thư mục làm việc)."""
    begin_reading("toolkit.plan", 1)
    from toolkit import preparing
    from toolkit.workspace import Workspace

    issues = preparing.lint(Workspace(root), template)
    if as_json:
        show.say_json({"issues": [show.issue_record(issue) for issue in issues]})
    else:
        show.say_issues(issues)
        show.say(f"Soát kế hoạch: {counted(issues)}.")
    ctx.exit(ExitCode.WORKBOOK_ERRORS if errors_in(issues) else ExitCode.CLEAN)


@click.command()
@click.argument("texts", nargs=-1, metavar="[TEXT]...")
@click.option(
    "--year", type=click.IntRange(2000, 2100), metavar="NĂM", help="Năm kế hoạch, cho thời hạn không ghi năm."
)
@in_workspace
@as_json
def deadline(texts: tuple[str, ...], year: int | None, root: Path, as_json: bool) -> None:
    """Cho biết thời hạn TEXT được hiểu thế nào; không có TEXT thì đọc từng dòng từ đầu vào chuẩn."""
    from toolkit import deadlines

    lines = texts or _lines_given()
    # The plan is read only for who needs its year.
    if year is None and any(deadlines.read(text, 2000) != deadlines.read(text, 2001) for text in lines):
        year = _plan_year(root)
    readings = [deadlines.read(text, year or date.today().year) for text in lines]
    if as_json:
        show.say_json([_record(reading) for reading in readings])
        return
    for reading in readings:
        show.say(_told(reading))


def _lines_given() -> tuple[str, ...]:
    try:
        return tuple(sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines())
    except OSError as fault:
        raise UsageError("Không đọc được đầu vào chuẩn. Hãy ghi thời hạn ngay sau tên lệnh.") from fault


def _plan_year(root: Path) -> int:
    """The year of the workspace's plan, so that the answer is what `merge` would read; else this year."""
    from toolkit import plan
    from toolkit.workspace import Workspace

    template = Workspace(root).plan
    return plan.load(template).settings.year if template.is_file() else date.today().year


def _record(reading: Deadline) -> dict[str, object]:
    return {
        "text": reading.text,
        "kind": reading.kind.value,
        "due": reading.due.isoformat() if reading.due else None,
        "strict": reading.strict,
        "milestones": [day.isoformat() for day in reading.milestones],
    }


def _told(reading: Deadline) -> str:
    from toolkit.deadlines.zoned import is_zoned

    due = f"{reading.due:%d/%m/%Y}" if reading.due else "không có ngày"
    strict = ", «trước ngày»" if reading.strict else ""
    zoned = ", theo giờ Việt Nam" if is_zoned(reading.text) else ""
    earlier = ", ".join(f"{day:%d/%m/%Y}" for day in reading.milestones)
    milestones = f"; các mốc trước: {earlier}" if earlier else ""
    return f"{reading.text} → {due} ({_KINDS[reading.kind]}{strict}{zoned}){milestones}"


@click.command()
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="MÃ",
    help="Chỉ giao cho đơn vị có mã này (có thể ghi nhiều lần).",
)
@in_workspace
def issue(units: tuple[str, ...], root: Path) -> None:
    """Giao việc: ghi tệp báo cáo của từng đơn vị vào thư mục giao."""
    begin_reading("toolkit.plan", 1)
    from toolkit import preparing
    from toolkit.workspace import Workspace

    workspace = Workspace(root)
    issued = preparing.issue(workspace, units, date.today())
    for path in issued.files:
        show.say(workspace.shown(path))
    for unit in issued.idle:
        show.say(f"{unit.name}: không có nhiệm vụ nào, không ghi tệp.")
    show.say(f"Đã ghi {len(issued.files)} tệp vào thư mục {workspace.issued}.")
