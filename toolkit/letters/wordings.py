"""The templates of the letters, each as plain text and as HTML, and what both begin and end with."""

import textwrap
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Body:
    """The same said twice: in plain text and in HTML."""

    text: str
    html: str


def render(name: str, **context: object) -> Body:
    """The templates `name.txt.j2` and `name.html.j2` filled; in HTML nothing of the context can become markup."""
    templates = _environment()
    text, html = (templates.get_template(f"{name}.{kind}.j2").render(context) for kind in ("txt", "html"))
    return Body(text, html)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("toolkit.letters", ""),
        autoescape=lambda name: name is not None and ".html." in name,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def short(task: str) -> str:
    """A task of the plan on about two lines."""
    return textwrap.shorten(task, _SHOWN, placeholder=" …")
