"""Word templates for tests, made here: each holds what a person, or somebody who means harm, put into it."""

import io
from collections.abc import Callable

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from toolkit.report.content import Content

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

CONTENT: Content = {
    "tong_so": "1.234",
    "so_don_vi": 24,
    "co_quan": "UBND xã Thử & Mẫu",
    "hoan_thanh": {"so": "3", "ty_le": "5%"},
    "nhom": ({"ten": "A", "so": "1"}, {"ten": "B", "so": "2"}),
    "noi_nhan": ("Như trên", "Lưu: VT"),
}


def saying(text: str) -> bytes:
    """A template with the text in its second paragraph."""
    document = docx.Document()
    document.add_paragraph("Mở đầu.")
    document.add_paragraph(f"Tổng số là {text} nhiệm vụ")
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_field(*pieces: str) -> Callable[[], bytes]:
    """A template with a field whose instruction comes in these pieces."""

    def make() -> bytes:
        document = docx.Document()
        runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
        begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{begin}{runs}{end}</w:p>"))
        return saved(document)

    return make


def with_picture_of(address: str) -> Callable[[], bytes]:
    """A template with a picture of VML that lies elsewhere."""

    def make() -> bytes:
        document = docx.Document()
        shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="{address}"/></v:shape>'
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}><w:r><w:pict>{shape}</w:pict></w:r></w:p>"))
        return saved(document)

    return make


def related(kind: str, target: str) -> Callable[[], bytes]:
    """A template with a relationship of this kind to something outside."""

    def make() -> bytes:
        document = docx.Document()
        document.part.relate_to(target, f"{OFFICE}/{kind}", is_external=True)
        return saved(document)

    return make


def with_own_template(target: str) -> Callable[[], bytes]:
    """A template that was itself made from a template there, as Word notes it."""

    def make() -> bytes:
        document = docx.Document()
        part = next(part for part in document.part.package.parts if part.partname == "/word/settings.xml")
        identity = part.relate_to(target, f"{OFFICE}/attachedTemplate", is_external=True)
        part.element.insert(0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{identity}"/>'))
        return saved(document)

    return make
