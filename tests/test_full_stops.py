"""Every sentence that staff read ends as a sentence does; a command in it stands between quotes, apart from the stop."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit.issues import Catalogue

ROOT = Path(__file__).parent.parent
SOURCES = [path for folder in ("toolkit", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]
ENDS = (".", "!", "?", "…", ":")
# What is said to staff; of a `Shown` or `Finding` all parts are, but for its label.
SAYING = {"say", "echo", "warn", "showwarning", "Outcome", "Shown", "Finding", "Stopped", "Unreadable", "Unusable"}
LABELS = {"Finding": 1}
MARKED = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9àáãèéìíòóõùúý]")


def _catalogues() -> list[Catalogue]:
    for name in ("toolkit.codes", "toolkit.lint.codes"):
        importlib.import_module(name)
    return [code for catalogue in Catalogue.__subclasses__() for code in catalogue]


@pytest.mark.parametrize("code", _catalogues(), ids=str)
def test_codes(code: Catalogue) -> None:
    for text in (code.value.sentence, code.value.remedy):
        # What fills the last field is a sentence of this program's own.
        assert not text or text.endswith((*ENDS, "{detail}", "{reason}", "{fault}")), text


def _said(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """What is given to an error or said: the name of the call, and each text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in SAYING or name.endswith("Error"):
                texts = [*node.args[LABELS.get(name, 0) :], *(keyword.value for keyword in node.keywords)]
                yield from ((name, text) for text in texts)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("sentence", "remedy"):
            yield ast.unparse(node.targets[0]), node.value


def _ending(text: ast.expr) -> str:
    """The whole words of a text; a field is `{}`."""
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        return text.value
    if isinstance(text, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in text.values)
    return ""


def _is_whole(text: str) -> bool:
    """A sentence with its end; a label with its value behind it; or what ends with a sentence of somebody else."""
    if len(text.split()) < 4 or not MARKED.search(text) or text.endswith(ENDS):
        return True
    return bool(re.search(r"(^|[.!] )[^.!,;]{1,40}: \{\}(, \{\}[^.]*)?$|[.!:] \{\}$|\{\}\{\}$", text))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_said(path: Path) -> None:
    assert [text for name, said in _said(path) if not _is_whole(text := _ending(said))] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_stand_apart_from_the_stop(path: Path) -> None:
    """Else whoever copies it takes the stop along."""
    for _, said in _said(path):
        assert not re.search(r": (phuluc|pip) [^«»]*$", _ending(said)), _ending(said)


def test_the_check_finds_what_is_wrong() -> None:
    wrong = ["Không đọc được tệp này", "Chưa gửi. Đã soạn {} thư nháp", "Hãy chạy lại bằng: phuluc gui --yes"]
    right = [
        "Không đọc được tệp này.",
        "Chưa gửi. Thư nháp: {}",
        "Kế hoạch {}: {}",
        "Chưa cài đặt được. {}",
        "Kết quả: {}",
    ]
    assert [text for text in (*wrong, *right) if not _is_whole(text)] == wrong
