"""Vietnamese text in the forms in which it is compared; what a person wrote is never replaced by them."""

import re
import unicodedata
from functools import lru_cache

# Zero-width and directional marks, soft hyphen, byte-order mark: nobody sees them, comparison must not either.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]\s*")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "′": "'", "`": "'"})
# The marks of Latin letters; there are others, which are looked for only where something is left.
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """The text on one line in NFC: Ð as Đ, no invisible characters, single spaces, trimmed."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
        text = text.replace("Ð", "Đ").replace("ð", "đ").replace("Ɖ", "Đ")
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A key that ignores case, all marks (so also where the tone stands), dashes' kinds, quotes and end punctuation."""
    plain = unicodedata.normalize("NFKC", clean(text)).casefold().replace("đ", "d").translate(_QUOTES)
    letters = _MARKS.sub("", unicodedata.normalize("NFD", plain))
    if not letters.isascii():
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(_DASHES.sub("-", letters).split()).strip(" .,;:")
