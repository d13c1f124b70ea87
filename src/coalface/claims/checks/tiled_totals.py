"""Check 2, spells: months that make a quarter, halves that make a year, and the total of it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import fit, sum_of
from coalface.claims.checks.periods import Span
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_tiled_totals"]

REACH = 600  # characters from a total to the last of its parts
FAR = 12.0  # sums further from the total are of other things
FITTING = frozenset({"agree", "agree_rounded", "consistent"})
LEVELS = ("stock", "capacity", "reserves", "vessel", "age", "group")
A_DAY = timedelta(days=1)
SETTLE = "the list of the months from which the total was taken"
Key = tuple[object, ...]


def find_tiled_totals(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add the figures of spells that follow one another without a gap and fill a longer one.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each total whose spell is filled by two or more parts; what does not fit
        only warns, for one of them may be of other goods or another place.
    """
    for block in blocks_of(readings, _key).values():
        spans = {r.span for r in block}
        for whole in block:
            tiles = _tiles(whole, [r for r in block if whole.span.holds(r.span)], spans)
            if tiles:
                yield from _held(whole, tiles)


def _key(reading: Reading) -> Key | None:
    if reading.kind not in ("quantity", "value") or reading.per or not reading.span.is_whole:
        return None
    if reading.figure is None or not reading.figure.stated.is_bounded or not reading.is_fact_like:
        return None
    if reading.polarity != "affirmed" or reading.metric.startswith(LEVELS) or reading.is_rest:
        return None
    if reading.span.first is None or reading.span.first.day != 1:
        return None  # days of a week are told loosely
    if reading.status == "ended" or reading.unit_std in ("day", "hour", "nmi", "year", "month"):
        return None
    return reading.document, reading.kind, reading.unit_std


def _tiles(whole: Reading, parts: list[Reading], spans: set[Span]) -> list[Reading]:
    """Give the figures that fill the spell of a whole, one each; none if there are two of one."""
    near = [r for r in parts if abs(r.start - whole.start) <= REACH and _are_alike(r, whole)]
    ordered = sorted(near, key=lambda r: (str(r.span.first), r.start, r.id))
    if len(ordered) < len({"one", "other"}) or len({r.span for r in ordered}) != len(ordered):
        return []
    is_filled = ordered[0].span.first == whole.span.first
    is_filled = is_filled and ordered[-1].span.last == whole.span.last
    is_filled = is_filled and all(_follow(a.span, b.span) for a, b in pairwise(ordered))
    return ordered if is_filled and len(spans) > 1 else []


def _follow(one: Span, other: Span) -> bool:
    return one.last is not None and other.first is not None and one.last + A_DAY == other.first


def _are_alike(part: Reading, whole: Reading) -> bool:
    for ours, theirs in (
        (part.goods.families, whole.goods.families),
        (part.flow, whole.flow),
        (part.partner, whole.partner),
    ):
        if ours and theirs and ours != theirs:
            return False
    return True


def _held(whole: Reading, tiles: list[Reading]) -> Iterator[Outcome]:
    computed = sum_of([figure_of(r) for r in tiles])
    found = fit(computed, figure_of(whole))
    is_wrong = found.verdict not in FITTING
    ratio = figure_of(whole).stated.middle / max(computed.stated.middle, 1e-9)
    if is_wrong and not 1 / FAR < ratio < FAR:
        return
    terms = " + ".join(said(figure_of(r).stated, r.unit_std) for r in tiles)
    told = said(figure_of(whole).stated, whole.unit_std)
    end = f"but {told} is told" if is_wrong else "as told"
    yield Outcome(
        test="sum",
        claim_ids=(whole.id, *(r.id for r in tiles)),
        verdict="warn" if is_wrong else found.verdict,
        explanation=(
            f"{terms} = {said(computed.stated, whole.unit_std)} for all of {whole.span.said()}, "
            f"{end} in {whole.words}."
        ),
        would_settle=SETTLE,
        size=found.size,
    )
