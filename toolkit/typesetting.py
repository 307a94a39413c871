"""How much room texts take on a sheet, so that rows are high enough and titles short enough.

Measured by the widths of Times New Roman: no program that opens the workbook is asked.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

FONT_SIZE = 11
# Bold letters are about a tenth wider.
BOLD = 1.1
# Excel's own limit (the specifications page of Excel), in points.
TALLEST_ROW = 409.0
# A line's height over the font's size.
_LINE = 1.3


def height_of(cells: Sequence[tuple[str, float]], size: float = FONT_SIZE, bold: bool = False) -> float:
    """The row height in points that shows all wrapped texts whole.

    Args:
        cells: each text with the width of its column in Excel's characters.
        size: font size in points.
        bold: bold letters are about a tenth wider.
    """
    wide = size * (BOLD if bold else 1)
    return height_of_lines(max((lines_of(text, width, wide) for text, width in cells), default=1), size)


def height_of_lines(lines: int, size: float = FONT_SIZE) -> float:
    """The row height in points of so many lines, as far as Excel's rows can be that high."""
    return min(TALLEST_ROW, lines * (size * _LINE) + 4)


def shorten(text: str, width: float, lines: int, tail: str = "…", size: float = FONT_SIZE) -> str:
    """The text, or as many of its words as fit into so many wrapped lines with the tail after them.

    Where words would leave most of the room blank, for the next one is so long, it is cut within that one.

    Args:
        width: the room of a line in Excel's characters.
    """
    room = int(lines * (width + 1) / _NARROWEST)
    if len(text) <= room and lines_of(text, width, size) <= lines:
        return text
    # No more can fit; the texts of a thousand units would take long to measure.
    text = text[: room + 1]

    def last_fitting(ends: Sequence[int]) -> int:
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high + 1) // 2
            fits = lines_of(text[: ends[middle - 1]] + tail, width, size) <= lines
            low, high = (middle, high) if fits else (low, middle - 1)
        return ends[low - 1] if low else 0

    words = [at for at, letter in enumerate(text) if at and letter.isspace()]
    whole, most = last_fitting(words), last_fitting(range(1, len(text) + 1))
    return text[: whole if whole > most // 2 else most].rstrip(" ,;:") + tail


def most_lines(size: float = FONT_SIZE) -> int:
    """How many lines the tallest row shows."""
    return int((TALLEST_ROW - 4) / (size * _LINE))


@lru_cache(maxsize=1 << 12)
def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column of this width at this font size."""
    # A column of width w is about 7w pixels wide at 96 dpi; a little less is kept for padding and rounded letters.
    room = max(width * 6.8 - 5, 10)
    em = size * 96 / 72
    return sum(_wrapped(paragraph, room, em) for paragraph in text.split("\n"))


def _wrapped(paragraph: str, room: float, em: float) -> int:
    lines, used = 1, 0.0
    if len(paragraph) * _WIDEST * em <= room:
        return lines
    for word in paragraph.split(" "):
        length = _word_width(word) * em
        if used and used + length > room:
            lines, used = lines + 1, 0.0
        # A word longer than the line is broken inside.
        lines += int(length // room) if length > room else 0
        used += length % room + _letter_width(" ") * em
    return lines


# Widths in em of Times New Roman (and of every face made to its metrics); all other letters are 0.5 wide.
_EMS = {
    letter: width
    for width, letters in {
        0.25: " .,", 0.28: "ijlt/\\:;", 0.34: "frI()[]!-'", 0.39: "sJ", 0.45: 'acez?“”"', 0.56: "FPS+=<>", 0.62: "ELTZ",
        0.68: "BCR", 0.73: "wADĐGHKNOQUVXY", 0.79: "m&", 0.84: "%", 0.92: "M@", 1.0: "W—…",
    }.items()
    for letter in letters
}  # fmt: skip
# Where the font has no Vietnamese letters, a wider one steps in for them: at most by this much.
_STEP_IN, _LAST_COMMON = 1.35, "\u017f"
_WIDEST = _STEP_IN
# In Excel's characters, of which one is about half an em.
_NARROWEST = 0.25


@lru_cache(maxsize=1 << 12)
def _word_width(word: str) -> float:
    return sum(map(_letter_width, word))


@cache
def _letter_width(letter: str) -> float:
    """Width in em of a letter in Times New Roman, or in what stands in for it."""
    base = unicodedata.normalize("NFD", letter)[0]
    return _EMS.get(base, 0.5) * (_STEP_IN if letter.isalpha() and letter > _LAST_COMMON else 1.0)
