"""One sheet's XML: its rules for colours, and new elements in the schema's order."""

from collections.abc import Sequence

from lxml.etree import _Element as Element

from toolkit.ooxml.package import Package, make
from toolkit.ooxml.styles import insert_in_order

# CT_Worksheet, ECMA-376 part 1, 18.3.1.99.
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip
# Ranges of one rule; Excel reads no more than 8192.
_MOST_RANGES = 1000


class Worksheet:
    """A sheet's part, edited in place."""

    def __init__(self, package: Package, part: str) -> None:
        self.package = package
        self.part = part

    def insert(self, element: Element) -> None:
        insert_in_order(self.package.edit(self.part), element, _ORDER)

    def remove_rules(self, formula: str) -> None:
        """Take out the rules that have exactly this formula."""
        root = self.package.view(self.part)
        for group in root.findall("{*}conditionalFormatting"):
            ours = [rule for rule in group if rule.findtext("{*}formula") == formula]
            for rule in ours:
                group.remove(rule)
            if ours:
                self.package.edit(self.part)
            if ours and not group.findall("{*}cfRule"):
                root.remove(group)

    def add_rule(self, cells: Sequence[str], formula: str, style: int) -> None:
        """Colour the cells while the formula holds, before any other rule of the sheet: for Excel by its priority,
        for LibreOffice by its place.
        """
        root = self.package.edit(self.part)
        for rule in root.iter("{*}cfRule"):
            rule.set("priority", str(int(rule.get("priority", "1")) + 1))
        for first in range(0, len(cells), _MOST_RANGES):
            group = make("conditionalFormatting", root, sqref=" ".join(cells[first : first + _MOST_RANGES]))
            rule = make("cfRule", root, type="expression", dxfId=str(style), priority="1")
            condition = make("formula", root)
            condition.text = formula
            rule.append(condition)
            group.append(rule)
            self.insert(group)
