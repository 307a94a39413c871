"""Names of files: shown so that they can be printed and are never confused, found again, and writable everywhere."""

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import OutputError
from toolkit.filenames import file_stem, printable, raw_name, shown_name

# Any bytes that a disk of Linux may hold, and any units of one of Windows.
BYTES = st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name).map(os.fsdecode)
UNITS = st.text(st.characters(exclude_characters="\0"), max_size=40)
LONE = st.lists(st.integers(1, 0xFFFF).map(chr), max_size=20).map("".join)


@given(BYTES | UNITS | LONE)
def test_every_name_is_shown_in_print_and_found_again(raw: str) -> None:
    shown = shown_name(raw)
    assert shown.isprintable()
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert raw_name(shown) == raw


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("nop/Báo cáo (1).xlsx", "nop/Báo cáo (1).xlsx"),
        (unicodedata.normalize("NFD", "cáo.xlsx"), unicodedata.normalize("NFD", "cáo.xlsx")),
        (os.fsdecode(b"b\xe1o.xlsx"), "b\\xe1o.xlsx"),
        ("b\\xe1o.xlsx", "b\\\\xe1o.xlsx"),
        ("a\nb\x1b\u202e\u00a0.xlsx", "a\\u000ab\\u001b\\u202e\\u00a0.xlsx"),
        ("\ud800\U000e0001", "\\ud800\\U000e0001"),
    ],
)
def test_how_names_are_shown(raw: str, shown: str) -> None:
    assert (shown_name(raw), raw_name(shown)) == (shown, raw)


@pytest.mark.parametrize("text", ["C:\\Users\\x", "\\x41", "\\u0000", "\\udce1", "\\Uffffffff", "\\u0041.xlsx", "a\\"])
def test_what_no_name_is_shown_as_stays(text: str) -> None:
    assert raw_name(text) == text


def test_a_sentence_holds_no_control() -> None:
    told = OutputError("Không ghi được \x1b[31m\udce1.xlsx\nở đây.").sentence
    assert told == "Không ghi được \\u001b[31m\\xe1.xlsx\nở đây."
    assert printable("C:\\Ổ đĩa") == "C:\\Ổ đĩa"


def test_stems_are_writable_and_apart() -> None:
    texts = ["A-B", "A_B", "A.B", "A B", "CON", "_CON", "con-", "COM1", "nul", "Đ-1", "D-1", "Ж", "Ш", "..", "a/b", "-"]
    texts += ["x" * 300, "x" * 299, "X_" + "1" * 300, "Kế hoạch số " * 30]
    stems = [file_stem(text) for text in texts]
    assert stems[:2] == ["A-B", "A_B"]
    assert len({stem.lower() for stem in stems}) == len(texts)
    for stem in stems:
        assert stem.isascii()
        assert 0 < len(f".~lock.{stem}_goc_v10.xlsx#") < 160
        assert not set(stem) & set('<>:"/\\|?*. ')
        assert stem.lower() not in {
            "con",
            "prn",
            "aux",
            "nul",
            *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
        }
