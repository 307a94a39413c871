"""Commands of every period: `validate`, `merge`, and the `demo` of the whole journey."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import show
from toolkit.cli.options import Day, Target, as_json, as_of_day, in_workspace, input_paths, of_level, passwords
from toolkit.cli.reading import begin_reading
from toolkit.encryption import Keyring
from toolkit.errors import ExitCode
from toolkit.issues import counted, errors_in
from toolkit.model import Delivery, Standing

if TYPE_CHECKING:
    from toolkit.cluster import Engine
    from toolkit.submission import Submission
    from toolkit.workflow import Merged

_SAMPLE_DAY = "2025-06-30"


def _track(files: Sequence[Path]) -> Iterable[Path]:
    """The files with a progress bar on the terminal; silent where nobody watches."""
    if not sys.stderr.isatty():
        return files
    return _with_bar(files)


def _with_bar(files: Sequence[Path]) -> Iterator[Path]:
    with click.progressbar(files, label="Đang đọc", file=sys.stderr, show_pos=True) as bar:
        yield from bar


@contextmanager
def _engine(address: str | None) -> Iterator["Engine | None"]:
    """The engine at this address, if one was named; what it left undone is told at the end."""
    if address is None:
        yield None
        return
    from toolkit import cluster

    with cluster.connected(address) as engine:
        yield engine
    if engine.left:
        click.echo(f"Cụm máy không đọc được {engine.left} tệp; các tệp đó đã được đọc trên máy này.", err=True)


@click.command()
@input_paths
@as_of_day
@click.option("--mark", is_flag=True, help="Ghi vào tra_lai bản đánh dấu các ô cần sửa để gửi lại đơn vị.")
@of_level
@passwords
@in_workspace
@as_json
@click.pass_context
def validate(
    ctx: click.Context,
    paths: tuple[Path, ...],
    as_of: date | None,
    mark: bool,
    level: str,
    keyring: Keyring,
    root: Path,
    as_json: bool,
) -> None:
    """Kiểm tra từng ô của các tệp đơn vị gửi về (PATH, mặc định là thư mục nop)."""
    executor = begin_reading("toolkit.intake")
    from toolkit import workflow
    from toolkit.intake import Intake, Level
    from toolkit.workspace import Workspace

    workspace, day = Workspace(root), as_of or date.today()
    intake = Intake(_track, keyring, executor, level=Level(level))
    found = workflow.validate(workspace, paths, day, intake)
    is_marked = mark and intake.level is Level.UNITS
    returned = workflow.mark(workspace, found, day, keyring.passwords) if is_marked else workflow.Returned((), ())
    copies = [workspace.shown(path) for path in returned.copies]
    if as_json:
        files = [_file_record(submission) for submission in found.submissions]
        issues = [show.issue_record(issue) for issue in found.issues]
        show.say_json({"files": files, "issues": issues, "marked": copies})
    else:
        show.say_issues(found.issues)
        show.say(f"Đã kiểm tra {len(found.submissions)} tệp: {counted(found.issues)}.")
        if mark and not is_marked:
            show.say("Bản đánh dấu chỉ có cho tệp của đơn vị, không có cho tệp tổng hợp của cấp dưới.")
        if is_marked:
            show.say(f"Bản đánh dấu để gửi lại đơn vị: {', '.join(copies) or 'không có, không tệp nào cần sửa'}.")
        if returned.unmarked:
            show.say(f"Không đọc được nên không đánh dấu được: {', '.join(returned.unmarked)}.")
    ctx.exit(ExitCode.WORKBOOK_ERRORS if errors_in(found.issues) else ExitCode.CLEAN)


@click.command()
@input_paths
@click.option("-o", "output", type=Target(), metavar="FILE", help="Ghi kết quả vào tệp này.")
@as_of_day
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="So với tệp tổng hợp này; mặc định là tệp mới nhất của kỳ trước trong tong_hop.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 61),
    metavar="N",
    help="Số tiến trình đọc tệp cùng lúc; mặc định là số bộ xử lý của máy.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Đọc tệp trên cụm máy Dask có địa chỉ này, ví dụ tcp://10.0.0.5:8786; chỉ dùng cụm máy đáng tin cậy.",
)
@of_level
@click.option(
    "--parquet",
    type=Target(),
    metavar="DIR",
    help="Ghi thêm mọi dòng chi tiết vào thư mục này theo dạng Parquet; cần khi số dòng vượt quá một trang tính Excel.",
)
@passwords
@in_workspace
@as_json
@click.pass_context
def merge(
    ctx: click.Context,
    paths: tuple[Path, ...],
    output: Path | None,
    as_of: date | None,
    previous: Path | None,
    workers: int | None,
    cluster: str | None,
    level: str,
    parquet: Path | None,
    keyring: Keyring,
    root: Path,
    as_json: bool,
) -> None:
    """Tổng hợp các tệp đơn vị gửi về (PATH, mặc định là thư mục nop) thành một tệp."""
    executor = begin_reading("toolkit.intake", workers or 0)
    from toolkit import workflow
    from toolkit.intake import Intake, Level
    from toolkit.workspace import Workspace

    workspace = Workspace(root)
    with _engine(cluster) as engine:
        intake = Intake(_track, keyring, executor, engine, Level(level))
        merged = workflow.merge(workspace, paths, output, as_of or date.today(), intake, previous, parquet)
    shown, rows_at = workspace.shown(merged.output), workspace.shown(merged.rows) if merged.rows else ""
    if as_json:
        show.say_json(_merge_record(merged, shown, rows_at))
    else:
        _say_merged(merged, shown, rows_at)
    ctx.exit(ExitCode.WORKBOOK_ERRORS if errors_in(merged.register.issues) else ExitCode.CLEAN)


@click.command()
@click.argument("folder", metavar="[DIR]", default=Path("demo"), type=click.Path(path_type=Path))
@click.option("--as-of", type=Day(), default=_SAMPLE_DAY, show_default=True, help="Ngày tổng hợp.")
def demo(folder: Path, as_of: date) -> None:
    """Chạy thử trọn quy trình trên số liệu mẫu, trong thư mục DIR (mặc định là demo)."""
    executor = begin_reading("toolkit.intake")
    from toolkit import workflow
    from toolkit.intake import Intake
    from toolkit.workspace import Workspace

    merged = workflow.demo(folder, as_of, Intake(_track, executor=executor))
    show.say(f"Đã chạy thử trong thư mục {folder}: tạo kế hoạch, giao việc, nhận báo cáo mẫu, tổng hợp.")
    _say_merged(merged, str(folder / Workspace(folder).shown(merged.output)))


def _say_merged(merged: "Merged", output: str, rows_at: str = "") -> None:
    from toolkit.comparison import Shift
    from toolkit.inbox import CLOSED
    from toolkit.summary import total

    register, figures = merged.register, total(merged.period)
    states = [delivery.state for delivery in register.deliveries if delivery.unit]
    sent = sum(state.has_sent for state in states)
    show.say(f"Ngày tổng hợp: {register.as_of:%d/%m/%Y}. Đã nộp: {sent}/{len(states)} đơn vị.")
    if register.missing:
        show.say(f"Chưa nộp: {', '.join(register.missing)}.")
    if register.blank:
        show.say(f"Chưa điền: {', '.join(register.blank)}.")
    if register.unchanged:
        show.say(f"Chưa gửi tệp mới từ kỳ trước: {', '.join(register.unchanged)}.")
    if register.unreadable:
        show.say(f"Không đọc được: {', '.join(register.unreadable)}.")
    counts = "; ".join(f"{standing.value}: {figures.counts[standing]}" for standing in Standing)
    show.say(f"{len(register.plan.tasks)} nhiệm vụ, {figures.total} lượt giao chủ trì. {counts}.")
    rows = register.rows
    show.say(
        f"Số dòng đã đọc: {rows.read}; tổng hợp: {rows.merged}; thay bằng bản nộp sau: {rows.superseded}; "
        f"không nhận: {rows.rejected}. Nhập liệu: {counted(register.issues)}."
    )
    previous = merged.history.previous
    if previous:
        moves = "; ".join(f"{shift.value.lower()}: {merged.history.count(shift)}" for shift in Shift)
        show.say(f"So với kỳ trước ({previous.as_of:%d/%m/%Y}): {moves}.")
    show.say_issues(issue for issue in register.issues if issue.code in CLOSED)
    if rows_at:
        show.say(f"Các dòng chi tiết (Parquet): {rows_at}")
    show.say(f"Kết quả: {output}")


def _file_record(submission: "Submission", repeated: frozenset[str] = frozenset()) -> dict[str, object]:
    state = Delivery.REPEATED if submission.file in repeated else Delivery.RECEIVED
    if not submission.is_filled:
        state = Delivery.BLANK if submission.is_readable else Delivery.UNREADABLE
    return {
        "path": submission.file,
        "unit": submission.unit.code if submission.unit else "",
        "state": state.value,
        "rows": submission.rows_read,
    }


def _merge_record(merged: "Merged", output: str, rows_at: str) -> dict[str, object]:
    from toolkit.comparison import Shift
    from toolkit.summary import total

    register, figures = merged.register, total(merged.period)
    repeated = frozenset(
        submission.file
        for delivery in register.deliveries
        if delivery.state is Delivery.REPEATED
        for submission in delivery.submissions
        if submission.is_readable
    )
    rows = register.rows
    return {
        "output": output,
        "rows_at": rows_at or None,
        "as_of": register.as_of.isoformat(),
        "files": [_file_record(submission, repeated) for submission in register.submissions],
        "units": [
            {"code": delivery.unit.code, "name": delivery.unit.name, "state": delivery.state.value}
            for delivery in register.deliveries
            if delivery.unit
        ],
        "rows": {
            "read": rows.read,
            "merged": rows.merged,
            "superseded": rows.superseded,
            "rejected": rows.rejected,
        },
        "standings": {standing.value: figures.counts[standing] for standing in Standing},
        "previous": merged.history.previous.as_of.isoformat() if merged.history.previous else None,
        "changes": {shift.value: merged.history.count(shift) for shift in Shift},
        "issues": [show.issue_record(issue) for issue in register.issues],
    }
