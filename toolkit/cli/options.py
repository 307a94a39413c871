"""What several commands take: the workspace, dates, the level, JSON."""

import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from toolkit.encryption import Keyring

F = TypeVar("F", bound=Callable[..., object])


class Day(click.ParamType[date]):
    """`2025-06-30` or `30/06/2025`."""

    name = "NGÀY"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", str(value)) or re.fullmatch(
            r"(\d{1,2})/(\d{1,2})/(\d{4})", str(value)
        )
        try:
            if match:
                parts = [int(part) for part in match.groups()]
                return date(*parts) if parts[0] > 31 else date(*reversed(parts))
        except ValueError:
            pass
        today = date.today()
        self.fail(f"«{value}» không phải là ngày. Ghi dạng {today:%Y-%m-%d} hoặc {today:%d/%m/%Y}.", param, ctx)


class Target(click.ParamType[Path]):
    """A file or a folder to be written; where it is not absolute it begins where the person stands."""

    name = "FILE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return Path.cwd() / str(value)


def in_workspace(command: F) -> F:
    """`-C DIR` after the command's name too; `root` is the folder the command works in."""

    def choose(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path:
        return value or (ctx.obj if isinstance(ctx.obj, Path) else Path())

    kind = click.Path(path_type=Path)
    return click.option("-C", "root", type=kind, callback=choose, help="Thư mục làm việc.")(command)


def _keyring(_ctx: click.Context, _param: click.Parameter, passwords: tuple[str, ...]) -> Keyring:
    """The given passwords; a person at a terminal is asked for what is missing."""
    return Keyring(list(passwords), _ask_password if sys.stdin.isatty() and sys.stderr.isatty() else None)


def _ask_password(file: str, is_wrong: bool) -> str:
    question = f"\n{'Mật khẩu chưa đúng. ' if is_wrong else ''}Mật khẩu mở tệp {file} (nhấn Enter để bỏ qua)"
    answer: str = click.prompt(question, default="", show_default=False, hide_input=True, err=True)
    return answer


passwords = click.option(
    "--password", "keyring", multiple=True, callback=_keyring, metavar="MẬT_KHẨU",
    help="Mật khẩu mở tệp của đơn vị; ghi nhiều lần nếu có nhiều mật khẩu.",
)  # fmt: skip
of_level = click.option(
    "--level", type=click.Choice(["don-vi", "cap-duoi"]), default="don-vi", show_default=True,
    help="Tệp nhận về là báo cáo của đơn vị, hay tệp tổng hợp của cấp dưới (mỗi đơn vị của kế hoạch là một nơi).",
)  # fmt: skip
as_json = click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON ra đầu ra chuẩn.")
as_of_day = click.option("--as-of", type=Day(), help="Ngày tổng hợp; mặc định là hôm nay.")
input_paths = click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
