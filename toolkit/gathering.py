"""What several units wrote, put together for one cell or paragraph."""

from collections.abc import Iterable

from toolkit.vietnamese import clean


def told_once(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """`Công an xã, Trạm Y tế: Đã họp`: each text once, led by all units that wrote it.

    Args:
        pairs: unit and text; blank texts are left out. Texts are the same where only the case of letters, spaces and
            marks at the end differ.
    """
    told: dict[str, tuple[str, dict[str, None]]] = {}
    for unit, text in pairs:
        plain = clean(text) if text else ""
        if plain:
            told.setdefault(plain.casefold().rstrip(" .;,"), (plain, {}))[1][unit] = None
    return [f"{', '.join(units)}: {text}" for text, units in told.values()]
