"""Ways in which a whole file comes to harm under way; the truth is known: it is damaged, or nothing of it was needed."""

import random
from collections.abc import Callable
from dataclasses import dataclass

Harm = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, chance: random.Random) -> bytes:
    """A download that was not waited for."""
    return data[: chance.randrange(len(data) // 50, len(data) - 30)]


def blanked(data: bytes, chance: random.Random) -> bytes:
    """A piece that was never written to the disk."""
    at = chance.randrange(len(data) // 10, len(data) * 9 // 10)
    size = min(512, len(data) - at)
    return data[:at] + bytes(size) + data[at + size :]


def dropped(data: bytes, chance: random.Random) -> bytes:
    """A piece that is missing."""
    at = chance.randrange(len(data) // 10, len(data) * 9 // 10)
    return data[:at] + data[at + chance.choice((1, 64, 512, 1460)) :]


def stuffed(data: bytes, chance: random.Random) -> bytes:
    """A piece that came twice."""
    at = chance.randrange(len(data) // 10, len(data) * 9 // 10)
    return data[:at] + data[at - 512 : at] + data[at:]


def sent_as_text(data: bytes, _: random.Random) -> bytes:
    """Line ends were changed on the way."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def beheaded(data: bytes, _: random.Random) -> bytes:
    """The first sector of the disk was lost."""
    return bytes(512) + data[512:]


def turned(data: bytes, chance: random.Random) -> bytes:
    """Some bits turned over."""
    made = bytearray(data)
    for _ in range(12):
        made[chance.randrange(len(data) // 20, len(data) * 9 // 10)] ^= 1 << chance.randrange(8)
    return bytes(made)


HARMS: tuple[Harm, ...] = (cut, blanked, dropped, stuffed, sent_as_text, beheaded, turned)


@dataclass(frozen=True)
class Damaged:
    """A file by name, its bytes, and the good ones that it was made from."""

    name: str
    data: bytes
    good: bytes


def damaged(name: str, good: bytes, times: int) -> list[Damaged]:
    """The file harmed in each of the ways, so often."""
    stem, _, suffix = name.rpartition(".")
    return [
        Damaged(f"{stem}_{harm.__name__}_{at}.{suffix}", harm(good, random.Random(f"{name}{at}")), good)
        for harm in HARMS
        for at in range(times)
    ]
