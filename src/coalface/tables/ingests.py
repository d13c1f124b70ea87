"""Table `ingests`: one row is one file taken into a workspace whole.

`ingest` counts completed ingests from 1; a row here is what makes the rows of the other tables
that carry its `ingest_id` visible. `n_rows` counts the file's own data rows, `n_rejected` those
of them that were not taken in; `counts` and `digests` are JSON, by table.
"""

import polars as pl

__all__ = ["INGESTS"]

INGESTS: dict[str, pl.DataType] = {
    "ingest": pl.Int64(),
    "ingest_id": pl.String(),
    "file": pl.String(),
    "sha256": pl.String(),
    "n_bytes": pl.Int64(),
    "kind": pl.String(),
    "options": pl.String(),
    "n_rows": pl.Int64(),
    "n_rejected": pl.Int64(),
    "counts": pl.String(),
    "vintages": pl.String(),
    "files": pl.String(),
    "started_at": pl.Datetime("us", "UTC"),
    "completed_at": pl.Datetime("us", "UTC"),
    "software": pl.String(),
}
