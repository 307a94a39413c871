"""Commands around the machine: the control workbook written, what its buttons start, and is the machine ready."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from toolkit.cli import show
from toolkit.cli.options import Day, in_workspace
from toolkit.errors import ExitCode

# Those of `buttons`, which is imported only when one is pressed.
_TASKS = ("lint", "issue", "validate", "merge", "flag", "report", "send", "remind", "doctor", "init")


@click.command()
@in_workspace
def control(root: Path) -> None:
    """Ghi lại tệp điều khiển dieu_khien.xlsm với các nút bấm; trên Windows cả phuluc.bat."""
    from toolkit import setting_up
    from toolkit.workspace import Workspace

    workspace = Workspace(root)
    show.say(f"Kết quả: {workspace.shown(setting_up.equip(workspace, sys.executable, date.today()))}")


@click.command()
@click.argument("task", type=click.Choice(_TASKS))
@click.option("--as-of", type=Day(), help="Ngày tổng hợp; mặc định là hôm nay.")
@click.option("--file", default="", help="Tệp cần đánh dấu (chỉ với flag).")
@click.option("--result", required=True, type=click.Path(path_type=Path), help="Ghi kết quả vào tệp này.")
@in_workspace
def press(task: str, as_of: date | None, file: str, result: Path, root: Path) -> None:
    """Việc của một nút trong dieu_khien.xlsm; kết quả ghi bằng chữ ASCII để macro đọc được."""
    from toolkit import buttons
    from toolkit.buttons import Outcome, Press
    from toolkit.files import check_target, write_whole
    from toolkit.workspace import Workspace

    check_target(result)
    try:
        outcome = buttons.run(task, Press(Workspace(root), as_of or date.today(), file))
    except Exception as fault:
        # The macro waits for the file: it must be there whatever happens.
        outcome = Outcome(False, f"Có lỗi ngoài dự kiến: {type(fault).__name__}.")
    run_at = f"{datetime.now():%d/%m/%Y %H:%M}"
    lines = [("run", run_at, ""), ("headline", outcome.headline, "")]
    lines += [("line", line.text, line.target) for line in outcome.lines]
    if outcome.opened:
        lines.append(("open", str(outcome.opened.absolute()), ""))
    write_whole(result, "".join("\t".join(map(_ascii, line)) + "\n" for line in lines).encode("ascii"))
    show.say(outcome.headline)


@click.command()
@in_workspace
@click.pass_context
def doctor(ctx: click.Context, root: Path) -> None:
    """Kiểm tra máy: Python, thư viện, Excel, macro, thư mục, phông chữ, thư điện tử. Mã thoát 3 nếu có chỗ cần sửa."""
    from toolkit.doctor import State, examine
    from toolkit.workspace import Workspace

    colours = {State.GOOD: "green", State.NOTE: "yellow", State.FAULT: "red"}
    has_fault = False
    for finding in examine(Workspace(root)):
        click.secho(f"{finding.state.value:<8}", fg=colours[finding.state], nl=False)
        show.say(str(finding))
        has_fault = has_fault or finding.state is State.FAULT
    ctx.exit(ExitCode.WORKBOOK_ERRORS if has_fault else ExitCode.CLEAN)


def _ascii(text: str) -> str:
    r"""Text in ASCII on one line, every other letter as `\uXXXX` of its UTF-16 form; a backslash, too."""
    units = text.replace("\t", " ").replace("\n", " ").encode("utf-16-be", "surrogatepass")
    codes = [int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2)]
    return "".join(chr(code) if 32 <= code < 127 and code != 92 else f"\\u{code:04x}" for code in codes)
