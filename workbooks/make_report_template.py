"""Build the shipped Word template of the report beside this script: `make template`.

Paper, fonts and the parts of the paper follow Nghị định 30/2020/NĐ-CP, Phụ lục I and III (báo cáo).
"""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from toolkit.files import write_whole
from toolkit.ooxml import Package
from toolkit.workspace import REPORT_TEMPLATE_NAME

_FONT = "Times New Roman"
_SHARES = (
    ("hoàn thành đúng hạn", "dung_han"),
    ("hoàn thành quá hạn", "qua_han_da_xong"),
    ("hoàn thành (chưa ghi ngày hoặc không có hạn)", "khong_xet_han"),
    ("đang trong hạn", "trong_han"),
    ("sắp đến hạn", "sap_den_han"),
    ("quá hạn chưa hoàn thành", "qua_han"),
    ("thực hiện thường xuyên", "thuong_xuyen"),
    ("chưa chốt hạn", "chua_chot_han"),
)


def build() -> bytes:
    """The bytes of the template; the same every time."""
    document = docx.Document()
    _drop_leftovers(document)
    _set_up(document)
    _write_heading(document)
    _write_body(document)
    _write_ending(document)
    target = io.BytesIO()
    document.save(target)
    return Package(target.getvalue()).save()


def _drop_leftovers(document: Document) -> None:
    """Take out what python-docx's own blank document brings along: a second style sheet, and a picture of itself."""
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(("/stylesWithEffects", "/thumbnail"))]:
            del rels[key]


def _set_up(document: Document) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = "phuluc"
    properties.title, properties.comments = "Mẫu báo cáo", ""
    properties.created = properties.modified = datetime(2025, 1, 1)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin, section.header_distance = Mm(30), Mm(20), Mm(10)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    # The page number stands in the middle of the top margin, not on the first page.
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.alignment = ALIGN.CENTER
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>')
    header._p.append(field)


def _line(
    place: Document | _Cell,
    text: str,
    align: ALIGN = ALIGN.JUSTIFY,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    indent: float = 0,
) -> Paragraph:
    """One paragraph; the first, empty one of a cell is used before a new one is made."""
    empty = place.paragraphs[0] if isinstance(place, _Cell) and not place.text else None
    paragraph = empty if empty is not None and not empty.runs else place.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.paragraph_format.first_line_indent = Cm(indent)
    if indent:
        paragraph.paragraph_format.space_before = Pt(6)
    return paragraph


def _rule(cell: _Cell, side: float) -> None:
    """A short line under a heading, with room at both sides."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(side)
    paragraph.paragraph_format.line_spacing = Pt(4)
    border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    # The schema has borders before spacing and indents.
    paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(border), "w:spacing", "w:ind", "w:jc")


def _columns(table: Table, widths: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        # LibreOffice goes by the grid, Word by the cells.
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _write_heading(document: Document) -> None:
    table = document.add_table(rows=1, cols=2)
    _columns(table, (6.2, 9.8))
    left, right = table.rows[0].cells
    _line(left, "{{ co_quan_cap_tren }}", ALIGN.CENTER, 13)
    _line(left, "{{ co_quan_viet_hoa }}", ALIGN.CENTER, 13, bold=True)
    _rule(left, 2)
    _line(left, "Số:       /BC-      ", ALIGN.CENTER, 13)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ALIGN.CENTER, 12.5, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", ALIGN.CENTER, 13.5, bold=True)
    _rule(right, 1.8)
    _line(right, "{{ dia_danh }}, {{ ngay }}", ALIGN.CENTER, 13.5, italic=True)
    _line(document, "")
    _line(document, "BÁO CÁO", ALIGN.CENTER, bold=True)
    _line(document, "Kết quả thực hiện nhiệm vụ của {{ ke_hoach }}", ALIGN.CENTER, bold=True)
    _line(document, "(Số liệu đến ngày {{ den_ngay }})", ALIGN.CENTER, italic=True)
    _line(document, "")


def _title(document: Document, text: str) -> None:
    _line(document, text, bold=True, indent=1).paragraph_format.keep_with_next = True


def _text(document: Document, text: str, italic: bool = False) -> None:
    _line(document, text, italic=italic, indent=1)


def _table(
    document: Document,
    headings: Sequence[str],
    tags: Sequence[str],
    loop: str,
    widths: Sequence[float],
    centred: Sequence[int],
) -> None:
    """A table whose one row is repeated for each item of a list; `centred` are the columns of short values."""
    table = document.add_table(rows=4, cols=len(headings))
    table.style = "Table Grid"
    _columns(table, widths)
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        _line(cell, heading, ALIGN.CENTER, 12, bold=True)
    repeat = parse_xml(f"<w:tblHeader {nsdecls('w')}/>")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    _line(table.rows[1].cells[0], f"{{%tr for dong in {loop} %}}", size=12)
    for at, (cell, tag) in enumerate(zip(table.rows[2].cells, tags, strict=True)):
        _line(cell, tag, ALIGN.CENTER if at in centred else ALIGN.LEFT, 12)
    _line(table.rows[3].cells[0], "{%tr endfor %}", size=12)


def _write_body(document: Document) -> None:
    _text(
        document,
        "Thực hiện {{ ke_hoach }} của {{ co_quan }} ({{ ten_ke_hoach }}), {{ co_quan }} báo cáo kết quả thực hiện các "
        "nhiệm vụ được giao, số liệu đến ngày {{ den_ngay }}, như sau:",
    )
    _title(document, "I. TÌNH HÌNH GIAO NHIỆM VỤ VÀ NỘP BÁO CÁO")
    _text(
        document,
        "Kế hoạch có {{ so_nhiem_vu }} nhiệm vụ, giao cho {{ so_don_vi }} đơn vị; mỗi đơn vị chủ trì một nhiệm vụ được "
        "tính là một lượt giao. Đã có {{ don_vi_da_nop }}/{{ so_don_vi }} đơn vị nộp báo cáo"
        "{% if don_vi_chua_nop %}; chưa nộp hoặc tệp không đọc được: {{ don_vi_chua_nop }}{% endif %}.",
    )
    _write_figures(document)
    _write_late_tasks(document)
    _write_targets(document)
    _write_opinions(document)
    _text(document, "Trên đây là báo cáo kết quả thực hiện nhiệm vụ, {{ co_quan }} kính báo cáo./.")
    _line(document, "")


def _write_figures(document: Document) -> None:
    _title(document, "II. KẾT QUẢ THỰC HIỆN")
    shares = "; ".join(f"{words}: {{{{ {key}.so }}}} nhiệm vụ, đạt {{{{ {key}.ty_le }}}}" for words, key in _SHARES[:3])
    rest = "; ".join(f"{words}: {{{{ {key}.so }}}} nhiệm vụ, chiếm {{{{ {key}.ty_le }}}}" for words, key in _SHARES[3:])
    _text(
        document,
        f"1. Tổng số nhiệm vụ được giao: {{{{ tong_so }}}}; {shares}. Tính chung đã hoàn thành: "
        f"{{{{ hoan_thanh.so }}}} nhiệm vụ, đạt {{{{ hoan_thanh.ty_le }}}}.",
    )
    _text(
        document,
        f"Số còn lại: {rest}. Không phát sinh: {{{{ khong_phat_sinh.so }}}} nhiệm vụ (không tính vào tỷ lệ).",
    )
    _text(document, "2. Kết quả theo nhóm nhiệm vụ:")
    headings = ("Phần, nhóm nhiệm vụ", "Tổng số", "Hoàn thành", "Quá hạn", "Tỷ lệ hoàn thành")
    tags = ("{{ dong.ten }}", "{{ dong.tong_so }}", "{{ dong.hoan_thanh }}", "{{ dong.qua_han }}", "{{ dong.ty_le }}")
    _table(document, headings, tags, "nhom", (7.4, 2, 2.4, 2, 2.2), (1, 2, 3, 4))


def _write_late_tasks(document: Document) -> None:
    _title(document, "III. NHIỆM VỤ QUÁ HẠN")
    _line(document, "{%p if nhiem_vu_qua_han %}")
    headings = ("TT", "Nhiệm vụ", "Đơn vị", "Hạn; số ngày quá hạn", "Khó khăn hoặc trạng thái đã báo cáo")
    reasons = "{% for y in dong.ly_do %}{{ y }}{% if not loop.last %}\n{% endif %}{% endfor %}"
    tags = (
        "{{ dong.tt }}",
        "{{ dong.nhiem_vu }}",
        "{{ dong.don_vi }}",
        "{{ dong.han }} ({{ dong.so_ngay }} ngày)",
        reasons,
    )
    _table(document, headings, tags, "nhiem_vu_qua_han", (1, 5, 3.6, 2.4, 4), (0, 3))
    _line(document, "{%p else %}")
    _text(document, "Không có nhiệm vụ quá hạn.")
    _line(document, "{%p endif %}")


def _write_targets(document: Document) -> None:
    _title(document, "IV. KẾT QUẢ THỰC HIỆN CHỈ TIÊU")
    for number, (words, key) in enumerate(
        (("Chỉ tiêu đạt", "chi_tieu_dat"), ("Chỉ tiêu chưa đạt", "chi_tieu_chua_dat")), 1
    ):
        _text(document, f"{number}. {words}: {{{{ {key}|length }}}} chỉ tiêu.")
        _repeat(document, key, "- {{ dong.ten }}: yêu cầu {{ dong.muc }}, kết quả {{ dong.ket_qua }}.")
    _text(document, "3. Chỉ tiêu chưa có số liệu: {{ chi_tieu_chua_co_so_lieu|length }} chỉ tiêu.")
    _repeat(document, "chi_tieu_chua_co_so_lieu", "- {{ dong.ten }}.")


def _write_opinions(document: Document) -> None:
    for title, key in (("V. KHÓ KHĂN, VƯỚNG MẮC", "kho_khan"), ("VI. KIẾN NGHỊ, ĐỀ XUẤT", "kien_nghi")):
        _title(document, title)
        _line(document, f"{{%p for dong in {key} %}}")
        _text(document, "{{ dong.nhom }}", italic=True)
        _line(document, "{%p for y in dong.y_kien %}")
        _text(document, "- {{ y }}")
        _line(document, "{%p endfor %}")
        _line(document, "{%p else %}")
        _text(document, "Các đơn vị không nêu.")
        _line(document, "{%p endfor %}")


def _repeat(document: Document, key: str, text: str) -> None:
    _line(document, f"{{%p for dong in {key} %}}")
    _text(document, text)
    _line(document, "{%p endfor %}")


def _write_ending(document: Document) -> None:
    table = document.add_table(rows=1, cols=2)
    _columns(table, (8, 8))
    left, right = table.rows[0].cells
    _line(left, "Nơi nhận:", ALIGN.LEFT, 12, bold=True, italic=True)
    _line(left, "{%p for noi in noi_nhan %}", ALIGN.LEFT, 11)
    _line(left, "- {{ noi }}{% if not loop.last %};{% endif %}", ALIGN.LEFT, 11)
    _line(left, "{%p endfor %}", ALIGN.LEFT, 11)
    _line(right, "{{ chuc_vu }}", ALIGN.CENTER, bold=True)
    for _ in range(4):
        _line(right, " ", ALIGN.CENTER)
    _line(right, "{{ nguoi_ky }}", ALIGN.CENTER, bold=True)
    repeat = parse_xml(f"<w:cantSplit {nsdecls('w')}/>")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)


if __name__ == "__main__":
    write_whole(Path(__file__).parent / REPORT_TEMPLATE_NAME, build())
