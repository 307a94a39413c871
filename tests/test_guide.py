"""Every command line that the documents show is run as it stands, in a workspace like the one they speak of."""

import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pages
import pytest

from toolkit import workflow
from toolkit.errors import ExitCode
from toolkit.workspace import Workspace

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
# What stands for a name that the reader puts in.
STAND_INS = {"TỆP": "phu_luc_cu.xlsx", "THƯ_MỤC": "hang", "ADDRESS": "tcp://127.0.0.1:1"}
# A command of this line ends otherwise than well where no mail server is declared, or no engine runs.
OTHERWISE = {"--yes": ExitCode.MAIL_FAILED, "cai-dat-thu": ExitCode.MAIL_FAILED, "--cluster": ExitCode.USAGE}
WELL = (ExitCode.CLEAN, ExitCode.WORKBOOK_ERRORS)
# Answers for the command that asks: host, security, port, user, sender.
ANSWERS = "127.0.0.1\nnone\n1\n\na@b.vn\n"


def _lines(text: str) -> list[str]:
    """The lines that begin with the program's name: within a sentence, indented, or in a block of their own."""
    return [a or b for a, b in re.findall(r"`phuluc ([^`]+)`|^ *phuluc ([^#\n]+)", text, flags=re.MULTILINE)]


SHOWN = sorted({line.strip() for document in DOCUMENTS for line in _lines(document.read_text(encoding="utf-8"))})


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped sample after a whole journey, with an old appendix beside it."""
    root = tmp_path_factory.mktemp("guide") / "xa"
    merged = workflow.demo(root, date(2025, 6, 30))
    shutil.copy(merged.output, root / STAND_INS["TỆP"])
    return root


@pytest.mark.parametrize("line", [line for line in SHOWN if "LỆNH" not in line])
def test_command_lines_run(line: str, sample: Path, tmp_path: Path) -> None:
    workspace = Workspace(Path(shutil.copytree(sample, tmp_path / "xa")))
    if "cap-duoi" in line:
        for path in workspace.received.iterdir():
            path.unlink()
        shutil.copy(sample / STAND_INS["TỆP"], workspace.received / "VPUB_Tong_hop.xlsx")
    arguments = [STAND_INS.get(word, word) for word in shlex.split(line)]
    command = [sys.executable, "-P", "-m", "toolkit", *arguments]
    told = subprocess.run(
        command, cwd=workspace.root, input=ANSWERS, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    expected = next((code for word, code in OTHERWISE.items() if word in arguments), None)
    assert told.returncode in ((expected,) if expected else WELL), told.stderr
    assert "Traceback" not in told.stderr
    assert told.stdout.strip() or expected


def test_the_documents_show_commands() -> None:
    assert len(SHOWN) >= 20


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_they_name_is_there(document: Path) -> None:
    """Scripts to double-click, targets of `make`, pictures."""
    text = document.read_text(encoding="utf-8")
    for script in re.findall(r"`(?:scripts[/\\])?(\w+\.bat)`", text):
        assert (ROOT / "scripts" / script).is_file() or script == "phuluc.bat", script
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:`|^ *)make ([a-z]+)", text, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", rules, flags=re.MULTILINE), target


def test_every_picture_is_shown_somewhere() -> None:
    text = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert f"pictures/{picture.name}" in text, picture.name


def test_every_script_and_button_is_in_the_guide() -> None:
    from toolkit.control import BUTTONS

    guide = (ROOT / "docs" / "huong_dan.md").read_text(encoding="utf-8")
    for script in (ROOT / "scripts").glob("*.bat"):
        assert f"`{script.name}`" in guide, script.name
    for button in BUTTONS:
        assert f"| {button.caption} |" in guide, button.caption


def test_the_pages_for_a_browser_lead_to_one_another() -> None:
    written = dict(pages.write(ROOT / "docs"))
    assert next(iter(written)) == "huong_dan.html"
    assert b"<table>" in written["huong_dan.html"]
    for name, content in written.items():
        if name.endswith(".html"):
            text = content.decode()
            assert "<h1" in text
            for target in re.findall(r'(?:href|src)="([^":]+)"', text):
                path, _, place = unquote(target).partition("#")
                assert (path or name) in written, f"{name}: {target}"
                assert not place or f'id="{place}"' in written[path or name].decode(), f"{name}: {target}"
