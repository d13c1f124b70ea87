"""Layer (c): who hears what. Shore stations, ducts, collisions, and satellites in low orbit.

The chance of a miss is computed exactly a slot; a detector is told nothing of this module.
"""

from dataclasses import dataclass

import numba
import numpy as np
from bench.traffic.sea import KM_PER_DEG, Sea, cell_of
from bench.traffic.spec import DAY_S, HOUR_S, RANGES, Array, Spec, World

__all__ = ["Channel", "draw_channel", "exposure", "shore_log_miss"]

N_NEAREST = 6
NMI_KM = 1.852
AREA_CENTRES = ((39.5, 120.0), (38.8, 124.5), (35.8, 122.0), (40.0, 129.0))
EARTH_KM, ORBIT_KM = 6371.0, 6371.0 + 560.0
CHINESE_SHARE = (
    0.72  # of the shore stations; the rest stand in the south of Korea, none in the DPRK
)


@dataclass(frozen=True)
class Channel:
    lat: Array  # stations
    lon: Array
    height_m: Array
    country: Array  # 0 Chinese coast, 1 Korean
    nearest: Array  # (cell, N_NEAREST)
    reach: Array  # (station, hour): factor on the horizon; 0 while down
    load: Array  # (cell,) traffic by place
    load_by_time: Array  # (six hours,)
    passes: Array  # (area, minute + 1) summed exposure to satellites
    passes_long: Array


def draw_channel(spec: Spec, world: World, sea: Sea) -> Channel:
    rng = np.random.default_rng([spec.seed, 4])
    lat, lon, height, country = place_stations(world, sea, rng)
    hours = spec.days * 24 + 48
    reach = rng.lognormal(0, 0.05, (len(lat), hours // 3 + 1)).repeat(3, axis=1)[:, :hours]
    days = hours // 24 + 1
    duct = np.where(
        rng.random((len(lat), days)) < world["duct_share"],
        rng.uniform(1.15, world["duct_gain"], (len(lat), days)),
        1.0,
    )
    reach = reach * duct.repeat(24, axis=1)[:, :hours] * station_up(world, len(lat), hours, rng)
    minutes = spec.days * 24 * 60 + 60
    passes, passes_long = satellite_passes(world, minutes, rng)
    return Channel(
        lat=lat,
        lon=lon,
        height_m=height,
        country=country,
        nearest=nearest_stations(sea, lat, lon, height),
        reach=reach.astype(np.float64),
        load=traffic_load(sea, rng) * world["load_scale"],
        load_by_time=rng.lognormal(0, 0.35, spec.days * 4 + 8),
        passes=passes,
        passes_long=passes_long,
    )


def place_stations(
    world: World, sea: Sea, rng: np.random.Generator
) -> tuple[Array, Array, Array, Array]:
    """Draw shore cells away from the DPRK, apart from each other."""
    shore = np.flatnonzero(sea.water & (sea.coast_km < 5.0))
    n_columns = sea.water.shape[1]
    lat = 34.6 + (shore // n_columns + 0.5) * 0.04
    lon = 117.4 + (shore % n_columns + 0.5) * 0.04
    is_korean = (lon > 126.0) & (lat < 37.85) | (lon > 127.5) & (lat < 38.4)
    is_chinese = (lon < 124.1) & (lat > 34.6)
    n = round(world["stations"])
    low, high = RANGES[world.layout]["station_height_m"]
    picked: list[int] = []
    for allowed, share in ((is_chinese, CHINESE_SHARE), (is_korean, 1 - CHINESE_SHARE)):
        order = rng.permutation(np.flatnonzero(allowed))
        mine: list[int] = []
        for spread in (0.45, 0.25, 0.0):
            for i in order:
                if len(mine) < round(n * share) and all(
                    np.hypot(lat[i] - lat[j], (lon[i] - lon[j]) * 0.8) > spread for j in mine
                ):
                    mine.append(int(i))
        picked += mine
    at = np.array(picked)
    height = rng.uniform(low, high, len(at))
    return lat[at], lon[at], height, is_korean[at].astype(np.int64)


def station_up(world: World, n: int, hours: int, rng: np.random.Generator) -> Array:
    """Stations fail for hours or days."""
    up = np.ones((n, hours))
    for station in range(n):
        failures = rng.poisson(world["station_down_share"] * hours / 14)
        for start, length in zip(
            rng.integers(0, hours, failures), rng.lognormal(2.3, 0.8, failures), strict=True
        ):
            up[station, start : start + int(length) + 1] = 0.0
    return up


def nearest_stations(sea: Sea, lat: Array, lon: Array, height: Array) -> Array:
    """The stations of each cell with the best margin to their horizon."""
    n_rows, n_columns = sea.water.shape
    cells = np.arange(n_rows * n_columns)
    cell_lat = 34.6 + (cells // n_columns + 0.5) * 0.04
    cell_lon = 117.4 + (cells % n_columns + 0.5) * 0.04
    km = KM_PER_DEG * np.hypot(
        cell_lat[:, None] - lat, (cell_lon[:, None] - lon) * np.cos(np.radians(cell_lat))[:, None]
    )
    margin = km / NMI_KM - 2.2 * np.sqrt(height)
    return np.argsort(margin, axis=1)[:, :N_NEAREST].astype(np.int32)


def traffic_load(sea: Sea, rng: np.random.Generator) -> Array:
    """Ships that share the slots: dense off ports and on a few grounds."""
    n_rows, n_columns = sea.water.shape
    row, column = np.mgrid[0:n_rows, 0:n_columns]
    lat, lon = 34.6 + (row + 0.5) * 0.04, 117.4 + (column + 0.5) * 0.04
    load = np.full(sea.water.shape, 0.15)
    centres = [(p.lat, p.lon, 0.9, 0.25) for p in sea.ports if p.country != "KP"]
    for _ in range(8):
        place = (rng.uniform(35, 40), rng.uniform(119, 125))
        centres.append((*place, rng.uniform(0.5, 2.0), rng.uniform(0.2, 0.6)))
    for at_lat, at_lon, weight, width in centres:
        square = (lat - at_lat) ** 2 + ((lon - at_lon) * 0.8) ** 2
        load += weight * rng.uniform(0.3, 1.3) * np.exp(-square / 2 / width**2)
    return load.ravel()


def satellite_passes(world: World, minutes: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Exposure by minute of four areas: satellites in view, each pass with a luck of its own."""
    t = np.arange(minutes) * 60.0
    seen = np.zeros((len(AREA_CENTRES), minutes))
    seen_long = np.zeros_like(seen)
    for _ in range(round(world["satellites"])):
        lat, lon = ground_track(t, rng)
        hears_long = rng.random() < 0.6
        luck = rng.gamma(2.0, 0.5, minutes // 45 + 1).repeat(45)[:minutes]
        for area, (at_lat, at_lon) in enumerate(AREA_CENTRES):
            a, b = np.radians(at_lat), lat
            cosine = np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(
                lon - np.radians(at_lon)
            )
            in_view = cosine > np.cos(np.radians(19.5))
            seen[area] += in_view * luck
            seen_long[area] += in_view * luck * hears_long
    zero = np.zeros((len(AREA_CENTRES), 1))
    return (
        np.hstack([zero, np.cumsum(seen, axis=1)]),
        np.hstack([zero, np.cumsum(seen_long, axis=1)]),
    )


def ground_track(t: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """A circular orbit over a turning Earth, in radians."""
    period = 2 * np.pi * np.sqrt(ORBIT_KM**3 / 398600.4)
    tilt = np.radians(rng.choice([97.6, 97.6, 51.6, 82.0]))
    u = 2 * np.pi * t / period + rng.uniform(0, 2 * np.pi)
    lat = np.arcsin(np.sin(tilt) * np.sin(u))
    lon = np.arctan2(np.cos(tilt) * np.sin(u), np.cos(u)) + rng.uniform(0, 2 * np.pi)
    return lat, lon - 2 * np.pi * t / 86164.0


def exposure(passes: Array, area: Array, starts: Array, ends: Array) -> Array:
    """Satellite-minutes in view between two times."""
    last = passes.shape[1] - 1
    seen: Array = value_at(passes, area, ends, last) - value_at(passes, area, starts, last)
    return seen


def value_at(passes: Array, area: Array, t: Array, last: int) -> Array:
    minute = np.clip(t / 60.0, 0, last - 1e-6)
    whole = minute.astype(np.int64)
    low = passes[area, whole]
    value: Array = low + (minute - whole) * (passes[area, whole + 1] - low)
    return value


def areas(lat: Array, lon: Array) -> Array:
    away = [np.hypot(lat - a, (lon - b) * 0.8) for a, b in AREA_CENTRES]
    return np.asarray(np.argmin(np.stack(away), axis=0))


def shore_log_miss(
    channel: Channel, world: World, fix: dict[str, Array], down: Array
) -> tuple[Array, Array]:
    """Log of the chance that no station hears any message of a slot, and of one message."""
    row, column, _ = cell_of(fix["lat"], fix["lon"])
    cell = row * round((131.2 - 117.4) / 0.04) + column
    hour = np.clip((fix["t"] / HOUR_S).astype(np.int64), 0, channel.reach.shape[1] - 1)
    time_bin = np.clip(fix["t"] / (DAY_S / 4), 0, len(channel.load_by_time) - 1).astype(np.int64)
    crowd = np.exp(-channel.load[cell] * channel.load_by_time[time_bin])
    one = np.empty(len(cell))
    _shore(
        (channel.lat, channel.lon, np.sqrt(channel.height_m), channel.country, channel.reach),
        (channel.nearest[cell], hour),
        (fix["lat"], fix["lon"], fix["root_aerial"], fix["power"], crowd),
        (world["p_message"], world["edge_nmi"]),
        down,
        one,
    )
    return one * fix["n_messages"], one


@numba.njit(cache=True)
def _shore(stations, at, ship, constants, down, out):  # type: ignore[no-untyped-def]
    lat, lon, root_height, country, reach = stations
    nearest, hour = at
    ship_lat, ship_lon, root_aerial, power, crowd = ship
    p_message, edge = constants
    for i in range(len(ship_lat)):
        total = 0.0
        squeeze = np.cos(np.radians(ship_lat[i]))
        for k in range(nearest.shape[1]):
            s = nearest[i, k]
            factor = reach[s, hour[i]]
            if factor == 0.0 or down[i] & (1 << country[s]):
                continue
            dy = lat[s] - ship_lat[i]
            dx = (lon[s] - ship_lon[i]) * squeeze
            nmi = 60.0 * np.sqrt(dx * dx + dy * dy)
            horizon = 2.2 * (root_height[s] + root_aerial[i]) * factor * power[i]
            z = (nmi - horizon) / edge
            if z < 12.0:
                total += np.log1p(-p_message * crowd[i] / (1.0 + np.exp(z)))
        out[i] = total
