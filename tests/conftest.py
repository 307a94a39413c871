"""Shared fixtures: a small workspace with issued unit workbooks, and LibreOffice where it is installed."""

import html
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import programs
import pytest
from hypothesis import settings
from tables import DAY, write_plan

from toolkit import preparing
from toolkit.workspace import Workspace

# In CI the same examples every time; at the desk new ones, so that new faults are found there.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

MACRO = Path(__file__).parent / "data" / "typist.bas"
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Typist"/></library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typist"
 script:language="StarBasic">{source}</script:module>
"""
LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""

Convert = Callable[..., Path]


@pytest.fixture(autouse=True)
def nobody(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings and passwords of whoever runs the tests are out of reach."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name in [name for name in os.environ if name.startswith("PHULUC_")]:
        monkeypatch.delenv(name)


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
    preparing.issue(workspace, (), DAY)
    return workspace


@pytest.fixture
def send(issued: Workspace) -> Callable[[str], Path]:
    """Copies a unit's issued workbook into `nop/`, as if the unit had sent it back."""

    def copy(unit: str, name: str = "") -> Path:
        source = next(issued.issued.glob(f"{unit}_*.xlsx"))
        return Path(shutil.copy(source, issued.received / (name or source.name)))

    return copy


@pytest.fixture(scope="session")
def office() -> str:
    """The command that starts LibreOffice."""
    return programs.find("soffice", "libreoffice")


@pytest.fixture(scope="session")
def convert(office: str, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Converts a file with LibreOffice: `convert(path, "pdf")` gives the new file; more files lie beside it."""
    profile = tmp_path_factory.mktemp("office")

    def run(path: Path, target: str, *more: Path) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", target]
        subprocess.run([*command, "--outdir", folder, path, *more], check=True, capture_output=True, timeout=180)
        return folder / f"{path.stem}.{target.partition(':')[0]}"

    return run


@pytest.fixture(scope="session")
def macro(office: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], None]:
    """Runs a macro of `data/typist.bas` in LibreOffice set to Vietnamese: `macro("TypeIn(...)")`."""
    profile = tmp_path_factory.mktemp("typist")
    start = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(LOCALE, encoding="utf-8")
    # The first start lays out the profile, and would overwrite a macro that is there already.
    subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=180)
    basic = profile / "user" / "basic" / "Standard"
    (basic / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    source = html.escape(MACRO.read_text(encoding="utf-8"), quote=False)
    (basic / "Typist.xba").write_text(MODULE.format(source=source), encoding="utf-8")

    def run(call: str) -> None:
        subprocess.run([*start, f"macro:///Standard.Typist.{call}"], check=True, capture_output=True, timeout=180)

    return run


@pytest.fixture(scope="session")
def type_in(macro: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Fills a workbook in LibreOffice, each cell as if typed on the keyboard.

    `type_in(path, "ods", {("Báo cáo", "I8"): "Hoàn thành"}, password="")` gives the saved file.
    """

    def run(path: Path, suffix: str, typed: dict[tuple[str, str], str], password: str = "") -> Path:
        folder = tmp_path_factory.mktemp("typed")
        target, keys = folder / f"{path.stem}.{suffix}", folder / "keys.txt"
        lines = [f"{sheet}\t{cell}\t{text}".replace("\n", "\\n") for (sheet, cell), text in typed.items()]
        keys.write_text("\n".join(lines), encoding="utf-8")
        macro(f"TypeIn({path.as_uri()},{target.as_uri()},{suffix},{keys.as_uri()},{password})")
        assert target.exists(), "the macro did not run to its end"
        return target

    return run


@pytest.fixture(scope="session")
def low_rows(macro: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[str]]:
    """The rows of a workbook that are too low for their texts in LibreOffice: `Chi tiết 17: 500 < 900`."""

    def run(path: Path) -> list[str]:
        told = tmp_path_factory.mktemp("rows") / "low.txt"
        macro(f"FindLowRows({path.as_uri()},{told.as_uri()})")
        found = [line.split("\t") for line in told.read_text(encoding="utf-8").splitlines()]
        return [f"{sheet} {row}: {height} < {wish}" for sheet, row, height, wish in found]

    return run


@pytest.fixture(scope="session")
def click(
    macro: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., dict[str, list[str]]]:
    """Presses a button of the control workbook by its caption, in LibreOffice, and gives what the named cells show.

    `click(path, "Tổng hợp", fill="Ngay_bao_cao=30/06/2025")` types into a named cell first.
    """

    def run(path: Path, caption: str, fill: str = "") -> dict[str, list[str]]:
        told = tmp_path_factory.mktemp("clicked") / "shown.txt"
        macro(f"ClickButton({path.as_uri()},{caption},Lan_chay Ket_qua Cac_dong,{told.as_uri()},{fill})")
        shown: dict[str, list[str]] = {}
        for line in told.read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition("\t")
            shown.setdefault(name, []).append(text)
        return shown

    return run
