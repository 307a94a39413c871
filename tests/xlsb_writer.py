"""Writes .xlsb workbooks record by record ([MS-XLSB]), for nothing free does: every way to keep a cell, by chance."""

import random
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from good_workbooks import Cells
from hostile import packed

from toolkit.readers import Value

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/>'
    '<Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/>{}</Types>'
)
_SHEET_TYPE = '<Override PartName="/xl/{}.bin" ContentType="application/vnd.ms-excel.{}"/>'
# What a short record's type is more than the whole one's.
_SHORTENED = 11
# Options, and a formula of no tokens with no more behind it.
_FORMULA = bytes(2) + bytes(4) + bytes(4)
# The style of days.
DAYS = 1


def record(kind: int, content: bytes = b"") -> bytes:
    """A record: type and size seven bits a byte."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytearray()
    left = len(content)
    while True:
        size.append(left & 0x7F | (0x80 if left > 0x7F else 0))
        left >>= 7
        if not left:
            return head + bytes(size) + content


def wide(text: str) -> bytes:
    written = text.encode("utf-16-le")
    return struct.pack("<I", len(written) // 2) + written


def cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + content)


def short(kind: int, content: bytes, style: int = 0) -> bytes:
    """The same one column right of the cell before."""
    return record(kind, struct.pack("<I", style) + content)


def row(number: int) -> bytes:
    return record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))


@dataclass
class Writer:
    """Puts cells down in ways that `chance` takes; `strings` are the shared texts so far."""

    chance: random.Random
    strings: list[str] = field(default_factory=list)

    def sheet(self, cells: Cells) -> bytes:
        """The part of a sheet."""
        rows = sorted({at for at, _ in cells})
        body = b"".join(
            row(at) + b"".join(self._cells({column: value for (r, column), value in cells.items() if r == at}))
            for at in rows
        )
        last = (max(rows, default=0), max((column for _, column in cells), default=0))
        head = record(129) + record(148, struct.pack("<4I", 0, last[0], 0, last[1])) + record(145)
        return head + body + record(146) + record(130)

    def _cells(self, values: Mapping[int, Value]) -> Iterator[bytes]:
        before = -1
        for column, value in sorted(values.items()):
            kind, content = self._stored(value)
            style = DAYS if isinstance(value, date) else 0
            if column > before + 1 and self.chance.random() < 0.3:
                before += 1
                yield cell(1, before, b"")
            # Those of formulas have no short form, nor has the first cell of a row.
            is_next = column == before + 1 > 0 and kind < 8
            if is_next and self.chance.random() < 0.4:
                yield short(kind + _SHORTENED, content, style)
            else:
                yield cell(kind, column, content, style)
            before = column

    def _stored(self, value: Value) -> tuple[int, bytes]:
        """A record's type, and its content behind the place and the style."""
        if isinstance(value, bool):
            return self.chance.choice([(4, bytes([value])), (10, bytes([value]) + _FORMULA)])
        if isinstance(value, date):
            return self._number(float((value - date(1899, 12, 30)).days))
        if isinstance(value, float):
            return self._number(value)
        text = str(value)
        self.strings.append(text)
        return self.chance.choice(
            [
                (6, wide(text)), (7, struct.pack("<I", len(self.strings) - 1)), (8, wide(text) + _FORMULA),
                (62, b"\0" + wide(text)), (62, b"\1" + wide(text) + struct.pack("<IHH", 1, 0, 0)),
            ]
        )  # fmt: skip

    def _number(self, value: float) -> tuple[int, bytes]:
        double = struct.pack("<d", value)
        ways = [(5, double), (9, double + _FORMULA)]
        if value.is_integer() and abs(value) < 1 << 29:
            ways.append((2, struct.pack("<i", int(value) << 2 | 2)))
        if (value * 100).is_integer() and abs(value) < 1 << 22 and value * 100 / 100 == value:
            ways.append((2, struct.pack("<i", int(value * 100) << 2 | 3)))
        if not struct.unpack("<Q", double)[0] & 0x3_FFFF_FFFF:
            ways.append((2, double[4:]))
        return self.chance.choice(ways)


def styles(*kept: tuple[str, int], codes: Mapping[int, str] | None = None) -> bytes:
    """The part of styles, each of a font and the number of its format; the formats that are not built in."""
    fonts = b"".join(record(43, bytes(21) + wide(name)) for name, _ in kept)
    formats = [record(44, struct.pack("<H", number) + wide(code)) for number, code in (codes or {}).items()]
    cells = b"".join(
        record(47, struct.pack("<5H", 0, number, at, 0, 0) + bytes(6)) for at, (_, number) in enumerate(kept)
    )
    whole = record(278) + record(615, struct.pack("<I", len(formats))) + b"".join(formats) + record(616)
    whole += record(611, struct.pack("<I", len(kept))) + fonts + record(612)
    return whole + record(617, struct.pack("<I", len(kept))) + cells + record(618) + record(279)


@dataclass(frozen=True)
class Tab:
    """A sheet of a workbook: its name, its part, and of what kind it is."""

    name: str
    part: bytes
    is_hidden: bool = False
    kind: str = "worksheet"


def workbook(tabs: list[Tab], style_part: bytes, strings: list[str], since_1904: bool = False) -> bytes:
    """The whole package."""
    bundle = b"".join(
        record(156, struct.pack("<II", tab.is_hidden, at) + wide(f"rId{at}") + wide(tab.name))
        for at, tab in enumerate(tabs, 1)
    )
    book = record(131) + record(153, struct.pack("<II", since_1904, 0) + wide("")) + record(143) + bundle
    shared = b"".join(record(19, b"\0" + wide(text)) for text in strings)
    paths = [f"{tab.kind}s/sheet{at}" for at, tab in enumerate(tabs, 1)]
    links = [(f"rId{at}", tab.kind, paths[at - 1]) for at, tab in enumerate(tabs, 1)]
    links += [("rIdS", "styles", "styles"), ("rIdT", "sharedStrings", "sharedStrings")]
    types = "".join(_SHEET_TYPE.format(path, tab.kind) for path, tab in zip(paths, tabs, strict=True))
    return packed(
        [
            ("[Content_Types].xml", _TYPES.format(types)),
            ("_rels/.rels", _links([("rId1", "officeDocument", "xl/workbook")])),
            ("xl/_rels/workbook.bin.rels", _links(links)),
            ("xl/workbook.bin", book + record(144) + record(132)),
            ("xl/styles.bin", style_part),
            (
                "xl/sharedStrings.bin",
                record(159, struct.pack("<II", len(strings), len(strings))) + shared + record(160),
            ),
            *((f"xl/{path}.bin", tab.part) for path, tab in zip(paths, tabs, strict=True)),
        ]
    )


def _links(links: list[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}.bin"/>' for name, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def write(seed: int, content: dict[str, Cells]) -> bytes:
    """A workbook of these cells, with a sheet that is a chart now and then."""
    writer = Writer(random.Random(seed))
    tabs = [Tab(name, writer.sheet(cells), at > 0) for at, (name, cells) in enumerate(content.items())]
    if seed % 3 == 0:
        kind = ("chartsheet", "dialogsheet", "macrosheet")[seed // 3 % 3]
        tabs.insert(1, Tab("Biểu đồ", record(129) + record(130), kind=kind))
    days = styles(("Calibri", 0), ("Calibri", 14))
    return workbook(tabs, days, writer.strings)
