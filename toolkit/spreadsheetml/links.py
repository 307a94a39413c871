"""The parts of a package of SpreadsheetML, found as its relationships say (ECMA-376 part 2, 6.2 and 6.5)."""

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote
from xml.etree import ElementTree

from toolkit.zipped import Zipped, once

MAIN_PART, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"


def folded(name: str) -> str:
    """The name of a part by which two are one and the same: without case, and nothing percent-encoded."""
    return posixpath.normpath(unquote(name).replace("\\", "/")).lstrip("/").casefold()


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship as it is written; `kind` is the last word of its type, alike in both classes of the standard."""

    identity: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet as the workbook lists it."""

    name: str
    state: str
    relation: str


@dataclass(frozen=True, slots=True)
class Main:
    """What the main part says: the tabs in their order, and whether days are counted from 1904 on."""

    tabs: Sequence[Tab]
    is_since_1904: bool


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet that holds cells, and its part."""

    tab: Tab
    part: str


@dataclass(frozen=True)
class Skeleton:
    """The parts that hold cells and what they mean; `strings` and `styles` are empty where there are none.

    `is_usual` tells that every part has the name under which readers look for it, and that all sheets hold cells:
    there are no charts, dialogs or macros among them.
    """

    worksheets: Sequence[Worksheet]
    is_since_1904: bool
    strings: str
    styles: str
    is_usual: bool


def main_part(parts: Zipped) -> str:
    """The name of the main part; empty where there is none."""
    names = _Names(parts)
    told = (names.at("", link.target) for link in _links_of(parts, names, "") if link.kind == "officeDocument")
    return next(filter(None, told), "") or names.at("", MAIN_PART)


def is_workbook(parts: Zipped) -> bool:
    """True where the main part is a workbook in XML, whatever its name.

    Raises:
        zipfile.BadZipFile, xml.etree.ElementTree.ParseError and what else a damaged package leads to.
    """
    main = main_part(parts)
    return bool(main) and not main.endswith(".bin") and bool(_main(parts.read(main)).tabs)


def skeleton(parts: Zipped) -> Skeleton:
    """Where everything is; of sheets of one name, which no program writes, the later ones get their place added.

    Raises:
        KeyError, xml.etree.ElementTree.ParseError: the package lacks what holds it together, or it is broken.
    """
    names, part = _Names(parts), main_part(parts)
    main, links = _main(parts.read(part)), _links_of(parts, names, part)
    link_of = {link.identity: link for link in links}
    listed = [(tab, link_of[tab.relation]) for tab in main.tabs if tab.relation in link_of]
    found = [(tab, link, names.at(part, link.target)) for tab, link in listed if link.kind == "worksheet"]
    count = Counter(tab.name for tab in main.tabs)
    sheets = [
        Worksheet(tab if count[tab.name] == 1 else replace(tab, name=f"{tab.name} ({at})"), where)
        for at, (tab, _, where) in enumerate(found, 1)
        if where
    ]
    strings, styles = (
        next((names.at(part, link.target) for link in links if link.kind == kind), "") or names.at("", usual)
        for kind, usual in (("sharedStrings", STRINGS), ("styles", STYLES))
    )
    is_usual = (
        (part, strings or STRINGS, styles or STYLES) == (MAIN_PART, STRINGS, STYLES)
        and len(sheets) == len(main.tabs) == len(count)
        and all(where in (f"xl/{link.target}", link.target[1:]) for _, link, where in found)
    )
    return Skeleton(sheets, main.is_since_1904, strings, styles, is_usual)


class _Names:
    """The real names of parts by what relationships call them."""

    def __init__(self, parts: Zipped) -> None:
        self._own = parts.names
        self._name_of: Mapping[str, str] = {}

    def at(self, source: str, target: str) -> str:
        """The part that a relationship of `source` leads to; empty where there is none."""
        path = target[1:] if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
        if path in self._own:
            return path
        self._name_of = self._name_of or {folded(name): name for name in self._own}
        return self._name_of.get(folded(path), "")


def _links_of(parts: Zipped, names: _Names, source: str) -> Sequence[Link]:
    folder, name = posixpath.split(source)
    rels = names.at("", posixpath.join(folder, "_rels", f"{name}.rels"))
    return _links(parts.read(rels)) if rels else ()


@once
def _links(xml: bytes) -> Sequence[Link]:
    return [
        Link(node.get("Id", ""), node.get("Type", "").rpartition("/")[2], node.get("Target", ""))
        for node in ElementTree.fromstring(xml)
        if node.get("TargetMode") != "External"
    ]


@once
def _main(xml: bytes) -> Main:
    root = ElementTree.fromstring(xml)
    tabs = [
        Tab(
            node.get("name", ""),
            node.get("state", "visible"),
            next((value for key, value in node.attrib.items() if key.endswith("}id")), ""),
        )
        for node in root.iter()
        if node.tag.rpartition("}")[2] == "sheet"
    ]
    settings = next((node for node in root if node.tag.rpartition("}")[2] == "workbookPr"), None)
    return Main(tabs, settings is not None and settings.get("date1904") in ("1", "true"))
