"""Of several releases of one figure, the newest; the older ones stay in the workspace."""

import polars as pl

from coalface.workspace.ledger import Visible
from coalface.workspace.reading import PACKAGED_KIND

__all__ = ["keep_newest"]

#: What may differ between two releases of one figure, beside the amounts.
_NOT_KEY = {"row_id", "vintage", "locator", "note", "confidence", "description", "ingest_id"}


def keep_newest(rows: pl.DataFrame, visible: Visible) -> pl.DataFrame:
    """Keep of each figure that one source has released several times its newest release.

    The newest is that of the greatest `vintage`, then of the latest ingest. Two rows of one file
    are two figures, and both stay. Figures of different sources compete, and all stay; packaged
    rows are never left out.

    Args:
        rows: Rows of a table with `source_id` and `vintage`, as `Workspace.scan` gives them,
            narrowed to what is asked for: the rows are held in memory.
        visible: The ingests that they came with.

    Returns:
        The rows kept, in their order.
    """
    if not {"source_id", "vintage", "ingest_id"} <= set(rows.columns) or rows.is_empty():
        return rows
    releases = _releases(rows, visible)
    kinds = (pl.String, pl.Date)
    key = [n for n, kind in rows.schema.items() if kind in kinds and n not in _NOT_KEY]
    ranked = rows.join(
        releases,
        on=["source_id", "vintage", "ingest_id"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    is_newest = pl.col("release") == pl.col("release").max().over(key)
    return ranked.filter(is_newest | pl.col("release").is_null()).drop("release")


def _releases(rows: pl.DataFrame, visible: Visible) -> pl.DataFrame:
    """Number the releases from the oldest to the newest; packaged rows have none."""
    ingests = visible.read.filter(pl.col("kind") != PACKAGED_KIND).select("ingest_id", "ingest")
    found = rows.select("source_id", "vintage", "ingest_id").unique().join(ingests, on="ingest_id")
    in_order = found.sort("vintage", "ingest", nulls_last=False)
    return in_order.with_row_index("release").drop("ingest")
