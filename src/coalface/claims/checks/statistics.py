"""Check 5: levels and growth as told, against the figures that statistics offices published."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.hints import FACTORS, factor_words, unexplained
from coalface.claims.checks.intervals import Figure, Interval, difference, fit, point
from coalface.claims.checks.periods import Span, year_before
from coalface.claims.checks.readings import HOME, Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.trade_index import (
    Published,
    TradeIndex,
    codes_of,
    index_trade,
    partners_of,
)
from coalface.claims.facts import Facts

__all__ = ["find_trade_growth", "find_trade_levels"]

SETTLE = "the office's own table for those months, goods and partner, in its first and last release"
MOST_HINTS = 2
GROWTH_ROOM = 0.1  # of the growth, beyond what rounding leaves: vintages differ
LEVEL_ROOM = 0.02
TIMES = 2.5  # of the largest year published near: beyond it a total stands out
YEARS = 3
FITS = frozenset({"agree", "agree_rounded", "consistent"})
FEWEST = 2  # years near that show what is usual
EXACT = 0.0001  # how near, relative, a reading comes that no chance explains
#: A total that customs give, of goods whose flow is not told: read as what the country sold.
UNNAMED = {
    "quantity": "export_volume",
    "value": "export_value",
    "cargo_value": "export_value",
    "shipments": "export_volume",
    "receipts": "export_value",
    "sales_value": "export_value",
}
CUSTOMS = ("customs", "해관", "세관", "海关")
OTHER_PARTNERS = 0.5  # more than that no other partner of the country adds
#: Places that stand for their country.
CAPITALS = frozenset({"KP-01", "CN-BJ"})


@dataclass(frozen=True, slots=True)
class _Offer:
    """A reading of a figure under which it would fit a published one."""

    n_changes: int
    left: float
    words: str
    fact: Published


def find_trade_levels(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set totals in claims against published ones of the same flow, goods, partner and time.

    Offices print with and without freight (CIF, FOB), revise, and sort goods otherwise, so a
    small distance is no contradiction. Where none fits, the readings that would are offered:
    flows swapped, a power of ten, another period; never as a correction.

    Args:
        readings: Claims, read.
        facts: Table `flows`.

    Yields:
        One outcome for each total for whose flow, goods and time a figure is at hand.
    """
    index = index_trade(facts)
    series = load_definitions().trade
    for reading in readings:
        if reading.metric in series and _is_level(reading) and _crosses(reading):
            yield from _level(reading, index)
        elif reading.metric in UNNAMED and _is_level(reading) and _is_of_customs(reading):
            told = replace(reading, metric=UNNAMED[reading.metric])
            yield from (_doubted(outcome) for outcome in _level(told, index))


def _is_of_customs(reading: Reading) -> bool:
    """Say whether customs are the source of a year's total whose flow is not told."""
    is_alone = not reading.sites and not reading.flow and len(reading.goods.families) == 1
    source = " ".join((*reading.attribution, reading.actor)).casefold()
    return is_alone and reading.span.is_year and any(word in source for word in CUSTOMS)


def _doubted(outcome: Outcome) -> Outcome:
    """Only warn of a total that does not say that it is one of exports."""
    return replace(outcome, verdict="warn") if outcome.verdict == "conflict" else outcome


def find_trade_growth(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set growth in claims against that of published levels a year apart.

    Args:
        readings: Claims, read.
        facts: Table `flows`.

    Yields:
        One outcome for each growth whose two levels are at hand.
    """
    index = index_trade(facts)
    series = load_definitions().trade
    for reading in readings:
        if reading.kind != "growth_rate" or reading.metric not in series or not _crosses(reading):
            continue
        if reading.figure is not None and reading.span.is_whole and reading.is_fact_like:
            yield from _growth(reading, index)


def _is_level(reading: Reading) -> bool:
    if reading.kind not in ("value", "quantity") or reading.figure is None or reading.per:
        return False
    if not reading.figure.stated.is_bounded or reading.status == "ended":
        return False
    return reading.span.is_whole and reading.is_fact_like and reading.unit_std in ("USD", "t")


def _crosses(reading: Reading) -> bool:
    """Say whether it tells of trade: a sale does only where a country is named to which it went."""
    if reading.metric not in load_definitions().sales:
        return True
    is_outward = any(_is_abroad(place) for place in reading.destination)
    return reading.flow in ("", "export") and is_outward


def _is_abroad(place: str) -> bool:
    return not place.startswith("name:") and place[:2] != HOME


def _level(reading: Reading, index: TradeIndex) -> Iterator[Outcome]:
    """Hold a total against figures of its partner; one that names none may be of either."""
    flow = load_definitions().trade[reading.metric].flow
    codes, unit = codes_of(reading), reading.unit_std
    series = [index.find(codes, partner, unit) for partner in partners_of(reading)]
    held = [_of_time(reading, found, flow) for found in series]
    told = [outcome for outcome in held if outcome is not None]
    if told:
        yield next((outcome for outcome in told if outcome.verdict in FITS), told[0])
        return
    for found in series:
        near = [p for p in found if p.flow == flow and _is_near(p.span, reading.span)]
        if len({p.span for p in near}) >= FEWEST:
            yield from _beyond(reading, max(near, key=lambda p: (p.amount, p.row_id)))
            return


def _of_time(reading: Reading, found: list[Published], flow: str) -> Outcome | None:
    same = [p for p in found if p.flow == flow and p.span == reading.span]
    return _held(reading, same, found) if same else None


def _is_near(year: Span, span: Span) -> bool:
    """Say whether a published year lies within a few of a spell that is no longer than a year."""
    if not year.is_year or year.first is None or span.first is None or span.last is None:
        return False
    is_short = span.first.year == span.last.year
    return is_short and abs(year.first.year - span.first.year) <= YEARS


def _beyond(reading: Reading, most: Published) -> Iterator[Outcome]:
    """Tell of a total far above the largest year published near its own."""
    low = figure_of(reading).span.low
    if low <= TIMES * most.amount:
        return
    yield Outcome(
        test="trade_level",
        claim_ids=(reading.id,),
        verdict="warn",
        explanation=(
            f"{reading.words} gives {said(figure_of(reading).stated, reading.unit_std)} for "
            f"{reading.span.said()}; no figure for that time is at hand, and the largest year "
            f"published within {YEARS} years is {said(most.figure.stated, most.unit)} "
            f"({most.named}), {low / most.amount:,.1f} times less."
        ),
        would_settle=SETTLE,
        size=1 - most.amount / low,
        fact_ids=most.ids,
    )


def _may_be_part(reading: Reading, published: Published) -> bool:
    """Say whether a smaller figure may be of one place: its words name one that is no capital."""
    is_less = figure_of(reading).span.high < published.figure.span.low
    return is_less and (reading.is_part or bool(reading.sites - CAPITALS))


def _held(reading: Reading, same: list[Published], series: list[Published]) -> Outcome:
    figure = figure_of(reading)
    nearest = min(same, key=lambda p: (figure.span.gap(p.figure.span), p.row_id))
    found = fit(figure, nearest.figure)
    tolerances = load_definitions().tolerances
    verdict = found.verdict
    if verdict == "conflict" and found.size <= LEVEL_ROOM:
        verdict = "agree_rounded"
    elif verdict == "conflict" and found.size <= tolerances.valuation:
        verdict = "no_conflict"
    offers = _offers(reading, series) if verdict in ("conflict", "no_conflict") else []
    if verdict == "no_conflict" and any(offer.left <= EXACT for offer in offers):
        verdict = "conflict"  # a slip explains it to the last digits, freight or revisions do not
    is_vague = not reading.partner and found.size <= OTHER_PARTNERS
    is_vague = is_vague or not reading.goods.names or reading.is_base
    is_vague = is_vague or _may_be_part(reading, nearest)
    if verdict == "conflict" and is_vague:
        verdict = "warn"
    basis = f", {nearest.basis}" if nearest.basis else ""
    notes = {
        "no_conflict": " Freight, revisions or the list of goods can explain so little.",
        "warn": " It may be of some goods, some partner or one place only, which may explain it.",
        "conflict": f" They differ by {difference(figure, nearest.figure):.1%} of the larger.",
    }
    return Outcome(
        test="trade_level",
        claim_ids=(reading.id,),
        verdict=verdict,
        explanation=(
            f"{reading.words} gives {said(figure.stated, reading.unit_std)} for "
            f"{reading.span.said()}; published: {said(nearest.figure.stated, nearest.unit)} "
            f"({nearest.flow.replace('_', ' ')}{basis}; {nearest.named}).{notes.get(verdict, '')}"
        ),
        would_settle=SETTLE,
        size=found.size,
        fact_ids=tuple(dict.fromkeys(i for p in same for i in p.ids)),
        hint=" ".join(o.words for o in offers[:MOST_HINTS]),
    )


def _offers(reading: Reading, series: list[Published]) -> list[_Offer]:
    """Give the readings that would fit, those with the fewest changes and the least left first."""
    own_flow = load_definitions().trade[reading.metric].flow
    offers = []
    for fact, factor in product(series, (1.0, *FACTORS)):
        is_swapped = fact.flow != own_flow
        is_moved = fact.span != reading.span
        if is_moved and (factor != 1.0 or is_swapped):
            continue  # with so much freedom something always fits
        n_changes = is_swapped + is_moved + (factor != 1.0)
        figure = figure_of(reading).scaled(factor)
        left = abs(figure.stated.middle - fact.amount) / fact.amount
        if n_changes and (
            left <= load_definitions().tolerances.hint or _is_scaled(figure, fact, factor)
        ):
            words = _offered(reading, fact, factor, is_swapped=is_swapped, is_moved=is_moved)
            offers.append(_Offer(n_changes, left, words, fact))
    return sorted(offers, key=lambda o: (o.n_changes, o.left, o.fact.row_id))


def _is_scaled(figure: Figure, fact: Published, factor: float) -> bool:
    """Say whether a power of ten makes it agree, within the rounding of what is printed."""
    return factor != 1.0 and fit(figure, fact.figure).verdict != "conflict"


def _offered(
    reading: Reading, fact: Published, factor: float, *, is_swapped: bool, is_moved: bool
) -> str:
    changes = []
    if is_swapped:
        changes.append(f"flows swapped (as {fact.flow.replace('_', ' ')})")
    if factor != 1.0:
        changes.append(f"{factor_words(factor)}")
    if is_moved:
        changes.append(f"for {fact.span.said()}")
    figure = figure_of(reading).scaled(factor)
    left = unexplained(figure, fact.figure, fact.unit)
    return (
        f"Would fit {fact.named} ({said(fact.figure.stated, fact.unit)}): "
        f"{' and '.join(changes)}" + (f"; {left}." if left else ".")
    )


def _growth(reading: Reading, index: TradeIndex) -> Iterator[Outcome]:
    series = load_definitions().trade[reading.metric]
    unit = "t" if series.column == "mass_t" else "USD"
    for partner in partners_of(reading):
        found = [p for p in index.find(codes_of(reading), partner, unit) if p.flow == series.flow]
        after = _range(found, reading.span)
        before = _range(found, year_before(reading.span))
        if after is not None and before is not None:
            yield _grown(reading, after, before, found)
            return


def _range(found: list[Published], span: Span) -> Figure | None:
    """Give the range of what was published for one time."""
    amounts = [p.amount for p in found if p.span == span]
    if not amounts:
        return None
    between = Interval(min(amounts), max(amounts))
    return Figure(between, between)


def _grown(reading: Reading, after: Figure, before: Figure, found: list[Published]) -> Outcome:
    ratio = after.over(before)
    assert ratio is not None
    computed = ratio.minus(point(1.0))
    stated = figure_of(reading)
    held = fit(computed, stated)
    gap = computed.span.gap(stated.span)
    verdict = held.verdict
    if verdict == "conflict" and gap <= GROWTH_ROOM * max(1.0, abs(computed.stated.middle)):
        verdict = "no_conflict"
    if verdict == "conflict" and not reading.partner:
        verdict = "warn"
    spans = (reading.span, year_before(reading.span))
    return Outcome(
        test="trade_growth",
        claim_ids=(reading.id,),
        verdict=verdict,
        explanation=(
            f"{reading.words} gives {said(stated.stated, 'fraction')} for {reading.span.said()}; "
            f"the published levels, {said(before.stated, found[0].unit)} and then "
            f"{said(after.stated, found[0].unit)}, make {said(computed.stated, 'fraction')}."
        ),
        would_settle=SETTLE,
        size=held.size,
        fact_ids=tuple(dict.fromkeys(i for p in found if p.span in spans for i in p.ids)),
        hint=_growth_hint(reading, computed) if verdict in ("conflict", "warn") else "",
    )


def _growth_hint(reading: Reading, computed: Figure) -> str:
    """Say whether the sign or a ratio taken for growth would make it fit."""
    stated = figure_of(reading)
    if fit(stated.minus(point(1.0)), computed).verdict != "conflict":
        return "Read as a multiple of the year before, not as growth, it would fit."
    mirrored = Figure(
        Interval(-stated.stated.high, -stated.stated.low),
        Interval(-stated.span.high, -stated.span.low),
    )
    if fit(mirrored, computed).verdict != "conflict":
        return "Read with the other sign it would fit."
    return ""
