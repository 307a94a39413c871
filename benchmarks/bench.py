"""How long, against what: every way in turn, several rounds, medians and their ratios; `make bench`.

Prints a table and writes build/bench/results.json. Options: sizes as UNITSxROWS, --rounds N, --ways a,b.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import corpus
import psutil
import rivals

_BUILD = Path("build") / "bench"
_SIZES = ("25x36", "300x36", "1000x36", "5000x36", "30x5000", "1x50000")
# From so many rows in all on the slow ways run once: they take minutes.
_LARGE = 100_000
# Seconds between two looks at the memory, soon at first: many looks slow down what is measured, and most those ways
# that use all processors.
_FIRST_LOOK, _LOOK = 0.01, 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """One process with all that it started: seconds from start to end, the most memory of all together in MB.

    `own` is the most memory of the process alone.
    """

    seconds: float
    memory: int
    own: int


def run(way: str, folder: Path) -> Run:
    """Run a way from its start to its finished file."""
    output = _BUILD / "out" / ("merged.xlsx" if way == "merge" else f"{way}.xlsx")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.unlink(missing_ok=True)
    ran = watch([sys.executable, str(Path(__file__).with_name("rivals.py")), way, str(folder), str(output)])
    if not output.exists():
        raise SystemExit(f"{way} failed")
    return ran


def watch(command: list[str]) -> Run:
    """Run a command to its end, with an eye on the memory of all that it starts."""
    start = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    most = own = 0
    look = _FIRST_LOOK
    while _lives(process, look):
        memory = _memory(process)
        most, own = max(most, sum(memory)), max(own, *memory[:1], 0)
        look = min(look * 2, _LOOK)
    seconds = time.perf_counter() - start
    # 3: the corpus has faults, and they are told.
    if process.returncode not in (0, 3):
        raise SystemExit(f"{command} failed")
    return Run(seconds, most >> 20, own >> 20)


def _lives(process: psutil.Popen, seconds: float) -> bool:
    """Wait for its end so long at most."""
    try:
        process.wait(seconds)
    except psutil.TimeoutExpired:
        return True
    return False


def _memory(process: psutil.Process) -> list[int]:
    """Bytes of the process and of each that it started; nothing where one is just going."""
    try:
        return [int(one.memory_info().rss) for one in (process, *process.children(recursive=True))]
    except psutil.Error:
        return []


def measure(size: str, ways: list[str], rounds: int) -> dict[str, list[Run]]:
    """Every way in turn, so many rounds; the program itself first, for the floor deflates what it wrote.

    Of a single workbook only the look at it is asked for.
    """
    units, rows = map(int, size.split("x"))
    ways = [way for way in ways if (way == "validate") is (units == 1)]
    folder = corpus.make(_BUILD, units, rows).root
    runs: dict[str, list[Run]] = {way: [] for way in ways}
    for at in range(rounds):
        for way in sorted(ways, key=lambda way: way != "merge"):
            is_slow = way.startswith("pandas") and units * rows > _LARGE
            if at == 0 or not is_slow:
                runs[way].append(run(way, folder))
    return runs


def _median(runs: list[Run]) -> float:
    return statistics.median(one.seconds for one in runs)


def _ratio(runs: dict[str, list[Run]], way: str, other: str) -> float:
    """How many times as long another way takes: the median of the pairs of each round."""
    pairs = zip(runs[other], runs[way], strict=False)
    return statistics.median(theirs.seconds / own.seconds for theirs, own in pairs)


def show(size: str, runs: dict[str, list[Run]]) -> None:
    """A table of one size."""
    print(f"\n{size.replace('x', ' workbooks of ')} rows, {os.cpu_count()} processors")
    print("| way | seconds | times faster than pandas with openpyxl | times the floor | MB | MB without workers |")
    print("| --- | --- | --- | --- | --- | --- |")
    for way, own in runs.items():
        times = f"{_ratio(runs, way, 'pandas_openpyxl'):.1f}" if "pandas_openpyxl" in runs else ""
        floor = f"{1 / _ratio(runs, way, 'floor'):.2f}" if "floor" in runs else ""
        memory, alone = max(one.memory for one in own), max(one.own for one in own)
        print(f"| {way} | {_median(own):.2f} | {times} | {floor} | {memory} | {alone} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=_SIZES, metavar="UNITSxROWS")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", default=",".join(rivals.WAYS))
    options = parser.parse_args()
    results = {}
    for size in options.sizes:
        runs = measure(size, options.ways.split(","), options.rounds)
        show(size, runs)
        results[size] = {way: [asdict(one) for one in found] for way, found in runs.items()}
    _BUILD.mkdir(parents=True, exist_ok=True)
    (_BUILD / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
