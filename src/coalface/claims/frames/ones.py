"""One of something beside money: one kilogram and its price, one dollar and its rate."""

from coalface.claims.frames.looks import amount_of, span_of
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention

__all__ = ["is_held_to", "is_one_for", "is_one_of", "is_priced", "is_rated"]

_MASSES = frozenset({"t", "bbl", "m3"})
_PARTICLES = frozenset(
    {"은", "는", "이", "가", "에", "당", "의", "을", "를", "=", ":", "卖", "价", "是", "换"}
    | {"buys", "bought", "is", "was", "equals", "at", "for", "costs", "cost", "fetched"}
)
WIDTH = 16  # characters between the two


def is_one_of(mention: Mention) -> bool:
    """Tell whether a figure is exactly one of its unit."""
    amount = amount_of(mention)
    return amount.op == "eq" and amount.low == 1.0 and amount.high == 1.0


def is_held_to(reading: Reading, first: Mention, second: Mention) -> bool:
    """Tell whether two figures stand together with at most a particle or a verb between."""
    between = reading.flat.text[first.end : second.start].strip().lower()
    return first.end <= second.start and (not between or between in _PARTICLES)


def is_one_for(reading: Reading, one: Mention, money: Mention) -> bool:
    """Tell "1kg은 4,800원": one of a unit of mass and its price right after."""
    is_mass = amount_of(one).unit_std in _MASSES
    return is_mass and is_one_of(one) and is_held_to(reading, one, money)


def is_priced(reading: Reading, mention: Mention) -> bool:
    """Tell whether a mass is only what the money after it buys one of."""
    its = reading.mentions_in("money", mention.end, mention.end + WIDTH)
    return bool(its) and any(is_one_for(reading, mention, money) for money in its)


def is_rated(reading: Reading, mention: Mention) -> bool:
    """Tell whether money is one of a currency, with its rate in another right beside."""
    if not is_one_of(mention):
        return False
    currency = amount_of(mention).currency
    for other in reading.mentions_in("money", mention.start - WIDTH, mention.end + WIDTH):
        first, second = sorted((other, mention), key=span_of)
        if amount_of(other).currency != currency and is_held_to(reading, first, second):
            return True
    return False
