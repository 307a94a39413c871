"""The templates of the letters, each as plain text and as HTML, and what both begin and end with."""

import textwrap
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from toolkit.model import Settings
from toolkit.wording import long_date

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


def plan_title(settings: Settings) -> str:
    """`Kế hoạch số 07/KH-UBND ngày 01 tháng 02 năm 2025`, as far as the plan tells it."""
    issued = f" {long_date(settings.issued_on)}" if settings.issued_on else ""
    return f"Kế hoạch số {settings.plan_number}{issued}" if settings.plan_number else f"kế hoạch năm {settings.year}"


def short(task: str) -> str:
    """A task of the plan on about two lines."""
    return textwrap.shorten(task, _SHOWN, placeholder=" …")
