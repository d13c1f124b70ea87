"""Short ids of numbers: what a page has room for and a person can type."""

import re
from base64 import b32encode
from hashlib import blake2b

__all__ = ["is_short_id", "short_id"]

N_LETTERS = 6
SHORT = re.compile(f"[a-z2-7]{{{N_LETTERS}}}")


def short_id(number_id: str) -> str:
    """Give the short id of a number: six letters or digits, made from its id alone.

    Two numbers may share one, about once in two thousand briefs; `coalface explain` then names
    both. The id itself stays what tables and the JSON are joined on.

    Source:
        The first 30 bits of the id's BLAKE2b digest (RFC 7693) in base 32 (RFC 4648).
    """
    digest = blake2b(number_id.encode(), digest_size=5).digest()
    return b32encode(digest).decode().lower()[:N_LETTERS]


def is_short_id(text: str) -> bool:
    """Tell whether a text has the form of a short id."""
    return SHORT.fullmatch(text) is not None
