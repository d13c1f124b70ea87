"""One release a reporter, flow and period, so that nothing is counted twice."""

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["BREAKDOWNS", "RELEASE", "keep_one_release"]

RELEASE = ("source_id", "vintage")
BREAKDOWNS = ("reporter_region", "trade_mode", "transport_mode")


def keep_one_release(
    rows: pl.DataFrame, is_cell: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], int]:
    """Keep for each reporter, flow and period the newest release of the fullest source.

    Args:
        rows: `reporter, flow, period`, and of `RELEASE` what there is.
        is_cell: Rows to choose from.

    Returns:
        Which rows are kept, and how many of those to choose from are not.
    """
    present = [c for c in RELEASE if c in rows.columns]
    if not present or rows.select(pl.struct(present).n_unique()).item() <= 1:
        return is_cell, 0
    of = ["reporter", "flow", "period"]
    sources = [c for c in present if c == "source_id"]
    sizes = rows.filter(pl.Series(is_cell)).group_by(*of, *present).len()
    texts = sizes.with_columns(pl.col(present).cast(pl.String))
    newest = texts.sort("vintage", nulls_last=False) if "vintage" in present else texts
    newest = newest.group_by(*of, *sources, maintain_order=True).last()
    best = newest.sort("len", *sources).group_by(of, maintain_order=True).last()
    chosen = best.select(*of, *(pl.col(c).cast(pl.Categorical) for c in present))
    marked = rows.select(*of, *present).join(
        chosen.with_columns(is_best=pl.lit(value=True)),
        on=[*of, *present],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    kept = is_cell & marked["is_best"].fill_null(value=False).to_numpy()
    return kept, int(is_cell.sum() - kept.sum())
