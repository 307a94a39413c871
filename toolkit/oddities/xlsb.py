"""Odd cells of a binary .xlsb package ([MS-XLSB]). Letters of parts of a text (rich text) are not looked into."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from toolkit.guard.binary import records
from toolkit.legacy import decode
from toolkit.number_formats import BUILT_IN, shows_only_month
from toolkit.oddities import merges, remarks
from toolkit.oddities.oddity import Oddities, Place
from toolkit.oddities.strikes import struck_part
from toolkit.zipped import Zipped, opened

# Record types, [MS-XLSB] 2.3.2.
_ROW, _ERROR, _REAL, _TEXT, _SHARED, _FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_ERROR = 0, 3, 5, 6, 7, 8, 9, 11
_INTEGER, _ITEM, _FONT, _FORMAT, _STYLE, _SHEET, _STYLES, _END_STYLES = 2, 19, 43, 44, 47, 156, 617, 618
_TEXTS = (_TEXT, _SHARED, _FORMULA_TEXT)
# Of the flags of a font, [MS-XLSB] 2.4.149.
_STRUCK = 8
# BErr, [MS-XLSB] 2.5.97.2.
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def find(data: bytes) -> dict[str, Oddities]:
    """The odd cells of each sheet."""
    parts = opened(data)
    book = _Book.of(parts)
    found = {}
    for name, part in _sheet_parts(parts):
        found[name] = _oddities_in(parts.read(part), book)
        found[name].remarks.update(remarks.in_package(parts, part))
    return found


def _string(record: bytes, at: int) -> tuple[str, int]:
    """A wide string and where it ends; a null one is empty."""
    (length,) = struct.unpack_from("<I", record, at)
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le"), end


def _sheet_parts(parts: Zipped) -> Iterator[tuple[str, str]]:
    links = ElementTree.fromstring(parts.read("xl/_rels/workbook.bin.rels"))
    target_of = {link.get("Id", ""): link.get("Target", "") for link in links}
    for kind, record in records(parts.read("xl/workbook.bin")):
        if kind == _SHEET:
            relation, end = _string(record, 8)
            target = target_of.get(relation, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in parts.names:
                yield _string(record, end)[0], part


@dataclass(frozen=True)
class _Book:
    """What the sheets share: font and number format of each cell style, the texts, and what is struck out in both."""

    styles: list[tuple[str, str]]
    strings: list[str]
    struck: frozenset[int]
    struck_texts: dict[int, str]
    is_styled: bool

    @classmethod
    def of(cls, parts: Zipped) -> "_Book":
        names = parts.names
        found = list(records(parts.read("xl/styles.bin"))) if "xl/styles.bin" in names else []
        looks = [record for kind, record in found if kind == _FONT]
        fonts, struck = [_string(look, 21)[0] for look in looks], [bool(look[2] & _STRUCK) for look in looks]
        codes = dict(BUILT_IN)
        codes |= {struct.unpack_from("<H", r)[0]: _string(r, 2)[0] for kind, r in found if kind == _FORMAT}
        styles: list[tuple[str, str]] = []
        struck_styles, inside = set(), False
        for kind, record in found:
            inside = kind == _STYLES or (inside and kind != _END_STYLES)
            if inside and kind == _STYLE:
                number, font = struct.unpack_from("<HH", record, 2)
                if struck[font]:
                    struck_styles.add(len(styles))
                styles.append((fonts[font], codes.get(number, "")))
        texts = records(parts.read("xl/sharedStrings.bin")) if "xl/sharedStrings.bin" in names else ()
        items = [record for kind, record in texts if kind == _ITEM]
        struck_texts = {at: part for at, item in enumerate(items) if (part := _struck_part(item, struck))}
        strings = [_string(item, 1)[0] for item in items]
        return cls(styles, strings, frozenset(struck_styles), struck_texts, bool(found))

    def text(self, kind: int, record: bytes) -> str:
        """The text of a cell that holds one."""
        return self.strings[struct.unpack_from("<I", record, 8)[0]] if kind == _SHARED else _string(record, 8)[0]

    def style(self, number: int) -> tuple[str, str]:
        return self.styles[number] if number < len(self.styles) else ("", "")


def _struck_part(item: bytes, struck: list[bool]) -> str:
    """What is struck out in a text of several runs (RichStr, [MS-XLSB] 2.5.122)."""
    text, end = _string(item, 1)
    if not item[0] & 1 or True not in struck:
        return ""
    (count,) = struct.unpack_from("<I", item, end)
    runs = struct.iter_unpack("<HH", item[end + 4 : end + 4 + 4 * count])
    return struck_part(text, [(start, font < len(struck) and struck[font]) for start, font in runs])


def _filled_cells(data: bytes, book: _Book) -> Iterator[tuple[Place, int, bytes]]:
    """The place, kind and record of each cell that holds a value."""
    row = 0
    for kind, record in records(data):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", record)
        elif _INTEGER <= kind <= _FORMULA_ERROR and (kind not in _TEXTS or book.text(kind, record)):
            yield (row, struct.unpack_from("<I", record)[0]), kind, record


def _oddities_in(data: bytes, book: _Book) -> Oddities:
    cells = list(_filled_cells(data, book))
    spans = [merges.in_record(record) for kind, record in records(data) if kind == merges.MERGED_RECORD]
    found = Oddities(merges=spans, is_styled=book.is_styled, filled=len(cells))
    for at, kind, record in cells:
        (style,) = struct.unpack_from("<I", record, 4)
        font, code = book.style(style & 0xFFFFFF)
        if style & 0xFFFFFF in book.struck:
            found.struck[at] = ""
        elif kind == _SHARED and (part := book.struck_texts.get(struct.unpack_from("<I", record, 8)[0], "")):
            found.struck[at] = part
        if kind in (_ERROR, _FORMULA_ERROR):
            found.errors[at] = _ERRORS.get(record[8], "#N/A")
        elif kind in (_INTEGER, _REAL, _FORMULA_NUMBER) and shows_only_month(code):
            found.months.add(at)
        elif kind in _TEXTS and font:
            stored = book.text(kind, record)
            if decode(stored, font) != stored:
                found.texts[at] = decode(stored, font)
    return found
