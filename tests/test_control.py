"""The control workbook: its macros are our ASCII sources, and its buttons work from the click to the cells."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwings
from click.testing import CliRunner
from excel_repairs import assert_excel_safe
from oletools.olevba import VBA_Parser
from tables import fill

from toolkit import buttons, control, preparing
from toolkit.buttons import LOG_NAME, Press
from toolkit.cli import phuluc
from toolkit.cli.control import press
from toolkit.control import BUTTONS, conditional, project
from toolkit.workspace import Workspace, last_used

Click = Callable[..., dict[str, list[str]]]
MACROS = Path(__file__).parent.parent / "macros"
DAY = date(2025, 6, 30)


@pytest.fixture
def controlled(issued: Workspace) -> Workspace:
    """The small workspace with its control workbook, made by the command."""
    ran = CliRunner().invoke(phuluc, ["dieu-khien", "-C", str(issued.root)])
    assert ran.output == "Kết quả: dieu_khien.xlsm\n"
    return issued


def test_the_macros_are_the_sources_and_every_button_has_one(controlled: Workspace) -> None:
    found = {}
    for _, _, name, code in VBA_Parser(str(controlled.control)).extract_macros():
        found[name.removesuffix(".bas")] = code
    for path in sorted(MACROS.glob("*.bas")):
        assert found[path.stem].replace("\r\n", "\n") == path.read_bytes().decode("ascii")
    public = re.findall(r"^Public Sub (\w+)\(\)", found["PhulucButtons"], flags=re.MULTILINE)
    assert public == [button.macro for button in BUTTONS]
    pressed = re.findall(r'PressButton "(\w+)"', found["PhulucButtons"])
    assert [*pressed, "remind", "doctor", "init"] == list(buttons.TASKS), (
        "what is not asked for every period has a script only"
    )
    assert list(buttons.TASKS) == list(press.params[0].type.choices)  # type: ignore[attr-defined]
    with zipfile.ZipFile(controlled.control) as parts:
        drawing = parts.read("xl/drawings/vmlDrawing1.vml").decode()
    assert re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing) == public
    assert all(button.caption in drawing for button in BUTTONS)


def test_it_is_the_same_every_time_and_safe_for_excel(controlled: Workspace) -> None:
    first = control.write("python", DAY)
    assert control.write("python", DAY) == first
    assert project.build(("A", "B")) == project.build(("A", "B"))
    assert_excel_safe(controlled.control)
    names = set(openpyxl.load_workbook(controlled.control, keep_vba=True).defined_names)
    sources = "".join(project.sources().values())
    assert set(re.findall(r'Named\("(\w+)"\)', sources)) == names


def test_what_a_person_filled_in_is_kept_when_it_is_renewed(controlled: Workspace) -> None:
    filled = controlled.control.read_bytes() + b"\0"
    controlled.control.write_bytes(filled)
    CliRunner().invoke(phuluc, ["control", "-C", str(controlled.root)])
    assert controlled.control.read_bytes() != filled
    assert controlled.control.with_name("dieu_khien_goc.xlsm").read_bytes() == filled


def test_conditions_are_decided_as_far_as_they_are_known() -> None:
    source = """
        #If VBA7 Then ' kept
            #If Mac Then
                1
            #ElseIf App = "Microsoft Word" Then
                2
            #Else
                3
            #End If
        #Else
            4
        #End If
        #If App = "Microsoft Excel" Then
            5
        #Else
            #If Win64 Then
                6
            #End If
        #End If
        #If Not Mac Then
            7
        #End If
    """
    kept = [line.split("'")[0].strip() for line in conditional.resolve(source).splitlines() if line.strip()]
    assert kept == ["#If VBA7 Then", "3", "#Else", "4", "#End If", "5", "7"]
    with pytest.raises(ValueError, match="unknown one"):
        conditional.resolve("#If Mac Then\n#ElseIf Win64 Then\n#End If\n")


def test_the_module_of_xlwings_is_that_of_the_installed_package(controlled: Workspace) -> None:
    found = {name: code for _, _, name, code in VBA_Parser(str(controlled.control)).extract_macros()}
    installed = (Path(xlwings.__file__).parent / "xlwings.bas").read_text(encoding="cp1252")
    inside = found["xlwings.bas"].splitlines()
    assert inside == conditional.resolve(installed).splitlines()
    assert f"'Version: {xlwings.__version__}" in inside


@pytest.mark.libreoffice
def test_libreoffice_can_run_every_module(
    controlled: Workspace, macro: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen on a screen: one module that does not compile shows a box of errors at the first click of any button."""

    def call() -> str:
        macro(
            f"CallFunction({controlled.control.as_uri()},xlwings.ParentFolder,a\\b\\c,{(tmp_path / 'told').as_uri()})"
        )
        return (tmp_path / "told").read_text(encoding="utf-8")

    assert call() == "a\\b"
    (tmp_path / "told").unlink()
    monkeypatch.setattr(conditional, "resolve", lambda source: source)
    controlled.control.write_bytes(control.write("python", DAY))
    assert call() == "", "the check can fail"


@pytest.mark.libreoffice
def test_buttons_clicked_in_libreoffice(controlled: Workspace, send: Callable[[str], Path], click: Click) -> None:
    fill(send("VP"), "Mã | Trạng thái\nA.01 | hic")
    checked = click(controlled.control, "Kiểm tra", "Ngay_bao_cao=30/06/2025")
    assert checked["Ket_qua"][0].startswith("Đã kiểm tra 1 tệp: 1 lỗi")
    assert "I8: Không hiểu trạng thái «hic»" in checked["Cac_dong"][0]
    assert (controlled.returned / "VP_07-KH-UBND.xlsx").is_file()
    merged = click(controlled.control, "Tổng hợp", "Ngay_bao_cao=30/06/2025")
    assert merged["Ket_qua"][0].startswith("Đã tổng hợp 1/3 đơn vị: 1 lỗi")
    assert merged["Cac_dong"][0] == "tong_hop/Tong_hop_2025-06-30.xlsx"
    assert "Chưa nộp (2): Công an xã, Trạm Y tế." in merged["Cac_dong"]
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d", merged["Lan_chay"][0])
    assert (controlled.consolidated / "Tong_hop_2025-06-30.xlsx").is_file()
    assert not (controlled.root / "ket_qua_nut.txt").exists()
    written = click(controlled.control, "Báo cáo")
    assert written["Cac_dong"][0] == "tong_hop/Bao_cao_2025-06-30.docx"
    drafted = click(controlled.control, "Gửi báo cáo")
    assert drafted["Cac_dong"][0] == "tong_hop/Gui_bao_cao_2025-06-30.eml"
    assert "Lưu ý: tệp tổng hợp có 1 lỗi nhập liệu." in drafted["Cac_dong"]


@pytest.mark.libreoffice
def test_a_failure_is_one_sentence_beside_the_buttons(controlled: Workspace, click: Click) -> None:
    assert click(controlled.control, "Đánh dấu quá hạn")["Ket_qua"][0].startswith("Ghi đường dẫn tệp phụ lục")
    controlled.plan.unlink()
    assert "Không tìm thấy template_phu_luc.xlsx" in click(controlled.control, "Soát kế hoạch")["Ket_qua"][0]
    controlled.control.write_bytes(control.write("/khong/co/python", DAY))
    assert click(controlled.control, "Tổng hợp")["Ket_qua"][0].startswith("Không chạy được chương trình.")


def test_each_task_tells_its_outcome(controlled: Workspace, send: Callable[[str], Path]) -> None:
    fill(send("CA"), "Mã | Trạng thái\nA.01 | Chưa thực hiện")
    book = openpyxl.Workbook()
    book.active.append(["Nhiệm vụ", "Hạn", "Trạng thái"])
    book.active.append(["Việc", "31/03/2025", ""])
    book.save(controlled.root / "phu luc.xlsx")
    for task, headline in (
        ("lint", "Đã soát kế hoạch: "),
        ("issue", "Đã ghi 3 tệp giao việc"),
        ("validate", "Đã kiểm tra 1 tệp: 0 lỗi"),
        ("merge", "Đã tổng hợp 1/3 đơn vị"),
        ("flag", "Đã đánh dấu quá hạn."),
        ("report", "Đã ghi báo cáo Word."),
        ("send", "Đã soạn thư nháp, chưa gửi"),
        ("remind", "Đã soạn 3 thư nháp nhắc đơn vị, chưa gửi."),
    ):
        outcome = buttons.run(task, Press(controlled, DAY, "phu luc.xlsx"))
        assert (outcome.is_done, outcome.headline.startswith(headline)) == (True, True), outcome
        assert all(Path(line.target).exists() for line in outcome.lines if line.target)
    assert (controlled.root / "phu luc_goc.xlsx").is_file()


def test_the_workspace_of_the_last_button_is_offered_first(
    controlled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert last_used() is None
    monkeypatch.chdir(controlled.root)
    buttons.run("lint", Press(Workspace(Path()), DAY))
    assert last_used() == controlled
    buttons.run("lint", Press(Workspace(tmp_path), DAY))
    assert last_used() == controlled, "a folder without a plan is none"
    following = Workspace(tmp_path / "nam_sau")
    assert buttons.run("init", Press(following, DAY)).opened == following.root
    assert following.control.is_file()
    assert last_used() == following
    following.plan.unlink()
    assert last_used() is None
    assert buttons.run("init", Press(controlled, DAY)).headline.startswith("Thư mục")


@pytest.mark.parametrize(
    ("inside", "is_blank"), [([], True), (["desktop.ini", ".DS_Store"], True), (["a.docx"], False)]
)
def test_where_a_workspace_may_be_begun(inside: list[str], is_blank: bool, tmp_path: Path) -> None:
    assert Workspace(tmp_path / "moi").is_blank
    for name in inside:
        (tmp_path / name).touch()
    assert Workspace(tmp_path).is_blank == is_blank


def test_a_folder_on_the_network_is_told_what_to_do(tmp_path: Path) -> None:
    outcome = buttons.run("merge", Press(Workspace(Path("https://d.docs.live.net/phuluc")), DAY))
    assert (outcome.is_done, "Chép cả thư mục về ổ đĩa của máy" in outcome.headline) == (False, True)


def test_a_bug_is_one_sentence_and_a_log(controlled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("lỗi thử")

    monkeypatch.setattr(preparing, "lint", broken)
    outcome = buttons.run("lint", Press(controlled, DAY))
    assert (outcome.is_done, LOG_NAME in outcome.headline) == (False, True)
    assert "ZeroDivisionError: lỗi thử" in (controlled.root / LOG_NAME).read_text(encoding="utf-8")


def test_the_result_is_ascii_on_lines_of_their_own(controlled: Workspace) -> None:
    result = controlled.root / "kq.txt"
    ran = CliRunner().invoke(phuluc, ["press", "lint", "-C", str(controlled.root), "--result", str(result)])
    assert ran.exit_code == 0
    lines = result.read_bytes().decode("ascii").splitlines()
    assert [line.split("\t")[0] for line in lines[:2]] == ["run", "headline"]
    assert lines[1].split("\t")[1].startswith("\\u0110\\u00e3 so\\u00e1t k\\u1ebf ho\\u1ea1ch")
    assert {line.count("\t") for line in lines} == {2}
