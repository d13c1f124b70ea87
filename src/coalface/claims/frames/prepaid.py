"""When a share of a price is paid: "80 percent of the price of the coal was paid in advance"."""

from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention

__all__ = ["when_paid"]

_WHOLES = word_list("prepaid", "wholes")
_WHEN = ("prepaid_share", "paid_on_delivery", "paid_after_inspection")
_ADVANCE = frozenset({"advance", "deposit", "prepayment", "downpayment"})
LONGEST = 80  # characters from a share to when it is paid
FAR = 8  # words from a share to the price that it is a share of


def when_paid(reading: Reading, mention: Mention) -> str | None:
    """Tell when a share of a price is paid, by the words of its clause.

    Args:
        reading: The document.
        mention: A share.

    Returns:
        Name of the term; None if it is no share of a price, or its clause does not say when.
    """
    after = reading.words_after(mention.end, FAR)
    if after and after[0] in _WHOLES:
        return _term(reading, mention)
    if after[:1] != ("of",) or _WHOLES.isdisjoint(after):
        return None
    return _term(reading, mention)


def _term(reading: Reading, mention: Mention) -> str | None:
    start, end = reading.clause(mention.start)
    end = min(end, mention.end + LONGEST)
    others = reading.amounts_in(mention.end, end)
    stop = others[0].start if others else end
    its = [c for c in reading.within("pay", mention.end, stop) if c.value in _WHEN]
    if its:
        return its[0].value
    earlier = reading.amounts_in(start, mention.start)
    low = earlier[-1].end if earlier else start
    its = [c for c in reading.within("pay", low, mention.start) if c.value in _WHEN]
    if its:
        return its[-1].value
    return None if _ADVANCE.isdisjoint(reading.words(low, mention.start)) else _WHEN[0]
