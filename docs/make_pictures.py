"""Render what the program makes as a reader sees it: `make pictures`.

It needs LibreOffice, pdftoppm, Xvfb, xdotool and ImageMagick.

Every page of every file goes to `build/pictures/`, to be looked at; the chosen ones to `docs/pictures/`.
"""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import screens
from rich.console import Console

from toolkit import preparing, presenting, setting_up, workflow
from toolkit.cli import dashboard
from toolkit.rules import Severity
from toolkit.workspace import Workspace, shipped

_DAY = date(2025, 6, 30)
# The sample's files come in over three months, so that there is a history to show.
_EARLIER = ((date(2025, 4, 30), 9), (date(2025, 5, 31), 16))
_DPI = 110
# Where these are in the control workbook's window.
_DAY_CELL, _CHECK_BUTTON = (380, 234), (132, 431)


def _make(root: Path) -> Path:
    """The sample's journey over three periods; gives the consolidated workbook of the last."""
    workspace = preparing.init(root)
    setting_up.equip(workspace, sys.executable, date(2025, 4, 1))
    preparing.issue(workspace, (), date(2025, 4, 1))
    sent = sorted(path for path in (shipped() / "sample").iterdir() if path.is_file())
    for day, count in _EARLIER:
        for path in sent[:count]:
            shutil.copy2(path, workspace.received / path.name)
        workflow.merge(workspace, (), None, day)
    return workflow.demo(root, _DAY).output


def _render(source: Path, pages: Path) -> list[Path]:
    """The pages of a file as pictures, in order."""
    pages.mkdir(parents=True, exist_ok=True)
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(pages), str(source)]
    subprocess.run(convert, check=True, capture_output=True)
    pdf = pages / f"{source.stem}.pdf"
    subprocess.run(["pdftoppm", "-r", str(_DPI), "-png", str(pdf), str(pages / "trang")], check=True)
    return sorted(pages.glob("trang*.png"))


def _on_the_day(source: Path, folder: Path) -> Path:
    """A copy in which today is the sample's reporting date: its colours are the same whenever they are looked at."""
    target = folder / source.name
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as made:
        for part in package.namelist():
            day = f"DATE({_DAY.year},{_DAY.month},{_DAY.day})"
            made.writestr(part, package.read(part).replace(b"TODAY()", day.encode()))
    return target


def _page_with(pages: list[Path], title: str) -> Path:
    """The first page that shows this title."""
    pdf = next(pages[0].parent.glob("*.pdf"))
    texts = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return next(page for page, text in zip(pages, texts.split("\f"), strict=False) if title in text)


def _photograph(workspace: Workspace, chosen: Path) -> None:
    """The control workbook after a click on «Kiểm tra», and the window of the script of that name."""
    with screens.screen() as screen:
        picture = chosen / "dieu_khien.png"
        with screens.spreadsheet(screen, workspace.control) as window:
            screen.click(*_DAY_CELL)
            screen.run("xdotool", "type", f"{_DAY:%d/%m/%Y}\n")
            screen.click(*_CHECK_BUTTON)
            screens.wait_until(lambda: any(workspace.returned.iterdir()))
            screen.keep(window, picture)
        screens.crop_to_sheet(picture)
        script = Path(__file__).parent.parent / "scripts" / "kiem_tra.py"
        with screens.double_click(screen, script, workspace.root):
            screen.keep(screen.window("Đã kiểm tra"), chosen / "cua_so.png")


def main() -> None:
    root = Path(__file__).parent.parent
    build, chosen = root / "build" / "pictures", root / "docs" / "pictures"
    shutil.rmtree(build, ignore_errors=True)
    chosen.mkdir(exist_ok=True)
    consolidated = _make(build / "xa")
    workspace = Workspace(build / "xa")
    pages = _render(consolidated, build / "tong_hop")
    for name, title in (
        ("tong_quan", "TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ"),
        ("phu_luc", "Kèm theo Báo cáo số"),
        ("theo_don_vi", "KẾT QUẢ THỰC HIỆN THEO ĐƠN VỊ"),
        ("so_voi_ky_truoc", "THAY ĐỔI SO VỚI KỲ TRƯỚC (ngày"),
    ):
        shutil.copy(_page_with(pages, title), chosen / f"{name}.png")
    shutil.copy(_page_with(_render(workspace.plan, build / "ke_hoach"), "Đơn vị phối hợp"), chosen / "ke_hoach.png")
    _photograph(workspace, chosen)
    unit = next(workspace.issued.glob("TYT_*.xlsx"))
    shutil.copy(_render(_on_the_day(unit, build), build / "don_vi")[0], chosen / "don_vi.png")
    found = workflow.validate(workspace, (), _DAY)
    workflow.mark(workspace, found, _DAY)
    returned = [sent for sent in found.submissions if workspace.returned_file(sent.file).is_file()]
    worst = max(returned, key=lambda sent: sum(i.severity is not Severity.INFO for i in sent.issues))
    shutil.copy(_render(workspace.returned_file(worst.file), build / "danh_dau")[0], chosen / "danh_dau.png")
    report = presenting.report(workspace, consolidated, None)
    shutil.copy(_render(report, build / "bao_cao")[0], chosen / "bao_cao.png")
    trim = ["-strip", "-trim", "-bordercolor", "white", "-border", "16", "-define", "png:exclude-chunks=date,time"]
    subprocess.run(["mogrify", *trim, *chosen.glob("*.png")], check=True)
    console = Console(record=True, width=88, file=io.StringIO(), highlight=False)
    dashboard.draw(presenting.recall(workspace, consolidated).period, console)
    # Fonts from the network are nobody's business here; the reader's own do.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", console.export_svg(title="phuluc tinh-hinh"), flags=re.DOTALL)
    (chosen / "tinh_hinh.svg").write_text(svg, encoding="utf-8")
    sys.stdout.write(f"{len(list(build.rglob('*.png')))} pages in {build}, the chosen ones in {chosen}\n")


if __name__ == "__main__":
    main()
