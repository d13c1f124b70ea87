"""Places by their names, where claims hold codes: Liaoning, not CN-LN."""

import re
from functools import cache

from coalface.claims.mentions.gazetteer import load_gazetteer
from coalface.claims.mentions.types import Place

__all__ = ["with_place_names"]

NAMED = "name:"
OWN_NAMES = {"KP": "DPRK"}  # the word of the whole brief
#: A code stands behind a comma or one of the words of a way, and before a sign or another way.
CODE = re.compile(
    r"(?<=, )(?P<one>[A-Z]{2}(?:-[A-Z0-9]+)?)(?= to |, |:|$| \()"
    r"|(?P<way>\b(?:to|from|at) )(?P<two>[A-Z]{2}(?:-[A-Z0-9]+)?)(?=, |:|;|$| [(\[]| to )"
)


def with_place_names(words: str) -> str:
    """Give the statement of a claim with the names of the places whose codes stand in it.

    A code that no list knows stays as it is.

    Args:
        words: From `coalface.claims.statements.state_claim`.
    """
    return CODE.sub(_named, words).replace(NAMED, "")


def _named(found: re.Match[str]) -> str:
    code = found["one"] or found["two"]
    return (found["way"] or "") + _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    """Give the first name of each place that is no abbreviation."""
    names: dict[str, str] = {}
    for name in load_gazetteer().latin:
        if isinstance(name.value, Place) and not name.spelling.isupper():
            names.setdefault(name.value.id, name.spelling)
    return names | OWN_NAMES
