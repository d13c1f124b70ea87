"""Amounts of the whole country and of one place of work: "that one mine", "the entire country"."""

import re
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading

__all__ = ["LOCAL", "NATIONAL", "bind_nations"]

NATIONAL, LOCAL = ".national", ".local"
_SIGNS = frozenset(
    {"country", "country's", "nationwide", "national", "nation", "nation's", "countrywide"}
    | {"north", "korea", "dprk", "republic"}
)
#: One of these stands in whatever tells of the whole country.
_ROOTS = ("whole", "entire", "rest of the", "nation", "country", "'s ", "all ", "every ")
_NATIONAL = re.compile(
    r"\b(?:(?:whole|entire|rest of the) (?:country|nation|republic|north\b|of north korea|of the"
    r" (?:north|country|nation|republic))|all (?:of )?(?:north korea|the (?:north|country|nation))"
    r"|(?:country|nation|north|north korea|dprk|republic) as a whole|nation-?wide|country-?wide"
    r"|(?:national|nation's|country's|north's|korea's|dprk's) (?:whole |entire |total |annual "
    r"|yearly |overall |combined |coal |gold |ore )*"
    r"(?:output|production|yield|total|make|mines|smelters|mining)"
    r"|(?:all|every) (?:the |of the |its )?(?:mines?|pits?|collieries|smelters?|shafts?)"
    r"|the country (?:makes?|made|digs?|dug|mines|mined|raises?|raised|produces?|produced|turns?"
    r"|turned|brings?|brought|yields?|yielded|smelts?|smelted|hews?|wins?|won|extracts?))\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:mine|pit|colliery|shaft|quarry|seam|smelter|plant|works|field|placer|diggings?)\b"
    r"|\bits own\b|\bprovince\b|\bcounty\b",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:burn(?:s|ed|t|ing)?|need(?:s|ed)?|consum\w+|us(?:es|ed)|eats?|demand|import\w*|reserves?"
    r"|deposits?|stock\w*|required?|requires)\b",
    re.IGNORECASE,
)
_MASSES = frozenset({"quantity", "production", "sales_volume", "shipments"})


def bind_nations(reading: Reading, drafts: Sequence[Draft]) -> None:
    """Mark masses that their words tell of the whole country, and those of one place of work.

    Args:
        reading: The document.
        drafts: In order of place; the rule of a national mass ends in `NATIONAL` and that of a
            local one in `LOCAL`, where the document tells both.
    """
    if reading.tokens.places.keys().isdisjoint(_SIGNS):
        return
    masses = [d for d in drafts if _is_mass(d)]
    text = reading.flat.text
    if len(masses) < 2 or not any(_is_national(text, draft) for draft in masses):  # noqa: PLR2004
        return
    marked = [(draft, _mark(text, draft)) for draft in masses]
    if {NATIONAL, LOCAL} <= {mark for _, mark in marked}:
        for draft, mark in marked:
            draft.rule_id += mark


def _is_mass(draft: Draft) -> bool:
    amount = draft.amount
    if draft.kind != "quantity" or amount is None or amount.unit_std != "t":
        return False
    return draft.metric in _MASSES and draft.per in {"", "year"}


def _is_national(text: str, draft: Draft) -> bool:
    """Say whether the clause of a mass speaks of the whole country."""
    words = text[draft.clause[0] : draft.clause[1]]
    lower = words.lower()
    return any(map(lower.__contains__, _ROOTS)) and _NATIONAL.search(words) is not None


def _mark(text: str, draft: Draft) -> str:
    """Tell a mass of all the country from one of a mine by the words of its clause."""
    words = text[draft.clause[0] : draft.clause[1]]
    if _USED.search(words):
        return ""
    if _NATIONAL.search(words):
        return NATIONAL
    return LOCAL if _LOCAL.search(words) or draft.places else ""
