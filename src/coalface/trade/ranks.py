"""Where a good stands: its rank among exports, its share of them, its share of the market."""

from collections.abc import Iterable, Sequence

import polars as pl

from coalface.trade.figures import Figure, number, ratio
from coalface.trade.observations import Observation, Series, without_overlaps
from coalface.vocabulary.numbers import Number, no_figure

__all__ = ["find_market_shares", "find_rank", "find_share_of_exports"]


def find_rank(series: Series, everything: Sequence[Series], year: int) -> Number:
    """Find the rank of a good among the goods whose value of that year was published.

    Goods that no source prints for the year may rank above it, so this is a best rank. Chapters
    hold many goods and get no rank; parts of a union rank through the union.

    Args:
        series: The good.
        everything: All goods of the same reporter, partner and flow.
        year: The calendar year.

    Returns:
        The rank, 1 the highest, with a range where competing values overlap.
    """
    good = series.good
    number_id, label = f"emerging/{good.code}/rank", f"{good.name}: rank by value in {year}"
    rivals = {
        s.good.code: o
        for s in without_overlaps(s for s in everything if s.year(year) is not None)
        if not s.good.is_chapter and (o := s.year(year)) is not None
    }
    if good.code not in rivals:
        return no_figure(number_id, label, "rank", "a chapter, or counted within another good")
    own = _value(rivals[good.code])
    others = [_value(o) for code, o in rivals.items() if code != good.code]
    figure = Figure(
        value=1 + sum(other.value > own.value for other in others),
        low=1 + sum(other.low > own.high for other in others),
        high=1 + sum(other.high > own.low for other in others),
        inputs=tuple(dict.fromkeys(row for f in (own, *others) for row in f.inputs)),
        mark="derived",
    )
    how = f"among the {len(rivals)} goods with a published value for {year}"
    return number(
        figure, number_id, label, "rank", how=how, note="goods not published may rank above"
    )


def find_share_of_exports(series: Series, totals: Series | None, year: int) -> Number:
    """Find the share of a good in all the partner took in that calendar year."""
    at = series.year(year)
    all_goods = totals.year(year) if totals else None
    return number(
        ratio(at.value if at else None, all_goods.value if all_goods else None),
        f"emerging/{series.good.code}/share_of_exports",
        f"{series.good.name}: share of China's imports from the DPRK in {year}",
        "share",
        how=f"value of the good / value of all commodities, {year}",
    )


def find_market_shares(
    series: Series, shares: pl.DataFrame, world: Iterable[Series]
) -> tuple[Number, ...]:
    """Find the DPRK's share in the partner's total imports of a good, wherever it is known.

    Published shares come first, then those that follow from the mass or value of the partner's
    imports from the world in the same period. A share of months is labelled so.

    Args:
        series: The good.
        shares: Table `shares`.
        world: The same reporter's imports from the world, good by good.

    Returns:
        One number a published or derivable share, by period.
    """
    good = series.good
    rows = shares.filter(
        (pl.col("hs_code") == good.code)
        & (pl.col("partner") == "PRK")
        & pl.col("indicator").str.contains("China")
        & pl.col("share").is_not_null()
    ).sort("period_start", "row_id")
    published = tuple(_published(series, row) for row in rows.iter_rows(named=True))
    at_world = {o.period: o for s in world if s.good.code == good.code for o in s.observations}
    derived = tuple(
        share
        for o in series.observations
        if o.period in at_world and (share := _derived(series, o, at_world[o.period])) is not None
    )
    return published + derived


def _value(observation: Observation) -> Figure:
    assert observation.value is not None, "only years with a value are ranked"
    return observation.value


def _published(series: Series, row: dict[str, object]) -> Number:
    share = float(str(row["share"]))
    at = Observation(series.good.code, row["period_start"], row["period_end"], None, None)  # type: ignore[arg-type]
    return number(
        Figure(share, share, share, (str(row["row_id"]),)),
        f"emerging/{series.good.code}/market_share/{at.period}/{str(row['row_id']).split('/')[-1]}",
        f"{series.good.name}: {row['indicator']}, {at.period}",
        "share",
        how="as published",
    )


def _derived(series: Series, own: Observation, world: Observation) -> Number | None:
    by_mass = ratio(own.mass, world.mass)
    share = by_mass or ratio(own.value, world.value)
    if share is None:
        return None
    what = "mass" if by_mass else "value"
    return number(
        share,
        f"emerging/{series.good.code}/market_share/{own.period}/derived",
        f"{series.good.name}: DPRK share of China's imports from the world ({what}), {own.period}",
        "share",
        how=f"{what} from the DPRK / {what} from the world, {own.period}",
    )
