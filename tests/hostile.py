"""Hostile and broken files, made here: each with what staff must be told, by its code and, for the guard, its cause."""

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from toolkit.codes import FileCode
from toolkit.guard import Cause
from toolkit.issues import Catalogue
from toolkit.kinds import Kind
from toolkit.places import column_letters

MEGABYTE = 1 << 20
SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Hostile:
    """A file by name, how its bytes are made from a good .xlsx, and what must be said: `cause` where the guard says it,
    or the kind that is named.
    """

    name: str
    make: Callable[[bytes], bytes]
    code: Catalogue
    cause: Cause | Kind | None = None


def _binary_sheet(*cells: tuple[int, int], end: bytes = b"") -> Callable[[bytes], bytes]:
    """An .xlsb whose sheet holds the number 1 in these rows and columns ([MS-XLSB]); only the guard gets to see it."""
    sheet = b"\x81\x01\x00"
    for row, column in cells:
        sheet += struct.pack("<BBI13x", 0, 17, row) + struct.pack("<BBIId", 5, 16, column, 0, 1.0)
    parts = [("xl/workbook.bin", b"\x83\x01\x00"), ("xl/bang.bin", sheet + end)]
    return lambda _: packed(parts)


def edited(good: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The package with its parts changed and put together anew."""
    with zipfile.ZipFile(io.BytesIO(good)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    return packed(parts.items())


def packed(parts: object, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package, warnings.catch_warnings():
        # Two parts of one name are meant.
        warnings.simplefilter("ignore", UserWarning)
        for name, data in parts:  # type: ignore[attr-defined]
            package.writestr(zipfile.ZipInfo(name), data, method)
    return target.getvalue()


def _with_part(name: str, data: Callable[[], bytes]) -> Callable[[bytes], bytes]:
    return lambda good: edited(good, lambda parts: parts.update({name: data()}))


def _in_sheet(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new, 1)

    return lambda good: edited(good, change)


def _directory(good: bytes, offset: int, form: str, value: int, part: str = SHEET) -> bytes:
    """One field of a part's entry in the central directory overwritten; `offset` counts from the entry's beginning."""
    data, at = bytearray(good), -1
    while True:
        at = data.index(b"PK\x01\x02", at + 1)
        length = struct.unpack_from("<H", data, at + 28)[0]
        if bytes(data[at + 46 : at + 46 + length]) == part.encode():
            struct.pack_into(form, data, at + offset, value)
            return bytes(data)


def _twice(good: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as source:
        return packed([*((name, source.read(name)) for name in source.namelist()), (SHEET, b"<worksheet/>")])


def _overlapping(good: bytes) -> bytes:
    """Two entries of the directory share one part's bytes, as a bomb without nesting does."""
    where = zipfile.ZipFile(io.BytesIO(good)).getinfo("xl/workbook.xml").header_offset
    return _directory(good, 42, "<I", where)


def _far(cell: str) -> Callable[[bytes], bytes]:
    row = f'<row r="{"".join(filter(str.isdigit, cell))}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    return _in_sheet(b"</sheetData>", row.encode())


def _cut(share: int) -> Callable[[bytes], bytes]:
    return lambda good: good[: len(good) * share // 100]


def _instead(data: bytes) -> Callable[[bytes], bytes]:
    return lambda _: data


def _flip(seed: int) -> Callable[[bytes], bytes]:
    return lambda good: _flipped(good, seed)


FAR_CELL = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_REPEATED = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>'


def _instead_of_sheet(declaration: str) -> Callable[[bytes], bytes]:
    return _with_part(SHEET, lambda: f"{declaration}<worksheet><sheetData/></worksheet>".encode())


def _diagonal(cells: int) -> bytes:
    """So many cells, each in a row and a column of its own, which no closing up brings together."""
    places = (f"{column_letters(at)}{at + 1000}" for at in range(cells))
    return "".join(
        f'<row r="{at + 1000}"><c r="{place}"><v>1</v></c></row>' for at, place in enumerate(places)
    ).encode()


def _document(rows: str) -> Callable[[bytes], bytes]:
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table"))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return lambda _: packed([("mimetype", mimetype), ("content.xml", content.encode())])


def _nested(depth: int) -> bytes:
    return b"<a>" * depth + b"</a>" * depth


BOMBS = (
    Hostile(
        "phinh_mot_phan.xlsx",
        _with_part("xl/media/a.bin", lambda: bytes(170 * MEGABYTE)),
        FileCode.UNSAFE,
        Cause.INFLATED,
    ),
    Hostile("phinh_mimetype.xlsx", _with_part("mimetype", lambda: bytes(20 * MEGABYTE)), FileCode.UNSAFE, Cause.RATIO),
    Hostile(
        "phinh_sheet.xlsx",
        _with_part(SHEET, lambda: b"<worksheet>" + b" " * 64 * MEGABYTE),
        FileCode.UNSAFE,
        Cause.RATIO,
    ),
    Hostile(
        "phinh_chuoi_chung.xlsx",
        _with_part("xl/sharedStrings.xml", lambda: b"<sst>" + b"<si><t>a</t></si>" * 4_000_000),
        FileCode.UNSAFE,
        Cause.RATIO,
    ),
    Hostile(
        "phinh_nhieu_phan.xlsx",
        _with_part("xl/a.bin", lambda: (random.Random(1).randbytes(400) + bytes(40_000)) * 3500),
        FileCode.UNSAFE,
        Cause.INFLATED,
    ),
    Hostile(
        "nhieu_thanh_phan.xlsx",
        lambda good: packed([(f"xl/worksheets/sheet{at}.xml", b"<a/>") for at in range(20_000)]),
        FileCode.UNSAFE,
        Cause.PARTS,
    ),
    Hostile("long_nhau.xlsx", _with_part("xl/styles.xml", lambda: _nested(100_000)), FileCode.UNSAFE, Cause.DEPTH),
    Hostile(
        "long_nhau_trong_sheet.xlsx",
        _in_sheet(b"<sheetData>", _nested(500) + b"<sheetData>"),
        FileCode.UNSAFE,
        Cause.DEPTH,
    ),
    Hostile(
        "the_dai.xlsx",
        _with_part(
            "xl/styles.xml", lambda: b'<a b="' + bytes(random.Random(2).choices(b"abcdef", k=3 * MEGABYTE)) + b'"/>'
        ),
        FileCode.UNSAFE,
        Cause.LENGTH,
    ),
    Hostile(
        "chu_dai.xlsx",
        _in_sheet(
            b"</sheetData>",
            b'<row r="900"><c r="A900" t="inlineStr"><is><t>'
            + bytes(random.Random(7).choices(b"abcdef ", k=3 * MEGABYTE))
            + b"</t></is></c></row></sheetData>",
        ),
        FileCode.UNSAFE,
        Cause.TEXT,
    ),
    Hostile(
        "chu_thich_dai.xlsx",
        _with_part(
            "xl/styles.xml", lambda: b"<a><!--" + bytes(random.Random(3).choices(b"abc", k=2 * MEGABYTE)) + b"--></a>"
        ),
        FileCode.UNSAFE,
        Cause.LENGTH,
    ),
)


def _declared(body: str) -> Callable[[bytes], bytes]:
    def change(parts: dict[str, bytes]) -> None:
        xml = parts["xl/workbook.xml"].decode()
        head, _, rest = xml.partition("?>")
        parts["xl/workbook.xml"] = f"{head}?>{body}{rest}".encode()

    return lambda good: edited(good, change)


_LAUGHS = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
DOCTYPES = tuple(
    Hostile(f"{name}.xlsx", _declared(body), FileCode.UNSAFE, Cause.DOCTYPE)
    for name, body in (
        ("cuoi_vo_han", f'<!DOCTYPE workbook [<!ENTITY a0 "a">{_LAUGHS}]>'),
        ("tep_ngoai", '<!DOCTYPE workbook [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        ("dia_chi_ngoai", '<!DOCTYPE workbook SYSTEM "http://127.0.0.1:9/x.dtd">'),
        ("tham_so", '<!DOCTYPE workbook [<!ENTITY % x SYSTEM "file:///dev/zero"> %x;]>'),
        ("bac_hai", f'<!DOCTYPE workbook [<!ENTITY a "{"a" * 100_000}">]>'),
    )
)
LIES = (
    Hostile("noi_nho_hon.xlsx", lambda good: _directory(good, 24, "<I", 10), FileCode.UNSAFE, Cause.LIE),
    Hostile("noi_lon_hon.xlsx", lambda good: _directory(good, 24, "<I", 1 << 30), FileCode.UNSAFE, Cause.LIE),
    Hostile("sai_cho_bat_dau.xlsx", lambda good: _directory(good, 42, "<I", 7), FileCode.DAMAGED, Cause.TORN),
    Hostile("bat_dau_ngoai_tep.xlsx", lambda good: _directory(good, 42, "<I", 1 << 29), FileCode.DAMAGED, Cause.TORN),
    Hostile("chong_nhau.xlsx", _overlapping, FileCode.UNSAFE, Cause.OVERLAP),
    Hostile("trung_ten.xlsx", _twice, FileCode.UNSAFE, Cause.REPEATED),
    Hostile("dat_mat_khau_zip.xlsx", lambda good: _directory(good, 8, "<H", 1), FileCode.UNSAFE, Cause.ENCRYPTED),
    Hostile("nen_la.xlsx", lambda good: _directory(good, 10, "<H", 97), FileCode.UNSAFE, Cause.METHOD),
    *(
        Hostile(f"ten_xau_{at}.xlsx", _with_part(name, lambda: b"<a/>"), FileCode.UNSAFE, Cause.NAME)
        for at, name in enumerate(
            ("../../etc/passwd", "/etc/passwd", "C:/Windows/a.xml", "xl\\..\\..\\a.xml", "\\\\may\\a.xml")
        )
    ),
    Hostile("o_ngoai_hang.xlsx", _far("A1048577"), FileCode.UNSAFE, Cause.BOUNDS),
    Hostile("o_ngoai_cot.xlsx", _far("XFE9"), FileCode.UNSAFE, Cause.BOUNDS),
    Hostile("o_hang_khong.xlsx", _far("A0"), FileCode.UNSAFE, Cause.BOUNDS),
    Hostile("o_hang_cuc_lon.xlsx", _far("A99999999999"), FileCode.UNSAFE, Cause.BOUNDS),
    Hostile("o_cot_cuc_lon.xlsx", _far("ZZZZZZZ9"), FileCode.UNSAFE, Cause.BOUNDS),
    *(
        Hostile(
            f"ma_{encoding}.xlsx",
            _instead_of_sheet(f'<?xml version="1.0" encoding="{encoding}"?>'),
            FileCode.UNSAFE,
            Cause.MALFORMED,
        )
        for encoding in ("gb2312", "khong-co", "utf-32")
    ),
    Hostile("the_hong.xlsx", _in_sheet(b"</sheetData>", b"<c <c </sheetData>"), FileCode.UNSAFE, Cause.MALFORMED),
    Hostile(
        "duong_cheo.xlsx", _in_sheet(b"</sheetData>", _diagonal(4000) + b"</sheetData>"), FileCode.UNSAFE, Cause.CELLS
    ),
    Hostile(
        "lap_lai_mot_ty_o.ods",
        _document(f'<table:table-row table:number-rows-repeated="1048576">{_REPEATED}'),
        FileCode.UNSAFE,
        Cause.CELLS,
    ),
    Hostile(
        "lap_lai_ngoai_sheet.ods",
        _document(f'<table:table-row table:number-rows-repeated="99999999">{_REPEATED}'),
        FileCode.UNSAFE,
        Cause.BOUNDS,
    ),
    Hostile("ngoai_sheet.xlsb", _binary_sheet((1 << 31, 0)), FileCode.UNSAFE, Cause.BOUNDS),
    Hostile("cut.xlsb", _binary_sheet((0, 0), end=b"\x05"), FileCode.UNSAFE, Cause.MALFORMED),
)
_TRUNCATED = tuple(
    Hostile(f"cat_cut_{share}.xlsx", _cut(share), FileCode.DAMAGED)
    for share in (1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99)
)
_FOREIGN = tuple(
    Hostile(f"{name}.xlsx", _instead(data), code, kind)
    for name, data, code, kind in (
        ("rong", b"", FileCode.EMPTY, None),
        ("toan_so_khong", bytes(4096), FileCode.DAMAGED, None),
        ("van_ban", "Báo cáo\n".encode(), FileCode.FOREIGN, Kind.TEXT),
        ("csv", b"Ma;STT\nA.01;1\n", FileCode.OTHER_TABLE, Kind.CSV),
        ("trang_web", b"<html><table><tr><td>A.01</td></tr></table></html>", FileCode.OTHER_TABLE, Kind.HTML),
        ("pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", FileCode.FOREIGN, Kind.PDF),
        ("anh_png", b"\x89PNG\r\n\x1a\n" + bytes(64), FileCode.FOREIGN, Kind.IMAGE),
        ("anh_jpg", b"\xff\xd8\xff\xe0" + bytes(64), FileCode.FOREIGN, Kind.IMAGE),
        ("rar", b"Rar!\x1a\x07\x01\x00" + bytes(64), FileCode.PACKED, Kind.ARCHIVE),
        ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(64), FileCode.PACKED, Kind.ARCHIVE),
        ("gzip", b"\x1f\x8b\x08" + bytes(64), FileCode.PACKED, Kind.ARCHIVE),
        ("chi_co_dau_pk", b"PK\x03\x04" + bytes(100), FileCode.DAMAGED, None),
        ("chi_co_dau_ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileCode.DAMAGED, None),
        ("zip_thuong", packed([("ghi_chu.txt", b"a")]), FileCode.PACKED, Kind.ARCHIVE),
        ("zip_rong", b"PK\x05\x06" + bytes(18), FileCode.FOREIGN, Kind.EMPTY_ARCHIVE),
        ("word", packed([("word/document.xml", b"<a/>")]), FileCode.FOREIGN, Kind.WORD),
        ("nhi_phan_ngau_nhien", b"\x00" + random.Random(4).randbytes(5000), FileCode.DAMAGED, None),
    )
)


def _with_damaged(part: str, data: bytes | None) -> Callable[[bytes], bytes]:
    def change(parts: dict[str, bytes]) -> None:
        del parts[part]
        if data is not None:
            parts[part] = data

    return lambda good: edited(good, change)


def _damaged_parts() -> Iterator[Hostile]:
    """Parts that a reader needs, each away, empty, no XML, or cut off."""
    cut = b"<workbook><sheets><sheet name="
    for stem, part in (("so", "xl/workbook.xml"), ("lien_ket", "xl/_rels/workbook.xml.rels")):
        for name, data in (("mat", None), ("rong", b""), ("rac", b"\x00\xff rac"), ("cut", cut)):
            yield Hostile(f"{stem}_{name}.xlsx", _with_damaged(part, data), FileCode.DAMAGED)


def _flipped(good: bytes, seed: int) -> bytes:
    """A few bits turned in the packed bytes of the sheet."""
    data, chance = bytearray(good), random.Random(seed)
    entry = zipfile.ZipFile(io.BytesIO(good)).getinfo(SHEET)
    begin = entry.header_offset + 30 + len(SHEET)
    for _ in range(5):
        data[chance.randrange(begin, begin + entry.compress_size)] ^= 1 << chance.randrange(8)
    # What is turned must not happen to be whole.
    try:
        assert zlib.crc32(zipfile.ZipFile(io.BytesIO(bytes(data))).read(SHEET)) != entry.CRC
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return bytes(data)
    raise AssertionError("the damage did no harm")


_FLIPPED = tuple(Hostile(f"lat_bit_{seed}.xlsx", _flip(seed), FileCode.DAMAGED) for seed in range(12))
REFUSED = (*BOMBS, *DOCTYPES, *LIES)
ALL = (*REFUSED, *_TRUNCATED, *_FOREIGN, *_damaged_parts(), *_FLIPPED)
