"""Table `verdicts`: what the law says of each case of a table `cases`."""

import polars as pl

__all__ = ["VERDICT_COLUMNS"]

# Texts that hold several entries join them with "; ", the gravest first.
VERDICT_COLUMNS: dict[str, type[pl.DataType]] = {
    "case_id": pl.String,
    "verdict": pl.String,
    "why": pl.String,
    "measure_ids": pl.String,
    "paragraphs": pl.String,
    "readings": pl.String,
    "grades": pl.String,
    "conditions": pl.String,
    "national": pl.String,
    "next_checks": pl.String,
    "needs_review": pl.Boolean,
    "review_reasons": pl.String,
    "bound_least": pl.String,
    "bound_most": pl.String,
    "bound_low_usd": pl.Float64,  # value under the gravest verdict, at least
    "bound_high_usd": pl.Float64,  # and at most
}
