"""Dates that a foreign Excel may have turned: 05/4/2025 typed where the month is expected first is stored as 4 May."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from toolkit.codes import CellCode
from toolkit.issues import Issue, Place
from toolkit.table import Row, Table


def flipped_dates(found: Table, place: Place) -> Iterator[Issue]:
    """The finish dates that may be turned, where the column shows the sign of it: every date has a day up to 12,
    and days from 13 on, of which no such Excel could make a date, have stayed text. Nothing is turned back here.
    """
    below = (Row(found, index) for index in found.filled_rows)
    written = [(row, value) for row in below if (value := row.value("finished")) != ""]
    sign = next((row.text("finished") for row, value in written if _stayed_text(value)), "")
    if not sign or any(isinstance(value, date) and value.day > 12 for _, value in written):
        return
    for row, value in written:
        if isinstance(value, date) and value.day != value.month:
            turned = f"{value.month:02d}/{value.day:02d}/{value.year}"
            cell = replace(place, cell=row.cell("finished"), task=row.line("code"))
            yield CellCode.DATE_FLIPPED.at(cell, f"{value:%d/%m/%Y}", sign=f"«{sign}»", flipped=turned)


def _stayed_text(value: object) -> bool:
    """True for a text that is a real day with the day first and none with the month first."""
    try:
        return isinstance(value, str) and datetime.strptime(re.sub(r"[-.]", "/", value.strip()), "%d/%m/%Y").day > 12
    except ValueError:
        return False
