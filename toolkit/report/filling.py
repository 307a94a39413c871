"""A template filled, for who is in a process apart; it asks for time and memory as it likes."""

import io
from collections.abc import Iterator
from datetime import datetime, time
from traceback import walk_tb
from typing import Any

from docx.opc.constants import CONTENT_TYPE
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree

from toolkit import guard, package
from toolkit.codes import FileCode
from toolkit.kinds import Kind
from toolkit.ooxml import Package
from toolkit.report import tags
from toolkit.report.content import Content, Cover
from toolkit.report.sandbox import Sandbox
from toolkit.report.tags import NoTemplate, Slip, Tag
from toolkit.spreadsheet import Unreadable

# How Jinja calls what is no file.
_TEMPLATE = "<template>"
# Those of the package's properties that the library fills, by their names in Word.
_PROPERTY_PART = "docProps/core.xml"
_PROPERTIES = {
    "author": "Tác giả",
    "comments": "Chú thích",
    "identifier": "Mã nhận dạng",
    "language": "Ngôn ngữ",
    "subject": "Chủ đề",
    "title": "Tiêu đề",
}


def fill(data: bytes, content: Content, cover: Cover) -> bytes:
    """The template with its tags filled.

    Raises:
        NoTemplate: it is no Word file, is damaged, or is not safe to open or to pass on.
        Slip: a tag cannot be filled.
    """
    document = _Document(io.BytesIO(_checked(data)))
    try:
        document.init_docx()
        document.forget_own_template()
    except MemoryError:
        raise
    except Exception as fault:
        # Parts that do not fit together lead the library to whatever error.
        raise NoTemplate(Unreadable(FileCode.DAMAGED).sentence) from fault
    document.fill(content)
    properties = document.docx.core_properties
    # python-docx takes no more letters.
    properties.title = cover.title[:255]
    properties.created = properties.modified = datetime.combine(cover.day, time())
    target = io.BytesIO()
    document.save(target)
    # Written anew with fixed times, so that the same period gives the same bytes.
    return Package(target.getvalue()).save()


def _checked(data: bytes) -> bytes:
    try:
        guard.check_document(data)
    except guard.Refused as refused:
        raise NoTemplate(Unreadable(FileCode.UNSAFE, refused.cause.value).sentence) from refused
    kind = package.kind_of(data)
    if kind is Kind.DAMAGED:
        raise NoTemplate(Unreadable(FileCode.DAMAGED).sentence)
    if kind is not Kind.WORD:
        raise NoTemplate(f"Tệp thực chất là {kind.value}, không phải văn bản Word.")
    return data


class _Document(DocxTemplate):  # type: ignore[misc]
    """A template whose tags are looked at before it is filled, and which knows what is being filled."""

    def forget_own_template(self) -> None:
        """Take out where the template's own template lies, which is on the disk of whoever made it."""
        for part in self.docx.part.package.parts:
            if part.content_type == CONTENT_TYPE.WML_SETTINGS:
                for element in part.element.findall(qn("w:attachedTemplate")):
                    part.element.remove(element)
                for key in [key for key, rel in part.rels.items() if rel.reltype.endswith("/attachedTemplate")]:
                    del part.rels[key]

    def fill(self, content: Content) -> None:
        """Put in all values.

        Raises:
            Slip: a tag cannot be filled.
            NoTemplate: the library cannot put anything into it.
        """
        self._tags = tuple(self._find_tags())
        self._part, self._sandbox = "", Sandbox(content, self._tags)
        self._unescaped = Sandbox(content, self._tags, autoescape=False)
        for part in dict.fromkeys(tag.part for tag in self._tags):
            self._sandbox.check(tag for tag in self._tags if tag.part == part)
        try:
            self.render(dict(content), self._sandbox)
        except MemoryError:
            raise
        except Exception as fault:
            raise self._told(fault) from fault

    def _find_tags(self) -> Iterator[Tag]:
        main = self.docx.part
        yield from tags.in_part(main.element, main.partname, "")
        for uri, where in ((self.HEADER_URI, "đầu trang"), (self.FOOTER_URI, "chân trang")):
            for _, part in self.get_headers_footers(uri):
                yield from tags.in_part(tags.parse(part.blob), part.partname, where)
        for part in main.package.parts:
            if part.content_type == CONTENT_TYPE.WML_FOOTNOTES:
                yield from tags.in_part(tags.parse(part.blob), part.partname, "chú thích cuối trang")
        for name, shown in _PROPERTIES.items():
            told = getattr(self.docx.core_properties, name)
            yield from tags.in_text(told, _PROPERTY_PART, f"thuộc tính «{shown}» của tệp")

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self._part = part.partname
        made: str = super().render_xml_part(src_xml, part, context, jinja_env)
        try:
            etree.fromstring(made.encode())
        except etree.XMLSyntaxError as fault:
            # The library would go on with as much of it as it can read.
            raise Slip("một vòng lặp hoặc điều kiện mở ở đoạn hay bảng này mà đóng ở đoạn hay bảng khác") from fault
        return made

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        # They are no markup: an ampersand is one.
        self._part, self._sandbox = _PROPERTY_PART, self._unescaped
        super().render_properties(context, self._sandbox)

    def _told(self, fault: Exception) -> Slip | NoTemplate:
        """What went wrong while it was filled, and where."""
        line = fault.lineno if isinstance(fault, TemplateSyntaxError) else _line_of(fault)
        if line is None and not isinstance(fault, Slip):
            return NoTemplate("Tệp có phần nội dung mà chương trình không ghép được số liệu vào.")
        text, before = self._sandbox.tag_at(line) if line else ("", 0)
        alike = [tag for tag in self._tags if tag.part == self._part and tag.key == tags.key_of(text)]
        place = alike[min(before, len(alike) - 1)].place if alike else f"thẻ «{text}»" if text else "phần thân"
        return Slip(_what(fault), place)


def _line_of(fault: Exception) -> int | None:
    """The line of the template at which it happened."""
    lines = [line for frame, line in walk_tb(fault.__traceback__) if frame.f_code.co_filename == _TEMPLATE]
    return lines[-1] if lines else None


def _what(fault: Exception) -> str:
    if isinstance(fault, Slip):
        return fault.what
    if isinstance(fault, UndefinedError):
        # As the sandbox says it.
        return str(fault.message)
    if isinstance(fault, SecurityError):
        return "mẫu báo cáo không gọi được hàm nào"
    if isinstance(fault, RecursionError):
        return "thẻ này tự gọi lại chính nó, không dừng được"
    if isinstance(fault, TemplateSyntaxError):
        return "không hiểu được cách ghi thẻ"
    if isinstance(fault, TypeError):
        return "không tính hay so sánh được, vì các số liệu đã là chữ viết sẵn cho báo cáo"
    return "không tính được giá trị của thẻ"
