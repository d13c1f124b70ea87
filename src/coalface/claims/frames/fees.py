"""What money for a tonne is besides the price of the goods: freight, dues, a market's quotation."""

from coalface.claims.frames.looks import span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention

__all__ = ["benchmark_metric", "fee_metric"]

_CARRIED = frozenset(
    {"freight", "freights", "haulage", "carriage", "cartage", "lighterage", "trucking", "shipping"}
    | {"portage", "transport", "transportation", "railage", "towage", "ferrying"}
)
_PAID = frozenset(
    {"fee", "fees", "due", "dues", "toll", "tolls", "levy", "levies", "surcharge", "surcharges"}
    | {"charge", "charges", "demurrage", "commission", "duty", "duties", "tax", "taxes", "royalty"}
    | {"royalties", "storage", "warehousing", "stevedoring", "pilotage", "wharfage", "brokerage"}
    | {"bribe", "bribes", "insurance", "tip", "wage", "wages", "tariff", "subsidy", "rebate"}
    | {"loading", "unloading", "handling", "weighing", "washing", "wharf", "porterage"}
)
_FEES = _CARRIED | _PAID
#: Words of work that are a fee only as such: "the loading fee", "for loading".
_WORKS = frozenset({"loading", "unloading", "handling", "shipping", "wharf", "due", "transport"})
_PRICED = frozenset(
    {"price", "prices", "priced", "sold", "sells", "sell", "fetched", "fetches", "fetch", "bought"}
    | {"worth", "quoted", "coal", "ore", "per", "plus", "excluding", "including", "before", "after"}
)
_FOR = frozenset({"for", "in", "as", "of", "on"})
BEFORE, AFTER = 9, 5  # words beside the figure
REACH = 90


#: Markets whose price others are held against.
_MARKETS = frozenset(
    {"london", "lme", "comex", "platts", "argus", "newcastle", "qinhuangdao", "benchmark"}
    | {"benchmarks", "index", "futures"}
)
_HELD_AGAINST = frozenset(
    {"under", "below", "above", "over", "than", "of", "to", "from", "against", "with", "near"}
    | {"off", "beneath", "versus", "on", "by", "less", "minus"}
)


def benchmark_metric(reading: Reading, mention: Mention) -> str:
    """Give `benchmark_price` for what a market pays: "London stood at 6,100 dollars a tonne".

    Args:
        reading: The document.
        mention: A figure of money for one unit.

    Returns:
        An empty text where the market is only what the price is held against.
    """
    if reading.tokens.places.keys().isdisjoint(_MARKETS):
        return ""
    start = mention.start
    words = reading.words(max(reading.clause(start)[0], start - REACH), start)[-BEFORE:]
    for index in range(len(words) - 1, -1, -1):
        if words[index] in _MARKETS:
            is_base = not _HELD_AGAINST.isdisjoint(words[max(0, index - 3) : index])
            return "" if is_base else "benchmark_price"
    return ""


def fee_metric(reading: Reading, mention: Mention) -> str:
    """Give what money is paid for, where the words beside it name a fee and no price.

    Args:
        reading: The document.
        mention: A figure of money for one unit.

    Returns:
        `freight`, `fee`, or an empty text where it may be a price of the goods.
    """
    start, end = span_of(mention)
    low = max(reading.clause(start)[0], start - REACH)
    before, after = reading.words(low, start)[-BEFORE:], reading.words_after(end, AFTER)
    named = "" if _FEES.isdisjoint(before) else _before(before)
    return named or ("" if _FEES.isdisjoint(after) else _after(after))


def _before(words: tuple[str, ...]) -> str:
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in _FEES and not (word in _WORKS and words[index - 1] != "for"):
            return _name(word)
        if word in _PRICED:
            return ""
    return ""


def _after(words: tuple[str, ...]) -> str:
    if not words or words[0] not in _FOR:
        return ""
    return next((_name(word) for word in words[1:] if word in _FEES), "")


def _name(word: str) -> str:
    return "freight" if word in _CARRIED else "fee"
