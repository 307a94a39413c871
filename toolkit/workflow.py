"""The steps of one reporting period, in order. Each takes the workspace and gives back what was done.

What only one step needs is imported there: the clerk waits for every import of every start.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import (
    archive,
    comparison,
    conservation,
    consolidated,
    isolation,
    plan,
    preparing,
    register,
)
from toolkit.archive import Kept
from toolkit.comparison import History
from toolkit.earlier import Search
from toolkit.errors import MachineError, UsageError
from toolkit.files import InputFile, check_folder
from toolkit.inbox import Inbox
from toolkit.intake import AS_USUAL, Intake, read
from toolkit.issues import Issue
from toolkit.model import Plan
from toolkit.period import Period, close
from toolkit.register import Register
from toolkit.rules import Severity
from toolkit.submission import Submission
from toolkit.wording import number
from toolkit.workspace import Workspace, shipped

if TYPE_CHECKING:
    from toolkit.marking import Subject


@dataclass(frozen=True, slots=True)
class Validation:
    """The files as read and everything found."""

    submissions: tuple[Submission, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """The marked copies that were written, and the files that have faults but of which no copy can be made."""

    copies: tuple[Path, ...]
    unmarked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The consolidated state, its history, the file it was written to; `rows` is the folder of its rows as Parquet."""

    register: Register
    period: Period
    history: History
    output: Path
    rows: Path | None = None


def validate(
    workspace: Workspace,
    paths: Sequence[Path],
    as_of: date,
    intake: Intake = AS_USUAL,
) -> Validation:
    """Read every file and give all findings; nothing is written."""
    loaded = plan.load(workspace.require_plan())
    inbox = workspace.inbox(paths)
    with _read(workspace, loaded, inbox, as_of, intake) as sent:
        merged = register.merge(loaded, sent, as_of, inbox.issues)
    return Validation(merged.submissions, merged.issues)


def mark(workspace: Workspace, validation: Validation, as_of: date, passwords: Sequence[str] = ()) -> Returned:
    """Write into `tra_lai/` a marked copy of every file in which something is to be mended.

    A copy lies under the path that the file has in `nop/`; a workbook that had one of the passwords has it again.

    Raises:
        OutputError: a copy cannot be written.
    """
    from toolkit import marking

    told: dict[str, list[Issue]] = defaultdict(list)
    for issue in validation.issues:
        told[issue.place.file].append(issue)
    # A file with the reports of several units is one copy.
    of_file = {sent.file: sent for sent in reversed(validation.submissions)}
    faulty = [of_file[file] for file in sorted(of_file) if any(map(_is_to_mend, told[file]))]
    workspace.check_outputs(workspace.returned_file(sent.file) for sent in faulty)
    work = isolation.workers()
    pending = [
        work.submit(
            marking.copy,
            workspace.path_of(sent.file),
            tuple(told[sent.file]),
            _subject(sent, as_of),
            tuple(passwords),
        )
        for sent in faulty
    ]
    copies: list[Path] = []
    unmarked: list[str] = []
    for sent, copy in zip(faulty, pending, strict=True):
        try:
            data = copy.result()
        except MachineError:
            raise
        except Exception:
            # One copy that cannot be made keeps nobody else from theirs.
            unmarked.append(sent.file)
            continue
        with workspace.exclusive():
            copies.append(workspace.ledger.publish(workspace.returned_file(sent.file), data))
    return Returned(tuple(copies), tuple(unmarked))


def _is_to_mend(issue: Issue) -> bool:
    """Whether the unit has something to mend, for which its workbook goes back."""
    return issue.severity is not Severity.INFO and not issue.code.value.is_clerks


def _subject(sent: Submission, as_of: date) -> "Subject":
    from toolkit import marking

    return marking.Subject(sent.unit.name if sent.unit else "Chưa rõ đơn vị", sent.file, as_of)


def merge(
    workspace: Workspace,
    paths: Sequence[Path],
    output: Path | None,
    as_of: date,
    intake: Intake = AS_USUAL,
    previous: Path | None = None,
    parquet: Path | None = None,
) -> Merged:
    """The main job: read every file, put all together, write the consolidated workbook.

    Args:
        intake: how the files are read.
        previous: the consolidated workbook to compare with; None takes the newest earlier one in `tong_hop/`.
        parquet: the folder into which the rows are written as Parquet, too.

    Raises:
        PlanError: the plan cannot be used.
        UsageError: the previous workbook is not there or is none, or there are more rows than a sheet can hold.
        OutputError: the workbook cannot be written; what was there before is untouched.
    """
    source = workspace.require_plan()
    target = workspace.root / output if output else workspace.report_file(as_of)
    workspace.check_outputs([target])
    if parquet:
        check_folder(workspace.root / parquet)
    loaded = plan.load(source)
    chosen = _recall(workspace, previous) if previous else None
    inbox = workspace.inbox(paths)
    search = Search({path: workspace.shown(path) for path in workspace.earlier_reports(as_of)}, loaded, as_of)
    tally = conservation.Tally()
    with _read(workspace, loaded, inbox, as_of, intake) as sent:
        merged = register.merge(loaded, tally.count(sent), as_of, inbox.issues)
    tally.check(merged)
    earlier = search.finish()
    before = chosen or earlier.newest
    unchanged = archive.find_unchanged(before, merged.submissions) if before else ()
    merged = merged.telling((*earlier.issues, *unchanged))
    period = close(merged)
    history = comparison.follow(period, before.period if before else None, earlier.points)
    given = InputFile.of(workspace.shown(source), source.read_bytes())
    inputs = [given, *merged.files, *earlier.files, *([chosen.file] if chosen else [])]
    link_to = partial(workspace.link, folder=target.parent)
    conservation.check_period(merged, period)
    rows = _write_rows(workspace, period, merged.issues, parquet)
    elsewhere = workspace.shown(rows) if rows else ""
    with consolidated.write(merged, period, history, inputs, link_to, elsewhere) as made, workspace.exclusive():
        written = workspace.ledger.publish(target, made)
    return Merged(merged, period, history, written, rows)


def _write_rows(workspace: Workspace, period: Period, issues: Sequence[Issue], folder: Path | None) -> Path | None:
    if folder:
        from toolkit import parquet

        return parquet.write(workspace.root / folder, period, issues)
    most = max(len(period.details), len(issues))
    if most > consolidated.MOST_ROWS:
        raise UsageError(
            f"Kết quả có {number(most)} dòng, nhiều hơn một trang tính Excel chứa được. "
            "Hãy chạy lại với --parquet THƯ_MỤC để ghi các dòng ra thư mục đó."
        )
    return None


def _recall(workspace: Workspace, previous: Path) -> Kept:
    from toolkit.presenting import recall

    return recall(workspace, previous)


def _read(
    workspace: Workspace, loaded: Plan, inbox: Inbox, as_of: date, intake: Intake
) -> AbstractContextManager[Iterable[Submission]]:
    return closing(read({path: workspace.shown(path) for path in inbox.files}, loaded, as_of, intake))


def demo(root: Path, as_of: date, intake: Intake = AS_USUAL) -> Merged:
    """The whole journey on the shipped sample: workspace, unit workbooks, what units sent, consolidated workbook."""
    import shutil

    workspace = Workspace(root)
    if not workspace.plan.exists():
        workspace = preparing.init(root)
    preparing.issue(workspace, (), as_of)
    for sent in sorted((shipped() / "sample").iterdir()):
        target = workspace.received / sent.name
        if sent.suffix in (".xlsx", ".xls", ".ods") and not target.exists():
            shutil.copy2(sent, target)
    return merge(workspace, (), None, as_of, intake)
