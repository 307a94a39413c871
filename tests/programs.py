"""Programs of the machine that some tests need: skipped where one is missing, never in CI."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest


def find(*names: str) -> str:
    """The path of the first of these programs that is there."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or lacking(names[0])


def lacking(what: str) -> NoReturn:
    """Skip the test; in CI, where nothing may be skipped, fail it."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing; in CI nothing may be skipped")
    pytest.skip(f"{what} is missing: this test needs it")


def ordinary(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command for which permissions count: an administrator's process gives up what sets it above them."""
    is_above = hasattr(os, "geteuid") and os.geteuid() == 0
    given_up = [find("setpriv"), "--bounding-set=-all", "--inh-caps=-all"] if is_above else []
    return subprocess.run([*given_up, *command], check=False, capture_output=True, encoding="utf-8", timeout=120)
