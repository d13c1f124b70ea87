"""Calls that fit a silence: time and way to a berth and on, weighed against sailing straight on."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.vessels.berths import Berths
from coalface.vessels.geodesy import EARTH_RADIUS_M, KN_TO_M_PER_S, unit_vectors
from coalface.vessels.legs import Legs
from coalface.vessels.meeting_settings import PortVisitSettings

__all__ = ["find_inferred_visits"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DETOUR = 1.25  # ways by sea against great circles in these waters; ours
DEEPER_M = 0.5  # change of stated draught that tells: FleetLeaks practitioners, 0.5 to 1 m
DRAUGHT_ODDS = 15.0  # odds if the stated draught changed so much; crews type it, so not more; ours
IDLE_H = 8.0  # unexplained time at which a call is as likely as the prior says; ours
PER_IDLE = 1.0  # log odds for each e-fold of it; ours
SPREAD_M = 60_000.0  # a port that asks for this much more way is less likely by e; ours
FISHING = 30  # ship type, ITU-R M.1371
FISHING_ODDS = 0.2  # a fishing boat's silence is mostly spent on its ground; ours
PER_HEADING = 1.0  # log odds for making straight for a port, or coming straight from it; ours
MOVED_M = 500.0  # a ship that moved less in its last leg shows no course
OFTEN_SEEN = 20.0  # so many seen calls halve the chance of an unseen one; ours
SPREAD_SHARE = 0.25  # more of it is usual the more time is unexplained, as a share of its way; ours
LEAST_SPEED_KN = 5.0
QUANTILE = 0.9
TOP_PORTS = 3


def find_inferred_visits(
    legs: Legs,
    seen: pl.DataFrame,
    berths: Berths,
    statics: pl.DataFrame | None,
    *,
    settings: PortVisitSettings,
) -> pl.DataFrame:
    """Find for each long silence the likeliest berth that it leaves time for.

    Args:
        legs: The tracks.
        seen: Observed calls; silences inside one are left out.
        berths: Places.
        statics: For draughts; None if there is none.
        settings: Times and odds.

    Returns:
        One row a silence with a reachable berth: ship, port, times, `p` and what it rests on.
    """
    fix = _silences(legs, seen, settings)
    speed = _own_speed(legs, settings)[legs.track[fix]] * KN_TO_M_PER_S
    table = _reachable(legs, fix, speed, berths, settings)
    table = _with_draughts(table, statics).join(
        _port_odds(seen, berths), on="port_id", how="left", maintain_order="left"
    )
    is_fishing = pl.col("mmsi").is_in(_fishing(statics).implode())
    idle = (pl.col("slack_h") / IDLE_H).log() * PER_IDLE
    deeper = (pl.col("draught_change_m").abs() >= DEEPER_M).fill_null(value=False)
    prior = np.log(settings.prior_call / (1 - settings.prior_call))
    log_odds = prior + idle.clip(-4.0, 2.0)
    log_odds += pl.when(deeper).then(np.log(DRAUGHT_ODDS)).otherwise(0.0)
    log_odds += pl.when(is_fishing).then(np.log(FISHING_ODDS)).otherwise(0.0)
    odds = log_odds.exp() * pl.col("weight") * pl.col("port_odds")
    return _best_port(table.with_columns(odds=odds))


def _silences(legs: Legs, seen: pl.DataFrame, settings: PortVisitSettings) -> Ints:
    dt = np.diff(legs.at)
    is_long = (dt >= settings.min_gap_h * 3600) & (dt <= settings.max_gap_d * 86400)
    fix = np.flatnonzero(is_long & (np.diff(legs.track) == 0) & ~legs.is_leg[:-1])
    first, last = seen["first_fix"].to_numpy(), seen["last_fix"].to_numpy()
    order = np.argsort(first, kind="stable")
    place = np.searchsorted(first[order], fix, side="right") - 1
    inside = (place >= 0) & (fix < last[order][np.maximum(place, 0)]) if len(first) else place > 0
    return np.asarray(fix[~inside], dtype=np.int64)


def _own_speed(legs: Legs, settings: PortVisitSettings) -> Floats:
    """Give each track's high speed while it sails, knots; the usual one if it was not seen to."""
    frame = pl.DataFrame({"track": legs.track, "sog": legs.sog})
    is_under_way = pl.col("sog") >= LEAST_SPEED_KN
    fast = (
        frame.filter(is_under_way)
        .group_by("track", maintain_order=True)
        .agg(pl.col("sog").quantile(QUANTILE))
    )
    speed = np.full(len(legs.mmsi), settings.max_kn)
    speed[fast["track"].to_numpy()] = fast["sog"].to_numpy()
    return speed


def _reachable(
    legs: Legs, fix: Ints, speed: Floats, berths: Berths, settings: PortVisitSettings
) -> pl.DataFrame:
    """List ports that leave time for a stay, with the time to spare."""
    ports = berths.ports
    xyz = unit_vectors(ports["lat_deg"].to_numpy(), ports["lon_deg"].to_numpy())
    off, on = legs.xyz[fix], legs.xyz[fix + 1] if len(fix) else legs.xyz[:0]
    dt = legs.at[fix + 1] - legs.at[fix] if len(fix) else np.empty(0)
    straight = _metres(np.sum(off * on, axis=1)) * 1.0
    to_port = _metres(off @ xyz.T)
    from_port = _metres(on @ xyz.T)
    way = (to_port + from_port) * DETOUR
    spare_s = dt[:, None] - way / speed[:, None]
    headings = _headings(legs, fix, xyz, to_port, from_port)
    gap, port = np.nonzero(spare_s >= settings.min_stop_h * 3600)
    slack = dt - straight * DETOUR / speed
    spare = spare_s[gap, port]
    spread = SPREAD_SHARE * speed * np.maximum(slack, 0.0)
    come = legs.at[fix[gap]] + to_port[gap, port] * DETOUR / speed[gap]
    picked = ports[port]
    extra = np.maximum(way[gap, port] - straight[gap] * DETOUR, 0.0)
    return pl.DataFrame(
        {
            "gap": gap,
            "track": legs.track[fix[gap]].astype(np.int64),
            "mmsi": legs.mmsi[legs.track[fix[gap]]],
            "port_id": picked["port_id"],
            "country": picked["country"],
            "lat_deg": picked["lat_deg"],
            "lon_deg": picked["lon_deg"],
            "from_fix": fix[gap],
            "to_fix": fix[gap] + 1,
            "starts_s": legs.at[fix[gap]],
            "ends_s": legs.at[np.minimum(fix[gap] + 1, len(legs.at) - 1)],
            "arrived_earliest_s": come,
            "arrived_latest_s": come + spare,
            "departed_earliest_s": come,
            "departed_latest_s": come + spare,
            "slack_h": np.maximum(slack[gap], 0.1 * 3600) / 3600,
            "weight": np.exp(-extra / (SPREAD_M + spread[gap]) + PER_HEADING * headings[gap, port]),
        }
    )


def _headings(legs: Legs, fix: Ints, xyz: Floats, to_port: Floats, from_port: Floats) -> Floats:
    """Say how straight each ship made for each port before, and came from it after: -2 to 2."""
    total = np.zeros(to_port.shape)
    for side, near in ((-1, to_port), (2, from_port)):
        other = np.clip(fix + side, 0, len(legs.at) - 1)
        at = fix if side < 0 else fix + 1
        same = legs.track[other] == legs.track[at]
        moved = _metres(np.sum(legs.xyz[other] * legs.xyz[at], axis=1))
        closer = _metres(legs.xyz[other] @ xyz.T) - near
        is_moving = same & (moved >= MOVED_M)
        share = np.clip(closer / np.maximum(moved, MOVED_M)[:, None], -1.0, 1.0)
        total += np.where(is_moving[:, None], share, 0.0)
    return total


def _port_odds(seen: pl.DataFrame, berths: Berths) -> pl.DataFrame:
    """Weigh ports by how seldom calls are seen: where all are, an unseen one is rare."""
    counts = seen.group_by("port_id", maintain_order=True).agg(n=pl.len())
    table = berths.ports.select("port_id").join(
        counts, on="port_id", how="left", maintain_order="left"
    )
    return table.select("port_id", port_odds=1.0 / (1.0 + pl.col("n").fill_null(0) / OFTEN_SEEN))


def _fishing(statics: pl.DataFrame | None) -> pl.Series:
    """Give the ships that mostly state to be fishing boats."""
    if statics is None:
        return pl.Series([], dtype=pl.Int64)
    kinds = statics.group_by("mmsi", maintain_order=True).agg(
        share=(pl.col("ship_type") == FISHING).mean()
    )
    return kinds.filter(pl.col("share") > 0.5)["mmsi"]  # noqa: PLR2004 - most of them


def _metres(cosine: Floats) -> Floats:
    return np.asarray(EARTH_RADIUS_M * np.arccos(np.clip(cosine, -1.0, 1.0)))


def _with_draughts(table: pl.DataFrame, statics: pl.DataFrame | None) -> pl.DataFrame:
    """Add the change of stated draught from the last message before to the first one after."""
    if statics is None or statics.is_empty():
        return table.with_columns(draught_change_m=pl.lit(None, dtype=pl.Float64))
    known = statics.filter(pl.col("draught_m") > 0).select(
        "mmsi", "draught_m", at_s=pl.col("received_at").dt.epoch("us") / 1e6
    )
    known = known.drop_nulls().sort("at_s", "mmsi", "draught_m")
    spans = table.select("gap", "mmsi", "starts_s", "ends_s").unique("gap").sort("gap")
    for name, strategy in (("starts_s", "backward"), ("ends_s", "forward")):
        spans = spans.sort(name).join_asof(
            known.rename({"draught_m": f"draught_{name}", "at_s": name}),
            on=name,
            by="mmsi",
            strategy=strategy,  # type: ignore[arg-type]
            check_sortedness=False,
        )
    change = pl.col("draught_ends_s") - pl.col("draught_starts_s")
    changes = spans.select("gap", draught_change_m=change)
    return table.join(changes, on="gap", how="left", maintain_order="left")


def _best_port(table: pl.DataFrame) -> pl.DataFrame:
    """Share the chance among the ports of a silence; keep the best, name the next."""
    p = pl.col("odds") / (1.0 + pl.col("odds").sum().over("gap"))
    ranked = table.with_columns(p=p).sort("gap", "p", "port_id", descending=[False, True, False])
    top = ranked.group_by("gap", maintain_order=True).head(TOP_PORTS)
    others = top.group_by("gap", maintain_order=True).agg(
        other_ports=pl.struct(
            cause=pl.format("call at {}", "port_id"), p=pl.col("p").round(6)
        ).slice(1)
    )
    best = ranked.unique("gap", keep="first", maintain_order=True)
    middle = (pl.col("arrived_earliest_s") + pl.col("departed_latest_s")) / 2
    half = (pl.col("departed_latest_s") - pl.col("arrived_earliest_s")) / 2
    return (
        best.join(others, on="gap", how="left", maintain_order="left")
        .with_columns(
            kind=pl.lit("inferred"),
            arrived_s=middle - half,
            departed_s=middle + half,
            gfw_confidence=pl.lit(None, dtype=pl.Int64),
        )
        .drop("gap", "weight", "odds", "port_odds")
    )
