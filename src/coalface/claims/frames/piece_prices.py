"""Prices without a unit of trade: one sack, one quota, a month's wage, a ship's hire."""

import re
from collections.abc import Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of, is_value_again, last_draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Amount, Mention
from coalface.claims.mentions.units import load_units

__all__ = ["read_piece_price"]

WIDTH = 70  # characters between what is priced and its price
#: "a backpack of coal fetched", "each permit costs", "one quota went for"
_ONE_COSTS = re.compile(
    r"\b(?:an?|one|each|every|per) (?P<what>(?-i:[a-z]+(?:-[a-z]+)?))\b[^.;:\n]{0,50}?\b(?:costs?"
    r"|fetch(?:es|ed)?"
    r"|sells? (?:for|at)|sold (?:for|at)|goes for|went for|going for|changed hands (?:for|at)"
    r"|(?:is|was) (?:priced|valued|offered|quoted|traded) at|trades? at|brought|brings)"
    r"(?: (?:at least|at most|only|just|as much as|up to|between|from|him|her|them))? ?$",
    re.IGNORECASE,
)
#: How all of these end.
_COST_ENDS = (
    "cost", "costs", "fetch", "fetches", "fetched", "for", "at", "brought", "brings", "least",
    "most", "only", "just", "as", "to", "between", "from", "him", "her", "them",
)  # fmt: skip
_HIRE = re.compile(
    r"\b(?P<what>wages?|salary|salaries|freights?|charter(?: rates?)?|demurrage|dues|fares?|rents?"
    r"|stevedoring|hire|agency fees?|handling fees?|day rates?|pay packets?)(?: [a-z]+){0,3}?"
    r"(?: (?:of|is|are|was|were|at|costs?|stands? at|stood at|came to|averaged|runs? at"
    r"|ran at))? ?$",
    re.IGNORECASE,
)
_METRICS = {
    "wage": "wage", "salar": "wage", "pay p": "wage", "freig": "freight", "chart": "charter_rate",
    "hire": "charter_rate", "day r": "charter_rate", "demur": "demurrage", "dues": "port_dues",
    "fare": "fare", "rent": "rent", "steve": "stevedoring", "agenc": "agency_fee",
    "handl": "handling_fee",
}  # fmt: skip
_WORDS = word_list("piece_prices", "words")
MOST_WORDS = 8
_PAY_SPELLS = frozenset({"day", "week", "month", "year", "shift"})
_EARNS = word_list("piece_prices", "earns")
_EARNERS = word_list("piece_prices", "earners")
_SPELLS = frozenset({"day", "week", "month", "year", "voyage", "trip", "hour"})
_WAYS = {"lower": -1.0, "cheaper": -1.0, "less": -1.0, "higher": 1.0, "dearer": 1.0, "more": 1.0}
MOST_PIECE = 200_000.0  # dearer things have totals, not prices, in reports


def read_piece_price(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read money as the price of one thing, of work or of hire, None if it is none.

    Args:
        reading: The document.
        mention: A figure of money.
        drafts: Claims of the figures before it.
    """
    amount = amount_of(mention)
    if mention.type != "money" or amount.unit or is_value_again(reading, mention, drafts):
        return None
    if (change := _change(reading, mention, amount, drafts)) is not None:
        return change
    if not amount.per and reading.words_after(mention.end, 1)[:1] == ("apiece",):
        draft = draft_of(mention, "price", "price.apiece", "unit_price", 0.8)
        draft.per = _counted_before(drafts)
        return draft
    words = reading.words_before(mention.start, MOST_WORDS)
    if amount.per in _PAY_SPELLS and (
        not (_EARNS.isdisjoint(words) or _EARNERS.isdisjoint(words))
        or _is_for_each(reading, mention)
    ):
        draft = draft_of(mention, "price", "price.wage", "wage", 0.7)
        draft.per = amount.per
        return draft
    return None if _WORDS.isdisjoint(words) else _of_one(reading, mention, amount)


def _is_for_each(reading: Reading, mention: Mention) -> bool:
    """Tell "420 dollars a month for every one of its 180 workers"."""
    after = reading.words_after(mention.end, 8)
    is_each = not {"each", "every", "per"}.isdisjoint(after[:2])
    return is_each and not _EARNERS.isdisjoint(after)


def _counted_before(drafts: Sequence[Draft]) -> str:
    """Give the thing counted right before: "30 permits at 25,000 yuan apiece"."""
    last = last_draft(drafts[-2:], "quantity")
    if last is None or last.amount is None or last.amount.unit_std != "count":
        return "piece"
    return last.metric.removeprefix("n_").removesuffix("s") or "piece"


def _of_one(reading: Reading, mention: Mention, amount: Amount) -> Draft | None:
    """Read what hire costs, and what "one sack fetched"."""
    before = reading.flat.text[
        max(reading.sentence(mention.start).start, mention.start - WIDTH) : mention.start
    ]
    if amount.per in _SPELLS or not amount.per:
        hired = _HIRE.search(before)
        if hired is not None:
            word = hired["what"].lower()
            metric = next(name for start, name in _METRICS.items() if word.startswith(start))
            draft = draft_of(mention, "price", "price.hire", metric, 0.75)
            draft.per = amount.per or ("month" if metric == "wage" else "")
            return draft
    one = _last_one(before)
    if (
        one is None
        or one["what"].lower() in load_units().units
        or amount.per
        or (amount.std_high or amount.std_low or 0.0) > MOST_PIECE
    ):
        return None
    draft = draft_of(mention, "price", "price.one", "unit_price", 0.7)
    draft.per = one["what"].lower()
    return draft


def _last_one(before: str) -> re.Match[str] | None:
    """Find what is priced: of "a diplomat found, a kilo went for" the last that is one."""
    if not before.rstrip().lower().endswith(_COST_ENDS):
        return None
    found = _ONE_COSTS.search(before)
    while found is not None and (later := _ONE_COSTS.search(before, found.end("what"))):
        found = later
    return found


def _change(
    reading: Reading, mention: Mention, amount: Amount, drafts: Sequence[Draft]
) -> Draft | None:
    """Read "$10 lower than last week" after a price as a signed change of price."""
    after = reading.words_after(mention.end, 4)
    if not after or after[0] not in _WAYS or "than" not in after:
        return None
    last = last_draft(drafts[-3:], "price")
    if last is None or amount.currency != last.currency:
        return None
    draft = draft_of(mention, "price", "price.change", "price_change", 0.7)
    draft.per = amount.per or last.per
    if _WAYS[after[0]] < 0:
        draft.amount = amount._replace(
            low=_minus(amount.high),
            high=_minus(amount.low),
            std_low=_minus(amount.std_high),
            std_high=_minus(amount.std_low),
        )
    return draft


def _minus(value: float | None) -> float | None:
    return None if value is None else -value
