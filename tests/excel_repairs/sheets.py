"""What a sheet holds beside its cells: dropdowns, colour rules, hyperlinks, header and footer."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from excel_repairs.cells import formula_faults
from excel_repairs.package import Book, Sheet, length, unescaped, whole

LONGEST_LIST = 255
LONGEST_LINK = 2_079
LONGEST_TOOLTIP = 255
MOST_LINKS = 65_530
LONGEST_HEADER = 255
_VALIDATION_TEXTS = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}


def _validations(sheet: Sheet) -> Iterator[tuple[str, Element]]:
    for rule in sheet.root.iter("dataValidation"):
        yield f"dataValidation {rule.get('sqref') or rule.findtext('sqref')}", rule


def validation_formulas(book: Book, sheet: Sheet) -> Iterator[str]:
    """A list typed into a rule is one text literal; Excel takes 255 characters of it."""
    for place, rule in _validations(sheet):
        for formula in [*rule.findall("formula1"), *rule.findall("formula2")]:
            text = "".join(formula.itertext()).strip()
            if rule.get("type") != "list" or not text.startswith('"'):
                yield from (f"{place}: {fault}" for fault in formula_faults(text))
                continue
            typed = length(text[1:-1].replace('""', '"'))
            if typed > LONGEST_LIST:
                yield f"{place}: typed list of {typed} characters, over {LONGEST_LIST}"


def validation_texts(book: Book, sheet: Sheet) -> Iterator[str]:
    for place, rule in _validations(sheet):
        for attribute, most in _VALIDATION_TEXTS.items():
            characters = length(unescaped(rule.get(attribute, "")))
            if characters > most:
                yield f"{place}: {attribute} of {characters} characters, over {most}"


def colour_rule_priorities(book: Book, sheet: Sheet) -> Iterator[str]:
    for rule in sheet.root.iter("cfRule"):
        priority = whole(rule, "priority")
        if priority is not None and priority < 1:
            yield f"cfRule: priority {rule.get('priority')!r} is not 1 or more"


def links(book: Book, sheet: Sheet) -> Iterator[str]:
    hyperlinks = sheet.root.findall("hyperlinks/hyperlink")
    if len(hyperlinks) > MOST_LINKS:
        yield f"hyperlinks: {len(hyperlinks)}, over {MOST_LINKS}"
    for relationship in sheet.links.values():
        if length(relationship.target) > LONGEST_LINK:
            characters = length(relationship.target)
            yield f"hyperlink {relationship.id}: target of {characters} characters, over {LONGEST_LINK}"
    for hyperlink in hyperlinks:
        for attribute, most in (("location", LONGEST_LINK), ("tooltip", LONGEST_TOOLTIP)):
            characters = length(hyperlink.get(attribute, ""))
            if characters > most:
                yield f"hyperlink {hyperlink.get('ref')}: {attribute} of {characters} characters, over {most}"


def header_footer_texts(book: Book, sheet: Sheet) -> Iterator[str]:
    for text in sheet.root.findall(".//headerFooter/*"):
        if length(text.text or "") > LONGEST_HEADER:
            yield f"{text.tag}: text of {length(text.text or '')} characters, over {LONGEST_HEADER}"
