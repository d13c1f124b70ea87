"""Of several releases of one figure, the newest; the older ones stay in the workspace."""

import polars as pl

from coalface.workspace.ledger import Visible
from coalface.workspace.reading import PACKAGED_KIND

__all__ = ["keep_newest"]

_RELEASE = ("source_id", "vintage", "ingest_id")
#: Columns by which most releases are told not to overlap, without a look at each figure.
_SLICE = ("source_id", "reporter", "series", "period_start")
#: What may differ between two releases of one figure, beside the amounts.
_NOT_KEY = {"row_id", "vintage", "locator", "note", "confidence", "description", "ingest_id"}


def keep_newest(rows: pl.DataFrame, visible: Visible) -> pl.DataFrame:
    """Keep of each figure that one source has released several times its newest release.

    The newest is that of the greatest `vintage`, then of the latest ingest. Two rows of one file
    are two figures, and both stay. Figures of different sources compete, and all stay; packaged
    rows are never left out.

    Args:
        rows: Rows of a table with `source_id` and `vintage`, as `Workspace.scan` gives them,
            narrowed to what is asked for, or to all rows of some reporters: the rows are held in
            memory.
        visible: The ingests that they came with.

    Returns:
        The rows kept, in their order.
    """
    if not set(_RELEASE) <= set(rows.columns) or not _has_rivals(rows):
        return rows
    releases = _releases(rows, visible)
    kinds = (pl.String, pl.Date)
    key = [n for n, kind in rows.schema.items() if kind in kinds and n not in _NOT_KEY]
    ranked = rows.join(
        releases,
        on=list(_RELEASE),
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    is_newest = pl.col("release") == pl.col("release").max().over(key)
    return ranked.filter(is_newest | pl.col("release").is_null()).drop("release")


def _has_rivals(rows: pl.DataFrame) -> bool:
    """Say whether two releases of one source speak of one reporter and period at all."""
    names = [name for name in _SLICE if name in rows.columns]
    n_releases = rows.group_by(names).agg(pl.col("vintage", "ingest_id").n_unique())
    return bool(n_releases.select(pl.max_horizontal("vintage", "ingest_id").max() > 1).item())


def _releases(rows: pl.DataFrame, visible: Visible) -> pl.DataFrame:
    """Number the releases from the oldest to the newest; packaged rows have none."""
    ingests = visible.read.filter(pl.col("kind") != PACKAGED_KIND).select("ingest_id", "ingest")
    found = rows.select(_RELEASE).unique().join(ingests, on="ingest_id")
    in_order = found.sort("vintage", "ingest", nulls_last=False)
    return in_order.with_row_index("release").drop("ingest")
