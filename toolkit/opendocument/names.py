"""The names of OpenDocument's vocabularies (OASIS OpenDocument 1.2, part 1), as ElementTree has them."""

OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, STYLE, TEXT = (f"{OASIS}{name}:1.0}}" for name in ("office", "table", "style", "text"))
DRAWING, ANNOTATION = f"{OASIS}drawing:1.0}}", f"{OFFICE}annotation"
PARAGRAPHS, SPACES = (f"{TEXT}p", f"{TEXT}h"), f"{TEXT}s"
