"""Check 2, ranks: a good that is the fourth largest has three above it, and no more."""

from collections.abc import Iterator

from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import sum_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_ranks"]

RANKED = {"export_rank": "export_value", "import_rank": "import_value"}
SETTLE = "the customs table of all goods of that time, put in order"
Key = tuple[object, ...]


def find_ranks(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Count the goods that are surely larger, and set the count against the rank that is printed.

    Goods of which no figure is stated are not counted, so too few above is no contradiction.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each rank whose good has a figure, beside at least one other good.
    """
    values = blocks_of(readings, _key)
    for rank in readings:
        if rank.metric not in RANKED or rank.figure is None or not rank.span.is_whole:
            continue
        block = values.get((RANKED[rank.metric], rank.span, "USD"), [])
        block = [r for r in block if not (r.partner and rank.partner and r.partner != rank.partner)]
        outcome = _counted(rank, block)
        if outcome is not None:
            yield outcome


def _key(reading: Reading) -> Key | None:
    if reading.kind != "value" or reading.figure is None or reading.per:
        return None
    if not reading.span.is_whole or not reading.is_fact_like or reading.status == "ended":
        return None
    return reading.metric, reading.span, reading.unit_std


def _counted(rank: Reading, block: list[Reading]) -> Outcome | None:
    own = _one_a_name([r for r in block if r.goods.families == rank.goods.families])
    others = _one_a_name(
        [r for r in block if not r.goods.families & (rank.goods.families | {"all", "minerals"})]
    )
    if not own or not others or rank.figure is None:
        return None
    level = sum_of([figure_of(r) for r in own])
    above = [r for r in others if figure_of(r).span.low > level.span.high]
    place = round(rank.figure.stated.middle)
    is_wrong = len(above) >= place
    names = ", ".join(f"{'/'.join(sorted(r.goods.names))} {_said(r)}" for r in above)
    return Outcome(
        test="rank_order",
        claim_ids=(rank.id, *(r.id for r in (*own, *above))),
        verdict="conflict" if is_wrong else "consistent",
        explanation=(
            f"{rank.words} gives place {place}; it stands at "
            f"{said(level.stated, own[0].unit_std)}, and {len(above)} stated goods are larger"
            + (f" ({names})." if names else ".")
        ),
        would_settle=SETTLE,
        size=1.0 if is_wrong else 0.0,
    )


def _one_a_name(readings: list[Reading]) -> list[Reading]:
    """Give one figure for each name of a good: raw silk and silk waste are two parts of silk."""
    kept: dict[frozenset[str], Reading] = {}
    for reading in readings:
        kept.setdefault(reading.goods.names, reading)
    return list(kept.values())


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)
