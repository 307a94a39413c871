"""The shared texts (ECMA-376 part 1, 18.4) written anew."""

import html
import io
import re

from lxml import etree

from toolkit.canonical import as_utf8, without_controls
from toolkit.spreadsheetml.cells import MAIN, NAMESPACES, runs
from toolkit.spreadsheetml.text import unescaped

_TAG = re.compile(r"<[^>]*>")


def rewrite(xml: bytes) -> tuple[bytes, list[str]]:
    """The part in the plain form, and the texts.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
    """
    tags = [f"{{{name}}}si" for name in NAMESPACES]
    source = io.BytesIO(without_controls(as_utf8(xml)))
    items, texts = [], []
    for _, item in etree.iterparse(
        source, tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    ):
        inside = runs(item)
        items.append(f"<si>{inside}</si>")
        texts.append(unescaped(html.unescape(_TAG.sub("", inside))))
        item.clear()
        while item.getprevious() is not None:
            del item.getparent()[0]
    return f'<sst xmlns="{MAIN}">{"".join(items)}</sst>'.encode(), texts
