"""Hostile and broken files of other kinds than .xlsx, made from the shipped sample."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile import Hostile, edited, packed

from toolkit.codes import FileCode
from toolkit.encryption import lock
from toolkit.guard import Cause

_SAMPLE = Path(__file__).parent.parent / "workbooks" / "sample"
XLS, ODS = ((_SAMPLE / name).read_bytes() for name in ("THON03_KH-BCDCDS.xls", "VHXH_KH-BCDCDS.ods"))
# [MS-CFB] 2.2: where the header keeps the sector shift, the first directory sector, the first of the FAT.
_SHIFT, _DIRECTORY, _FAT = 30, 48, 76
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def instead(data: bytes) -> Callable[[bytes], bytes]:
    """These bytes, whatever the good workbook is."""
    return lambda _: data


def _patched(data: bytes, at: int, form: str, *values: int) -> bytes:
    changed = bytearray(data)
    struct.pack_into(form, changed, at, *values)
    return bytes(changed)


def _sector(number: int) -> int:
    return 512 * (number + 1)


def _looped(data: bytes) -> bytes:
    """Every chain of sectors goes round in a circle."""
    fat = _sector(struct.unpack_from("<I", data, _FAT)[0])
    return _patched(data, fat, "<128I", *[(at + 1) % 128 for at in range(128)])


def _records(data: bytes, kind: int) -> Iterator[int]:
    """Where records of a kind begin in the stream of the workbook, which lies in one piece here ([MS-XLS] 2.1.4)."""
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    while at + 4 < len(data):
        found, size = struct.unpack_from("<HH", data, at)
        if found == kind:
            yield at
        if found == 0x0A:
            return
        at += 4 + size


def _old() -> Iterator[Hostile]:
    for share in (1, 3, 10, 25, 50, 75, 90):
        yield Hostile(f"cat_cut_{share}.xls", instead(XLS[: len(XLS) * share // 100]), FileCode.DAMAGED)
    yield Hostile("vong_tron.xls", instead(_looped(XLS)), FileCode.DAMAGED)
    yield Hostile("thu_muc_ngoai_tep.xls", instead(_patched(XLS, _DIRECTORY, "<I", 1 << 20)), FileCode.DAMAGED)
    yield Hostile("bang_ngoai_tep.xls", instead(_patched(XLS, _FAT, "<I", 1 << 24)), FileCode.DAMAGED)
    yield Hostile("khu_vuc_la.xls", instead(_patched(XLS, _SHIFT, "<H", 60)), FileCode.DAMAGED)
    sheet = next(_records(XLS, 0x85))
    yield Hostile("sheet_ngoai_tep.xls", instead(_patched(XLS, sheet + 4, "<I", 1 << 30)), FileCode.DAMAGED)
    yield Hostile("chi_co_tieu_de.xls", instead(XLS[:512]), FileCode.DAMAGED)
    yield Hostile("ole_rong.xls", instead(_OLE + bytes(504)), FileCode.DAMAGED)
    yield Hostile("ole_rac.xls", instead(_OLE + random.Random(5).randbytes(60_000)), FileCode.DAMAGED)


def _with(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def alter(parts: dict[str, bytes]) -> None:
        parts[name] = change(parts[name])

    return lambda _: edited(ODS, alter)


def _without(name: str) -> Callable[[bytes], bytes]:
    return lambda _: edited(ODS, lambda parts: parts.update({name: b""}))


def _documents() -> Iterator[Hostile]:
    for share in (2, 20, 60, 95):
        yield Hostile(f"cat_cut_{share}.ods", instead(ODS[: len(ODS) * share // 100]), FileCode.DAMAGED)
    yield Hostile("mat_noi_dung.ods", _without("content.xml"), FileCode.DAMAGED)
    cut = _with("content.xml", lambda xml: xml[: len(xml) // 2])
    yield Hostile("noi_dung_cut.ods", cut, FileCode.UNSAFE, Cause.MALFORMED)
    deep = _with("content.xml", lambda xml: xml.replace(b"<text:p>", b"<text:p>" + b"<text:span>" * 4000, 1))
    yield Hostile("long_nhau.ods", deep, FileCode.UNSAFE, Cause.DEPTH)
    typed = _with("content.xml", lambda xml: xml.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1))
    yield Hostile("doctype.ods", typed, FileCode.UNSAFE, Cause.DOCTYPE)
    locked = _with(
        "META-INF/manifest.xml",
        lambda xml: xml.replace(b"/>", b"><manifest:encryption-data/></manifest:file-entry>", 1),
    )
    yield Hostile("mat_khau.ods", locked, FileCode.ENCRYPTED)
    wide = (
        b'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="99999999999999"/>'
    )
    lied = _with("content.xml", lambda xml: xml.replace(b"<table:table-cell", wide + b"<table:table-cell", 1))
    yield Hostile("lap_lai_la.ods", lied, FileCode.UNSAFE, Cause.BOUNDS)


def _locked() -> Iterator[Hostile]:
    """Packages with a password ([MS-OFFCRYPTO]), whole and damaged."""
    yield Hostile("mat_khau.xlsx", lambda good: lock(good, "bí mật"), FileCode.ENCRYPTED)
    yield Hostile("mat_khau_cut.xlsx", lambda good: lock(good, "bí mật")[:-5000], FileCode.ENCRYPTED)

    def broken(good: bytes) -> bytes:
        return lock(good, "bí mật").replace(b"spinCount", b"spinTrick")

    yield Hostile("mat_khau_hong.xlsx", broken, FileCode.ENCRYPTED)


def _binary_package(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """An .xlsb whose workbook part is changed; the sheet holds one number ([MS-XLSB])."""
    sheet = b"\x81\x01\x00" + struct.pack("<BBI13x", 0, 17, 0) + struct.pack("<BBIId", 5, 16, 0, 0, 1.0)
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        b'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    name, relation = ("rId1".encode("utf-16-le"), "a".encode("utf-16-le"))
    bundle = struct.pack("<II", 0, 1) + struct.pack("<I", 4) + name + struct.pack("<I", 1) + relation
    book = b"\x83\x01\x00" + b"\x9c\x01" + bytes([len(bundle)]) + bundle
    parts = [
        ("xl/workbook.bin", change(book)),
        ("xl/_rels/workbook.bin.rels", links),
        ("xl/worksheets/sheet1.bin", sheet),
    ]
    return lambda _: packed(parts)


def _binaries() -> Iterator[Hostile]:
    yield Hostile("sach_cut.xlsb", _binary_package(lambda book: book[:-4]), FileCode.DAMAGED)
    yield Hostile("sach_rong.xlsb", _binary_package(lambda book: b""), FileCode.DAMAGED)
    yield Hostile("sach_rac.xlsb", _binary_package(lambda book: random.Random(6).randbytes(500)), FileCode.DAMAGED)
    yield Hostile("khong_sheet.xlsb", _binary_package(lambda book: book[:3]), FileCode.DAMAGED)


def _crowded(good: bytes) -> bytes:
    """Twenty thousand sheets, all listed."""
    names = range(20_000)
    with zipfile.ZipFile(io.BytesIO(good)) as source:
        sheet = source.read("xl/worksheets/sheet1.xml")
    return packed([(f"xl/worksheets/sheet{at}.xml", sheet if at == 1 else b"<worksheet/>") for at in names])


def many_strings() -> tuple[bytes, bytes]:
    """A good .xls, and the same whose table of texts says that it has two thousand million of them."""
    return XLS, _patched(XLS, next(_records(XLS, 0xFC)) + 4, "<II", 1 << 31, 1 << 31)


KINDS = (
    *_old(),
    *_documents(),
    *_locked(),
    *_binaries(),
    Hostile("hai_muoi_nghin_sheet.xlsx", _crowded, FileCode.UNSAFE, Cause.PARTS),
)
