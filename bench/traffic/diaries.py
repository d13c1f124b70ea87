"""Truth, layer (a): what a hull does, as knots in time and place joined by straight legs."""

from dataclasses import dataclass, field

import numpy as np
from bench.traffic.sea import KM_PER_DEG, Port
from bench.traffic.spec import HOUR_S, Array

__all__ = [
    "ALONGSIDE",
    "ANCHORED",
    "DRIFTING",
    "FISHING",
    "FIXED",
    "KM_PER_NMI",
    "MOORED",
    "SAILING",
    "Call",
    "Diary",
    "Event",
    "Off",
    "anchor_place",
    "berth",
]

SAILING, ANCHORED, MOORED, FISHING, DRIFTING, ALONGSIDE, FIXED = range(7)
KM_PER_NMI = 1.852
BERTH_COLUMNS, BERTH_ROWS = 24, 14


@dataclass
class Call:
    hull: int
    port_id: str
    starts: float
    ends: float


@dataclass
class Event:
    """A scenario as it happened; `hulls` are all actors, -1 for one that has no AIS."""

    kind: str
    hulls: tuple[int, ...]
    starts: float
    ends: float
    lat: float = float("nan")
    lon: float = float("nan")
    group: int = -1
    dose: float = 0.0


@dataclass
class Off:
    """A time in which a hull sends nothing, or with `duty` > 0 only that share of the time."""

    hull: int
    starts: float
    ends: float
    cause: str
    group: int = -1  # deliberate ones of one group are taken or left together; -1: honest
    duty: float = 0.0
    dose: float = 0.0


@dataclass
class Diary:
    """The knots of one hull, written from its first hour to its last."""

    hull: int
    t: float
    lat: float
    lon: float
    knots: list[tuple[float, float, float, int]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def go(self, lat: float, lon: float, kn: float, activity: int = SAILING) -> None:
        km = KM_PER_DEG * float(
            np.hypot(lat - self.lat, (lon - self.lon) * np.cos(np.radians((lat + self.lat) / 2)))
        )
        self.knots.append((self.t, self.lat, self.lon, activity))
        self.t += max(1.0, km / KM_PER_NMI / kn * HOUR_S)
        self.lat, self.lon = float(lat), float(lon)

    def follow(self, way: Array, kn: float) -> None:
        for lat, lon in way:
            self.go(float(lat), float(lon), kn)

    def stay(self, hours: float, activity: int) -> None:
        self.knots.append((self.t, self.lat, self.lon, activity))
        self.t += hours * HOUR_S

    def until(self, t: float, activity: int) -> None:
        if t > self.t:
            self.stay((t - self.t) / HOUR_S, activity)

    def call(self, port: Port, hours: float, slot: int, kn: float = 5.0) -> None:
        """Go from the gate to a berth, lie there, and come out again."""
        lat, lon = berth(port, slot)
        self.go(lat, lon, kn)
        starts = self.t
        self.stay(hours, MOORED)
        self.calls.append(Call(self.hull, port.port_id, starts, self.t))
        self.go(*port.gate, kn)

    def last_leg(self) -> tuple[float, float]:
        return self.knots[-1][0], self.t

    def closed(self) -> Array:
        """All knots (t, lat, lon, activity), the end included."""
        return np.array([*self.knots, (self.t, self.lat, self.lon, SAILING)])


def berth(port: Port, slot: int) -> tuple[float, float]:
    """A place of its own for a hull: columns of 100 m along the quay, rows of 85 m."""
    turn = sum(map(ord, port.port_id)) % 180
    along = 0.100 * (slot % BERTH_COLUMNS - BERTH_COLUMNS / 2)
    across = 0.085 * (slot // BERTH_COLUMNS % BERTH_ROWS - BERTH_ROWS / 2)
    angle = np.radians(turn)
    north = along * np.cos(angle) - across * np.sin(angle)
    east = along * np.sin(angle) + across * np.cos(angle)
    lat = port.lat + north / KM_PER_DEG
    return lat, port.lon + east / KM_PER_DEG / float(np.cos(np.radians(lat)))


def anchor_place(port: Port, rng: np.random.Generator) -> tuple[float, float]:
    """A place on the roads: a grid of 380 m with some play, so that neighbours lie side by side."""
    north, east = 0.38 * rng.integers(-5, 6, 2) + rng.normal(0, 0.045, 2)
    lat = port.anchorage[0] + north / KM_PER_DEG
    return float(lat), float(
        port.anchorage[1] + east / KM_PER_DEG / np.cos(np.radians(port.anchorage[0]))
    )
