"""The lists of words that rules look in: loaded once, and kept for the life of the process."""

import gc
from functools import cache

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims

__all__ = ["keep_word_lists"]

#: A text that makes every list load: it has a figure, a name, a place and a day.
ASKS_FOR_ALL = "On 5 August 2017 the port of Nampo shipped 1,000 t of coal at 50 USD per tonne."


@cache
def keep_word_lists() -> None:
    """Load the lists and take them out of the garbage collector's rounds.

    They are some hundred thousand small objects that never die; without this the collector walks
    through all of them again and again while reports are read. To be called once a process that
    reads many reports; it changes no result.
    """
    extract_claims(Document("lists", ASKS_FOR_ALL, None))
    gc.collect()
    gc.freeze()
