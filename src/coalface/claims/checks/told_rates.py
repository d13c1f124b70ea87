"""Check 3, rates told: a sum in two currencies, and the rate that the same report gives."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import fit
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_told_rates"]

REACH = 420  # characters from the rate to either sum
MOST_TIMES = 12.0  # sums further from the rate are two sums, not one that was changed
RATE = "exchange_rate"
SUMS = frozenset({"value", "price", "penalty"})
SETTLE = "the day on which the money was changed, and the slip of who changed it"


def find_told_rates(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Divide the only two sums of a report that stand in the currencies of a rate it tells.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning where the two are not what the rate makes of one another, for they may be two
        sums, or changed on another day.
    """
    for block in blocks_of(readings, _document).values():
        rates = [r for r in block if r.metric == RATE and r.per]
        if len({(r.figure, r.per) for r in rates}) != 1:
            continue
        rate = min(rates, key=lambda r: (r.start, r.id))
        dear, cheap = (_sums(block, rate, money) for money in (rate.per, rate.currency))
        if dear is not None and cheap is not None:
            yield from _held(rate, dear, cheap)


def _document(reading: Reading) -> str | None:
    is_told = reading.is_fact_like and reading.status != "ended"
    return reading.document if reading.figure is not None and reading.currency and is_told else None


def _sums(block: list[Reading], rate: Reading, currency: str) -> Reading | None:
    """Give the one sum in a currency near the rate, None if there are none or several."""
    its = [
        r
        for r in block
        if r.metric != RATE and r.kind in SUMS and r.currency == currency and not _is_one(r)
    ]
    near = [r for r in its if abs(r.start - rate.start) <= REACH]
    return min(near, key=lambda r: (-r.start, r.id)) if len({_size(r) for r in near}) == 1 else None


def _is_one(reading: Reading) -> bool:
    return _size(reading) == 1.0


def _size(reading: Reading) -> float:
    return figure_of(reading).stated.middle


def _held(rate: Reading, dear: Reading, cheap: Reading) -> Iterator[Outcome]:
    computed, stated = figure_of(dear).times(figure_of(rate)), figure_of(cheap)
    found = fit(computed, stated)
    is_wrong = found.verdict == "conflict"
    low, high = sorted((computed.stated.middle, stated.stated.middle))
    if is_wrong and (low <= 0 or high > MOST_TIMES * low):
        return
    end = f"but {said(stated.stated, cheap.currency)} is told" if is_wrong else "as told"
    yield Outcome(
        test="fx",
        claim_ids=(cheap.id, dear.id, rate.id),
        verdict="warn" if is_wrong else found.verdict,
        explanation=(
            f"{said(figure_of(dear).stated, dear.currency)} at "
            f"{said(figure_of(rate).stated, rate.currency)} is "
            f"{said(computed.stated, cheap.currency)}, {end} in {cheap.words}."
        ),
        would_settle=SETTLE,
        size=found.size,
    )
