"""Commands around the control workbook: `control` writes it, `press` is what its buttons start."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from toolkit.cli import show
from toolkit.cli.options import Day, in_workspace


@click.command()
@in_workspace
def control(root: Path) -> None:
    """Ghi lại tệp điều khiển dieu_khien.xlsm với các nút bấm."""
    from toolkit import workflow
    from toolkit.workspace import Workspace

    workspace = Workspace(root)
    show.say(f"Kết quả: {workspace.shown(workflow.write_control(workspace, sys.executable, date.today()))}")


@click.command()
@click.argument("task", type=click.Choice(["lint", "issue", "validate", "merge", "flag", "report"]))
@click.option("--as-of", type=Day(), help="Ngày tổng hợp; mặc định là hôm nay.")
@click.option("--file", default="", help="Tệp cần đánh dấu (chỉ với flag).")
@click.option("--result", required=True, type=click.Path(path_type=Path), help="Ghi kết quả vào tệp này.")
@in_workspace
def press(task: str, as_of: date | None, file: str, result: Path, root: Path) -> None:
    """Việc của một nút trong dieu_khien.xlsm; kết quả ghi bằng chữ ASCII để macro đọc được."""
    from toolkit import buttons
    from toolkit.buttons import Outcome, Press
    from toolkit.files import write_whole
    from toolkit.workspace import Workspace

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


def _ascii(text: str) -> str:
    r"""Text in ASCII on one line, every other letter as `\uXXXX` of its UTF-16 form; a backslash, too."""
    units = text.replace("\t", " ").replace("\n", " ").encode("utf-16-be")
    codes = [int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2)]
    return "".join(chr(code) if 32 <= code < 127 and code != 92 else f"\\u{code:04x}" for code in codes)
