"""No text of anybody becomes a formula, a link, a field or markup: dangerous texts in every field, every output searched.

What is found is read as XML, without the libraries that wrote it; only what the program itself writes may be there, by
its shape.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from urllib.parse import unquote

import icalendar
import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree, html
from openpyxl.cell import Cell
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet
from tables import write_plan

from toolkit.cli import phuluc
from toolkit.layout import APPENDIX, REPORT, REPORT_TARGETS, SETTINGS, TARGETS, UNITS
from toolkit.model import Item

DAY = ("--as-of", "2025-06-30")
TEXTS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "http://x.vn", "mailto:a@b.vn", "internal:'Chi tiết'!A1",
    "external:C:\\x.xlsx", "file:///etc/passwd", "&L&G", "{=1}", "<r><t>x</t></r>", "<r></q></r>", "'=1",
    '=HYPERLINK("http://x")', "<a href='http://x'>x</a>", "{{ tong_so }}", "[link=http://x]x[/link]", "_x003D_1",
]  # fmt: skip
NUMBER = r"\d+(\.\d+)?"
CELL, DATE = r"\$?[A-Z]{1,2}\$?\d+", r"DATE\(\d+,\d+,\d+\)"
WORD = '"[^"=]*"'
# The formulas that the program writes, each with nothing in it but its own words, cells and days.
FORMULAS = [
    rf"MAX\(0,Ngay_tong_hop-{CELL}\)", rf"{CELL}-Ngay_tong_hop", rf"IF\(Ngay_tong_hop={DATE},{WORD},{WORD}\)",
    rf'"[0-9/]+ \("&MAX\(0,Ngay_tong_hop-{DATE}\)&" ngày\)"', rf'IF\(OR\({CELL}="",{CELL}="",{CELL}=0\),"",{CELL}/{CELL}\)',
    rf'IF\({CELL}={WORD},{WORD},IF\({CELL}={WORD},IF\(OR\({CELL}="",{CELL}=""\),{WORD},IF\({CELL}<={CELL},{WORD},{WORD}\)\),'
    rf'IF\({CELL}="",{WORD},IF\({CELL}<TODAY\(\),{WORD},IF\({CELL}-TODAY\(\)<=\d+,{WORD},{WORD}\)\)\)\)\)',
]  # fmt: skip
NAMES = re.compile(r"(_xlnm\.(Print_Titles|Print_Area|_FilterDatabase)|[A-Z][A-Za-z_]+)")
AREA = re.compile(r"'(?P<sheet>[^'=]+)'!\$?[A-Z]*\$?\d+(:\$?[A-Z]*\$?\d+)?")
HEADERS = {'&C&"Times New Roman,Regular"&13&P'}


@dataclass(frozen=True)
class Book:
    """What stands in a workbook beside plain values."""

    formulas: frozenset[str]
    rules: frozenset[str]
    links: frozenset[str]
    places: frozenset[str]
    names: frozenset[tuple[str, str]]
    charts: frozenset[str]
    headers: frozenset[str]
    sheets: frozenset[str]
    texts: frozenset[str]


def _look(path: Path) -> Book:
    """Every part parsed; a part that is no XML fails here."""
    with zipfile.ZipFile(path) as package:
        parts = {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels", ".vml"))
        }
    sheets = [root for name, root in parts.items() if name.startswith("xl/worksheets/sheet")]
    others = [name for name in parts if re.search(r"externalLink|connections|queryTable|ddeLink|ctrlProp.*fmla", name)]
    assert not others

    def texts(roots: list[etree._Element], *tags: str) -> frozenset[str]:
        return frozenset(
            node.text or "" for root in roots for tag in tags for node in root.iter(f"{{*}}{tag}") if node.text
        )

    relations = [
        node for name, root in parts.items() if name.endswith(".rels") for node in root.iter("{*}Relationship")
    ]
    outward = [node for node in relations if node.get("TargetMode") == "External"]
    charts = [root for name, root in parts.items() if "/charts/" in name]
    shapes = [root for name, root in parts.items() if name.endswith(".vml") or "/drawings/" in name]
    for root in shapes:
        assert not [node for node in root.iter() if node.get("href") or "FmlaLink" in str(node.tag)]
    return Book(
        formulas=texts(sheets, "f"),
        rules=texts(sheets, "formula", "formula1", "formula2"),
        links=frozenset(node.get("Target") or "" for node in outward),
        places=frozenset(node.get("location") or "" for root in sheets for node in root.iter("{*}hyperlink")) - {""},
        names=frozenset(
            (node.get("name") or "", node.text or "") for node in parts["xl/workbook.xml"].iter("{*}definedName")
        ),
        charts=texts(charts, "f"),
        headers=texts(sheets, "oddHeader", "oddFooter", "evenHeader", "firstHeader", "firstFooter"),
        sheets=frozenset(node.get("name") or "" for node in parts["xl/workbook.xml"].iter("{*}sheet")),
        texts=texts([*sheets, *(root for name, root in parts.items() if "sharedStrings" in name)], "t"),
    )


def _assert_plain(path: Path, root: Path) -> Book:
    book = _look(path)
    shape = re.compile("|".join(FORMULAS))
    assert [text for text in book.formulas if not shape.fullmatch(text)] == [], path.name
    assert [text for text in book.rules if not _is_rule(text)] == [], path.name
    for name, target in book.names:
        assert NAMES.fullmatch(name), path.name
        assert all(AREA.fullmatch(part) for part in re.split(r",(?=')", target)), (path.name, target)
    assert [text for text in book.charts if not AREA.fullmatch(text)] == [], path.name
    assert {text.replace("13 &P", "13&P") for text in book.headers} <= HEADERS, path.name
    for link in book.links:
        file = _file(link)
        assert (path.parent / file).resolve().is_relative_to(root), (path.name, link)
        assert (path.parent / file).is_file(), (path.name, link)
    for place in book.places:
        sheet = place.rpartition("!")[0].removeprefix("'").removesuffix("'").replace("''", "'")
        # Behind a link to a file stands the place in that file.
        assert book.links or sheet in book.sheets, (path.name, place)
    return book


def _file(link: str) -> str:
    """The path of a link, which Excel writes as Windows does."""
    return unquote(link).partition("#")[0].replace("\\", "/")


def _is_rule(text: str) -> bool:
    """A rule of an entry, or of a colour: words between quotes, cells, days, and few functions."""
    bare = re.sub('"(?:[^"]|"")*"', "", text)
    known = "AND|OR|NOT|IF|IFERROR|ISNUMBER|N|INT|DATE|TODAY|FIND|TRIM|LOWER|TRUE|FALSE|Ngay_tong_hop"
    return not re.sub(rf"\b({known})\b|{CELL}|{NUMBER}|[(),<>=+\-*/&]", "", bare)


def _say(cell: Cell, text: str) -> None:
    """As typed with an apostrophe before it, or pasted: openpyxl alone would make a formula of it."""
    cell.value = text
    cell.data_type = "s"


def _run(root: Path, *arguments: str) -> str:
    ran = CliRunner().invoke(phuluc, ["-C", str(root), *arguments])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exc_info
    assert ran.exit_code in (0, 3), ran.output
    return ran.output


def _spread(sheet: Worksheet, row: int, columns: list[int], start: int) -> None:
    """A row of dangerous texts, in each column another one; so that over all rows every column has every text."""
    for at, column in enumerate(columns):
        _say(sheet.cell(row, column), TEXTS[(start + at) % len(TEXTS)])


def _plan(path: Path) -> None:
    """As many units and tasks as there are texts; every field of every sheet says something dangerous."""
    count = len(TEXTS)
    rows = [f'"{at + 1}" | Việc {at} | Đơn vị {at} | Văn phòng | 30/0{at % 6 + 1}/2025' for at in range(count)]
    heads = "STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành\nA | Nhóm | | |\n"
    units = "Mã đơn vị | Tên đơn vị | Tên gọi khác | Nhóm | Đầu mối | Email\n" + "\n".join(
        f"DV{at} | Tên {at} | Đơn vị {at} | Nhóm {at} | Người {at} | a{at}@mau.vn" for at in range(count)
    )
    targets = "Mã nhiệm vụ | Chỉ tiêu | So sánh | Mức | Đơn vị tính | Hạn\n" + "\n".join(
        f"A.{at + 1:02} | Chỉ tiêu {at} | ≥ | 90 | % | Năm 2025" for at in range(count)
    )
    write_plan(path, heads + "\n".join(rows), units, targets)
    book = openpyxl.load_workbook(path)
    sheet = book[APPENDIX.sheet]
    at = APPENDIX.position
    sheet.insert_rows(1, 3)
    for row, text in enumerate(TEXTS[:2], start=1):
        _say(sheet.cell(row, 1), text)
    _say(sheet.cell(5, at["task"] + 1), f"{TEXTS[0]} (21 nhiệm vụ)")
    _say(sheet.cell(4, len(at) + 1), "=Sản phẩm")
    for number, text in enumerate(TEXTS):
        row = 6 + number
        _say(sheet.cell(row, at["task"] + 1), f"{text} việc {number}")
        _say(sheet.cell(row, at["support"] + 1), text)
        if number % 3 == 0:
            _say(sheet.cell(row, at["deadline"] + 1), f"{text}")
        _say(sheet.cell(row, len(at) + 1), text)
    # Leads and dates by hand that nobody can read.
    for number in range(len(TEXTS)):
        row = 6 + len(TEXTS) + number
        _say(sheet.cell(row, at["number"] + 1), str(len(TEXTS) + number + 1))
        _spread(
            sheet, row, [at["task"] + 1, at["lead"] + 1, at["support"] + 1, at["deadline"] + 1, at["due"] + 1], number
        )
    for number, text in enumerate(TEXTS):
        unit = book[UNITS.sheet]
        for key in ("name", "contact", "groups"):
            _say(unit.cell(2 + number, UNITS.position[key] + 1), text if key != "groups" else f"{text};Nhóm")
        target = book[TARGETS.sheet]
        _say(target.cell(2 + number, TARGETS.position["target"] + 1), text)
        if number % 2:
            _spread(target, 2 + number, [TARGETS.position[key] + 1 for key in ("measure", "due")], number)
    book.save(path)


def _fill(path: Path, number: int, target: Path) -> None:
    """Every open cell of a unit's workbook, its own rows, its targets, and a sheet whose name is dangerous."""
    book = openpyxl.load_workbook(path)
    sheet = book[REPORT.sheet]
    header = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Mã")
    heads = [cell.value for cell in sheet[header]]
    columns = [heads.index(column.heading) + 1 for column in REPORT.columns if column.open]
    status, finished = heads.index("Trạng thái") + 1, heads.index("Ngày hoàn thành") + 1
    for row in range(header + 1, sheet.max_row + 1):
        code = sheet.cell(row, 1).value
        if re.fullmatch(r"A\.\d\d", code or ""):
            _spread(sheet, row, columns, number)
            if number % 2:
                sheet.cell(row, status).value = "Đang thực hiện"
                sheet.cell(row, finished).value = None
        elif code is None:
            _spread(sheet, row, [2, 3, *columns], number + row)
            sheet.cell(row, status).value = "Hoàn thành"
    if REPORT_TARGETS.sheet in book.sheetnames:
        page = book[REPORT_TARGETS.sheet]
        keys = [REPORT_TARGETS.position[key] + 1 for key in ("achieved", "total", "note")]
        _spread(page, 4, keys if number % 2 else keys[-1:], number)
    extra = book.create_sheet(re.sub(r"[\[\]:*?/\\]", "_", TEXTS[number].strip())[:31] or "x")
    _spread(extra, 1, list(range(1, len(TEXTS) + 1)), 0)
    book.properties.creator = book.properties.title = TEXTS[number].replace("\r", "").replace("\t", "")
    book.save(target)


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the program can write, out of dangerous inputs."""
    root = tmp_path_factory.mktemp("nguy hiểm") / "xã"
    _run(root.parent, "init", str(root))
    _plan(root / "template_phu_luc.xlsx")
    _run(root, "lint")
    _run(root, "issue")
    issued = {path.name.partition("_")[0]: path for path in (root / "giao").iterdir()}
    assert len(issued) == len(TEXTS)
    for number, text in enumerate(TEXTS[:-4]):
        name = re.sub(r"[\r\t]", "", text.replace("/", "∕").replace("\\", "∖"))
        _fill(issued[f"DV{number}"], number, root / "nop" / f"{name} {number}.xlsx")
    (root / "nop" / "=1+1.docx").write_bytes(b"x")
    (root / "nop" / "=hong.xlsx").write_bytes(b"x")
    _run(root, "validate", "--mark", *DAY)
    _run(root, "merge", "--as-of", "2025-03-31")
    _run(root, "merge", *DAY)
    _run(root, "report")
    _run(root, "send")
    _run(root, "remind")
    _run(root, "control")
    above = root / "tỉnh"
    _run(root.parent, "init", str(above))
    units = "Mã đơn vị | Tên đơn vị | Tên gọi khác | Nhóm | Đầu mối | Email\nX1 | Xã | | Nhóm | |"
    tasks = "STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành\nA | Nhóm | | |\n"
    write_plan(above / "template_phu_luc.xlsx", tasks + '"1" | Việc | Xã | | 30/4/2025', units)
    book = openpyxl.load_workbook(above / "template_phu_luc.xlsx")
    _say(book[UNITS.sheet]["B2"], "=1+1")
    book.save(above / "template_phu_luc.xlsx")
    below = root / "tong_hop" / "Tong_hop_2025-06-30.xlsx"
    (above / "nop" / "X1_@SUM(A1).xlsx").write_bytes(below.read_bytes())
    _run(above, "merge", "--level", "cap-duoi", *DAY)
    return root


def test_every_workbook_is_plain(journey: Path) -> None:
    written = [
        path
        for folder in ("giao", "tong_hop", "tra_lai", "tỉnh/tong_hop")
        for path in sorted((journey / folder).rglob("*.xls*"))
    ]
    written.append(journey / "dieu_khien.xlsm")
    assert len(written) > len(TEXTS) + 10
    for path in written:
        _assert_plain(path, journey)


def test_the_texts_are_all_there_as_texts(journey: Path) -> None:
    """Else the search of formulas would find none because nothing came through."""
    for path in (
        journey / "tong_hop" / "Tong_hop_2025-06-30.xlsx",
        journey / "tỉnh" / "tong_hop" / "Tong_hop_2025-06-30.xlsx",
    ):
        told = {text.replace("_x005F_", "_").replace("_x000D_", "\r") for text in _look(path).texts}
        for text in TEXTS[:-4]:
            assert any(text.strip() in cell for cell in told), (path, text)
    overview = openpyxl.load_workbook(journey / "tong_hop" / "Tong_hop_2025-06-30.xlsx")["Tổng quan"]
    assert "=HYPERLINK" in str([cell.value for row in overview.iter_rows() for cell in row])


def test_links_of_issues_lead_to_the_files_that_were_sent(journey: Path) -> None:
    book = _look(journey / "tong_hop" / "Tong_hop_2025-06-30.xlsx")
    names = set(map(_file, book.links))
    assert names == {f"../nop/{path.name}" for path in (journey / "nop").iterdir()} & names
    assert len(names) > 10


def test_the_word_report_has_no_field_and_no_link(journey: Path) -> None:
    report = next((journey / "tong_hop").glob("*.docx"))
    with zipfile.ZipFile(report) as written, zipfile.ZipFile(journey / "mau_bao_cao.docx") as template:
        for name in written.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            assert _fields(written.read(name)) == _fields(template.read(name)), name
        told = "".join(map(str, etree.fromstring(written.read("word/document.xml")).itertext()))
    assert "{{ tong_so }}" in told
    assert '=HYPERLINK("http://x")' in told


def _fields(part: bytes) -> list[str]:
    tags = ("instrText", "fldSimple", "hyperlink", "object", "altChunk", "subDoc")
    root = etree.fromstring(part)
    found = [
        node.get(f"{{{node.nsmap.get('w')}}}instr") or node.text or ""
        for tag in tags
        for node in root.iter(f"{{*}}{tag}")
    ]
    return found + [node.get("Target") or "" for node in root.iter("{*}Relationship") if node.get("TargetMode")]


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    for part in message_from_bytes(path.read_bytes()).walk():
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            yield part.get_content_type(), payload


def test_drafts_hold_no_markup_of_anybody(journey: Path) -> None:
    drafts = sorted((journey / "tong_hop").rglob("*.eml"))
    assert len(drafts) > len(TEXTS)
    told = ""
    for path in drafts:
        headers = {name.lower() for name in message_from_bytes(path.read_bytes())}
        assert headers <= {"subject", "from", "to", "cc", "x-unsent", "mime-version", "content-type"}
        for kind, data in _parts(path):
            if kind == "text/html":
                page = html.fromstring(data.decode())
                told += "".join(map(str, page.itertext()))
                tags = {node.tag for node in page.iter() if isinstance(node.tag, str)}
                assert not tags & {"a", "script", "img", "form", "iframe", "link", "object", "r", "t"}
                assert not [node for node in page.iter() if {"href", "src", "onclick", "action"} & set(node.keys())]
            elif kind == "text/calendar":
                for event in icalendar.Calendar.from_ical(data.decode()).walk("VEVENT"):
                    assert not {"URL", "ATTACH", "LOCATION", "ATTENDEE", "ORGANIZER"} & set(event.keys())
    for text in ("=HYPERLINK", "<r><t>x</t></r>", "<a href='http://x'>x</a>"):
        assert text in told


def test_drafts_are_the_same_bytes_for_the_same_input(journey: Path) -> None:
    before = {path: path.read_bytes() for path in (journey / "tong_hop").rglob("*.eml")}
    for path in before:
        path.unlink()
    _run(journey, "remind")
    _run(journey, "send")
    assert {path: path.read_bytes() for path in (journey / "tong_hop").rglob("*.eml")} == before


@pytest.mark.parametrize("text", TEXTS)
def test_every_setting_and_title_is_a_text(tmp_path: Path, text: str) -> None:
    root = tmp_path / "xã"
    _run(tmp_path, "init", str(root))
    path = root / "template_phu_luc.xlsx"
    write_plan(path)
    book = openpyxl.load_workbook(path)
    settings = book[SETTINGS.sheet]
    known = {settings.cell(row, 1).value: row for row in range(2, settings.max_row + 1)}
    free = (
        Item.PLAN_NAME,
        Item.PLAN_NUMBER,
        Item.ISSUER,
        Item.SUPERIOR,
        Item.RECIPIENTS,
        Item.SIGNER,
        Item.SIGNER_TITLE,
    )
    for item in free:
        row = known.get(item.value) or settings.max_row + 1
        settings.cell(row, 1).value = item.value
        _say(settings.cell(row, 2), text)
    book.save(path)
    _run(root, "issue")
    _run(root, "merge", *DAY)
    _run(root, "report")
    written = [*(root / "giao").iterdir(), *(root / "tong_hop").glob("*.xlsx")]
    assert len(written) == 4
    for made in written:
        shown = _assert_plain(made, root).texts
    # Excel's own way to write a letter (`_x003D_` is `=`) has been read as it does.
    assert any(unescape(text).strip().upper() in told.upper() for told in shown)


def test_a_flagged_workbook_gets_no_formula_in_a_cell(tmp_path: Path) -> None:
    """Not by itself; those of the person who made it stay."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["TT", "Nhiệm vụ", "Thời hạn", "Trạng thái"])
    for number, text in enumerate(TEXTS, start=2):
        # What a deadline says stands in a rule, between quotes.
        deadline = f'{text}") & 1 & (" trước ngày 30/4/2025' if number % 2 else f"30/4/2025 {text}"
        for column, value in enumerate((str(number), text, deadline, text), start=1):
            _say(sheet.cell(number, column), value)
    sheet.append([None, "của người", None, None])
    sheet["A30"] = "=SUM(A2:A3)"
    book.save(tmp_path / "phu_luc.xlsx")
    _run(tmp_path, "flag", str(tmp_path / "phu_luc.xlsx"), "-o", str(tmp_path / "moi.xlsx"), *DAY, "--year", "2025")
    made = _look(tmp_path / "moi.xlsx")
    assert made.formulas == {"SUM(A2:A3)"}
    assert (made.links, made.places, made.charts) == (frozenset(), frozenset(), frozenset())
    assert [text for text in made.rules if not _is_rule(text)] == []
    assert made.rules


def test_macros_write_what_they_read_as_text() -> None:
    """Excel would make a formula of a value that begins with `=`."""
    for source in (Path(__file__).parent.parent / "macros").glob("*.bas"):
        assert not re.findall(r"\.Value = (?:Readable|Text|Parts)", source.read_text(encoding="ascii"))


def test_there_is_one_way_to_a_new_workbook() -> None:
    """Whoever writes one gets the switch with it."""
    root = Path(__file__).parent.parent / "toolkit"
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if re.search(r"xlsxwriter\.Workbook|openpyxl\.Workbook|strings_to_", path.read_text(encoding="utf-8"))
    }
    assert found == {"page.py"}
