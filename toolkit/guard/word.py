"""A Word package that is to be filled and passed on: nothing in it may reach out or run where it is opened.

Workbooks are only read, and what they point to is never followed. A report goes to a superior, whose Word would fetch a
linked picture or template, tell the place it lies at who opened it, and run what comes from there. Formats: ECMA-376
part 1, 17.16 (fields); part 2, 8 (relationships); part 4, 19 (VML).
"""

import io
import re
from xml.etree import ElementTree

from toolkit.guard.parts import Part
from toolkit.guard.refusal import Cause, Refused

# A link that a person clicks on is the one thing outside that a report may name.
_CLICKED = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
# Word itself writes where the document's own template lies (`file:///C:\Users\…\Normal.dotm`): the report goes without.
_OWN_DISK = re.compile(r"(?:file:///)?[a-z]:[\\/]", re.IGNORECASE)
# Fields that take in another file, or start something.
_FIELD = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|RD)\b", re.IGNORECASE
)
# Pictures of VML may name their file without a relationship.
_SOURCES = frozenset({"src", "href", "althref"})
_OUTSIDE = re.compile(r"\s*(?:[a-z]+:|//|\\\\)", re.IGNORECASE)
# Data that Word keeps and shows nowhere.
_UNSHOWN = ("customxml/", "docprops/")


def check(part: Part) -> None:
    """Look for what would be fetched or run.

    Raises:
        Refused: there is some, or the part is broken.
    """
    name = part.name.lower()
    if name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name:
        raise Refused(Cause.MACRO)
    if not part.is_markup or name.startswith(_UNSHOWN):
        return
    try:
        if name.endswith(".rels"):
            _check_relations(part.data)
        else:
            _check_elements(part.data)
    except (ElementTree.ParseError, LookupError, ValueError) as fault:
        raise Refused(Cause.MALFORMED) from fault


def _check_relations(data: bytes) -> None:
    for relation in ElementTree.fromstring(data):
        kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "").strip()
        if kind in ("aFChunk", "subDocument"):
            raise Refused(Cause.OUTSIDE)
        if relation.get("TargetMode", "").lower() == "external":
            allowed = {"hyperlink": _CLICKED, "attachedTemplate": _OWN_DISK}.get(kind)
            if not (allowed and allowed.match(target)):
                raise Refused(Cause.OUTSIDE)


def _check_elements(data: bytes) -> None:
    instruction = ""
    for _, element in ElementTree.iterparse(io.BytesIO(data)):
        tag, told = _local(element.tag), {_local(key): value for key, value in element.items()}
        # Word cuts an instruction into any number of pieces.
        instruction = "" if tag == "fldChar" else instruction + (element.text or "") * (tag == "instrText")
        is_outside = any(_OUTSIDE.match(told.get(key, "")) for key in _SOURCES)
        if is_outside or _FIELD.match(instruction) or _FIELD.match(told.get("instr", "")):
            raise Refused(Cause.OUTSIDE)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
