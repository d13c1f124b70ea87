"""Runs of one ship: each number's messages sorted by what one hull can do, with the chance of it.

Nearly all numbers are one plain track, and no step of it needs more speed than a ship has: that is
seen at once. The others are cut into runs without doubt (`tracklets.py`); then all runs of a
stretch of time are joined together at once, so that the sum of evidence is greatest.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.presets import Preset
from coalface.vessels.same_ship import ENDS, IMPOSSIBLE, log_odds_of_move, prior_log_odds
from coalface.vessels.silence_settings import TrackSettings
from coalface.vessels.tracklets import find_tracklets
from coalface.vessels.tracks import HOUR_US, Runs, runs_of, sort_in_time

__all__ = ["SegmentsFound", "find_segments"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ID_TIME = "%Y%m%dT%H%M%S"
WINDOW = 256  # runs joined at once
HORIZON_H = 6.0
FAST_SLACK_NMI = 0.1  # noise of a position, where no ship is suspected to be two


@dataclass(frozen=True, slots=True)
class SegmentsFound:
    """What `find_segments` gives.

    Attributes:
        positions: The input by number, time and row, with `segment_id`.
        number: For each of these rows, the row of its segment in `segments`; int32 will do.
        segments: One row a segment: `segment_id`, `mmsi`, `starts_at`, `ends_at`, `n`,
            `n_simultaneous` (runs of this number open at one time, this one included).
        joins: One row a join of two runs, and what speaks for it: `segment_id`, `start_row`,
            `end_row`, `p_same_ship`. Between messages of one run it is taken as 1.
    """

    positions: pl.DataFrame
    number: Ints
    segments: pl.DataFrame
    joins: pl.DataFrame

    def without_positions(self) -> "SegmentsFound":
        """Give the segments and joins alone."""
        return SegmentsFound(
            self.positions.head(0), self.number[:0].copy(), self.segments, self.joins
        )


def find_segments(positions: pl.DataFrame, *, preset: Preset) -> SegmentsFound:
    """Sort each number's messages into segments that can be one ship.

    A segment is what one ship could have sent. A stolen number used with care, by one ship at a
    time, leaves no trace here; `p_same_ship` of each join says how sure it is.

    Args:
        positions: Table `positions` after hygiene, in any order.
        preset: Its section `tracks`.

    Returns:
        Positions with their segment, the segments, and the joins.
    """
    settings = preset.need(TrackSettings)
    frame = sort_in_time(positions)
    runs = runs_of(frame["mmsi"])
    limits = _speed_limits(frame, runs, settings)
    is_plain = _is_plain(frame, runs, limits)
    first_of = runs.starts[runs.run_of].copy() if frame.height else np.empty(0, np.int64)
    joins = [_no_joins()]
    hard = np.flatnonzero(~is_plain)
    if len(hard):
        tracklets = _tracklets(frame, runs, hard, limits)
        columns = _end_columns(frame)
        for number in hard:
            rows = slice(int(runs.starts[number]), int(runs.ends[number]))
            ends = {name: column[rows] for name, column in columns.items()}
            owners, joined = _join(ends, tracklets[rows] - rows.start, limits[number], settings)
            first_of[rows] = owners + rows.start
            joins.append(joined)
    return _named(frame, first_of, pl.concat(joins), settings.min_run_messages)


def _speed_limits(frame: pl.DataFrame, runs: Runs, settings: TrackSettings) -> Floats:
    """Give each number's top speed: the base, or more where its own messages say so."""
    said = (
        frame.select("mmsi", kn=pl.col("sog_kn").clip(upper_bound=settings.hard_limit_kn))
        .group_by("mmsi", maintain_order=True)
        .agg(pl.col("kn").quantile(settings.said_quantile))["kn"]
        .fill_null(0.0)
        .to_numpy()
    )
    assert len(said) == len(runs.starts)
    return np.clip(said * settings.said_margin, settings.base_limit_kn, settings.hard_limit_kn)


def _is_plain(frame: pl.DataFrame, runs: Runs, limits: Floats) -> NDArray[np.bool_]:
    """Say of each number whether all its steps, one after another, are within its speed."""
    lat, lon = frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
    times = frame["sent_at"].to_physical().to_numpy()
    if not len(lat):
        return np.empty(0, bool)
    rough = np.abs(np.diff(lat)) + np.abs((np.diff(lon) + 180.0) % 360.0 - 180.0)
    hours = np.diff(times) / HOUR_US
    allowed = limits[runs.run_of[1:]] * hours + FAST_SLACK_NMI
    same = np.diff(runs.run_of) == 0
    doubtful = np.flatnonzero(same & (rough * 60.0 > allowed))  # 60 miles a degree, at most
    nmi = (
        haversine_m(lat[doubtful], lon[doubtful], lat[doubtful + 1], lon[doubtful + 1]) / M_PER_NMI
    )
    is_plain = np.ones(len(runs.starts), bool)
    is_plain[runs.run_of[doubtful[nmi > allowed[doubtful]]]] = False
    return is_plain


def _tracklets(frame: pl.DataFrame, runs: Runs, hard: Ints, limits: Floats) -> Ints:
    messages = frame.select(
        pl.col("lat_deg", "lon_deg", "sog_kn", "cog_deg").cast(pl.Float64).fill_null(np.nan),
        hours=pl.col("sent_at").to_physical() / HOUR_US,
    ).to_numpy(order="c")
    return np.asarray(
        find_tracklets(runs.starts[hard], runs.ends[hard], messages, limits[hard], HORIZON_H)
    )


def _join(
    ends: dict[str, Any], first_of: Ints, limit_kn: float, settings: TrackSettings
) -> tuple[Ints, pl.DataFrame]:
    """Join the runs of one number, window by window; give each row's first row, and the joins."""
    heads = np.unique(first_of)
    order = np.argsort(first_of, kind="stable")
    tails = order[np.searchsorted(first_of[order], heads, side="right") - 1]
    sizes = np.bincount(np.searchsorted(heads, first_of))
    is_run = sizes >= settings.min_run_messages
    at_once_h = _hours_at_once(ends["hours"][heads][is_run], ends["hours"][tails][is_run])
    prior = prior_log_odds(np.full(1, at_once_h >= settings.at_once_h), settings)[0]
    owner = np.arange(len(heads))
    waiting: Ints = np.empty(0, np.int64)
    parts = []
    for low in range(0, len(heads), WINDOW):
        new = np.arange(low, min(low + WINDOW, len(heads)))
        left = np.concatenate([waiting, new])
        pairs, p = _assign(ends, tails[left], heads[new], prior, limit_kn, settings)
        for a, b in pairs:
            owner[new[b]] = left[a]
        parts.append((tails[left[pairs[:, 0]]], heads[new[pairs[:, 1]]], p))
        is_left = np.ones(len(left), bool)
        is_left[pairs[:, 0]] = False
        waiting = left[is_left][-WINDOW:]
    for i in range(len(owner)):
        owner[i] = owner[owner[i]]
    rows = ends["row"]
    joins = pl.DataFrame(
        {
            "start_row": rows[np.concatenate([a for a, _, _ in parts])],
            "end_row": rows[np.concatenate([b for _, b, _ in parts])],
            "p_same_ship": np.concatenate([p for _, _, p in parts]),
        },
        schema=_JOINS,
    )
    return heads[owner[np.searchsorted(heads, first_of)]], joins


def _assign(
    ends: dict[str, Any],
    tails: Ints,
    heads: Ints,
    prior: float,
    limit_kn: float,
    settings: TrackSettings,
) -> tuple[NDArray[np.int64], Floats]:
    """Choose which ends lead to which starts, all together; give pairs and the chance of each."""
    a, b = np.repeat(tails, len(heads)), np.tile(heads, len(tails))
    before = {name: ends[name][a] for name in ENDS}
    after = {name: ends[name][b] for name in ENDS}
    score = log_odds_of_move(before, after, settings)
    score += prior
    hours = (after["hours"] - before["hours"]).astype(float)
    nmi = haversine_m(before["lat_deg"], before["lon_deg"], after["lat_deg"], after["lon_deg"])
    is_possible = (a < b) & (nmi / M_PER_NMI <= limit_kn * hours + 0.06 * (hours == 0))
    score = np.where(is_possible, score, IMPOSSIBLE).reshape(len(tails), len(heads))
    i, j = linear_sum_assignment(np.maximum(score, 0.0), maximize=True)
    is_taken = score[i, j] > 0
    i, j = i[is_taken], j[is_taken]
    odds = np.exp(np.clip(score, IMPOSSIBLE, -IMPOSSIBLE))
    rivals = odds.sum(axis=1)[i] + odds.sum(axis=0)[j] - odds[i, j]
    return np.stack((i, j), axis=1), odds[i, j] / (1.0 + rivals)


def _end_columns(frame: pl.DataFrame) -> dict[str, Any]:
    columns: dict[str, Any] = {c: frame[c].to_numpy() for c in ("row", "lat_deg", "lon_deg")}
    columns |= {
        name: frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ("sog_kn", "cog_deg")
    }
    columns["hours"] = frame["sent_at"].to_physical().to_numpy() / HOUR_US
    columns["transponder_class"] = frame["transponder_class"].fill_null("").to_numpy()
    return columns


def _hours_at_once(starts: Floats, ends: Floats) -> float:
    """Sum the hours in which two runs and more are open: few may be interference with one ship."""
    at = np.concatenate((starts, ends))
    order = np.argsort(at, kind="stable")
    n_open = np.cumsum(np.where(order < len(starts), 1, -1))[:-1]
    return float(np.diff(at[order])[n_open > 1].sum())


_JOINS = {"start_row": pl.Int64, "end_row": pl.Int64, "p_same_ship": pl.Float64}


def _no_joins() -> pl.DataFrame:
    return pl.DataFrame(schema=_JOINS)


def _named(
    frame: pl.DataFrame, first_of: Ints, joins: pl.DataFrame, min_messages: int
) -> SegmentsFound:
    """Name each segment after its number and first time; count those open at once."""
    is_head = np.zeros(len(first_of), bool)
    is_head[first_of] = True
    heads = np.flatnonzero(is_head)
    number = (np.cumsum(is_head, dtype=np.int64) - 1)[first_of]
    firsts = frame[heads].select("mmsi", starts_at="sent_at")
    nth = firsts.select(pl.int_range(pl.len()).over("mmsi", "starts_at").alias("nth"))
    names = (
        firsts.with_columns(nth)
        .select(
            pl.format(
                "{}-{}{}",
                "mmsi",
                pl.col("starts_at").dt.to_string(ID_TIME),
                pl.when(pl.col("nth") == 0).then(pl.lit("")).otherwise(pl.format("-{}", "nth")),
            )
        )
        .to_series()
    )
    out = frame.with_columns(segment_id=names.gather(pl.Series(number)))
    last = np.zeros(len(heads), np.int64)
    last[number] = np.arange(len(number))
    segments = firsts.with_columns(
        segment_id=names,
        ends_at=frame["sent_at"].gather(pl.Series(last)),
        n=pl.Series(np.bincount(number, minlength=len(heads))),
    )
    counts = _simultaneous(segments, min_messages)
    if joins.height:
        is_start = pl.col("row").is_in(joins["start_row"].implode())
        rows = out.filter(is_start).select("segment_id", start_row="row")
        joins = joins.join(rows, on="start_row", how="left", maintain_order="left")
    else:
        joins = joins.with_columns(segment_id=pl.lit(None, pl.String))
    return SegmentsFound(out, number, segments.with_columns(n_simultaneous=counts), joins)


def _simultaneous(segments: pl.DataFrame, min_messages: int) -> pl.Series:
    """Count the runs of some messages or more of the same number open when a segment begins."""
    offset = segments["mmsi"].rank("dense").to_numpy().astype(np.float64) * 1e7
    start = segments["starts_at"].to_physical().to_numpy() / HOUR_US / 10 + offset
    end = segments["ends_at"].to_physical().to_numpy() / HOUR_US / 10 + offset
    is_run = (segments["n"] >= min_messages).to_numpy()
    begun = np.searchsorted(np.sort(start[is_run]), end, side="right")
    over = np.searchsorted(np.sort(end[is_run]), start, side="left")
    return pl.Series("n_simultaneous", np.maximum(begun - over, 1))
