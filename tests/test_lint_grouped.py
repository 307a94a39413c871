"""What lint tells: one line for one cause, with its rows; columns pasted off their headings in one line."""

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from second_plan import found, header, new_folder, run
from tables import APPENDIX_TABLE, UNITS_TABLE, write_plan

from toolkit import lint, plan
from toolkit.errors import PlanError
from toolkit.issues import Issue
from toolkit.layout import APPENDIX
from toolkit.lint.codes import PlanCode
from toolkit.lint.gathering import rows_named
from toolkit.workspace import PLAN_NAME

SHIPPED = Path(__file__).parent.parent / "workbooks" / PLAN_NAME
TITLES = "Mã | STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Hạn hoàn thành\n"


def _check(path: Path) -> tuple[Issue, ...]:
    return lint.check(plan.load(path), "p.xlsx")


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([7], "7"),
        ([7, 8], "7–8"),
        ([20, 12, 14, 13, 12], "12–14, 20"),
        (range(1, 530), "1–529"),
        (range(2, 62, 2), "2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24 và 18 dòng khác"),
    ],
)
def test_rows_are_named_in_short(rows: list[int], named: str) -> None:
    assert rows_named(rows) == named


def test_one_cause_is_one_line(tmp_path: Path) -> None:
    """The same name, blank cell or text in many rows; another one is another line."""
    lines = ["", "Đoàn xã | Quý xa | mai"] + ["Đội thuế | Khi nào | hic", "đội thuế. | khi nào | hic"] * 260
    rows = "".join(
        f" | {at} | Việc {at} | {'Ban lạ' if at > 2 else 'Văn phòng'} | {line or ' | | '}\n"
        for at, line in enumerate(lines, start=1)
    )
    told = _check(write_plan(tmp_path / "p.xlsx", appendix=TITLES + rows, units=UNITS_TABLE))
    appendix = [(i.code.value.number, i.place.cell, i.value) for i in told if i.place.sheet == APPENDIX.sheet]
    assert set(appendix) == {
        ("K25", "G3", "mai"),
        ("K07", "D4", "Ban lạ"),
        ("K25", "G4", "hic"),
        ("K03", "F2", ""),
        ("K08", "E3", "Đoàn xã"),
        ("K05", "F3", "Quý xa"),
        ("K08", "E4", "Đội thuế"),
        ("K05", "F4", "Khi nào"),
        ("K18", "A2", "A.01 … A.522"),
    }
    assert len(appendix) == len(set(appendix))
    (nobody,) = [issue for issue in told if issue.code is PlanCode.LEAD_NOBODY]
    assert nobody.message.endswith("hiện là Chưa giao. Có ở 520 dòng: 4–523.")
    assert (nobody.place.task, nobody.remedy[:8]) == ("A.03", "Thêm tên")


def test_findings_of_other_columns_and_of_one_row_stay_apart(tmp_path: Path) -> None:
    table = APPENDIX_TABLE.replace(
        "Văn phòng          |                 | Năm", "như trên           | như trên        | Năm"
    )
    table = table.replace("| Công an xã      |", "| Văn phòng       |").replace(
        "Trạm Y tế          |  ", "Trạm lạ, Trạm lạ   |  "
    )
    told = _check(write_plan(tmp_path / "p.xlsx", appendix=table))
    assert [i.place.cell for i in told if i.code is PlanCode.DITTO] == ["D8", "E8"]
    (twice,) = [issue for issue in told if issue.code is PlanCode.LEAD_NOBODY]
    assert "Có ở" not in twice.message


def test_a_program_is_told_the_first_cell_and_the_rows(tmp_path: Path) -> None:
    root = new_folder(tmp_path / "x")
    issues = json.loads(run(root, "soat", "--json").stdout)["issues"]
    assert len({(i["code"], i["sheet"], i["cell"], i["value"]) for i in issues}) == len(issues)
    rows = [i for i in issues if i["code"] == "K06" and "Có ở" in i["message"]]
    assert rows
    for issue in rows:
        assert f": {issue['cell'].lstrip('ABCDEFG')}" in issue["message"]


def _move(sheet: Worksheet, column: int, how: str) -> None:
    """The contents of all rows moved as people paste them: from a column on to the right, or left over the one before."""
    first = header(sheet, "Mã") + 1
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for row in range(first, sheet.max_row + 1):
        old = [sheet.cell(row, at).value for at in range(1, 8)]
        new = {
            "right": [*old[: column - 1], None, *old[column - 1 :]],
            "product": [*old[: column - 1], "Báo cáo kết quả" if old[3] else None, *old[column - 1 :]],
            "left": [*old[: column - 2], *old[column - 1 :], None],
            "deadline first": [*old[:3], old[5], old[3], old[4], old[6]],
        }[how]
        for at, value in enumerate(new, start=1):
            sheet.cell(row, at).value = value


def _plan_of(kind: str, folder: Path) -> Path:
    if kind == "second":
        return new_folder(folder / "x") / PLAN_NAME
    path = folder / PLAN_NAME
    path.write_bytes(SHIPPED.read_bytes())
    return path


RIGHT, LEFT = "dán lệch một cột sang phải", "dán lệch một cột sang trái"


@pytest.mark.parametrize("kind", ["shipped", "second"])
@pytest.mark.parametrize(
    ("column", "how", "cell", "begin", "told"),
    [
        (2, "right", "B", "STT", RIGHT),
        (4, "right", "D", "Đơn vị chủ trì", RIGHT),
        (5, "right", "E", "Đơn vị phối hợp", RIGHT),
        (6, "right", "F", "Thời gian hoàn thành", RIGHT),
        (4, "product", "D", "Đơn vị chủ trì", RIGHT),
        (5, "product", "E", "Đơn vị phối hợp", RIGHT),
        (6, "product", "F", "Thời gian hoàn thành", RIGHT),
        (4, "left", "C", "Nhiệm vụ", LEFT),
        (6, "left", "E", "Đơn vị phối hợp", LEFT),
        (0, "deadline first", "D", "Đơn vị chủ trì", "dán sai thứ tự cột"),
    ],
)
def test_columns_pasted_off_are_one_line(
    tmp_path: Path, kind: str, column: int, how: str, cell: str, begin: str, told: str
) -> None:
    path = _plan_of(kind, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book[APPENDIX.sheet]
    top = header(sheet, "Mã")
    _move(sheet, column, how)
    book.save(path)
    found = _check(path)
    (shifted,) = [issue for issue in found if issue.code is PlanCode.COLUMNS_SHIFTED]
    assert shifted.place.cell == f"{cell}{top}"
    assert shifted.message.startswith(f"Nội dung từ cột «{begin}» có vẻ {told} (thời gian hoàn thành nằm ở cột «")
    beside = [i for i in found if i is not shifted and i.place.sheet == APPENDIX.sheet and i.place.column >= cell]
    assert beside == []
    assert not [issue for issue in found if issue.code is PlanCode.UNIT_IDLE]


def test_columns_so_far_off_that_no_task_is_left(tmp_path: Path) -> None:
    """Tasks stand under `Đơn vị chủ trì`, nothing under `Nhiệm vụ`."""
    path = _plan_of("shipped", tmp_path)
    book = openpyxl.load_workbook(path)
    _move(book[APPENDIX.sheet], 3, "right")
    book.save(path)
    with pytest.raises(PlanError, match=r"chưa có nhiệm vụ nào\. Nội dung từ cột «Nhiệm vụ» có vẻ dán lệch một cột"):
        plan.load(path)


ROWS = " | {at} | Việc {at} | Văn phòng | Công an xã | {deadline} | {due}\n"
SOUND = {
    "days by hand beside texts that name none": ("Báo cáo", "30/6/2025"),
    "days by hand beside blanks": ("", "30/6/2025"),
    "no deadline at all": ("", ""),
    "texts that nobody understands": ("hic", ""),
    "deadlines in both": ("Quý II/2025", "Quý II/2025"),
}
THEIR_WORDS = "Các phòng, ban theo chức năng, khi có yêu cầu"


@pytest.mark.parametrize(("deadline", "due"), SOUND.values(), ids=SOUND)
def test_what_is_not_pasted_off(tmp_path: Path, deadline: str, due: str) -> None:
    rows = "".join(ROWS.format(at=at, deadline=deadline, due=due) for at in range(1, 9))
    path = write_plan(tmp_path / "p.xlsx", appendix=TITLES + rows)
    assert PlanCode.COLUMNS_SHIFTED not in {issue.code for issue in _check(path)}
    said = write_plan(tmp_path / "said.xlsx", appendix=TITLES + rows.replace("Công an xã", THEIR_WORDS))
    assert PlanCode.COLUMNS_SHIFTED not in {issue.code for issue in _check(said)}


def test_the_sound_plans_are_not_pasted_off(tmp_path: Path) -> None:
    assert PlanCode.COLUMNS_SHIFTED not in {issue.code for issue in _check(SHIPPED)}
    assert "K46" not in found(new_folder(tmp_path / "x"))
