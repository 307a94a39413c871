"""One cell (ECMA-376 part 1, 18.3.1.4) as what it means, written in the plain form; or what is wrong with it."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from html import escape

from lxml import etree
from lxml.etree import _Element as Element

from toolkit.spreadsheetml.text import BLANKS, content, is_kept, legal, markup, unescaped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NAMESPACES = (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?", re.ASCII)
_INDEX = re.compile(r"[0-9]{1,9}")
_BOOLEANS = {"0": "0", "1": "1", "false": "0", "true": "1"}
# The error values that the fast reader knows; others are told as they stand.
_ERRORS = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"})
# The number of the day after 31/12/9999.
_CALENDAR_END = 2_958_466
_VIETNAM = timedelta(hours=7)


class Flaw(Enum):
    """What is wrong with a cell as it is stored; the value is how staff are told, within a sentence."""

    TEXT = "không có chữ mang số thứ tự"
    NUMBER = "không phải là số"
    DAY = "không phải là ngày, giờ"
    BOOLEAN = "không phải là đúng hay sai"
    KIND = "ghi theo kiểu không có trong Excel:"
    TWICE = "ghi hai lần, mỗi lần một khác:"


_PROGRAMS_WORDS = ("nan", "inf", "infinity")


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell whose value cannot be taken: why, and what stands there."""

    flaw: Flaw
    stored: str

    @property
    def told(self) -> str:
        """In words, within a sentence."""
        if self.flaw is Flaw.NUMBER and self.stored.lstrip("+-").casefold() in _PROGRAMS_WORDS:
            # What programs write for no number says nothing to people.
            return f"{self.flaw.value}"
        return f"{self.flaw.value} {self.stored if self.flaw is Flaw.TWICE else f'«{self.stored}»'}"


@dataclass(frozen=True)
class Odd:
    """Cells of a sheet, by place, that are left out of the plain form: broken ones, and error values nobody knows."""

    broken: dict[tuple[int, int], Broken] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


class ErrorValue(str):
    """An error value that the fast reader does not know."""


def own(node: Element, tag: str) -> Iterator[Element]:
    """The children of this name that are SpreadsheetML's."""
    return (inner for inner in node if inner.tag in (f"{{{NAMESPACES[0]}}}{tag}", f"{{{NAMESPACES[1]}}}{tag}"))


def written(cell: Element, place: str, texts: int) -> bytes | Broken | ErrorValue:
    """The cell in the plain form at this place; nothing where it holds nothing.

    Args:
        cell: the element `c`.
        place: its name, such as `K14`.
        texts: how many shared texts there are.
    """
    values = list(dict.fromkeys(content(node) for node in own(cell, "v")))
    if len(values) > 1:
        return Broken(Flaw.TWICE, "; ".join(f"«{value.strip()}»" for value in values))
    formula = next(iter(own(cell, "f")), None)
    inline = next(iter(own(cell, "is")), None)
    kind, value = cell.get("t", "n").strip(BLANKS), values[0] if values else None
    if inline is not None and (kind == "inlineStr" or value is None):
        # Both in one cell are one value.
        inside = runs(inline)
        meant: tuple[str, str] | Broken | ErrorValue = ("inlineStr", f"<is>{inside}</is>") if inside else ("", "")
    elif value is None or not (value.strip(BLANKS) or kind in ("s", "str")):
        meant = ("str" if kind == "str" and formula is not None else "", "")
    else:
        meant = _meant(kind, value, texts)
    if isinstance(meant, Broken | ErrorValue):
        return meant
    kind, inside = meant
    if not inside and formula is None:
        return b""
    told = f"<f>{markup(content(formula))}</f>" if formula is not None else ""
    style = cell.get("s", "").strip(BLANKS)
    if not (style.isascii() and style.isdecimal()) or (kind == "n" and _is_no_moment(inside)):
        style = ""
    marks = f' s="{style}"' * bool(style) + f' t="{kind}"' * (kind not in ("", "n"))
    inside = inside if kind == "inlineStr" else f"<v>{inside}</v>" * bool(inside)
    return f'<c r="{place}"{marks}>{told}{inside}</c>'.encode()


def _meant(kind: str, value: str, texts: int) -> tuple[str, str] | Broken | ErrorValue:
    """The type and the value in the plain form."""
    bare = value.strip(BLANKS)
    if kind == "str":
        return kind, markup(unescaped(value))
    if kind == "s":
        is_there = _INDEX.fullmatch(bare) and int(bare) < texts
        return (kind, str(int(bare))) if is_there else Broken(Flaw.TEXT, bare)
    if kind == "e":
        return (kind, bare) if bare in _ERRORS else ErrorValue(legal(bare))
    if kind == "b":
        is_true = _BOOLEANS.get(bare.lower())
        return (kind, is_true) if is_true else Broken(Flaw.BOOLEAN, bare)
    if kind == "n" or (kind == "d" and _NUMBER.fullmatch(bare) and not _is_year(bare)):
        is_number = _NUMBER.fullmatch(bare) and math.isfinite(float(bare))
        return ("n", bare) if is_number else Broken(Flaw.NUMBER, bare)
    if kind == "d":
        moment = _moment(bare)
        return ("d", moment) if moment else Broken(Flaw.DAY, bare)
    return Broken(Flaw.KIND, bare)


def _is_year(bare: str) -> bool:
    """`2025` and `20250405` may be meant as days."""
    return len(bare) in (4, 8) and bare.isdigit()


def _is_no_moment(number: str) -> bool:
    """Whether the number lies outside of the calendar: no reader may make a day of it."""
    return not 0 <= float(number) < _CALENDAR_END


def _moment(text: str) -> str:
    """A day, a time, or both, of ISO 8601, as the fast reader takes it; empty where it is none.

    A cell has no zone: the standard itself ends moments with Z (18.18.11), so that the sign of one says nothing.
    """
    try:
        if re.fullmatch(r"T?\d\d:\d\d(:\d\d(\.\d+)?)?", text, re.ASCII):
            return time.fromisoformat(text).replace(microsecond=0).isoformat()
        if len(text) <= 10:
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text).replace(microsecond=0, tzinfo=None)
    except ValueError:
        return ""
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()


def runs(item: Element) -> str:
    """The pieces of a text (18.4.8) with what their own fonts say that we ask for: their names, and what is struck out.

    How it is spoken is no part of it.
    """
    pieces = []
    for node in item:
        tag = etree.QName(node).localname if etree.QName(node).namespace in NAMESPACES else ""
        if tag == "t":
            pieces.append(("", _text(node)))
        elif tag == "r":
            font = "".join(_font(marks) for marks in own(node, "rPr"))
            pieces += [(font, _text(text)) for text in own(node, "t")]
    if not any(font for font, _ in pieces):
        whole = markup("".join(text for _, text in pieces))
        return f'<t xml:space="preserve">{whole}</t>' if whole else ""
    return "".join(
        f'<r><rPr>{font}</rPr><t xml:space="preserve">{markup(text)}</t></r>' for font, text in pieces if text
    )


def _font(marks: Element) -> str:
    name = next((node.get("val", "") for node in own(marks, "rFont")), "")
    struck = next((node.get("val", "1") for node in own(marks, "strike")), "")
    told = f'<rFont val="{escape(legal(name))}"/>' if name else ""
    return told + (f'<strike val="{int(struck not in ("0", "false"))}"/>' if struck else "")


def _text(node: Element) -> str:
    stored = unescaped(content(node))
    return stored if is_kept(node) else stored.strip(BLANKS)
