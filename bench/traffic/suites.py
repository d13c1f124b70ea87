"""Two special worlds: numbers shared by ships, and one ship with very many silences."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from bench.traffic.channel import draw_channel
from bench.traffic.diaries import Off
from bench.traffic.fleet import MERCHANTS
from bench.traffic.generate import COLUMNS, make_blocks, number_rows
from bench.traffic.spec import DAY_S, EPOCH, HOUR_S, MIN_SILENCE_S, Spec
from bench.traffic.transmission import draw_policy
from bench.traffic.truth import make_truth

__all__ = ["SharedNumbers", "gap_dense", "shared_numbers"]


@dataclass(frozen=True)
class SharedNumbers:
    """Ships that use one number, mostly by turns; `two_ship` are silences from one to another."""

    positions: pl.DataFrame
    statics: pl.DataFrame
    two_ship: pl.DataFrame  # mmsi, starts_at, ends_at, km


def shared_numbers(seed: int, *, n_ships: int = 60, n_days: int = 20) -> SharedNumbers:
    """Give neighbouring hulls one number and let them send by turns of some days.

    Nothing here is deliberate: no silence from one hull to another may be called so.
    """
    truth = make_truth(Spec(seed, n_ships=n_ships, n_days=n_days))
    rng = np.random.default_rng([seed, 20])
    mmsi, offs = truth.fleet.mmsi.copy(), []
    users = np.flatnonzero(np.isin(truth.fleet.kind, (*MERCHANTS, "fishing")))
    for first, second in zip(users[0::2], users[1::2], strict=False):
        mmsi[second] = mmsi[first]
        if rng.random() < 0.8:
            offs += turns(int(first), int(second), n_days, rng)
    truth = replace(truth, fleet=replace(truth.fleet, mmsi=mmsi))
    policy = draw_policy(truth)
    policy = replace(policy, offs=policy.offs + tuple(offs), numbers={}, false=())
    channel = draw_channel(truth.spec, truth.world, truth.sea)
    blocks = list(make_blocks(truth, policy, channel))
    positions = number_rows(pl.concat([b.positions for b in blocks]).sort("arrival", "hull"))
    statics = pl.concat([b.statics for b in blocks]).sort("received_at", "hull").drop("hull")
    return SharedNumbers(positions.select(COLUMNS), number_rows(statics), between_hulls(positions))


def turns(first: int, second: int, n_days: int, rng: np.random.Generator) -> list[Off]:
    """One sends for some days, then the other; in between nobody for 3 to 60 hours."""
    offs, t, silent = [], 0.0, second
    while t < n_days * DAY_S:
        ends = t + rng.uniform(1, 6) * DAY_S
        offs.append(Off(silent, t, ends, "absent"))
        pause = ends + rng.uniform(3, 60) * HOUR_S
        offs += [Off(hull, ends, pause, "absent") for hull in (first, second)]
        t, silent = pause, first + second - silent
    return offs


def between_hulls(positions: pl.DataFrame) -> pl.DataFrame:
    """Silences of a number whose two ends were sent by different hulls."""
    good = positions.filter(pl.col("lat_deg").abs() <= 90, pl.col("lat_deg") != 0)
    frame = good.sort("mmsi", "sent_at", "row").with_columns(
        ends_at=pl.col("sent_at").shift(-1).over("mmsi"),
        next_hull=pl.col("hull").shift(-1).over("mmsi"),
        lat_2=pl.col("lat_deg").shift(-1).over("mmsi"),
        lon_2=pl.col("lon_deg").shift(-1).over("mmsi"),
    )
    seconds = (pl.col("ends_at") - pl.col("sent_at")).dt.total_seconds()
    found = frame.filter((pl.col("hull") != pl.col("next_hull")) & (seconds >= MIN_SILENCE_S))
    north, east = pl.col("lat_2") - pl.col("lat_deg"), (pl.col("lon_2") - pl.col("lon_deg")) * 0.8
    km = 111.2 * (north**2 + east**2).sqrt()
    return found.select("mmsi", "ends_at", starts_at="sent_at", km=km)


def gap_dense(n_silences: int, *, seed: int = 1) -> pl.DataFrame:
    """One ship back and forth off a coast: heard for some minutes, then silent for hours."""
    rng = np.random.default_rng([seed, 21])
    lengths = np.repeat(rng.uniform(2.5, 9.0, n_silences) * HOUR_S, 3)
    lengths[0::3], lengths[1::3] = 400.0, 400.0
    t = np.round(np.cumsum(lengths))
    lon = 121.0 + 1.5 * np.abs((t / (30 * HOUR_S)) % 2 - 1)
    n = len(t)
    sent_at = pl.Series(EPOCH + (t * 1e6).astype("timedelta64[us]")).dt.replace_time_zone("UTC")
    eastward = (t / (30 * HOUR_S)) % 2 >= 1
    frame = pl.DataFrame(
        {
            "mmsi": np.full(n, 412_999_001),
            "sent_at": sent_at,
            "lat_deg": np.round(38.2 + rng.normal(0, 0.002, n), 6),
            "lon_deg": np.round(lon, 6),
            "sog_kn": np.full(n, 2.4),
            "cog_deg": np.where(eastward, 90.0, 270.0),
            "heading_deg": np.where(eastward, 90.0, 270.0),
            "nav_status": np.zeros(n, dtype=np.int64),
            "transponder_class": ["A"] * n,
            "receiver": ["satellite"] * n,
            "source_id": ["synthetic-gap-dense"] * n,
        }
    )
    return number_rows(frame).select(COLUMNS)
