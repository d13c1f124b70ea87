"""Unit values beside what the good costs: bands, values far out, discounts against named others."""

from dataclasses import dataclass

import polars as pl

from coalface.tables.flows import value_usd
from coalface.trade.annual_books import HS6_DIGITS, AnnualBook, choose_book
from coalface.trade.unit_value_settings import UnitValueSettings, load_unit_value_settings

__all__ = ["UnitValueQuestion", "UnitValues", "find_unit_values", "with_bands", "yearly_rows"]

NORMAL_MAD = 1.4826
THOUSAND = 3.0  # of a common logarithm
SERIES = ("exporter", "importer", "hs_code", "recorded_by", "year")
GOOD = ["hs_code", "recorded_by", "year"]  # whose record it is says how it is valued
PARTNER = ["hs_code", "recorded_by", "exporter"]
MARKET = ["importer", *GOOD]


@dataclass(frozen=True, slots=True)
class UnitValueQuestion:
    """Which trade is asked about; None is all.

    Attributes:
        exporter: ISO 3166 code.
        importer: ISO 3166 code.
        hs_prefix: First digits of the codes.
        until: Last year to read.
        source_id: The publisher, where the table holds several.
    """

    exporter: str | None = None
    importer: str | None = None
    hs_prefix: str = ""
    until: int | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnitValues:
    """Unit values with their bands.

    Attributes:
        table: One row an exporter, importer, code, side and year that has value and mass.
        book: What was read, and what was left out.
        n_without_mass: Rows asked about that have no mass; nothing was filled in for them.
    """

    table: pl.DataFrame
    book: AnnualBook
    n_without_mass: int


def find_unit_values(
    flows: pl.LazyFrame | pl.DataFrame,
    question: UnitValueQuestion | None = None,
    *,
    settings: UnitValueSettings | None = None,
) -> UnitValues:
    """Find unit values, those far out, and how they compare with other suppliers' of the market.

    A unit value is no price: a code holds many goods and grades. A **discount** is given only
    against other suppliers of the same importer, code, year and valuation, who are named; without
    such there is a **ratio to proxy** against all other markets. Neither is a headline number.

    Args:
        flows: Table `flows`, in any order.
        question: Which trade; bands are drawn from all trade in its codes.
        settings: The packaged choices where not given.

    Returns:
        Rows `exporter, importer, hs_code, recorded_by, year, valuation, value_usd, mass_t,
        unit_value_usd_per_t, band_low_usd_per_t, band_mid_usd_per_t, band_high_usd_per_t,
        n_in_band, spreads_out, is_far_out, hint, discount, discount_low, discount_high,
        ratio_to_proxy, comparators`; the furthest out first.

    Raises:
        InputError: If the table holds no such publisher, or no whole year.
    """
    asked = question or UnitValueQuestion()
    settings = settings or load_unit_value_settings()
    book = choose_book(flows, source_id=asked.source_id, until=asked.until)
    is_asked = _is_asked(asked)
    every = yearly_rows(flows, book, hs_prefix=asked.hs_prefix)
    codes = every.filter(is_asked)["hs_code"].unique()
    rows = every.filter(pl.col("hs_code").is_in(codes.implode()))
    known = rows.filter((pl.col("value_usd") > 0) & (pl.col("mass_t") > 0))
    banded = with_bands(known, settings).filter(is_asked)
    table = _with_markets(banded, known, settings)
    n_without = rows.filter(is_asked & (pl.col("mass_t").is_null() | (pl.col("mass_t") == 0)))
    order = (pl.col("spreads_out").abs(), *(pl.col(c) for c in SERIES))
    ordered = table.sort(*order, descending=[True, *[False] * len(SERIES)], nulls_last=True)
    return UnitValues(ordered, book, len(n_without))


def yearly_rows(
    flows: pl.LazyFrame | pl.DataFrame, book: AnnualBook, *, hs_prefix: str = ""
) -> pl.DataFrame:
    """Give a book as one row an exporter, importer, code, side and year, sorted.

    Value or mass is empty where any part of the year has none: a sum of some would be too small.
    """
    is_asked = (
        pl.col("hs_code").str.starts_with(hs_prefix)
        & pl.col("reporter").is_in(book.parties)
        & pl.col("partner").is_in(book.parties)
    )
    summed = [
        _summed(rows.filter(is_asked)).collect(engine="streaming") for rows in book.read(flows)
    ]
    return pl.concat(summed).sort(*SERIES, "valuation")


def _summed(rows: pl.LazyFrame) -> pl.LazyFrame:
    is_import = pl.col("flow") == "import"
    small = rows.select(
        exporter=pl.when(is_import).then("partner").otherwise("reporter"),
        importer=pl.when(is_import).then("reporter").otherwise("partner"),
        hs_code=pl.col("hs_code").str.slice(0, HS6_DIGITS),
        recorded_by=pl.when(is_import).then(pl.lit("importer")).otherwise(pl.lit("exporter")),
        year=pl.col("period_start").dt.year(),
        valuation=_valuation(),
        value_usd=value_usd(),
        mass_t=pl.col("mass_t"),
    )
    return small.group_by(*SERIES, "valuation").agg(
        value_usd=pl.when(pl.col("value_usd").is_null().any())
        .then(None)
        .otherwise(pl.col("value_usd").sum().round(2)),
        mass_t=pl.when(pl.col("mass_t").is_null().any())
        .then(None)
        .otherwise(pl.col("mass_t").sum().round(6)),
    )


def with_bands(known: pl.DataFrame, settings: UnitValueSettings) -> pl.DataFrame:
    """Add to rows with value and mass the band that good, year and exporter lead one to expect."""
    log_uv = (pl.col("value_usd") / pl.col("mass_t")).log()
    rows = known.with_columns(log_uv=log_uv, n_in_band=pl.len().over(GOOD))
    rows = rows.with_columns(of_good=pl.col("log_uv").median().over(GOOD))
    rows = rows.with_columns(rest=pl.col("log_uv") - pl.col("of_good"))
    of_partner = pl.col("rest").median().over(PARTNER)
    n, k = pl.len().over(PARTNER), settings.partner_weight
    rows = rows.with_columns(
        n_partner=n,
        level=of_partner * (n - 1) / (n - 1 + k),  # one value says nothing of its exporter
        wide=_spread("rest").over(["hs_code", "recorded_by"]),
    )
    rows = rows.with_columns(off=pl.col("rest") - pl.col("level"))
    own = _spread("off").over(PARTNER)
    least = settings.least_spread
    spread = ((pl.col("wide") ** 2 * k + own**2 * n) / (k + n)).sqrt().clip(least)
    middle = pl.col("of_good") + pl.col("level")
    has_band = pl.col("n_in_band") >= settings.few
    rows = rows.with_columns(spread=spread, middle=middle)
    reach = settings.far_at * pl.col("spread")
    return rows.with_columns(
        unit_value_usd_per_t=pl.col("log_uv").exp(),
        band_low_usd_per_t=pl.when(has_band).then((pl.col("middle") - reach).exp()),
        band_mid_usd_per_t=pl.when(has_band).then(pl.col("middle").exp()),
        band_high_usd_per_t=pl.when(has_band).then((pl.col("middle") + reach).exp()),
        spreads_out=pl.when(has_band).then(
            (pl.col("log_uv") - pl.col("middle")) / pl.col("spread")
        ),
    ).with_columns(
        is_far_out=(pl.col("spreads_out").abs() > settings.far_at).fill_null(value=False),
        hint=_hint(settings),
    )


def _valuation() -> pl.Expr:
    return (
        pl.when(pl.col("value_cif_usd").is_not_null())
        .then(pl.lit("CIF"))
        .when(pl.col("value_fob_usd").is_not_null())
        .then(pl.lit("FOB"))
        .otherwise(pl.lit("mixed"))
    )


def _spread(column: str) -> pl.Expr:
    return NORMAL_MAD * (pl.col(column) - pl.col(column).median()).abs().median()


def _hint(settings: UnitValueSettings) -> pl.Expr:
    """Say what a value far out by about a thousand looks like."""
    off = (pl.col("log_uv") - pl.col("middle")) / pl.lit(10.0).log()
    is_far = pl.col("spreads_out").abs() > settings.far_at
    near = (off.abs() - THOUSAND).abs() < settings.slip_width
    return (
        pl.when(is_far & near & (off > 0))
        .then(pl.lit("about 1,000 times too dear: tonnes booked as kilogrammes?"))
        .when(is_far & near)
        .then(pl.lit("about 1,000 times too cheap: kilogrammes booked as tonnes?"))
    )


def _is_asked(asked: UnitValueQuestion) -> pl.Expr:
    is_asked = pl.lit(value=True)
    if asked.exporter is not None:
        is_asked &= pl.col("exporter") == asked.exporter
    if asked.importer is not None:
        is_asked &= pl.col("importer") == asked.importer
    return is_asked


def _with_markets(
    asked: pl.DataFrame, known: pl.DataFrame, settings: UnitValueSettings
) -> pl.DataFrame:
    """Set each row beside the other suppliers of its market; where none, beside other markets."""
    by = [*MARKET, "valuation"]
    pairs = asked.select(*by, "exporter").join(
        known.select(*by, other="exporter", other_usd="value_usd", other_t="mass_t"), on=by
    )
    others = pairs.filter(pl.col("other") != pl.col("exporter")).with_columns(
        other_uv=pl.col("other_usd") / pl.col("other_t")
    )
    named = others.sort(*by, "exporter", "other_t", "other", descending=[False] * 6 + [True, False])
    market = named.group_by(*by, "exporter", maintain_order=True).agg(
        market_uv=pl.col("other_usd").sum() / pl.col("other_t").sum(),
        market_low=pl.col("other_uv").quantile(0.25, "linear"),
        market_high=pl.col("other_uv").quantile(0.75, "linear"),
        comparators=pl.col("other").head(settings.comparators).str.join(", "),
    )
    good = [*GOOD, "valuation"]
    world = known.group_by(good).agg(
        all_usd=pl.col("value_usd").sum(), all_t=pl.col("mass_t").sum()
    )
    joined = asked.join(market, on=[*by, "exporter"], how="left").join(world, on=good, how="left")
    own = pl.col("unit_value_usd_per_t")
    rest_t = pl.col("all_t") - pl.col("mass_t")
    proxy = pl.when(rest_t > 0).then((pl.col("all_usd") - pl.col("value_usd")) / rest_t)
    has_market = pl.col("market_uv").is_not_null()
    return joined.select(
        *(*SERIES, "valuation", "value_usd", "mass_t", "unit_value_usd_per_t"),
        *("band_low_usd_per_t", "band_mid_usd_per_t", "band_high_usd_per_t", "n_in_band"),
        *("spreads_out", "is_far_out", "hint"),
        discount=1 - own / pl.col("market_uv"),
        discount_low=1 - own / pl.col("market_low"),
        discount_high=1 - own / pl.col("market_high"),
        ratio_to_proxy=pl.when(~has_market).then(own / proxy),
        comparators=pl.when(has_market)
        .then("comparators")
        .when(proxy.is_not_null())
        .then(pl.lit("proxy: all other trade in the code that year")),
    )
