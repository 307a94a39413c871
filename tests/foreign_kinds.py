"""Files that are whole and give no cells: of other programs, with a password, without any content, or no files of tables."""

import random
import struct
from collections.abc import Iterator, Sequence

from hostile import Hostile, edited, packed
from hostile_kinds import XLS, instead
from pyopenvba.cfb import CFB
from xlsb_writer import Tab, Writer, styles, workbook

from toolkit.codes import FileCode
from toolkit.issues import Catalogue
from toolkit.kinds import Kind

_F, _T, _P, _S = FileCode.FOREIGN, FileCode.OTHER_TABLE, FileCode.PACKED, FileCode.SHORTCUT
_XML, _OPEN = b'<?xml version="1.0"?>', b"application/vnd.oasis.opendocument."
_WORKBOOK = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
_EXCEL = f'<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n{_WORKBOOK}'
_PREFIXED = _WORKBOOK.replace("<", "<ss:").replace("<ss:/", "</ss:").replace("xmlns", "xmlns:ss")
_PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td>A.01</td></tr></table></body></html>'
)
_LINES = "Mã\tTrạng thái\r\nA.01\tHoàn thành\r\nA.02\tĐang thực hiện\r\n"

_PLAIN: Sequence[tuple[str, bytes, Catalogue, Kind]] = (
    ("lotus.wk1", b"\0\0\2\0\6\4\6\0\x08\0" + bytes(64), _T, Kind.LOTUS),
    ("lotus.wk3", b"\0\0\x1a\0\0\x10\4\0" + bytes(64), _T, Kind.LOTUS),
    ("lotus.123", b"\0\0\x1a\0\3\x10\4\0" + bytes(64), _T, Kind.LOTUS),
    ("quattro.wq1", b"\0\0\2\0\x20\x51" + bytes(64), _T, Kind.QUATTRO),
    ("quattro.wb2", b"\0\0\2\0\2\x10" + bytes(64), _T, Kind.QUATTRO),
    ("works.wks", b"\xff\0\2\0\4\4\5\x54\2\0" + bytes(64), _T, Kind.WORKS),
    ("excel_2003.xml", _EXCEL.encode(), _T, Kind.EXCEL_XML),
    ("excel_2003_tien_to.xml", _PREFIXED.encode(), _T, Kind.EXCEL_XML),
    ("excel_2003_utf16.xml", _EXCEL.encode("utf-16"), _T, Kind.EXCEL_XML),
    ("trang_web.xls", _PAGE.encode(), _T, Kind.HTML),
    ("trang_web_xhtml.xls", _XML + b"<!DOCTYPE html>\n" + _PAGE.encode(), _T, Kind.HTML),
    ("trang_web_utf16.xls", _PAGE.encode("utf-16"), _T, Kind.HTML),
    ("trang_web.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=a\r\n\r\n<html>", _T, Kind.WEB_ARCHIVE),
    ("thu.eml", b"Received: by a;\r\n\tMon\r\nFrom: a@b.vn\r\nSubject: Bao cao\r\nContent-Type: text/plain\r\n\r\nKinh gui\r\n", _F, Kind.MAIL),
    ("unicode.txt", _LINES.encode("utf-16"), _T, Kind.UNICODE),
    ("unicode_khong_dau.txt", _LINES.encode("utf-16-le"), _T, Kind.UNICODE),
    ("tab.txt", _LINES.encode(), _T, Kind.CSV),
    ("phay.csv", b"Ma,Trang thai\nA.01,Hoan thanh\nA.02,Dang", _T, Kind.CSV),
    ("tieng_viet_cu.csv", "Mã;Trạng thái\nA.01;Xong\n".encode().replace(b"\xc3\xa3", b"\xe3"), _T, Kind.CSV),
    ("sylk.slk", b"ID;PWXL;N;E\r\nC;Y1;X1;K5\r\nE\r\n", _T, Kind.SYLK),
    ("dif.dif", b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n', _T, Kind.DIF),
    ("dbase.dbf", b"\x03\x19\x06\x1e" + struct.pack("<IHH", 2, 65, 11) + bytes(300), _T, Kind.DBASE),
    ("cu.sxc", packed([("mimetype", b"application/vnd.sun.xml.calc"), ("content.xml", b"<a/>")]), _T, Kind.SXC),
    ("van_xuoi.txt", "Kính gửi Ủy ban nhân dân xã,\nđơn vị xin báo cáo, như sau.\n".encode(), _F, Kind.TEXT),
    ("rtf.rtf", b"{\\rtf1\\ansi Bao cao}", _F, Kind.RTF),
    ("word_xml.xml", _XML + b'<?mso-application progid="Word.Document"?><w:wordDocument/>', _F, Kind.WORD),
    ("khac.xml", _XML + b"<HoSo><Dong>1</Dong></HoSo>", _F, Kind.XML),
    ("du_lieu.json", b'[{"ma": "A.01"}]', _F, Kind.JSON),
    ("ve.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', _F, Kind.IMAGE),
    ("anh.webp", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(32), _F, Kind.IMAGE),
    ("anh.heic", b"\0\0\0\x18ftypheic" + bytes(64), _F, Kind.IMAGE),
    ("anh.tif", b"II*\0\x08\0\0\0" + bytes(64), _F, Kind.IMAGE),
    ("anh.bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0" + bytes(64), _F, Kind.IMAGE),
    ("phim.mp4", b"\0\0\0\x18ftypisom" + bytes(64), _F, Kind.MEDIA),
    ("tieng.wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(32), _F, Kind.MEDIA),
    ("google.gsheet", b'{"url":"https://docs.google.com/spreadsheets/d/1","doc_id":"1"}', _S, Kind.SHORTCUT),
    ("lien_ket.url", b"[InternetShortcut]\r\nURL=https://xa.vn/\r\n", _S, Kind.SHORTCUT),
    ("loi_tat.lnk", b"L\0\0\0\x01\x14\2\0" + bytes(68), _S, Kind.SHORTCUT),
    ("numbers.numbers", packed([("Index/Document.iwa", bytes(99)), ("preview.jpg", b"\xff\xd8")]), FileCode.APPLE, Kind.NUMBERS),
    ("numbers_cu.numbers", packed([("Index.zip", b"a"), ("Data/a.jpg", b"\xff\xd8")]), FileCode.APPLE, Kind.NUMBERS),
    ("odt.odt", packed([("mimetype", _OPEN + b"text"), ("content.xml", b"<a/>")]), _F, Kind.DOCUMENT),
    ("odp.odp", packed([("mimetype", _OPEN + b"presentation"), ("content.xml", b"<a/>")]), _F, Kind.SLIDES),
    ("pptx.pptx", packed([("ppt/presentation.xml", b"<a/>")]), _F, Kind.SLIDES),
    ("docx.docx", packed([("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")]), _F, Kind.WORD),
    ("apk.apk", packed([("AndroidManifest.xml", b"\x03\x00")]), _F, Kind.PROGRAM),
    ("xlsx_trong_zip.zip", packed([("bao_cao.xlsx", packed([("xl/workbook.xml", b"<a/>")]))]), _P, Kind.ARCHIVE),
    ("tar.tar", b"a.xlsx".ljust(257, b"\0") + b"ustar\x0000" + bytes(248), _P, Kind.ARCHIVE),
    ("bz2.bz2", b"BZh91AY&SY" + bytes(32), _P, Kind.ARCHIVE),
    ("xz.xz", b"\xfd7zXZ\0" + bytes(32), _P, Kind.ARCHIVE),
    ("cab.cab", b"MSCF\0\0\0\0" + bytes(32), _P, Kind.ARCHIVE),
    ("exe.exe", b"MZ\x90\0" + bytes(200), _F, Kind.PROGRAM),
    ("sqlite.db", b"SQLite format 3\0" + bytes(100), _F, Kind.DATABASE),
    ("access.mdb", b"\0\1\0\0Standard Jet DB\0" + bytes(100), _F, Kind.DATABASE),
)  # fmt: skip


def old_workbook(kind: int, content: bytes) -> bytes:
    """The .xls of the sample with a record of this kind behind the first one of its stream ([MS-XLS] 2.1.4)."""
    compound = CFB.from_bytes(XLS)
    stream = compound.get_stream("Workbook")
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    # The places of the sheets, which the record moves.
    inserted = struct.pack("<HH", kind, len(content)) + content
    whole, at = bytearray(stream[:first] + inserted + stream[first:]), 0
    while (found := struct.unpack_from("<H", whole, at)[0]) != 0x0A:
        if found == 0x85:
            struct.pack_into("<I", whole, at + 4, struct.unpack_from("<I", whole, at + 4)[0] + len(inserted))
        at += 4 + struct.unpack_from("<H", whole, at + 2)[0]
    compound.write_stream("Workbook", bytes(whole))
    return bytes(compound.to_bytes())


def _compound(stream: str, content: bytes = bytes(5000)) -> bytes:
    """A compound file with one stream of another program."""
    compound = CFB.from_bytes(XLS)
    for name in compound.list_streams():
        compound.remove_stream(name)
    compound.add_stream_at((), stream, content)
    return bytes(compound.to_bytes())


def _installer() -> bytes:
    """The class of the root stands behind its name ([MS-CFB] 2.6.1)."""
    data = bytearray(_compound("Thing"))
    at = data.index("Root Entry".encode("utf-16-le")) + 80
    data[at : at + 16] = bytes.fromhex("84100C0000000000C000000000000046")
    return bytes(data)


_COMPOUNDS = (
    ("doc.doc", "WordDocument", _F, Kind.WORD),
    ("ppt.ppt", "PowerPoint Document", _F, Kind.SLIDES),
    ("msg.msg", "__properties_version1.0", _F, Kind.MAIL),
    ("vsd.vsd", "VisioDocument", _F, Kind.DRAWING),
    ("qpw.qpw", "NativeContent_MAIN", _T, Kind.QUATTRO),
    ("thumbs.db", "Catalog", _F, Kind.THUMBNAILS),
    ("mpp.mpp", "Props14", _F, Kind.PROJECT),
    ("khac.ole", "Contents", _F, Kind.COMPOUND),
)


def _locked() -> Iterator[Hostile]:
    """Passwords to open, of old workbooks by all three ways, and of LibreOffice by both."""
    for name, content in (
        ("xor", bytes(6)),
        ("rc4", b"\1\0\1\0\1\0" + bytes(48)),
        ("cryptoapi", b"\1\0\2\0\2\0" + bytes(200)),
    ):
        yield Hostile(f"mat_khau_{name}.xls", instead(old_workbook(0x2F, content)), FileCode.ENCRYPTED)
    early = struct.pack("<HHHH", 0x0009, 4, 0x0002, 0x0010) + struct.pack("<HH", 0x2F, 4) + bytes(4)
    yield Hostile("mat_khau_biff2.xls", instead(early + struct.pack("<HH", 0x0A, 0)), FileCode.ENCRYPTED)
    whole = packed(
        [("mimetype", _OPEN + b"spreadsheet"), ("META-INF/manifest.xml", b"<m/>"), ("encrypted-package", b"a")]
    )
    yield Hostile("mat_khau_ca_goi.ods", instead(whole), FileCode.ENCRYPTED)


def _blank() -> Iterator[Hostile]:
    """Workbooks of which no cell holds anything."""

    def without_cells(parts: dict[str, bytes]) -> None:
        for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
            head, _, rest = parts[name].partition(b"<sheetData>")
            parts[name] = head + b"<sheetData></sheetData>" + rest.partition(b"</sheetData>")[2]

    yield Hostile("trong.xlsx", lambda good: edited(good, without_cells), FileCode.BLANK)
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table"))
    table = '<table:table table:name="a"><table:table-row><table:table-cell/></table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content{names}>{body}</office:document-content>"
    flat = f'<office:document{names} office:mimetype="{_OPEN.decode()}spreadsheet">{body}</office:document>'
    yield Hostile(
        "trong.ods",
        instead(
            packed([("mimetype", _OPEN + b"spreadsheet"), ("META-INF/manifest.xml", b"<m/>"), ("content.xml", content)])
        ),
        FileCode.BLANK,
    )
    yield Hostile("trong.fods", instead(flat.encode()), FileCode.BLANK)
    cells = Writer(chance=random.Random(0)).sheet({})
    yield Hostile("trong.xlsb", instead(workbook([Tab("a", cells)], styles(("Calibri", 0)), [])), FileCode.BLANK)


FOREIGN = (
    *(Hostile(f"{name}.xlsx", instead(data), code, kind) for name, data, code, kind in _PLAIN),
    *(Hostile(f"{name}.xls", instead(_compound(stream)), code, kind) for name, stream, code, kind in _COMPOUNDS),
    Hostile("msi.xls", instead(_installer()), _F, Kind.PROGRAM),
    *_locked(),
    *_blank(),
)
