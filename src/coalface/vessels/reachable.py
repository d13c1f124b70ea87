"""Where a ship can have been in a silence: the ports within reach, and the times for a stay."""

import numpy as np
import polars as pl

from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.tracks import HOUR_US

__all__ = ["LEAST_KN", "find_reachable_ports"]

LEAST_KN = 4.0  # a ship with no way on in the days before may still sail
BLOCK = 4096


def find_reachable_ports(
    silences: pl.DataFrame, ports: pl.DataFrame, *, detour: float = 1.0
) -> pl.DataFrame:
    """Find the ports that a ship could call at between its last and its next message.

    Great circles at the ship's own top speed: the set is never too small, and by no means says
    that it was there.

    Args:
        silences: `gap`, `starts_at`, `ends_at`, `lat_deg`, `lon_deg`, `end_lat_deg`,
            `end_lon_deg` (null where it is open), `top_kn`.
        ports: `port_id`, `lat_deg`, `lon_deg`.
        detour: Factor on the great circle.

    Returns:
        One row a silence and port: `gap`, `port_id`, `earliest_at`, `latest_at` (the first and
        the last time at which it can have lain there), `spare_h` (hours left for the stay), most
        of them first.
    """
    blocks = [
        _block(silences[start : start + BLOCK], ports, detour)
        for start in range(0, silences.height, BLOCK)
    ]
    found = pl.concat(blocks) if blocks else _block(silences, ports, detour)
    return found.sort("gap", "spare_h", "port_id", descending=[False, True, False])


def _block(silences: pl.DataFrame, ports: pl.DataFrame, detour: float) -> pl.DataFrame:
    speed = np.maximum(silences["top_kn"].fill_null(LEAST_KN).to_numpy(), LEAST_KN)[:, None]
    start = silences["starts_at"].to_physical().to_numpy()[:, None]
    end = silences["ends_at"].to_physical().to_numpy()[:, None]
    there = _hours(silences["lat_deg"], silences["lon_deg"], ports, speed) * detour
    back = _hours(silences["end_lat_deg"], silences["end_lon_deg"], ports, speed) * detour
    back = np.nan_to_num(back)  # an open silence has no way back yet
    earliest, latest = start + there * HOUR_US, end - back * HOUR_US
    gap, port = np.nonzero(latest >= earliest)
    stamp = pl.Datetime("us", "UTC")
    return pl.DataFrame(
        {
            "gap": silences["gap"].to_numpy()[gap],
            "port_id": ports["port_id"].gather(pl.Series(port)),
            "earliest_at": pl.Series(earliest[gap, port].astype(np.int64)).cast(stamp),
            "latest_at": pl.Series(latest[gap, port].astype(np.int64)).cast(stamp),
            "spare_h": (latest - earliest)[gap, port] / HOUR_US,
        }
    )


def _hours(lat: pl.Series, lon: pl.Series, ports: pl.DataFrame, speed: np.ndarray) -> np.ndarray:
    metres = haversine_m(
        lat.fill_null(np.nan).to_numpy()[:, None],
        lon.fill_null(np.nan).to_numpy()[:, None],
        ports["lat_deg"].to_numpy()[None, :],
        ports["lon_deg"].to_numpy()[None, :],
    )
    return np.asarray(metres / M_PER_NMI / speed)
