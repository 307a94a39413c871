"""What a double-clicked script shows: a window that asks for the folder, shows progress, tells and opens the result.

For machines without Excel, or where macros are forbidden. What a task does is `toolkit.buttons`' matter.
"""

import queue
import threading
import tkinter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tkinter import filedialog, messagebox, ttk
from tkinter.scrolledtext import ScrolledText

import click

from toolkit import buttons
from toolkit.buttons import Needs, Outcome, Press, Shown
from toolkit.filenames import shown_name
from toolkit.workspace import PLAN_NAME, Workspace, last_used

_TITLE = "Tổng hợp phụ lục nhiệm vụ"
_COLUMNS, _ROWS = 104, 22
_POLL_MS = 50
# Where the set-up makes the workspace.
_SET_UP = Path.home() / "phu_luc"


@dataclass(frozen=True, slots=True)
class Progress:
    """File `number` of `total` is being read."""

    number: int
    total: int
    name: str


def show(task: str) -> bool:
    """Ask for what the task needs, run it and show how it ended, until the person closes the window.

    Returns:
        Whether there is a screen to show anything on.

    Raises:
        KeyError: there is no such task.
    """
    try:
        top = tkinter.Tk()
    except tkinter.TclError:
        return False
    top.title(_TITLE)
    top.withdraw()
    press = _ask(task)
    if press:
        top.deiconify()
        _Window(top, task, press)
        top.mainloop()
    return True


def _ask(task: str) -> Press | None:
    """The folder (and for `flag` the file) that the person chooses; None where they leave off.

    Offered first is the folder in which the script was started, then the one used last, then the set-up's.
    """
    needs = buttons.TASKS[task].needs
    if needs is Needs.FILE:
        kinds = [("Excel", "*.xlsx *.xlsm"), ("*", "*")]
        chosen = filedialog.askopenfilename(title="Chọn tệp phụ lục cần đánh dấu quá hạn", filetypes=kinds)
        return Press(Workspace(Path(chosen).parent), date.today(), chosen) if chosen else None
    known = (Workspace(Path()), last_used(), Workspace(_SET_UP))
    usual = next((workspace for workspace in known if workspace and workspace.plan.is_file()), None)
    if needs is Needs.NEW_FOLDER:
        return _ask_for_new(usual.root.absolute().parent if usual else Path.home())
    if needs is Needs.NOTHING or Workspace(Path()).plan.is_file():
        return Press(usual or Workspace(Path()), date.today())
    while True:
        title, first = f"Chọn thư mục làm việc (có tệp {PLAN_NAME})", usual.root if usual else Path.home()
        folder = filedialog.askdirectory(title=title, initialdir=first)
        if not folder:
            return None
        if Workspace(Path(folder)).plan.is_file():
            return Press(Workspace(Path(folder)), date.today())
        messagebox.showwarning(_TITLE, f"Thư mục này không có tệp {PLAN_NAME}. Xin chọn lại.")


def _ask_for_new(first: Path) -> Press | None:
    """A folder in which nothing lies yet, chosen or typed; None where the person leaves off."""
    while folder := filedialog.askdirectory(
        title="Xin chọn hoặc tạo một thư mục trống cho kế hoạch mới", initialdir=first
    ):
        # A name that is typed is one beside the other workspaces.
        workspace = Workspace(first / folder)
        if workspace.is_blank:
            return Press(workspace, date.today())
        there = f"đã có kế hoạch ({PLAN_NAME})" if workspace.plan.exists() else "đã có tệp khác"
        messagebox.showwarning(_TITLE, f"Thư mục này {there}. Xin tạo thư mục mới hoặc chọn thư mục trống.")
    return None


class _Window:
    """One task at work. It runs in a thread of its own; everything on the screen is done by the first one."""

    def __init__(self, top: tkinter.Tk, task: str, press: Press) -> None:
        self._top = top
        self._news: queue.SimpleQueue[Progress | Outcome] = queue.SimpleQueue()
        self._headline = ttk.Label(top, text="Đang chạy, xin chờ…", font="TkHeadingFont", wraplength=780)
        self._bar = ttk.Progressbar(top, mode="determinate")
        self._lines = ScrolledText(top, width=_COLUMNS, height=_ROWS, wrap="word", state="disabled", spacing3=4)
        self._lines.config(font="TkDefaultFont", padx=8, pady=8)
        self._close = ttk.Button(top, text="Đóng", command=top.destroy)
        self._headline.pack(fill="x", padx=12, pady=8)
        self._bar.pack(fill="x", padx=12)
        self._lines.pack(fill="both", expand=True, padx=12)
        self._close.pack(pady=8)
        threading.Thread(target=self._run, args=(task, press), daemon=True).start()
        self._poll()

    def _run(self, task: str, press: Press) -> None:
        outcome = Outcome(False, "Có lỗi ngoài dự kiến nên chương trình dừng giữa chừng. Báo cho người hỗ trợ.")
        try:
            outcome = buttons.run(task, Press(press.workspace, press.day, press.file, self._track))
        finally:
            # Whatever happened, the window does not wait for ever.
            self._news.put(outcome)

    def _track(self, files: Sequence[Path]) -> Iterator[Path]:
        for number, path in enumerate(files, start=1):
            self._news.put(Progress(number, len(files), shown_name(path.name)))
            yield path

    def _poll(self) -> None:
        while not self._news.empty():
            news = self._news.get()
            if isinstance(news, Outcome):
                self._tell(news)
                return
            self._headline.config(text=f"Đang đọc {news.number}/{news.total}: {news.name}")
            self._bar.config(maximum=news.total, value=news.number)
        self._top.after(_POLL_MS, self._poll)

    def _tell(self, outcome: Outcome) -> None:
        self._headline.config(text=outcome.headline, foreground="" if outcome.is_done else "#C00000")
        self._top.title(outcome.headline)
        self._bar.pack_forget()
        self._lines.config(state="normal")
        for line in outcome.lines:
            self._write(line)
        self._lines.config(state="disabled")
        self._close.focus()
        if outcome.opened:
            click.launch(str(outcome.opened.absolute()))

    def _write(self, line: Shown) -> None:
        if not line.target:
            self._lines.insert("end", f"{line.text}\n")
            return
        link = f"link{self._lines.index('end')}"
        self._lines.insert("end", f"{line.text}\n", link)
        # Not underlined: the line would hide the dots under Vietnamese letters.
        self._lines.tag_config(link, foreground="#0563C1")
        self._lines.tag_bind(link, "<Button-1>", partial(_open, line.target))


def _open(target: str, _event: "tkinter.Event[tkinter.Text]") -> None:
    click.launch(target)
