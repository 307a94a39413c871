"""The parts of a package, their relationships and content types."""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it: the name on its tab, its part, and the element that lists it."""

    name: str
    part: str
    element: Element


def make(tag: str, parent: Element, **attributes: str) -> Element:
    """A new element of the parent's namespace, not yet placed in it."""
    return etree.Element(f"{{{etree.QName(parent).namespace}}}{tag}", attributes)


def legal(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold, each shown as a replacement character."""
    return _ILLEGAL.sub("�", text)


def child(parent: Element, tag: str) -> Element:
    """The first child of this name.

    Raises:
        KeyError: there is none.
    """
    found = parent.find(f"{{*}}{tag}")
    if found is None:
        raise KeyError(tag)
    return found


class Package:
    """A workbook's parts by name. `view` reads a part as XML, `edit` reads it to be written back changed.

    Raises:
        KeyError, zipfile.BadZipFile, lxml.etree.XMLSyntaxError: parts are missing or broken.
    """

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            self._parts = {name: parts.read(name) for name in parts.namelist()}
        self._trees: dict[str, Element] = {}
        self._edited: set[str] = set()
        self.workbook = next(iter(self.related("", "officeDocument")), "xl/workbook.xml")

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def view(self, part: str) -> Element:
        if part not in self._trees:
            self._trees[part] = etree.fromstring(self._parts[part], _PARSER)
        return self._trees[part]

    def edit(self, part: str) -> Element:
        self._edited.add(part)
        return self.view(part)

    def read(self, part: str) -> bytes:
        return self._parts[part]

    def write(self, part: str, data: bytes) -> None:
        self._parts[part] = data
        self._trees.pop(part, None)
        self._edited.discard(part)

    @property
    def office(self) -> str:
        """The namespace of relationships inside parts, and the beginning of their types."""
        strict = etree.QName(self.view(self.workbook)).namespace == _STRICT_MAIN
        return _STRICT_OFFICE if strict else _OFFICE

    def add(self, stem: str, suffix: str, data: bytes, content_type: str) -> str:
        """A new part under the first free number: `add("xl/comments", ".xml", ...)` gives `xl/comments2.xml`."""
        number = 1
        while f"{stem}{number}{suffix}" in self._parts:
            number += 1
        part = f"{stem}{number}{suffix}"
        self._parts[part] = data
        types = self.edit("[Content_Types].xml")
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)
        return part

    def relate(self, source: str, kind: str, target: str) -> str:
        """A new relationship from a part to another; gives its id."""
        rels = _rels_of(source)
        if rels not in self._parts:
            self._parts[rels] = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
        relations = self.edit(rels)
        known = {relation.get("Id") for relation in relations}
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        path = posixpath.relpath(target, posixpath.dirname(source) or ".")
        attributes = {"Id": f"rId{number}", "Type": f"{self.office}/{kind}", "Target": path}
        etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", attributes)
        return f"rId{number}"

    def related(self, source: str, kind: str) -> list[str]:
        """The parts that a part (empty: the package) has a relationship of this kind to."""
        found = [_resolved(source, r) for r in self._relations(source) if r.get("Type", "").endswith(f"/{kind}")]
        return [part for part in found if part in self._parts]

    def target(self, source: str, identity: str) -> str:
        """The part that a relationship id of a part stands for."""
        found = {relation.get("Id"): relation for relation in self._relations(source)}
        return _resolved(source, found[identity])

    def _relations(self, source: str) -> list[Element]:
        rels = _rels_of(source)
        return list(self.view(rels)) if rels in self._parts else []

    def sheets(self) -> list[SheetPart]:
        """The sheets in the order of their tabs."""
        elements = self.view(self.workbook).iter("{*}sheet")
        return [SheetPart(e.get("name", ""), self.target(self.workbook, self.identity(e)), e) for e in elements]

    def identity(self, element: Element) -> str:
        """The relationship id that an element holds."""
        return element.get(f"{{{self.office}}}id", "")

    def save(self) -> bytes:
        """The package, its parts in their old order and the new ones at the end."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
            for name, data in self._parts.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                parts.writestr(entry, self._serialized(name) if name in self._edited else data)
        return target.getvalue()

    def _serialized(self, name: str) -> bytes:
        data: bytes = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        return data


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(source: str, relation: Element) -> str:
    target = re.sub(r"^/", "", relation.get("Target", ""))
    if relation.get("Target", "").startswith("/"):
        return target
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
