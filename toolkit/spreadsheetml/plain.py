"""Whether a part is in the form that office programs write: all of it, by one expression, and nothing else.

What is not in it may be right all the same; that is for those to say who look at each cell.
"""

import re
from collections.abc import Set

# No control characters, which XML 1.0 has no place for.
_LETTER = rb"[^<&\x00-\x08\x0b\x0c\x0e-\x1f]"
# Letters by their number, as some writers put all that is not ASCII; of control characters white space.
_NUMBERED = (
    rb"#(?:9|10|13|3[2-9]|[4-9]\d|[1-9]\d{2,6}|x(?:9|[aAdD]|[2-9a-fA-F][0-9a-fA-F]|[1-9a-fA-F][0-9a-fA-F]{2,5}))"
)
_TEXT = rb"%b*+(?:&(?:amp|lt|gt|quot|apos|%b);%b*+)*+" % (_LETTER, _NUMBERED, _LETTER)
_OWN_TEXT = rb"<t(?: xml:space=\"preserve\")?(?:/>|>%b</t>)" % _TEXT
_NUMBER = rb"-?\d{1,40}(?:\.\d{1,40})?(?:[eE][-+]?\d{1,2})?"
_ERROR = rb"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!)"
_FORMULA = rb"(?:<f(?: [^<>]*+)?(?<!/)>[^<]*+</f>|<f(?: [^<>]*+)?/>)?"
# The attributes of a cell besides its type.
_MARKS = rb"(?: (?:r=\"[A-Z]{1,3}[1-9]\d{0,6}\"|(?:s|cm|vm)=\"\d{1,5}\"))*+"
_CELL = (
    rb"<c(?= r=| [a-z]{1,2}=\"\w*+\" r=)" + _MARKS + rb"(?:/>|"
    rb" t=\"s\"" + _MARKS + rb"(?:/>|><v>\d{1,9}</v></c>)|"
    rb"(?: t=\"n\"" + _MARKS + rb")?(?:/>|>" + _FORMULA + rb"(?:<v>" + _NUMBER + rb"</v>|<v/>|<v></v>)?</c>)|"
    rb" t=\"str\"" + _MARKS + rb"(?:/>|>" + _FORMULA + rb"(?:<v>" + _TEXT + rb"</v>|<v/>)?</c>)|"
    rb" t=\"inlineStr\"" + _MARKS + rb"(?:/>|><is>" + _OWN_TEXT + rb"</is></c>)|"
    rb" t=\"b\"" + _MARKS + rb"(?:/>|>" + _FORMULA + rb"<v>[01]</v></c>)|"
    rb" t=\"e\"" + _MARKS + rb"(?:/>|>" + _FORMULA + rb"<v>" + _ERROR + rb"</v></c>))"
)
_ROWS = re.compile(rb"(?:" + _CELL + rb"|<row(?: [^<>]*+)?>|</row>|\s++)*+(?=</sheetData>)")
_BEGIN = re.compile(rb"<sheetData(/)?>")
_ITEM = (
    rb"<si(?:/>|>(?:" + _OWN_TEXT + rb"|(?:<r>(?:<rPr>(?:<\w+(?: [^<>]*+)?/>)*+</rPr>)?" + _OWN_TEXT + rb"</r>)++)"
    rb"(?:<phoneticPr [^<>]*/>)?</si>)"
)
_ITEMS = re.compile(rb"(?:" + _ITEM + rb"|\s++)*+(?=</sst>)")
_SST = re.compile(rb"<sst[\s>][^<>]*>")
# A default namespace is that of the cells; the declarations stand in the first element.
_NAMESPACE = re.compile(
    rb"\sxmlns=\"http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006|purl\.oclc\.org/ooxml/spreadsheetml)/main\""
)
# ECMA-376 part 1, 22.9.2.19. The fast reader knows those of white space and of the underscore.
_ESCAPE = re.compile(rb"_x(?!00(?:09|0[aA]|0[dD]|5[fF])_)[0-9A-Fa-f]{4}_")
_HEAD = 4096
_NEGATIVE = re.compile(rb"<c\s([^<>]*)>(?:<f[^<>]*>(?:[^<]*</f>)?)?<v>-")
_STYLE = re.compile(rb"\bs=\"(\d+)\"")


def is_plain_sheet(xml: bytes, moments: Set[bytes]) -> bool:
    """Whether all rows and cells are; `moments` are the styles that show a day or a time, in which no negative is."""
    begin = _BEGIN.search(xml)
    if begin is None or not _NAMESPACE.search(xml, 0, _HEAD) or xml.count(b"sheetData") != (1 if begin[1] else 2):
        return False
    if begin[1]:
        return True
    if not _ROWS.match(xml, begin.end()) or _has_escapes(xml):
        return False
    return b"<v>-" not in xml or moments.isdisjoint(
        style for marks in _NEGATIVE.findall(xml) for style in _STYLE.findall(marks)
    )


def is_plain_strings(xml: bytes) -> bool:
    """Whether all shared texts are."""
    begin = _SST.search(xml, 0, _HEAD)
    if begin is None or not _NAMESPACE.search(begin[0]):
        return False
    return begin[0].endswith(b"/>") or (_ITEMS.match(xml, begin.end()) is not None and not _has_escapes(xml))


def _has_escapes(xml: bytes) -> bool:
    return b"_x" in xml and _ESCAPE.search(xml) is not None
