"""The same mutated workbooks through what a user would write with pandas: right, told, or silently wrong."""

import random
import unicodedata
from collections import Counter
from pathlib import Path

import pandas
from mutations import MUTATIONS, PROGRESS, filled, own_texts, result_of, save
from openpyxl.worksheet.worksheet import Worksheet
from tables import DAY, documented, small_plan

from toolkit import submission
from toolkit.model import Plan

WORKBOOKS, MOST_CHANGES = 150, 3
RIGHT, TOLD, WRONG = "right", "told", "silently wrong"


def _mutated(plan: Plan, seed: int) -> Worksheet:
    drawn = random.Random(seed)
    sheet = filled(plan)
    for mutate in drawn.choices(MUTATIONS, k=drawn.randint(1, MOST_CHANGES)):
        mutate(sheet, drawn.randrange)
    return sheet


def _by_pandas(path: Path) -> dict[str, str] | None:
    """The result under each code as `pandas.read_excel` and `concat` give it; None where pandas stops with an error."""
    try:
        table = pandas.concat([pandas.read_excel(path, sheet_name="Báo cáo", header=6, engine="openpyxl")])
        return dict(zip(table["Mã"].astype(str), table["Kết quả, sản phẩm"].astype(str), strict=True))
    except (ValueError, KeyError, IndexError):
        return None


def _judged_pandas(found: dict[str, str] | None, code: str) -> str:
    if found is None:
        return TOLD
    return RIGHT if unicodedata.normalize("NFC", found.get(code, "")) == result_of(code) else WRONG


def _judged_ours(read: submission.Submission, code: str) -> str:
    wanted = result_of(code)
    under = {unicodedata.normalize("NFC", entry.result): entry.task.code for entry in read.entries if entry.task}
    if wanted in under:
        return RIGHT if under[wanted] == code else WRONG
    listed = " ".join([*(issue.value for issue in read.issues), *(entry.result for entry in read.entries)])
    return TOLD if wanted in unicodedata.normalize("NFC", listed) or not read.is_readable else WRONG


def test_side_by_side(tmp_path: Path) -> None:
    plan = small_plan(tmp_path)
    pandas_counts: Counter[str] = Counter()
    our_counts: Counter[str] = Counter()
    for seed in range(WORKBOOKS):
        sheet = _mutated(plan, seed)
        texts = own_texts(sheet)
        path = save(sheet, tmp_path)
        found, read = _by_pandas(path), submission.read(path, path.name, plan, DAY)
        for code in PROGRESS:
            if result_of(code) in texts:
                pandas_counts[_judged_pandas(found, code)] += 1
                our_counts[_judged_ours(read, code)] += 1
    assert our_counts[WRONG] == 0
    assert documented("`phuluc`", *(our_counts[judgement] for judgement in (RIGHT, TOLD, WRONG)))
    assert documented(
        "`pandas.read_excel` and `concat`", *(pandas_counts[judgement] for judgement in (RIGHT, TOLD, WRONG))
    )
