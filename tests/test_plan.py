"""The plan workbook: read, refused with one sentence, checked for what is inconsistent, built from its data."""

import csv
import io
import unicodedata
import zipfile
from collections import defaultdict
from datetime import date
from pathlib import Path
from string import Formatter

import openpyxl
import pytest
from tables import APPENDIX_TABLE, SETTINGS_TABLE, TARGETS_TABLE, UNITS_TABLE, write_book, write_plan

from toolkit import lint, plan, template
from toolkit.codes import CODES, CellCode
from toolkit.errors import ExitCode, PlanError
from toolkit.issues import Catalogue, Issue, Place
from toolkit.layout import APPENDIX, SETTINGS, TARGETS, UNITS
from toolkit.lint.codes import PlanCode
from toolkit.model import DeadlineKind, Role, Unit

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "workbooks" / "template_phu_luc.xlsx"
DATA = ROOT / "workbooks" / "data"


def _data(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_small_plan_is_read(tmp_path: Path) -> None:
    loaded = plan.load(write_plan(tmp_path / "p.xlsx"))
    assert [task.code for task in loaded.tasks] == ["A.01", "A.02", "B.I.01", "B.I.02", "B.II.01"]
    first, second = loaded.tasks[:2]
    assert (first.leads, first.supports) == (("VP", "CA", "TYT"), ())
    assert (second.due, second.deadline.strict, second.section, second.group) == (date(2025, 4, 5), True, "A", "")
    assert (loaded.task_of["B.I.01"].supports, loaded.task_of["B.I.01"].group) == (("CA",), "I")
    assert loaded.settings.issued_on == date(2025, 1, 15)
    assert loaded.settings.warning_days == 15
    assert [a.task.code for a in loaded.assignments_of(loaded.units[1])] == ["A.01", "A.02", "B.I.01"]
    assert [t.level for t in loaded.targets_of(loaded.units[0])] == [90]
    assert loaded.targets_of(loaded.units[1]) == ()


def test_the_clerks_own_date_and_the_reading_of_before(tmp_path: Path) -> None:
    table = """
        STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Hạn hoàn thành
        A   | Chung    |                |                 |                      |
        "1" | Việc một | Văn phòng      |                 | Trước ngày 05/4/2025 |
        "2" | Việc hai | Văn phòng      |                 | Thường xuyên         | 2025-09-01
    """
    settings = SETTINGS_TABLE + '    Cách hiểu "trước ngày" | không tính ngày đó\n'
    loaded = plan.load(write_plan(tmp_path / "p.xlsx", appendix=table, settings=settings))
    strict, by_hand = loaded.tasks
    assert (strict.due, strict.deadline.due) == (date(2025, 4, 4), date(2025, 4, 5))
    assert (by_hand.due, by_hand.due_by_hand, by_hand.is_recurring) == (date(2025, 9, 1), True, False)


@pytest.mark.parametrize("written", ["31/02/2025", "cuối tháng 11", "Trước 30/6/2025", "hic"])
def test_the_clerks_own_date_that_is_no_day_is_told(tmp_path: Path, written: str) -> None:
    table = f"""
        STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Hạn hoàn thành
        A   | Chung    |                |                 |                      |
        "1" | Việc một | Văn phòng      |                 | Tháng 7/2025         | {written}
        "2" | Việc hai | Văn phòng      |                 | Tháng 7/2025         |
    """
    path = write_plan(tmp_path / "p.xlsx", appendix=table)
    assert {task.due for task in plan.load(path).tasks} == {date(2025, 7, 31)}
    (told,) = _findings(path)[PlanCode.DUE_UNREADABLE]
    assert (told.value, told.place.task) == (written, "A.01")
    assert told.place.cell.endswith("3"), "its own row"


def test_a_month_that_excel_keeps_as_its_first_day(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "p.xlsx")
    book = openpyxl.load_workbook(path)
    cell = next(cell for row in book["Phụ lục"].iter_rows() for cell in row if cell.value == "Tháng 7/2025")
    cell.value, cell.number_format = date(2025, 7, 1), "mm/yyyy"
    book.save(path)
    task = plan.load(path).task_of["B.I.01"]
    assert (task.deadline.kind, task.due, task.deadline_text) == (DeadlineKind.MONTH, date(2025, 7, 31), "07/2025")


@pytest.mark.parametrize("ditto", ["nt", "-nt-", "N.T", "Như trên", "như dòng trên.", '"“"', "〃"])
def test_as_above(tmp_path: Path, ditto: str) -> None:
    table = f"""
        STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành
        A   | Chung    |                |                 |
        "1" | Việc một | {ditto}        |                 | 05/4/2025
        "2" | Việc hai | Văn phòng      | Công an xã      | 05/4/2025
        B   | Riêng    |                |                 |
        "1" | Việc ba  | {ditto}        | {ditto}         | 05/4/2025
    """
    loaded = plan.load(write_plan(tmp_path / "p.xlsx", appendix=table))
    orphan, _, follower = loaded.tasks
    assert (orphan.leads, bool(orphan.unknown_leads), orphan.dittos) == ((), True, ())
    assert (follower.leads, follower.supports, follower.lead_text) == (("VP",), ("CA",), "Văn phòng")
    told = [issue.message for issue in lint.check(loaded, "p.xlsx") if issue.code is PlanCode.DITTO]
    assert told == [f"Ô ghi «như trên», đã hiểu là «{name}»." for name in ("Văn phòng", "Công an xã")]


def test_a_lead_nobody_answers_to_is_not_dropped(tmp_path: Path) -> None:
    table = APPENDIX_TABLE.replace("Trạm Y tế ", "Hội Nông dân").replace("Công an xã", "Đội thuế")
    loaded = plan.load(write_plan(tmp_path / "p.xlsx", appendix=table))
    task = loaded.task_of["B.II.01"]
    assert (task.leads, task.unknown_leads) == ((), ("Hội Nông dân",))
    assert not [unit for unit in loaded.units if task in [a.task for a in loaded.assignments_of(unit)]]
    assert loaded.task_of["B.I.01"].unknown_supports == ("Đội thuế",)


def test_real_date_cells_and_blank_settings(tmp_path: Path) -> None:
    table = APPENDIX_TABLE.replace("Tháng 7/2025", "2025-07-20")
    settings = "Mục | Giá trị\nNăm kế hoạch | 2025"
    loaded = plan.load(write_plan(tmp_path / "p.xlsx", appendix=table, settings=settings))
    assert loaded.task_of["B.I.01"].due == date(2025, 7, 20)
    assert (loaded.settings.issued_on, loaded.settings.warning_days, loaded.settings.before_includes_day) == (
        None,
        15,
        True,
    )


REFUSALS = [
    ({"settings": "Mục | Giá trị\nNăm kế hoạch | abc"}, "Năm kế hoạch"),
    ({"units": "Mã đơn vị | Tên đơn vị | Tên gọi khác | Nhóm | Đầu mối | Email"}, "chưa có đơn vị"),
    ({"units": UNITS_TABLE.replace("CA  ", "vp  ")}, "bị trùng"),
    ({"units": UNITS_TABLE.replace("CA  ", "C/A ")}, "mã đơn vị"),
    ({"units": UNITS_TABLE.replace("Tên gọi khác", "Tên khác khác")}, "Tên gọi khác"),
    ({"appendix": APPENDIX_TABLE.replace("Nhiệm vụ   ", "Công việc  ")}, "Nhiệm vụ"),
    ({"appendix": "\n".join(APPENDIX_TABLE.splitlines()[:3])}, "chưa có nhiệm vụ"),
    ({"targets": TARGETS_TABLE.replace("So sánh", "So với")}, "So sánh"),
]


@pytest.mark.parametrize(("tables", "named"), REFUSALS, ids=[named for _, named in REFUSALS])
def test_a_plan_that_cannot_be_used(tmp_path: Path, tables: dict[str, str], named: str) -> None:
    path = write_plan(tmp_path / "ke_hoach.xlsx", **tables)
    with pytest.raises(PlanError) as caught:
        plan.load(path)
    assert named in caught.value.sentence
    assert "ke_hoach.xlsx" in caught.value.sentence
    assert caught.value.exit_code is ExitCode.PLAN_UNUSABLE


def test_a_task_code_that_stands_twice(tmp_path: Path) -> None:
    table = """
        Mã   | STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Hạn hoàn thành
             | A   | Chung    |                |                 |                      |
        A.01 | "1" | Việc một | Văn phòng      |                 | Năm 2025             |
        A.01 | "2" | Việc hai | Văn phòng      |                 | Năm 2025             |
    """
    with pytest.raises(PlanError, match=r"A\.01.*bị trùng"):
        plan.load(write_plan(tmp_path / "p.xlsx", appendix=table))


def test_a_missing_sheet_and_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="thiếu trang tính «Cấu hình»"):
        plan.load(write_book(tmp_path / "a.xlsx", {"Phụ lục": "Mã | STT"}))
    (tmp_path / "b.xlsx").write_text("<html>")
    with pytest.raises(PlanError, match=r"b\.xlsx.*HTML"):
        plan.load(tmp_path / "b.xlsx")
    with pytest.raises(PlanError, match=r"c\.xlsx.*Không tìm thấy"):
        plan.load(tmp_path / "c.xlsx")


def _findings(path: Path) -> dict[Catalogue, list[Issue]]:
    found: dict[Catalogue, list[Issue]] = defaultdict(list)
    for issue in lint.check(plan.load(path), path.name):
        found[issue.code].append(issue)
    return found


def test_lint_of_the_shipped_plan() -> None:
    found = _findings(SHIPPED)
    numbers = {code: [(i.place.cell, i.place.task) for i in issues] for code, issues in found.items()}
    assert numbers[PlanCode.NUMBER_REPEATED] == [("B49", "")]
    assert "VII" in found[PlanCode.NUMBER_REPEATED][0].message
    counts = [(i.place.cell, i.message) for i in found[PlanCode.COUNT_DIFFERS]]
    assert [cell for cell, _ in counts] == ["B18", "B21", "B34"]
    for (_, message), declared, listed in zip(counts, (30, 14, 7), (24, 10, 5), strict=True):
        assert f"ghi {declared} nhiệm vụ nhưng có {listed}." in message
    assert numbers[PlanCode.NO_DEADLINE] == [("F15", "A.10")]
    assert numbers[PlanCode.LEAD_NOBODY] == [("D22", "B.II.01")]
    (groups,) = found[PlanCode.LEAD_GROUP]
    assert (groups.place.cell, "Có ở 12 dòng: 6–17." in groups.message) == ("D6", True)
    undated = {i.place.task: i.message for i in found[PlanCode.UNDATED]}
    assert list(undated) == ["A.01", "B.II.01", "B.II.03", "B.IV.01"]
    assert "phụ thuộc điều kiện" in undated["B.IV.01"]
    assert undated["A.01"].endswith("việc thường xuyên. Có ở 17 dòng: 6, 10–14, 17, 23, 25–28, 33, 41, 46, 48, 50.")
    spellings = [issue.message for issue in found[PlanCode.SPELLINGS]]
    assert len(spellings) == 2
    assert "«Công chức Văn hóa - Xã hội» (dòng 14); «Công chức Văn hóa - xã hội» (dòng 47–48, 50)" in spellings[0]
    assert "«Trạm Y tế» (dòng 25); «Trạm y tế» (dòng 30, 33)" in spellings[1]


def test_lint_of_what_the_shipped_plan_does_not_have(tmp_path: Path) -> None:
    appendix = APPENDIX_TABLE.replace("Năm 2025", "31/6/2025").replace(
        "| Văn phòng          |  ", "|                    |  "
    )
    path = write_plan(
        tmp_path / "p.xlsx",
        appendix=appendix,
        units=UNITS_TABLE + "    HND | Hội Nông dân | | | |\n",
        targets=TARGETS_TABLE.replace("B.I.02", "B.I.99"),
    )
    found = _findings(path)
    assert [i.value for i in found[PlanCode.DEADLINE_UNREADABLE]] == ["31/6/2025"]
    assert [i.value for i in found[PlanCode.TARGET_ORPHAN]] == ["B.I.99"]
    assert [i.value for i in found[PlanCode.UNIT_IDLE]] == ["Hội Nông dân"]
    assert [i.value for i in found[PlanCode.SETTING_BLANK]] == ["Email nơi nhận"]
    assert [i.place.task for i in found[PlanCode.LEAD_BLANK]] == ["B.I.02"]


def _column_values(sheet: openpyxl.worksheet.worksheet.Worksheet, header: str, columns: int) -> list[list[str]]:
    rows = [[cell.value for cell in row[:columns]] for row in sheet.iter_rows()]
    top = next(at for at, row in enumerate(rows) if row[0] == header)
    return [["" if value is None else _plain(value) for value in row] for row in rows[top:]]


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def test_the_committed_plan_is_its_data() -> None:
    book = openpyxl.load_workbook(SHIPPED)
    assert book.sheetnames == ["Hướng dẫn", "Phụ lục", "Chỉ tiêu", "Đơn vị", "Cấu hình"]
    appendix = _column_values(book["Phụ lục"], "Mã", 7)
    assert [row[1:6] for row in appendix] == _data("phu_luc.tsv")
    assert appendix[0] == list(APPENDIX.headings)
    tasks = [row for row in appendix[1:] if row[0]]
    assert len(tasks) == 36
    assert (tasks[0][0], tasks[11][0], tasks[12][0], tasks[-1][0]) == ("A.01", "A.12", "B.I.01", "B.VIII.01")
    for layout, name in ((TARGETS, "chi_tieu.tsv"), (UNITS, "don_vi.tsv"), (SETTINGS, "cau_hinh.tsv")):
        rows = _column_values(book[layout.sheet], layout.columns[0].heading, len(layout.columns))
        assert rows == [[unicodedata.normalize("NFC", cell) for cell in row] for row in _data(name)]
    assert len(_data("don_vi.tsv")) == 1 + 24


def test_the_committed_plan_is_what_the_builder_makes() -> None:
    with zipfile.ZipFile(io.BytesIO(template.build(DATA))) as built, zipfile.ZipFile(SHIPPED) as shipped:
        assert built.namelist() == shipped.namelist()
        assert all(built.read(name) == shipped.read(name) for name in built.namelist())


def test_the_shipped_plan_as_the_program_sees_it() -> None:
    loaded = plan.load(SHIPPED)
    owed = [a.role for unit in loaded.units for a in loaded.assignments_of(unit)]
    unled = sum(not task.leads for task in loaded.tasks)
    assert owed.count(Role.LEAD) + unled == 24 * 12 + 25
    assert all(loaded.assignments_of(unit) for unit in loaded.units)
    assert {t.task_code for t in loaded.targets} <= set(loaded.task_of)
    kinds = [task.deadline.kind for task in loaded.tasks]
    assert (kinds.count(DeadlineKind.ONGOING), kinds.count(DeadlineKind.CONDITIONAL)) == (17, 3)
    assert kinds.count(DeadlineKind.NONE) == 1
    assert sum(task.due is not None for task in loaded.tasks) == 15
    assert isinstance(loaded.units[0], Unit)
    texts = [task.text + task.lead_text + task.deadline_text for task in loaded.tasks]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


def test_the_catalogue_is_complete_and_well_formed() -> None:
    numbers = [code.value.number for code in (*CODES, *PlanCode)]
    assert len(numbers) == len(set(numbers))
    for code in (*CODES, *PlanCode):
        rule = code.value
        named = {field for text in (rule.sentence, rule.remedy) for _, field, _, _ in Formatter().parse(text) if field}
        details = dict.fromkeys(named - {"value"}, "x")
        message = code.at(Place("a.xlsx", "Báo cáo", "K14"), "v", **details).message
        assert "{" not in message
        assert message.endswith((".", "v", "x")), message
        assert unicodedata.is_normalized("NFC", code.value.sentence + code.value.remedy)
    issue = CellCode.DATE_IMPOSSIBLE.at(Place("TYT.xlsx", "Báo cáo", "K14"), "31/02/2025", year=2025)
    assert str(issue) == (
        "TYT.xlsx > Báo cáo!K14: «31/02/2025» không phải là ngày có thật. Nhập dạng ngày/tháng/năm, ví dụ 28/02/2025."
    )
