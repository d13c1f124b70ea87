"""Check 2, a share or a change beside the only two amounts it can be of, whatever they measure."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import Figure, fit, point
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.told_changes import is_base, may_be_level
from coalface.claims.checks.told_sets import EACH, GAP
from coalface.claims.facts import Facts

__all__ = ["find_told_fractions"]

AMOUNTS = frozenset({"quantity", "value", "price"})
FRACTIONS = frozenset({"share", "growth_rate", "ratio", "discount", "payment_term"})
UNITS = frozenset({"fraction", "times base"})
MOVES = frozenset({"growth_rate", "discount"})
SHARES = frozenset({"share", "payment_term"})
ROLES = frozenset({"trade_total", "trade_deficit", "export_value", "import_value"})
BARE = ".bare"
NOT_OF_TWO = frozenset({"rank", "day", "hour", "year", "month", "nmi", "kn"})
REACH, APART = 230, 260  # characters from a share to an amount, and from one amount to the other
CROWD = 150  # characters around a share in which no other may stand
LEAST, ALIKE = 0.02, 0.97  # amounts further apart are of two things, nearer ones of one
FITTING = frozenset({"agree", "agree_rounded", "consistent"})
MOST_OFF = 0.45  # a share further off is of other amounts
CLOSE = 0.015
NEAR_ROUND = 0.03  # a fraction in words, or a ten, is said for what lies near it
SETTLE = "the two amounts that the share or the change was worked out from"


def find_told_fractions(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a share or a change against the only two amounts of one unit that stand near it.

    A part of a whole, a rise, a fall or a multiple: it is enough that it is one of them.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning where none of these readings fits, for the share may be of other amounts.
    """
    for block in blocks_of(readings, _document).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        fractions = [r for r in ordered if _is_fraction(r)]
        amounts = [r for r in ordered if r.kind in AMOUNTS and r.unit_std not in UNITS]
        for fraction in fractions:
            if any(r is not fraction and abs(r.start - fraction.start) <= CROWD for r in fractions):
                continue
            pair = _only_pair(fraction, amounts)
            if pair is not None:
                yield from _held(fraction, *pair)


def _document(reading: Reading) -> str | None:
    if reading.figure is None or reading.polarity != "affirmed" or not reading.is_fact_like:
        return None
    return reading.document if reading.unit_std not in NOT_OF_TWO else None


def _is_fraction(reading: Reading) -> bool:
    return reading.kind in FRACTIONS and reading.unit_std in UNITS


def _only_pair(fraction: Reading, amounts: list[Reading]) -> tuple[Reading, Reading] | None:
    """Give the only two amounts of one unit near a share; None if there are more."""
    near = [r for r in amounts if abs(r.start - fraction.start) <= REACH]
    near = [r for r in near if not r.rule.endswith((EACH, GAP)) and not r.is_rest]
    pairs = []
    for block in blocks_of(near, _unit).values():
        if len({figure_of(r) for r in block}) != len({"one", "other"}):
            if len(block) > 1:
                return None
            continue
        one, other = _ends(block)
        if other.start - one.start > APART or figure_of(one) == figure_of(other):
            return None
        pairs.append((one, other))
    return pairs[0] if len(pairs) == 1 and _is_of(fraction, *pairs[0]) else None


def _unit(reading: Reading) -> tuple[str, str] | None:
    if not figure_of(reading).stated.is_bounded and reading.op not in ("gt", "ge"):
        return None
    return reading.unit_std, reading.per if reading.kind == "price" else ""


def _ends(block: list[Reading]) -> tuple[Reading, Reading]:
    for one, other in pairwise(block):
        if figure_of(one) != figure_of(other):
            return one, other
    return block[0], block[-1]


def _is_of(fraction: Reading, one: Reading, other: Reading) -> bool:
    """Say whether the three can be of one matter: counts of one thing, days that do not clash."""
    if one.unit_std == "count" and not _are_of_one_thing(one, other):
        return False
    if fraction.kind == "payment_term" and fraction.metric not in ("paid_share", "share"):
        return False
    if fraction.kind in SHARES:
        return "price" not in (one.kind, other.kind) and fraction.metric != "unit_price"
    return (
        may_be_level(fraction, one)
        and _are_levels(one, other)
        and _may_be_counted(fraction, one, other)
    )


def _may_be_counted(change: Reading, one: Reading, other: Reading) -> bool:
    """Say whether the days of two levels are not against what a change is counted from."""
    before, after = sorted((one.span, other.span), key=lambda span: span.first or date.min)
    return is_base(change, after=after, before=before)


def _are_levels(one: Reading, other: Reading) -> bool:
    """Say whether two amounts can be one matter before and after: no imports and exports."""
    families = [r.goods.families for r in (one, other) if r.goods.families]
    if any(BARE in r.rule for r in (one, other)):
        return True
    roles = {r.metric for r in (one, other)} & ROLES
    return len({*families}) < len({"one", "other"}) and len(roles) < len({"one", "other"})


def _are_of_one_thing(one: Reading, other: Reading) -> bool:
    return one.metric == other.metric or "n_items" in (one.metric, other.metric)


def _held(fraction: Reading, one: Reading, other: Reading) -> Iterator[Outcome]:
    more, less = (one, other) if _middle(one) >= _middle(other) else (other, one)
    part, times = figure_of(less).over(figure_of(more)), figure_of(more).over(figure_of(less))
    if part is None or times is None:
        return
    if not LEAST < part.stated.middle < ALIKE:
        return
    told = figure_of(fraction).without_sign()
    shares = [part, point(1.0).minus(part)]
    changes = [times, times.minus(point(1.0))]
    tries = shares if fraction.kind in SHARES else [*shares, *changes]
    if fraction.kind in MOVES:
        tries = [shares[1], changes[1]]
    if any(fit(made, told).verdict in FITTING or _is_near(made, told) for made in tries):
        return
    if any(abs(made.stated.middle - told.stated.middle) <= CLOSE for made in (*shares, *changes)):
        return  # a change that was read as a share, or "to 40 percent" as "by"
    off = min(abs(made.stated.middle - told.stated.middle) for made in tries)
    if off > MOST_OFF and told.stated.middle < 1:
        return
    yield Outcome(
        test="share" if fraction.kind in SHARES else "growth_level",
        claim_ids=(fraction.id, less.id, more.id),
        verdict="warn",
        explanation=(
            f"{_said(less)} is {_words(part)} of {_said(more)}, which is {_words(changes[1])} "
            "more; "
            f"neither is the {said(told.stated, 'fraction')} of {fraction.words}."
        ),
        would_settle=SETTLE,
        size=off,
    )


def _is_near(made: Figure, told: Figure) -> bool:
    return abs(made.stated.middle - told.stated.middle) <= NEAR_ROUND * max(1.0, told.stated.high)


def _middle(reading: Reading) -> float:
    return figure_of(reading).stated.middle


def _words(made: Figure) -> str:
    return said(made.stated, "fraction")


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)
