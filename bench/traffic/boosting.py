"""Gradient-boosted trees for a probability, small and plain: 32 bins a feature, depth 3.

Used only by the knower of the channel (`ceiling.py`); no detector learns from labels here.
"""

from dataclasses import dataclass

import numpy as np
from bench.traffic.spec import Array

__all__ = ["Boosted", "fit", "predict"]

N_BINS = 32
DEPTH = 3
SHRINK = 0.08
RIDGE = 8.0


@dataclass(frozen=True)
class Boosted:
    edges: list[Array]
    base: float
    features: Array  # (tree, inner node)
    cuts: Array
    leaves: Array  # (tree, leaf)


def binned(table: Array, edges: list[Array]) -> Array:
    return np.column_stack(
        [np.searchsorted(e, table[:, i], side="right") for i, e in enumerate(edges)]
    ).astype(np.int64)


def fit(table: Array, truth: Array, n_trees: int = 160) -> Boosted:
    """Fit log loss. `table` is (unit, feature) without nan."""
    edges = [np.unique(np.quantile(c, np.linspace(0, 1, N_BINS + 1)[1:-1])) for c in table.T]
    bins = binned(table, edges)
    share = float(truth.mean())
    base = float(np.log(share / (1 - share)))
    score = np.full(len(truth), base)
    features = np.zeros((n_trees, 2**DEPTH - 1), dtype=np.int64)
    cuts = np.full((n_trees, 2**DEPTH - 1), N_BINS)
    leaves = np.zeros((n_trees, 2**DEPTH))
    for tree in range(n_trees):
        p = 1 / (1 + np.exp(-score))
        node = grow(bins, p - truth, p * (1 - p), features[tree], cuts[tree])
        g = np.bincount(node, p - truth, 2**DEPTH)
        h = np.bincount(node, p * (1 - p), 2**DEPTH)
        leaves[tree] = -SHRINK * g / (h + RIDGE)
        score += leaves[tree][node]
    return Boosted(edges, base, features, cuts, leaves)


def grow(bins: Array, g: Array, h: Array, features: Array, cuts: Array) -> Array:
    """Split every node of a level at its best cut; return the leaf of each unit."""
    node = np.zeros(len(bins), dtype=np.int64)
    for depth in range(DEPTH):
        n_nodes = 2**depth
        best = np.full(n_nodes, 1e-9)
        first = n_nodes - 1
        for feature in range(bins.shape[1]):
            key = node * N_BINS + bins[:, feature]
            sums_g = np.bincount(key, g, n_nodes * N_BINS).reshape(n_nodes, N_BINS).cumsum(axis=1)
            sums_h = np.bincount(key, h, n_nodes * N_BINS).reshape(n_nodes, N_BINS).cumsum(axis=1)
            all_g, all_h = sums_g[:, -1:], sums_h[:, -1:]
            gain = (
                sums_g**2 / (sums_h + RIDGE)
                + (all_g - sums_g) ** 2 / (all_h - sums_h + RIDGE)
                - all_g**2 / (all_h + RIDGE)
            )
            cut = gain.argmax(axis=1)
            better = gain[np.arange(n_nodes), cut] > best
            rows = np.flatnonzero(better)
            best[rows] = gain[rows, cut[rows]]
            features[first + rows], cuts[first + rows] = feature, cut[rows]
        own = first + node
        goes_right = bins[np.arange(len(bins)), features[own]] > cuts[own]
        node = node * 2 + goes_right
    return node


def predict(model: Boosted, table: Array) -> Array:
    """Probability of each unit."""
    bins = binned(table, model.edges)
    score = np.full(len(table), model.base)
    rows = np.arange(len(table))
    for features, cuts, leaves in zip(model.features, model.cuts, model.leaves, strict=True):
        node = np.zeros(len(table), dtype=np.int64)
        for depth in range(DEPTH):
            own = 2**depth - 1 + node
            node = node * 2 + (bins[rows, features[own]] > cuts[own])
        score += leaves[node]
    p: Array = 1 / (1 + np.exp(-score))
    return p
