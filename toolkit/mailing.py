"""Steps that end in mail: a letter prepared, kept as a draft, or handed to the server with a journal of it."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from toolkit import plan
from toolkit.errors import MailError
from toolkit.filenames import file_stem, shown_name
from toolkit.files import InputFile
from toolkit.letters import calendar, reminder, report
from toolkit.mail import letter, smtp
from toolkit.mail.account import Account
from toolkit.mail.journal import Journal, Sending
from toolkit.mail.letter import Attachment, Letter
from toolkit.mail.smtp import Answer, Outcome
from toolkit.model import Delivery, Unit
from toolkit.period import Period
from toolkit.presenting import recall
from toolkit.workspace import Workspace

JOURNAL_NAME = "nhat_ky_gui.jsonl"
# Why a file is withheld.
OUTSIDE = "đường dẫn ghi trong tệp tổng hợp dẫn ra ngoài thư mục nop, tra_lai. Kiểm tra tệp tổng hợp này từ đâu đến."


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter ready to go. `unit` is the code of the unit that is reminded, blank for the report upward.

    `draft` is where it is kept if it is not sent; `obstacles` say why it should not go as it is; `withheld` are files
    that the consolidated workbook names and that lie where no file of a unit does.
    """

    letter: Letter
    draft: Path
    unit: str = ""
    obstacles: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[InputFile, ...]:
        return tuple(InputFile.of(attachment.name, attachment.data) for attachment in self.letter.attachments)

    @property
    def digests(self) -> frozenset[str]:
        return frozenset(file.sha256 for file in self.files)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a letter: answers of the server now, and those of earlier runs that made it needless.

    `damaged` are the lines of the journal that tell nothing any more.
    """

    answers: dict[str, Answer]
    earlier: tuple[Sending, ...]
    damaged: tuple[int, ...] = ()


def prepare_report(workspace: Workspace, file: Path | None, cc: Sequence[str], sender: str) -> Parcel:
    """The consolidated workbook, named or the newest, and the Word report of its day, in a letter upward.

    Raises:
        PlanError: the plan, which says to whom it goes, cannot be used.
        UsageError: the workbook is not there or is none.
        MailError: an address is none.
    """
    settings = plan.load(workspace.require_plan()).settings
    kept = recall(workspace, file)
    to = letter.split_addresses(settings.recipient_email)
    others = tuple(letter.check_address(address) for address in cc)
    paths = [workspace.path_of(kept.file.name), workspace.written_report(kept.period.as_of)]
    attachments = tuple(Attachment(shown_name(path.name), path.read_bytes()) for path in paths if path.is_file())
    composed = report.compose(kept.period, settings, to, others, attachments, sender)
    target = workspace.consolidated / f"Gui_bao_cao_{kept.period.as_of:%Y-%m-%d}.eml"
    return Parcel(composed, target, obstacles=_obstacles(kept.period))


def _obstacles(period: Period) -> tuple[str, ...]:
    unread = sum(receipt.delivery is Delivery.UNREADABLE for receipt in period.receipts)
    told = ((period.errors, "lỗi nhập liệu"), (unread, "tệp không đọc được"))
    return tuple(f"{count} {what}" for count, what in told if count)


def prepare_reminders(workspace: Workspace, file: Path | None, codes: Sequence[str], sender: str) -> tuple[Parcel, ...]:
    """A letter to every unit that has to send, to mend or to finish something, by a consolidated workbook.

    Args:
        file: the workbook; None takes the newest.
        codes: the units to remind, if they need it; none means all.
        sender: whose mail it is; blank leaves that to the mail program.

    Raises:
        PlanError: the plan cannot be used.
        UsageError: the workbook is not there or is none, or a code is no unit's.
    """
    loaded = plan.load(workspace.require_plan())
    period = recall(workspace, file).period
    wanted = {plan.find_unit(loaded, code).code for code in codes}
    folder = workspace.consolidated / f"nhac_viec_{period.as_of:%Y-%m-%d}"
    sent_files = {receipt.unit_code: receipt.file.split("\n") for receipt in period.unit_receipts if receipt.file}
    parcels = []
    for found in reminder.find(period, loaded):
        code = found.unit.code
        if wanted and code not in wanted:
            continue
        sent = sent_files.get(code, ()) if found.errors else ()
        withheld = tuple(name for name in sent if not workspace.has_received(name))
        attachments = tuple(_marked_copies(workspace, [name for name in sent if name not in withheld]))
        stem = file_stem(code)
        if found.coming:
            attachments += (Attachment(f"han_{stem}.ics", calendar.write(found, loaded.settings)),)
        composed = reminder.compose(found, loaded.settings, _addresses(found.unit), attachments, sender)
        parcels.append(Parcel(composed, folder / f"{stem}.eml", code, withheld=withheld))
    return tuple(parcels)


def _addresses(unit: Unit) -> tuple[str, ...]:
    """Where the unit is written to; nowhere where the plan has no good address, which must not stop the others."""
    try:
        return letter.split_addresses(unit.email)
    except MailError:
        return ()


def _marked_copies(workspace: Workspace, sent: Iterable[str]) -> Iterator[Attachment]:
    """The marked copies that are newer than what they are copies of."""
    for name in sent:
        copy, source = workspace.returned_file(name), workspace.path_of(name)
        if os.path.isfile(copy) and os.path.isfile(source) and copy.stat().st_mtime >= source.stat().st_mtime:
            yield Attachment(shown_name(copy.name), copy.read_bytes())


def keep(workspace: Workspace, parcel: Parcel) -> Path:
    """Write the draft; one that a person changed stays.

    Raises:
        OutputError: it cannot be written.
    """
    with workspace.exclusive():
        return workspace.ledger.publish(parcel.draft, letter.draft(parcel.letter))


def send(
    workspace: Workspace,
    parcel: Parcel,
    account: Account,
    at: datetime,
    force: bool,
    pauses: Sequence[float] = smtp.PAUSES,
    watch: Callable[[float], None] = lambda _: None,
) -> Sent:
    """Send to every recipient who does not have it yet; all is in the journal before and after.

    Args:
        account: whose server it goes to, unlocked.
        at: now, with its zone.
        force: send in spite of obstacles, and again to who has it already.
        pauses: seconds before each new try, where the server puts it off.
        watch: told the seconds of each pause.

    Raises:
        MailError: it should not go as it is, or nobody is to get it.
        OutputError: the journal cannot be written; then nothing is sent.
    """
    if not parcel.letter.recipients:
        raise MailError("Chưa có địa chỉ nơi nhận. Điền «Email nơi nhận» ở trang tính «Cấu hình» của kế hoạch.")
    journal = Journal(workspace.consolidated / JOURNAL_NAME)
    # Two runs at once would both find that nobody has it yet.
    with workspace.exclusive():
        kept = journal.read()
        tries = [sending for sending in kept.sendings if sending.unit == parcel.unit]
        # Who has once agreed to send this very file with its errors need not for those who still lack it.
        is_agreed = force or any(sending.digests == parcel.digests for sending in tries)
        if parcel.obstacles and not is_agreed:
            raise MailError(
                f"Chưa gửi: tệp tổng hợp có {', '.join(parcel.obstacles)}. Sửa rồi tổng hợp lại, hoặc thêm --force nếu "
                "vẫn cần gửi."
            )
        earlier = () if force else _earlier(tries, parcel, at)
        had = {sending.to for sending in earlier}
        recipients = [address for address in parcel.letter.recipients if address not in had]
        if not recipients:
            return Sent({}, earlier, kept.damaged)
        journal.record(at, parcel.unit, parcel.files, dict.fromkeys(recipients, Answer(Outcome.UNKNOWN, "")))
        answers = smtp.post(letter.finish(parcel.letter, at, uuid4().hex), recipients, account, pauses, watch=watch)
        journal.record(at, parcel.unit, parcel.files, answers)
    return Sent(answers, earlier, kept.damaged)


def _earlier(tries: Iterable[Sending], parcel: Parcel, at: datetime) -> tuple[Sending, ...]:
    """Who has this letter with the same files, or may have it; of a reminder, any of the same day to the unit."""
    found: dict[str, Sending] = {}
    for sending in tries:
        is_same = sending.at.date() == at.date() if parcel.unit else sending.digests == parcel.digests
        known = found.get(sending.to)
        if is_same and sending.outcome in (Outcome.ACCEPTED, Outcome.UNKNOWN):
            found[sending.to] = known if known and known.outcome is Outcome.ACCEPTED else sending
    return tuple(found.values())
