"""A template of the report, whoever sent it: nothing runs, nothing hangs, and a slip is one sentence with its place."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from hostile import MEGABYTE, edited
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import DAY
from templates import CONTENT, related, saved, saying, with_field, with_own_template, with_picture_of

from toolkit import isolation, report, workflow
from toolkit.cli import phuluc
from toolkit.guard import Cause
from toolkit.isolation import Limits, Reason, Workers
from toolkit.report import filling
from toolkit.report.content import Cover
from toolkit.report.sandbox import Sandbox
from toolkit.report.tags import NoTemplate, Slip
from toolkit.workspace import Workspace

COVER = Cover("Báo cáo", DAY)
TEXTS_ONLY = "vì các số liệu đã là chữ viết sẵn cho báo cáo"


def _fill(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(filling.fill(data, CONTENT, COVER)))


def _slip(data: bytes) -> Slip:
    with pytest.raises(Slip) as told:
        _fill(data)
    return told.value


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ tong_so / 2 }}", f"không tính được «/», {TEXTS_ONLY}"),
        ("{{ tong_so + 1 }}", f"không tính được «+», {TEXTS_ONLY}"),
        ("{{ tong_so * 2 }}", f"không tính được «*», {TEXTS_ONLY}"),
        ("{{ x + 1 }}", "không có thẻ «x»"),
        ("{{ tong_soo }}", "không có thẻ «tong_soo», có lẽ là «tong_so»"),
        ("{% set a = {} %}{{ a.b }}", "không có mục «b», vì chỗ này không có mục nào bên trong"),
        ("{{ Tổng_số }}", "không có thẻ «Tổng_số», có lẽ là «tong_so»"),
        ("{{ tổng số }}", "không hiểu được cách ghi thẻ, có lẽ là «tong_so»"),
        ("{% include 'x' %}", "mẫu báo cáo không dùng được lệnh «include»"),
        ("{% extends 'x' %}", "mẫu báo cáo không dùng được lệnh «extends»"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "thẻ này tự gọi lại chính nó, không dừng được"),
        ("{% fro a in nhom %}{% endfor %}", "mẫu báo cáo không dùng được lệnh «fro»"),
        ("{% fors a in nhom %}{% endfor %}", "mẫu báo cáo không dùng được lệnh «fors», có lẽ là «for»"),
        ("{{ tong_so|uper }}", "mẫu báo cáo không dùng được bộ lọc «uper», có lẽ là «upper»"),
        ("{{ tong_so|int }}", "mẫu báo cáo không dùng được bộ lọc «int»"),
        ("{% if tong_so is callable %}{% endif %}", "mẫu báo cáo không dùng được phép thử «callable»"),
        ("{% for a in nhom %}{{ a.ten }}", "«for» chưa có «endfor»"),
        ("{% if tong_so %}", "«if» chưa có «endif»"),
        ("{% endfor %}", "«endfor» không kết thúc thẻ nào đang mở"),
        ("{% for a in nhom %}{% endif %}", "«endif» không kết thúc thẻ nào đang mở"),
        ("{% else %}", "«else» không nằm trong «if» hoặc «for» nào"),
        ("{{ tong_so }", "dấu «{{» không đủ đôi"),
        ("{ tong_so }}", "dấu «}}» không đủ đôi"),
        ("{{ tong_so", "dấu «{{» không đủ đôi"),
        ("{% if tong_so }}", "dấu «{%» không đủ đôi"),
        ("{{ tong_so } rồi {{ co_quan }}", "một thẻ thiếu dấu ngoặc mở hoặc đóng"),
        ("{{ }}", "thẻ không ghi gì bên trong"),
        ("{{ tong_so so_don_vi }}", "không hiểu được cách ghi thẻ"),
        ("{{ hoan_thanh.xyz }}", "không có mục «xyz», chỉ có «so», «ty_le»"),
        ("{{ true }}", "chỗ này không phải là chữ hay số để ghi vào báo cáo"),
        ("{{ none }}", "chỗ này không phải là chữ hay số để ghi vào báo cáo"),
        ("{{ 1e999 }}", "không tính được giá trị của thẻ"),
        ("{{ ['a', 'b'] }}", "chỗ này là cả một danh sách, cần ghi rõ mục nào hoặc dùng {% for … in … %}"),
        ("{{ hoan_thanh.tyle }}", "không có mục «tyle», có lẽ là «ty_le»"),
        ("{% for a in nhom %}{{ a.tenn }}{% endfor %}", "không có mục «tenn», có lẽ là «ten»"),
        ("{% for dong in nhom %}{{ dogn.ten }}{% endfor %}", "không có thẻ «dogn», có lẽ là «dong»"),
        ("{{ tong_so.so }}", "không có mục «so», vì chỗ này không có mục nào bên trong"),
        ("{{ nhom[9].ten }}", "danh sách không có mục thứ 10"),
        ("{{ nhom }}", "chỗ này là cả một danh sách, cần ghi rõ mục nào hoặc dùng {% for … in … %}"),
        ("{{ nhom|join(', ') }}", "chỗ này là cả một danh sách, cần ghi rõ mục nào hoặc dùng {% for … in … %}"),
        ("{% if tong_so > 5 %}{% endif %}", f"không tính hay so sánh được, {TEXTS_ONLY}"),
        ("{{ so_don_vi / 0 }}", "không tính được giá trị của thẻ"),
        ("{{p tong_so }}", "«p» chỉ dùng với {%p …%}"),
        ("{%p if tong_so %}", "thẻ phải đứng một mình trong một đoạn, vì phần đó được bỏ khỏi báo cáo"),
        ("{%tr for a in nhom %}", "thẻ phải đứng một mình trong một dòng của bảng, vì phần đó được bỏ khỏi báo cáo"),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, what: str) -> None:
    slip = _slip(saying(text))
    assert slip.what == what
    # What is long is cut, with the tag in the middle.
    assert re.fullmatch(r"đoạn «(Tổng số là|…).*(nhiệm vụ|…)»", slip.place)
    assert set(re.findall(r"\w+", text)) & set(re.findall(r"\w+", slip.place)) or text in slip.place


@pytest.mark.parametrize(
    "text",
    [
        "{{ cycler.__init__.__globals__.os.popen('echo X').read() }}",
        "{{ joiner.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace(a=1) }}",
        "{{ dict(a=1) }}",
        "{{ range(1000000000) }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ tong_so['__class__'] }}",
        "{{ nhom.__class__ }}",
        "{{ nhom.append(1) }}",
        "{{ hoan_thanh.pop('so') }}",
        "{{ hoan_thanh.items() }}",
        "{{ tong_so|attr('__class__') }}",
        "{{ nhom|map(attribute='__class__')|list }}",
        "{{ nhom|sort(attribute='__class__')|first }}",
        "{{ '{0.__class__}'.format(tong_so) }}",
        "{{ '{0.__class__}'|format(tong_so) }}",
        "{{ '%s' % tong_so }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ 'a' * 3000000000 }}",
        "{{ 3000000000 * 'a' }}",
        "{{ 'a'|center(3000000000) }}",
        "{{ 2 ** 100000000 }}",
        "{{ self.__init__ }}",
        "{{ self }}",
        "{% macro m() %}{% endmacro %}{{ m.__init__ }}",
        "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
        "{% for a in nhom %}{{ loop.__init__ }}{% endfor %}",
        "{% for a in nhom %}{{ loop._iterator }}{% endfor %}",
        "{% for a in nhom recursive %}{{ loop(nhom) }}{% endfor %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% block a %}{% endblock %}",
        "{% autoescape false %}{{ co_quan }}{% endautoescape %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{{ co_quan|safe }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ caller() }}",
        "{{ tong_so() }}",
    ],
    ids=lambda text: text[:40],
)
def test_nothing_of_the_program_can_be_reached(text: str) -> None:
    assert _slip(saying(text)).place.startswith("đoạn «")


def test_nothing_is_in_the_engine_but_what_a_report_needs() -> None:
    engine = Sandbox(CONTENT, ())
    assert (engine.globals, engine.loader, engine.autoescape) == ({}, None, True)
    assert not engine.extensions
    assert not engine.filters.keys() & {"attr", "format", "safe", "map", "xmlattr", "tojson", "pprint", "center"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ tong_so }}", "1.234"),
        ("{{ co_quan|upper }}", "UBND XÃ THỬ & MẪU"),
        ("{{ hoan_thanh.so }}/{{ hoan_thanh['ty_le'] }}", "3/5%"),
        ("{{ so_don_vi + 1 }}", "25"),
        ("{% if so_don_vi > 5 %}nhiều{% elif so_don_vi %}ít{% else %}không{% endif %}", "nhiều"),
        (
            "{% for a in nhom %}{{ loop.index }}. {{ a.ten }}{% if not loop.last %}; {% endif %}{% endfor %}",
            "1. A; 2. B",
        ),
        ("{{ noi_nhan|join(', ') }}; {{ noi_nhan|length }}", "Như trên, Lưu: VT; 2"),
        ("{% set a = 'x' %}{{ a ~ tong_so }}", "x1.234"),
        ("{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(tong_so) }}", "<1.234>"),
        ("{{ “a”|default('b') }}{{ x|default('c') }}", "ac"),
        ("{# ghi chú #}", ""),
        ("{ không phải thẻ }", "{ không phải thẻ }"),
    ],
)
def test_what_a_tag_may_do(text: str, shown: str) -> None:
    assert _fill(saying(text)).paragraphs[1].text == f"Tổng số là {shown} nhiệm vụ"


def test_each_place_is_named() -> None:
    document = docx.Document()
    for _ in range(2):
        document.add_table(2, 2).rows[1].cells[1].text = "Có {{ tong_so }}"
    # The second of two alike; Word cuts a tag where a person changes a letter.
    for wanted, place in (
        (document.tables[1].rows[1].cells[1].paragraphs[0], "bảng 2, dòng 2, đoạn «Có {{ tong_soo }}»"),
        (document.sections[0].header.paragraphs[0], "đầu trang, đoạn «{{ tong_soo }}»"),
        (document.sections[0].footer.paragraphs[0], "chân trang, đoạn «{{ tong_soo }}»"),
    ):
        former = wanted.text
        wanted.text = former.split("{{")[0] + "{"
        for piece in ("{ tong", "_so", "o }", "}"):
            wanted.add_run(piece).bold = True
        slip = _slip(saved(document))
        assert (slip.place, slip.what) == (place, "không có thẻ «tong_soo», có lẽ là «tong_so»")
        wanted.text = former
    document.core_properties.subject = "{{ tong_soo }}"
    assert _slip(saved(document)).place == "thuộc tính «Chủ đề» của tệp «{{ tong_soo }}»"
    document.core_properties.subject = "{{ co_quan }}"
    assert _fill(saved(document)).core_properties.subject == CONTENT["co_quan"]


def test_the_second_of_two_alike_and_what_is_not_reached() -> None:
    document = docx.Document()
    document.add_paragraph("{% if not tong_so %}Một {{ x }}{% endif %}")
    document.add_paragraph("Hai {{ x }}")
    assert _slip(saved(document)).place == "đoạn «Hai {{ x }}»"


def test_a_loop_over_parts_that_do_not_fit_loses_nothing() -> None:
    document = docx.Document()
    document.add_paragraph("{% for a in nhom %}Mở")
    document.add_table(1, 1).rows[0].cells[0].text = "{{ a.ten }}{% endfor %}"
    slip = _slip(saved(document))
    assert "đóng ở đoạn hay bảng khác" in slip.what


REACHING_OUT = [
    (related("image", "http://127.0.0.1:9/a.png"), Cause.OUTSIDE),
    (related("oleObject", "file:///C:/a.xlsx"), Cause.OUTSIDE),
    (related("aFChunk", "http://127.0.0.1:9/a.html"), Cause.OUTSIDE),
    (related("hyperlink", "file://may/chia_se/a.exe"), Cause.OUTSIDE),
    (with_own_template("http://127.0.0.1:9/a.dotm"), Cause.OUTSIDE),
    (with_own_template("file://may/chia_se/a.dotm"), Cause.OUTSIDE),
    (with_own_template("\\\\may\\chia_se\\a.dotm"), Cause.OUTSIDE),
    (with_field(' INCLUDEPICTURE "http://127.0.0.1:9/a.png" '), Cause.OUTSIDE),
    (with_field(" INCLUDE", 'TEXT "http://127.0.0.1:9/a.docx" '), Cause.OUTSIDE),
    (with_field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" '), Cause.OUTSIDE),
    (with_picture_of("http://127.0.0.1:9/a.png"), Cause.OUTSIDE),
    (with_picture_of("&#104;ttp://127.0.0.1:9/a.png"), Cause.OUTSIDE),
    (with_picture_of("\\\\may\\a.png"), Cause.OUTSIDE),
]


def _with(name: str, data: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: edited(saying(""), lambda parts: parts.update({name: data()}))


def _declared(parts: dict[str, bytes]) -> None:
    body = parts["word/document.xml"].replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY a "a">]><w:document', 1)
    parts["word/document.xml"] = body


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        *REACHING_OUT,
        (_with("word/vbaProject.bin", lambda: b"a"), Cause.MACRO),
        (_with("word/activeX/activeX1.xml", lambda: b"<a/>"), Cause.MACRO),
        (_with("../../a.xml", lambda: b"<a/>"), Cause.NAME),
        (_with("word/media/a.png", lambda: bytes(170 * MEGABYTE)), Cause.INFLATED),
        (_with("word/a.xml", lambda: b"<a>" + b" " * 64 * MEGABYTE), Cause.RATIO),
        (_with("word/a.xml", lambda: b"<a>" * 1000), Cause.DEPTH),
        (_with("word/_rels/a.xml.rels", lambda: b"<a"), Cause.MALFORMED),
        (lambda: edited(saying(""), _declared), Cause.DOCTYPE),
    ],
)
def test_the_guard_refuses_it(make: Callable[[], bytes], cause: Cause) -> None:
    with pytest.raises(NoTemplate) as told:
        _fill(make())
    assert cause.value in str(told.value)


def test_what_word_writes_itself_is_no_danger_and_stays_here() -> None:
    data = filling.fill(with_own_template("file:///C:\\Users\\van_thu\\Normal.dotm")(), CONTENT, COVER)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if b"van_thu" in package.read(name)]
        assert b"attachedTemplate" not in package.read("word/settings.xml")
    for target in ("https://example.vn/", "mailto:ubnd@example.vn"):
        _fill(related("hyperlink", target)())
    _fill(with_field(" PAGE ")())


@given(
    st.text(alphabet="{}%#|.'\"()[]=+-*/~,:<>&_ aopxđ1\n\t“", max_size=40),
    st.sampled_from(("{{%s}}", "{%%%s%%}", "{%%p %s%%}")),
)
@settings(max_examples=60, deadline=None)
def test_whatever_stands_between_braces(inside: str, braces: str) -> None:
    told = ""
    try:
        _fill(saying(braces % inside))
    except Slip as slip:
        told = f"{slip.place}: {slip.what}"
    assert "None" not in told
    assert not re.search(r"\b(is|has|not|expected|object|unknown)\b", re.sub(r"«.*»", "", told))


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    """One process, in which a report is given up soon."""
    made = Workers(1)
    monkeypatch.setattr(isolation, "workers", lambda count=0: made)
    monkeypatch.setattr(report, "_LIMITS", Limits(seconds=12.0, memory=300 << 20))
    yield made
    made.shutdown()


@pytest.fixture
def merged(issued: Workspace) -> Workspace:
    workflow.merge(issued, (), None, DAY)
    return issued


def _report(workspace: Workspace, template: bytes) -> Result:
    workspace.report_template.write_bytes(template)
    return CliRunner().invoke(phuluc, ["report", "-C", str(workspace.root)])


_LOOPS = [f"{{% for a{at} in 'aaaaaaaaaaaaaaaaaaaa' %}}" for at in range(10)]
_TENFOLD = "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a|replace('a', 'aaaaaaaaaa') %}" * 12


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (_TENFOLD + "{{ a }}", Reason.MEMORY),
        ("{% set a = 'aaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 40 + "{{ a|length }}", Reason.MEMORY),
        ("".join(_LOOPS) + "{% endfor %}" * 10, Reason.TIME),
        ("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}", Reason.TIME),
    ],
    ids=["replace", "doubled", "loops", "calls"],
)
def test_what_asks_for_too_much_is_given_up(hurried: Workers, merged: Workspace, text: str, reason: Reason) -> None:
    ran = _report(merged, saying(text))
    assert (ran.exit_code, len(ran.output.splitlines())) == (2, 1), ran.output
    assert f"Đã ngừng điền số liệu vào mẫu báo cáo mau_bao_cao.docx vì {reason.value}." in ran.output
    assert not list(merged.consolidated.glob("*.docx"))
    assert _report(merged, saying("{{ tong_so }}")).exit_code == 0


def test_the_command_says_one_sentence(merged: Workspace, tmp_path: Path) -> None:
    for template, told in (
        (
            saying("{{ tong_so / 2 }}"),
            "Mẫu báo cáo mau_bao_cao.docx có chỗ ghi sai ở đoạn «Tổng số là {{ tong_so / 2 }} nhiệm vụ»: không tính được "
            f"«/», {TEXTS_ONLY}. Sửa lại trong Word rồi chạy lại.",
        ),
        (
            saying(f"{{{{ cycler.__init__.__globals__.os.popen('touch {tmp_path}/da_chay') }}}}"),
            "không có thẻ «cycler»",
        ),
        (REACHING_OUT[0][0](), "Tệp có phần lấy nội dung từ tệp hoặc địa chỉ khác nên không mở"),
        (b"PK\x03\x04" + bytes(100), "Tệp bị hỏng"),
        (merged.plan.read_bytes(), "Tệp thực chất là bảng tính Excel (.xlsx), không phải văn bản Word."),
        (b"{\\rtf1}", "Tệp thực chất là văn bản RTF, không phải văn bản Word."),
        (edited(saying(""), lambda parts: parts.__delitem__("word/document.xml")), "Tệp bị hỏng"),
        (edited(saying(""), lambda parts: parts.update({"word/document.xml": b"<a/>"})), "không ghép được số liệu"),
    ):
        ran = _report(merged, template)
        assert (ran.exit_code, len(ran.output.splitlines()), told in ran.output) == (2, 1, True), ran.output
    assert not (tmp_path / "da_chay").exists()
    assert not list(merged.consolidated.glob("*.docx"))


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_template_that_is_no_file_is_told_and_not_passed_over(merged: Workspace, kind: str) -> None:
    merged.report_template.unlink(missing_ok=True)
    if kind == "folder":
        merged.report_template.mkdir()
    else:
        merged.report_template.symlink_to("khong_co")
    ran = CliRunner().invoke(phuluc, ["report", "-C", str(merged.root)])
    assert (ran.exit_code, "Không đọc được mẫu báo cáo mau_bao_cao.docx: Đây không phải" in ran.output) == (2, True)
    assert not list(merged.consolidated.glob("*.docx"))
