"""Prices of a workspace's confirmed claims, as analyses read them."""

import polars as pl

from coalface.claims.prices import find_price_sources, find_prices
from coalface.pipeline.claim_store import open_store
from coalface.workspace import Workspace

__all__ = ["claimed_prices", "claimed_sources"]


def claimed_prices(workspace: Workspace) -> pl.DataFrame:
    """Give table `prices` of confirmed claims: of no others."""
    store = open_store(workspace)
    return find_prices(store.confirmed, store.documents)


def claimed_sources(workspace: Workspace) -> pl.DataFrame:
    """Give table `sources` of those claims."""
    store = open_store(workspace)
    return find_price_sources(store.confirmed, store.documents)
