"""Check 2, balances of sides without names: "shipped 2.57 billion, took in 0.2 billion"."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import fit
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_told_balances"]

REACH = 300  # characters from a balance to either side of it
LEADS = frozenset({"trade_deficit", "trade_total"})
SIDES = frozenset({"export_value", "import_value"})
OPEN = SIDES | {"value", "cargo_value", "sales_value", "receipts", "stock_value"}
SETTLE = (
    "the table of the customs office for the same months: exports, imports and total side by side"
)


def find_told_balances(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add or take away the only two sums beside a total of trade, or beside a balance.

    Only where the two are not named as exports and imports: those that are have a check of their
    own. So what does not fit only warns.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome a balance at most.
    """
    for block in blocks_of(readings, _document).values():
        leads = [r for r in block if r.metric in LEADS]
        if len(leads) != 1:
            continue
        lead = leads[0]
        sides = [r for r in block if _is_side(r, lead)]
        if len(sides) == len({"one", "other"}) and {r.metric for r in sides} != SIDES:
            one, other = sorted(sides, key=lambda r: (-figure_of(r).stated.middle, r.id))
            yield _outcome(lead, one, other)


def _document(reading: Reading) -> str | None:
    if reading.figure is None or reading.kind != "value" or not reading.is_fact_like:
        return None
    return reading.document if reading.status != "ended" else None


def _is_side(reading: Reading, lead: Reading) -> bool:
    if reading.metric not in OPEN or reading.per or abs(reading.start - lead.start) > REACH:
        return False
    return reading.currency == lead.currency and reading.span.meets(lead.span)


def _outcome(lead: Reading, one: Reading, other: Reading) -> Outcome:
    is_total = lead.metric == "trade_total"
    more, less, stated = figure_of(one), figure_of(other), figure_of(lead).without_sign()
    computed = more.plus(less) if is_total else more.minus(less)
    found = fit(computed, stated)
    is_wrong = found.verdict == "conflict"
    sign = "+" if is_total else "-"
    end = f"but {_said(lead)} is printed" if is_wrong else "as printed"
    return Outcome(
        test="sum" if is_total else "balance",
        claim_ids=(lead.id, one.id, other.id),
        verdict="warn" if is_wrong else found.verdict,
        explanation=(
            f"{_said(one)} {sign} {_said(other)} = {said(computed.stated, lead.unit_std)}, {end} "
            f"in {lead.words}."
        ),
        would_settle=SETTLE,
        size=found.size,
    )


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)
