"""What people see beside the values of cells: text struck out, comments and notes; all told, nothing decided."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from tables import DAY, fill, read_book, write_plan

from toolkit import lint, marking, oddities, plan, spreadsheet, submission
from toolkit.entry import Entry
from toolkit.kinds import Kind
from toolkit.lint.codes import PlanCode
from toolkit.model import Status
from toolkit.oddities import strikes
from toolkit.submission import Submission
from toolkit.workspace import Workspace

Send = Callable[..., Path]
Convert = Callable[[Path, str], Path]

# In the small plan VP's rows are 8 to 11.
REPORT = """
    Mã     | Trạng thái     | Ngày hoàn thành | Kết quả, sản phẩm
    A.01   | Hoàn thành     | 2025-04-04      | Đã họp
    A.02   | Đang thực hiện |                 |
"""
THREADS = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="L9" dT="2025-06-01T00:00:00.00" personId="{1}" id="{2}"><text>Đã gửi huyện</text>'
    '</threadedComment><threadedComment ref="L9" personId="{1}" id="{3}" parentId="{2}"><text>Chờ trả lời</text>'
    "</threadedComment></ThreadedComments>"
)


def _read(path: Path, workspace: Workspace) -> Submission:
    return submission.read(path, workspace.shown(path), plan.load(workspace.plan), DAY)


def _told(read: Submission, code: str) -> list[tuple[str, str, str]]:
    return [
        (i.place.cell, i.place.task, i.value) for i in read.issues if i.code.name == code and i.severity == "warning"
    ]


def _entry(read: Submission, code: str) -> Entry:
    return next(entry for entry in read.entries if entry.task and entry.task.code == code)


def _struck(path: Path) -> Path:
    fill(path, REPORT)
    book = openpyxl.load_workbook(path, rich_text=True)
    page = book["Báo cáo"]
    page["I8"].font = page["K8"].font = page["C10"].font = page["A10"].font = Font(strike=True)
    page["I9"] = CellRichText(TextBlock(InlineFont(strike=True), "Chưa thực hiện"), " Hoàn thành")
    page["L9"] = CellRichText("Họp 2 ", TextBlock(InlineFont(strike=True), "3"), " lần")
    # Said to be struck, and said that it is not.
    page["L8"].font = Font(strike=False)
    book.save(path)
    return path


def _check_struck(read: Submission) -> None:
    assert _told(read, "STRUCK") == [
        ("I8", "A.01", "Hoàn thành"),
        ("K8", "A.01", "04/04/2025"),
        ("I9", "A.02", "Chưa thực hiện"),
        ("L9", "A.02", "3"),
        ("A10", "B.I.01", "B.I.01"),
    ]
    whole, part = _entry(read, "A.01"), _entry(read, "A.02")
    assert whole.status.value is Status.DONE
    assert whole.finished.value is not None
    # One word struck out and another left: neither is taken for what the unit says.
    assert (part.status.value, part.status.text) == (None, "Chưa thực hiện Hoàn thành")
    assert part.result == "Họp 2 3 lần"


def test_struck_text_is_kept_and_told(send: Send, issued: Workspace) -> None:
    _check_struck(_read(_struck(send("VP")), issued))


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_struck_text_in_other_kinds(send: Send, issued: Workspace, convert: Convert, suffix: str) -> None:
    _check_struck(_read(convert(_struck(send("VP")), suffix), issued))


def test_parts_of_texts_in_cells_that_are_struck() -> None:
    styles = (
        b"<styleSheet><fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf fontId='1'/></cellXfs></styleSheet>"
    )
    strings = (
        b"<sst><si><t>all</t></si><si><r><t>struck</t></r><r><rPr><b/></rPr><t>left</t></r></si>"
        b"<si><r><rPr><strike val='0'/></rPr><t>left</t></r></si></sst>"
    )
    found = strikes.Strikes.of(styles, strings)
    row = b"".join(b'<c r="A%d" s="1" t="s"><v>%d</v></c>' % (at + 1, at) for at in range(3))
    assert found.in_rows(row + b'<c r="A4" t="s"><v>1</v></c><c r="A5" s="1"></c>') == {(0, 0): "", (1, 0): "struck"}
    assert strikes.struck_part("một hai ba", [(0, False), (4, True), (7, False)]) == "hai"


def test_struck_rows_of_the_plan_are_told(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(path)
    for cell in book["Phụ lục"][3]:
        cell.font = Font(strike=True)
    book.save(path)
    told = [issue for issue in lint.check(plan.load(path), "p.xlsx") if issue.code is PlanCode.TEXT_STRUCK]
    assert [(issue.place.sheet, issue.place.row) for issue in told] == [("Phụ lục", 3)]
    assert "Tuyên truyền về chuyển đổi số" in told[0].value


def _remarked(path: Path) -> Path:
    fill(path, REPORT)
    book = openpyxl.load_workbook(path)
    page = book["Báo cáo"]
    page["L8"].comment = Comment("Lan:\nBáo cáo số 15/BC", "Lan")
    page["C10"].comment = Comment("Việc này đã giao\nPhòng Kinh tế", "Nam")
    book.save(path)
    return path


REMARKED = [("L8", "A.01", "Báo cáo số 15/BC"), ("C10", "B.I.01", "Việc này đã giao Phòng Kinh tế")]


def test_comments_are_told(send: Send, issued: Workspace) -> None:
    read = _read(_remarked(send("VP")), issued)
    assert _told(read, "REMARK") == REMARKED
    # The prompts of the dropdowns are none.
    assert not _told(_read(fill(send("CA"), REPORT), issued), "REMARK")


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_comments_in_other_kinds(send: Send, issued: Workspace, convert: Convert, suffix: str) -> None:
    told = _told(_read(convert(_remarked(send("VP")), suffix), issued), "REMARK")
    assert [(cell, task) for cell, task, _ in told] == [("L8", "A.01"), ("C10", "B.I.01")]
    assert "Báo cáo số 15/BC" in told[0][2]


def _with_thread(path: Path) -> Path:
    """The workbook with a thread of comments at L9, and Excel's note for older versions in its place."""
    fill(path, REPORT)
    book = openpyxl.load_workbook(path)
    book["Báo cáo"]["L9"].comment = Comment("[Threaded comment]\n\nYour version of Excel…", "tc={2}")
    book.save(path)
    parts = dict(_parts(path))
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    link = f'<Relationship Id="rT" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    parts[links] = parts[links].replace(b"</Relationships>", link.encode())
    parts["xl/threadedComments/threadedComment1.xml"] = THREADS.encode()
    with zipfile.ZipFile(path, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_threads_are_told_once(send: Send, issued: Workspace) -> None:
    assert _told(_read(_with_thread(send("VP")), issued), "REMARK") == [("L9", "A.02", "Đã gửi huyện Chờ trả lời")]


def test_notes_of_our_own_are_not_the_units(send: Send, issued: Workspace) -> None:
    path = fill(_remarked(send("VP")), "Mã | Trạng thái | Kết quả, sản phẩm\nA.01 | chưa rõ | #N/A\nA.02 | chưa rõ |")
    faults = _read(path, issued).issues
    subject = marking.Subject("Văn phòng", "nop/a.xlsx", DAY)
    path.write_bytes(marking.mark(path.read_bytes(), read_book(path), faults, subject))
    comment = openpyxl.load_workbook(path)["Báo cáo"]["L8"].comment
    assert comment.text.startswith("Lan:\nBáo cáo số 15/BC\nCần sửa")
    assert openpyxl.load_workbook(path)["Báo cáo"]["I9"].comment is not None
    assert _told(_read(path, issued), "REMARK") == REMARKED


def test_broken_comments_keep_nobody_from_the_cells(send: Send, issued: Workspace) -> None:
    path = _remarked(send("VP"))
    parts = _parts(path)
    name = next(name for name in parts if "comment" in name and name.endswith(".xml"))
    parts[name] = parts[name].replace(b'ref="L8"', b'ref="?"')
    with zipfile.ZipFile(path, "w") as made:
        for part, content in parts.items():
            made.writestr(part, content)
    assert _entry(_read(path, issued), "A.01").status.value is Status.DONE


def _record(kind: int, content: bytes = b"") -> bytes:
    """A record of [MS-XLSB]: type and size seven bits a byte."""
    return (bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])) + bytes([len(content)]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary_package(*left_out: str) -> bytes:
    """What matters here of a binary workbook: a struck cell, a text struck in part, a merged range, a comment."""
    fonts = b"".join(_record(43, bytes(2) + flags + bytes(17) + _wide("Arial")) for flags in (b"\0\0", b"\x08\0"))
    styles = b"".join(_record(47, struct.pack("<5H", 0, 0, font, 0, 0) + bytes(6)) for font in (0, 1))
    runs = struct.pack("<I4H", 2, 0, 1, 4, 0)
    parts = {
        "xl/workbook.bin": _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Báo cáo")),
        "xl/_rels/workbook.bin.rels": _links("worksheet", "worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": _record(129)
        + _record(0, struct.pack("<IIHHBI", 0, 0, 300, 0, 0, 0))
        + _record(7, struct.pack("<3I", 0, 0, 1))
        + _record(7, struct.pack("<3I", 1, 1, 0))
        + _record(176, struct.pack("<4I", 0, 3, 1, 1)),
        "xl/worksheets/_rels/sheet1.bin.rels": _links("comments", "../comments1.bin"),
        "xl/styles.bin": fonts + _record(617, struct.pack("<I", 2)) + styles + _record(618),
        "xl/sharedStrings.bin": _record(19, b"\0" + _wide("Hoàn thành")) + _record(19, b"\1" + _wide("hai ba") + runs),
        "xl/comments1.bin": _record(632, _wide("Lan"))
        + _record(635, struct.pack("<5I", 0, 8, 8, 11, 11) + bytes(16))
        + _record(637, b"\0" + _wide("Lan:\nđã xong")),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            if name not in left_out:
                package.writestr(name, content)
    return buffer.getvalue()


def _links(kind: str, target: str) -> bytes:
    link = f'<Relationship Id="rId1" Type="http://x/relationships/{kind}" Target="{target}"/>'
    return f"<Relationships>{link}</Relationships>".encode()


def test_a_binary_package() -> None:
    found = oddities.find(_binary_package(), Kind.XLSB)["Báo cáo"]
    assert found.struck == {(0, 0): "hai", (0, 1): ""}
    assert found.remarks == {(8, 11): "đã xong"}
    assert [str(span) for span in found.merges] == ["B1:B4"]
    assert found.is_styled
    assert not oddities.find(_binary_package("xl/styles.bin"), Kind.XLSB)["Báo cáo"].is_styled


def test_a_strange_remark_is_no_fault_of_reading(send: Send, issued: Workspace) -> None:
    # A comment on the title is told at its own cell, with no task.
    path = fill(send("VP"), REPORT)
    book = openpyxl.load_workbook(path)
    book["Báo cáo"]["A2"].comment = Comment("Gửi lần hai", "Lan")
    book.save(path)
    assert _told(_read(path, issued), "REMARK") == [("A2", "", "Gửi lần hai")]
    assert spreadsheet.parse(path.read_bytes()).sheets[0].oddities.remarks == {(1, 0): "Gửi lần hai"}
