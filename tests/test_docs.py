"""The documents say what the program does: help texts generated, links alive, scripts and commands named."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import COMMANDS, phuluc

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "lenh.md"
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("macros/*.md")]


def _reference() -> str:
    """Every help text, as `docs/lenh.md` holds them."""
    parts = ["# Các lệnh\n\nDo chương trình tự in ra (`phuluc LỆNH --help`); `make docs` ghi lại tệp này.\n"]
    for name in ("", *(entry.name for entry in COMMANDS)):
        arguments = [name, "--help"] if name else ["--help"]
        shown = CliRunner().invoke(phuluc, arguments, prog_name="phuluc", terminal_width=100).output
        parts.append(f"\n## phuluc {name}".rstrip() + f"\n\n```\n{shown.rstrip()}\n```\n")
    return "".join(parts)


def test_the_reference_is_what_help_prints() -> None:
    if os.environ.get("RENEW_DOCS"):
        REFERENCE.write_text(_reference(), encoding="utf-8")
    assert REFERENCE.read_text(encoding="utf-8") == _reference()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (document.parent / link).exists(), link


@pytest.mark.parametrize("document", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_named_files_exist(document: Path) -> None:
    named = re.findall(r"`((?:tests|scripts|docs|toolkit|workbooks)/[\w./]+)`", document.read_text(encoding="utf-8"))
    assert named
    for path in named:
        assert (ROOT / path).exists(), path


def test_readme_names_only_commands_that_exist() -> None:
    names = {name for entry in COMMANDS for name in (entry.name, entry.vietnamese)}
    used = set(re.findall(r"`phuluc ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert used
    assert used <= names
