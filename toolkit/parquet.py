"""The rows of a period as Parquet files, for tools that take more of them than a sheet of Excel can hold.

One folder for each unit that sent a workbook, named in Hive's way (`unit_code=X1`), so that DuckDB, pandas and Arrow
read all of them as one table and take only the units that are asked for; beside them the targets and what is wrong with
the inputs.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from toolkit.detail import Detail
from toolkit.errors import OutputError, UsageError
from toolkit.files import TEMPORARY, check_folder, free_name
from toolkit.issues import Issue
from toolkit.layout import DETAILS, TARGET_RESULTS
from toolkit.period import Period, TargetResult
from toolkit.summary import grouped

if TYPE_CHECKING:
    import pyarrow

# In place of the code where nobody answers for a task: readers differ in what they make of Hive's own word for it.
_NOBODY = "-"


def write(folder: Path, period: Period, issues: Sequence[Issue]) -> Path:
    """Write all details, targets and issues into a new folder in this one.

    A cell that was not understood has no value; as it was written, it stands in `progress_written`, `finished_written`.

    Returns:
        The new folder: `Chi_tiet_2025-06-30`, or with `_v2` and so on where there is one.

    Raises:
        UsageError: the library that writes Parquet is not installed.
        OutputError: the folder cannot be written; nothing of it is left.
    """
    try:
        import pyarrow.parquet as pq
    except ImportError as fault:
        raise UsageError(
            "Máy này chưa cài phần ghi Parquet. Nhờ người quản trị máy chạy lệnh "
            "«pip install 'phuluc-toolkit[parquet]'»."
        ) from fault
    check_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=folder) as made:
            whole = Path(made) / "whole"
            for unit, details in grouped(period.details, "unit_code").items():
                part = whole / "chi_tiet" / f"unit_code={quote(unit, safe='') or _NOBODY}" / "rows.parquet"
                part.parent.mkdir(parents=True)
                pq.write_table(_details(details), part)
            pq.write_table(_targets(period.targets), whole / "chi_tieu.parquet")
            pq.write_table(_issues(issues), whole / "loi_nhap_lieu.parquet")
            for part in whole.rglob("*.parquet"):
                with part.open("rb+") as written:
                    os.fsync(written.fileno())
            target = free_name(folder / f"Chi_tiet_{period.as_of}")
            whole.rename(target)
    except OSError as fault:
        raise OutputError(f"Không ghi được Parquet vào thư mục {folder}. Kiểm tra quyền ghi và chỗ trống.") from fault
    return target


def _details(details: Sequence[Detail]) -> "pyarrow.Table":
    import pyarrow as pa

    days, counts = pa.date32(), pa.int32()
    kinds = {"due": days, "finished": days, "days": counts, "row": counts, "progress": pa.float64()}
    columns = {}
    for key in DETAILS.position:
        values = [getattr(detail, key) for detail in details]
        if key in kinds:
            columns[key] = pa.array([None if isinstance(value, str) else value for value in values], kinds[key])
        elif key != "unit_code":
            columns[key] = pa.array([str(value) for value in values], pa.string())
        if key in ("progress", "finished"):
            written = [value if isinstance(value, str) else None for value in values]
            columns[f"{key}_written"] = pa.array(written, pa.string())
    return pa.table(columns)


def _targets(targets: Sequence[TargetResult]) -> "pyarrow.Table":
    import pyarrow as pa

    figures = {"level": pa.float64(), "achieved": pa.float64(), "total": pa.float64(), "rate": pa.float64()}
    kinds = figures | {"units": pa.int32()}
    return pa.table(
        {
            key: pa.array([getattr(target, key) for target in targets], kinds.get(key, pa.string()))
            for key in TARGET_RESULTS.position
        }
    )


def _issues(issues: Sequence[Issue]) -> "pyarrow.Table":
    import pyarrow as pa

    rows = {
        "severity": [issue.severity.word for issue in issues],
        "code": [issue.code.value.number for issue in issues],
        **{key: [getattr(i.place, key) for i in issues] for key in ("unit", "file", "sheet", "cell", "task")},
        **{key: [getattr(i, key) for i in issues] for key in ("value", "message", "remedy")},
    }
    return pa.table({key: pa.array(values, pa.string()) for key, values in rows.items()})
