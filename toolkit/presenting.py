"""Steps that begin with a workbook that is there: a consolidated one recalled or reported, an appendix flagged."""

import os
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit import archive, flagging, isolation, plan, spreadsheet
from toolkit import report as written
from toolkit.archive import Kept, NotConsolidated
from toolkit.errors import UsageError
from toolkit.files import check_target, keep_beside, write_whole
from toolkit.flagging import Flagged
from toolkit.isolation import Stopped
from toolkit.kinds import Kind
from toolkit.model import WARNING_DAYS
from toolkit.spreadsheet import Unreadable
from toolkit.workspace import Workspace, shipped


@dataclass(frozen=True, slots=True)
class FlaggedFile:
    """A flagged workbook, where it lies, and where the former one is kept if it was replaced."""

    flagged: Flagged
    output: Path
    backup: Path | None


def recall(workspace: Workspace, file: Path | None) -> Kept:
    """The period of a consolidated workbook: the one named, or the newest in `tong_hop/`.

    Raises:
        UsageError: it is not there or is none.
    """
    found = workspace.find(file) if file else workspace.newest_report()
    try:
        return archive.recall(workspace.shown(found), found)
    except NotConsolidated as fault:
        raise UsageError(f"{found.name} không dùng được như tệp tổng hợp. {fault}") from fault


def flag(
    workspace: Workspace, file: Path, output: Path | None, day: date, as_of: date | None, year: int | None
) -> FlaggedFile:
    """Put overdue colours into an appendix workbook that staff have; what is replaced is kept beside it.

    Args:
        day: the day for which rows are counted.
        as_of: the day by which Excel colours; None lets it take its own date each time.
        year: the year of deadlines that name none.

    Raises:
        UsageError: the file is no workbook that can be flagged, or has no such table.
        OutputError: the result cannot be written.
    """
    path = workspace.find(file)
    # Where the file is a link, what it leads to is replaced, and kept beside that.
    own = path.resolve()
    target = workspace.root / output if output else own
    if output:
        check_target(target)
    try:
        flagged = isolation.workers().submit(_flag, path, day, as_of, year).result()
    except Unreadable as fault:
        raise UsageError(f"{path.name}: {fault.sentence}") from fault
    except Stopped as stopped:
        raise UsageError(f"{path.name}: không đánh dấu được vì {stopped.reason.value}.") from stopped
    except (OSError, KeyError, IndexError, zipfile.BadZipFile) as fault:
        raise UsageError(f"{path.name}: tệp bị hỏng hoặc máy tính không cho đọc nên không đánh dấu được.") from fault
    if not flagged.sheets:
        raise UsageError(
            f"{path.name} không có bảng nào vừa có cột thời hạn («Thời gian hoàn thành», «Hạn hoàn thành»…) vừa có cột "
            "trạng thái («Trạng thái», «Tình trạng»…). Kiểm tra tiêu đề cột."
        )
    former = target.read_bytes() if target.is_file() else None
    if former == flagged.data or (target.resolve() == own and not flagged.is_changed):
        return FlaggedFile(flagged, target, None)
    with workspace.exclusive():
        backup = keep_beside(target, former) if former is not None else None
        write_whole(target, flagged.data)
    return FlaggedFile(flagged, target, backup)


def _flag(path: Path, day: date, as_of: date | None, year: int | None) -> Flagged:
    data = spreadsheet.load(path)
    book = spreadsheet.parse(data)
    if book.kind != Kind.XLSX.value:
        raise UsageError(f"{path.name} là {book.kind}. Mở tệp, lưu thành (Save As) dạng .xlsx rồi đánh dấu lại.")
    return flagging.flag(data, book, day, as_of, year, WARNING_DAYS)


def report(workspace: Workspace, file: Path | None, output: Path | None) -> Path:
    """Write the Word report of a consolidated workbook, by the workspace's template or else the shipped one.

    Raises:
        PlanError: the plan, which says who reports and who signs, cannot be used.
        UsageError: the workbook is not there or is none, or the template cannot be used.
        OutputError: the report cannot be written.
    """
    source = workspace.require_plan()
    if output:
        workspace.check_outputs([workspace.root / output])
    settings = plan.load(source).settings
    period = recall(workspace, file).period
    target = workspace.root / output if output else workspace.written_report(period.as_of)
    own = workspace.report_template
    template = own if os.path.lexists(own) else shipped() / own.name
    data = written.write(period, settings, template)
    with workspace.exclusive():
        return workspace.ledger.publish(target, data)
