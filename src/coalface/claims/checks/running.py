"""Check 2, running totals: they never fall, a month is in its year, one load in its month."""

from collections.abc import Iterator
from dataclasses import replace

from coalface.claims.checks.blocks import blocks_of, scope_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.periods import Span
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_falling_totals", "find_loads_above_months", "is_falling_sum"]

SETTLE = "the monthly figures of the same office, added up"
MIRRORED = {"export_value": "import_value", "import_value": "export_value"}
_UP_TO = ("by ", "up to ", "through ", "until ", "till ", "to the end")
_UP_TO_AFTER = ("까지", "为止", "止")
SUMS = frozenset({"value", "quantity"})
BOUNDS = frozenset({"lt", "le", "gt", "ge"})
ROUND = 0.01  # totals of two releases may differ by revisions of this much
Key = tuple[object, ...]


def find_falling_totals(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set a total against those of longer spells that hold its own: it cannot be larger.

    What one speaker of one report tells of one good under no more of a name than "value" or
    "quantity" may be of two things, so of such only a fall is told, and it only warns.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict where the shorter spell has the larger total, with the swap of flows that would
        mend it; the nearest pair of a series that does grow is told as consistent.
    """
    blocks = blocks_of((_from_new_year(r) for r in readings), _key)
    for block in blocks.values():
        for within, around in _nested(block):
            if within.partner and around.partner and within.partner != around.partner:
                continue
            outcome = _outcome(within, around, blocks)
            if not _is_unnamed_sum(within):
                yield outcome
            elif outcome.verdict in ("conflict", "warn"):
                yield replace(outcome, verdict="warn")


def is_falling_sum(one: Reading, other: Reading) -> bool:
    """Say whether the check of running totals sees to two sums without a name of their own.

    Args:
        one: A claim.
        other: Another one.
    """
    key = _key(one) if _is_unnamed_sum(one) else None
    if key is None or key != _key(other):
        return False
    within, around = (one, other) if other.span.holds(one.span) else (other, one)
    return around.span.holds(within.span) and _excess(within, around) > 0


def _is_unnamed_sum(reading: Reading) -> bool:
    """Say whether a sum of money or goods has no name that tells what it is the sum of."""
    return reading.metric == reading.kind and reading.kind in SUMS and not reading.per


def find_loads_above_months(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set one cargo against what moved in its whole month, as the same document tells it.

    Args:
        readings: Claims, read.
        facts: Conversions of the rulebook, for a load that fits if tonnes were barrels.

    Yields:
        A conflict where one load is more than its month.
    """
    singles, metrics = load_definitions().single_loads, load_definitions().load_metrics
    for block in blocks_of(readings, _load_key).values():
        loads = [r for r in block if r.per in singles or r.metric in metrics]
        months = [r for r in block if not r.per and r.span.is_month and _is_of_month(r)]
        for load in loads:
            for month in months:
                if scope_of(load, month) != "apart" and load.span.meets(month.span):
                    yield from _load(load, month, facts)


def _from_new_year(reading: Reading) -> Reading:
    """Read a total "by the end of June" as of the months up to it."""
    last, words = reading.span.last, reading.period_text.casefold()
    is_up_to = words.startswith(_UP_TO) or words.endswith(_UP_TO_AFTER)
    if reading.span.first is not None or last is None or not is_up_to:
        return reading
    return replace(reading, span=Span(last.replace(month=1, day=1), last))


def _key(reading: Reading) -> Key | None:
    if not _is_sum(reading):
        return None
    key = (reading.metric, reading.goods.families, reading.flow, reading.unit_std)
    if reading.metric in load_definitions().totals:
        return key
    is_loose = reading.is_rest or reading.is_part or reading.op in BOUNDS
    if is_loose or not _is_unnamed_sum(reading) or not reading.goods.families:
        return None
    if reading.polarity != "affirmed":
        return None
    return *key, reading.document, reading.attribution, reading.actor, reading.sites


def _is_sum(reading: Reading) -> bool:
    """Say whether a figure can be what was added up in its days."""
    if reading.figure is None or reading.per or not reading.span.is_whole:
        return False
    is_told = reading.status != "ended" and reading.is_fact_like
    # No total of goods is below nothing.
    return is_told and reading.kind in SUMS and reading.figure.stated.middle >= 0


def _load_key(reading: Reading) -> Key | None:
    if reading.figure is None or reading.kind != "quantity" or reading.unit_std != "t":
        return None
    return reading.document, reading.goods.families


def _is_of_month(reading: Reading) -> bool:
    """Say whether a figure can be all that moved in its month: no load, no heap, no rest."""
    metric = reading.metric
    definitions = load_definitions()
    is_other = metric in definitions.load_metrics or metric in definitions.attributes
    is_other = is_other or metric.startswith("stock")
    return not is_other and not reading.is_rest


def _nested(block: list[Reading]) -> Iterator[tuple[Reading, Reading]]:
    """Give, for each spell, the next longer ones of its year; of many readings the extreme ones."""
    by_year = blocks_of(block, lambda r: r.span.first and r.span.first.year)
    for year in by_year.values():
        by_span = blocks_of(year, lambda r: r.span)
        spans = sorted(by_span, key=_length)
        for place, span in enumerate(spans):
            largest = max(by_span[span], key=lambda r: (figure_of(r).span.low, r.id))
            for longer in spans[place + 1 :]:
                if longer.holds(span):
                    least = min(by_span[longer], key=lambda r: (figure_of(r).span.high, r.id))
                    yield largest, least


def _length(span: Span) -> tuple[int, str]:
    assert span.first is not None
    assert span.last is not None
    return (span.last - span.first).days, str(span.first)


def _outcome(within: Reading, around: Reading, blocks: dict[Key, list[Reading]]) -> Outcome:
    over = _excess(within, around)
    is_wrong = over > 0
    is_sure = within.document == around.document or within.partner == around.partner
    is_sure = is_sure and around.span.last != around.published  # "this year": so far, who knows
    start_alike = within.span.first == around.span.first
    doubt = ", if both count one thing" if _is_unnamed_sum(within) else ""
    relation = "the same months and more" if start_alike else "the spell around it"
    return Outcome(
        test="cumulative_monotone" if start_alike else "month_in_year",
        claim_ids=(around.id, within.id),
        verdict=("conflict" if is_sure else "warn") if is_wrong else "consistent",
        explanation=(
            f"{within.words} gives {_said(within)} for {within.span.said()}; {around.words} gives "
            f"{_said(around)} for {around.span.said()}, {relation}: "
            + (f"a total cannot fall{doubt}." if is_wrong else "the total grows.")
            + ("" if is_sure else " One of them does not say with which partner.")
        ),
        would_settle=SETTLE,
        size=over / figure_of(within).span.low if is_wrong else 0.0,
        hint=_swap(within, around, blocks) if is_wrong else "",
    )


def _excess(within: Reading, around: Reading) -> float:
    """Give by how much a shorter spell's total is the larger; 0 if revisions can explain it."""
    small, large = figure_of(within).span.low, figure_of(around).span.high
    return small - large if small - large > ROUND * abs(large) else 0.0


def _swap(within: Reading, around: Reading, blocks: dict[Key, list[Reading]]) -> str:
    """Say whether taking one document's exports for its imports would let both totals grow."""
    other = MIRRORED.get(within.metric)
    if other is None:
        return ""
    flow = "export" if other == "export_value" else "import"
    key = (other, within.goods.families, flow, within.unit_std)
    for one, its_pair in ((around, within), (within, around)):
        mirror = [
            r for r in blocks.get(key, []) if r.document == one.document and r.span == one.span
        ]
        for swapped in mirror:
            small, large = (swapped, around) if one is within else (within, swapped)
            if figure_of(small).span.low <= figure_of(large).span.high:
                return (
                    f"If {one.document} swapped exports and imports ({one.id}, {swapped.id}), "
                    f"{said(figure_of(swapped).stated, swapped.unit_std)} would stand beside "
                    f"{its_pair.id} and the total would grow."
                )
    return ""


def _load(load: Reading, month: Reading, facts: Facts) -> Iterator[Outcome]:
    one, whole = figure_of(load), figure_of(month)
    over = one.span.low - whole.span.high
    if over <= 0:
        return
    yield Outcome(
        test="unit_conversion",
        claim_ids=(load.id, month.id),
        verdict="conflict",
        explanation=(
            f"{load.words} gives {_said(load)} for one {load.per or 'load'}; {month.words} gives "
            f"{_said(month)} for the whole of {month.span.said()}: one load is more than its month."
        ),
        would_settle="the bill of lading, with its unit",
        size=over / one.span.low,
        hint=_as_barrels(load, month, facts),
    )


def _as_barrels(load: Reading, month: Reading, facts: Facts) -> str:
    definitions = load_definitions()
    products = {
        definitions.good_of[f].product for f in load.goods.families if f in definitions.good_of
    }
    conversions = facts.rulebook.conversions if facts.rulebook is not None else ()
    for conversion in conversions:
        if conversion.product in products and conversion.bbl_per_t:
            tonnes = figure_of(load).scaled(1 / conversion.bbl_per_t)
            if (
                tonnes.span.widened(definitions.tolerances.conversion).gap(figure_of(month).span)
                == 0
            ):
                return (
                    f"{load.id} read as barrels would be {said(tonnes.stated, 't')}, which fits "
                    f"{month.id}."
                )
    return ""


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)
