"""What a cell's number format says of the value it shows (ECMA-376 part 1, 18.8.30)."""

import re

# Codes of built-in formats, by their number, which no workbook spells out: days, times, and those of East Asia.
BUILT_IN = {
    **dict.fromkeys((14, 15, *range(27, 37), *range(50, 59)), "d/m/yy"),
    16: "d-mmm",
    17: "mmm-yy",
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm"),
    22: "m/d/yy h:mm",
}
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def _letters(code: str) -> set[str]:
    return set(_LITERALS.sub("", code.split(";")[0]).lower())


def shows_only_month(code: str) -> bool:
    """True for a date format with month and year but no day: what Excel makes of a typed `6/2025`."""
    letters = _letters(code)
    return {"m", "y"} <= letters and not set("dhs") & letters


def shows_moment(code: str) -> bool:
    """True for a format of a day or a time."""
    is_elapsed = re.search(r"\[[hms]+\]", code, re.IGNORECASE) is not None
    return is_elapsed or (bool(set("dmyhs") & _letters(code)) and "general" not in code.lower())
