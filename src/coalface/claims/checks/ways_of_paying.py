"""Check 8, ways of paying: one says in goods and another in cash, or before and after delivery."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.facts import Facts
from coalface.claims.ways import AFTER, BEFORE, CASH, GOODS, ways_in

__all__ = ["find_ways_of_paying"]

REACH = 700  # characters between the two
MOST = 8  # terms of one report that are set against one another
WHOLE = 0.85  # of a sum: less is an instalment, beside which there is another
KINDS = frozenset({"payment_term", "practice", "event", "rule"})
APART = frozenset({frozenset({GOODS, CASH}), frozenset({BEFORE, AFTER})})
SETTLE = "the contract, or the slip of one payment with its day"
_BARTER = frozenset({"in_kind", "barter"})
_WHOLLY = re.compile(
    r"\b(?:entire(?:ly)?|only|always|every|all|nothing|never|exclusively|solely|each|whole|wholly"
    r"|any ?more|any longer|no longer|still|in full|fully|full|invariably|without exception|nobody"
    r"|no one|no|none|not|must|insists?|as a rule|custom|customary|usual|usually|the rule)\b"
    r"|모두|전부|항상|만 |전액|都|全部|一律|只",
    re.IGNORECASE,
)


_FORMER = re.compile(
    r"\b(?:used to|formerly|once|in the past|in those days|back then|had been"
    r"|(?:until|till|up to) (?:(?:the|last|late|early|mid|summer|winter|end|of) )*(?:\d{4}"
    r"|spring|summer"
    r"|autumn|winter|recently|year|month|war|ban|pandemic|nineties|[A-Z][a-z]+ \d{4})"
    r"|a decade ago|years ago|before the (?:ban|war|pandemic|border))\b"
    r"|까지|예전|과거|이전에는|옛날|以前|过去|曾经|从前",
    re.IGNORECASE,
)
FORMER_D = 60  # days after which what has ended is a former way


@dataclass(frozen=True, slots=True)
class _Term:
    """A claim, and one way of paying that it tells."""

    reading: Reading
    way: str


def find_ways_of_paying(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set against one another two voices who tell of ways of paying that shut each other out.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning for each such pair of one time; a former way and the one of today are none.
    """
    for block in blocks_of(readings, _document).values():
        if len(block) == 1:
            continue
        terms = [_Term(r, way) for r in sorted(block, key=_place)[:MOST] for way in _ways(r)]
        for one, other in combinations(terms, 2):
            if frozenset({one.way, other.way}) in APART and _may_be_one(one, other):
                yield _outcome(one, other)


def _place(reading: Reading) -> tuple[int, str]:
    return reading.start, reading.id


def _document(reading: Reading) -> str | None:
    is_told = reading.is_fact_like and reading.status in ("current", "past")
    return reading.document if reading.kind in KINDS and is_told and _is_whole(reading) else None


def _is_whole(reading: Reading) -> bool:
    if reading.figure is None:
        return True
    return reading.unit_std == "fraction" and reading.figure.stated.low >= WHOLE


def _ways(reading: Reading) -> Iterator[str]:
    is_denied, is_barter = reading.polarity == "negated", reading.metric in _BARTER
    yield from sorted(ways_in(reading.locator, is_denied=is_denied, is_barter=is_barter))


def _may_be_one(first: _Term, second: _Term) -> bool:
    one, other = first.reading, second.reading
    if one.attribution == other.attribution or abs(one.start - other.start) > REACH:
        return False
    if one.status != other.status and not (one.span.is_whole and other.span.is_whole):
        return False
    if _is_over(one) != _is_over(other):
        return False
    is_of_place = first.way in (GOODS, CASH)  # before and after delivery are of two places
    if is_of_place and one.sites and other.sites and not one.sites & other.sites:
        return False
    is_of_all = _WHOLLY.search(one.locator) or _WHOLLY.search(other.locator)
    return bool(is_of_all) and one.span.meets(other.span)


def _is_over(reading: Reading) -> bool:
    """Say whether a way is told as a former one, by its words or its last day."""
    last, published = reading.span.last, reading.published
    is_past = last is not None and published is not None and (published - last).days > FORMER_D
    return is_past or _FORMER.search(reading.locator) is not None


def _outcome(one: _Term, other: _Term) -> Outcome:
    first, second = one.reading, other.reading
    return Outcome(
        test="polarity",
        claim_ids=(first.id, second.id),
        verdict="warn",
        explanation=(
            f"{first.words} tells of payment {one.way}; {second.words} of payment {other.way}, of "
            "one time: two voices, and both cannot be so of the same goods."
        ),
        would_settle=SETTLE,
        size=1.0,
    )
