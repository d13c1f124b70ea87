"""Files that need no reader: a batch is made of rows, and an origin of a name."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from tests.builders import make_flows, make_prices

from coalface.tables.rejects import REJECTS, no_rejects
from coalface.workspace import Origin

__all__ = ["TestBatch", "make_batches", "make_file", "make_rejects"]


@dataclass(frozen=True)
class TestBatch:
    __test__ = False
    table: str
    rows: pl.DataFrame
    rejects: pl.DataFrame
    n_rows: int


def make_file(name: str = "baci.csv", **changed: Any) -> Origin:
    """A file whose digest is that of its name, unless told otherwise."""
    told = {"file": name, "sha256": hashlib.sha256(name.encode()).hexdigest(), "kind": "baci"}
    return Origin(**({"n_bytes": 10} | told | changed))


def make_rejects(*rows: int) -> pl.DataFrame:
    cell = {"file": "baci.csv", "column": "v", "found": "x", "expected": "a number"}
    return pl.DataFrame([{**cell, "row": row, "reason": "no number"} for row in rows], REJECTS)


def make_batches(n_batches: int = 3, n_rows: int = 4, n_rejects: int = 0) -> Iterator[TestBatch]:
    """Flows in some batches, the first with rejects, and one batch of prices."""
    for i in range(n_batches):
        ids = [str(i * n_rows + j + 1) for j in range(n_rows)]
        rows = make_flows(row_id=ids, dataset="ingested", value_cif_usd=[float(x) for x in ids])
        rejects = make_rejects(*range(100, 100 + n_rejects)) if i == 0 else no_rejects()
        yield TestBatch("flows", rows, rejects, n_rows + rejects.height)
    yield TestBatch("prices", make_prices(row_id=["p1"], price_low=1.0), no_rejects(), 1)
