"""One sheet's XML: its rules for colours, and new elements in the schema's order."""

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class ColourRule:
    """Ranges that take a differential style while the formula holds; it is written for the first cell of them."""

    ranges: Sequence[str]
    formula: str
    style: int


class Worksheet:
    """A sheet's part, edited in place."""

    def __init__(self, package: Package, part: str) -> None:
        self.package = package
        self.part = part

    def insert(self, element: Element) -> None:
        insert_in_order(self.package.edit(self.part), element, _ORDER)

    def remove_rules(self, mark: str) -> None:
        """Take out the rules whose formula holds this mark."""
        root = self.package.view(self.part)
        for group in root.findall("{*}conditionalFormatting"):
            ours = [rule for rule in group if mark in (rule.findtext("{*}formula") or "")]
            for rule in ours:
                group.remove(rule)
            if ours:
                self.package.edit(self.part)
            if ours and not group.findall("{*}cfRule"):
                root.remove(group)

    def add_rules(self, rules: Sequence[ColourRule]) -> None:
        """Put rules before all others of the sheet: for Excel by their priorities, for LibreOffice by their place."""
        if not rules:
            return
        root = self.package.edit(self.part)
        others = sorted(root.iter("{*}cfRule"), key=lambda rule: int(rule.get("priority", "1")))
        for priority, other in enumerate(others, start=len(rules) + 1):
            other.set("priority", str(priority))
        # Each is put before those that are there: the last one first.
        for priority, rule in reversed(list(enumerate(rules, start=1))):
            attributes = {"type": "expression", "dxfId": str(rule.style), "priority": str(priority)}
            for first in range(0, len(rule.ranges), _MOST_RANGES):
                group = make("conditionalFormatting", root, sqref=" ".join(rule.ranges[first : first + _MOST_RANGES]))
                element = make("cfRule", root, **attributes)
                condition = make("formula", root)
                condition.text = rule.formula
                element.append(condition)
                group.append(element)
                self.insert(group)
