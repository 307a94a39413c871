"""`status`: the figures of a consolidated workbook in the terminal, the same as the merge's own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tables import DAY, write_plan

from toolkit import summary, workflow
from toolkit.cli import phuluc
from toolkit.model import Standing
from toolkit.workflow import Merged
from toolkit.workspace import Workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Merged:
    return workflow.demo(tmp_path_factory.mktemp("demo"), DAY)


def test_json_holds_the_figures_of_the_merge(demo: Merged) -> None:
    root = demo.output.parent.parent
    ran = CliRunner().invoke(phuluc, ["tinh-hinh", "-C", str(root), "--json"])
    told = json.loads(ran.stdout)
    figures = summary.total(demo.period)
    assert told["file"] == "tong_hop/Tong_hop_2025-06-30.xlsx"
    assert (told["as_of"], told["tasks"], told["total"]) == ("2025-06-30", 36, figures.total)
    assert told["standings"] == {standing.value: figures.counts[standing] for standing in Standing}
    assert [unit["total"] for unit in told["units"]] == [row.figures.total for row in summary.by_unit(demo.period)]
    assert len(told["overdue"]) == figures.counts[Standing.OVERDUE]
    assert told["overdue"][0]["days"] == 86


def test_the_terminal_shows_tables_and_bars(demo: Merged) -> None:
    ran = CliRunner().invoke(phuluc, ["status", "-C", str(demo.output.parent.parent), str(demo.output)])
    lines = ran.output.splitlines()
    overdue = next(line for line in lines if line.startswith("Quá hạn "))
    assert overdue.split()[2:4] == ["13", "4,4%"]
    assert "█" in overdue
    unit = next(line for line in lines if line.startswith("Công an xã"))
    assert unit.split()[3:7] == ["14", "6", "0", "46,2%"]
    assert any(line.startswith("Chưa nộp báo cáo (3)") for line in lines)
    assert all(len(line) <= 80 for line in lines[:-1])


def test_the_newest_workbook_is_the_last_version_of_the_latest_day(demo: Merged, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.consolidated.mkdir()
    for name in ("2025-06-30_v10", "2025-06-30_v9", "2025-06-30", "2025-05-31", "2025-06-30_v10_goc", "thang 7"):
        (workspace.consolidated / f"Tong_hop_{name}.xlsx").write_bytes(demo.output.read_bytes())
    assert workspace.newest_report().name == "Tong_hop_2025-06-30_v10.xlsx"
    earlier = workspace.earlier_reports(DAY.replace(month=7, day=1))
    versions = [path.stem.removeprefix("Tong_hop_") for path in earlier]
    assert versions == ["2025-05-31", "2025-06-30", "2025-06-30_v9", "2025-06-30_v10"]


def test_names_cannot_steer_the_terminal(workspace: Workspace) -> None:
    units = """
        Mã đơn vị | Tên đơn vị      | Tên gọi khác | Nhóm       | Đầu mối | Email
        VP        | [bold]Văn phòng | Văn phòng    | Các đơn vị |         |
        CA        | Công an xã      |              | Các đơn vị |         |
        TYT       | Trạm Y tế       |              | Các đơn vị |         |
    """
    write_plan(workspace.plan, units=units)
    workflow.merge(workspace, (), None, DAY)
    ran = CliRunner().invoke(phuluc, ["status", "-C", str(workspace.root)])
    assert "[bold]Văn phòng" in ran.output
