"""The packaged claims of public reports, and the invented reports and interviews that show how."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

import polars as pl

from coalface.sources.claims_table import read_claims_csv
from coalface.tables.documents import DOCUMENTS, check_documents
from coalface.tables.schema import dtypes_of

__all__ = [
    "INVENTED",
    "example_files",
    "read_packaged_claims",
    "read_packaged_documents",
]

FOLDER = "reports"
#: When the packaged claims were taken down, in UTC.
RECORDED_AT = datetime(2026, 10, 1, tzinfo=UTC)
INVENTED = "INVENTED reports: every name, figure and event in them is made up."


@cache
def read_packaged_claims() -> pl.DataFrame:
    """Read what public reports say, as one person took it down and confirmed it.

    A row is what a report states, slips and all; it is not what is true. Nobody has graded them.

    Returns:
        Table `claims`, all confirmed.
    """
    with as_file(_folder() / "claims.csv") as path:
        claims = read_claims_csv(path)
    at = pl.lit(RECORDED_AT).cast(pl.Datetime("us", "UTC"))
    return claims.with_columns(recorded_at=at, reviewed_at=at)


@cache
def read_packaged_documents() -> pl.DataFrame:
    """Read which reports those are. Their texts are not here: digest and length are empty.

    Returns:
        Table `documents`.
    """
    data = (_folder() / "documents.csv").read_bytes()
    rows = pl.read_csv(data, infer_schema_length=0)
    schema = dtypes_of(DOCUMENTS)
    documents = rows.with_columns(
        pl.col("published").str.to_date(),
        sha256=pl.lit(None, pl.String),
        n_characters=pl.lit(None, pl.Int64),
    ).select(list(schema))
    check_documents(documents)
    return documents


@contextmanager
def example_files() -> Iterator[tuple[tuple[Path, ...], Path]]:
    """Lend the invented reports, in order of their names, and the invented set of interviews."""
    with as_file(_folder()) as folder:
        yield tuple(sorted((folder / "example").glob("y*.md"))), folder / "interviews.yml"


def _folder() -> Traversable:
    return files("coalface") / "data" / FOLDER
