"""Programs of the machine that some tests need: skipped where one is missing, never in CI."""

import os
import shutil
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
