"""One small table in every form that programs give it in .ods, .fods, .xlsb and .xls; each holds `CELLS`."""

import random
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from good_workbooks import Cells
from hostile import packed
from hostile_kinds import XLS
from pyopenvba.cfb import CFB
from xlsb_writer import DAYS, Tab, Writer, cell, record, row, short, styles, wide, workbook

NAME = "Báo cáo"
CELLS: Cells = {
    (0, 0): "Mã", (0, 1): "Trạng thái", (0, 2): "Tiến độ (%)", (0, 3): "Ngày hoàn thành",
    (1, 0): "A.01", (1, 1): "Hoàn thành", (1, 2): 1.0, (1, 3): date(2025, 4, 5),
    (2, 0): "A.02", (2, 1): "Đang thực hiện", (2, 2): 0.35,
}  # fmt: skip
_CORNER = (1_048_575, 16_383)
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = ("office", "table", "text", "style")
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Form:
    """A workbook by name, its bytes, and the cells of its first sheet."""

    name: str
    data: bytes
    cells: Cells


def _string(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def _float(value: float, kind: str = "float") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>x</text:p></table:table-cell>'


_DAY = (
    '<table:table-cell office:value-type="date" office:date-value="2025-04-05"><text:p>5/4</text:p></table:table-cell>'
)
_HEADS, _FIRST = (
    (_string("Mã"), _string("Trạng thái"), _string("Tiến độ (%)"), _string("Ngày hoàn thành")),
    _string("A.01"),
)
ROWS = (
    "".join(_HEADS),
    _FIRST + _string("Hoàn thành") + _float(1.0, "percentage") + _DAY,
    _string("A.02") + _string("Đang thực hiện") + _float(0.35),
)


def content(rows: Iterable[str] = ROWS, before: str = "", root: str = "document-content", more: str = "") -> str:
    """The XML of a document whose table has these rows."""
    spaces = "".join(f' xmlns:{name}="{OASIS}{name}:1.0"' for name in _SPACES)
    lines = "".join(line if "table-row" in line else f"<table:table-row>{line}</table:table-row>" for line in rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root}{spaces}{more}><office:body><office:spreadsheet>{before}'
        f'<table:table table:name="{NAME}">{lines}</table:table></office:spreadsheet></office:body></office:{root}>'
    )


def ods(xml: str | bytes, mimetype: str = _MIMETYPE) -> bytes:
    parts = [("mimetype", mimetype)] if mimetype else []
    return packed([*parts, ("META-INF/manifest.xml", "<manifest/>"), ("content.xml", xml)])


def _documents() -> Iterator[Form]:
    plain = content()
    flat = content(root="document", more=f' office:mimetype="{_MIMETYPE}"')
    changed = {
        "khoang_trang": plain.replace("><", ">\n  <"),
        "tien_to_khac": _prefixed(plain),
        "tu_vung_khac": _prefixed(plain).replace(f"{OASIS}office", f"{OASIS}vp").replace(f"{OASIS}table", f"{OASIS}b"),
        "tien_to_mac_dinh": plain.replace("text:p", "p").replace("<p>", f'<p xmlns="{OASIS}text:1.0">'),
        "nhay_don": plain.replace('"', "'"),
        "ghi_chu_xml": plain.replace("Hoàn thành<", "Hoàn<!-- > --> thành<"),
        "cdata": plain.replace("Hoàn thành<", "Hoàn <![CDATA[thành]]><"),
        "lenh_xml": plain.replace("Đang", "Đang<?a b?>"),
        "xuong_dong_trong_chu": plain.replace("Đang thực", "\n   Đang\n  thực"),
        "span": plain.replace("Hoàn thành<", "Hoàn <text:span>th<text:span>à</text:span></text:span>nh<"),
        "lien_ket": plain.replace("A.02", '<text:a href="#">A.02</text:a>'),
        "dau_cach": plain.replace("Hoàn thành<", "Hoàn<text:s/>thành<"),
        "chu_thich": plain.replace("<text:p>A.02", "<office:annotation><text:p>ý\n kiến</text:p></office:annotation><text:p>A.02"),
        "khong_kieu": plain.replace(' office:value-type="string"', ""),
        "chu_trong_thuoc_tinh": plain.replace('"string"><text:p>A.01', '"string" office:string-value="A.01"><text:p>khác'),
        "danh_sach": plain.replace("<text:p>A.01</text:p>", "<text:list><text:list-item><text:p>A.01</text:p></text:list-item></text:list>"),
        "tien_te": plain.replace('"percentage"', '"currency"'),
        "so_trong_chu": plain.replace(' office:value="0.35"><text:p>x', ' office:value="0.350"><text:p>35%'),
        "ngay_co_gio": plain.replace('"2025-04-05"', '"2025-04-05T00:00:00"'),
        "nhom_dong": content((f"<table:table-header-rows><table:table-row>{ROWS[0]}</table:table-row></table:table-header-rows>",
                              f"<table:table-row-group><table:table-rows><table:table-row>{ROWS[1]}</table:table-row></table:table-rows>"
                              f"<table:table-row>{ROWS[2]}</table:table-row></table:table-row-group>")),
        "theo_doi_sua": content(before=f"<table:tracked-changes><table:cell-content-change><table:previous>{_string('cũ')}</table:previous>"
                                "</table:cell-content-change></table:tracked-changes>"),
        "hinh_ve": plain.replace("<table:table-row>", '<table:shapes><text:p>hình</text:p></table:shapes><table:table-row>', 1),
        "o_trong_lap": plain.replace("</table:table-row>", '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'),
        "dong_trong_lap": plain.replace("</table:table>", '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>'),
        "o_bi_che": plain.replace("<table:table-row>", "<table:table-row><!-- a -->", 1),
    }  # fmt: skip
    for name, xml in changed.items():
        assert xml != plain, name
        yield Form(f"{name}.ods", ods(xml), CELLS)
    yield Form("khong_mimetype.ods", ods(plain, ""), CELLS)
    yield Form("mau.ots", ods(plain, f"{_MIMETYPE}-template"), CELLS)
    yield Form("utf16.ods", ods(plain.replace("UTF-8", "UTF-16").encode("utf-16")), CELLS)
    yield Form("phang.fods", flat.encode(), CELLS)
    yield Form("phang_thut_le.fods", flat.replace("><", ">\r\n\t<").encode(), CELLS)
    yield Form("phang_utf16.fods", flat.replace("UTF-8", "UTF-16").encode("utf-16"), CELLS)
    yield Form("phang_co_bom.fods", b"\xef\xbb\xbf" + flat.encode(), CELLS)
    yield from _more_documents(plain)


def _more_documents(plain: str) -> Iterator[Form]:
    """Those that hold more than the table."""
    repeated = (
        *ROWS,
        f'<table:table-row table:number-rows-repeated="2">{_string("x").replace(" office", " table:number-columns-repeated=" + chr(34) + "3" + chr(34) + " office")}</table:table-row>',
    )
    yield Form("lap.ods", ods(content(repeated)), CELLS | {(row, column): "x" for row in (3, 4) for column in range(3)})
    covered = (*ROWS, f"{_string('gộp')}<table:covered-table-cell/>{_string('sau')}")
    yield Form("bi_che.ods", ods(content(covered)), CELLS | {(3, 0): "gộp", (3, 2): "sau"})
    kinds = (
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/>'
        '<table:table-cell office:value-type="string"><text:p>a<text:tab/>b<text:line-break/>c</text:p><text:p>d<text:s text:c="2"/>e</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float"><text:p>không rõ</text:p></table:table-cell>'
    )
    told: Cells = {(3, 0): True, (3, 1): time(8, 30), (3, 2): "a\tb\nc\nd  e", (3, 3): "không rõ"}
    yield Form("cac_kieu.ods", ods(content((*ROWS, kinds))), CELLS | told)
    gap = '<table:table-cell table:number-columns-repeated="{}"/>'
    last = (
        f'<table:table-row table:number-rows-repeated="{_CORNER[0] - 3}"><table:table-cell/></table:table-row>',
        gap.format(_CORNER[1]) + _string("lạc"),
    )
    yield Form("goc_cuoi.ods", ods(content((*ROWS, *last))), CELLS | {_CORNER: "lạc"})


def _prefixed(xml: str) -> str:
    """Other names for the same vocabularies."""
    for name, other in (("office", "vp"), ("table", "b"), ("text", "chu")):
        xml = (
            xml.replace(f"<{name}:", f"<{other}:")
            .replace(f"</{name}:", f"</{other}:")
            .replace(f" {name}:", f" {other}:")
        )
        xml = xml.replace(f"xmlns:{name}=", f"xmlns:{other}=")
    return xml


STYLES = styles(("Calibri", 0), ("Calibri", 14))


_FORMULA = bytes(10)


def _binary(cells: Cells, seed: int = 0, more: tuple[Tab, ...] = (), since_1904: bool = False) -> bytes:
    writer = Writer(random.Random(seed))
    tab = Tab(NAME, writer.sheet(cells))
    return workbook([tab, *more], STYLES, writer.strings, since_1904)


def _by_hand(*rows: bytes) -> bytes:
    """A sheet of these records, whose shared text 0 is one of the table's."""
    inside = b"".join(row(at) + cells for at, cells in enumerate(rows))
    sheet = record(129) + record(145) + inside + record(146) + record(130)
    return workbook([Tab(NAME, sheet)], STYLES, ["Trạng thái"])


def _binaries() -> Iterator[Form]:
    for seed in range(12):
        yield Form(f"ngau_nhien_{seed}.xlsb", _binary(CELLS, seed), CELLS)
    for kind in ("chartsheet", "dialogsheet", "macrosheet"):
        other = Tab("Khác", record(129) + record(130), kind=kind)
        yield Form(f"{kind}.xlsb", _binary(CELLS, 1, (other,)), CELLS)
    yield Form("goc_cuoi.xlsb", _binary(CELLS | {_CORNER: "lạc"}), CELLS | {_CORNER: "lạc"})
    days = struct.pack("<d", (date(2025, 4, 5) - date(1899, 12, 30)).days)
    heads = (
        cell(6, 0, wide("Mã"))
        + short(18, bytes(4))
        + short(17, wide("Tiến độ (%)"))
        + cell(62, 3, b"\0" + wide("Ngày hoàn thành"))
    )
    first = (
        cell(6, 0, wide("A.01"))
        + short(17, wide("Hoàn thành"))
        + short(13, struct.pack("<i", 1 << 2 | 2))
        + short(16, days, DAYS)
    )
    last = cell(6, 0, wide("A.02")) + short(17, wide("Đang thực hiện")) + short(13, struct.pack("<i", 35 << 2 | 3))
    yield Form("o_ngan.xlsb", _by_hand(heads, first, last), CELLS)
    rk = cell(2, 3, struct.pack("<i", (date(2025, 4, 5) - date(1899, 12, 30)).days << 2 | 2), DAYS)
    texts = (
        cell(6, 0, wide("Mã"))
        + cell(7, 1, bytes(4))
        + cell(6, 2, wide("Tiến độ (%)"))
        + cell(6, 3, wide("Ngày hoàn thành"))
    )
    done = (
        cell(6, 0, wide("A.01"))
        + cell(8, 1, wide("Hoàn thành") + _FORMULA)
        + cell(2, 2, struct.pack("<i", 1 << 2 | 2))
        + rk
    )
    going = cell(6, 0, wide("A.02")) + cell(6, 1, wide("Đang thực hiện")) + cell(5, 2, struct.pack("<d", 0.35))
    yield Form("ngay_rk.xlsb", _by_hand(texts, done, going), CELLS)
    gaps = last + short(12, b"") + short(15, b"\1") + short(14, b"\x17")
    yield Form("o_ngan_trong.xlsb", _by_hand(heads, first, gaps), CELLS | {(2, 4): True})
    yield Form("tu_1904.xlsb", _binary(CELLS, 3, since_1904=True), CELLS | {(1, 3): date(2029, 4, 6)})


def biff(kind: int, content: bytes = b"") -> bytes:
    """A record of [MS-XLS]."""
    return struct.pack("<HH", kind, len(content)) + content


def old(cells: Cells, globals_: bytes = b"", inside: bytes = b"") -> bytes:
    """An .xls of BIFF 8 that holds these texts and numbers and no styles, with records more in either part."""
    bof = struct.pack("<HHHHII", 0x0600, 0, 0x0DBB, 0x07CC, 0, 6)
    name = bytes([len(NAME), 1]) + NAME.encode("utf-16-le")
    head = biff(0x0809, bof[:2] + b"\x05\0" + bof[4:]) + globals_ + biff(0x42, struct.pack("<H", 1200))
    place = len(head) + 4 + 6 + len(name) + 4
    sheet = biff(0x0809, bof[:2] + b"\x10\0" + bof[4:]) + inside
    for (at, column), value in sorted(cells.items()):
        where = struct.pack("<HHH", at, column, 0)
        if isinstance(value, str):
            sheet += biff(0x0204, where + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        else:
            sheet += biff(0x0203, where + struct.pack("<d", value))
    stream = head + biff(0x85, struct.pack("<IH", place, 0) + name) + biff(0x0A) + sheet + biff(0x0A)
    compound = CFB.from_bytes(XLS)
    compound.write_stream("Workbook", stream)
    return bytes(compound.to_bytes())


def _olds() -> Iterator[Form]:
    cells: Cells = {at: value for at, value in CELLS.items() if not isinstance(value, date)}
    yield Form("toi_gian.xls", old(cells), cells)
    corner = (65_535, 255)
    yield Form("goc_cuoi.xls", old(cells | {corner: "lạc"}), cells | {corner: "lạc"})
    guarded = biff(0x86) + biff(0x5B, struct.pack("<HHH", 1, 0x1234, 0)) + biff(0x12, b"\1\0") + biff(0x13, b"\x34\x12")
    yield Form("khoa_ghi.xls", old(cells, guarded), cells)


FORMS = (*_documents(), *_binaries(), *_olds())
