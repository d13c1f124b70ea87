"""Laws of the mirror: order, scale and names do not matter; agreement narrows, silence widens."""

from datetime import date
from functools import cache

import numpy as np
import polars as pl
from bench.world import make_world
from hypothesis import given, settings
from hypothesis import strategies as st

from coalface.trade.mirror import Mirror, estimate_mirror

AMOUNTS = ("fob_usd", "fob_low_usd", "fob_high_usd")
KEY = ["exporter", "importer", "hs_code"]


@cache
def books() -> pl.DataFrame:
    world = make_world(3, n_countries=12, n_goods=40, density=0.3)
    text = pl.col("reporter", "partner", "flow", "hs_code").cast(pl.String)
    whole = world.books(2019).with_columns(
        text, period_start=date(2019, 1, 1), period_end=date(2020, 1, 1)
    )
    return whole.filter(pl.col("value_fob_usd").is_null() | pl.col("value_cif_usd").is_null())


@cache
def mirror() -> Mirror:
    return estimate_mirror(books(), year=2019)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=8)
def test_no_order_of_rows_changes_a_digit(seed: int) -> None:
    shuffled = books().sample(fraction=1.0, shuffle=True, seed=seed)

    found = estimate_mirror(shuffled, year=2019)

    assert found.cells.equals(mirror().cells)
    assert found.reliability.equals(mirror().reliability)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5)
def test_rows_that_repeat_a_cell_add_up_in_any_order(seed: int) -> None:
    parts = pl.concat(
        [
            books().with_columns(pl.col("value_cif_usd", "value_fob_usd", "mass_t") * share)
            for share in (0.2, 0.3, 0.5)
        ]
    )

    one = estimate_mirror(parts, year=2019)
    other = estimate_mirror(parts.sample(fraction=1.0, shuffle=True, seed=seed), year=2019)

    assert one.cells.equals(other.cells)
    assert one.cells.height == mirror().cells.height


def test_prices_ten_times_as_high_multiply_every_value_by_ten() -> None:
    dearer = books().with_columns(pl.col("value_cif_usd", "value_fob_usd") * 10.0)

    found = estimate_mirror(dearer, year=2019).cells

    ratio = (found["fob_usd"] / mirror().cells["fob_usd"]).log() - np.log(10)
    assert ratio.abs().max() < 1e-4


def test_other_names_for_the_states_change_nothing_where_distance_is_the_same() -> None:
    names = {"KOR": "QAA", "CHN": "QBB"}
    cells = estimate_mirror(
        books().with_columns(pl.col("reporter", "partner").replace(names)), year=2019
    ).cells
    untouched = ~pl.any_horizontal(
        pl.col("exporter", "importer").cast(pl.String).is_in(["KOR", "CHN", "QAA", "QBB"])
    )
    text = pl.col(KEY).cast(pl.String)

    both = (
        cells.filter(untouched).with_columns(text)
        .join(mirror().cells.filter(untouched).with_columns(text), on=KEY, suffix="_before")
    )  # fmt: skip

    assert both.height == mirror().cells.filter(untouched).height
    far = (both["fob_usd"] / both["fob_usd_before"]).log().abs()
    assert far.median() < 0.01  # type: ignore[operator]


def test_the_two_sides_are_treated_alike_where_no_freight_lies_between_them() -> None:
    at_border = books().with_columns(
        value_fob_usd=pl.coalesce("value_fob_usd", "value_cif_usd"),
        value_cif_usd=pl.lit(None, pl.Float64),
    )
    turned = at_border.with_columns(
        flow=pl.col("flow").replace({"import": "export", "export": "import"})
    )

    one, other = (
        estimate_mirror(b, year=2019).cells.with_columns(pl.col(KEY).cast(pl.String))
        for b in (at_border, turned)
    )

    back = other.rename({"exporter": "importer", "importer": "exporter"})
    both = one.join(back, on=KEY, suffix="_turned")
    assert both.height == one.height
    for name in (*AMOUNTS, "mass_t"):
        apart = (both[name] / both[f"{name}_turned"]).log().abs().drop_nulls()
        assert apart.quantile(0.99) < 0.05  # type: ignore[operator]  # sweeps stop a little short


def test_the_middle_lies_in_its_interval_and_the_interval_is_not_empty() -> None:
    cells = mirror().cells

    assert (cells["fob_low_usd"] < cells["fob_usd"]).all()
    assert (cells["fob_usd"] < cells["fob_high_usd"]).all()
    massed = cells.filter(pl.col("mass_t").is_not_null())
    assert (massed["mass_low_t"] < massed["mass_high_t"]).all()


def test_the_same_figure_on_one_side_alone_has_a_wider_interval() -> None:
    width = (pl.col("fob_high_usd") / pl.col("fob_low_usd")).log()
    disagree = (pl.col("import_cif_usd") / pl.col("export_fob_usd") / 1.06).log().abs()
    pairs = mirror().cells.with_columns(width=width, disagree=disagree)
    agreed = pairs.filter((pl.col("basis") == "both") & (pl.col("disagree") < 0.02))

    exporters = agreed["exporter"].unique()
    alone = pairs.filter(
        pl.col("basis").cast(pl.String).str.starts_with("exporter only")
        & pl.col("exporter").is_in(exporters.implode())
    )

    by_exporter = agreed.group_by("exporter").agg(pl.col("width").median())
    joined = alone.join(by_exporter, on="exporter", suffix="_agreed")
    assert (joined["width"] > joined["width_agreed"]).mean() > 0.95  # type: ignore[operator]


def test_more_agreement_narrows_an_interval_of_one_pair_of_states() -> None:
    cells = mirror().cells.filter(pl.col("basis") == "both").with_columns(
        width=(pl.col("fob_high_usd") / pl.col("fob_low_usd")).log(),
        apart=(pl.col("import_cif_usd") / pl.col("export_fob_usd") / 1.06).log().abs(),
    )  # fmt: skip

    close = cells.filter(pl.col("apart") < 0.1)["width"].median()
    far = cells.filter(pl.col("apart") > 1.0)["width"].median()

    assert close is not None
    assert far is not None
    assert far > 2 * close  # type: ignore[operator]
