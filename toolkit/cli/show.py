"""How results are told: sentences and lists for a person, one JSON document for a program."""

import json
from collections.abc import Iterable

import click

from toolkit.filenames import printable
from toolkit.issues import Issue
from toolkit.rules import Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def say(text: str, err: bool = False) -> None:
    """Print text of which parts came from files."""
    click.echo(printable(text), err=err)


def say_issues(issues: Iterable[Issue]) -> None:
    """One line per issue: severity, code, place, sentence, remedy."""
    for issue in issues:
        click.secho(f"{issue.severity.word} {issue.code.value.number} ", fg=_COLOURS[issue.severity], nl=False)
        say(str(issue).replace("\n", " "))


def say_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def issue_record(issue: Issue) -> dict[str, str]:
    """The fields of an issue under the names that `--json` promises."""
    place = issue.place
    return {
        "severity": issue.severity.value,
        "code": issue.code.value.number,
        "unit": place.unit,
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "task": place.task,
        "value": issue.value,
        "message": issue.message,
        "remedy": issue.remedy,
    }
