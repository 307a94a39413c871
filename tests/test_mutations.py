"""A filled workbook changed as officers change theirs, in many ways at once: nothing is silently wrong or lost.

Every row carries a text and a figure of its own. Whatever was done to the workbook, they end under their own task,
or in the list of issues; never under another task or unit, and never nowhere.
"""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import (
    MUTATIONS,
    PROGRESS,
    clear_task_text,
    delete_column,
    filled,
    move_column,
    own_texts,
    result_of,
    save,
    swap_code,
)
from tables import DAY, small_plan

from toolkit import submission
from toolkit.model import Plan
from toolkit.submission import Submission


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return small_plan(tmp_path_factory.mktemp("plan"))


def _check(read: Submission, written: set[str], may_mislead: bool) -> None:
    assert read.rows_read == len(read.entries) + read.rows_rejected
    assert read.unit is None or read.unit.code == "VP"
    for entry in read.entries:
        result = unicodedata.normalize("NFC", entry.result)
        if entry.task and not may_mislead:
            assert result in ("", result_of(entry.task.code)), "under another task"
            assert entry.progress.value in (None, PROGRESS[entry.task.code]), "under another task"
    told = " ".join([entry.result for entry in read.entries] + [issue.value for issue in read.issues])
    found = unicodedata.normalize("NFC", told)
    if read.is_readable:
        for text in written:
            assert text in found, f"{text} is nowhere"
    else:
        assert read.issues


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_nothing_is_silently_wrong_or_lost(
    small: Plan, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sheet = filled(small)
    drawn = data.draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=5))
    for mutate in drawn:
        mutate(sheet, lambda size: data.draw(st.integers(0, size - 1)))
    # Another task's code in a row without its words is what the unit says; no reader could know better.
    may_mislead = swap_code in drawn and bool({clear_task_text, delete_column, move_column} & set(drawn))
    path = save(sheet, tmp_path_factory.mktemp("nop"))
    _check(submission.read(path, path.name, small, DAY), own_texts(sheet), may_mislead)


def test_there_are_enough_ways_and_the_unchanged_workbook_is_read_whole(
    small: Plan, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert len(set(MUTATIONS)) >= 25
    path = save(filled(small), tmp_path_factory.mktemp("nop"))
    read = submission.read(path, path.name, small, DAY)
    assert {entry.task.code: entry.result for entry in read.entries if entry.task} == {
        code: result_of(code) for code in PROGRESS
    }
    assert {entry.task.code: entry.progress.value for entry in read.entries if entry.task} == PROGRESS
