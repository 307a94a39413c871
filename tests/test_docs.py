"""The documents say what the program does: help texts generated, links alive, scripts and commands named."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import COMMANDS, phuluc
from toolkit.codes import CODES
from toolkit.guard import Cause
from toolkit.isolation import Reason
from toolkit.lint.codes import PlanCode
from toolkit.rules import Rule

ROOT = Path(__file__).parent.parent
REFERENCE, CATALOGUE, GLOSSARY = (ROOT / "docs" / name for name in ("lenh.md", "ma_loi.md", "thuat_ngu.md"))
KINDS = {
    "K": "kế hoạch (khi soát kế hoạch)",
    "T": "tệp nhận được",
    "B": "cả tệp báo cáo",
    "D": "dòng nhiệm vụ",
    "O": "ô",
}
EVERY_CODE = [*CODES, *PlanCode]
BY_NUMBER = {code.value.number: code.value for code in EVERY_CODE}
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("macros/*.md")]


def _reference() -> str:
    """Every help text, as `docs/lenh.md` holds them."""
    parts = ["# Các lệnh\n\nDo chương trình tự in ra (`phuluc LỆNH --help`); `make docs` ghi lại tệp này.\n"]
    for name in ("", *(entry.name for entry in COMMANDS)):
        arguments = [name, "--help"] if name else ["--help"]
        shown = CliRunner().invoke(phuluc, arguments, prog_name="phuluc", terminal_width=100).output
        parts.append(f"\n## phuluc {name}".rstrip() + f"\n\n```\n{shown.rstrip()}\n```\n")
    return "".join(parts)


def _catalogue() -> str:
    """Every code of the catalogues, as `docs/ma_loi.md` holds them."""
    parts = [
        "# Mã lỗi\n\nDo chương trình tự in ra; `make docs` ghi lại tệp này. Dấu … là nơi thông báo ghi điều cụ thể.\n\n"
        "`Lỗi`: chỗ đó không được tính cho đến khi sửa. `Cảnh báo`: đã tính, cần xem lại. `Thông tin`: để biết.\n"
    ]
    for letter, title in KINDS.items():
        rules = sorted(code.value.number for code in EVERY_CODE if code.value.number.startswith(letter))
        assert rules, letter
        parts.append(f"\n## {letter}: {title}\n\n| mã | mức độ | nội dung | cách sửa |\n| --- | --- | --- | --- |\n")
        parts += [_row(BY_NUMBER[number]) for number in rules]
    causes = "".join(f"- {cause.value}\n" for cause in Cause)
    reasons = "".join(f"- {reason.value}\n" for reason in Reason)
    parts.append(f"\n## T13: vì sao một tệp không được mở\n\nTệp …\n\n{causes}")
    parts.append(f"\n## T16: vì sao ngừng đọc một tệp\n\n{reasons}")
    return "".join(parts)


def _row(rule: Rule) -> str:
    told, remedy = (re.sub(r"\{\w+\}", "…", text).replace("|", "/") for text in (rule.sentence, rule.remedy))
    return f"| {rule.number} | {rule.severity.word} | {told} | {remedy} |\n"


@pytest.mark.parametrize(("path", "write"), [(REFERENCE, _reference), (CATALOGUE, _catalogue)])
def test_what_the_program_says_of_itself(path: Path, write: Callable[[], str]) -> None:
    if os.environ.get("RENEW_DOCS"):
        path.write_text(write(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == write()


def test_every_code_is_in_the_catalogue_once() -> None:
    assert len(BY_NUMBER) == len(EVERY_CODE)
    assert {number[0] for number in BY_NUMBER} == set(KINDS)


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
