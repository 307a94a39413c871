"""Pictures of programs at work, on a screen of our own: Xvfb, keys and clicks by xdotool, pictures by ImageMagick."""

import os
import pty
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_WIDTH, _HEIGHT = 1180, 860
# Where the sheet is in LibreOffice's window: left, top, width, height.
_SHEET = (0, 107, 1118, 694)
# Seconds: until what is seen has drawn itself, and at most until it is seen.
_DRAWN, _PATIENCE = 3.0, 120.0
# LibreOffice in Vietnamese habits, its macros allowed, without a tip of the day in front of it.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>vi-VN</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse">
<value>false</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class Screen:
    """A screen by the environment in which programs appear on it."""

    environment: dict[str, str]

    def run(self, *command: str) -> str:
        told = subprocess.run(command, env=self.environment, capture_output=True, encoding="utf-8", check=False)
        return told.stdout

    def _titled(self, title: str) -> list[str]:
        seen = self.run("xdotool", "search", "--onlyvisible", "--name", "").split()
        return [window for window in seen if title in self.run("xdotool", "getwindowname", window)]

    def window(self, title: str) -> str:
        """The number of the window with this in its title, once it is there."""
        wait_until(lambda: bool(self._titled(title)))
        return self._titled(title)[0]

    def click(self, left: int, top: int) -> None:
        self.run("xdotool", "mousemove", str(left), str(top), "click", "1")
        time.sleep(_DRAWN / 3)

    def keep(self, window: str, picture: Path) -> None:
        """Write the window's picture, once it has drawn itself."""
        time.sleep(_DRAWN)
        self.run("import", "-window", window, str(picture))


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something to come true.

    Raises:
        TimeoutError: it does not.
    """
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() - begun > _PATIENCE:
            raise TimeoutError
        time.sleep(0.2)


@contextmanager
def screen() -> Iterator[Screen]:
    """An empty screen, for as long as the block runs; whatever programs ask to be opened is not."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-screen", "0", f"{_WIDTH}x{_HEIGHT}x24", "-displayfd", str(writing)]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told, tempfile.TemporaryDirectory() as stand_ins:
        opener = Path(stand_ins, "xdg-open")
        opener.write_text("#!/bin/sh\n")
        opener.chmod(0o755)
        display, path = f":{told.readline().strip()}", f"{stand_ins}{os.pathsep}{os.environ['PATH']}"
        try:
            yield Screen(os.environ | {"DISPLAY": display, "PATH": path})
        finally:
            server.terminate()
            server.wait()


@contextmanager
def spreadsheet(shown: Screen, path: Path) -> Iterator[str]:
    """A workbook open in LibreOffice as large as the screen; gives its window."""
    with tempfile.TemporaryDirectory() as profile:
        Path(profile, "user").mkdir()
        Path(profile, "user", "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        start = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--norestore", "--nologo", str(path)]
        office = subprocess.Popen(start, env=shown.environment, start_new_session=True, stderr=subprocess.DEVNULL)
        try:
            window = shown.window(path.name)
            time.sleep(_DRAWN)
            shown.run("xdotool", "windowmove", window, "0", "0", "windowsize", window, str(_WIDTH), str(_HEIGHT))
            time.sleep(_DRAWN)
            yield window
        finally:
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()


def crop_to_sheet(picture: Path) -> None:
    """Take away what LibreOffice has around a sheet."""
    left, top, width, height = _SHEET
    subprocess.run(["mogrify", "-crop", f"{width}x{height}+{left}+{top}", "+repage", str(picture)], check=True)


@contextmanager
def double_click(shown: Screen, script: Path, folder: Path) -> Iterator[None]:
    """A script started as a desktop does, with a person's terminal and no arguments; ended after the block."""
    ours, theirs = pty.openpty()
    command = [sys.executable, str(script)]
    ran = subprocess.Popen(command, stdin=theirs, cwd=folder, env=shown.environment, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(ran.pid, signal.SIGKILL)
        ran.wait()
        os.close(ours)
        os.close(theirs)
