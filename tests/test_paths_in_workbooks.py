"""A consolidated workbook comes by mail, too: whatever path stands in it, nothing leaves but what belongs to a unit."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from tables import DAY, fill

from toolkit import mailing, workflow
from toolkit.cli import phuluc
from toolkit.layout import DELIVERIES
from toolkit.workspace import Workspace

OUTSIDE = (
    "nop/../../bí mật.xlsx",
    "nop/../nop/../../bí mật.xlsx",
    "../bí mật.xlsx",
    "{outside}/bí mật.xlsx",
    "{outside}",
    "file://{outside}/bí mật.xlsx",
    "C:\\bí mật.xlsx",
    "\\\\máy\\chung\\bí mật.xlsx",
    "//máy/chung/bí mật.xlsx",
    "template_phu_luc.xlsx",
    "tong_hop/Tong_hop_2025-06-30.xlsx",
    "nop",
    "nop/",
    ".",
    "..",
    "nop/lối/bí mật.xlsx",
    "nop/lối.xlsx",
    "nop/vòng.xlsx",
    "nop/\\ud800.xlsx",
)


@pytest.fixture
def forged(issued: Workspace, send: Callable[..., Path], tmp_path: Path) -> Callable[[str], Path]:
    """Makes a consolidated workbook that says of VP, which has an error, that it sent the files of these names."""
    secret = tmp_path / "bí mật.xlsx"
    fill(send("VP", "VP.xlsx"), "Mã | Trạng thái\nA.01 | hic")
    output = workflow.merge(issued, (), None, DAY).output
    shutil.copy(issued.received / "VP.xlsx", secret)
    for folder in (issued.received, issued.returned):
        (folder / "lối").symlink_to(tmp_path)
        (folder / "lối.xlsx").symlink_to(secret)
        (folder / "vòng.xlsx").symlink_to("vòng.xlsx")
    os.utime(secret, (4e9, 4e9))

    def make(names: str) -> Path:
        book = openpyxl.load_workbook(output)
        sheet = book[DELIVERIES.sheet]
        row = next(row for row in sheet.iter_rows() if row[0].value == "VP")
        row[DELIVERIES.position["file"]].value = names
        book.save(issued.consolidated / "Tong_hop_2025-06-30_v2.xlsx")
        return issued.consolidated / "Tong_hop_2025-06-30_v2.xlsx"

    return make


def test_no_path_of_a_workbook_leads_outside(forged: Callable[[str], Path], issued: Workspace, tmp_path: Path) -> None:
    names = [name.format(outside=tmp_path) for name in OUTSIDE]
    assert [name for name in names if issued.has_received(name)] == []
    found = forged("\n".join(names))
    (parcel,) = mailing.prepare_reminders(issued, found, ["VP"], "")
    assert [attachment.name for attachment in parcel.letter.attachments] == ["han_VP.ics"]
    assert list(parcel.withheld) == names
    told = CliRunner().invoke(phuluc, ["nhac", "-C", str(issued.root), str(found), "--unit", "VP"])
    assert told.exit_code == 0
    assert "Không kèm «nop/../../bí mật.xlsx»: đường dẫn ghi trong tệp tổng hợp dẫn ra ngoài" in told.stderr
    assert "VP.eml: chưa có địa chỉ; kèm han_VP.ics\n" in told.stdout


def test_what_belongs_to_the_unit_still_goes(forged: Callable[[str], Path], issued: Workspace) -> None:
    (issued.received / "lối").unlink()
    for folder in (issued.received, issued.returned):
        (folder / "xã").mkdir()
    workflow.mark(issued, workflow.validate(issued, (issued.received / "VP.xlsx",), DAY), DAY)
    shutil.copy(issued.received / "VP.xlsx", issued.received / "xã" / "VP.xls")
    shutil.copy(issued.returned / "VP.xlsx", issued.returned / "xã" / "VP.xlsx")
    names = ("nop/VP.xlsx", "nop/xã/VP.xls", "nop/" + "a" * 300 + ".xlsx", "nop/không có.xlsx")
    (parcel,) = mailing.prepare_reminders(issued, forged("\n".join(names)), ["VP"], "")
    assert [attachment.name for attachment in parcel.letter.attachments] == ["VP.xlsx", "VP.xlsx", "han_VP.ics"]
    assert parcel.withheld == ()
