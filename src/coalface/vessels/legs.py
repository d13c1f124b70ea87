"""Tracks as legs: two received fixes that follow each other, joined by a line; never beyond them.

Positions are unit vectors, so that a pole and the date line are places like any other, and the
distance of two ships on straight legs is the root of a square, whose least value is exact.
"""

from dataclasses import dataclass, replace
from math import atan2, degrees, floor, sqrt

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import EARTH_RADIUS_M, KN_TO_M_PER_S, unit_vectors
from coalface.vessels.tracks import sort_in_time

__all__ = ["Legs", "Samples", "join_fixes", "make_fixes", "make_legs", "sample_legs"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Small = NDArray[np.int32]

SECOND_US = 1_000_000
COLUMNS = ("mmsi", "sent_at", "lat_deg", "lon_deg", "sog_kn", "row")


@dataclass(frozen=True, slots=True)
class Legs:
    """Fixes by track and time; fix k starts leg k if `is_leg[k]`.

    Attributes:
        mmsi: Ship's number of each track.
        segment_id: Segment of each track; null if tracks were not parted.
        starts: First fix of each track; one more at the end.
        track: Track of each fix; four bytes will do.
        at: Time of each fix, seconds since 1970.
        xyz: Unit vector of each fix, `(fix, xyz)`.
        sog: Reported speed, knots; NaN if unknown.
        row: Row number in the input.
        is_leg: Whether the next fix of the track is near enough in time to be joined.
        n_twins: Fixes left out because the track had one at the same time already.
    """

    mmsi: Ints
    segment_id: pl.Series
    starts: Ints
    track: Small
    at: Floats
    xyz: Floats
    sog: Floats
    row: Ints
    is_leg: Flags
    n_twins: int


@dataclass(frozen=True, slots=True)
class Samples:
    """Where tracks were at round times, by track and time.

    Attributes:
        track: Track of each sample; four bytes will do.
        slot: Number of its round time since 1970; four bytes, a step is a minute and more.
        lat: Latitude, degrees.
        lon: Longitude, degrees.
        step_s: Seconds between round times.
    """

    track: Small
    slot: Small
    lat: Floats
    lon: Floats
    step_s: float


def make_legs(
    positions: pl.DataFrame,
    *,
    max_leg_h: float,
    max_still_leg_h: float,
    still_kn: float,
    max_kn: float,
) -> Legs:
    """Sort positions into tracks and mark which fixes are joined.

    Args:
        positions: Table `positions`, with `segment_id` if tracks were parted.
        max_leg_h: As in `join_fixes`, as are the next three.
        max_still_leg_h: The same for a ship that hardly moved between the two.
        still_kn: Up to this speed from fix to fix it hardly moved.
        max_kn: Fixes that need a higher speed than this are not joined.

    Returns:
        The legs.
    """
    whole = [positions]
    del positions  # the fixes hold what is needed of them
    return join_fixes(
        make_fixes(whole.pop()),
        max_leg_h=max_leg_h,
        max_still_leg_h=max_still_leg_h,
        still_kn=still_kn,
        max_kn=max_kn,
    )


def make_fixes(positions: pl.DataFrame) -> Legs:
    """Sort positions into tracks; none of their fixes is joined yet.

    Args:
        positions: Table `positions`, with `segment_id` if tracks were parted.

    Returns:
        Fixes by track and time, for `join_fixes`.
    """
    frame, key = _sorted(positions)
    of = {name: frame[name] for name in COLUMNS}
    named = frame["segment_id"] if "segment_id" in frame.columns else None
    del positions, frame  # who gives them away holds each column once only
    keep = _rows_kept(key, of["sent_at"].to_physical().to_numpy())
    n, key = len(key), key[keep]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
    track = np.repeat(np.arange(len(starts), dtype=np.int32), np.diff(np.append(starts, len(key))))
    del key
    firsts = starts if isinstance(keep, slice) else keep[starts]
    names = _no_names(len(firsts)) if named is None else named.gather(pl.Series(firsts))
    del named
    mmsi = of.pop("mmsi").to_numpy()[firsts]
    at = of.pop("sent_at").to_physical().to_numpy()[keep] / SECOND_US
    xyz = unit_vectors(*(of.pop(name).to_numpy()[keep] for name in ("lat_deg", "lon_deg")))
    return Legs(
        mmsi=mmsi,
        segment_id=names,
        starts=np.append(starts, len(at)),
        track=track,
        at=at,
        xyz=np.ascontiguousarray(xyz.reshape(-1, 3)),
        sog=of.pop("sog_kn").cast(pl.Float64).fill_null(float("nan")).to_numpy()[keep],
        row=of.pop("row").to_numpy()[keep],
        is_leg=np.zeros(len(at), dtype=np.bool_),
        n_twins=n - len(at),
    )


def join_fixes(
    fixes: Legs, *, max_leg_h: float, max_still_leg_h: float, still_kn: float, max_kn: float
) -> Legs:
    """Mark which fixes are joined; all else is shared with what was given.

    Args:
        fixes: From `make_fixes`.
        max_leg_h: Fixes at most this far apart are joined, hours.
        max_still_leg_h: The same for a ship that hardly moved between the two.
        still_kn: Up to this speed from fix to fix it hardly moved.
        max_kn: Fixes that need a higher speed than this are not joined.

    Returns:
        The legs.
    """
    longest = (max_leg_h * 3600.0, max_still_leg_h * 3600.0)
    fastest = (still_kn * KN_TO_M_PER_S, max_kn * KN_TO_M_PER_S)
    return replace(fixes, is_leg=_mark_legs(fixes.track, fixes.at, fixes.xyz, longest, fastest))


def sample_legs(legs: Legs, *, step_s: float) -> Samples:
    """Place tracks at round times, on their legs only.

    Args:
        legs: From `make_legs`.
        step_s: Seconds between round times.

    Returns:
        The samples; a track that is on no leg at a time has none then.
    """
    n = _count(legs.at, legs.is_leg, step_s)
    small, wide = np.empty((2, n), np.int32), np.empty((2, n))
    _sample(legs.track, legs.at, legs.xyz, legs.is_leg, step_s, small, wide)
    return Samples(small[0], small[1], wide[0], wide[1], step_s)


def _no_names(n: int) -> pl.Series:
    return pl.Series("segment_id", [None], dtype=pl.String).new_from_index(0, n)


def _sorted(positions: pl.DataFrame) -> tuple[pl.DataFrame, Ints]:
    """Sort by ship, time and row; number tracks in the order of ships and first times."""
    frame = sort_in_time(positions)
    if "segment_id" not in frame.columns or frame["segment_id"].null_count() == frame.height:
        return frame, frame["mmsi"].to_numpy()
    is_new = (pl.col("mmsi") != pl.col("mmsi").shift()) | (
        pl.col("segment_id").ne_missing(pl.col("segment_id").shift())
    )
    starts = frame.select(is_new.fill_null(value=True)).to_series().to_numpy().copy()
    starts[:1] = True
    heads = np.flatnonzero(starts)
    named = frame.select("mmsi", "segment_id")[heads].with_row_index("key")
    first = pl.col("key").first().over("mmsi", "segment_id")
    key = named.select(first).to_series().to_numpy()
    return frame, np.repeat(key, np.diff(np.append(heads, len(frame))))


def _rows_kept(key: Ints, at: Ints) -> Ints | slice:
    """Give the rows by track and time, each track's first of any one time."""
    order = None if (key[1:] >= key[:-1]).all() else np.argsort(key, kind="stable")
    if order is not None:
        key, at = key[order], at[order]
    is_twin = np.zeros(len(at), dtype=bool)
    is_twin[1:] = (at[1:] == at[:-1]) & (key[1:] == key[:-1])
    if not is_twin.any():
        return slice(None) if order is None else order
    return np.flatnonzero(~is_twin) if order is None else order[~is_twin]


@numba.njit(cache=True, nogil=True)
def _mark_legs(
    track: Small,
    at: Floats,
    xyz: Floats,
    longest: tuple[float, float],
    fastest: tuple[float, float],
) -> Flags:
    is_leg = np.zeros(len(at), dtype=np.bool_)
    for k in range(len(at) - 1):
        dt = at[k + 1] - at[k]
        if track[k + 1] != track[k] or dt > longest[1]:
            continue
        chord = 0.0
        for i in range(3):
            chord += (xyz[k + 1, i] - xyz[k, i]) ** 2
        limit = fastest[1] if dt <= longest[0] else fastest[0]
        is_leg[k] = sqrt(chord) * EARTH_RADIUS_M <= limit * dt
    return is_leg


@numba.njit(cache=True, nogil=True)
def _count(at: Floats, is_leg: Flags, step: float) -> int:
    """Count the round times on legs."""
    n = 0
    for k in range(len(at)):
        if is_leg[k]:
            slot = -floor(-at[k] / step)
            while slot * step < at[k + 1]:
                n += 1
                slot += 1
    return n


@numba.njit(cache=True, nogil=True)
def _sample(
    track: Small,
    at: Floats,
    xyz: Floats,
    is_leg: Flags,
    step: float,
    small: Small,
    wide: Floats,
) -> None:
    """Write track and slot, latitude and longitude of each round time on a leg."""
    n = 0
    for k in range(len(at)):
        if not is_leg[k]:
            continue
        slot = -floor(-at[k] / step)
        while slot * step < at[k + 1]:
            share = (slot * step - at[k]) / (at[k + 1] - at[k])
            x = xyz[k, 0] + share * (xyz[k + 1, 0] - xyz[k, 0])
            y = xyz[k, 1] + share * (xyz[k + 1, 1] - xyz[k, 1])
            z = xyz[k, 2] + share * (xyz[k + 1, 2] - xyz[k, 2])
            small[0, n], small[1, n] = track[k], slot
            wide[0, n] = degrees(atan2(z, sqrt(x * x + y * y)))
            wide[1, n] = degrees(atan2(y, x))
            n += 1
            slot += 1
