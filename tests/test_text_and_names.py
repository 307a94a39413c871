"""Text in its compared form, unit names in cells, keys of rows."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.directory import Directory, codes
from toolkit.model import Unit
from toolkit.numbering import Numbering, from_roman, to_roman
from toolkit.vietnamese import clean, fold

GROUP = "Các cơ quan, ban, ngành và các địa phương"
UNITS = Directory(
    (
        Unit("CAX", "Công an xã", groups=(GROUP,)),
        Unit("DC", "Công chức Địa chính", groups=(GROUP,)),
        Unit("NN", "Công chức Nông nghiệp", groups=(GROUP,)),
        Unit("TCKT", "Công chức Tài chính - Kế toán", aliases=("Bộ phận Tài chính – Kế toán",), groups=(GROUP,)),
    )
)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Ủy ban", "uỷ ban"),
        ("hòa", "HOÀ"),
        ("Văn hóa – Xã hội", "văn hóa-xã hội"),
        ("“xin - cho”", '"xin-cho"'),
        ("Công\u00a0an\u200b xã.", "công an xã"),
        ("Ðơn vị", "Đơn vị"),
        ("Quý Ⅱ", "quý II"),
    ],
)
def test_fold_makes_equal_what_a_reader_holds_equal(written: str, same: str) -> None:
    assert fold(written) == fold(same)
    assert fold(unicodedata.normalize("NFD", written)) == fold(same)


def test_clean_keeps_what_was_written() -> None:
    assert clean("  Trạm\n Y\u00adtế ") == "Trạm Ytế"
    assert clean("a  b") == "a b"


# Marks of Latin letters, the joiner among them that is none, and those of other scripts.
@given(st.text(st.one_of(st.characters(min_codepoint=0x2F0, max_codepoint=0x380), st.characters()), max_size=60))
def test_fold_takes_away_every_mark_and_nothing_else(text: str) -> None:
    assert not any(map(unicodedata.combining, unicodedata.normalize("NFD", fold(text))))
    kept = [letter for letter in unicodedata.normalize("NFD", clean(text)) if letter == "\u034f"]
    assert fold(text).count("\u034f") == len(kept)


@given(st.text(max_size=60))
def test_clean_and_fold_are_stable(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(clean(text)) == fold(text)


@pytest.mark.parametrize(
    ("cell", "expected", "unknown"),
    [
        ("Công an xã", ("CAX",), ()),
        ("CÔNG  AN XÃ.", ("CAX",), ()),
        ("cax", ("CAX",), ()),
        ("Bộ phận Tài chính - Kế toán", ("TCKT",), ()),
        ("Công chức Địa chính, Công chức Nông nghiệp", ("DC", "NN"), ()),
        ("Công an xã; Công chức Địa chính", ("CAX", "DC"), ()),
        ("Công an xã và Công chức Địa chính", ("CAX", "DC"), ()),
        ("Công an xã\nCông an xã", ("CAX",), ()),
        ("Công an xã\nCông chức Địa chính", ("CAX", "DC"), ()),
        ("Công chức Tài chính\n\n- Kế toán", ("TCKT",), ()),
        ("Địa chính", ("DC",), ()),
        ("CC TC-KT", ("TCKT",), ()),
        ("Nhà nước", (), ("Nhà nước",)),
        ("CC Tài chính Kế toán", ("TCKT",), ()),
        (GROUP, ("CAX", "DC", "NN", "TCKT"), ()),
        (f"Công an xã, {GROUP}", ("CAX", "DC", "NN", "TCKT"), ()),
        ("Công an xã, Hội Nông dân", ("CAX",), ("Hội Nông dân",)),
        ("Các cơ quan, ban, ngành có liên quan", (), ("Các cơ quan, ban, ngành có liên quan",)),
        ("", (), ()),
    ],
)
def test_mentions(cell: str, expected: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    mentions = UNITS.mentions(cell)
    assert codes(mentions) == expected
    assert tuple(mention.text for mention in mentions if not mention.units) == unknown
    assert any(mention.is_group for mention in mentions) == (GROUP in cell)


@given(st.integers(1, 39))
def test_roman_numbers_go_there_and_back(number: int) -> None:
    assert from_roman(to_roman(number)) == number


def _keys(labels: str) -> list[str]:
    numbering = Numbering()
    return [numbering.code() if label.isdecimal() else numbering.head(label) for label in labels.split()]


@pytest.mark.parametrize(
    ("labels", "keys"),
    [
        ("A 1 2 B I 1 II 1 2", "A A.01 A.02 B B.I B.I.01 B.II B.II.01 B.II.02"),
        ("B VII 1 VII 1 VIII 1", "B B.VII B.VII.01 B.VIII B.VIII.01 B.IX B.IX.01"),
        ("I 1 II 1", "I I.01 II II.01"),
        ("A I 1 C I 1", "A A.I A.I.01 C C.I C.I.01"),
        ("A 1 A 1", "A A.01 Ax Ax.01"),
        ("1 2", "A.01 A.02"),
        ("I A 1 B 1 II A 1 III 1", "I I.A I.A.01 I.B I.B.01 II II.A II.A.01 III III.01"),
        ("C 1 D I 1 Đ 1", "C C.01 D D.I D.I.01 Đ Đ.01"),
        (
            "PHẦN-1 A I 1 II 1 PHẦN-2 A 1",
            "PHẦN-1 PHẦN-1.A PHẦN-1.A.I PHẦN-1.A.I.01 PHẦN-1.A.II PHẦN-1.A.II.01 PHẦN-2 PHẦN-2.A PHẦN-2.A.01",
        ),
    ],
)
def test_numbering(labels: str, keys: str) -> None:
    assert _keys(labels) == keys.split()


def test_new_codes_come_after_those_that_are_taken() -> None:
    numbering = Numbering(["A.01", "A.03", "B.I.07", "NV-5", ""])
    assert numbering.code() == "A.04"
    assert [numbering.head("A"), numbering.code(), numbering.head("B"), numbering.code()] == ["A", "A.05", "B", "B.01"]
    assert [numbering.head("I"), numbering.code()] == ["B.I", "B.I.08"]
