"""Masses filled in from unit values, each with its interval and its mark; never unasked."""

import polars as pl
from scipy import stats

from coalface.errors import TableError
from coalface.trade.unit_value_settings import UnitValueSettings, load_unit_value_settings
from coalface.trade.unit_values import with_bands

__all__ = ["impute_masses"]

NEEDED = ("exporter", "importer", "hs_code", "recorded_by", "year", "valuation")
GOOD = ["hs_code", "recorded_by", "year"]
PARTNER = ["hs_code", "recorded_by", "exporter"]
DF = 4.0


def impute_masses(rows: pl.DataFrame, *, settings: UnitValueSettings | None = None) -> pl.DataFrame:
    """Fill in the mass of rows that have a value and none, and mark each.

    Nothing calls this but a reader who asks for it: a filled-in mass is value over a usual unit
    value, so it can tell nothing about unit values, and adds nothing that the value did not say.
    Published masses stay as they are, also those far out of the band.

    Args:
        rows: As `yearly_rows` gives them.
        settings: The packaged choices where not given.

    Returns:
        The same rows in the same order with `mass_low_t`, `mass_high_t` (90 % interval; empty
        where published), `is_imputed` and `imputed_from`. Without a band nothing is filled in.

    Raises:
        TableError: If a column is missing.
    """
    missing = [c for c in (*NEEDED, "value_usd", "mass_t") if c not in rows.columns]
    if missing:
        raise TableError(f"yearly rows: no column {', '.join(missing)}. Take `yearly_rows`.")
    settings = settings or load_unit_value_settings()
    known = rows.filter((pl.col("value_usd") > 0) & (pl.col("mass_t") > 0))
    banded = with_bands(known, settings)
    of_good = banded.group_by(GOOD).agg(
        of_good=pl.col("of_good").first(), n_good=pl.len(), wide=pl.col("wide").first()
    )
    of_partner = banded.group_by(PARTNER).agg(
        level=pl.col("level").first(), spread=pl.col("spread").first()
    )
    joined = rows.join(of_good, on=GOOD, how="left", maintain_order="left").join(
        of_partner, on=PARTNER, how="left", maintain_order="left"
    )
    spread = pl.coalesce("spread", "wide").clip(settings.least_spread)
    middle = pl.col("of_good") + pl.col("level").fill_null(0.0)
    reach = float(stats.t.ppf(0.5 + settings.level / 2, DF)) * spread
    is_empty = pl.col("mass_t").is_null() & (pl.col("value_usd") > 0)
    can = is_empty & (pl.col("n_good") >= settings.few)
    filled = pl.col("value_usd") / middle.exp()
    return joined.select(
        *(c for c in rows.columns if c != "mass_t"),
        mass_t=pl.when(can).then(filled).otherwise("mass_t"),
        mass_low_t=pl.when(can).then(filled * (-reach).exp()),
        mass_high_t=pl.when(can).then(filled * reach.exp()),
        is_imputed=can.fill_null(value=False),
        imputed_from=pl.when(can & pl.col("level").is_not_null())
        .then(pl.lit("unit values of the good that year and of its exporter"))
        .when(can)
        .then(pl.lit("unit values of the good that year")),
    )
