"""Dates that a foreign Excel may have turned: 05/4/2025 typed where the month is expected first is stored as 4 May."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from toolkit.codes import Code
from toolkit.issues import Issue, Place
from toolkit.table import Table


def flipped_dates(found: Table, place: Place) -> Iterator[Issue]:
    """The finish dates that may be turned, where the column shows the sign of it: every date has a day up to 12,
    and days from 13 on, of which no such Excel could make a date, have stayed text. Nothing is turned back here.
    """
    rows = [row for row in found.rows() if row.text("finished")]
    sign = next((row.text("finished") for row in rows if _stayed_text(row.value("finished"))), "")
    dated = [(row, value) for row in rows if isinstance(value := row.value("finished"), date)]
    if not sign or any(value.day > 12 for _, value in dated):
        return
    for row, value in dated:
        if value.day != value.month:
            turned = f"{value.month:02d}/{value.day:02d}/{value.year}"
            cell = replace(place, cell=row.cell("finished"), task=row.line("code"))
            yield Code.DATE_FLIPPED.at(cell, f"{value:%d/%m/%Y}", sign=f"«{sign}»", flipped=turned)


def _stayed_text(value: object) -> bool:
    """True for a text that is a real day with the day first and none with the month first."""
    try:
        return isinstance(value, str) and datetime.strptime(re.sub(r"[-.]", "/", value.strip()), "%d/%m/%Y").day > 12
    except ValueError:
        return False
