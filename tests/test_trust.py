"""What the clerk receives cannot reach out or run: no command but those of mail asks the network for anything."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import edited
from tables import DAY, fill

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
    if event in ("os.system", "os.exec", "os.startfile", "webbrowser.open"):
        with open({log!r}, "a", encoding="utf-8") as log:
            log.write(f"{{event}} {{arguments}}\\n")

sys.addaudithook(note)
"""
COMMANDS = (
    ["lint"],
    ["issue"],
    ["validate", "--mark"],
    ["merge", "--as-of", "2025-06-30"],
    ["status"],
    ["report"],
    ["send"],
    ["remind"],
    ["flag", "theo_doi.xlsx"],
    ["deadline", "30/6/2025"],
    ["control"],
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the hook writes; empty while nothing was asked."""
    path = tmp_path / "asked.txt"
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK.format(log=str(path)), encoding="utf-8")
    return path


def _run(log: Path, *command: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(log.parent / "hook")}
    ran = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    return ran.stdout + ran.stderr


def test_the_hook_would_see_it(log: Path) -> None:
    _run(log, "-c", "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))")
    assert "socket.connect" in log.read_text(encoding="utf-8")


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
    (issued.root / "theo_doi.xlsx").write_bytes(issued.plan.read_bytes())
    said = {tuple(command): _run(log, "-m", "toolkit", *command, "-C", str(issued.root)) for command in COMMANDS}
    assert [command for command, text in said.items() if "Traceback" in text] == []
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
