"""VBA's conditional compilation, decided while building: LibreOffice takes every branch and stops at the second one.

What is known then is that the host is Excel and not on the Mac; a condition about anything else stays as it stands.
Grammar: [MS-VBAL] 3.4.1, as far as xlwings uses it.
"""

import re
from dataclasses import dataclass

_DIRECTIVE = re.compile(r"\s*#(If|ElseIf|Else|End If)\b\s*(.*?)\s*(?:\bThen\b.*)?")
_APPLICATION = re.compile(r'App\s*=\s*"(.*)"')
_HOST = "Microsoft Excel"


@dataclass(frozen=True, slots=True)
class _Block:
    """A decided `#If`: whether this branch stays, and whether one of the branches did."""

    stays: bool
    is_decided: bool


def resolve(source: str) -> str:
    """The source without the branches that are known not to be taken, and without their directives.

    Raises:
        ValueError: a condition about something unknown follows a known one.
    """
    lines: list[str] = []
    # None for a block that stays as it stands.
    blocks: list[_Block | None] = []
    for line in source.splitlines():
        directive = _DIRECTIVE.fullmatch(line)
        is_dropped = any(block and not block.stays for block in blocks)
        if (directive is None or _step(blocks, directive[1], directive[2])) and not is_dropped:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _step(blocks: list[_Block | None], word: str, condition: str) -> bool:
    """Go on to the block that a directive begins, continues or ends; gives whether the directive itself stays."""
    if word == "If":
        known = _known(condition)
        blocks.append(None if known is None else _Block(known, known))
        return known is None
    block = blocks.pop()
    if block is None:
        if word != "End If":
            blocks.append(None)
        return True
    if word == "Else":
        blocks.append(_Block(not block.is_decided, True))
    elif word == "ElseIf":
        known = _known(condition)
        if known is None:
            raise ValueError(f"#ElseIf {condition}: a known condition is followed by an unknown one")
        blocks.append(_Block(known and not block.is_decided, known or block.is_decided))
    return False


def _known(condition: str) -> bool | None:
    if condition in ("Mac", "Not Mac"):
        return condition != "Mac"
    application = _APPLICATION.fullmatch(condition)
    return application[1] == _HOST if application else None
