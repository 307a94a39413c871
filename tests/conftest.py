"""Shared fixtures: a small workspace with issued unit workbooks, and LibreOffice where it is installed."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from tables import DAY, write_plan

from toolkit import workflow
from toolkit.workspace import Workspace

# In CI the same examples every time; at the desk new ones, so that new faults are found there.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

Convert = Callable[[Path, str], Path]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in a folder with a Vietnamese name, with the small plan of `tables.py`."""
    root = tmp_path / "Xã Thử"
    made = Workspace(root)
    for folder in made.folders:
        folder.mkdir(parents=True)
    write_plan(made.plan)
    return made


@pytest.fixture
def issued(workspace: Workspace) -> Workspace:
    """The same after `issue`."""
    workflow.issue(workspace, (), DAY)
    return workspace


@pytest.fixture
def send(issued: Workspace) -> Callable[[str], Path]:
    """Copies a unit's issued workbook into `nop/`, as if the unit had sent it back."""

    def copy(unit: str, name: str = "") -> Path:
        source = next(issued.issued.glob(f"{unit}_*.xlsx"))
        return Path(shutil.copy(source, issued.received / (name or source.name)))

    return copy


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Converts a file with LibreOffice: `convert(path, "pdf")` gives the new file."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing; in CI nothing may be skipped")
        pytest.skip("LibreOffice is not installed: this test needs it")
    profile = tmp_path_factory.mktemp("office")

    def run(path: Path, target: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True, timeout=180)
        return folder / f"{path.stem}.{target.partition(':')[0]}"

    return run
