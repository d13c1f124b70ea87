"""Prices of services and differences of prices, told "a tonne" as the price of goods is."""

from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention

__all__ = ["service_before"]

#: What is paid for, by the word that says so; of "charges" the word before tells.
_NAMES = {
    "freight": "freight", "freights": "freight", "운임": "freight", "运费": "freight",
    "stevedoring": "stevedoring", "pilotage": "pilotage", "towage": "towage",
    "demurrage": "demurrage", "dues": "port_dues", "handling": "handling_fee",
    "insurance": "insurance", "haulage": "freight", "trucking": "freight",
    "discount": "price_gap", "premium": "price_gap", "spread": "price_gap",
}  # fmt: skip
_CHARGES = {"treatment": "treatment_charge", "refining": "refining_charge"}
_CHARGE = frozenset({"charge", "charges"})
_OF_GOODS = frozenset({"price", "prices", "priced", "sold", "sells", "bid", "bids", ";", "."})
#: Before these the service is a part of the price, or none of it: "cost and freight".
_NOT_ITS = frozenset({"and", "including", "includes", "plus", "excluding", "without", "before"})
_NAMED = frozenset({*_NAMES, *_CHARGE})
WIDTH = 80  # characters


def service_before(reading: Reading, mention: Mention) -> str:
    """Name the service that a price before is of: "freight from Nampo to Rizhao is $6 a tonne".

    Args:
        reading: The document.
        mention: Money for one unit.

    Returns:
        Metric of the service, or of the difference between two prices; empty if goods are priced.
    """
    start = max(reading.clause(mention.start)[0], mention.start - WIDTH)
    before = reading.words(start, mention.start)
    if _NAMED.isdisjoint(before):
        return ""
    for place in range(len(before) - 1, -1, -1):
        word = before[place]
        if word in _OF_GOODS:
            return ""
        previous = before[place - 1] if place else ""
        if word in _CHARGE:
            return _CHARGES.get(previous, "")
        if word in _NAMES:
            return "" if previous in _NOT_ITS else _NAMES[word]
    return ""
