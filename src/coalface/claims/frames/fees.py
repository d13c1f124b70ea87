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
#: Services and differences with a name of their own; of "charges" the word before tells.
_NAMED = {
    **dict.fromkeys(("freight", "freights", "haulage", "trucking", "운임", "运费"), "freight"),
    **dict.fromkeys(("discount", "premium", "spread"), "price_gap"),
    "stevedoring": "stevedoring", "pilotage": "pilotage", "towage": "towage",
    "demurrage": "demurrage", "dues": "port_dues", "handling": "handling_fee",
    "insurance": "insurance",
}  # fmt: skip
_CHARGES = {"treatment": "treatment_charge", "refining": "refining_charge"}
_CHARGE = frozenset({"charge", "charges"})
_NAMES = frozenset({*_NAMED, *_CHARGE})
_OF_GOODS = frozenset({"price", "prices", "priced", "sold", "sells", "bid", "bids", ";", "."})
#: Before these the service is a part of the price, or none of it: "cost and freight".
_NOT_ITS = frozenset({"and", "including", "includes", "plus", "excluding", "without", "before"})
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
        Metric of the service, of the difference between two prices, `fee` for others, or an empty
        text where it may be a price of the goods.
    """
    start, end = span_of(mention)
    near = reading.words(max(reading.clause(start)[0], start - REACH), start)
    if not _NAMES.isdisjoint(near) and (name := _service(near)):
        return name
    before = reading.words(max(reading.sentence(start).start, start - REACH), start)[-BEFORE:]
    after = reading.words_after(end, AFTER)
    named = "" if _FEES.isdisjoint(before) else _before(before)
    return named or ("" if _FEES.isdisjoint(after) else _after(after))


def _service(words: tuple[str, ...]) -> str:
    """Name what "freight from Nampo to Rizhao is $6 a tonne" and its like are paid for."""
    for index in range(len(words) - 1, -1, -1):
        word, previous = words[index], words[index - 1] if index else ""
        if word in _OF_GOODS:
            return ""
        if word in _CHARGE:
            return _CHARGES.get(previous, "")
        if word in _NAMED:
            return "" if previous in _NOT_ITS else _NAMED[word]
    return ""


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
