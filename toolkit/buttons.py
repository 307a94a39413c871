"""What the buttons of the control workbook do: a task run, and its outcome in lines to show beside them."""

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path

from toolkit import control, doctor, mailing, preparing, presenting, setting_up, summary, workflow
from toolkit.doctor import State
from toolkit.errors import ToolkitError, UsageError
from toolkit.intake import Intake, Track, untracked
from toolkit.issues import Issue, counted
from toolkit.mail import account as accounts
from toolkit.model import Standing
from toolkit.wording import number
from toolkit.workspace import Workspace

LOG_NAME = "nhat_ky_loi.txt"
_MOST_ISSUES = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A line beside the buttons, and the path of what it leads to, if anything."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task ended: one sentence, lines, and the file that is to be opened, if any."""

    is_done: bool
    headline: str
    lines: tuple[Shown, ...] = ()
    opened: Path | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed: where, for which day, with which file (only for `flag`), who watches."""

    workspace: Workspace
    day: date
    file: str = ""
    track: Track = untracked


class Needs(Enum):
    """What must be chosen before a task can run."""

    WORKSPACE = 1
    FILE = 2
    NOTHING = 3
    NEW_FOLDER = 4


@dataclass(frozen=True, slots=True)
class Task:
    """What a button does, and what it needs."""

    do: Callable[[Press], Outcome]
    needs: Needs = Needs.WORKSPACE


def run(task: str, press: Press) -> Outcome:
    """Run a task. Whatever goes wrong ends in one sentence; what nobody foresaw also in a log beside the plan.

    Raises:
        KeyError: there is no such task.
    """
    step = TASKS[task].do
    try:
        # A path made of an address keeps its first word.
        if str(press.workspace.root).startswith(("http:", "https:")):
            raise UsageError(control.ON_NETWORK)
        if TASKS[task].needs is Needs.WORKSPACE:
            press.workspace.remember()
        return step(press)
    except ToolkitError as fault:
        return Outcome(False, fault.sentence)
    except Exception:
        log = press.workspace.root / LOG_NAME
        # Where even that cannot be written, the sentence still comes.
        with suppress(OSError):
            log.write_text(traceback.format_exc(), encoding="utf-8")
        return Outcome(False, f"Có lỗi ngoài dự kiến. Gửi tệp {LOG_NAME} cho người hỗ trợ.", (_link(press, log),))


def _link(press: Press, path: Path) -> Shown:
    return Shown(press.workspace.shown(path), str(path.absolute()))


def _issue_lines(press: Press, issues: tuple[Issue, ...]) -> tuple[Shown, ...]:
    """The first issues, which are the worst, each leading to its file."""
    worst = issues[:_MOST_ISSUES]
    lines = [
        Shown(f"{i.severity.word}: {i}", str(press.workspace.path_of(i.place.file).absolute()) if i.place.file else "")
        for i in worst
    ]
    if len(issues) > len(worst):
        lines.append(Shown(f"… và {len(issues) - len(worst)} chỗ khác."))
    return tuple(lines)


def _lint(press: Press) -> Outcome:
    found = preparing.lint(press.workspace, None)
    headline = f"Đã soát kế hoạch: {counted(found)}."
    return Outcome(True, headline, _issue_lines(press, found), press.workspace.plan if found else None)


def _issue(press: Press) -> Outcome:
    issued = preparing.issue(press.workspace, (), press.day)
    idle = [Shown(f"Không có nhiệm vụ: {unit.name}.") for unit in issued.idle]
    files = [_link(press, path) for path in issued.files]
    return Outcome(True, f"Đã ghi {len(files)} tệp giao việc vào thư mục giao.", (*idle, *files))


def _validate(press: Press) -> Outcome:
    found = workflow.validate(press.workspace, (), press.day, Intake(press.track))
    returned = workflow.mark(press.workspace, found, press.day)
    headline = f"Đã kiểm tra {len(found.submissions)} tệp: {counted(found.issues)}."
    copies = tuple(_link(press, path) for path in returned.copies)
    return Outcome(True, headline, (*_issue_lines(press, found.issues), *copies))


def _merge(press: Press) -> Outcome:
    merged = workflow.merge(press.workspace, (), None, press.day, Intake(press.track))
    period, register = merged.period, merged.register
    figures = summary.total(period).counts
    counts = "; ".join(f"{standing.value.lower()}: {figures[standing]}" for standing in Standing)
    lines = [_link(press, merged.output), Shown(counts[0].upper() + counts[1:] + ".")]
    if register.missing:
        lines.append(Shown(f"Chưa nộp ({len(register.missing)}): {', '.join(register.missing)}."))
    if register.blank:
        lines.append(Shown(f"Chưa điền ({len(register.blank)}): {', '.join(register.blank)}."))
    if register.unchanged:
        lines.append(
            Shown(f"Chưa gửi tệp mới từ kỳ trước ({len(register.unchanged)}): {', '.join(register.unchanged)}.")
        )
    if register.unreadable:
        lines.append(Shown(f"Không đọc được: {', '.join(register.unreadable)}."))
    headline = f"Đã tổng hợp {period.sent}/{len(period.unit_receipts)} đơn vị: {counted(register.issues)}."
    return Outcome(True, headline, (*lines, *_issue_lines(press, register.issues)), merged.output)


def _flag(press: Press) -> Outcome:
    if not press.file:
        raise UsageError("Ghi đường dẫn tệp phụ lục cần đánh dấu vào ô «Tệp cần đánh dấu» rồi bấm lại.")
    done = presenting.flag(press.workspace, Path(press.file), None, press.day, None, None)
    lines = [
        Shown(f"Trang tính «{sheet.name}»: {sheet.overdue} dòng quá hạn, {sheet.near_due} dòng sắp đến hạn.")
        for sheet in done.flagged.sheets
    ]
    backup = [Shown(f"Bản gốc: {press.workspace.shown(done.backup)}")] if done.backup else []
    return Outcome(True, "Đã đánh dấu quá hạn.", (_link(press, done.output), *lines, *backup), done.output)


def _report(press: Press) -> Outcome:
    path = presenting.report(press.workspace, None, None)
    return Outcome(True, "Đã ghi báo cáo Word.", (_link(press, path),), path)


def _send(press: Press) -> Outcome:
    """Nothing leaves by a click: a draft is opened, which a person looks at and sends."""
    parcel = mailing.prepare_report(press.workspace, None, (), accounts.load(os.environ).sender)
    draft = mailing.keep(press.workspace, parcel)
    letter = parcel.letter
    lines = [
        _link(press, draft),
        Shown(f"Nơi nhận: {', '.join(letter.to) or 'chưa có, điền «Email nơi nhận» ở trang tính «Cấu hình»'}."),
        *(Shown(f"Tệp kèm theo: {file.name}, {number(file.size)} byte.") for file in parcel.files),
    ]
    if parcel.obstacles:
        lines.append(Shown(f"Lưu ý: tệp tổng hợp có {', '.join(parcel.obstacles)}."))
    return Outcome(True, "Đã soạn thư nháp, chưa gửi: xem lại rồi bấm gửi trong phần mềm thư.", tuple(lines), draft)


def _remind(press: Press) -> Outcome:
    parcels = mailing.prepare_reminders(press.workspace, None, (), accounts.load(os.environ).sender)
    press.workspace.check_outputs(parcel.draft for parcel in parcels)
    drafts = [(parcel, mailing.keep(press.workspace, parcel)) for parcel in parcels]
    lines = [replace(_link(press, draft), text=parcel.letter.subject) for parcel, draft in drafts]
    lines += [Shown(f"Không kèm «{name}»: {mailing.OUTSIDE}") for parcel in parcels for name in parcel.withheld]
    nowhere = [parcel.unit for parcel in parcels if not parcel.letter.to]
    if nowhere:
        lines.append(Shown(f"Chưa có địa chỉ thư ở trang tính «Đơn vị»: {', '.join(nowhere)}."))
    return Outcome(True, f"Đã soạn {len(drafts)} thư nháp nhắc đơn vị, chưa gửi.", tuple(lines))


def _doctor(press: Press) -> Outcome:
    found = list(doctor.examine(press.workspace))
    order = (State.FAULT, State.NOTE, State.GOOD)
    counts = ", ".join(f"{sum(f.state is state for f in found)} {state.value.lower()}" for state in order)
    lines = (Shown(f"{f.state.value}: {f}") for f in sorted(found, key=lambda f: order.index(f.state)))
    return Outcome(True, f"Đã kiểm tra máy: {counts}.", tuple(lines))


def _init(press: Press) -> Outcome:
    made = setting_up.set_up(press.workspace.root, sys.executable, press.day)
    lines = (
        Shown(f"1. Mở {made.plan.name}, thay kế hoạch mẫu bằng kế hoạch mới, lưu lại.", str(made.plan.absolute())),
        Shown(f"2. Mở {made.control.name}, bấm «Soát kế hoạch», rồi «Giao việc».", str(made.control.absolute())),
        Shown("Từ nay các tệp trong thư mục scripts mở thư mục này trước; thư mục năm cũ vẫn chọn được."),
    )
    return Outcome(True, f"Đã tạo thư mục làm việc {made.root}.", lines, made.root)


TASKS = {
    "lint": Task(_lint),
    "issue": Task(_issue),
    "validate": Task(_validate),
    "merge": Task(_merge),
    "flag": Task(_flag, Needs.FILE),
    "report": Task(_report),
    "send": Task(_send),
    "remind": Task(_remind),
    "doctor": Task(_doctor, Needs.NOTHING),
    "init": Task(_init, Needs.NEW_FOLDER),
}
