"""Nothing a unit sends can stop the report: every hostile file is named with its cause, and costs only itself."""

import os
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hostile
import pytest
from click.testing import CliRunner
from hostile import ALL, BOMBS, REFUSED, Hostile

from toolkit import archive, guard, spreadsheet, workflow
from toolkit.cli import phuluc
from toolkit.codes import FileCode
from toolkit.guard import Refused
from toolkit.spreadsheetml.text import legal
from toolkit.workspace import Workspace, shipped

DAY = date(2025, 6, 30)


@pytest.fixture
def good(issued: Workspace) -> bytes:
    return next(issued.issued.glob("VP_*")).read_bytes()


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_it_is_told_and_nothing_else(case: Hostile, good: bytes) -> None:
    data = case.make(good)
    with pytest.raises(spreadsheet.Unreadable) as told:
        spreadsheet.parse(data)
    assert told.value.code is case.code
    if case.cause:
        assert told.value.detail == case.cause.value


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_the_guard_refuses_it_before_any_reader(case: Hostile, good: bytes) -> None:
    with pytest.raises(Refused) as refused:
        guard.check(case.make(good))
    assert refused.value.cause is case.cause


def test_every_cause_has_a_file() -> None:
    assert {case.cause for case in REFUSED} == set(guard.Cause)
    assert len({case.name for case in ALL}) == len(ALL)


def test_what_staff_have_passes() -> None:
    for path in [*shipped().rglob("*.xlsx"), *shipped().rglob("*.xls"), *shipped().rglob("*.ods")]:
        guard.check(path.read_bytes())


def test_what_programs_write_passes(good: bytes) -> None:
    """Found by a reader of this code: each of these was refused once."""
    macros = '<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd"><a/>'
    guard.check(hostile.edited(good, lambda parts: parts.update({"Basic/script-lc.xml": macros.encode()})))
    guard.check(hostile.edited(good, lambda parts: parts.update({"xl/media/anh.bmp": bytes(5 * hostile.MEGABYTE)})))
    gb2312 = b'<?xml version="1.0" encoding="gb2312"?><Properties/>'
    guard.check(hostile.edited(good, lambda parts: parts.update({"docProps/app.xml": gb2312})))
    blank = b"".join(
        b'<row r="%d" spans="1:15" ht="15.75" customHeight="1" x14ac:dyDescent="0.25"/>' % at
        for at in range(1000, 1_048_577)
    )
    stray = (
        blank[: blank.rindex(b"<row")] + b'<row r="1048576"><c r="V1048576" t="inlineStr"><is><t> </t></is></c></row>'
    )

    def fill_up(parts: dict[str, bytes]) -> None:
        names = b'<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        whole = parts[hostile.SHEET].replace(b"<worksheet ", names, 1)
        parts[hostile.SHEET] = whole.replace(b"</sheetData>", stray + b"</sheetData>", 1)

    guard.check(hostile.edited(good, fill_up))


@pytest.mark.parametrize("hiding", [b"/>", b"<![CDATA[</]]>", b"<!-- </ -->", b"<?a </ ?>"])
def test_what_looks_like_an_end_hides_no_depth(good: bytes, hiding: bytes) -> None:
    deep = (b"<a>" + hiding) * 1000 + b"</a>" * 1000
    with pytest.raises(Refused) as refused:
        guard.check(hostile.edited(good, lambda parts: parts.update({"xl/styles.xml": deep})))
    assert refused.value.cause is guard.Cause.DEPTH


def test_all_of_them_together_cost_only_themselves(issued: Workspace, send: Callable[..., Path], good: bytes) -> None:
    send("CA")
    for case in ALL:
        if case not in BOMBS:
            (issued.received / case.name).write_bytes(case.make(good))
    os.mkfifo(issued.received / "ong.xlsx")
    (issued.received / "vong.xlsx").symlink_to("vong.xlsx")
    (issued.received / "lac.xlsx").symlink_to("khong_co.xlsx")
    (issued.received / "thu_muc.xlsx").mkdir()
    (issued.received / "dong\nmoi.xlsx").write_bytes(b"")
    (issued.received / "mặt cười 😀.xlsx").write_bytes(b"")
    merged = workflow.merge(issued, (), None, DAY)
    read = [sent.file for sent in merged.register.submissions if sent.is_readable]
    assert read == ["nop/CA_07-KH-UBND.xlsx"]
    told = {issue.place.file.removeprefix("nop/"): issue.code for issue in merged.register.issues}
    for case in ALL:
        if case not in BOMBS:
            assert told[case.name] is case.code
    assert {told[name] for name in ("ong.xlsx", "vong.xlsx", "lac.xlsx")} == {FileCode.SPECIAL}
    assert told["dong\nmoi.xlsx"] is told["mặt cười 😀.xlsx"] is FileCode.EMPTY
    validated = workflow.validate(issued, (), DAY)
    assert "nop/ong.xlsx" in workflow.mark(issued, validated, DAY).unmarked


def test_a_file_too_large_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "lon.xlsx").open("wb") as file:
        file.truncate(200 * hostile.MEGABYTE)
    with pytest.raises(spreadsheet.Unreadable) as told:
        spreadsheet.load(tmp_path / "lon.xlsx")
    assert (told.value.code, told.value.sentence) == (FileCode.TOO_LARGE, "Tệp lớn 200 MB nên không mở.")


NAMES = (
    unicodedata.normalize("NFD", "VP_báo cáo tổng hợp.xlsx"),
    "VP_mặt cười 😀.xlsx",
    "VP_dòng\nmới.xlsx",
    "VP_\x1b[31mđỏ\x07.xlsx",
    "VP_[red]đỏ.xlsx",
    "VP_=1+1.xlsx",
    "VP_\u202exslx.gpj.xlsx",
    "VP_<b>&amp;.xlsx",
    'VP_\'; nháy "kép".xlsx',
    "VP_%TEMP%$HOME`ls`.xlsx",
    "VP_" + "d" * 240 + ".xlsx",
    "VP_ .xlsx",
)


def test_odd_names_are_read_and_written_as_they_are(issued: Workspace, send: Callable[..., Path]) -> None:
    for name in NAMES:
        send("VP", name)
    told = CliRunner().invoke(phuluc, ["merge", "-C", str(issued.root), "--as-of", "2025-06-30"])
    assert told.exit_code == 0, told.output
    assert not {letter for letter in told.output if unicodedata.category(letter) in ("Cc", "Cf") and letter != "\n"}
    (written,) = issued.consolidated.glob("*.xlsx")
    (receipt,) = [receipt for receipt in archive.recall("", written).period.receipts if receipt.unit_code == "VP"]
    # What is read back from a workbook has no control characters.
    assert [name for name in NAMES if f"nop/{legal(name)}" not in receipt.file] == []
    assert "<f>" not in zipfile.ZipFile(written).read("xl/worksheets/sheet9.xml").decode()
