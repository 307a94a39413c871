"""What click itself says of a command line is Vietnamese, too."""

import inspect
import re

import pytest
from click.testing import CliRunner, Result

from toolkit import __version__
from toolkit.cli import COMMANDS, phuluc, words

ENGLISH = re.compile(
    r"\b(usage|options|commands?|args|arguments?|show|exit|default|required|version|error|try|invalid|missing|such)\b",
    re.IGNORECASE,
)


def _run(line: str) -> Result:
    return CliRunner().invoke(phuluc, line.split(), prog_name="phuluc")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("khong-co", "Không có lệnh «khong-co»."),
        ("init", "Thiếu 'DIR'."),
        ("init a b", "Thừa: b"),
        ("merge --levle x", "Không có tùy chọn «--levle». Có phải là một trong: '--help', '--level'?"),
        ("merge --level x", "Giá trị của '--level' không đúng: «x» không phải là một trong 'don-vi', 'cap-duoi'."),
        ("merge --workers a", "«a» không phải là số nguyên."),
        ("merge --workers 99", "99 nằm ngoài khoảng 1<=x<=61."),
        ("merge --as-of", "Tùy chọn «--as-of» cần một giá trị đi kèm."),
        ("merge --json=1", "Tùy chọn «--json» không có giá trị đi kèm."),
        ("press lint", "Thiếu tùy chọn '--result'."),
    ],
)
def test_a_wrong_command_line_is_told_in_vietnamese(line: str, told: str) -> None:
    result = _run(line)
    assert (result.exit_code, ENGLISH.search(result.stderr)) == (2, None)
    assert result.stderr.endswith(f"{told}\n")


def test_help_is_in_vietnamese_throughout() -> None:
    for entry in COMMANDS:
        shown = _run(f"{entry.name} --help").output
        assert shown.startswith(f"Cách dùng: phuluc {entry.name} [TÙY_CHỌN]")
        assert not ENGLISH.search(shown), shown
    assert not ENGLISH.search(_run("--help").output.replace("--version", ""))
    assert _run("--version").output == f"phuluc, phiên bản {__version__}\n"


def test_every_word_is_one_that_click_says() -> None:
    source = "".join(inspect.getsource(module) for module in words._MODULES)
    assert [text for text in words._WORDS if f'"{text}"'.replace("\n", "\\n").replace("\t", "\\t") not in source] == []
    for text, ours in words._WORDS.items():
        assert set(re.findall(r"\{(\w+)", ours)) <= set(re.findall(r"\{(\w+)", text)), text
