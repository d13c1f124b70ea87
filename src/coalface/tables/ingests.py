"""Table `ingests`: one row is one file taken into a workspace whole.

`ingest` counts completed ingests from 1: it is the number of `--workspace-version`. The row is
what makes visible the rows of other tables that its `attempt` wrote. `n_rows` counts the file's
own records, `n_rejected` those of them that were not taken in. `options`, `counts` (rows by
table), `vintages` (pairs of source and vintage by table) and `replaces` (attempts that are no
longer read) are JSON.
"""

import polars as pl

__all__ = ["INGESTS"]

INGESTS: dict[str, pl.DataType] = {
    "ingest": pl.Int64(),
    "ingest_id": pl.String(),
    "key": pl.String(),
    "attempt": pl.String(),
    "file": pl.String(),
    "sha256": pl.String(),
    "n_bytes": pl.Int64(),
    "kind": pl.String(),
    "options": pl.String(),
    "n_rows": pl.Int64(),
    "n_rejected": pl.Int64(),
    "counts": pl.String(),
    "vintages": pl.String(),
    "replaces": pl.String(),
    "started_at": pl.Datetime("us", "UTC"),
    "completed_at": pl.Datetime("us", "UTC"),
    "software": pl.String(),
}
