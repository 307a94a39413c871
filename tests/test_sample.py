"""The shipped sample, counted by hand from the tables it is made of, against what the program makes of it."""

import zipfile
from collections import Counter
from datetime import date

import make_sample
import pytest
from make_sample import SAMPLE, Cells

from toolkit import submission, summary, workflow
from toolkit.entry import Entry
from toolkit.model import Delivery, Standing, Task, Unit
from toolkit.period import close
from toolkit.register import Register
from toolkit.rules import Severity

DAY = date(2025, 6, 30)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return workflow.demo(tmp_path_factory.mktemp("demo"), DAY).register


def _typed(register: Register, unit: Unit) -> dict[str, Cells]:
    version = 2 if unit.code == make_sample.TWICE else 1
    return {fill.task: fill.cells for fill in make_sample.fills(register.plan, unit, version)}


def test_files_are_as_announced(register: Register) -> None:
    assert len(list(SAMPLE.iterdir())) == len(register.submissions) == 23
    states = Counter(delivery.state for delivery in register.deliveries)
    assert states == {
        Delivery.RECEIVED: 20,
        Delivery.MISSING: 2,
        Delivery.REPEATED: 1,
        Delivery.UNREADABLE: 1,
    }
    assert [d.unit.code for d in register.deliveries if d.unit and d.state is Delivery.MISSING] == ["THON09", "THON13"]


def test_libreoffice_saved_at_least_six_in_three_formats() -> None:
    ods = [path for path in SAMPLE.glob("*.ods") if "LibreOffice" in zipfile.ZipFile(path).read("meta.xml").decode()]
    xls = [path for path in SAMPLE.glob("*.xls") if path.read_bytes().startswith(b"\xd0\xcf\x11\xe0")]
    good = [path for path in SAMPLE.glob("*.xlsx") if make_sample.BROKEN not in path.name]
    xlsx = [path for path in good if "LibreOffice" in zipfile.ZipFile(path).read("docProps/app.xml").decode()]
    assert (len(ods), len(xls), len(xlsx)) == (2, 2, 3)


def _standing(task: Task, typed: Cells | None) -> Standing:
    """The contract's table once more, over what was typed."""
    status = typed.get("status") if typed else None
    finished = typed.get("finished") if typed else None
    if status == "Không phát sinh":
        return Standing.NOT_ARISEN
    if status in ("Hoàn thành", "Xong"):
        if not task.due or not isinstance(finished, date):
            return Standing.DONE
        return Standing.DONE_ON_TIME if finished <= task.due else Standing.DONE_LATE
    if not task.due:
        return Standing.ONGOING if "thường xuyên" in task.deadline_text else Standing.UNSETTLED
    if task.due < DAY:
        return Standing.OVERDUE
    return Standing.NEAR_DUE if (task.due - DAY).days <= 15 else Standing.ON_TRACK


def test_standings_agree_with_a_count_by_hand(register: Register) -> None:
    silent = (*make_sample.MISSING, make_sample.BROKEN)
    expected: Counter[Standing] = Counter()
    for task in register.plan.tasks:
        for code in task.leads or ("",):
            unit = register.plan.unit_of.get(code)
            typed = None if unit is None or code in silent else _typed(register, unit).get(task.code)
            expected[_standing(task, typed)] += 1
    assert expected.total() == 24 * 12 + 25
    assert summary.total(close(register)).counts == expected


def _shown(entry: Entry) -> Cells:
    read = {
        "person": entry.person,
        "status": entry.status.text,
        "progress": entry.progress.value if entry.progress.value is not None else entry.progress.text,
        "finished": entry.finished.value or entry.finished.text,
        "result": entry.result,
        "difficulty": entry.difficulty,
        "proposal": entry.proposal,
    }
    return {key: value for key, value in read.items() if value not in ("", None)}


def test_every_typed_cell_is_read_back(register: Register) -> None:
    seen = 0
    for path in SAMPLE.iterdir():
        sent = submission.read(path, path.name, register.plan, DAY)
        if not sent.is_readable or not sent.unit or sent.file.endswith("ban sua.xlsx"):
            continue
        version = {fill.task: fill.cells for fill in make_sample.fills(register.plan, sent.unit)}
        for entry in sent.entries:
            if entry.task:
                typed = {key: value for key, value in version.get(entry.task.code, {}).items() if value != ""}
                shown = _shown(entry)
                if typed.get("progress") == 1.5:
                    assert shown.pop("progress") == "150%"
                    typed.pop("progress")
                assert shown == typed, (sent.file, entry.task.code)
                seen += 1
    # 21 units lead the 12 common tasks; group B has 24 leads with a unit and, of these units, 22 supports.
    assert seen == 12 * 21 + 24 + 22


def test_targets_are_summed_over_the_units(register: Register) -> None:
    for target in register.plan.targets:
        units = [e.unit for e in register.targets if e.target == target and e.total.value]
        expected = [make_sample.counts(unit, target.text) for unit in units]
        got = [(e.achieved.value, e.total.value) for e in register.targets if e.target == target]
        assert got == expected
    assert len({entry.unit.code for entry in register.targets}) == 21


@pytest.mark.parametrize(
    ("file", "cell", "task", "number"),
    [
        ("nop/CAX_KH-BCDCDS.xlsx", "K9", "A.02", "O03"),
        ("nop/VPUB_KH-BCDCDS.xlsx", "I11", "A.04", "O01"),
        ("nop/TP_KH-BCDCDS.xlsx", "J12", "A.05", "O08"),
        ("nop/LDTBXH_KH-BCDCDS.xlsx", "K9", "A.02", "O05"),
        ("nop/NN_KH-BCDCDS.xlsx", "I18", "A.11", "O16"),
        ("nop/TCKT_KH-BCDCDS.xlsx", "K18", "A.11", "O09"),
        ("nop/THON02_KH-BCDCDS.xlsx", "L10", "A.03", "O14"),
        ("nop/THON08_KH-BCDCDS.xlsx", "I11", "A.04", "O02"),
        ("nop/THON11_KH-BCDCDS.xlsx", "", "", "T03"),
        ("nop/THON05_KH-BCDCDS.xlsx", "", "", "B09"),
        ("nop/VHXH_KH-BCDCDS.ods", "C25", "", "D06"),
    ],
)
def test_planted_faults_are_found(register: Register, file: str, cell: str, task: str, number: str) -> None:
    found = [(i.place.file, i.place.cell, i.place.task, i.code.value.number) for i in register.issues]
    assert (file, cell, task, number) in found


def test_nothing_else_is_called_an_error(register: Register) -> None:
    errors = [issue.code.value.number for issue in register.issues if issue.severity is Severity.ERROR]
    assert sorted(errors) == ["O01", "O02", "O03", "O05", "O08", "O14", "T03"]


def test_the_later_workbook_counts_and_the_added_row_is_kept(register: Register) -> None:
    rows = [row for row in register.details if row.unit_code == make_sample.TWICE]
    # The one row that the later workbook leaves blank stays as it was.
    assert [row.code for row in rows if row.file != "nop/THON05_KH-BCDCDS ban sua.xlsx"] == ["B.I.01"]
    assert {row.file for row in rows if row.code == "B.I.01"} == {"nop/THON05_KH-BCDCDS.xlsx"}
    assert register.rows.superseded == 13
    assert [row.task for row in register.details if not row.code] == [make_sample.ADDED[1]]
