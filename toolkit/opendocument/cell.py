"""A cell of an OpenDocument table, and what it holds."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from xml.etree.ElementTree import Element

from toolkit.opendocument.names import ANNOTATION, OFFICE, PARAGRAPHS, SPACES, TABLE, TEXT
from toolkit.opendocument.paragraphs import LOOSE, collapsed, lines, pieces
from toolkit.package import VIETNAM
from toolkit.readers import Value

TYPE, FORMULA, _STRING = f"{OFFICE}value-type", f"{TABLE}formula", f"{OFFICE}string-value"
# LibreOffice's own mark of a cell that shows an error value.
_ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_NUMBERS = ("float", "percentage", "currency")
# What calamine takes as it is meant.
_SIMPLE = (f"{TEXT}p", f"{TEXT}span", f"{TEXT}a", SPACES)
_DURATION = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


@dataclass(slots=True)
class Cell:
    """A written cell, 0-based, with how many rows and columns it fills."""

    row: int
    column: int
    rows: int
    columns: int
    node: Element

    @property
    def style(self) -> str:
        return self.node.get(f"{TABLE}style-name", "")

    @property
    def places(self) -> list[tuple[int, int]]:
        rows, columns = range(self.row, self.row + self.rows), range(self.column, self.column + self.columns)
        return [(row, column) for row in rows for column in columns]

    @property
    def type(self) -> str:
        """What kind of value it says to hold; paragraphs without a kind are a text."""
        return self.node.get(TYPE) or ("string" if any(child.tag in PARAGRAPHS for child in self.node) else "")

    @property
    def is_error(self) -> bool:
        return self.node.get(_ERROR_TYPE) == "error"

    @property
    def is_uncached(self) -> bool:
        """True for a formula that was never calculated."""
        return self.node.get(FORMULA) is not None and not self.type

    @property
    def is_plain(self) -> bool:
        """True where calamine makes the same of it."""
        kind = self.type
        if kind != "string" or self.node.get(TYPE) is None:
            return kind not in ("string", "time")
        line = self._line
        if line is not None:
            return not LOOSE.search(line.text or "")
        return bool(self.node.get(_STRING)) or all(
            part.tag in _SIMPLE and not LOOSE.search(part.text or "") and not LOOSE.search(part.tail or "")
            for child in self.node
            if child.tag != ANNOTATION
            for part in child.iter()
        )

    @property
    def _line(self) -> Element | None:
        """The one paragraph without any elements that most texts are."""
        node = self.node
        return node[0] if len(node) == 1 and len(node[0]) == 0 and node[0].tag in PARAGRAPHS else None

    @property
    def text(self) -> str:
        """The text that it shows."""
        line = self._line
        if line is not None:
            return collapsed(line.text or "")
        return "\n".join(collapsed("".join(piece.text for piece in pieces(line))) for line in lines(self.node))

    @property
    def value(self) -> Value:
        """What it holds; a value that cannot be read is the text that it shows, an error value is blank."""
        kind = self.type
        if not kind or self.is_error:
            return ""
        try:
            if kind in _NUMBERS:
                return _number(self.node.get(f"{OFFICE}value", ""))
            if kind == "date":
                return _day(self.node.get(f"{OFFICE}date-value", ""))
            if kind == "time":
                return _duration(self.node.get(f"{OFFICE}time-value", ""))
        except (ValueError, OverflowError):
            return self.text
        if kind == "boolean":
            return self.node.get(f"{OFFICE}boolean-value") == "true"
        text = self.node.get(_STRING) or self.text
        return text if text.strip() else ""


def _number(told: str) -> float:
    value = float(told)
    if not math.isfinite(value):
        raise ValueError(told)
    return value


def _day(told: str) -> date | datetime:
    """A day with or without a time; one of another place is Vietnam's, as everywhere here."""
    moment = datetime.fromisoformat(told)
    moment = moment.astimezone(VIETNAM).replace(tzinfo=None) if moment.tzinfo else moment
    return moment if moment.time() != time() else moment.date()


def _duration(told: str) -> time | timedelta:
    found = _DURATION.fullmatch(told)
    if not found:
        raise ValueError(told)
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    whole = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return whole if whole >= timedelta(days=1) else (datetime.min + whole).time()
