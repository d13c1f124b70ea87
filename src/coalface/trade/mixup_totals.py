"""Totals of the North's trade set against KOTRA's, which drops suspect partners."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from coalface.errors import InputError
from coalface.trade.mixup_settings import MixupSettings, load_mixup_settings

__all__ = ["check_totals", "find_kotra_totals"]

KOTRA = "KOTRA"
DIRECTIONS = ("export", "import", "total_trade")
NEEDED = ("year", "flow", "value_usd", "source_id")
KEPT = ("year", "flow", "source_id", "value_usd", "kotra_year", "kotra_usd")
SCHEMA = {
    "year": pl.Int64,
    "flow": pl.String,
    "source_id": pl.String,
    "value_usd": pl.Float64,
    "kotra_year": pl.Int64,
    "kotra_usd": pl.Float64,
    "kotra_source_id": pl.String,
    "ratio": pl.Float64,
    "excess_usd": pl.Float64,
    "unexplained_low_usd": pl.Float64,
    "unexplained_high_usd": pl.Float64,
    "is_suspect": pl.Boolean,
    "finding": pl.String,
}


def find_kotra_totals(flows: pl.DataFrame) -> pl.DataFrame:
    """Find KOTRA's totals: `year, flow, kotra_usd, kotra_source_id`, one a year and direction.

    Where both directions are known, so is their sum. Competing prints: the highest confidence,
    then the newest release.
    """
    is_year = pl.col("period_end").dt.year() - pl.col("period_start").dt.year() == 1
    is_year &= pl.col("period_start").dt.ordinal_day() == 1
    said = pl.concat_str(
        [pl.col(c).fill_null("") for c in ("description", "locator", "note")], separator=" "
    )
    rows = flows.filter(
        (pl.col("reporter") == "PRK")
        & (pl.col("partner") == "WLD")
        & (pl.col("hs_code") == "TOTAL")
        & is_year
        & said.str.contains(KOTRA)
        & pl.col("value_mixed_usd").is_not_null()
    )
    grade = pl.col("confidence").replace_strict({"high": 0, "medium": 1, "low": 2})
    own = (
        rows.with_columns(year=pl.col("period_start").dt.year().cast(pl.Int64), grade=grade)
        .sort("grade", "vintage", "row_id", descending=[False, True, False], nulls_last=True)
        .unique(["year", "flow"], keep="first", maintain_order=True)
        .select("year", "flow", kotra_usd="value_mixed_usd", kotra_source_id="source_id")
    )
    sides = own.filter(pl.col("flow") != "total_trade")
    summed = (
        sides.sort("flow")
        .group_by("year")
        .agg(
            n=pl.len(),
            kotra_usd=pl.col("kotra_usd").sum(),
            kotra_source_id=pl.col("kotra_source_id").unique().sort().str.join("; "),
        )
        .filter(pl.col("n") == 2)  # noqa: PLR2004 - both directions
        .with_columns(flow=pl.lit("total_trade"))
        .join(own.filter(pl.col("flow") == "total_trade"), on="year", how="anti")
        .select(own.columns)
    )
    return pl.concat([own, summed]).sort("year", "flow")


def check_totals(
    totals: pl.DataFrame, flows: pl.DataFrame, *, settings: MixupSettings | None = None
) -> pl.DataFrame:
    """Set another source's totals of the North's trade against KOTRA's.

    A suspect total holds more than valuation and trade between the two Koreas explain. Which of
    its rows are the South's it cannot tell: ask `find_mixups` with the rows themselves.

    Args:
        totals: `year`, `flow` (seen from the North: `export`, `import` or `total_trade`),
            `value_usd`, `source_id`.
        flows: Table `flows` with KOTRA's totals.
        settings: What may stand between two totals; the packaged values where not given.

    Returns:
        One row a total with one of KOTRA's, of that year or the nearest one: `year, flow,
        source_id, value_usd, kotra_year, kotra_usd, kotra_source_id, ratio, excess_usd,
        unexplained_low_usd, unexplained_high_usd, is_suspect, finding`. The low end grants all
        of the trade between the Koreas.

    Raises:
        InputError: If a column is missing or a flow is unknown.
    """
    _check(totals)
    settings = settings or load_mixup_settings()
    kotra = find_kotra_totals(flows)
    rows = totals.select(
        pl.col("year").cast(pl.Int64), "flow", pl.col("value_usd").cast(pl.Float64), "source_id"
    )
    near = rows.join(kotra.rename({"year": "kotra_year"}), on="flow", how="inner").with_columns(
        n_away=(pl.col("year") - pl.col("kotra_year")).abs()
    )
    key = ["year", "flow", "source_id"]
    joined = (
        near.filter(pl.col("n_away") <= settings.totals.most_years_away)
        .sort(*key, "value_usd", "n_away", "kotra_year")
        .unique([*key, "value_usd"], keep="first", maintain_order=True)
    )
    checked = [_checked(row, settings) for row in joined.iter_rows(named=True)]
    return pl.DataFrame(checked, schema=SCHEMA)


def _check(totals: pl.DataFrame) -> None:
    missing = [name for name in NEEDED if name not in totals.columns]
    if missing:
        raise InputError(f"totals: no column {', '.join(missing)}; expected {', '.join(NEEDED)}.")
    unknown = sorted(set(totals["flow"].to_list()) - set(DIRECTIONS))
    if unknown:
        raise InputError(f"totals: flow {unknown[0]!r} is none of {', '.join(DIRECTIONS)}.")


def _checked(row: Mapping[str, Any], settings: MixupSettings) -> dict[str, Any]:
    prior = settings.totals
    kotra, excess = row["kotra_usd"], row["value_usd"] - row["kotra_usd"]
    share = prior.valuation_share + prior.change_a_year * row["n_away"]
    beyond = excess - share * kotra
    has_inter_korean = row["year"] < prior.inter_korean_until
    granted = prior.inter_korean_usd.high if has_inter_korean else 0.0
    high, low = max(beyond, 0.0), max(beyond - granted, 0.0)
    if high == 0:
        finding = "within what valuation and release explain"
    elif low == 0:
        finding = "above KOTRA's by no more than trade between the Koreas could be, or a mix-up"
    else:
        finding = "more than trade between the Koreas explains: probable mix-up within it"
    return {
        **{k: row[k] for k in KEPT},
        "kotra_source_id": row["kotra_source_id"],
        "ratio": row["value_usd"] / kotra,
        "excess_usd": excess,
        "unexplained_low_usd": low,
        "unexplained_high_usd": high,
        "is_suspect": high > 0,
        "finding": finding,
    }
