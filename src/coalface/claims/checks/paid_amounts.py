"""Check 2, what was paid: price, quantity and a sum told together, without a name for the sum."""

from collections.abc import Iterator
from itertools import product

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.intervals import Figure, Fit, fit
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_paid_amounts"]

REACH = 420  # characters from a sum to its price and quantity
DEAL = 60  # characters between a quantity and its price that are told as one deal
MOST = 3  # figures of one role near a sum; more are a table, not a deal
SUMS = frozenset(
    {"value", "cargo_value", "sales_value", "receipts", "export_value", "import_value"}
    | {"stock_value", "wages", "production_value"}
)
WAGE = "wage"
SETTLE = "an invoice or contract that gives price, quantity and value together"
Trio = tuple[Reading, Reading, Reading]


def find_paid_amounts(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Multiply price and quantity that stand beside a sum of money, and set it against the sum.

    That the three belong together is told by nothing but their place, so a sum that does not fit
    only warns, and only where each of the three stands alone.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome a sum at most.
    """
    for block in blocks_of(readings, _document).values():
        prices = [r for r in block if r.kind == "price" and r.metric != "exchange_rate" and r.per]
        if not prices:
            continue
        quantities = [r for r in block if _is_quantity(r)]
        sums = [r for r in block if r.kind == "value" and r.metric in SUMS]
        for paid in sums:
            yield from _paid(paid, prices, quantities, sums)


def _document(reading: Reading) -> str | None:
    is_told = reading.is_fact_like and reading.status != "ended"
    return reading.document if reading.figure is not None and is_told else None


def _is_quantity(reading: Reading) -> bool:
    if reading.kind != "quantity" or reading.per:
        return False
    return reading.unit_std == "t" or (
        reading.unit_std == "count" and figure_of(reading).stated.low > 1
    )


def _paid(
    paid: Reading, prices: list[Reading], quantities: list[Reading], sums: list[Reading]
) -> Iterator[Outcome]:
    near_prices = [p for p in prices if _is_near(p, paid) and _is_in_money_of(p, paid)]
    near = [q for q in quantities if _is_near(q, paid)]
    if not near_prices or not near or max(len(near_prices), len(near)) > MOST:
        return
    trios = [
        (paid, quantity, price)
        for quantity, price in product(near, near_prices)
        if _belong(paid, quantity, price)
    ]
    judged = sorted(
        ((_fit(trio), trio) for trio in trios), key=lambda one: (one[0].size, one[1][1].id)
    )
    if not judged:
        return
    found, trio = judged[0]
    rivals = {s.figure for s in sums if _is_near(s, paid) and s.currency == paid.currency}
    if found.verdict == "conflict" and (len(_distinct(trios)) > 1 or len(rivals) > 1):
        return
    yield _outcome(found, trio)


def _distinct(trios: list[Trio]) -> set[tuple[Figure | None, Figure | None]]:
    return {(quantity.figure, price.figure) for _, quantity, price in trios}


def _is_near(one: Reading, other: Reading) -> bool:
    return abs(one.start - other.start) <= REACH


def _is_in_money_of(price: Reading, paid: Reading) -> bool:
    if price.currency != paid.currency:
        return False
    return not paid.per or (price.metric == WAGE and price.per == paid.per)


def _belong(paid: Reading, quantity: Reading, price: Reading) -> bool:
    """Say whether the price is one of the thing counted, and the sum may be of it."""
    if quantity.metric in load_definitions().priced.get(paid.metric, ()) and (
        paid.span == quantity.span and paid.goods.families == quantity.goods.families
    ):
        return False  # told by name: the check of priced values sees to it
    if not (price.span.meets(paid.span) and quantity.span.meets(paid.span)):
        return False
    is_deal = quantity.goods == price.goods and abs(quantity.start - price.start) <= DEAL
    terms = (quantity, price) if is_deal and paid.metric == "value" else (paid, quantity, price)
    families = [r.goods.families for r in terms if r.goods.families]
    if len(set(families)) > 1:
        return False
    if quantity.unit_std == "t":
        return price.per == "t"
    if price.metric == WAGE:
        return quantity.metric in ("n_workers", "n_people", "n_women", "n_men", "n_sailors")
    return quantity.metric in (f"n_{price.per}", f"n_{price.per}s", f"n_{price.per}es")


def _fit(trio: Trio) -> Fit:
    paid, quantity, price = trio
    return fit(figure_of(price).times(figure_of(quantity)), figure_of(paid))


def _outcome(found: Fit, trio: Trio) -> Outcome:
    paid, quantity, price = trio
    is_wrong = found.verdict == "conflict"
    computed = figure_of(price).times(figure_of(quantity))
    unit = "" if quantity.unit_std == "count" else quantity.unit_std
    amount = said(figure_of(quantity).stated, unit)
    end = f"but {said(figure_of(paid).stated, paid.unit_std)} is told" if is_wrong else "as told"
    return Outcome(
        test="product",
        claim_ids=(paid.id, quantity.id, price.id),
        verdict="warn" if is_wrong else found.verdict,
        explanation=(
            f"{amount} at {said(figure_of(price).stated, price.unit_std)} each ({price.per}) is "
            f"{said(computed.stated, paid.unit_std)}, {end} in {paid.words}."
        ),
        would_settle=SETTLE,
        size=found.size,
    )
