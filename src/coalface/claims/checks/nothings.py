"""Check 1: none of a good told here, some of it told there, of one place and time."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of, few, scope_of
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts
from coalface.vocabulary.goods import names_any

__all__ = ["find_some_and_none"]

MOVED = frozenset(
    {"export_volume", "import_volume", "shipments", "cargo_size", "quantity", "sales_volume"}
)
#: What is not on record may have moved all the same.
RECORDS = (
    "recorded",
    "entered",
    "entry",
    "records",
    "declared",
    "reported",
    "listed",
    "registered",
    "official figures",
    "official statistics",
    "official data",
    "by customs",
    "customs data",
    "customs figures",
    "customs statistics",
    "in the customs",
)
#: "900 t per shift" is no amount that moved in the whole of the days.
RATES = ("per", "each", "every", "a day", "a shift", "a week", "a month", "a year", "daily")
#: What was done to goods, in words of an event: "석탄이 전혀 실리지 않았다".
LOADED = ("실리", "선적", "출항", "반출", "shipped", "loaded", "left", "装", "运")
SETTLE = "the loading book or the ship's papers of that place for those days"
Key = tuple[object, ...]


def find_some_and_none(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Set "none was loaded" against an amount of the same goods, place and days in one document.

    That none stands on record denies nothing: goods move without. Amounts of one and the same
    metric are compared elsewhere.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict where place and days are the same, a warning where they only overlap.
    """
    for block in blocks_of(readings, _matter).values():
        nones = few(r for r in block if _is_none(r))
        if not nones:
            continue
        for some in few(r for r in block if _is_some(r)):
            for none in nones:
                if none.metric != some.metric and _is_same(none, some):
                    yield _outcome(none, some)


def _matter(reading: Reading) -> Key | None:
    if not reading.span.is_whole or not reading.is_fact_like or reading.status == "ended":
        return None
    if reading.unit_std == "count":
        return reading.document, reading.metric.removesuffix("s")
    if reading.kind not in ("quantity", "movement", "event") or not reading.goods.families:
        return None
    return reading.document, reading.goods.families


def _is_none(reading: Reading) -> bool:
    if names_any(reading.locator, RECORDS) or reading.polarity == "unknown":
        return False
    if reading.kind in ("movement", "event"):
        is_of_goods = reading.kind == "movement" or any(w in reading.locator for w in LOADED)
        is_of_goods = is_of_goods or _denies_goods(reading)
        is_denied = reading.polarity == "negated" and bool(reading.sites) and not reading.actor
        return is_denied and is_of_goods
    figure = reading.figure
    return figure is not None and figure.stated.high == 0 and reading.unit_std in ("t", "count")


def _denies_goods(reading: Reading) -> bool:
    """Say whether its words are "handled no coal" and "not a tonne of ore"."""
    names = [*reading.goods.names, *(f.replace("_", " ") for f in reading.goods.families)]
    words = reading.locator.lower()
    return any(f"no {name}" in words or f"of {name}" in words for name in names if name)


def _is_some(reading: Reading) -> bool:
    figure = reading.figure
    is_moved = reading.metric in MOVED or reading.unit_std == "count"
    if not is_moved or reading.polarity != "affirmed" or figure is None:
        return False
    is_rate = names_any(reading.locator, RATES)
    return not is_rate and reading.unit_std in ("t", "count") and figure.stated.low > 0


def _is_same(none: Reading, some: Reading) -> bool:
    if scope_of(none, some) == "apart" or not none.span.meets(some.span):
        return False
    return none.sites == some.sites or not none.sites or bool(none.sites & some.sites)


def _outcome(none: Reading, some: Reading) -> Outcome:
    assert some.figure is not None
    is_plain = none.span == some.span and none.sites == some.sites and none.kind == "quantity"
    return Outcome(
        test="some_and_none",
        claim_ids=(none.id, some.id),
        verdict="conflict" if is_plain else "warn",
        explanation=(
            f"{none.words} tells of none; {some.words} gives "
            f"{said(some.figure.stated, some.unit_std)}, "
            f"for {some.span.said()}."
        ),
        would_settle=SETTLE,
        size=1.0,
    )
