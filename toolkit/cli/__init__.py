"""The command line: which commands there are, and the one place where a run that cannot go on is told."""

import importlib
from dataclasses import dataclass
from pathlib import Path

import click

from toolkit import __version__
from toolkit.__main__ import STOPPED, STOPPED_TOLD
from toolkit.cli import streams, words
from toolkit.errors import ToolkitError


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a command is defined; its module is imported only when the command runs."""

    name: str
    vietnamese: str
    module: str
    summary: str


COMMANDS = (
    _Entry("init", "khoi-tao", "prepare", "Tạo thư mục làm việc với kế hoạch mẫu."),
    _Entry("lint", "soat", "prepare", "Soát kế hoạch: chỗ nào chưa thống nhất."),
    _Entry("deadline", "han", "prepare", "Cho biết một thời hạn được hiểu thế nào."),
    _Entry("issue", "giao", "prepare", "Giao việc: ghi tệp báo cáo cho từng đơn vị."),
    _Entry("validate", "kiem-tra", "collect", "Kiểm tra các tệp đơn vị gửi về."),
    _Entry("merge", "tong-hop", "collect", "Tổng hợp báo cáo của các đơn vị."),
    _Entry("flag", "danh-dau", "present", "Đánh dấu quá hạn trong tệp phụ lục sẵn có."),
    _Entry("status", "tinh-hinh", "present", "Xem nhanh số liệu của tệp tổng hợp."),
    _Entry("report", "bao-cao", "present", "Ghi báo cáo Word từ tệp tổng hợp."),
    _Entry("send", "gui", "post", "Gửi tệp tổng hợp lên cấp trên qua thư điện tử."),
    _Entry("remind", "nhac", "post", "Nhắc đơn vị chưa nộp, còn lỗi, quá hạn, sắp đến hạn."),
    _Entry("mail-setup", "cai-dat-thu", "post", "Khai báo và thử máy chủ thư."),
    _Entry("control", "dieu-khien", "control", "Ghi lại tệp điều khiển có nút bấm."),
    _Entry("press", "", "control", "Việc của một nút trong tệp điều khiển (macro gọi)."),
    _Entry("doctor", "kiem-tra-may", "control", "Kiểm tra máy đã sẵn sàng chưa."),
    _Entry("demo", "", "collect", "Chạy thử trọn quy trình trên số liệu mẫu."),
)


class ToolkitGroup(click.Group):
    """Finds a command by its English or Vietnamese name, and tells a `ToolkitError` in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for entry in COMMANDS:
            if cmd_name and cmd_name in (entry.name, entry.vietnamese):
                module = importlib.import_module(f"toolkit.cli.{entry.module}")
                command: click.Command = getattr(module, entry.name.replace("-", "_"))
                command.options_metavar = words.OPTIONS
                return command
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(", ".join(filter(None, (e.name, e.vietnamese))), e.summary) for e in COMMANDS]
        with formatter.section("Các lệnh"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ToolkitError as fault:
            click.echo(fault.sentence, err=True)
            ctx.exit(fault.exit_code)
        except (KeyboardInterrupt, click.Abort):
            click.echo(STOPPED_TOLD, err=True)
            ctx.exit(STOPPED)


words.translate()


@click.group(
    cls=ToolkitGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar=words.OPTIONS,
    subcommand_metavar=words.COMMAND,
)
@click.option("-C", "root", type=click.Path(path_type=Path), default=Path(), help="Thư mục làm việc.")
@click.version_option(__version__, prog_name="phuluc")
@click.pass_context
def phuluc(ctx: click.Context, root: Path) -> None:
    """Bộ công cụ tổng hợp phụ lục nhiệm vụ của xã."""
    ctx.obj = root


def main(arguments: list[str] | None = None) -> None:
    """The command line, with these arguments or the process's own; Vietnamese is UTF-8 wherever the output goes."""
    with streams.in_order():
        phuluc(arguments, prog_name="phuluc")
