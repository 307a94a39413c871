"""Rows as Parquet: all of the period is read back, and a workbook whose sheets cannot hold them says where they are."""

import builtins
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
from click.testing import CliRunner
from tables import DAY

from toolkit import consolidated, workflow
from toolkit.cli import phuluc
from toolkit.consolidated import sheet
from toolkit.errors import OutputError, UsageError
from toolkit.layout import DETAILS
from toolkit.workspace import Workspace

KEYS = list(DETAILS.position)


def test_what_is_read_back_is_the_period(tmp_path: Path) -> None:
    merged = workflow.demo(tmp_path, DAY)
    merged = workflow.merge(Workspace(tmp_path), (), None, DAY, parquet=Path("hang"))
    assert merged.rows == tmp_path / "hang" / "Chi_tiet_2025-06-30"
    read = pandas.read_parquet(merged.rows / "chi_tiet")
    assert len(read) == len(merged.period.details) > 300
    places = read.set_index(["file", "row"])
    for detail in merged.period.details:
        if detail.file:
            row = places.loc[(detail.file, detail.row)]
            assert (row["unit_code"], row["task"], row["standing"]) == (
                detail.unit_code or "-",
                detail.task,
                detail.standing,
            )
            for key in ("progress", "finished"):
                value = getattr(detail, key)
                written, understood = row[f"{key}_written"], row[key]
                assert (written if isinstance(value, str) else understood) == value or value is None
                assert pandas.isna(written) or pandas.isna(understood)
    one = pandas.read_parquet(merged.rows / "chi_tiet", filters=[("unit_code", "=", "CAX")])
    assert len(one) == sum(detail.unit_code == "CAX" for detail in merged.period.details) > 0
    issues = pandas.read_parquet(merged.rows / "loi_nhap_lieu.parquet")
    assert list(issues["message"]) == [issue.message for issue in merged.register.issues]


def test_nothing_that_is_there_is_overwritten(issued: Workspace, send: Callable[[str], Path]) -> None:
    send("VP")
    folders = [workflow.merge(issued, (), None, DAY, parquet=Path("hang")).rows for _ in range(3)]
    assert [folder.name for folder in folders if folder] == [
        f"Chi_tiet_2025-06-30{version}" for version in ("", "_v2", "_v3")
    ]
    assert {path.name for path in (issued.root / "hang").iterdir()} == {folder.name for folder in folders if folder}


def test_more_rows_than_a_sheet_holds(
    issued: Workspace, send: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    send("VP")
    for module in (sheet, consolidated):
        monkeypatch.setattr(module, "MOST_ROWS", 4)
    with pytest.raises(UsageError, match="--parquet"):
        workflow.merge(issued, (), None, DAY)
    assert not list(issued.consolidated.iterdir())
    merged = workflow.merge(issued, (), None, DAY, parquet=Path("hang"))
    details = openpyxl.load_workbook(merged.output)["Chi tiết"]
    assert details["A5"].value == (
        f"Có {len(merged.period.details)} dòng, nhiều hơn một trang tính chứa được. "
        "Các dòng nằm trong thư mục hang/Chi_tiet_2025-06-30."
    )
    assert details.max_row == 5
    assert merged.rows
    assert len(pandas.read_parquet(merged.rows / "chi_tiet")) == len(merged.period.details)


def test_what_keeps_it_from_being_written_is_told(issued: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    (issued.root / "tep").write_text("a person's")
    with pytest.raises(OutputError, match="không phải là thư mục"):
        workflow.merge(issued, (), None, DAY, parquet=Path("tep"))
    real = builtins.__import__

    def no_arrow(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_arrow)
    with pytest.raises(UsageError, match="pip install"):
        workflow.merge(issued, (), None, DAY, parquet=Path("hang"))
    assert not list(issued.consolidated.iterdir())


def test_by_command(issued: Workspace, send: Callable[[str], Path]) -> None:
    send("VP")
    ran = CliRunner().invoke(
        phuluc, ["merge", "-C", str(issued.root), "--as-of", str(DAY), "--parquet", str(issued.root / "hang")]
    )
    assert "Các dòng chi tiết (Parquet): hang/Chi_tiet_2025-06-30" in ran.output
