"""Names for ships that no list names: stable within one input, and no way back to the number.

The key is made from the whole input and never written down: who does not hold the input cannot
try all numbers. Ships with a dated listing keep their name.
"""

import base64
import hashlib
import hmac
from collections.abc import Collection, Iterable
from pathlib import Path

__all__ = ["pseudonym", "pseudonym_key", "shown_name"]

PURPOSE = b"coalface pseudonyms of ships, 1"
LETTERS = 8  # 40 bits: two ships of a million share a name once in a million runs
BLOCK_BYTES = 1 << 20


def pseudonym_key(paths: Iterable[Path]) -> bytes:
    """Make the key of an input from all its bytes; it is no digest that we print."""
    key = hmac.new(PURPOSE, digestmod=hashlib.sha256)
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                key.update(block)
    return key.digest()


def pseudonym(mmsi: int, key: bytes) -> str:
    """Give the name of an unlisted ship, such as `ship-K7Q2MA4C`."""
    mark = hmac.new(key, str(mmsi).encode(), hashlib.sha256).digest()
    return f"ship-{base64.b32encode(mark).decode()[:LETTERS]}"


def shown_name(
    mmsi: int, key: bytes, *, listed: Collection[int], shows_identities: bool = False
) -> str:
    """Give what may be shown of a ship: its MMSI if it is listed or asked for, else a pseudonym."""
    if shows_identities or mmsi in listed:
        return str(mmsi)
    return pseudonym(mmsi, key)
