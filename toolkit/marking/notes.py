"""Notes at cells: the comments part, and the VML drawing by which Excel shows them (ECMA-376 part 4, 19)."""

import re

from lxml import etree
from lxml.etree import _Element as Element

from toolkit.oddities.remarks import MARK
from toolkit.ooxml import Worksheet, child, legal, make
from toolkit.places import row_and_column

_AUTHOR = "Bộ công cụ phụ lục"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# Every program names these namespaces in its own way, so each piece of ours brings its names along.
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_BOX = f'<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>'
_DRAWING = f"<xml {_NAMES}>{_BOX}</xml>"
_SHAPE = (
    f"<v:shape {_NAMES} "
    'id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_ANY_SHAPE = re.compile(rb"<(\w+):shape\b.*?</\1:shape>", re.DOTALL)
_CHARACTERS_A_LINE = 30


def replace(page: Worksheet, texts: dict[str, str]) -> None:
    """Take away our former notes and put these; a note that a person wrote stays, with ours below it.

    Args:
        page: the sheet.
        texts: what to say, by cell.
    """
    known = page.package.related(page.part, "comments")
    if known:
        _remove(page, known[0])
    if not texts:
        return
    part = known[0] if known else _new_comments(page)
    root = page.package.edit(part)
    bare: dict[str, str] = {}
    comment_of = {comment.get("ref"): comment for comment in root.iter("{*}comment")}
    for cell, text in texts.items():
        if cell in comment_of:
            _append_run(comment_of[cell], f"\n{MARK}\n{text}")
        else:
            _append_comment(root, cell, f"{MARK}\n{text}")
            bare[cell] = text
    _draw(page, bare)


def _new_comments(page: Worksheet) -> str:
    root = page.package.view(page.part)
    xml = f'<comments xmlns="{etree.QName(root).namespace}"><authors/><commentList/></comments>'
    part = page.package.add("xl/comments", ".xml", xml.encode(), _COMMENTS_TYPE)
    page.package.relate(page.part, "comments", part)
    return part


def _append_comment(root: Element, cell: str, text: str) -> None:
    authors, comments = child(root, "authors"), child(root, "commentList")
    names = [author.text for author in authors]
    if _AUTHOR not in names:
        author = make("author", root)
        author.text = _AUTHOR
        authors.append(author)
        names.append(_AUTHOR)
    comment = make("comment", root, ref=cell, authorId=str(names.index(_AUTHOR)))
    comment.append(make("text", root))
    _append_run(comment, text)
    comments.append(comment)
    comments[:] = sorted(comments, key=lambda comment: row_and_column(comment.get("ref", "A1")))


def _append_run(comment: Element, text: str) -> None:
    run, words = make("r", comment), make("t", comment)
    words.text = legal(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    child(comment, "text").append(run)


def _remove(page: Worksheet, part: str) -> None:
    """Cut our words out of every note; a note that then says nothing goes, with its shape."""
    comments = child(page.package.view(part), "commentList")
    for comment in list(comments):
        words = list(comment.iter("{*}t"))
        first = next((at for at, node in enumerate(words) if MARK in (node.text or "")), None)
        if first is None:
            continue
        page.package.edit(part)
        words[first].text = (words[first].text or "").partition(MARK)[0].rstrip("\n")
        for node in words[first + 1 :]:
            node.text = ""
        if not any(node.text for node in words):
            comments.remove(comment)
            _erase(page, comment.get("ref", ""))


def _erase(page: Worksheet, cell: str) -> None:
    row, column = row_and_column(cell)
    at = re.compile(rb"<\w+:Row>%d</\w+:Row>\s*<\w+:Column>%d</\w+:Column>" % (row, column))
    for part in page.package.related(page.part, "vmlDrawing"):
        drawing = page.package.read(part)
        page.package.write(part, _ANY_SHAPE.sub(lambda shape: b"" if at.search(shape[0]) else shape[0], drawing))


def _draw(page: Worksheet, texts: dict[str, str]) -> None:
    """Append a hidden box for each note. VML is edited as bytes: Excel itself writes some that is no XML."""
    if not texts:
        return
    part = _drawing(page)
    drawing = page.package.read(part)
    if b'"_x0000_t202"' not in drawing:
        drawing = _before_end(drawing, _BOX)
    number = max([1024, *map(int, re.findall(rb"_x0000_s(\d+)", drawing))])
    shapes = "".join(_shape(number + at, cell, text) for at, (cell, text) in enumerate(texts.items(), start=1))
    page.package.write(part, _before_end(drawing, shapes))


def _drawing(page: Worksheet) -> str:
    holder = page.package.view(page.part).find("{*}legacyDrawing")
    if holder is not None:
        return page.package.target(page.part, page.package.identity(holder))
    part = page.package.add("xl/drawings/vmlDrawing", ".vml", _DRAWING.encode(), _VML_TYPE)
    identity = page.package.relate(page.part, "vmlDrawing", part)
    holder = make("legacyDrawing", page.package.view(page.part))
    holder.set(f"{{{page.package.office}}}id", identity)
    page.insert(holder)
    return part


def _before_end(drawing: bytes, xml: str) -> bytes:
    head, end, tail = drawing.rpartition(b"</xml>")
    if not end:
        raise KeyError("xml")
    return head + xml.encode() + end + tail


def _shape(number: int, cell: str, text: str) -> str:
    row, column = row_and_column(cell)
    lines = 2 + sum(1 + len(line) // _CHARACTERS_A_LINE for line in text.splitlines())
    # Left column, offset, top row, offset, then the same for the right and the bottom; offsets in pixels.
    anchor = f"{column + 1}, 12, {max(row - 1, 0)}, 4, {column + 3}, 12, {max(row - 1, 0) + max(lines // 2, 4)}, 4"
    return _SHAPE.format(number=number, anchor=anchor, row=row, column=column)
