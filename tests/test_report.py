"""The Word report: official sentences with the period's own figures, a template staff may edit, nothing run from texts."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import make_report_template
import openpyxl
import pytest
from click.testing import CliRunner, Result
from excel_repairs import audit_errors
from tables import DAY, fill, write_plan

from toolkit import preparing, presenting, summary, workflow
from toolkit.cli import phuluc
from toolkit.model import Standing
from toolkit.wording import long_date, number, percent, place_of
from toolkit.workflow import Merged
from toolkit.workspace import Workspace, shipped

Convert = Callable[[Path, str], Path]
SIGNED = """
    Mục               | Giá trị
    Tên kế hoạch      | Kế hoạch thử
    Số kế hoạch       | 07/KH-UBND
    Ngày ban hành     | 2025-02-05
    Năm kế hoạch      | 2025
    Cơ quan ban hành  | UBND xã Thử
    Cơ quan cấp trên  | UBND huyện Mẫu
    Nơi nhận          | Như trên; Lưu: VT.
    Người ký          | Nguyễn Văn A
    Chức vụ người ký  | Chủ tịch
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Merged:
    return workflow.demo(tmp_path_factory.mktemp("demo"), DAY)


def _run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(phuluc, ["report", "-C", str(root), *arguments])


def _text(path: Path) -> str:
    """Paragraphs and table cells in the order of the page."""
    document = docx.Document(str(path))
    lines = []
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def test_the_official_sentences_hold_the_figures_of_the_workbook(demo: Merged) -> None:
    root = demo.output.parent.parent
    assert (ran := _run(root)).exit_code == 0, ran.output
    text = _text(root / "tong_hop" / "Bao_cao_2025-06-30.docx")
    figures = summary.total(demo.period)
    on_time = figures.counts[Standing.DONE_ON_TIME]
    assert (
        f"Tổng số nhiệm vụ được giao: {figures.total}; hoàn thành đúng hạn: {on_time} nhiệm vụ, đạt "
        f"{percent(figures.rate(on_time))}; hoàn thành quá hạn: {figures.counts[Standing.DONE_LATE]} nhiệm vụ" in text
    )
    assert "Xuân Giang, ngày 30 tháng 6 năm 2025" in text
    assert "21/24 đơn vị nộp báo cáo; chưa nộp hoặc tệp không đọc được: Ban công tác mặt trận thôn 09" in text
    assert "TRƯỞNG BAN - CHỦ TỊCH UBND XÃ" in text
    for late in summary.late_tasks(demo.period):
        row = next(line for line in text.splitlines() if f"| {late.code}. " in line)
        assert all(unit in row for unit in late.units)
        assert f"{late.due:%d/%m/%Y} ({late.days} ngày)" in row
    for target in demo.period.targets:
        assert f"- {target.task}. {target.target}: yêu cầu" in text
    assert f"2. Chỉ tiêu chưa đạt: {sum(t.outcome == 'Chưa đạt' for t in demo.period.targets)} chỉ tiêu." in text
    for detail in demo.period.details:
        assert detail.difficulty in text
        assert detail.proposal in text
    assert "{{" not in text
    assert "{%" not in text


def test_same_period_same_bytes_and_a_changed_report_is_kept(demo: Merged) -> None:
    root = demo.output.parent.parent
    first = presenting.report(Workspace(root), None, None)
    before = first.read_bytes()
    assert presenting.report(Workspace(root), None, None) == first
    assert first.read_bytes() == before
    first.write_bytes(before + b"\0")
    assert presenting.report(Workspace(root), None, None).name == "Bao_cao_2025-06-30_v2.docx"
    assert first.read_bytes() == before + b"\0"


def test_word_has_nothing_to_repair(demo: Merged) -> None:
    path = presenting.report(Workspace(demo.output.parent.parent), None, Path("kiem.docx"))
    for document in (path, shipped() / "mau_bao_cao.docx"):
        assert audit_errors(document) == []


@pytest.mark.libreoffice
def test_it_opens_in_libreoffice(demo: Merged, convert: Convert, tmp_path: Path) -> None:
    path = presenting.report(Workspace(demo.output.parent.parent), demo.output, tmp_path / "bc.docx")
    assert convert(path, "pdf").read_bytes().startswith(b"%PDF")
    text = convert(path, "txt:Text (encoded):UTF8").read_text(encoding="utf-8")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "III. NHIỆM VỤ QUÁ HẠN" in text


def test_heading_signature_and_a_quiet_period(workspace: Workspace) -> None:
    write_plan(workspace.plan, settings=SIGNED)
    workflow.merge(workspace, (), None, date(2025, 3, 1))
    text = _text(presenting.report(workspace, None, Path("bc.docx")))
    assert "UBND HUYỆN MẪU\nUBND XÃ THỬ" in text
    assert "Kế hoạch số 07/KH-UBND ngày 05 tháng 02 năm 2025" in text
    assert "Thử, ngày 01 tháng 3 năm 2025" in text
    assert "Không có nhiệm vụ quá hạn." in text
    assert text.count("Các đơn vị không nêu.") == 2
    assert "- Như trên;\n- Lưu: VT." in text
    assert "CHỦ TỊCH" in text
    assert "Nguyễn Văn A" in text


def test_what_people_wrote_is_text_and_no_code(issued: Workspace, send: Callable[[str], Path]) -> None:
    path = fill(send("VP"), "Mã | Trạng thái\nA.01 | Đang thực hiện")
    book = openpyxl.load_workbook(path)
    hostile = "{{ 7*7 }} {% for x %} <w:p/> & </w:t>"
    book["Báo cáo"]["M8"] = hostile
    book.save(path)
    workflow.merge(issued, (), None, DAY)
    assert f"- Văn phòng: {hostile}" in _text(presenting.report(issued, None, None))


def test_staff_edit_the_template_of_their_workspace(tmp_path: Path) -> None:
    workspace = preparing.init(tmp_path)
    assert workspace.report_template.read_bytes() == (shipped() / "mau_bao_cao.docx").read_bytes()
    workflow.merge(workspace, (), None, DAY)
    template = docx.Document(str(workspace.report_template))
    template.paragraphs[1].runs[0].text = "BÁO CÁO NHANH {{ tong_so }}"
    template.save(str(workspace.report_template))
    assert "BÁO CÁO NHANH 313" in _text(presenting.report(workspace, None, None))
    template.paragraphs[1].runs[0].text = "{{ tong_soo }}"
    template.save(str(workspace.report_template))
    wrong = _run(tmp_path)
    told = "có chỗ ghi sai ở đoạn «{{ tong_soo }}»: không có thẻ «tong_soo», có lẽ là «tong_so»."
    assert (wrong.exit_code, told in wrong.output) == (2, True)
    workspace.report_template.write_bytes(b"hong")
    broken = _run(tmp_path)
    assert (broken.exit_code, "Không đọc được mẫu báo cáo" in broken.output) == (2, True)


def test_without_a_consolidated_workbook_it_says_so(workspace: Workspace) -> None:
    for command in ("report", "status"):
        ran = CliRunner().invoke(phuluc, [command, "-C", str(workspace.root)])
        assert (ran.exit_code, "Hãy chạy tổng hợp trước" in ran.output) == (2, True)


def test_the_committed_template_is_what_the_builder_makes() -> None:
    assert make_report_template.build() == (shipped() / "mau_bao_cao.docx").read_bytes()


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (number(1234567), "1.234.567"),
        (number(0.5), "0,5"),
        (number(1234.25), "1.234,25"),
        (number(100.0), "100"),
        (percent(0.4368), "43,7%"),
        (percent(None), "–"),
        (long_date(date(2025, 2, 5)), "ngày 05 tháng 02 năm 2025"),
        (long_date(date(2025, 12, 31)), "ngày 31 tháng 12 năm 2025"),
        (long_date(date(2025, 3, 10)), "ngày 10 tháng 3 năm 2025"),
        (place_of("Ban chỉ đạo chuyển đổi số xã Xuân Giang"), "Xuân Giang"),
        (place_of("Ủy ban nhân dân phường 5"), "5"),
        (place_of("Ban chỉ đạo"), "…"),
    ],
)
def test_numbers_and_dates_as_offices_write_them(told: str, wanted: str) -> None:
    assert told == wanted
