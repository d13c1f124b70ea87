"""The ceiling: a knower of the channel.

It is told, of every silence, the exact chance that a ship which sent all the while would have been
silent just so; the true activity at both ends; and it has learnt, from many labelled worlds of
other seeds, how often each cause occurs. No real analyst has any of these. It is a strong knower,
not a proof of a bound: a method that found features which it does not use could pass it.
"""

from functools import lru_cache

import numpy as np
import polars as pl
from bench.traffic.boosting import Boosted, fit, predict
from bench.traffic.fleet import KINDS
from bench.traffic.generate import make_traffic
from bench.traffic.sea import KM_PER_DEG, load_sea
from bench.traffic.spec import TRAIN_SEEDS, Array, Spec
from scipy.spatial import cKDTree

__all__ = ["knower_gaps", "learn"]

TRAIN_TIER = "1M"
PAIR_KM, PAIR_H = 30.0, 8.0


@lru_cache(maxsize=2)
def learn(layout: str, prevalence: float, seeds: tuple[int, ...] = TRAIN_SEEDS) -> Boosted:
    """Learn base rates on worlds of their own seeds (minutes; once a process and layout)."""
    tables, truths = [], []
    for seed in seeds:
        traffic = make_traffic(Spec(seed, TRAIN_TIER, layout, prevalence))
        labels = traffic.labels["silences"]
        counts = ~labels["is_mixed"].to_numpy()
        tables.append(features(labels, traffic.statics)[counts])
        truths.append(labels["is_deliberate"].to_numpy()[counts])
    return fit(np.vstack(tables), np.concatenate(truths).astype(float))


def knower_gaps(silences: pl.DataFrame, statics: pl.DataFrame, model: Boosted) -> pl.DataFrame:
    """Every silence with the knower's posterior."""
    p = predict(model, features(silences, statics))
    return silences.select("mmsi", "starts_at", "ends_at").with_columns(p_deliberate=pl.Series(p))


def features(silences: pl.DataFrame, statics: pl.DataFrame) -> Array:
    """What the knower looks at, (silence, feature)."""
    s = {name: silences[name].to_numpy() for name in silences.columns}
    hours = (s["ends_at"] - s["starts_at"]) / np.timedelta64(1, "h")
    lat_2 = np.where(s["is_open"], s["lat_1"], s["lat_2"])
    lon_2 = np.where(s["is_open"], s["lon_1"], s["lon_2"])
    km = distance_km(s["lat_1"], s["lon_1"], lat_2, lon_2)
    north = [p for p in load_sea().ports if p.country == "KP"]
    to_north = np.min(
        [
            distance_km(s["lat_1"], s["lon_1"], p.lat, p.lon)
            + distance_km(lat_2, lon_2, p.lat, p.lon)
            for p in north
        ],
        axis=0,
    )
    kinds = [list(KINDS).index(k) for k in s["kind"]]
    earlier = silences.select("hull", "starts_at").with_columns(
        n=pl.len().over("hull")
    )["n"].to_numpy()  # fmt: skip
    columns = (
        np.clip(s["log_p_on"], -60, 0),
        np.log(hours),
        s["log_p_on"] / hours,
        km,
        km / hours,
        to_north,
        (to_north - km) / hours,
        s["shore_km"],
        s["activity_1"],
        s["activity_2"],
        np.array(kinds),
        s["is_open"],
        partners(s, hours),
        draught_change(silences, statics),
        s["lat_1"],
        s["lon_1"],
        earlier,
    )
    return np.column_stack([np.asarray(c, dtype=float) for c in columns])


def distance_km(lat_1: Array, lon_1: Array, lat_2: Array | float, lon_2: Array | float) -> Array:
    east = (lon_1 - lon_2) * np.cos(np.radians((lat_1 + lat_2) / 2))
    return KM_PER_DEG * np.hypot(lat_1 - lat_2, east)


def partners(s: dict[str, Array], hours: Array) -> Array:
    """Other hulls that fell silent about then and there, and came back so too."""
    start = (s["starts_at"] - s["starts_at"].min()) / np.timedelta64(1, "h")
    end = start + hours
    scaled = np.column_stack(
        [
            s["lat_1"] * KM_PER_DEG / PAIR_KM,
            s["lon_1"] * KM_PER_DEG * 0.8 / PAIR_KM,
            start / PAIR_H,
            end / PAIR_H,
        ]
    )
    tree = cKDTree(scaled)
    return np.array(tree.query_ball_point(scaled, 1.0, return_length=True)) - 1


def draught_change(silences: pl.DataFrame, statics: pl.DataFrame) -> Array:
    """Draught typed after a silence less that before; 0 where unknown."""
    said = statics.filter(pl.col("draught_m").is_not_null())
    said = said.select("mmsi", at="received_at", draught="draught_m").sort("at")
    rows = silences.select("mmsi", "starts_at", "ends_at").with_row_index("i")
    before = rows.sort("starts_at").join_asof(
        said, left_on="starts_at", right_on="at", by="mmsi", check_sortedness=False
    )
    after = rows.sort("ends_at").join_asof(
        said.rename({"draught": "after"}),
        left_on="ends_at", right_on="at", by="mmsi", strategy="forward", check_sortedness=False,
    )  # fmt: skip
    both = before.join(after.select("i", "after"), on="i").sort("i")
    return (both["after"] - both["draught"]).fill_null(0.0).to_numpy()
