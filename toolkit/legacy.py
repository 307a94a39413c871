"""Text typed before Unicode or mangled on its way, made legible again: TCVN3 and VNI fonts, ticks drawn by
symbol fonts, UTF-8 read as Latin letters, HTML entities.

TCVN3 is TCVN 5712:1993, table VN3: one byte for a letter. VNI writes a base letter and a second byte for its
marks. A workbook holds both as the Latin letters of the same bytes; only the cell's font tells what they are.
"""

import html
import re
import unicodedata
from functools import lru_cache

# The bytes A1 to FE; a space where VN3 has no letter.
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ"
_TCVN3 = {code: letter for code, letter in enumerate(_TCVN3_LETTERS, start=0xA1) if letter != " "}

_VNI_LETTERS = str.maketrans("ñÑôÔöÖæÆóÓòÒîÎ", "đĐơƠưƯỉỈĩĨịỊỵỴ")
# The second byte of a letter, as combining marks: tones alone, then those over a circumflex, then over a breve.
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = "\u0300\u0301\u0309\u0303\u0323\u0302\u0306"
_VNI_MARKS = {
    "ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _HAT, "à": _HAT + _GRAVE, "á": _HAT + _ACUTE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT,
    "ê": _BREVE, "è": _BREVE + _GRAVE, "é": _BREVE + _ACUTE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])", re.IGNORECASE)

_LEGACY_FONT = re.compile(r"\.vn|vni-|wingdings", re.IGNORECASE)
_TICKS = {"wingdings": "üþ", "wingdings 2": "PR"}
_CROSSES = {"wingdings": "ûý", "wingdings 2": "OQ"}

_MOJIBAKE = re.compile("[ÃÄÅÆ][\u0080-\u00bf\u0152-\u2122]|á[º»]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")

_RIMES = (
    "a(?:ch|nh|ng|[cimnoptuy])?|ă(?:ng|[cmnpt])|â(?:ng|[cmnptuy])|e(?:ng|[cmnopt])?|ê(?:ch|nh|[cmnptu])?|"
    "i(?:ch|nh|[amnptu]|êng|ê[cmnptu])?|o(?:ng|[acimnpt]|a(?:ch|nh|ng|[cimnopty])|ă(?:ng|[cmnt])|e[not]?)?|"
    "ô(?:ng|[cimnpt])?|ơ[imnpt]?|u(?:ng|[acimnpty]|ê(?:ch|nh)?|y(?:a|ên|êt|ch|nh|[tup])|ô(?:ng|[cimnt])|"
    "â(?:ng|[nty])|ơ)?|ư(?:ng|[acimntu]|ơ(?:ng|[cimnptu]))?|y(?:ê(?:ng|[umnt]))?"
)
_SYLLABLE = re.compile(rf"(?:ngh?|nh|gh?|gi|kh?|ph|th?|tr|ch?|qu|[bdđhlmnrsvxp])?(?:{_RIMES})")
_TONES = dict.fromkeys(map(ord, (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)))


def is_legacy_font(font: str) -> bool:
    """True for a font whose letters are not those of Unicode: `.VnTime`, `VNI-Times`, `Wingdings`."""
    return bool(_LEGACY_FONT.match(font))


def decode(text: str, font: str) -> str:
    """The text as the cell's font draws it; unchanged where it is Unicode already, whatever the font says.

    Must see the text before invisible characters are taken out: TCVN3 keeps "ư" as U+00AD, the soft hyphen.
    """
    name = font.casefold()
    if text.isascii() and not name.startswith("wingdings"):
        return text
    if name.startswith("wingdings"):
        return _drawn(text, name)
    stored = unicodedata.normalize("NFC", text)
    # A letter beyond Latin-1 is Unicode: neither legacy table has one.
    if not is_legacy_font(font) or any(ord(letter) > 0xFF for letter in stored) or _is_vietnamese(stored):
        return text
    if name.startswith("vni-"):
        return _from_vni(stored)
    plain = stored.translate(_TCVN3)
    return plain.upper() if name.endswith("h") else plain


def _drawn(text: str, font: str) -> str:
    mark = text.strip()
    if mark and mark in _TICKS.get(font, ""):
        return "✓"
    return "✗" if mark and mark in _CROSSES.get(font, "") else text


def _from_vni(text: str) -> str:
    marked = _VNI_PAIR.sub(lambda pair: f"{_vni_letter(pair[1])}{_VNI_MARKS[pair[2].lower()]}", text)
    return unicodedata.normalize("NFC", "".join(map(_vni_letter, marked)))


def _vni_letter(letter: str) -> str:
    return letter.translate(_VNI_LETTERS)


def _is_vietnamese(text: str) -> bool:
    """True where every word is a syllable that Vietnamese can have, with at most one tone."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).casefold())
    return all(_is_syllable(word) for word in words) and not re.search("[\u00a1-\u00bf]", text)


def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word)
    toneless = unicodedata.normalize("NFC", letters.translate(_TONES))
    return bool(_SYLLABLE.fullmatch(toneless)) and sum(ord(letter) in _TONES for letter in letters) <= 1


@lru_cache(maxsize=4096)
def mend(text: str) -> str:
    """The text with UTF-8 that was read as Latin letters, and HTML entities, put right; else unchanged."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if not _MOJIBAKE.search(text):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    """The byte that Windows shows as this letter; cp1252 leaves five bytes undefined, which pass as they are."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")
