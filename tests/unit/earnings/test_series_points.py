"""A point of a series that the tables contradict says so beside its value."""

from datetime import date

import polars as pl

from coalface.earnings.series import load_series
from coalface.sources.packaged import read_packaged

WIDEST = 2.0  # a unit value that more than halves or doubles within a year wants a word


def test_a_year_whose_second_part_would_be_sold_at_another_price_asks_for_a_check() -> None:
    flows = read_packaged("flows").filter(
        (pl.col("reporter") == "CHN") & (pl.col("partner") == "PRK") & (pl.col("flow") == "import")
    )
    odd = set()

    for series in load_series().values():
        for point in series.points:
            if point.value_usd is None or point.mass_t is None or point.months < 12:
                continue
            first = flows.filter(
                (pl.col("hs_code") == series.hs_code)
                & (pl.col("period_start") == date(point.year, 1, 1))
                & (pl.col("period_end") < date(point.year + 1, 1, 1))
                & (pl.col("mass_t") > 0)
            )
            for value, mass in first.select("value_cif_usd", "mass_t").drop_nulls().iter_rows():
                rest = (point.value_usd - value) / (point.mass_t - mass)
                if not 1 / WIDEST < rest / (value / mass) < WIDEST:
                    odd.add((series.id, point.year))
                    assert "check" in point.note, (series.id, point.year, rest)

    assert ("coal_exports_to_china", 2009) in odd
