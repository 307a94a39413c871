"""Mail: from which account, and where the report is to go. Nothing is asked of a server here."""

import os
from collections.abc import Iterator

from toolkit import plan
from toolkit.doctor.finding import Finding, State
from toolkit.errors import MachineError, MailError, PlanError
from toolkit.mail import account, letter
from toolkit.workspace import PLAN_NAME, Workspace

_SETUP = "Chạy scripts/khai_bao_thu.bat, hoặc lệnh phuluc cai-dat-thu; chưa có vẫn soạn được thư nháp."


def examine(workspace: Workspace) -> Iterator[Finding]:
    """The account, then the recipient of the report as far as there is a plan."""
    yield _account()
    try:
        recipient = plan.load(workspace.plan).settings.recipient_email if workspace.plan.is_file() else None
    except (PlanError, MachineError):
        recipient = None
    if recipient is not None:
        yield _recipient(recipient)


def _account() -> Finding:
    try:
        known = account.load(os.environ)
        if not known.host:
            return Finding("Máy chủ thư", State.NOTE, "Chưa khai báo.", _SETUP)
        account.unlock(known, os.environ)
    except MailError as fault:
        return Finding("Máy chủ thư", State.FAULT, fault.sentence, _SETUP)
    return Finding("Máy chủ thư", State.GOOD, f"{known.server} ({known.security}), người gửi {known.sender}.")


def _recipient(text: str) -> Finding:
    remedy = f"Điền «Email nơi nhận» ở trang tính «Cấu hình» của {PLAN_NAME}."
    try:
        addresses = letter.split_addresses(text)
    except MailError as fault:
        return Finding("Email nơi nhận", State.FAULT, fault.sentence, remedy)
    if not addresses:
        return Finding("Email nơi nhận", State.NOTE, "Chưa có địa chỉ nơi nhận báo cáo.", remedy)
    return Finding("Email nơi nhận", State.GOOD, f"{', '.join(addresses)}.")
