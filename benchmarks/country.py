"""A country on one machine, by example and by arithmetic: a commune and a province are made for real; `make country`.

A commune is 25 workbooks of 36 rows, a province 69 communes, the country 3,321. What is measured is whole processes.
"""

import os
import shutil
import sys
from pathlib import Path

import bench
import corpus

from toolkit import archive, plan
from toolkit.workspace import Workspace

_UNITS, _ROWS, _COMMUNES, _COUNTRY = 25, 36, 69, 3_321
_MACHINES, _CORES = 10, 8
_BUILD = Path("build") / "bench"


def _province(folder: Path, made: Path) -> Workspace:
    """A province whose every commune sent the same consolidated workbook, each under its own name."""
    workspace = Workspace(folder)
    shutil.rmtree(folder, ignore_errors=True)
    workspace.received.mkdir(parents=True)
    workspace.plan.write_bytes(corpus.plan_of(folder / "data", _COMMUNES, _ROWS))
    for unit in plan.load(workspace.plan).units:
        shutil.copy(made, workspace.received / f"{unit.code}_{made.name}")
    return workspace


def _merge(workspace: Workspace, output: Path, *more: str) -> bench.Run:
    script = "import sys; from toolkit.cli import main; main(sys.argv[1:])"
    told = ["merge", "-C", str(workspace.root), "-o", str(output.absolute()), "--as-of", f"{corpus.DAY}", *more]
    return bench.watch([sys.executable, "-c", script, *told])


def main() -> None:
    """Measure and print."""
    commune = corpus.make(_BUILD, _UNITS, _ROWS)
    made, whole = _BUILD / "out" / "commune.xlsx", _BUILD / "out" / "province.xlsx"
    made.parent.mkdir(parents=True, exist_ok=True)
    own = _merge(commune, made)
    province = _province(_BUILD / "province", made)
    rows = _BUILD / "province" / "hang"
    run = _merge(province, whole, "--level", "cap-duoi", "--parquet", str(rows.absolute()))
    count = len(archive.recall("", whole).period.details)
    parquet = sum(path.stat().st_size for path in rows.rglob("*.parquet"))
    cores = os.cpu_count() or 1
    print(f"commune: {_UNITS} workbooks, {own.seconds:.1f} s, {own.memory} MB, {made.stat().st_size >> 10} KB")
    print(f"  {_UNITS / own.seconds / cores:.1f} workbooks a second and core, starting included")
    print(f"province: {_COMMUNES} communes, {count} rows, {run.seconds:.1f} s, {run.memory} MB")
    print(f"  workbook {whole.stat().st_size / 2**20:.1f} MB, Parquet {parquet / 2**20:.1f} MB")
    provinces = _COUNTRY / _COMMUNES
    one = _COUNTRY * own.seconds + provinces * run.seconds
    share = cores / (_MACHINES * _CORES)
    print(f"country: {_COUNTRY} communes, {_COUNTRY * _UNITS} workbooks, {round(count * provinces)} rows")
    print(f"  this machine, one after the other: {one / 60:.0f} minutes; Parquet {parquet * provinces / 2**20:.0f} MB")
    print(
        f"  {_MACHINES} machines of {_CORES} such cores, shared evenly: {one * share / 60:.1f} minutes, by arithmetic"
    )
    print(f"  more than the {1_048_576} rows of a sheet: the country's are in Parquet only")


if __name__ == "__main__":
    main()
