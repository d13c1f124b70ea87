"""Check 2, products: price times quantity is value, and loads times trips times ships a volume."""

import re
from collections.abc import Iterator
from dataclasses import replace

from coalface.claims.checks.blocks import blocks_of, few, scope_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.exchange import Rates, rates_of
from coalface.claims.checks.intervals import Figure, fit, product_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_load_products", "find_priced_values"]

SETTLE = "an invoice or contract that gives price, quantity and value together"
SETTLE_LOADS = "the count of loads, from pictures or from the port's own book"
KG_PER_T = 1000.0
PRICES = "unit_price"  # freight and rates of exchange are prices too, of something else
SHORTEST_STEM = 3
MOST_LINKS = 3
NEAR = 300  # characters from what one holds to the sum of all
TIMES = frozenset({"day", "night", "week", "month", "quarter", "season", "year"})
Key = tuple[object, ...]


def find_priced_values(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Divide a value by the quantity it paid for, and set the unit value against stated prices.

    Value and quantity come from one document, on the same goods, time and load. The price comes
    from it too or, where the times meet, from another.

    Args:
        readings: Claims, read.
        facts: Table `fx`, where price and value are in two currencies.

    Yields:
        One outcome for each value, quantity and price that belong together.
    """
    prices = blocks_of(readings, _price_key)
    rates = rates_of(facts)
    found: list[Outcome] = []
    for block in blocks_of(readings, _worth_key).values():
        for value, quantity in _worths(block):
            beside = [p for p in prices.get(value.goods.families, []) if _can_price(p, value)]
            own = [p for p in beside if p.document == value.document]
            same = [p for p in own or beside if p.currency == value.currency]
            for price in few(same):
                found.extend(_priced(value, quantity, price, figure_of(price)))
            for price in few(p for p in own if p.currency != value.currency):
                found.extend(_converted(value, quantity, price, rates))
    yield from _without_rivals(found)


def find_load_products(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Multiply a load by the trips of each ship and by the ships, and compare with the volume.

    What a figure is for one of ("per trip") is looked for among the counted things of the same
    document: "two trips" per lighter, "three lighters".

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each chain that ends in a stated volume.
    """
    for block in blocks_of(readings, _document).values():
        counts = [r for r in block if r.unit_std == "count" and r.op != "none"]
        masses = [r for r in block if r.unit_std == "t" and r.metric != "vessel_tonnage"]
        loads = [r for r in masses if counts and r.per and r.per not in TIMES]
        chains = [(load, chain) for load in loads if (chain := _chain(load, counts))]
        totals = {t.id for c in chains for t in loads if t.id != c[0].id and _is_sum(t, *c)}
        for load, chain in chains:
            if load.id not in totals:
                its = [r for r in masses if r.goods.families == load.goods.families]
                yield from _of_volumes(
                    [r for r in its if r.id in totals or (not r.per and r.kind == "quantity")],
                    load,
                    chain,
                )


def _is_sum(total: Reading, load: Reading, chain: list[Reading]) -> bool:
    """Say whether what reads as a load of one is the volume of all: "each, a total of 8,000"."""
    return total.goods.families == load.goods.families and any(
        outcome.verdict != "conflict" for outcome in _multiplied(total, load, chain)
    )


def _of_volumes(volumes: list[Reading], load: Reading, chain: list[Reading]) -> Iterator[Outcome]:
    """Set a chain against the volumes of its document; what one bears out is no other's.

    Of volumes that do not bear it out only the nearest may be meant. What a sack holds is told
    beside many figures, so of such only one near counts, with a warning.
    """
    is_sure = load.per in load_definitions().single_loads
    is_sure = is_sure and all(link.goods.families == load.goods.families for link in chain)
    near = volumes if is_sure else [v for v in volumes if abs(v.start - load.start) <= NEAR]
    near = sorted(near, key=lambda v: (abs(v.start - load.start), v.id))
    found = [outcome for volume in near for outcome in _multiplied(volume, load, chain)]
    borne_out = [outcome for outcome in found if outcome.verdict != "conflict"]
    if borne_out:
        yield from borne_out
    elif found:
        yield found[0] if is_sure else replace(found[0], verdict="warn")


def _without_rivals(found: list[Outcome]) -> Iterator[Outcome]:
    """Leave out conflicts of a value and price that another stated quantity settles.

    Two quantities for one thing are told by the check of one subject, and not here again.
    """
    ends = [(o.claim_ids[0], o.claim_ids[-1]) for o in found]
    settled = {e for e, o in zip(ends, found, strict=True) if o.verdict != "conflict"}
    for end, outcome in zip(ends, found, strict=True):
        if outcome.verdict != "conflict" or end not in settled:
            yield outcome


def _worth_key(reading: Reading) -> Key | None:
    priced = load_definitions().priced
    metrics = {*priced, *(m for ms in priced.values() for m in ms)}
    if reading.figure is None or reading.metric not in metrics or reading.unit_std not in _UNITS:
        return None
    return reading.document, reading.goods.families, reading.span, reading.per


_UNITS = frozenset({"t", "USD", "CNY", "RUB", "KRW", "EUR", "JPY", "KPW"})


def _price_key(reading: Reading) -> frozenset[str] | None:
    if reading.figure is None or reading.per != "t" or reading.kind != "price":
        return None
    if not reading.metric.startswith(PRICES):
        return None
    return reading.goods.families


def _worths(block: list[Reading]) -> Iterator[tuple[Reading, Reading]]:
    priced = load_definitions().priced
    for value in few(r for r in block if r.metric in priced and r.unit_std != "t"):
        wanted = priced[value.metric]
        for quantity in few(r for r in block if r.metric in wanted and r.unit_std == "t"):
            if scope_of(value, quantity) != "apart":
                yield value, quantity


def _can_price(price: Reading, value: Reading) -> bool:
    if price.flow and value.flow and price.flow != value.flow:
        return False
    if price.document != value.document and not (price.span.is_known and value.span.is_known):
        return False
    return price.span.meets(value.span)


def _converted(
    value: Reading, quantity: Reading, price: Reading, rates: Rates
) -> Iterator[Outcome]:
    """Set a price in one currency against a value in another, through the dollar."""
    dollars, worth = (rates.in_dollars(r, figure_of(r)) for r in (price, value))
    if dollars is None or worth is None:
        return
    to_value = figure_of(value).over(worth)
    if to_value is not None:
        yield from _priced(value, quantity, price, dollars.times(to_value))


def _priced(value: Reading, quantity: Reading, price: Reading, rate: Figure) -> Iterator[Outcome]:
    """Set value over quantity against a price, given in the value's currency as `rate`."""
    worth, mass = figure_of(value), figure_of(quantity)
    implied = worth.over(mass)
    if implied is None:
        return
    found = fit(rate.times(mass), worth)
    scope = scope_of(price, value)
    if scope == "grade" and found.verdict == "conflict":
        return  # the price of another grade
    is_loose = scope == "loose"
    is_small = is_loose and found.size <= load_definitions().tolerances.loose_scope
    verdict = "no_conflict" if found.verdict == "conflict" and is_small else found.verdict
    if verdict == "conflict" and _may_be_of_another_time(price, value):
        verdict = "warn"
    own = price.document == value.document
    per_tonne = said(implied.stated, f"{value.unit_std} a tonne")
    yield Outcome(
        test="product" if own else "implied_unit_price",
        claim_ids=(value.id, quantity.id, price.id),
        verdict=verdict,
        explanation=(
            f"{_said(value)} for {_said(quantity)} is {per_tonne}; {price.words} gives "
            f"{_said(price)} a tonne for {price.span.said()}"
            + (": they do not meet." if verdict in ("conflict", "warn") else ".")
        ),
        would_settle=SETTLE,
        size=found.size,
        hint=_price_hint(price, implied) if verdict == "conflict" else "",
    )


def _may_be_of_another_time(price: Reading, value: Reading) -> bool:
    """Say whether only one of two tells its time, and they stand apart in the text."""
    reach = load_definitions().tolerances.twins
    is_apart = abs(price.start - value.start) > reach
    return is_apart and price.span.is_known != value.span.is_known


def _price_hint(price: Reading, implied: Figure) -> str:
    """Say whether the price as of a kilogramme, or in the value's currency, would fit."""
    plain = figure_of(price)
    for factor, words in (
        (1.0, "in the currency of the value"),
        (KG_PER_T, "of a kilogramme, in the currency of the value"),
        (1 / KG_PER_T, "of a thousand tonnes, in the currency of the value"),
    ):
        if fit(plain.scaled(factor), implied).verdict != "conflict":
            return f"{price.id} read as {words} would fit."
    return ""


def _document(reading: Reading) -> str | None:
    if reading.figure is None or not reading.is_fact_like or reading.status == "ended":
        return None
    return reading.document


def _chain(load: Reading, counts: list[Reading]) -> list[Reading]:
    chain: list[Reading] = []
    wanted = load.per
    while wanted and len(chain) < MOST_LINKS:
        links = [c for c in counts if c not in chain and _counts(c, wanted)]
        if not links:
            break
        link = min(
            links,
            key=lambda c: (
                c.goods.families != load.goods.families,
                wanted not in c.metric,
                abs(c.start - load.start),
                c.id,
            ),
        )
        chain.append(link)
        wanted = link.per
    return [] if wanted else chain


def _counts(reading: Reading, noun: str) -> bool:
    """Say whether a claim counts a thing: by its metric, or by its own words."""
    if len(noun) < SHORTEST_STEM or reading.per == noun:
        return False
    return (
        re.search(rf"\b(?:{_forms(noun)})\b", f"{reading.metric} {reading.locator}".casefold())
        is not None
    )


def _forms(noun: str) -> str:
    """Give a pattern for one and many of a thing: "lorry" and "lorries"."""
    many = rf"|{re.escape(noun[:-1])}ies" if noun.endswith("y") else ""
    return rf"{re.escape(noun)}(?:e?s)?{many}"


def _multiplied(volume: Reading, load: Reading, chain: list[Reading]) -> Iterator[Outcome]:
    if not all(link.span.meets(volume.span) for link in (load, *chain)):
        return
    computed = product_of([figure_of(load), *(figure_of(link) for link in chain)])
    found = fit(computed, figure_of(volume))
    terms = " x ".join(
        [*(said(figure_of(link).stated, "") for link in reversed(chain)), _said(load)]
    )
    end = "as stated" if found.verdict != "conflict" else f"but {_said(volume)} is stated"
    yield Outcome(
        test="product",
        claim_ids=(volume.id, *(link.id for link in reversed(chain)), load.id),
        verdict=found.verdict,
        explanation=f"{terms} = {said(computed.stated, 't')}, {end} in {volume.words}.",
        would_settle=SETTLE_LOADS,
        size=found.size,
    )


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)
