"""Check 3: one thing said in two units: barrels and tonnes, two currencies and their rate."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import inf

from coalface.claims.checks.blocks import blocks_of, scope_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.exchange import DOLLAR, Rate, Rates, rates_of
from coalface.claims.checks.intervals import Figure, Interval, fit
from coalface.claims.checks.price_bands import day_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.checks.yearly_rates import yearly_rate
from coalface.claims.facts import Facts

__all__ = ["find_twin_currencies", "find_twin_units"]

SETTLE_RATE = "the day on which the price was paid, and in which currency"
SETTLE_UNIT = "the unit in which the load was measured"
MONTHS_SHOWN = 3
APART = 420  # characters between two that alone may be one thing said twice
MOST_GAP = 0.92  # of the larger: loads further apart are two loads
#: What a word for oil products may mean besides; its factor is another.
MAY_BE = {"refined_petroleum": "diesel"}
Key = tuple[object, ...]


def find_twin_units(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Convert barrels to tonnes where a document gives one amount in both.

    The factor is that of the product, from the rulebook; where several stand there, the nearest.

    Args:
        readings: Claims, read.
        facts: The rulebook with its conversions.

    Yields:
        One outcome for each pair of neighbours in the text.
    """
    yield from _seized(readings)
    if facts.rulebook is None:
        return
    for one, other in _twins(readings, _mass_key):
        if {one.unit_std, other.unit_std} == {"bbl", "t"}:
            yield from _converted(*_by_unit(one, other), facts)
    for one, other in _only_two(readings, _load_key, "unit_std"):
        for outcome in _converted(*_by_unit(one, other), facts):
            if outcome.size <= MOST_GAP:
                yield _as_warning(outcome)


def find_twin_currencies(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Divide the two figures of one price, and set the rate against that of its month.

    Args:
        readings: Claims, read.
        facts: Table `fx`.

    Yields:
        One outcome a pair; where the month's rate does not fit, the months whose rate would.
    """
    if facts.fx is None:
        return
    rates = rates_of(facts)
    for one, other in _twins(readings, _money_key):
        if one.currency != other.currency and DOLLAR in (one.currency, other.currency):
            foreign, dollars = (other, one) if one.currency == DOLLAR else (one, other)
            yield from _rated(foreign, dollars, rates)
    for one, other in _only_two(readings, _sum_key, "currency"):
        if DOLLAR in (one.currency, other.currency):
            foreign, dollars = (other, one) if one.currency == DOLLAR else (one, other)
            for outcome in _rated(foreign, dollars, rates):
                yield _as_warning(outcome)


def _seized(readings: list[Reading]) -> Iterator[Outcome]:
    """Hold what was seized against the same mass in another unit: "1,320 pounds (599 kg)"."""
    reach = load_definitions().tolerances.twins
    masses = [r for r in readings if r.figure is not None and r.unit_std == "t"]
    for block in blocks_of(masses, lambda r: r.document).values():
        for one, other in pairwise(sorted(block, key=lambda r: (r.start, r.id))):
            is_twin = one.kind == "penalty" and other.rule.endswith(".twin")
            if not is_twin or one.unit == other.unit or other.start - one.start > reach:
                continue
            found = fit(figure_of(one), figure_of(other))
            yield Outcome(
                test="unit_conversion",
                claim_ids=(one.id, other.id),
                verdict=found.verdict,
                explanation=(
                    f"{one.words} is {_said(one)}; {other.words} restates it as {_said(other)}."
                ),
                would_settle=SETTLE_UNIT,
                size=found.size,
            )


def _twins(readings: list[Reading], key: object) -> Iterator[tuple[Reading, Reading]]:
    assert callable(key)
    reach = load_definitions().tolerances.twins
    for block in blocks_of(readings, key).values():
        for one, other in pairwise(sorted(block, key=lambda r: (r.start, r.id))):
            is_near = abs(other.start - one.start) <= reach
            if is_near and one.attribution == other.attribution and scope_of(one, other) == "same":
                yield one, other


def _only_two(
    readings: list[Reading], key: object, attribute: str
) -> Iterator[tuple[Reading, Reading]]:
    """Give pairs that stand apart, or are told by two, where nothing else may be the twin."""
    assert callable(key)
    near = load_definitions().tolerances.twins
    for block in blocks_of(readings, key).values():
        by_unit = blocks_of(block, lambda r: getattr(r, attribute))
        if len(by_unit) != len({"one", "other"}):
            continue
        if any(len({figure_of(r).stated for r in its}) > 1 for its in by_unit.values()):
            continue
        one, other = (max(its, key=lambda r: (r.start, r.id)) for its in by_unit.values())
        distance = abs(one.start - other.start)
        is_told = distance <= near and one.attribution == other.attribution
        if "penalty" in (one.kind, other.kind) and one.kind != other.kind and distance > near:
            continue  # a fine, and another sum
        if distance <= APART and not (is_told and _subject(one) == _subject(other)):
            yield one, other


def _as_warning(outcome: Outcome) -> Outcome:
    """Tell a conflict of two that stand apart as a warning: they may be no twins."""
    return replace(outcome, verdict="warn") if outcome.verdict == "conflict" else outcome


def _by_unit(one: Reading, other: Reading) -> tuple[Reading, Reading]:
    return (one, other) if one.unit_std == "bbl" else (other, one)


def _load_key(reading: Reading) -> Key | None:
    if _mass_key(reading) is None or reading.kind != "quantity" or not reading.is_fact_like:
        return None
    return reading.document, reading.goods.families, reading.flow, reading.per


def _sum_key(reading: Reading) -> Key | None:
    if reading.kind not in ("value", "price", "penalty") or not reading.is_fact_like:
        return None
    return _money_key(reading) and (reading.document, reading.per)


def _mass_key(reading: Reading) -> Key | None:
    if reading.figure is None or reading.unit_std not in ("bbl", "t"):
        return None
    return _subject(reading)


def _money_key(reading: Reading) -> Key | None:
    if reading.figure is None or not reading.currency or reading.metric == "exchange_rate":
        return None
    return _subject(reading)


def _subject(reading: Reading) -> Key:
    return (
        reading.document,
        reading.metric,
        reading.goods,
        reading.flow,
        reading.per,
        reading.status,
    )


def _converted(barrels: Reading, tonnes: Reading, facts: Facts) -> Iterator[Outcome]:
    if not (barrels.span.meets(tonnes.span)):
        return
    definitions = load_definitions()
    products = {
        definitions.good_of[f].product for f in barrels.goods.families if f in definitions.good_of
    }
    products |= {MAY_BE[product] for product in products if product in MAY_BE}
    assert facts.rulebook is not None
    factors = [
        (c.bbl_per_t, c.id)
        for c in facts.rulebook.conversions
        if c.product in products and c.bbl_per_t
    ]
    if not factors:
        return
    volume, mass = figure_of(barrels), figure_of(tonnes)
    per_t, source = min(
        factors, key=lambda f: (abs(volume.stated.middle / f[0] - mass.stated.middle), f[1])
    )
    computed = volume.scaled(1 / per_t)
    room = definitions.tolerances.conversion
    found = fit(Figure(computed.stated, computed.span.widened(room)), mass)
    yield Outcome(
        test="unit_conversion",
        claim_ids=(barrels.id, tonnes.id),
        verdict=found.verdict,
        explanation=(
            f"{_said(barrels)} at {per_t:.4g} barrels a tonne is {said(computed.stated, 't')}; "
            f"{tonnes.words} gives {_said(tonnes)}."
        ),
        would_settle=SETTLE_UNIT,
        size=found.size,
        fact_ids=(f"conversion/{source}",),
    )


def _rated(foreign: Reading, dollars: Reading, known: Rates) -> Iterator[Outcome]:
    implied = _implied(figure_of(foreign), figure_of(dollars))
    rates = known.months.get(foreign.currency, [])
    if implied is None:
        return
    if not rates:
        yield from _rated_by_year(foreign, dollars, implied)
        return
    room = load_definitions().tolerances.conversion
    day = day_of(foreign) or day_of(dollars)
    if day is None:
        return  # at the rate of some month any two sums meet
    spoken = known.spoken_of(foreign, foreign.currency)
    usual = (spoken or rates)[-1].rate
    limit = load_definitions().tolerances.twin_rates
    if not usual / limit <= implied.middle <= usual * limit:
        return  # two sums of money, not one said twice
    fits = [r for r in spoken if implied.widened(room).gap(Interval(r.rate, r.rate)) == 0]
    verdict = "agree" if fits else "conflict"
    if not spoken:
        spoken, verdict = [min(rates, key=lambda r: (abs(r.month - day), r.month))], "warn"
    nearest = min(spoken, key=lambda r: (implied.gap(Interval(r.rate, r.rate)), r.month))
    gap = implied.gap(Interval(nearest.rate, nearest.rate)) / nearest.rate
    other = [r for r in rates if implied.gap(Interval(r.rate, r.rate)) == 0]
    yield Outcome(
        test="fx",
        claim_ids=(foreign.id, dollars.id),
        verdict=verdict,
        explanation=(
            f"{_said(foreign)} and {_said(dollars)} imply {said(implied, foreign.currency)} a "
            f"dollar; the mean of {nearest.month:%B %Y} was {nearest.rate:.4g}."
        ),
        would_settle=SETTLE_RATE,
        size=0.0 if verdict == "agree" else gap,
        fact_ids=(nearest.row_id,),
        hint="" if verdict == "agree" else _other_months(other),
    )


def _rated_by_year(foreign: Reading, dollars: Reading, implied: Interval) -> Iterator[Outcome]:
    """Set an implied rate against the range of a year: outside of it there is a doubt, no more."""
    known = yearly_rate(foreign)
    if known is None:
        return
    limit = load_definitions().tolerances.twin_rates
    if not known.span.low / limit <= implied.middle <= known.span.high * limit:
        return  # two sums of money, not one said twice
    room = load_definitions().tolerances.conversion
    gap = implied.widened(room).gap(known.span)
    yield Outcome(
        test="fx",
        claim_ids=(foreign.id, dollars.id),
        verdict="warn" if gap else "agree",
        explanation=(
            f"{_said(foreign)} and {_said(dollars)} imply {said(implied, foreign.currency)} a "
            f"dollar; in {known.said} the rate went from {known.span.low:.4g} to "
            f"{known.span.high:.4g}."
        ),
        would_settle=SETTLE_RATE,
        size=gap / known.span.middle,
    )


def _implied(foreign: Figure, dollars: Figure) -> Interval | None:
    """Give the rates that the two ends leave open: low over low, high over high, with rounding."""
    if not (foreign.stated.is_bounded and dollars.stated.is_bounded) or dollars.span.low <= 0:
        return None
    room = [
        Interval(
            f - (foreign.stated.low - foreign.span.low),
            f + (foreign.span.high - foreign.stated.high),
        )
        for f in (foreign.stated.low, foreign.stated.high)
    ]
    base = [
        Interval(
            d - (dollars.stated.low - dollars.span.low),
            d + (dollars.span.high - dollars.stated.high),
        )
        for d in (dollars.stated.low, dollars.stated.high)
    ]
    low, high = inf, -inf
    for top, bottom in zip(room, base, strict=True):
        rate = top.over(bottom)
        if rate is None:
            return None
        low, high = min(low, rate.low), max(high, rate.high)
    return Interval(low, high)


def _other_months(rates: list[Rate]) -> str:
    if not rates:
        return ""
    shown = ", ".join(f"{rate.month:%B %Y}" for rate in rates[-MONTHS_SHOWN:])
    return f"Months whose mean rate would fit, the latest: {shown}."


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)
