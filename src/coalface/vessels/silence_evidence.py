"""What speaks for and against each cause of each silence: one row of plain numbers a silence."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.geodesy import M_PER_NMI, angle_between_deg, bearing_deg, geodesic_m
from coalface.vessels.numbers import mmsi_class_expr
from coalface.vessels.reception import Reception
from coalface.vessels.reception_cells import Slots
from coalface.vessels.silences import Silences
from coalface.vessels.stays import Stays
from coalface.vessels.tracks import GRID, HOUR_US, exactly

__all__ = [
    "RATE_SHAPE",
    "SilentSlots",
    "ends_of_silences",
    "heard_evidence",
    "outage_evidence",
    "p_transmitting",
    "silent_slots",
]

Floats = NDArray[np.float64]

RATE_SHAPE = 2.0
MAX_RATE = 1.5  # heard slots a slot: more says no more, messages of one slot hang together
STAY_ON, STAY_OFF = 1, 2  # paths of `reception_cells.Slots`
NEAR_SLOTS = 3  # slots at each end of a silence that are looked at apart


def ends_of_silences(silences: Silences, segment_ids: pl.Series) -> pl.DataFrame:
    """Give each silence's two messages, its length, way and speed.

    Args:
        silences: Candidates.
        segment_ids: Name of each segment.

    Returns:
        One row a silence: `gap` (row of the last message in `silences.frame`), `ship`, `mmsi`,
        `segment_id`, `starts_at`, `ends_at`, `is_open`, `duration_h`, `median_h`; of each message
        its row, place, speed, course, status and class (null after an open one); `distance_nmi`,
        `implied_speed_kn`, `turn_deg` (of the way against the last course), `is_ship`.
    """
    columns = ("row", "sent_at", "lat_deg", "lon_deg", "sog_kn", "cog_deg", "nav_status",
               "transponder_class")  # fmt: skip
    off = _plain(silences.frame[silences.off]).select("ship", "mmsi", "segment", *columns)
    later = np.minimum(silences.off + 1, silences.frame.height - 1)
    is_open = pl.Series("is_open", silences.is_open)
    on = _plain(silences.frame[later]).select(
        pl.when(~is_open).then(pl.col(name)).alias(f"end_{name}") for name in columns
    )
    end = pl.lit(silences.ends_at, pl.Datetime("us", "UTC"))
    frame = pl.concat([off, on], how="horizontal").with_columns(
        is_open,
        gap=pl.Series(silences.off.astype(np.int32)),
        segment_id=segment_ids.gather(off["segment"]),
        median_h=pl.Series(silences.median_h),
        starts_at="sent_at",
        ends_at=pl.coalesce("end_sent_at", end),
        is_ship=mmsi_class_expr(pl.col("mmsi")) == "ship",
    )
    hours = (pl.col("ends_at") - pl.col("starts_at")).dt.total_microseconds() / HOUR_US
    places = [frame[c].fill_null(np.nan).to_numpy() for c in
              ("lat_deg", "lon_deg", "end_lat_deg", "end_lon_deg")]  # fmt: skip
    turn = angle_between_deg(bearing_deg(*places), frame["cog_deg"].fill_null(np.nan).to_numpy())
    return frame.with_columns(
        duration_h=hours,
        distance_nmi=pl.Series(geodesic_m(*places) / M_PER_NMI).fill_nan(None),
        turn_deg=pl.Series(turn).fill_nan(None),
    ).with_columns(implied_speed_kn=pl.col("distance_nmi") / pl.col("duration_h"))


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col("sog_kn", "cog_deg").cast(pl.Float64).round(3),
        pl.col("nav_status").cast(pl.Int64),
        pl.col("transponder_class").cast(pl.String),
    )


@dataclass(frozen=True, slots=True)
class SilentSlots:
    """The slots of silences, by silence, path and time.

    Attributes:
        frame: `gap`, `path` of each run of slots.
        starts: First slot of each run; one more at the end.
        stay: The stay of each slot.
        number: The silence of each slot, as a number among all.
        n: How many slots it stands for.
    """

    frame: pl.DataFrame
    starts: NDArray[np.int64]
    stay: NDArray[np.int64]
    number: NDArray[np.int64]
    n: Floats


def silent_slots(slots: Slots, stays: Stays) -> SilentSlots:
    """Put the slots of silences in order, once for all rounds of the estimate.

    Args:
        slots: Slots, the silent ones on the straight way.
        stays: From `stays_of`.
    """
    is_silent = slots.frame["gap"].to_numpy() >= 0
    rows, stay = np.flatnonzero(is_silent), stays.of_slots[is_silent]
    frame = slots.frame.select("gap", "path", "slot", "n")[rows]
    order = frame.select(pl.arg_sort_by("gap", "path", "slot")).to_series().to_numpy()
    frame, stay = frame[order], stay[order]
    gap, path = (frame[name].to_numpy() for name in ("gap", "path"))
    is_new = np.ones(len(gap), bool)
    is_new[1:] = (gap[1:] != gap[:-1]) | (path[1:] != path[:-1])
    starts = np.flatnonzero(is_new)
    return SilentSlots(
        frame.select("gap", "path")[starts],
        np.append(starts, len(gap)),
        stay,
        stays.gap[stay],
        frame["n"].cast(pl.Float64).to_numpy(),
    )


def heard_evidence(silent: SilentSlots, reception: Reception) -> pl.DataFrame:
    """Give for each silence what a transmitting ship would have been heard on its way.

    Args:
        silent: Slots of silences.
        reception: Rates of the others, and the ships' own factors.

    Returns:
        `gap`; `expected_slots` (heard slots expected, of this ship), `expected_usual` (at other
        times), `expected_others` (of an average ship); `rate_first`, `rate_last` (in the hour and
        a half at each end), `support` (slots of others behind it).
    """
    starts, n = silent.starts, silent.n
    stay = silent.stay
    odds = reception.ship_odds[silent.number] if len(stay) else np.empty(0)
    rate = reception.rate[stay]
    own = _own_rate(rate, odds)
    capped = np.minimum(own, MAX_RATE)
    near = _on_grid(capped)
    paths = silent.frame.with_columns(
        expected_slots=_sums(_on_grid(n * capped), starts),
        expected_usual=_sums(_on_grid(n * np.minimum(reception.by_cell[stay], MAX_RATE)), starts),
        expected_others=_sums(_on_grid(n * np.minimum(rate, MAX_RATE)), starts),
        least_rate=_least(capped, starts),
        rate_first=_mean_of_some(
            near, starts[:-1], np.minimum(starts[:-1] + NEAR_SLOTS, starts[1:])
        ),
        rate_last=_mean_of_some(near, np.maximum(starts[1:] - NEAR_SLOTS, starts[:-1]), starts[1:]),
        support=_sums(reception.rate_seen[stay], starts) / np.diff(starts),
        region_support=_sums(reception.region_seen[stay], starts) / np.diff(starts),
        watched_share=_sums(_on_grid(n * (reception.hour_seen[stay] > 0)), starts)
        / _sums(_on_grid(n), starts),
        ship_odds=odds[starts[:-1]],
        expected_uncapped=_sums(_on_grid(n * own), starts),
    )
    least = paths.group_by("gap", maintain_order=True).agg(
        pl.col("expected_slots", "expected_usual", "expected_uncapped").min().name.prefix("least_"),
        stay_on=pl.col("expected_slots").filter(pl.col("path") == STAY_ON).first(),
        stay_off=pl.col("expected_slots").filter(pl.col("path") == STAY_OFF).first(),
    )
    return (
        paths.filter(pl.col("path") == 0).drop("path").join(least, on="gap", maintain_order="left")
    )


def _on_grid(values: Floats) -> Floats:
    return np.asarray(np.rint(values * GRID) / GRID)


def _sums(values: Floats, starts: NDArray[np.int64]) -> Floats:
    return np.add.reduceat(values, starts[:-1]) if len(values) else np.empty(0)


def _least(values: Floats, starts: NDArray[np.int64]) -> Floats:
    return np.minimum.reduceat(values, starts[:-1]) if len(values) else np.empty(0)


def _mean_of_some(values: Floats, low: NDArray[np.int64], high: NDArray[np.int64]) -> Floats:
    """Give means of some small values in a row; all lie on the grid, so that sums are exact."""
    total = np.append(0.0, np.cumsum(values))
    return np.asarray((total[high] - total[low]) / (high - low))


def p_transmitting(expected: pl.Expr, p_off: float) -> pl.Expr:
    """Give the chance that a ship was transmitting in a silence, by what was to be expected alone.

    The rate itself is uncertain (a gamma distribution), so that even a large expectation leaves
    some room for a hole that the others do not show.
    """
    p_none = (1.0 + expected / RATE_SHAPE).pow(-RATE_SHAPE)
    return (1.0 - p_off) * p_none / ((1.0 - p_off) * p_none + p_off)


def _own_rate(rate: Floats, odds: Floats) -> Floats:
    share = np.clip(1.0 - pl.Series(-rate).exp().to_numpy(), 0.0, 0.995)
    own = share / (1.0 - share) * np.clip(odds, 0.05, 20.0)
    return np.asarray(pl.Series(1.0 + own).log().to_numpy())


def outage_evidence(slots: Slots, silences: Mapping[str, NDArray[np.int64]]) -> pl.DataFrame:
    """Give the share of each silence in which hardly any ship was heard anywhere.

    Args:
        slots: All slots.
        silences: `gap`, `first_slot`, `last_slot` of each.

    Returns:
        `gap`, `outage_share`.
    """
    all_of = (
        slots.frame.select("path", "slot", "heard", "n")
        .filter(pl.col("path") == 0)
        .group_by("slot", maintain_order=True)
        .agg(heard=pl.col("heard").sum(), there=exactly(pl.col("n").clip(upper_bound=1.0)).sum())
        .sort("slot")
    )
    share = all_of["heard"] / all_of["there"]
    usual = float(share.median() or 0.0)  # type: ignore[arg-type]
    is_out = (share < 0.3 * usual).to_numpy()
    at = all_of["slot"].to_numpy()
    total = np.concatenate(([0], np.cumsum(~is_out)))
    low = np.searchsorted(at, silences["first_slot"])
    high = np.searchsorted(at, silences["last_slot"], side="right")
    n = np.maximum(silences["last_slot"] - silences["first_slot"] + 1, 1)
    n_in = total[np.maximum(high, low)] - total[low]
    return pl.DataFrame({"gap": silences["gap"], "outage_share": np.clip(1.0 - n_in / n, 0.0, 1.0)})
