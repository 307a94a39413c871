"""Text in TCVN3 and VNI fonts, ticks of symbol fonts, mangled UTF-8: legible again, and Unicode left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import legacy
from toolkit.legacy import decode, mend

# Written out by hand from the tables of TCVN 5712:1993 and of VNI, not from the program's own.
TCVN3 = {
    "Hoµn thµnh": "Hoàn thành",
    "§ang thùc hiÖn": "Đang thực hiện",
    "Ch\u00ada thùc hiÖn": "Chưa thực hiện",
    "§· sè hãa hå s¬ l\u00adu tr÷ cña x·": "Đã số hóa hồ sơ lưu trữ của xã",
    "NguyÔn V¨n H¶i": "Nguyễn Văn Hải",
}
VNI = {
    "Coâng an xaõ": "Công an xã",
    "Hoaøn thaønh": "Hoàn thành",
    "Ñang thöïc hieän": "Đang thực hiện",
    "Chöa thöïc hieän": "Chưa thực hiện",
    "NGUYEÃN VAÊN TUÙ": "NGUYỄN VĂN TÚ",
    "tæ leä, kyõ thuaät, ñöôøng loä": "tỉ lệ, kỹ thuật, đường lộ",
}


@pytest.mark.parametrize(("stored", "meant"), TCVN3.items())
def test_tcvn3(stored: str, meant: str) -> None:
    assert decode(stored, ".VnTime") == meant
    assert decode(stored, "Times New Roman") == stored


@pytest.mark.parametrize(("stored", "meant"), VNI.items())
def test_vni(stored: str, meant: str) -> None:
    assert decode(stored, "VNI-Times") == meant


def test_capital_fonts_print_capitals() -> None:
    assert decode("Tr¹m y tÕ", ".VnTimeH") == "TRẠM Y TẾ"


@pytest.mark.parametrize("font", [".VnTime", "VNI-Times", ".VnArial NarrowH"])
@pytest.mark.parametrize(
    "text", ["Hoàn thành", "Đã xong", "Không", "xong 100%", "Trạm Y tế xã", "Hoa\u0300n tha\u0300nh"]
)
def test_unicode_under_a_legacy_font_stays(font: str, text: str) -> None:
    assert decode(text, font) == text


@pytest.mark.parametrize(
    ("text", "font", "drawn"),
    [
        ("ü", "Wingdings", "✓"),
        ("P", "Wingdings 2", "✓"),
        ("P", "Arial", "P"),
        ("û", "Wingdings", "✗"),
        ("Phòng", "Wingdings 2", "Phòng"),
        ("", "Wingdings", ""),
    ],
)
def test_ticks(text: str, font: str, drawn: str) -> None:
    assert decode(text, font) == drawn


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("HoÃ\u00a0n thÃ\u00a0nh", "Hoàn thành"),
        ("C&ocirc;ng an x&atilde;", "Công an xã"),
        ("Nông nghiệp & Môi trường; R&D", "Nông nghiệp & Môi trường; R&D"),
        ("Ãc", "Ãc"),
        ("Ãº ế", "Ãº ế"),
    ],
)
def test_mending(stored: str, meant: str) -> None:
    assert mend(stored) == meant


@given(st.sampled_from(["Ủy ban nhân dân xã", "Đang thực hiện", "Chưa có kinh phí", "ĐÃ HOÀN THÀNH", "tỷ lệ 99,5%"]))
def test_mangled_utf8_comes_back(text: str) -> None:
    mangled = b"".join(bytes([code]) for code in text.encode()).decode("latin-1")
    assert mend(mangled) == text


def test_every_letter_of_vietnamese_is_a_letter_of_tcvn3() -> None:
    letters = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    assert set(legacy._TCVN3.values()) == set(letters) | set("ĂÂĐÊÔƠƯ")
    assert all(0xA1 <= code <= 0xFE for code in legacy._TCVN3)
