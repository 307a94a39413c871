"""Whole workbooks in forms that the standard allows and programs seldom write: the same cells in other clothes.

Each form changes the parts of a workbook as XlsxWriter writes it; what its cells hold stays.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

Parts = dict[str, bytes]
Form = Callable[[Parts], None]

_BOOK, _LINKS, _STRINGS, _STYLES = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml",
)  # fmt: skip
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARATION = re.compile(rb"^<\?xml[^>]*\?>\s*")
_FOREIGN = b'<w:c xmlns:w="urn:x" r="A1"><w:v>9</w:v></w:c>'


def sheets(parts: Parts) -> list[str]:
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def _each(pattern: bytes, new: bytes | Callable[[re.Match[bytes]], bytes], *names: str) -> Form:
    """Every match replaced, in the sheets or in the parts named; at least one there must be."""

    def change(parts: Parts) -> None:
        count = 0
        for name in names or sheets(parts):
            parts[name], found = re.subn(pattern, new, parts[name])
            count += found
        assert count, pattern

    return change


def _encoded(encoding: str, declared: str, *names: str) -> Form:
    def change(parts: Parts) -> None:
        for name in names or sheets(parts):
            text = _DECLARATION.sub(b"", parts[name]).decode()
            head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
            parts[name] = (head + text).encode(encoding, "xmlcharrefreplace")

    return change


def _prefixed(prefix: str, *names: str) -> Form:
    """The namespace of the cells by a prefix."""

    def change(parts: Parts) -> None:
        own = prefix.encode()
        for name in names or sheets(parts):
            xml = re.sub(rb"<(/?)(?=\w+[\s/>])(?!\w+:)", rb"<\1" + own + b":", _DECLARATION.sub(b"", parts[name]))
            parts[name] = xml.replace(b'xmlns="' + _MAIN, b"xmlns:" + own + b'="' + _MAIN)

    return change


def _moved(moves: dict[str, str], links: dict[bytes, bytes], rels: str = _LINKS) -> Form:
    """Parts under other names, and what leads to them."""

    def change(parts: Parts) -> None:
        for old, new in links.items():
            assert any(old in parts[name] for name in (rels, "_rels/.rels"))
            for name in (rels, "_rels/.rels"):
                parts[name] = parts[name].replace(old, new)
        for source, target in moves.items():
            parts[target] = parts.pop(source)

    return change


def _without_marks(parts: Parts) -> None:
    """No place of any cell is told: each stands behind the last, so that blank ones must be there, too."""
    for name in sheets(parts):
        rows = {int(row[1]): row[2] for row in re.finditer(rb'<row r="(\d+)"[^>]*[^/]>(.*?)</row>', parts[name])}
        whole = b"".join(b"<row>%b</row>" % _filled_up(rows.get(at, b"")) for at in range(1, max(rows, default=0) + 1))
        head, _, rest = parts[name].partition(b"<sheetData>")
        parts[name] = head + b"<sheetData>" + whole + b"</sheetData>" + rest.partition(b"</sheetData>")[2]


def _filled_up(row: bytes) -> bytes:
    made, at = [], 0
    for cell in re.finditer(rb'<c r="([A-Z]+)\d+"([^>]*?)(/>|>.*?</c>)', row):
        column = 0
        for letter in cell[1]:
            column = column * 26 + letter - 64
        made += [b"<c/>"] * (column - at - 1) + [b"<c" + cell[2] + cell[3]]
        at = column
    return b"".join(made)


def _upside_down(parts: Parts) -> None:
    for name in sheets(parts):
        rows = re.findall(rb"<row .*?</row>|<row [^>]*/>", parts[name])
        head, _, rest = parts[name].partition(b"<sheetData>")
        turned = b"<sheetData>" + b"".join(reversed(rows)) + b"</sheetData>"
        parts[name] = head + turned + rest.partition(b"</sheetData>")[2]


def _twice(parts: Parts) -> None:
    """Every filled cell stands there twice, and says the same."""
    _each(rb"<c [^>]*[^/]>.*?</c>", lambda cell: cell[0] + cell[0])(parts)


def _add_tab(kind: str, root: bytes) -> Form:
    """A sheet of charts, dialogs or macros, after the others."""

    def change(parts: Parts) -> None:
        office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        if kind == "xlMacrosheet":
            office = b"http://schemas.microsoft.com/office/2006/relationships"
        link = b'<Relationship Id="rX" Type="%b/%b" Target="odd/sheet1.xml"/></Relationships>' % (office, kind.encode())
        parts[_LINKS] = parts[_LINKS].replace(b"</Relationships>", link)
        parts[_BOOK] = parts[_BOOK].replace(b"</sheets>", b'<sheet name="Khac" sheetId="99" r:id="rX"/></sheets>')
        parts["xl/odd/sheet1.xml"] = root

    return change


_CELLS = b'<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>'


def _iso(tail: str) -> Form:
    """Days as texts of ISO 8601."""

    def spelled(cell: re.Match[bytes]) -> bytes:
        day = date(1899, 12, 30) + timedelta(days=int(cell[2]))
        return cell[1] + f' t="d"><v>{day.isoformat()}{tail}</v>'.encode()

    def change(parts: Parts) -> None:
        formats = re.findall(rb"<xf [^>]*>", parts[_STYLES].partition(b"<cellXfs")[2])
        (style,) = [at for at, xf in enumerate(formats) if b'numFmtId="164"' in xf]
        _each(rb'(<c r="[A-Z]+\d+" s="%d")><v>(\d+)</v>' % style, spelled)(parts)

    return change


def _escaped(parts: Parts) -> None:
    """`Đ` and an underscore as the standard escapes them."""
    _each("Đ|đ".encode(), lambda letter: b"_x0110_" if letter[0] == "Đ".encode() else b"_x0111_", _STRINGS)(parts)


def _many_styles(parts: Parts) -> None:
    _each(rb"</cellXfs>", b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 64_000 + b"</cellXfs>",
          _STYLES)(parts)  # fmt: skip


def _inline(parts: Parts) -> None:
    """Every shared text in its cell, in pieces."""
    texts = re.findall(rb"<si>(.*?)</si>", parts[_STRINGS], re.DOTALL)

    def put(cell: re.Match[bytes]) -> bytes:
        return cell[1] + b' t="inlineStr"><is><r>%b</r><r><t/></r></is></c>' % texts[int(cell[2])]

    _each(rb'(<c [^>]*?) t="s"><v>(\d+)</v></c>', put)(parts)


def _good() -> Iterator[tuple[str, Form]]:
    for name, space in (("cách", b" "), ("xuống dòng", b"\n"), ("thẻ", b"\t"), ("mã số", b"&#10;")):
        yield f"số thứ tự chữ có {name}", _each(rb't="s"><v>(\d+)</v>', rb't="s"><v>%b\1%b</v>' % (space, space))
        yield f"số có {name}", _each(rb'(s="\d")><v>(-?[\d.]+)</v>', rb"\1><v>%b\2%b</v>" % (space, space))
    yield "số thứ tự có số không", _each(rb't="s"><v>(\d+)</v>', rb't="s"><v>00\1</v>')
    yield "số dạng mũ", _each(rb'(<c r="[A-Z]+\d+")><v>(\d+)</v>', rb"\1><v>\2.0E+00</v>")
    yield "CDATA", _each(rb"<v>([^<]+)</v>", rb"<v><![CDATA[\1]]></v>")
    yield "chú thích giữa số", _each(rb"<v>(\d)([^<]*)</v>", rb"<v>\1<!-- 7 -->\2</v>")
    yield "chỉ dẫn giữa số", _each(rb"<v>(\d)([^<]*)</v>", rb"<v>\1<?x 7?>\2</v>")
    yield "giá trị trống có khoảng trắng", _each(rb'(<c r="[A-Z]+\d+" s="\d+")/>', rb"\1><v /></c>")
    yield "giá trị trống", _each(rb'(<c r="[A-Z]+\d+" s="\d+")/>', rb"\1><v>\n </v></c>")
    yield "nháy đơn", _each(rb'<c r="([A-Z]+\d+)"', rb"<c r='\1'")
    yield "thuộc tính cách xa", _each(rb'<c r="([A-Z]+\d+)"', rb'<c\n  r = "\1" ')
    yield "địa chỉ có cách", _each(rb'<c r="([A-Z]+\d+)"', rb'<c r=" \1 "')
    yield "chữ thường", _each(rb'<c r="([A-Z]+)', lambda cell: b'<c r="' + cell[1].lower())
    yield "kiểu đứng trước", _each(rb'<c (r="[A-Z]+\d+")([^>]*?) t="s"', rb'<c t="s"\2 \1')
    yield "phần tử lạ trong dòng", _each(rb"</row>", _FOREIGN + b"</row>")
    yield "phần tử lạ trong ô", _each(rb"</v></c>", b'</v><w:v xmlns:w="urn:x">9</w:v></c>')
    yield "mở rộng trong dòng", _each(rb"</row>", b'<extLst><ext uri="{x}"><v>9</v></ext></extLst></row>')
    yield "mở rộng trong ô", _each(rb"</v></c>", b'</v><extLst><ext uri="{x}"><v>9</v></ext></extLst></c>')
    choice = b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x"><v>9</v></mc:Choice><mc:Fallback>'
    yield "hai cách chọn", _each(rb"(<v>[^<]*</v>)", choice + rb"\1</mc:Fallback></mc:AlternateContent>")
    yield "không ghi địa chỉ", _without_marks
    yield "dòng ngược", _upside_down
    yield "ô ghi hai lần như nhau", _twice
    yield "chữ trong ô, nhiều đoạn", _inline
    yield "chữ thoát", _escaped
    for tail in ("", "T00:00:00", "T00:00:00Z", "T00:00:00.000Z", "T00:00:00+07:00"):
        yield f"ngày ISO {tail}", _iso(tail)
    for encoding, declared in (
        ("utf-16", "utf-16"), ("utf-16-le", ""), ("utf-16-le", "UTF-16LE"), ("utf-16-be", ""), ("ascii", "us-ascii"),
        ("utf-8-sig", "UTF-8"), ("iso-8859-1", "iso-8859-1"),
    ):  # fmt: skip
        yield f"trang tính {encoding} {declared}", _encoded(encoding, declared)
        yield f"chữ chung {encoding} {declared}", _encoded(encoding, declared, _STRINGS)
    for prefix in ("x", "bảng", "a-b.c"):
        yield f"tiền tố {prefix}", _prefixed(prefix)
        yield f"tiền tố {prefix} ở chữ chung", _prefixed(prefix, _STRINGS)
    office = (b'"xl/workbook.xml"', _LINKS)
    for name, target in (("workbook2.xml", b"xl/workbook2.xml"), ("WorkBook.xml", b"XL/WORKBOOK.XML")):
        moves = {_BOOK: f"xl/{name}", _LINKS: f"xl/_rels/{name}.rels"}
        yield f"phần chính {name}", _moved(moves, {office[0]: b'"%b"' % target}, _LINKS)
    sheet = b'"worksheets/sheet1.xml"'
    for name, target in (
        ("tuyệt đối", b"/xl/worksheets/sheet1.xml"), ("hai chấm", b"../xl/./worksheets/sheet1.xml"),
        ("hoa thường", b"WorkSheets/Sheet1.XML"), ("phần trăm", b"worksheets/sheet%31.xml"),
    ):  # fmt: skip
        yield f"đường dẫn {name}", _moved({}, {sheet: b'"%b"' % target})
    yield "trang tính nơi khác", _moved({"xl/worksheets/sheet1.xml": "bang/a.xml"}, {sheet: b'"../bang/a.xml"'})
    yield "chữ chung nơi khác", _moved({_STRINGS: "xl/chu.xml"}, {b'"sharedStrings.xml"': b'"chu.xml"'})
    yield "kiểu nơi khác", _moved({_STYLES: "kieu.xml"}, {b'"styles.xml"': b'"/kieu.xml"'})
    for kind, root in (("chartsheet", b"chartsheet"), ("dialogsheet", b"dialogsheet"), ("xlMacrosheet", b"worksheet")):
        inside = _CELLS if kind == "xlMacrosheet" else b""
        yield f"trang {kind}", _add_tab(kind, b'<%b xmlns="%b">%b</%b>' % (root, _MAIN, inside, root))
    yield "64.000 kiểu như nhau", _many_styles
    yield "triệu dòng trống", _each(rb"</sheetData>", b'<row s="1" customFormat="1"/>' * 500_000 + b"</sheetData>",
                                    "xl/worksheets/sheet1.xml")  # fmt: skip
    yield "phông ngoài danh sách", _each(rb'fontId="1"', b'fontId="999"', _STYLES)


GOOD: dict[str, Form] = dict(_good())
