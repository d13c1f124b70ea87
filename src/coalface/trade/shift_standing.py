"""What the law said, in the year found, of series that rose: asked only of trade with the DPRK."""

import polars as pl

from coalface.law import Rulebook
from coalface.trade.flow_screening import OUTSIDE, find_verdicts

__all__ = ["with_standing"]

DPRK = "PRK"
ADDED = ("verdict", "why", "measure_ids", "needs_review")


def with_standing(table: pl.DataFrame, law: Rulebook) -> pl.DataFrame:
    """Add to level shifts the verdict over the year found.

    `outside the regime` says that neither side is the DPRK, so that its measures do not speak;
    like `not_listed` it is no clearance.

    Args:
        table: `LevelShifts.table`.
        law: The rulebook.

    Returns:
        The same rows in the same order with `verdict, why, measure_ids, needs_review`.
    """
    direction = (
        pl.when(pl.col("exporter") == DPRK)
        .then(pl.lit("from_dprk"))
        .when(pl.col("importer") == DPRK)
        .then(pl.lit("to_dprk"))
    )
    asked = table.with_columns(
        direction=direction,
        period_start=pl.date(pl.col("year"), 1, 1),
        period_end=pl.date(pl.col("year") + 1, 1, 1),
    )
    case = ["hs_code", "direction", "period_start", "period_end"]
    verdicts = find_verdicts(asked.filter(pl.col("direction").is_not_null()).select(case), law)
    joined = asked.join(verdicts, on=case, how="left", maintain_order="left")
    return joined.with_columns(pl.col("verdict").fill_null(OUTSIDE)).select(*table.columns, *ADDED)
