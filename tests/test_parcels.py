"""What travels between processes arrives as it was; parts that are kept are those that `zipfile` would give."""

import pickle
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tables import DAY, fill

from toolkit import guard, plan, submission
from toolkit.submission import Submission
from toolkit.submission.parcel import Carrier
from toolkit.workspace import Workspace
from toolkit.zipped import Zipped, once, opened

_REPORT = """
Mã   | Trạng thái | Tiến độ (%) | Ngày hoàn thành | Khó khăn, vướng mắc
A.01 | Hoàn thành | 100%    | 05/05/2025      |
A.02 | chưa rõ    | 120%    |                 | Thiếu kinh phí
"""
_CORE = b"docProps/core.xml"


def _opened(sent: Submission) -> Submission:
    return replace(sent, entries=tuple(sent.entries))


def test_a_submission_arrives_as_it_was(issued: Workspace, send: Callable[..., Path]) -> None:
    ours, theirs = plan.load(issued.plan), plan.load(issued.plan)
    sent = submission.read(fill(send("VP"), _REPORT), "VP.xlsx", theirs, DAY)
    arrived = Carrier(ours).open(Carrier(theirs).pack(sent))
    assert _opened(arrived) == sent
    assert arrived.issues
    assert (len(arrived.entries), arrived.entries[0]) == (len(sent.entries), sent.entries[0])
    assert [*arrived.entries] == [*arrived.entries]
    for entry in arrived.entries:
        assert entry.unit is ours.unit_of["VP"]
        assert entry.task is ours.task_of[entry.task.code] if entry.task else entry.text


def test_what_is_not_of_the_plan_travels_whole(issued: Workspace, send: Callable[..., Path]) -> None:
    loaded = plan.load(issued.plan)
    sent = submission.read(send("VP"), "VP.xlsx", loaded, DAY)
    stranger = replace(sent, unit=replace(loaded.units[0], code="LA"))
    assert _opened(Carrier(loaded).open(Carrier(loaded).pack(stranger))) == stranger


def test_rows_that_cannot_be_opened_are_known_at_once(issued: Workspace, send: Callable[..., Path]) -> None:
    loaded = plan.load(issued.plan)
    sent = submission.read(send("VP"), "VP.xlsx", loaded, DAY)
    carrier = Carrier(loaded)
    rows = carrier._pack(tuple(sent.entries))
    whole, cut = (carrier._pack((sent.bare, len(sent.entries), packed, [])) for packed in (rows, rows[:-5]))
    assert [*carrier.open(whole).entries] == [*sent.entries]
    with pytest.raises(pickle.UnpicklingError, match="truncated"):
        carrier.open(cut)
    assert _opened(carrier.open(carrier.pack(sent))) == sent


def test_what_many_units_write_is_kept_once(issued: Workspace, send: Callable[..., Path]) -> None:
    loaded = plan.load(issued.plan)
    carrier = Carrier(loaded)
    table = "Mã | Trạng thái | Tiến độ (%)\nA.01 | Hoàn thành | 100%"
    first, second = (
        carrier.open(carrier.pack(submission.read(fill(send(unit), table), f"{unit}.xlsx", loaded, DAY)))
        for unit in ("VP", "CA")
    )
    assert first.entries[0].status is second.entries[0].status
    assert first.entries[0].progress is second.entries[0].progress


def test_a_part_of_two_names_is_not_kept(issued: Workspace) -> None:
    """`zipfile` refuses it, and so the readers do whether the guard has seen it or not."""
    good = next(issued.issued.glob("VP_*")).read_bytes()
    # The first place of the name is the part's own header.
    data = good.replace(_CORE, b"docProps/cora.xml", 1)
    guard.check(data)
    with pytest.raises(zipfile.BadZipFile):
        opened(data).read(_CORE.decode())


def test_parts_that_are_kept_are_the_same(issued: Workspace) -> None:
    data = next(issued.issued.glob("VP_*")).read_bytes()
    guard.check(data)
    fresh = Zipped(data)
    assert list(opened(data).names) == list(fresh.names)
    for name in fresh.names:
        assert opened(data).read(name) == fresh.read(name)
    with pytest.raises(KeyError):
        opened(data).read("xl/khong_co.xml")


def test_only_small_parts_are_remembered() -> None:
    seen: list[int] = []

    @once
    def length(part: bytes) -> int:
        seen.append(len(part))
        return len(part)

    for part in (b"a", b"a", bytes(1 << 20), bytes(1 << 20)):
        assert length(part) == len(part)
    assert seen == [1, 1 << 20, 1 << 20]
