"""The South's trade booked under the North: found, explained, never dropped."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.builders import make_flows

from coalface.errors import InputError
from coalface.sources.packaged import read_packaged
from coalface.trade.mixup_summaries import weigh_summaries
from coalface.trade.mixup_totals import check_totals, find_kotra_totals
from coalface.trade.mixups import Mixups, find_mixups

YEARS = tuple(range(2012, 2018))
CODES = tuple(f"29{i:02}10" for i in range(1, 41))


def koreas(
    *, swap: tuple[str, int, float] | None = None, years: tuple[int, ...] = YEARS, seed: int = 3
) -> pl.DataFrame:
    """Three reporters that sell 40 goods to the South and each third of them to the North."""
    rng = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for r, reporter in enumerate(("CHN", "THA", "TTO")):
        for i, code in enumerate(CODES):
            size, price = 1e6 * np.exp(rng.normal(0, 1)), 500 * np.exp(rng.normal(0, 0.5))
            for year in YEARS:
                south = size * np.exp(rng.normal(0, 0.15))
                north = 0.05 * size * np.exp(rng.normal(0, 0.2)) if (i + r) % 3 == 0 else 0.0
                moved = 0.0
                if swap == (reporter, year, CODES.index(code) + 0.0) and north == 0:
                    moved = 0.6 * south
                masses = ((south - moved) / price, north / (1.6 * price) + moved / price)
                values = (south - moved, north + moved)
                if year in years:
                    rows += [
                        cell(reporter, partner, code, year, value, mass)
                        for partner, value, mass in zip(("KOR", "PRK"), values, masses, strict=True)
                        if value > 0
                    ]
    return flows_of(rows)


def cell(
    reporter: str, partner: str, code: str, year: int, value: float, mass: float | None
) -> dict[str, Any]:
    return {
        "reporter": reporter,
        "partner": partner,
        "hs_code": code,
        "period_start": date(year, 1, 1),
        "period_end": date(year + 1, 1, 1),
        "value_fob_usd": round(value, 2),
        "mass_t": mass,
    }


def flows_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return make_flows(flow="export", dataset="ingested", **columns)


def found_at(found: Mixups, reporter: str, code: str, year: int) -> dict[str, Any]:
    is_it = (pl.col("reporter") == reporter) & (pl.col("hs_code") == code)
    return found.table.filter(is_it & (pl.col("year") == year)).row(0, named=True)


def test_a_good_taken_from_the_south_in_one_year_is_flagged_with_its_reasons() -> None:
    found = find_mixups(koreas(swap=("TTO", 2015, 5.0)))

    cell_found = found_at(found, "TTO", CODES[5], 2015)
    assert cell_found["is_probable"]
    assert "seen in none of 5 other years" in cell_found["reasons"]
    assert "put together they make" in cell_found["reasons"]
    assert "the same goods, by their price" in cell_found["reasons"]


def test_no_cell_is_dropped_and_the_likeliest_stands_first() -> None:
    flows = koreas(swap=("TTO", 2015, 5.0))

    found = find_mixups(flows)

    assert len(found.table) == flows.filter(pl.col("partner") == "PRK").height
    assert found.table["probability"].is_sorted(descending=True)


def test_trade_of_every_year_is_not_flagged() -> None:
    assert find_mixups(koreas()).n_probable == 0


def test_a_new_good_with_another_price_and_no_hole_is_less_likely_a_mixup() -> None:
    plain = koreas()
    new = flows_of([cell("TTO", "PRK", CODES[5], 2015, 40_000.0, 5.0)])

    found = find_mixups(pl.concat([plain, new.with_columns(row_id=pl.lit("new"))]))
    swapped = find_mixups(koreas(swap=("TTO", 2015, 5.0)))

    innocent = found_at(found, "TTO", CODES[5], 2015)["probability"]
    assert innocent < 0.5 * found_at(swapped, "TTO", CODES[5], 2015)["probability"]


@pytest.mark.parametrize("years", [(2015,), (2014, 2015), (2013, 2014, 2015)])
def test_few_years_give_a_probability_that_says_so(years: tuple[int, ...]) -> None:
    found = find_mixups(koreas(swap=("TTO", 2015, 5.0), years=years))

    basis = found_at(found, "TTO", CODES[5], 2015)["basis"]
    n = len(years) - 1
    said = f"only {n} other year(s)" if n else "no other year of this reporter"
    assert said in basis


def test_more_history_makes_a_mixup_clearer() -> None:
    swap = ("TTO", 2015, 5.0)

    one, all_years = (find_mixups(koreas(swap=swap, years=y)) for y in ((2015,), YEARS))

    assert (
        found_at(one, "TTO", CODES[5], 2015)["probability"]
        < found_at(all_years, "TTO", CODES[5], 2015)["probability"]
    )


def test_without_rows_with_the_south_the_basis_says_so_and_nothing_is_certain() -> None:
    only_north = koreas(swap=("TTO", 2015, 5.0)).filter(pl.col("partner") == "PRK")

    cell_found = found_at(find_mixups(only_north), "TTO", CODES[5], 2015)

    assert "no row of this reporter with KOR" in cell_found["basis"]
    assert cell_found["probability"] < 0.9


def test_a_table_without_the_north_says_what_to_do() -> None:
    with pytest.raises(InputError, match="no reporter has a six-digit row with PRK"):
        find_mixups(koreas().filter(pl.col("partner") == "KOR"))


def test_what_the_south_booked_itself_counts_against_a_mixup_when_nothing_is_missing() -> None:
    flows = koreas(swap=("TTO", 2015, 5.0))
    souths = flows.filter(pl.col("partner") == "KOR")

    def books_of_south(table: pl.DataFrame) -> pl.DataFrame:
        return table.with_columns(
            pl.format("kor-{}", "row_id").alias("row_id"),
            reporter=pl.lit("KOR"),
            partner=pl.col("reporter"),
            flow=pl.lit("import"),
            value_cif_usd=pl.col("value_fob_usd") * 1.08,
            value_fob_usd=pl.lit(None, pl.Float64),
        )

    whole = koreas().filter(pl.col("partner") == "KOR")  # the South saw all of it come in
    with_hole = find_mixups(pl.concat([flows, books_of_south(souths)]))
    without = find_mixups(pl.concat([flows, books_of_south(whole)]))

    assert (
        found_at(without, "TTO", CODES[5], 2015)["south_log_odds"]
        > found_at(with_hole, "TTO", CODES[5], 2015)["south_log_odds"]
    )


def test_packaged_methanol_and_saudi_rows_are_flagged_and_say_what_they_rest_on() -> None:
    weighed = weigh_summaries(read_packaged("mirror_quality"), read_packaged("flows"))

    flagged = weighed.filter("is_probable")
    assert flagged["reporter"].to_list() == ["TTO", "SAU"]
    assert all("size, distance and absence alone" in text for text in flagged["reasons"])
    assert flagged["probability"][0] > flagged["probability"][1]


def test_two_sources_of_one_reporter_are_never_called_a_mixup() -> None:
    weighed = weigh_summaries(read_packaged("mirror_quality"), read_packaged("flows"))

    differing = weighed.filter(pl.col("finding") == "same reporter, differing sources")
    assert set(differing["reporter"]) == {"CHN", "DEU", "BRA"}
    assert differing["probability"].null_count() == len(differing)
    assert not differing["is_probable"].any()


def test_a_case_without_a_confirmed_figure_of_its_chapter_cannot_be_weighed() -> None:
    quality = read_packaged("mirror_quality").with_columns(
        pl.lit(None, pl.Float64).alias("compared_quantity")
    )

    weighed = weigh_summaries(quality, read_packaged("flows"))

    assert set(weighed.filter(pl.col("reporter") == "TTO")["finding"]) == {"cannot be weighed"}


# Correlates of War trade data 4.0 (Barbieri and Keshk), country-year totals of the DPRK, USD.
COW = pl.DataFrame(
    {
        "year": [2007, 2008, 2010, 2013],
        "flow": ["import", "import", "total_trade", "export"],
        "value_usd": [4_408_183_564.0, 6_709_171_566.0, 6_418_751_852.0, 3_478_411_231.0],
        "source_id": ["cow-4.0"] * 4,
    }
)


def test_totals_of_the_correlates_of_war_are_caught_beside_kotras() -> None:
    checked = check_totals(COW, read_packaged("flows"))

    assert checked["is_suspect"].to_list() == [True, True, True, False]
    assert checked.filter(pl.col("year") == 2007)["ratio"].item() == pytest.approx(2.18, abs=0.005)
    assert checked.filter(pl.col("year") == 2008)["unexplained_low_usd"].item() > 0


def test_kotras_own_totals_are_never_suspect() -> None:
    kotra = find_kotra_totals(read_packaged("flows")).select(
        "year", "flow", value_usd="kotra_usd", source_id="kotra_source_id"
    )

    assert not check_totals(kotra, read_packaged("flows"))["is_suspect"].any()


def test_a_total_of_an_unknown_direction_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="'imports' is none of"):
        check_totals(COW.with_columns(flow=pl.lit("imports")), read_packaged("flows"))
