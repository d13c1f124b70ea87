"""Packaged places: ports, anchorage cells, land.

Positions are those of the sources, some of them whole minutes or estimates (`position_quality`).
What lies outside the packaged coast is unknown, and said so.
"""

import gzip
import io
import json
from functools import cache
from importlib.resources import files
from math import floor
from threading import Lock
from typing import Any

import numba
import numpy as np
import polars as pl
import shapely
from numpy.typing import ArrayLike, NDArray

from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.nearest import NearestPlaces

__all__ = [
    "LAND",
    "UNKNOWN",
    "WATER",
    "crosses_land",
    "find_land",
    "load_anchorages",
    "load_ports",
    "nearest_ports",
    "sea_distance_nmi",
    "shore_distance_nmi",
]

LAND, WATER, UNKNOWN = 1, 0, -1
#: Rectangles of the packaged coasts: west, south, east, north; the finer one is asked first.
COASTS = {
    "coast_yellow_sea": (116.5, 34.5, 131.5, 43.2),
    "coast_wide": (98.0, -2.0, 136.0, 46.0),
}
LAND_CELL_DEG = 0.005  # half a kilometre; the finer coast was simplified by 0.004 degrees
SHORE_STEP_DEG = 0.01
FARTHEST_NMI = 3e6 / M_PER_NMI
ENDS_DEG = 0.05  # three miles: a berth may lie "on land" of so coarse a coast
#: A prepared coast keeps notes of its own while it is asked: two threads at once break them.
_ONE_AT_A_TIME = Lock()
Bytes = NDArray[np.int8]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@cache
def load_ports() -> pl.DataFrame:
    """Give table `ports`: one row a port, `aliases` parted by bars."""
    return _read("ports/ports.csv")


@cache
def load_anchorages() -> pl.DataFrame:
    """Give cells in which ships have lain still: `cell, lat_deg, lon_deg, label, iso3`.

    None of them is in the DPRK: its anchorages have to be added by hand.

    Source:
        Global Fishing Watch, pipe-anchorages, anchorage overrides (Apache-2.0), 18-50 N, 104-146 E.
    """
    return _read("ports/anchorages_ne_asia.csv.gz")


def nearest_ports(lat: ArrayLike, lon: ArrayLike, *, within_nmi: float = 1e5) -> pl.DataFrame:
    """Give for each position the nearest port and its distance, null where none is so near.

    Returns:
        `port_id`, `country`, `distance_nmi`, in the order of the positions.
    """
    place, metres = _port_index().find(lat, lon, within_m=within_nmi * M_PER_NMI)
    ports = load_ports()
    known = pl.Series(place >= 0)
    picked = ports.select("port_id", "country")[np.maximum(place, 0)]
    distance = pl.Series("distance_nmi", metres / M_PER_NMI)
    return picked.with_columns(distance).with_columns(
        pl.when(known).then(pl.col(c)).alias(c) for c in ("port_id", "country", "distance_nmi")
    )


def find_land(lat: ArrayLike, lon: ArrayLike) -> Bytes:
    """Say of each position whether the packaged coast has land there.

    The coast is coarse (half a kilometre and more): a berth may lie "on land". Only a place whose
    whole neighbourhood is land is called so: see `vessels.falsification`.

    Returns:
        `LAND`, `WATER`, or `UNKNOWN` outside 98-136 E, 2 S-46 N.

    Source:
        Natural Earth 1:10m and 1:50m, as packaged (NOTICE).
    """
    lat_deg, lon_deg = np.atleast_1d(lat).astype(float), np.atleast_1d(lon).astype(float)
    keys, run_of = _cell_runs(lat_deg, lon_deg)  # a ship stays in a cell for some messages
    cells, inverse = np.unique(keys, return_inverse=True)
    row = np.floor_divide(cells + 500_000, 1_000_000)
    middle_lat = (row + 0.5) * LAND_CELL_DEG
    middle_lon = (cells - row * 1_000_000 + 0.5) * LAND_CELL_DEG
    return np.asarray(_land_of(middle_lat, middle_lon)[inverse][run_of], dtype=np.int8)


@numba.njit(cache=True, nogil=True)
def _cell_runs(lat: Floats, lon: Floats) -> tuple[Ints, NDArray[np.int32]]:
    """Give the cell of each run of positions in one cell, and the run of each position."""
    keys, run_of = np.empty(len(lat), np.int64), np.empty(len(lat), np.int32)
    n = 0
    for k in range(len(lat)):
        key = np.int64(floor(lat[k] / LAND_CELL_DEG)) * 1_000_000
        key += np.int64(floor(lon[k] / LAND_CELL_DEG))
        if n == 0 or keys[n - 1] != key:
            keys[n] = key
            n += 1
        run_of[k] = n - 1
    return keys[:n].copy(), run_of


def crosses_land(lat_1: ArrayLike, lon_1: ArrayLike, lat_2: ArrayLike, lon_2: ArrayLike) -> Floats:
    """Say of straight ways whether they cross land of the packaged coast, their ends left out.

    Returns:
        1 where a way crosses land, 0 where it does not, NaN where an end lies outside the coast.
    """
    first, last = np.stack([lon_1, lat_1], axis=-1), np.stack([lon_2, lat_2], axis=-1)
    length = np.hypot(*(last - first).T)
    share = np.minimum(ENDS_DEG / np.maximum(length, 1e-9), 0.49)[:, None]
    ways = np.stack([first + share * (last - first), last - share * (last - first)], axis=1)
    found = np.full(len(length), np.nan)
    for name, (west, south, east, north) in reversed(COASTS.items()):
        low, high = np.array([west, south]), np.array([east, north])
        is_in = np.all((ways >= low) & (ways <= high), axis=(1, 2))
        if is_in.any():
            with _ONE_AT_A_TIME:
                found[is_in] = shapely.intersects(_coast(name), shapely.linestrings(ways[is_in]))
    return found


def shore_distance_nmi(
    lat: ArrayLike, lon: ArrayLike, *, within_nmi: float = FARTHEST_NMI
) -> Floats:
    """Give the distance to the packaged coast, on either side of it; NaN outside its rectangle.

    The coast is coarse: small islands are missing, and half a mile is noise. Farther away than
    `within_nmi` it is infinite.
    """
    lat_deg, lon_deg = np.atleast_1d(lat).astype(float), np.atleast_1d(lon).astype(float)
    west, south, east, north = COASTS["coast_wide"]
    is_in = (lat_deg >= south) & (lat_deg <= north) & (lon_deg >= west) & (lon_deg <= east)
    found = np.full(len(lat_deg), np.nan)
    if is_in.any():
        within_m = within_nmi * M_PER_NMI
        metres = _shore_index().find(lat_deg[is_in], lon_deg[is_in], within_m=within_m)[1]
        found[is_in] = metres / M_PER_NMI
    return found


@cache
def sea_distance_nmi(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    """Give the length of the shortest way by sea, never less than the great circle.

    A length only, to judge a past silence: on a coarse network of lanes, good to some ten miles.

    Source:
        Python package searoute (Apache-2.0), its network of maritime lanes.
    """
    import searoute  # noqa: PLC0415 - reads its network when imported

    straight = float(haversine_m(lat_1, lon_1, lat_2, lon_2)) / M_PER_NMI
    lanes: Any = searoute.setup_M("networkx")
    # Its ports are not asked for, and take long to read: any graph does in their place.
    found = searoute.searoute([lon_1, lat_1], [lon_2, lat_2], units="naut", M=lanes, P=lanes)
    return max(straight, float(found["properties"]["length"]))


def _land_of(lat: Floats, lon: Floats) -> Bytes:
    found = np.full(len(lat), UNKNOWN, dtype=np.int8)
    for name, (west, south, east, north) in reversed(COASTS.items()):
        is_in = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
        if is_in.any():
            with _ONE_AT_A_TIME:
                land = shapely.contains_xy(_coast(name), lon[is_in], lat[is_in])
            found[is_in] = np.where(land, LAND, WATER)
    return found


@cache
def _coast(name: str) -> shapely.Geometry:
    text = (files("coalface") / "data" / "geo" / f"{name}.geojson").read_text(encoding="utf-8")
    shapes = [shapely.geometry.shape(f["geometry"]) for f in json.loads(text)["features"]]
    land = shapely.union_all(shapely.make_valid(shapes))
    shapely.prepare(land)
    return land


@cache
def _shore_index() -> NearestPlaces:
    """Index points on the shore; the cut edges of a rectangle are no shore."""
    points = []
    for name, (west, south, east, north) in COASTS.items():
        line = shapely.segmentize(shapely.boundary(_coast(name)), SHORE_STEP_DEG)
        lon, lat = shapely.get_coordinates(line).T
        inner = (lon > west + 1e-6) & (lon < east - 1e-6)
        inner &= (lat > south + 1e-6) & (lat < north - 1e-6)
        points.append(np.stack((lat[inner], lon[inner])))
    lat, lon = np.concatenate(points, axis=1)
    return NearestPlaces(lat, lon)


@cache
def _port_index() -> NearestPlaces:
    ports = load_ports()
    return NearestPlaces(ports["lat_deg"].to_numpy(), ports["lon_deg"].to_numpy())


def _read(path: str) -> pl.DataFrame:
    data = (files("coalface") / "data" / path).read_bytes()
    if path.endswith(".gz"):
        data = gzip.decompress(data)
    return pl.read_csv(io.BytesIO(data), infer_schema_length=None)
