"""The steps before anything comes in: a workspace made, its plan checked, the unit workbooks handed out."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit import plan
from toolkit.errors import OutputError, UsageError
from toolkit.files import check_target, write_whole
from toolkit.issues import Issue
from toolkit.model import Unit
from toolkit.workspace import Workspace, shipped


@dataclass(frozen=True, slots=True)
class Issued:
    """What `issue` wrote, and the units that have nothing to do."""

    files: tuple[Path, ...]
    idle: tuple[Unit, ...]


def init(root: Path) -> Workspace:
    """Make a workspace with the shipped plan and template of the report.

    Raises:
        UsageError: there is a plan already.
        OutputError: the folder cannot be made.
    """
    workspace = Workspace(root)
    if os.path.isfile(workspace.plan):
        raise UsageError(f"Thư mục {root} đã có kế hoạch {workspace.plan.name}; không tạo lại để tránh mất dữ liệu.")
    for path in (workspace.plan, workspace.report_template, workspace.control, workspace.starter):
        check_target(path)
    try:
        for folder in workspace.folders:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"Không tạo được thư mục {root}. Kiểm tra tên thư mục và quyền ghi.") from fault
    for path in (workspace.plan, workspace.report_template):
        if not path.exists():
            write_whole(path, (shipped() / path.name).read_bytes())
    return workspace


def lint(workspace: Workspace, template: Path | None) -> tuple[Issue, ...]:
    """What is inconsistent in the plan (the workspace's, or the given one)."""
    from toolkit import lint as plan_lint

    path = workspace.find(template) if template else workspace.require_plan()
    return plan_lint.check(plan.load(path), workspace.shown(path))


def issue(workspace: Workspace, codes: Sequence[str], today: date) -> Issued:
    """Write the unit workbooks into `giao/`.

    Args:
        workspace: where.
        codes: the unit codes to write; none means all.
        today: the day of issue, kept in each workbook.

    Raises:
        UsageError: a code is no unit's.
    """
    from toolkit import unitbook

    loaded = plan.load(workspace.require_plan())
    units = [plan.find_unit(loaded, code) for code in codes] or list(loaded.units)
    busy = [unit for unit in units if loaded.assignments_of(unit)]
    workspace.check_outputs(workspace.unit_file(unit, loaded.settings) for unit in busy)
    with workspace.exclusive():
        files = [
            workspace.ledger.publish(workspace.unit_file(unit, loaded.settings), unitbook.write(loaded, unit, today))
            for unit in busy
        ]
    return Issued(tuple(files), tuple(unit for unit in units if unit not in busy))
