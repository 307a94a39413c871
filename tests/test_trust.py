"""What the clerk receives cannot reach out or run: no command but those of mail asks the network for anything.

`merge` asks one address, where a person gives it with `--cluster` (`test_cluster.py`).
"""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import edited
from tables import DAY, fill, write_book

from toolkit import workflow
from toolkit.workspace import Workspace, shipped

# Loaded by every Python that is started, workers among them: whoever asks for a host or connects to one is written down.
HOOK = """
import sys

def note(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto", "urllib.Request"):
        if event == "socket.connect" and not isinstance(arguments[1], tuple):
            return
        with open({log!r}, "a", encoding="utf-8") as log:
            log.write(f"{{event}} {{arguments}}\\n")
    if event in ("os.system", "os.exec", "os.startfile", "subprocess.Popen", "webbrowser.open"):
        with open({log!r}, "a", encoding="utf-8") as log:
            log.write(f"{{event}} {{arguments}}\\n")

sys.addaudithook(note)
"""
# With the exit code that tells that each did its work: 3 is faults in a unit's workbook.
COMMANDS = {
    "lint": 0,
    "issue": 0,
    "validate --mark": 3,
    "merge --as-of 2025-06-30": 3,
    "status": 0,
    "report": 0,
    "send": 0,
    "remind": 0,
    "flag theo_doi.xlsx": 0,
    "deadline 30/6/2025": 0,
    "control": 0,
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the hook writes; empty while nothing was asked."""
    path = tmp_path / "asked.txt"
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK.format(log=str(path)), encoding="utf-8")
    return path


def _run(log: Path, *command: str) -> int:
    environment = os.environ | {"PYTHONPATH": str(log.parent / "hook")}
    ran = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    print(command, ran.stdout, ran.stderr)
    return ran.returncode


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("socket.connect", "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"),
        ("subprocess.Popen", "import subprocess, sys; subprocess.run([sys.executable, '--version'])"),
    ],
)
def test_the_hook_would_see_it(log: Path, event: str, code: str) -> None:
    assert _run(log, "-c", code) == 0
    assert event in log.read_text(encoding="utf-8")


def _reaching_out(good: bytes) -> bytes:
    """A unit's workbook that names other machines wherever a workbook can."""
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{rel}/externalLinkPath" Target="http://127.0.0.1:9/a.xlsx" TargetMode="External"/>'
        f'<Relationship Id="b" Type="{rel}/attachedTemplate" Target="//127.0.0.1/a.dot" TargetMode="External"/>'
        f'<Relationship Id="c" Type="{rel}/image" Target="http://127.0.0.1:9/a.png" TargetMode="External"/></Relationships>'
    )

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
        parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = links.encode()
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = links.encode()
        parts["xl/connections.xml"] = b'<connections><connection url="http://127.0.0.1:9/"/></connections>'

    return edited(good, change)


def test_no_command_asks_the_network(issued: Workspace, send: Callable[[str], Path], log: Path) -> None:
    sent = send("VP")
    fill(sent, "Mã | Trạng thái\nA.02 | =WEBSERVICE(1)")
    sent.write_bytes(_reaching_out(sent.read_bytes()))
    write_book(issued.root / "theo_doi.xlsx", {"Theo dõi": "Nhiệm vụ | Hạn hoàn thành | Trạng thái\nViệc | 1/2/2025 |"})
    codes = {command: _run(log, "-m", "toolkit", *command.split(), "-C", str(issued.root)) for command in COMMANDS}
    assert codes == COMMANDS
    assert (issued.consolidated / "Tong_hop_2025-06-30.xlsx").exists()
    assert not log.exists(), log.read_text(encoding="utf-8")


def test_what_is_written_names_no_other_machine(issued: Workspace, send: Callable[[str], Path]) -> None:
    """Namespaces aside: no external part, no link but to files of the workspace, no macro, no query."""
    sent = send("VP")
    sent.write_bytes(_reaching_out(sent.read_bytes()))
    written = workflow.merge(issued, (), None, DAY).output
    for path in (written, *issued.issued.iterdir(), shipped() / "template_phu_luc.xlsx"):
        with zipfile.ZipFile(path) as parts:
            assert not [
                name for name in parts.namelist() if re.search("external|vba|connection|query|embed", name, re.I)
            ]
            links = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
        targets = re.findall(rb'Target="([^"]*)" TargetMode="External"', links)
        assert [target for target in targets if re.match(rb"\w+:|//|\\\\", target)] == []
