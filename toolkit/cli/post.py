"""Commands that end in mail: `send`, `remind`, `mail-setup`. Nothing leaves without `--yes`."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from toolkit.cli import show
from toolkit.cli.options import in_workspace
from toolkit.errors import ExitCode
from toolkit.mail import smtp
from toolkit.mail.account import Account
from toolkit.mail.smtp import Outcome
from toolkit.mailing import Parcel, Sent
from toolkit.wording import number
from toolkit.workspace import Workspace

# Lines of the journal that are named.
_MOST_LINES = 5

_yes = click.option("--yes", is_flag=True, help="Gửi thật; không có thì chỉ soạn thư nháp để xem trước.")
_force = click.option("--force", is_flag=True, help="Vẫn gửi khi tệp còn lỗi, hoặc gửi lại cho nơi đã nhận.")
_file = click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))


@click.command()
@_file
@click.option("--cc", multiple=True, metavar="ĐỊA_CHỈ", help="Đồng gửi cho địa chỉ này (có thể ghi nhiều lần).")
@_yes
@_force
@in_workspace
@click.pass_context
def send(ctx: click.Context, file: Path | None, cc: tuple[str, ...], yes: bool, force: bool, root: Path) -> None:
    """Gửi tệp tổng hợp FILE (mặc định là tệp mới nhất) và báo cáo Word lên cấp trên qua thư điện tử."""
    from toolkit import mailing
    from toolkit.mail import account as accounts

    workspace, account = Workspace(root), accounts.load(os.environ)
    parcel = mailing.prepare_report(workspace, file, cc, account.sender)
    _say_parcel(parcel)
    if not yes:
        show.say(f"Chưa gửi. Thư nháp: {workspace.shown(mailing.keep(workspace, parcel))}")
        show.say("Mở thư nháp bằng Outlook hoặc Thunderbird rồi bấm gửi, hoặc gửi ngay bằng lệnh «phuluc gui --yes».")
        if parcel.obstacles:
            show.say(f"Lưu ý: tệp tổng hợp có {', '.join(parcel.obstacles)}; gửi bằng --yes phải thêm --force.")
        return
    account = accounts.unlock(account, os.environ)
    sent = mailing.send(workspace, parcel, account, datetime.now().astimezone(), force, watch=_say_pause)
    _say_damaged(sent)
    ctx.exit(ExitCode.MAIL_FAILED if _say_sent(sent) else ExitCode.CLEAN)


@click.command()
@_file
@click.option("--unit", "units", multiple=True, metavar="MÃ", help="Chỉ nhắc đơn vị có mã này (có thể ghi nhiều lần).")
@click.option("--text", is_flag=True, help="Chỉ in lời nhắc để dán vào nhóm chat.")
@_yes
@click.option("--force", is_flag=True, help="Nhắc lại cả đơn vị đã được nhắc hôm nay.")
@in_workspace
@click.pass_context
def remind(
    ctx: click.Context, file: Path | None, units: tuple[str, ...], text: bool, yes: bool, force: bool, root: Path
) -> None:
    """Nhắc đơn vị chưa nộp, có lỗi cần sửa, có việc quá hạn hoặc sắp đến hạn theo tệp tổng hợp FILE (mới nhất)."""
    from toolkit import mailing
    from toolkit.mail import account as accounts

    workspace, account = Workspace(root), accounts.load(os.environ)
    parcels = mailing.prepare_reminders(workspace, file, units, account.sender)
    for name in (name for parcel in parcels for name in parcel.withheld):
        show.say(f"Không kèm «{name}»: {mailing.OUTSIDE}", err=True)
    if not parcels:
        show.say("Không có đơn vị nào cần nhắc.")
    elif text:
        show.say("\n----------\n\n".join(parcel.letter.text for parcel in parcels))
    elif yes:
        ctx.exit(_send_reminders(workspace, parcels, accounts.unlock(account, os.environ), force))
    else:
        workspace.check_outputs(parcel.draft for parcel in parcels)
        for parcel in parcels:
            kept, to = mailing.keep(workspace, parcel), ", ".join(parcel.letter.to)
            show.say(f"{workspace.shown(kept)}: {to or 'chưa có địa chỉ'}; {_names(parcel)}")
        show.say(f"Chưa gửi. Đã soạn {len(parcels)} thư nháp; gửi bằng lệnh «phuluc nhac --yes».")


def _names(parcel: Parcel) -> str:
    return (
        f"kèm {', '.join(a.name for a in parcel.letter.attachments)}" if parcel.letter.attachments else "không kèm tệp"
    )


def _send_reminders(workspace: Workspace, parcels: Sequence[Parcel], account: Account, force: bool) -> ExitCode:
    """Send one after the other; where nothing gets through, the rest is not tried."""
    from toolkit import mailing

    nowhere = [parcel.unit for parcel in parcels if not parcel.letter.to]
    has_failed = bool(nowhere)
    for at, parcel in enumerate(parcel for parcel in parcels if parcel.letter.to):
        sent = mailing.send(
            workspace, parcel, account, datetime.now().astimezone(), force, smtp.PAUSES[:1], watch=_say_pause
        )
        if at == 0:
            _say_damaged(sent)
        has_failed = _say_sent(sent) or has_failed
        if sent.answers and not any(answer.is_servers for answer in sent.answers.values()):
            show.say(f"Dừng ở {parcel.unit}. Chạy lại thì gửi tiếp cho các đơn vị còn lại.", err=True)
            break
    if nowhere:
        show.say(f"Chưa có địa chỉ thư đúng ở cột «Email» của trang tính «Đơn vị»: {', '.join(nowhere)}.", err=True)
    return ExitCode.MAIL_FAILED if has_failed else ExitCode.CLEAN


@click.command("mail-setup")
def mail_setup() -> None:
    """Khai báo máy chủ thư, đăng nhập thử rồi lưu lại; mật khẩu nằm trong kho mật khẩu của máy."""
    from toolkit.mail import account as accounts
    from toolkit.mail.account import Security

    known = accounts.load(os.environ)
    host = click.prompt("Máy chủ gửi thư (SMTP)", default=known.host or None)
    security = Security(
        click.prompt("Bảo mật", type=click.Choice([s.value for s in Security]), default=known.security.value)
    )
    port = click.prompt(
        "Cổng", type=int, default=known.port if known.host and known.security is security else security.port
    )
    user = click.prompt("Tên đăng nhập (ghi - nếu máy chủ không cần)", default=known.user or "-")
    user = "" if user.strip() == "-" else user
    sender = click.prompt("Địa chỉ người gửi", default=known.sender or (user if "@" in user else None))
    password = click.prompt("Mật khẩu", hide_input=True) if user else ""
    account = Account(host.strip(), port, user.strip(), sender.strip(), security, password).check()
    smtp.try_login(account)
    is_kept = accounts.store(account)
    show.say(f"Đã đăng nhập được vào {account.server} và lưu cấu hình tại {accounts.account_file()}.")
    if not is_kept:
        show.say(f"Máy không có kho mật khẩu: đặt mật khẩu vào biến môi trường {accounts.PASSWORD} trước khi gửi.")


def _say_parcel(parcel: Parcel) -> None:
    letter = parcel.letter
    show.say(f"Nơi nhận: {', '.join(letter.to) or 'chưa có (điền «Email nơi nhận» ở trang tính «Cấu hình»)'}")
    if letter.cc:
        show.say(f"Đồng gửi: {', '.join(letter.cc)}")
    show.say(f"Tiêu đề: {letter.subject}")
    for kept in parcel.files:
        show.say(f"Tệp kèm theo: {kept.name}, {number(kept.size)} byte, sha256 {kept.sha256}")


def _say_pause(seconds: float) -> None:
    show.say(f"Máy chủ thư hoãn nhận; thử lại sau {seconds:.0f} giây…", err=True)


def _say_damaged(sent: Sent) -> None:
    from toolkit.mailing import JOURNAL_NAME

    if sent.damaged:
        lines = ", ".join(map(str, sent.damaged[:_MOST_LINES])) + ("…" if len(sent.damaged) > _MOST_LINES else "")
        show.say(
            f"Nhật ký gửi {JOURNAL_NAME} có {number(len(sent.damaged))} dòng không đọc được (dòng {lines}): "
            "đã bỏ qua, thư ghi ở các dòng đó có thể bị gửi lần nữa.",
            err=True,
        )


def _say_sent(sent: Sent) -> bool:
    """Tell what became of it; gives whether somebody did not get it for sure."""
    for sending in sent.earlier:
        when = f"{sending.at:%H:%M ngày %d/%m/%Y}"
        if sending.outcome is Outcome.ACCEPTED:
            show.say(f"Đã gửi cho {sending.to} lúc {when}: không gửi lại (thêm --force nếu cần gửi lại).")
        else:
            show.say(
                f"Lần gửi cho {sending.to} lúc {when} chưa rõ kết quả: hỏi nơi nhận, gửi lại bằng --force.", err=True
            )
    accepted = [address for address, answer in sent.answers.items() if answer.outcome is Outcome.ACCEPTED]
    if accepted:
        show.say(f"Máy chủ thư đã nhận thư gửi: {', '.join(accepted)}.")
    for sentence in dict.fromkeys(answer.sentence for answer in sent.answers.values() if answer.sentence):
        show.say(sentence, err=True)
    unclear = any(sending.outcome is Outcome.UNKNOWN for sending in sent.earlier)
    return unclear or len(accepted) < len(sent.answers)
