"""Confirmed prices of coal in reports, as rows of table `prices`, each with its claim as source."""

import polars as pl

from coalface.claims.sensitivity import handed_on
from coalface.claims.statements import with_statements
from coalface.tables.prices import PRICES, check_prices
from coalface.tables.schema import dtypes_of
from coalface.tables.sources import SOURCES, check_sources

__all__ = ["find_price_sources", "find_prices"]

METRICS = ("unit_price", "unit_price_smuggled")
STATED = ("eq", "approx", "range")
#: The prices of reports are set beside benchmarks of coal; another good would stand there as coal.
_COAL = r"(?i)\b(coal|anthracite)\b"
_CREDIBLE = {1: "high", 2: "medium", 3: "medium"}


def find_prices(claims: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Give the prices that confirmed claims state for a tonne of coal.

    A reported price is no customs record and no contract: it is what somebody said. Left out are
    claims that nobody has confirmed, protected ones, forecasts, denials, bounds, and those without
    a period. All stand with whole months, by which benchmarks and rates are known; restricted ones
    with provinces.

    Args:
        claims: Table `claims`, the last version of each.
        documents: Table `documents`.

    Returns:
        Rows of table `prices`, dataset `field`; `source_id` is the claim's id.
    """
    told = _priced(claims, documents)
    is_smuggled = pl.col("metric") == "unit_price_smuggled"
    places = pl.concat_list("origin", "places", "destination").list.unique(maintain_order=True)
    at = pl.when(places.list.len() > 0).then(places.list.join(", "))
    rows = told.select(
        row_id=pl.format("prices/claim/{}", "claim_id"),
        dataset=pl.lit("field"),
        series=pl.format("claim_{}", "claim_id"),
        item="commodity",
        period_start=pl.col("valid_from").dt.month_start(),
        period_end=pl.col("valid_to").dt.month_end().dt.offset_by("1d"),
        price_low="value_std_low",
        price_high="value_std_high",
        currency="unit_std",
        unit="per",
        place=pl.when(is_smuggled).then(pl.lit("smuggled")).otherwise(at),
        source_id="claim_id",
        vintage=pl.col("published").cast(pl.String),
        locator=pl.format("claim {}: {}", "claim_id", "statement"),
        confidence=pl.col("grade_info").replace_strict(_CREDIBLE, default="low"),
        note=pl.concat_str(
            pl.when(pl.col("op") == "approx").then(pl.lit("about, as the report says")),
            pl.when(is_smuggled).then(at),
            separator="; ",
            ignore_nulls=True,
        ).replace("", None),
    ).select(list(dtypes_of(PRICES)))
    check_prices(rows)
    return rows


def find_price_sources(claims: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Give table `sources` of the claims that `find_prices` takes, with their publications."""
    told = _priced(claims, documents)
    is_public = pl.col("sensitivity") == "public"
    title = pl.when(is_public & pl.col("title").is_not_null()).then("title").otherwise("statement")
    rows = told.select(
        row_id="claim_id",
        source_id="claim_id",
        title=title,
        publisher=pl.when(is_public)
        .then(pl.col("publisher").fill_null("publisher not known"))
        .otherwise(pl.lit("not public")),
        year=pl.col("published").dt.year().cast(pl.String),
        url=pl.when(is_public).then("url"),
        kind=pl.lit("news"),
        language="language",
        access=pl.lit("claim confirmed by an analyst"),
    ).select(list(dtypes_of(SOURCES)))
    check_sources(rows)
    return rows


def _priced(claims: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    is_usable = (
        (pl.col("review_state") == "confirmed")
        & (pl.col("kind") == "price")
        & pl.col("metric").is_in(METRICS)
        & pl.col("commodity").str.contains(_COAL)
        & (pl.col("per") == "t")
        & pl.col("unit_std").str.contains(r"^[A-Z]{3}$")
        & pl.col("op").is_in(STATED)
        & (pl.col("polarity") == "affirmed")
        & (pl.col("hedge") != "forecast")
        & pl.col("status").is_in(["current", "past"])
        & (pl.col("value_std_low") >= 0)
        & pl.all_horizontal(pl.col("value_std_high", "valid_from", "valid_to").is_not_null())
    )
    usable = claims.filter(is_usable)
    coarse = handed_on(usable.filter(pl.col("sensitivity") == "restricted"))[0]
    both = pl.concat([usable.filter(pl.col("sensitivity") == "public"), coarse])
    about = documents.select("document_id", "title", "publisher", "url", "language")
    return with_statements(both).join(about, on="document_id", how="left").sort("claim_id")
