"""A change told with both its levels: "fell by a third, from 640,000 tonnes to 416,000"."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.definitions import ALL_GOODS, load_definitions
from coalface.claims.checks.periods import Span
from coalface.claims.checks.readings import Reading

__all__ = ["CHANGES", "LEVELS", "is_base", "may_be_level", "told_changes"]

LEVELS = frozenset({"price", "quantity", "value", "share"})
CHANGES = frozenset({"growth_rate", "ratio"})
PRICES = "unit_price"
APART = 110  # characters between the two levels
FAR_APART = 320  # between two levels of one name that tell their days
LONG_MONTHS = 183  # days: what lies further back is no month before, what lies nearer no year
REACH = 170  # characters from a change to the nearer of its levels
Pair = tuple[Reading, Reading]


def told_changes(readings: list[Reading]) -> Mapping[str, Pair]:
    """Give the levels after and before of changes that are told beside both of them.

    A former level is known by its status, as extraction set it from "from" and its like; the one
    after stands next to it, in the same unit.

    Args:
        readings: Claims, read.

    Returns:
        For the id of a change the level after and the level before.
    """
    found: dict[str, Pair] = {}
    for block in blocks_of(readings, _document).values():
        ordered = sorted(block, key=lambda r: (r.start, r.id))
        pairs = list(_pairs([r for r in ordered if r.kind in LEVELS]))
        dated = list(_dated([r for r in ordered if r.kind in LEVELS]))
        for change in ordered:
            if change.kind not in CHANGES or change.unit_std == "rank":
                continue
            near = [p for p in pairs if _distance(change, p) <= REACH]
            near = near or [p for p in dated if _is_of_dated(change, p)]
            near = [p for p in near if _may_share_goods(change, p[0])]
            near = [p for p in near if may_be_level(change, p[0])]
            near = [p for p in near if is_base(change, after=p[0].span, before=p[1].span)]
            if near:
                found[change.id] = min(near, key=lambda p: (_distance(change, p), p[0].id))
    return {change: pair for change, pair in found.items() if _is_only(change, pair, found)}


def is_base(change: Reading, *, after: Span, before: Span) -> bool:
    """Say whether a level's days can be those that a change is counted from, month or year before.

    Args:
        change: Its words may tell which.
        after: Days of the level after.
        before: Days of the level before; if either is not known, it can.
    """
    if not change.counted_from or after.first is None or before.first is None:
        return True
    n_days = (after.first - before.first).days
    return n_days <= LONG_MONTHS if change.counted_from == "month" else n_days > LONG_MONTHS


def may_be_level(change: Reading, level: Reading) -> bool:
    """Say whether a change can be one of a level: what a price rose by tells nothing of loads.

    Args:
        change: A rate of growth or a ratio.
        level: A figure told beside it.
    """
    return not (change.metric.startswith(PRICES) and level.kind in ("quantity", "share"))


def _document(reading: Reading) -> str | None:
    is_told = reading.is_fact_like and reading.status != "ended"
    return reading.document if reading.figure is not None and is_told else None


def _pairs(levels: list[Reading]) -> Iterator[Pair]:
    for one, other in pairwise(levels):
        if not _are_alike(one, other) or other.start - one.start > APART:
            continue
        former = [r for r in (one, other) if r.status == "past" or r.is_base]
        if len(former) != 1:
            continue
        before = former[0]
        yield (other if before is one else one), before


def _dated(levels: list[Reading]) -> Iterator[Pair]:
    """Give neighbours of one name of which the days tell which is the earlier."""
    for one, other in pairwise(levels):
        if not _are_alike(one, other) or one.metric != other.metric:
            continue
        if other.start - one.start > FAR_APART or not (one.span.is_whole and other.span.is_whole):
            continue
        if one.span.is_before(other.span):
            yield other, one
        elif other.span.is_before(one.span):
            yield one, other


def _is_of_dated(change: Reading, pair: Pair) -> bool:
    """Say whether a change of the same name has, of two dated levels, the days of the earlier."""
    after, before = pair
    is_vague = change.metric in load_definitions().vague
    is_named = is_vague or change.metric in (after.metric, "growth") or after.metric == "quantity"
    is_late = change.start > max(after.start, before.start)
    is_next = change.start - after.start <= APART
    is_dated = is_next or not change.span.is_known or change.span in (before.span, after.span)
    return is_named and is_late and is_dated and _distance(change, pair) <= REACH


def _are_alike(one: Reading, other: Reading) -> bool:
    if one.kind != other.kind or one.unit_std != other.unit_std:
        return False
    if one.per and other.per and one.per != other.per:
        return False
    return one.goods.families == other.goods.families or not (
        one.goods.families and other.goods.families
    )


def _may_share_goods(change: Reading, level: Reading) -> bool:
    """Say whether a change can be one of a level: not where they name two different goods."""
    own, its = change.goods.families - {ALL_GOODS}, level.goods.families - {ALL_GOODS}
    return not (own and its) or bool(own & its)


def _distance(change: Reading, pair: Pair) -> int:
    return min(abs(change.start - level.start) for level in pair)


def _is_only(change: str, pair: Pair, found: Mapping[str, Pair]) -> bool:
    """Say whether a pair has one change beside it: of two it is not known which is of it."""
    ids = {level.id for level in pair}
    return sum({level.id for level in other} == ids for other in found.values()) == 1
