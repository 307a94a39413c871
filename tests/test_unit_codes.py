"""Whose workbook it is by its name: codes with marks and blanks in them, codes that begin as others do."""

from dataclasses import replace
from pathlib import Path

import pytest
from tables import DAY, write_plan

from toolkit import lint, plan, preparing, workflow
from toolkit.errors import PlanError
from toolkit.lint.codes import PlanCode
from toolkit.model import Plan
from toolkit.submission.identity import unit_in_name
from toolkit.workspace import Workspace

CODES = ("PNV", "PNV-1", "PNV_2", "PNV 3", "X", "X_1", "X-1", "CON")
UNITS = "Mã đơn vị | Tên đơn vị | Tên gọi khác | Nhóm | Đầu mối | Email\n" + "".join(
    f"{code} | Tổ số {at} | | Các đơn vị | |\n" for at, code in enumerate(CODES)
)
APPENDIX = """
    STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành
    "1" | Việc một | Các đơn vị     |                 | Năm 2025
"""
NO_TARGETS = "Mã nhiệm vụ | Chỉ tiêu | So sánh | Mức | Đơn vị tính | Hạn"


def _write(path: Path, units: str = UNITS) -> Path:
    return write_plan(path, appendix=APPENDIX, units=units, targets=NO_TARGETS)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan.load(_write(tmp_path_factory.mktemp("codes") / "p.xlsx"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("PNV_07-KH-UBND.xlsx", "PNV"),
        ("PNV-1_07-KH-UBND.xlsx", "PNV-1"),
        ("pnv-1_07-kh-ubnd (2).xlsx", "PNV-1"),
        ("PNV 1 thang 6.xlsx", "PNV-1"),
        ("PNV_1.xlsx", "PNV-1"),
        ("PNV_2_07-KH-UBND.xlsx", "PNV_2"),
        ("PNV-2 ban sua.xlsx", "PNV_2"),
        ("PNV 3_07-KH-UBND.xlsx", "PNV 3"),
        ("PNV-3.xlsx", "PNV 3"),
        ("PNV-12_07-KH-UBND.xlsx", "PNV"),
        ("PNV(1).xlsx", "PNV-1"),
        ("PNV1.xlsx", None),
        ("X_1_07-KH-UBND.xlsx", "X_1"),
        ("X-1_07-KH-UBND.xlsx", "X-1"),
        ("X.xlsx", "X"),
        ("con_07-KH-UBND.xlsx", "CON"),
        ("nop/Tổ số 2 báo cáo.xlsx", "PNV_2"),
    ],
)
def test_the_longest_code_that_begins_the_name(loaded: Plan, name: str, code: str | None) -> None:
    found = unit_in_name(name, loaded)
    assert (found.code if found else None) == code


def test_codes_that_only_marks_tell_apart_are_not_guessed(loaded: Plan) -> None:
    assert unit_in_name("X 1 thang 6.xlsx", loaded) is None


@pytest.mark.parametrize("number", ["1/KH-UBND", "", "1/KH-UBND về việc rất dài của cấp trên gửi xuống các đơn vị"])
def test_a_name_as_issued_is_that_units_whatever_the_number_is(loaded: Plan, number: str) -> None:
    """`X_1-KH-UBND.xlsx` is X's, though a unit X_1 is there; a long name may have been cut."""
    settings = replace(loaded.settings, plan_number=number)
    numbered = replace(loaded, settings=settings)
    for unit in loaded.units:
        stem = Workspace(Path()).unit_file(unit, settings).stem
        for name in (stem, stem.lower(), f"{stem[:60]}-ab12cd"):
            found = unit_in_name(f"{name}.xlsx", numbered)
            assert found == unit, name


def test_every_unit_has_its_own_file_and_is_known_by_it(workspace: Workspace) -> None:
    _write(workspace.plan)
    assert len(preparing.issue(workspace, (), DAY).files) == len(CODES)
    names = {path.name.casefold() for path in workspace.issued.iterdir()}
    assert len(names) == len(CODES)
    for path in workspace.issued.iterdir():
        path.rename(workspace.received / path.name)
    merged = workflow.merge(workspace, (), None, DAY)
    assert merged.register.missing == []
    assert {len(delivery.submissions) for delivery in merged.register.deliveries} == {1}


def test_lint_tells_codes_that_make_trouble(tmp_path: Path) -> None:
    """Before anything is issued under them."""
    more = "".join(f"{code} | Đội {code} | | | |\n" for code in ("x 1", "nul", "Com1", "CON1"))
    path = _write(tmp_path / "p.xlsx", UNITS + more)
    found = [issue for issue in lint.check(plan.load(path), "p.xlsx") if issue.place.sheet == "Đơn vị"]
    reserved = [(i.place.cell, i.value) for i in found if i.code is PlanCode.CODE_RESERVED]
    assert reserved == [("A9", "CON"), ("A11", "nul"), ("A12", "Com1")]
    alike = [(i.place.cell, i.message.split(" chỉ")[0]) for i in found if i.code is PlanCode.CODES_ALIKE]
    assert alike == [("A8", "Mã đơn vị «X-1» và «X_1» (dòng 7)"), ("A10", "Mã đơn vị «x 1» và «X_1» (dòng 7)")]


@pytest.mark.parametrize("code", ["pnv", "PNV - 1", "pnv_2"])
def test_a_code_that_stands_twice_is_no_plan(tmp_path: Path, code: str) -> None:
    with pytest.raises(PlanError, match=f"mã đơn vị «{code}» bị trùng"):
        plan.load(_write(tmp_path / "p.xlsx", f"{UNITS}{code} | Đội khác | | | |\n"))
