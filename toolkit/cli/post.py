"""Commands that end in mail: `send`, `remind`, `mail-setup`. Nothing leaves without `--yes`."""

import os
from datetime import datetime
from pathlib import Path

import click

from toolkit.cli import show
from toolkit.cli.options import in_workspace
from toolkit.errors import ExitCode
from toolkit.mail.smtp import Outcome
from toolkit.mailing import Parcel, Sent
from toolkit.wording import number
from toolkit.workspace import Workspace

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
        show.say("Mở thư nháp bằng Outlook hoặc Thunderbird rồi bấm gửi, hoặc gửi ngay bằng: phuluc send --yes")
        if parcel.obstacles:
            show.say(f"Lưu ý: tệp tổng hợp có {', '.join(parcel.obstacles)}; gửi bằng --yes phải thêm --force.")
        return
    sent = mailing.send(workspace, parcel, account, datetime.now().astimezone(), force, watch=_say_pause)
    ctx.exit(ExitCode.MAIL_FAILED if _say_sent(sent) else ExitCode.CLEAN)


def _say_parcel(parcel: Parcel) -> None:
    letter = parcel.letter
    show.say(f"Nơi nhận: {', '.join(letter.to) or 'chưa có (điền «Email nơi nhận» ở sheet «Cấu hình»)'}")
    if letter.cc:
        show.say(f"Đồng gửi: {', '.join(letter.cc)}")
    show.say(f"Tiêu đề: {letter.subject}")
    for kept in parcel.files:
        show.say(f"Tệp kèm theo: {kept.name}, {number(kept.size)} byte, sha256 {kept.sha256}")


def _say_pause(seconds: float) -> None:
    show.say(f"Máy chủ thư hoãn nhận; thử lại sau {seconds:.0f} giây…", err=True)


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
