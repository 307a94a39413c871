"""One word for one thing: the glossary's names are in the code, and no text for staff says a thing in another word."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GLOSSARY = ROOT / "docs" / "thuat_ngu.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "`" in line
]
NAMES = [name for _, names, _, _ in ROWS for name in re.findall(r"`([\w.]+)`", names)]
AVOIDED = [word.strip() for *_, words in ROWS for word in words.split(",") if word.strip()]
CODE = [path for folder in ("toolkit", "scripts", "workbooks") for path in sorted((ROOT / folder).rglob("*.py"))]
# Read by staff as they stand.
TEXTS = [
    *sorted((ROOT / "toolkit").rglob("*.j2")),
    *sorted((ROOT / "scripts").glob("*.bat")),
    ROOT / "bundle" / "DOC_TRUOC.txt",
    ROOT / "README.md",
    *(ROOT / "docs" / name for name in ("huong_dan.md", "ma_loi.md", "lenh.md", "kiem_tra_windows.md")),
]


@pytest.mark.parametrize("name", NAMES)
def test_its_names_are_in_the_code(name: str) -> None:
    module, *inside = name.split(".")
    *more, last = inside
    path = ".".join(["toolkit", module, *(part for part in more if part.islower())])
    owner: object = reduce(getattr, (part for part in more if not part.islower()), importlib.import_module(path))
    is_field = last in getattr(owner, "__annotations__", {})
    assert is_field or hasattr(owner, last), name


def test_each_thing_has_one_word() -> None:
    assert len(set(NAMES)) == len(NAMES)
    words = [word for word, *_ in ROWS]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("path", [*CODE, *TEXTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_for_staff_says_it_otherwise(path: Path) -> None:
    told = (
        _told(path) if path.suffix == ".py" else iter([path.read_text(encoding="utf-8").partition("# In English")[0]])
    )
    avoided = re.compile(rf"\b({'|'.join(AVOIDED)})\b")
    found = [text for text in told if avoided.search(_without_code(text))]
    assert not found


def _without_code(text: str) -> str:
    """Without what is no Vietnamese: names and commands in backquotes, links, parts of templates, arguments of commands."""
    return re.sub(r"`[^`\n]+`|\{\{.*?\}\}|\{%.*?%\}|\]\(.*?\)|\b[A-Z]{3,}\b|--[a-z]+", "", text).lower()


def _told(path: Path) -> Iterator[str]:
    """The texts with Vietnamese letters or quotes in a module, its docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return (node.value for node in constants if isinstance(node.value, str) and not node.value.isascii())


def test_the_check_finds_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text('"""Một file."""\nTOLD = "Mở sheet «Phụ lục»."\n', encoding="utf-8")
    with pytest.raises(AssertionError):
        test_no_text_for_staff_says_it_otherwise(path)
    path.write_text('"""Một file."""\nTOLD = "Mở trang tính «Phụ lục»."\n', encoding="utf-8")
    test_no_text_for_staff_says_it_otherwise(path)
