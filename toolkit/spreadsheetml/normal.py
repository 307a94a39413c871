"""A package in the plain form, its parts under the names that readers know."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from toolkit.spreadsheetml import sheets, strings, styles
from toolkit.spreadsheetml.cells import MAIN, Odd
from toolkit.spreadsheetml.links import MAIN_PART, STRINGS, STYLES, Skeleton, skeleton
from toolkit.spreadsheetml.plain import is_plain_sheet, is_plain_strings
from toolkit.spreadsheetml.sheets import OFFICE
from toolkit.spreadsheetml.styles import Styles
from toolkit.zipped import Zipped, opened

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LINKS, _TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_STATES = ("hidden", "veryHidden")
_STYLED = re.compile(rb"\ss=[\"'][1-9]")


@dataclass(frozen=True)
class Normal:
    """A package that the fast reader takes rightly.

    `odd` are the cells, by sheet, that it lacks; `has_styles` is false where the formats of its cells are broken or
    missing.
    """

    data: bytes = field(repr=False)
    odd: Mapping[str, Odd] = field(default_factory=dict)
    has_styles: bool = True


def normalize(data: bytes, is_thorough: bool = False) -> Normal:
    """The package as it is where all of it is plain; else what is not is rewritten, and with `is_thorough` everything.

    Raises:
        KeyError, zipfile.BadZipFile, xml.etree.ElementTree.ParseError, lxml.etree.XMLSyntaxError: it is broken.
    """
    parts = opened(data)
    found = skeleton(parts)
    looks = styles.read(parts.read(found.styles)) if found.styles else Styles()
    rewritten = [
        sheet.part
        for sheet in found.worksheets
        if is_thorough or not is_plain_sheet(parts.read(sheet.part), looks.moments)
    ]
    has_plain_texts = not found.strings or (not is_thorough and is_plain_strings(parts.read(found.strings)))
    has_styles = looks.is_whole and (bool(found.styles) or not _needs_styles(parts, found))
    if found.is_usual and has_plain_texts and not rewritten and looks.is_readable:
        return Normal(data, {}, has_styles)
    fresh: dict[str, bytes] = {}
    texts: list[str] = []
    if found.strings:
        fresh[STRINGS], texts = parts.read(found.strings), []
        if rewritten or not has_plain_texts:
            made, texts = strings.rewrite(fresh[STRINGS])
            fresh[STRINGS] = fresh[STRINGS] if has_plain_texts else made
    if found.styles and looks.is_readable:
        fresh[STYLES] = parts.read(found.styles)
    odd: dict[str, Odd] = {}
    for sheet in found.worksheets:
        if sheet.part in rewritten:
            fresh[sheet.part], odd[sheet.tab.name] = sheets.rewrite(parts.read(sheet.part), texts)
    return Normal(_packed(parts, found, fresh), odd, has_styles)


def _packed(parts: Zipped, found: Skeleton, fresh: Mapping[str, bytes]) -> bytes:
    """The package with these parts in the place of its own, and with what holds it together written anew."""
    kinds = {sheet.part: "worksheet" for sheet in found.worksheets}
    kinds |= {part: kind for part, kind in ((STRINGS, "sharedStrings"), (STYLES, "styles")) if part in fresh}
    frame = {_TYPES: _types(kinds), "_rels/.rels": _links({MAIN_PART: "officeDocument"}), _LINKS: _links(kinds)}
    whole: dict[str, bytes | str] = {**fresh, **frame, MAIN_PART: _workbook(found)}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in parts.names:
            # Pictures and the like are nobody's here, and an old table of texts would be taken for the one that counts.
            if name not in (*whole, STRINGS, STYLES) and name.endswith((".xml", ".rels", ".vml")):
                package.writestr(name, parts.read(name))
        for name, part in whole.items():
            package.writestr(name, part)
    return target.getvalue()


def _workbook(found: Skeleton) -> str:
    tabs = "".join(
        f'<sheet name="{escape(sheet.tab.name)}" sheetId="{at}" r:id="r{at}"'
        f"{f' state={chr(34)}{sheet.tab.state}{chr(34)}' * (sheet.tab.state in _STATES)}/>"
        for at, sheet in enumerate(found.worksheets, 1)
    )
    settings = '<workbookPr date1904="1"/>' * found.is_since_1904
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}<sheets>{tabs}</sheets></workbook>'


def _links(kinds: Mapping[str, str]) -> str:
    """Relationships to these parts, numbered in their order."""
    links = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="/{escape(part)}"/>'
        for at, (part, kind) in enumerate(kinds.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _types(kinds: Mapping[str, str]) -> str:
    types = "".join(
        f'<Override PartName="/{escape(part)}" ContentType="{_KIND}.{kind}+xml"/>'
        for part, kind in {MAIN_PART: "sheet.main", **kinds}.items()
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{types}</Types>'


def _needs_styles(parts: Zipped, found: Skeleton) -> bool:
    return any(_STYLED.search(parts.read(sheet.part)) for sheet in found.worksheets)
