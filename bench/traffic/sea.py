"""Where ships can go: land mask of the packaged coast, ports, and routes that stay off land."""

import csv
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import shapely
from bench.traffic.spec import Array
from scipy.ndimage import distance_transform_edt, label
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

__all__ = ["KM_PER_DEG", "Port", "Sea", "load_sea"]

KM_PER_DEG = 111.195
LON0, LON1, LAT0, LAT1 = 117.4, 131.2, 34.6, 42.8
STEP = 0.04  # degrees: a cell is about 4.4 by 3.5 km
MAX_SNAP_KM = 60.0
SKIP = {"CN-DONGJIAKOU", "KP-SINUIJU"}  # the coast here is too coarse for them


@dataclass(frozen=True)
class Port:
    port_id: str
    country: str
    lat: float
    lon: float
    gate: tuple[float, float]  # lat, lon of the open water outside
    anchorage: tuple[float, float]
    basin: int  # seas that are joined by water inside the map


@dataclass(frozen=True)
class Sea:
    water: Array  # (row, column), True where a cell's middle is water
    coast_km: Array  # distance to land of each cell
    ports: tuple[Port, ...]
    routes: dict[tuple[int, int], Array]  # between ports: (n, 2) lat, lon from gate to gate
    predecessors: Array
    basins: Array

    def land_km(self, lat: Array, lon: Array) -> Array:
        """Distance to land in km, by cell; 0 on land or outside the map."""
        row, column, inside = cell_of(lat, lon)
        km: Array = np.where(inside, self.coast_km[row, column], 0.0)
        return km

    def path(self, start: tuple[float, float], port: int) -> Array:
        """A way by water from a place at sea to the gate of a port."""
        row, column, _ = cell_of(np.array([start[0]]), np.array([start[1]]))
        nodes = walk(self.predecessors[port], int(row[0]) * self.water.shape[1] + int(column[0]))
        cells = np.array(nodes)
        way = smooth(middles(cells, self.water.shape[1]), self.coast_km)
        return np.vstack([np.array([start]), way[1:]])


def cell_of(lat: Array, lon: Array) -> tuple[Array, Array, Array]:
    n_rows = round((LAT1 - LAT0) / STEP)
    n_columns = round((LON1 - LON0) / STEP)
    row = np.floor((lat - LAT0) / STEP).astype(np.int64)
    column = np.floor((lon - LON0) / STEP).astype(np.int64)
    inside = (row >= 0) & (row < n_rows) & (column >= 0) & (column < n_columns)
    return row.clip(0, n_rows - 1), column.clip(0, n_columns - 1), inside


def middles(cells: Array, n_columns: int) -> Array:
    lat = LAT0 + (cells // n_columns + 0.5) * STEP
    lon = LON0 + (cells % n_columns + 0.5) * STEP
    return np.column_stack([lat, lon])


@lru_cache(maxsize=1)
def load_sea() -> Sea:
    """Read coast and ports and find all ways between ports (a second or two, once a process)."""
    water = water_mask()
    basins, _ = label(water, structure=np.ones((3, 3)))
    coast_km = distance_transform_edt(water) * STEP * KM_PER_DEG * 0.9
    graph = water_graph(water, coast_km)
    ports = read_ports(coast_km, basins)
    gates = [int(node_of(port.gate, water.shape[1])) for port in ports]
    _, predecessors = dijkstra(graph, indices=gates, return_predecessors=True)
    routes = {}
    for i, a in enumerate(ports):
        for j, b in enumerate(ports):
            if i != j and a.basin == b.basin:
                nodes = walk(predecessors[j], gates[i])
                way = smooth(middles(np.array(nodes), water.shape[1]), coast_km)
                way[0], way[-1] = a.gate, b.gate
                routes[i, j] = way
    return Sea(water, coast_km, ports, routes, predecessors, basins)


def land_shape() -> shapely.Geometry:
    text = (files("coalface") / "data/geo/coast_yellow_sea.geojson").read_text(encoding="utf-8")
    shapes = [shapely.geometry.shape(f["geometry"]) for f in json.loads(text)["features"]]
    return shapely.union_all([shapely.make_valid(shape) for shape in shapes])


def water_mask() -> Array:
    n_rows = round((LAT1 - LAT0) / STEP)
    n_columns = round((LON1 - LON0) / STEP)
    lat = LAT0 + (np.arange(n_rows) + 0.5) * STEP
    lon = LON0 + (np.arange(n_columns) + 0.5) * STEP
    grid_lon, grid_lat = np.meshgrid(lon, lat)
    land = land_shape().buffer(0.012)
    shapely.prepare(land)
    return np.asarray(~shapely.contains_xy(land, grid_lon, grid_lat))


def water_graph(water: Array, coast_km: Array) -> coo_matrix:
    """Neighbouring cells of water; steps close to land cost more."""
    n_rows, n_columns = water.shape
    node = np.arange(n_rows * n_columns).reshape(water.shape)
    toll = 1 + 2.0 * np.exp(-coast_km / 6.0)
    parts = []
    for dr, dc in ((0, 1), (1, 0), (1, 1), (1, -1)):
        a = (slice(0, n_rows - dr), slice(max(0, -dc), n_columns - max(0, dc)))
        b = (slice(dr, n_rows), slice(max(0, dc), n_columns + min(0, dc)))
        joined = water[a] & water[b]
        cost = np.hypot(dr, 0.8 * dc) * (toll[a] + toll[b]) / 2
        parts.append((node[a][joined], node[b][joined], cost[joined]))
    start, end, cost = (np.concatenate(values) for values in zip(*parts, strict=True))
    rows, columns = np.concatenate([start, end]), np.concatenate([end, start])
    both = np.concatenate([cost, cost])
    return coo_matrix((both, (rows, columns)), shape=(node.size, node.size)).tocsr()


def read_ports(coast_km: Array, basins: Array) -> tuple[Port, ...]:
    text = (files("coalface") / "data/ports/ports.csv").read_text(encoding="utf-8")
    ports = []
    for row in csv.DictReader(text.splitlines()):
        lat, lon = float(row["lat_deg"]), float(row["lon_deg"])
        inside = LAT0 < lat < LAT1 and LON0 < lon < LON1
        if not inside or row["kind"] != "seaport" or row["port_id"] in SKIP:
            continue
        ports.append(make_port(row["port_id"], (lat, lon), coast_km, basins))
    return tuple(port for port in ports if port is not None)


def make_port(port_id: str, at: tuple[float, float], coast_km: Array, basins: Array) -> Port | None:
    """Find the open water outside: nearest cell of a large basin, and an anchorage beyond it."""
    n_columns = basins.shape[1]
    large = np.isin(basins, np.flatnonzero(np.bincount(basins.ravel())[1:] > 3000) + 1)
    cells = np.flatnonzero(large & (coast_km > 3.0))
    places = middles(cells, n_columns)
    km = KM_PER_DEG * np.hypot(
        places[:, 0] - at[0], (places[:, 1] - at[1]) * np.cos(np.radians(at[0]))
    )
    nearest = int(np.argmin(km))
    if km[nearest] > MAX_SNAP_KM:
        return None
    gate = (float(places[nearest, 0]), float(places[nearest, 1]))
    roomy = coast_km.ravel()[cells] > 7.0
    waiting = np.where(roomy & (km > 7.0), km, np.inf)
    anchorage = places[int(np.argmin(waiting))]
    basin = int(basins.ravel()[cells[nearest]])
    return Port(port_id, port_id[:2], *at, gate, (float(anchorage[0]), float(anchorage[1])), basin)


def node_of(place: tuple[float, float], n_columns: int) -> int:
    row, column, _ = cell_of(np.array([place[0]]), np.array([place[1]]))
    return int(row[0]) * n_columns + int(column[0])


def walk(predecessors: Array, node: int) -> list[int]:
    nodes = [node]
    while predecessors[node] >= 0:
        node = int(predecessors[node])
        nodes.append(node)
    return nodes


def smooth(way: Array, coast_km: Array) -> Array:
    """Leave out turns of the grid wherever the straight line keeps off land."""
    kept = [0]
    at = 0
    while at < len(way) - 1:
        reach = min(len(way) - 1, at + 64)
        while reach > at + 1 and not clear(way[at], way[reach], coast_km):
            reach = at + (reach - at) // 2 if reach - at > 6 else reach - 1
        kept.append(reach)
        at = reach
    return way[kept].copy()


def clear(a: Array, b: Array, coast_km: Array) -> bool:
    n = 2 + int(np.abs(b - a).max() / (STEP / 2))
    t = np.linspace(0, 1, n)[:, None]
    line = a + t * (b - a)
    row, column, inside = cell_of(line[:, 0], line[:, 1])
    return bool(inside.all() and coast_km[row, column].min() > 2.0)
