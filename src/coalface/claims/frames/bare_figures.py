"""Figures without a unit that no other frame knows: they go on from the figure before, or count.

A number that names nothing is nearly always told for its own sake. What it measures is what was
measured last, if it stands against that; else something is counted.
"""

from collections.abc import Sequence

from coalface.claims.frames.adoptions import load_adoptions
from coalface.claims.frames.bare_quantities import CODES
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Amount, Mention

__all__ = ["read_bare_figure"]

FACTOR = 6.0  # two levels of one price are nearer than this
PERCENT = 0.01
MOST_PERCENT = 100.0
WHOLE_REACH = 24  # characters from a part to its whole
FAR = 240  # characters after which a price is spoken of no more
#: Words before a number that names a thing: "pier 3", "crane 2".
_NAMES = frozenset(
    {"paragraph", "para", "article", "section", "resolution", "chapter", "page", "no", "number"}
    | {"rule", "clause", "directive", "order", "decree", "exhibit", "attachment", "paragraphs"}
    | {"pier", "crane", "berth", "pit", "shaft", "mine", "unit", "gate", "hull", "line", "quay"}
    | {"furnace", "kiln", "dock", "warehouse", "level", "annex", "table", "figure", "point", "item"}
    | {"question", "form", "list", "grade", "class", "type", "lot", "block", "zone", "office"}
    | {"room", "bureau", "route", "highway", "road", "track", "tank", "boiler", "seam", "phase"}
)
_AGAINST = frozenset(
    {"against", "than", "from", "to", "versus", "after", "instead", "of", "and", "or"}
)
_VAGUE = frozenset({"several", "nil", "zero", "many", "one"})
_CHANGES = frozenset({"growth_rate", "share"})


def read_bare_figure(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a figure without a unit as what the figure before it is, else as a count.

    Args:
        reading: The document.
        mention: A figure that no other frame has taken.
        drafts: Claims of the figures before it.

    Returns:
        A draft of little score, None for numbers that name something.
    """
    amount = amount_of(mention)
    if mention.type != "number" or amount.unit or amount.currency or _is_name(reading, mention):
        return None
    last = drafts[-1] if drafts else None
    if last is not None and last.amount is not None:
        level = drafts[-2] if last.kind in _CHANGES and len(drafts) > 1 else last  # "up a quarter"
        if level.kind == "price" and _is_level(reading, mention, level):
            return _like(mention, level, amount)
        if last.kind in _CHANGES and _is_part(reading, mention, last):
            return _like(mention, last, _percent(amount))
    if _is_of_mass(reading, mention):
        draft = draft_of(mention, "quantity", "quantity.of_whole", "quantity", 0.5)
        draft.amount = amount._replace(unit="t", unit_std="t")
        return draft
    if amount.per or reading.sentence(mention.start).is_heading or _is_vague(reading, mention):
        return None
    return _count(reading, mention, amount)


def _count(reading: Reading, mention: Mention, amount: Amount) -> Draft | None:
    if "resolution" in reading.mentions and amount.high in load_adoptions():
        return None  # "first came 2270, then 2321"
    draft = draft_of(mention, "quantity", "quantity.bare", "n_items", 0.35)
    draft.amount = amount._replace(unit="count", unit_std="count")
    return draft


def _is_of_mass(reading: Reading, mention: Mention) -> bool:
    """Tell a part that takes its unit from the whole: "21,000 of the 28,000 tonnes"."""
    if not reading.flat.text.startswith((" of ", " out of "), mention.end):
        return False
    part = amount_of(mention)
    wholes = map(amount_of, reading.amounts_in(mention.end, mention.end + WHOLE_REACH)[:1])
    return any(w.unit == "t" and (w.std_high or 0.0) > (part.std_high or 0.0) for w in wholes)


def _is_name(reading: Reading, mention: Mention) -> bool:
    """Tell "Kang Dae 1", "pier 3" and "1. Coal" from a count."""
    text, start = reading.flat.text, mention.start
    if not CODES.isdisjoint(reading.words_before(start, 2)):
        return True  # "HS 2701"
    before = text[max(0, start - 30) : start].rstrip()
    word = before.rpartition(" ")[2].strip('"“(,')
    if text.startswith(" of ", mention.end) and not before.endswith(("#", "№", "/", ".")):
        return False  # "27 of ninety trucks"
    if not word or before.endswith("\n") or before[-1:] in "#№/":
        return True
    if word.lower() in _NAMES or text[mention.end : mention.end + 1] in {"-", "/", "°"}:
        return True
    if word.endswith(("'s", "’s")):
        return False  # "Akita's 34"
    is_first = reading.sentence(start).start >= start - len(word) - 1
    return word[:1].isupper() and not is_first and before[-1:].isalpha()


def _is_vague(reading: Reading, mention: Mention) -> bool:
    """Tell "several" and "64 tons, not 71" from a count."""
    words = reading.words(mention.start, mention.end)
    is_denied = reading.words_before(mention.start, 1) in {("not",), ("when",), ("another",)}
    return is_denied or bool(_VAGUE & {*words})


def _is_level(reading: Reading, mention: Mention, last: Draft) -> bool:
    """Tell whether a figure is of the size of the price before it, and near."""
    amount, other = amount_of(mention), last.amount
    here, there = amount.std_high or amount.std_low, other and (other.std_high or other.std_low)
    if not here or not there or not 1 / FACTOR < here / there < FACTOR:
        return False
    is_same = reading.sentence(mention.start).paragraph == reading.sentence(last.start).paragraph
    return is_same and mention.start - last.end <= FAR


def _is_part(reading: Reading, mention: Mention, last: Draft) -> bool:
    """Tell "25 percent, as against 17": a share or a change as the one before it."""
    if reading.sentence(mention.start) != reading.sentence(last.start):
        return False
    size = amount_of(mention).std_high or amount_of(mention).std_low or 0.0
    return 0 < size <= MOST_PERCENT and bool(_AGAINST & {*reading.words_before(mention.start, 1)})


def _percent(amount: Amount) -> Amount:
    low = None if amount.low is None else amount.low * PERCENT
    high = None if amount.high is None else amount.high * PERCENT
    return amount._replace(
        low=low, high=high, unit="fraction", std_low=low, std_high=high, unit_std="fraction"
    )


def _like(mention: Mention, last: Draft, amount: Amount) -> Draft:
    draft = draft_of(mention, last.kind, f"{last.kind}.bare", last.metric, 0.45)
    draft.per, draft.currency, draft.flow = last.per, last.currency, last.flow
    unit = last.currency or amount.unit_std
    draft.amount = amount._replace(currency=last.currency, unit_std=unit)
    return draft
