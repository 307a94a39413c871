"""The style sheet of a workbook: new styles are put at its end, so that no cell's style changes its meaning."""

from lxml import etree
from lxml.etree import _Element as Element

from toolkit.ooxml.package import Package, make

# CT_Stylesheet, ECMA-376 part 1, 18.8.39.
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip


class Styles:
    """Adds styles to a package and gives their numbers; one that is there already is used again."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = next(iter(package.related(package.workbook, "styles")), "xl/styles.xml")

    def differential(self, fill: str, ink: str) -> int:
        """A format for rules that colour cells; colours are `#RRGGBB`."""
        return self._number(
            "dxfs",
            f'<dxf><font><color rgb="{_argb(ink)}"/></font><fill><patternFill patternType="solid">'
            f'<fgColor rgb="{_argb(fill)}"/><bgColor rgb="{_argb(fill)}"/></patternFill></fill></dxf>',
        )

    def cell(self, font: str, fill: str, border: str, alignment: str) -> int:
        """A cell style out of the XML of its font, fill, border and alignment; a fill may be empty."""
        fonts, borders = self._number("fonts", font), self._number("borders", border)
        fills = self._number("fills", fill) if fill else 0
        return self._number(
            "cellXfs",
            f'<xf numFmtId="0" fontId="{fonts}" fillId="{fills}" borderId="{borders}" xfId="0" applyFont="1" '
            f'applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>',
        )

    def _number(self, section: str, xml: str) -> int:
        root = self._package.edit(self._part)
        group = root.find(f"{{*}}{section}")
        if group is None:
            group = make(section, root)
            insert_in_order(root, group, _ORDER)
        namespace = etree.QName(root).namespace
        fresh = etree.fromstring(f'<s xmlns="{namespace}">{xml}</s>')[0]
        for number, known in enumerate(group):
            if _canonical(known) == _canonical(fresh):
                return number
        group.append(fresh)
        group.set("count", str(len(group)))
        return len(group) - 1


def _canonical(element: Element) -> bytes:
    data: bytes = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    return data


def _argb(colour: str) -> str:
    return f"FF{colour.removeprefix('#')}"


def insert_in_order(parent: Element, child: Element, order: tuple[str, ...]) -> None:
    """Put a child where the schema's sequence has it, before others of its name; unknown neighbours come late."""
    rank = {tag: at for at, tag in enumerate(order)}
    wanted = rank[etree.QName(child).localname]
    for at, sibling in enumerate(parent):
        if isinstance(sibling.tag, str) and rank.get(etree.QName(sibling).localname, len(order)) >= wanted:
            parent.insert(at, child)
            return
    parent.append(child)
