"""What a cell's number format says of the value it shows (ECMA-376 part 1, 18.8.30)."""

import re

# Numbers of built-in formats that no workbook spells out: `mmm-yy` is 17.
BUILT_IN = {17: "mmm-yy"}
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def shows_only_month(code: str) -> bool:
    """True for a date format with month and year but no day: what Excel makes of a typed `6/2025`."""
    letters = _LITERALS.sub("", code.split(";")[0]).lower()
    return "m" in letters and "y" in letters and not set("dhs") & set(letters)
