"""Check 2, parts: shares of one whole sum to one, a share is its part over its whole."""

import re
from collections.abc import Iterator
from itertools import combinations

from coalface.claims.checks.blocks import blocks_of, few
from coalface.claims.checks.definitions import load_definitions
from coalface.claims.checks.intervals import fit, point, sum_of
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_part_shares", "find_share_definitions", "find_share_sums", "find_wholes"]

SHARE_OF = re.compile(r"^(?P<part>\w+)_share_of_(?P<whole>\w+)$")
SETTLE_SUM = "of what each share is a share, in the words of who said it"
SETTLE_SHARE = "the two totals that the share was worked out from"
MOST_SHARES = 6
MOST_OVER = 0.02  # a sum of rounded shares may miss one by this much
Key = tuple[object, ...]


def find_share_sums(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add shares of one document that are shares of one whole.

    Sums below one are left alone: the rest may be unnamed. A sum above one of which some shares
    make up one by themselves is shown low, for the others may be nested in them.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        Outcomes for sets of shares.
    """
    for block in blocks_of(readings, _split_key).values():
        shares = sorted(few_shares(block), key=lambda r: r.start)
        for n in range(2, len(shares) + 1):
            for chosen in combinations(shares, n):
                outcome = _sum_to_one(list(chosen))
                if outcome is not None:
                    yield outcome


def few_shares(block: list[Reading]) -> list[Reading]:
    """Give one share a metric, and no more than can be combined."""
    kept: dict[str, Reading] = {}
    for reading in block:
        kept.setdefault(reading.metric, reading)
    return list(kept.values())[:MOST_SHARES]


def find_part_shares(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Divide a part by its whole, and set it against the share that is printed.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each share whose part and whole are stated for the same time.
    """
    definitions = load_definitions()
    by_total = blocks_of(readings, _total_key)
    for share in readings:
        kind = next((k for s, k in definitions.shares.items() if share.metric.endswith(s)), None)
        if kind is None or share.figure is None or share.kind != "share":
            continue
        whole_goods = frozenset({kind.goods}) if kind.goods else share.goods.families
        wholes = few(by_total.get((kind.whole, whole_goods, share.span), []))
        parts = few(by_total.get((kind.part, share.goods.families, share.span), []))
        for part in parts:
            for whole in wholes:
                if part.unit_std == whole.unit_std and part.id != whole.id:
                    yield from _share(share, part, whole)


def find_wholes(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Look for a part that is larger than its whole: coal above all goods of the same months.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A conflict for each such pair.
    """
    definitions = load_definitions()
    for block in blocks_of(readings, _extent_key).values():
        by_goods = blocks_of(block, lambda r: r.goods.families)
        for families, wholes in by_goods.items():
            held = {
                p
                for f in families
                if f in definitions.good_of
                for p in definitions.good_of[f].parts
            }
            parts = [
                r for f, rs in by_goods.items() if f and f != families and f <= held for r in rs
            ]
            if parts:
                yield from _larger_parts(wholes, parts)


def find_share_definitions(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Look for one party's share given of two different wholes: receipts here, profits there.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A warning for each pair in one document.
    """
    for block in blocks_of(readings, _party_key).values():
        for one, other in combinations(few_shares(block), 2):
            yield Outcome(
                test="definition",
                claim_ids=(one.id, other.id),
                verdict="warn",
                explanation=(
                    f"{one.words} and {other.words} give one party's share of two wholes: "
                    f"{_of(one)} and {_of(other)}."
                ),
                would_settle="whether costs are taken off before the share is reckoned",
            )


def _split_key(reading: Reading) -> Key | None:
    if reading.figure is None or reading.unit_std != "fraction" or reading.status == "ended":
        return None
    if reading.kind not in ("share", "payment_term"):
        return None
    for number, metrics in enumerate(load_definitions().splits):
        if reading.metric in metrics:
            return reading.document, number, reading.status
    match = SHARE_OF.match(reading.metric)
    if match is None or match["part"] == "export":
        return None
    return reading.document, match["whole"], reading.span, reading.goods.families


def _party_key(reading: Reading) -> Key | None:
    match = SHARE_OF.match(reading.metric)
    if reading.figure is None or match is None or reading.kind != "share":
        return None
    if match["part"] in ("export", "import"):
        return None
    return reading.document, match["part"]


def _of(reading: Reading) -> str:
    match = SHARE_OF.match(reading.metric)
    return match["whole"].replace("_", " ") if match else reading.metric


def _sum_to_one(chosen: list[Reading]) -> Outcome | None:
    figures = [r.figure for r in chosen if r.figure is not None]
    total = sum_of(figures)
    found = fit(total, point(1.0))
    verdict = found.verdict
    if verdict == "conflict":
        if total.span.low < 1 + MOST_OVER:
            return None  # below one: the rest may be unnamed
        verdict = "warn" if _are_nested(chosen) else "conflict"
    terms = " + ".join(said(figure.stated, "fraction") for figure in figures)
    end = "which is the whole" if verdict not in ("warn", "conflict") else "more than the whole"
    nested = " unless some are shares of others" if verdict == "warn" else ""
    result = said(total.stated, "fraction")
    return Outcome(
        test="parts_sum_to_one",
        claim_ids=tuple(r.id for r in chosen),
        verdict=verdict,
        explanation=f"{terms} = {result}, {end}{nested} ({_metrics(chosen)}).",
        would_settle=SETTLE_SUM,
        size=found.size,
    )


def _are_nested(chosen: list[Reading]) -> bool:
    """Say whether some of the shares make up one by themselves, or speak of different goods."""
    if len({r.goods for r in chosen}) > 1:
        return True
    for n in range(2, len(chosen)):
        for part in combinations(chosen, n):
            total = sum_of([r.figure for r in part if r.figure is not None])
            if fit(total, point(1.0)).verdict != "conflict":
                return True
    return False


def _metrics(chosen: list[Reading]) -> str:
    return ", ".join(r.metric.replace("_", " ") for r in chosen)


def _total_key(reading: Reading) -> Key | None:
    if reading.figure is None or reading.per or not reading.span.is_whole:
        return None
    if reading.kind not in ("value", "quantity") or not reading.is_fact_like:
        return None
    return reading.metric, reading.goods.families, reading.span


def _extent_key(reading: Reading) -> Key | None:
    if _total_key(reading) is None or reading.metric not in load_definitions().totals:
        return None
    partner = reading.partner if reading.metric != "trade_total" else ""
    return reading.metric, reading.flow, partner, reading.span, reading.unit_std


def _share(share: Reading, part: Reading, whole: Reading) -> Iterator[Outcome]:
    if share.flow and part.flow and share.flow != part.flow:
        return
    assert share.figure is not None
    assert part.figure is not None
    assert whole.figure is not None
    computed = part.figure.over(whole.figure)
    if computed is None:
        return
    found = fit(computed, share.figure)
    end = "as printed" if found.verdict != "conflict" else f"but {_said(share)} is printed"
    yield Outcome(
        test="share",
        claim_ids=(share.id, part.id, whole.id),
        verdict=found.verdict,
        explanation=(
            f"{_said(part)} of {_said(whole)} = {said(computed.stated, 'fraction')}, {end} in "
            f"{share.words} for {share.span.said()}."
        ),
        would_settle=SETTLE_SHARE,
        size=found.size,
    )


def _larger_parts(wholes: list[Reading], parts: list[Reading]) -> Iterator[Outcome]:
    least = min(wholes, key=lambda r: (_span_high(r), r.id))
    for part in parts:
        assert part.figure is not None
        over = part.figure.span.low - _span_high(least)
        if over <= MOST_OVER * abs(_span_high(least)):
            continue
        yield Outcome(
            test="part_of_whole",
            claim_ids=(part.id, least.id),
            verdict="conflict",
            explanation=(
                f"{part.words} gives {_said(part)}, more than the {_said(least)} of {least.words}, "
                f"which should hold it, for {part.span.said()}."
            ),
            would_settle=SETTLE_SHARE,
            size=over / part.figure.span.low,
        )


def _span_high(reading: Reading) -> float:
    assert reading.figure is not None
    return reading.figure.span.high


def _said(reading: Reading) -> str:
    assert reading.figure is not None
    return said(reading.figure.stated, reading.unit_std)
