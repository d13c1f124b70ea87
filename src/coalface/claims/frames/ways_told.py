"""Terms of payment that no cue lists: a word for paying, and how or when, in one sentence."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from coalface.claims.frames.clauses import is_told
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.ways import AFTER, BEFORE, CASH, GOODS, ways_in

__all__ = ["find_ways_told"]

_PAYS = frozenset(
    {"pay", "pays", "paid", "paying", "payable", "payment", "payments", "settle", "settled"}
    | {"settles", "settlement", "wired", "wires", "remits", "remitted", "bartered", "swapped"}
    | {"money", "transfer", "cent", "penny", "cash", "barter", "invoice", "invoices"}
)
_EAST_ASIAN_PAYS = re.compile(
    r"(?:대금|값|품삯)[을를은이]|치른|치렀|지불|결제|물물교환|货款|付款|结算|支付"
)
_EAST_ASIAN_SIGNS = frozenset("대값품치지결물货付结支")  # with which they begin
_METRICS = {GOODS: "in_kind", CASH: "settle", BEFORE: "prepaid_share", AFTER: "paid_on_delivery"}
_TAKEN = frozenset({"payment_term", "penalty", "price", "share", "value"})
LONGEST = 200  # characters


def find_ways_told(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find sentences that tell how or when one pays and of which no claim on payment was made.

    Args:
        reading: The document.
        taken: Claims found before.

    Returns:
        At most one draft a sentence.
    """
    held = sorted(d.at[0] for d in taken if d.kind in _TAKEN)
    spoken = {reading.sentence(place)[:2]: place for place in reversed(_places(reading))}
    for (start, end), place in sorted(spoken.items()):
        first = bisect_left(held, start)
        is_held = first < len(held) and held[first] < end
        if is_held or not is_told(reading, place):
            continue
        span = _span(reading, place, (start, end))
        ways = ways_in(reading.flat.text[span[0] : span[1]])
        if ways:
            way = min(ways, key=list(_METRICS).index)
            draft = Draft(*span, "payment_term", "payment.way", _METRICS[way], 0.4)
            draft.at = (place, place + 1)
            yield draft


def _places(reading: Reading) -> list[int]:
    starts, text = reading.tokens.starts, reading.flat.text
    found = [starts[index] for index in reading.tokens.places_of(_PAYS)]
    if not _EAST_ASIAN_SIGNS.isdisjoint(reading.tokens.foreign):
        found.extend(match.start() for match in _EAST_ASIAN_PAYS.finditer(text))
    return sorted(found)


def _span(reading: Reading, place: int, sentence: Span) -> Span:
    """Give the words from the clause to the end of its sentence, or all of a short one."""
    start, end = sentence
    if end - start > LONGEST:
        start = max(start, reading.clause(place)[0])
    return start, min(end, start + LONGEST)
