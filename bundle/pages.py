"""The guide as pages that any browser shows without internet: every document and picture that the guide leads to."""

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

GUIDE = "huong_dan.md"
_PAGE = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>
body {{ max-width: 60em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 "Times New Roman", serif; }}
img {{ max-width: 100%; border: 1px solid #ccc; }}
table {{ border-collapse: collapse; }} td, th {{ border: 1px solid #999; padding: .3em .6em; vertical-align: top; }}
code, pre {{ font-size: .9em; background: #f2f2f2; }} pre {{ padding: .5em; overflow: auto; }}
</style></head>
<body>
{body}</body></html>
"""


def write(docs: Path) -> Iterator[tuple[str, bytes]]:
    """Each page and picture by its name, the guide first; documents that lie elsewhere are not followed."""
    markdown = MarkdownIt("commonmark").enable("table")
    waiting, known = [GUIDE], {GUIDE}
    while waiting:
        name = waiting.pop(0)
        if not name.endswith(".md"):
            yield name, (docs / name).read_bytes()
            continue
        tokens = markdown.parse((docs / name).read_text(encoding="utf-8"))
        for target in _linked(tokens):
            path = target.partition("#")[0]
            if path and path not in known and (docs / path).is_file():
                known.add(path)
                waiting.append(path)
        title = next(token.content for token in tokens if token.type == "inline")
        body = markdown.renderer.render(tokens, markdown.options, {})
        yield _page_name(name), _PAGE.format(title=title, body=body).encode()


def _page_name(path: str) -> str:
    return re.sub(r"\.md(?=#|$)", ".html", path)


def _linked(tokens: list[Token]) -> Iterator[str]:
    """Where links and pictures lead; the links are bent to the pages, and headings get the names that links use."""
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            words = re.sub(r"[^\w\s-]", "", tokens[at + 1].content.lower())
            token.attrSet("id", words.strip().replace(" ", "-"))
        for inside in token.children or ():
            for attribute in ("href", "src"):
                target = str(inside.attrGet(attribute) or "")
                if target and ":" not in target:
                    yield target
                    inside.attrSet(attribute, _page_name(target))
