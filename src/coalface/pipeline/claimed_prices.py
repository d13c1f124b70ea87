"""Prices of a workspace's confirmed claims, as analyses read them, and what these rest on."""

import polars as pl

from coalface.claims.prices import find_price_sources, find_prices
from coalface.pipeline.claim_store import open_store
from coalface.workspace import FORGETTING, Visible, Workspace

__all__ = ["claimed_prices", "claimed_sources", "is_told"]

REPORTS = "reports"
#: Entries that say what became of claims: no files that an analysis was fed with.
OF_CLAIMS = ("report name", "review", "checks", "export", FORGETTING)


def claimed_prices(workspace: Workspace) -> pl.DataFrame:
    """Give table `prices` of confirmed claims: of no others."""
    store = open_store(workspace)
    return find_prices(store.confirmed, store.documents)


def claimed_sources(workspace: Workspace) -> pl.DataFrame:
    """Give table `sources` of those claims."""
    store = open_store(workspace)
    return find_price_sources(store.confirmed, store.documents)


def is_told(workspace: Workspace, visible: Visible) -> pl.Expr:
    """Say which ingests a brief may name as its inputs: of reports the public ones only.

    The digest of a file that is not public would tell who holds that file that it is held here.
    """
    documents = workspace.scan("documents", visible).filter(pl.col("sensitivity") == "public")
    public = [f"report {name}" for name in documents.select("document_id").collect().to_series()]
    is_public = (pl.col("kind") != REPORTS) | pl.col("file").is_in(public)
    return is_public & ~pl.col("kind").is_in(OF_CLAIMS)
