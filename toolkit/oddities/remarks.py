"""What people write beside a cell: comments, notes and the threads of newer programs. The program's own notes are none.

Data validation shows prompts in the same way, and keeps them elsewhere.
"""

import posixpath
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from xml.etree import ElementTree

from toolkit.guard.binary import records
from toolkit.oddities.oddity import Place
from toolkit.places import row_and_column
from toolkit.zipped import Zipped

# The first line of every note of the program in a marked copy, by which it is known again.
MARK = "Cần sửa (máy kiểm tra):"
# In place of a thread Excel keeps a note for its older versions (threadedComments, [MS-XLSX] 2.6.205).
_THREAD_AUTHOR = "tc={"
# Record types, [MS-XLSB] 2.3.2.
_AUTHOR, _COMMENT, _COMMENT_TEXT = 632, 635, 637


def own_words(text: str, author: str = "") -> str:
    """What a person wrote in a note: without the program's part and the name that Excel puts before the words."""
    words = text.partition(MARK)[0].replace("\r\n", "\n").replace("\r", "\n").strip()
    return words.removeprefix(f"{author}:").strip() if author else words


def in_package(parts: Zipped, sheet: str) -> dict[Place, str]:
    """The remarks at the cells of an .xlsx or .xlsb sheet, which stand in parts that the sheet's part names."""
    folder, name = posixpath.split(sheet)
    links = f"{folder}/_rels/{name}.rels"
    threads: dict[Place, list[str]] = defaultdict(list)
    notes: dict[Place, str] = {}
    # Nothing that stands beside the cells, in whatever way it is broken, keeps anybody from them.
    with suppress(Exception):
        for link in ElementTree.fromstring(parts.read(links)) if links in parts.names else ():
            kind = link.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
            if kind == "threadedComment":
                for at, words in _thread(parts.read(target)):
                    threads[at].append(words)
            elif kind == "comments":
                content = parts.read(target)
                notes |= _kept(_binary_notes(content) if target.endswith(".bin") else _notes(content))
    return notes | {at: "\n".join(words) for at, words in threads.items()}


def _kept(notes: Iterable[tuple[Place, str, str]]) -> dict[Place, str]:
    own = ((at, own_words(text, author)) for at, text, author in notes if not author.startswith(_THREAD_AUTHOR))
    return {at: words for at, words in own if words}


def in_notes(notes: Mapping[Place, tuple[str, str]]) -> dict[Place, str]:
    """The remarks among notes of an .xls sheet, each a text and its author."""
    return _kept((at, text, author) for at, (text, author) in notes.items())


def _notes(xml: bytes) -> Iterator[tuple[Place, str, str]]:
    """Place, text and author of each (ECMA-376 part 1, 18.7)."""
    root = ElementTree.fromstring(xml)
    authors = [node.text or "" for node in root.iterfind("{*}authors/{*}author")]
    for comment in root.iter():
        if comment.tag.rpartition("}")[2] != "comment":
            continue
        author = int(comment.get("authorId", "0"))
        runs = comment.iterfind("{*}text//{*}t")
        text = "".join(run.text or "" for run in runs)
        yield _place(comment), text, authors[author] if author < len(authors) else ""


def _thread(xml: bytes) -> Iterator[tuple[Place, str]]:
    for comment in ElementTree.fromstring(xml):
        words = own_words(comment.findtext("{*}text") or "")
        if words:
            yield _place(comment), words


def _place(comment: ElementTree.Element) -> Place:
    return row_and_column(comment.get("ref", "").partition(":")[0].replace("$", ""))


def _binary_notes(data: bytes) -> Iterator[tuple[Place, str, str]]:
    authors: list[str] = []
    at, author = (0, 0), ""
    for kind, record in records(data):
        if kind == _AUTHOR:
            authors.append(_string(record, 0))
        elif kind == _COMMENT:
            number, row, _, column = struct.unpack_from("<4I", record)
            at, author = (row, column), authors[number] if number < len(authors) else ""
        elif kind == _COMMENT_TEXT:
            yield at, _string(record, 1), author


def _string(record: bytes, at: int) -> str:
    (length,) = struct.unpack_from("<I", record, at)
    return record[at + 4 : at + 4 + 2 * length].decode("utf-16-le")
