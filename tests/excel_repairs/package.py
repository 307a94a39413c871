"""The raw package: its parts as XML without namespaces, its relationships, and the sheets of the workbook."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_RELATIONSHIP_NAMESPACES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_CONTROL_CHARACTER = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*([0-9]+)|x0*([0-9A-Fa-f]+));")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Relationship:
    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    state: str
    part: str
    root: Element
    tables: dict[str, Element]
    links: dict[str, Relationship]


@dataclass(frozen=True, slots=True)
class Book:
    part: str
    root: Element
    sheets: list[Sheet]
    strings_part: str
    strings: list[str]
    styles_part: str
    styles: Element


class Package:
    """Every XML part, parsed; what cannot be parsed or stands twice in the zip is in `faults`."""

    def __init__(self, path: Path) -> None:
        self.roots: dict[str, Element] = {}
        self.faults: list[str] = []
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            self.names = set(names)
            self.faults += [f"{name}: stands twice in the zip" for name in doubled(names)]
            for name in sorted(self.names):
                if name.endswith((".xml", ".rels")):
                    self._parse(name, archive.read(name))

    def _parse(self, name: str, content: bytes) -> None:
        control = list(_control_characters(content))
        for at, code in control:
            self.faults.append(f"{name}: illegal control character U+{code:04X} at byte {at}")
        if control:
            return
        try:
            root = ElementTree.fromstring(content)
        except ElementTree.ParseError as error:
            self.faults.append(f"{name}: not well-formed XML: {error}")
            return
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
        self.roots[name] = root

    def relationships(self, part: str) -> list[Relationship]:
        folder, name = posixpath.split(part)
        root = self.roots.get(posixpath.join(folder, "_rels", f"{name}.rels"), Element("Relationships"))
        return [
            Relationship(
                id=item.get("Id", ""),
                kind=item.get("Type", "").rpartition("/")[2],
                target=_target(folder, item),
                external=item.get("TargetMode") == "External",
            )
            for item in root.iter("Relationship")
        ]

    def relationship_faults(self) -> Iterator[str]:
        """Ids used but not defined or defined twice, and targets that are not in the package."""
        for part in ["", *sorted(self.names)]:
            relationships = self.relationships(part)
            ids = [relationship.id for relationship in relationships]
            label = part or "_rels/.rels"
            yield from (f"{label}: relationship id {twice!r} is defined twice" for twice in doubled(ids))
            for used in sorted(_used_ids(self.roots.get(part)) - set(ids)):
                yield f"{label}: relationship id {used!r} is used but not defined"
            for relationship in relationships:
                target = relationship.target
                if not relationship.external and not target.startswith("#") and target not in self.names:
                    yield f"{label}: relationship {relationship.id!r} leads to {target!r}, not in the package"

    def related(self, part: str, kind: str) -> dict[str, Element]:
        """The XML parts one kind of relationship leads to."""
        targets = [found.target for found in self.relationships(part) if found.kind == kind]
        return {target: self.roots[target] for target in targets if target in self.roots}


def open_book(package: Package) -> Book | None:
    """The workbook and its sheets; None where the package leads to none."""
    part, root = next(iter(package.related("", "officeDocument").items()), ("", Element("workbook")))
    leads = {relationship.id: relationship.target for relationship in package.relationships(part)}
    sheets = [
        Sheet(
            name=item.get("name", ""),
            state=item.get("state", "visible"),
            part=target,
            root=package.roots[target],
            tables=package.related(target, "table"),
            links={found.id: found for found in package.relationships(target) if found.kind == "hyperlink"},
        )
        for item in root.findall("sheets/sheet")
        for target in [leads.get(next(iter(_used_ids(item)), ""), "")]
        if target in package.roots
    ]
    if not sheets:
        return None
    strings_part, strings = next(iter(package.related(part, "sharedStrings").items()), ("", Element("sst")))
    styles_part, styles = next(iter(package.related(part, "styles").items()), ("", Element("styleSheet")))
    texts = [rich_text(item) for item in strings.findall("si")]
    return Book(part, root, sheets, strings_part, texts, styles_part, styles)


def rich_text(item: Element) -> str:
    """The text of a shared or inline string: its runs, without the phonetic ones."""
    runs = [*item.findall("t"), *item.findall("r/t")]
    return unescaped("".join(run.text or "" for run in runs))


def unescaped(text: str) -> str:
    """Text with the `_x000A_` writing of characters resolved."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def length(text: str) -> int:
    """The length as Excel counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def whole(element: Element, attribute: str) -> int | None:
    """A whole-number attribute: None where it is absent, -1 where it is no such number."""
    text = element.get(attribute)
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdigit() else -1


def doubled(names: list[str]) -> list[str]:
    """The names that stand more than once, once each."""
    seen: set[str] = set()
    again: dict[str, None] = {}
    for name in names:
        if name in seen:
            again[name] = None
        seen.add(name)
    return list(again)


def _used_ids(root: Element | None) -> set[str]:
    elements = [] if root is None else root.iter()
    attributes = (attribute for element in elements for attribute in element.items())
    return {value for key, value in attributes if key.startswith(_RELATIONSHIP_NAMESPACES)}


def _target(folder: str, item: Element) -> str:
    target = item.get("Target", "")
    if item.get("TargetMode") == "External" or target.startswith("#"):
        return target
    return posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]


def _control_characters(content: bytes) -> Iterator[tuple[int, int]]:
    for match in _CONTROL_CHARACTER.finditer(content):
        decimal, hexadecimal = match[1], match[2]
        code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else match[0][0]
        if code < 32 and code not in (9, 10, 13):
            yield match.start(), code
