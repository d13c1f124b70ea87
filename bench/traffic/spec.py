"""What is asked of the generator: size, seed, layout, prevalence; and the worlds it draws from.

A world is one draw of every parameter from the ranges below. A detector is told none of them.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DAY_S",
    "DEV_SEEDS",
    "EPOCH",
    "HOUR_S",
    "MIN_SILENCE_S",
    "TIERS",
    "TRAIN_SEEDS",
    "Array",
    "Spec",
    "World",
    "draw_world",
]

Array: TypeAlias = NDArray[Any]

HOUR_S = 3600.0
DAY_S = 86400.0
EPOCH = np.datetime64("2019-03-01T00:00:00", "us")  # any day: no real traffic is meant
MIN_SILENCE_S = 2 * HOUR_S  # shortest silence that is labelled

#: (ships, days) that give about so many positions in the usual layout.
TIERS = {"0.1M": (70, 10), "1M": (260, 28), "5M": (860, 42), "50M": (4300, 84)}

#: Seeds one may look at while building a detector; final seeds come from the sources (`final.py`).
DEV_SEEDS = (11, 12, 13, 14)
#: Seeds on which the knower of the channel learns base rates (`ceiling.py`); no detector sees them.
TRAIN_SEEDS = (9001, 9002, 9003, 9004, 9005, 9006)


@dataclass(frozen=True)
class Spec:
    """What to make. Same spec, same bytes (on one kind of machine)."""

    seed: int
    tier: str = "0.1M"
    layout: str = "usual"  # or "shifted"
    prevalence: float = 0.01  # deliberate silences over all silences of two hours or more
    n_ships: int | None = None
    n_days: int | None = None

    @property
    def ships(self) -> int:
        return self.n_ships if self.n_ships is not None else TIERS[self.tier][0]

    @property
    def days(self) -> int:
        return self.n_days if self.n_days is not None else TIERS[self.tier][1]


#: Ranges of the channel and provider: (low, high), drawn evenly. The second set is "shifted".
RANGES: dict[str, dict[str, tuple[float, float]]] = {
    "usual": {
        "stations": (34, 46),  # shore receivers
        "station_height_m": (25.0, 220.0),
        "p_message": (0.80, 0.97),  # heard well inside the horizon, slots free
        "edge_nmi": (1.5, 4.0),  # width of the fade at the horizon
        "duct_share": (0.05, 0.20),  # days with ducting, a station
        "duct_gain": (1.3, 2.4),
        "station_down_share": (0.01, 0.04),
        "load_scale": (0.4, 1.2),  # collisions per unit of local traffic
        "satellites": (6, 14),
        "p_satellite": (0.006, 0.03),  # a message of Class A, under the footprint's traffic
        "class_b_satellite": (0.10, 0.35),  # of that, Class B
        "p_long_range": (0.15, 0.45),  # message 27
        "long_range_share": (0.15, 0.50),  # ships that send it
        "sample_s": (330.0, 500.0),  # the provider keeps one message a ship and slot
        "outages_per_month": (1.0, 3.0),
        "duplicate_share": (0.0005, 0.003),
        "error_share": (0.0002, 0.001),
        "fault_per_voyage": (0.02, 0.08),  # honest failures of merchants at sea
        "fault_per_ship_day": (0.003, 0.012),  # honest failures of all others
        "port_switch_off": (0.02, 0.08),  # a stay in port
        "battery_per_ship_day": (0.02, 0.10),  # small craft, Class B
    },
    "shifted": {
        "stations": (16, 26),
        "station_height_m": (15.0, 120.0),
        "p_message": (0.60, 0.90),
        "edge_nmi": (3.0, 7.0),
        "duct_share": (0.15, 0.35),
        "duct_gain": (1.5, 3.0),
        "station_down_share": (0.03, 0.08),
        "load_scale": (0.8, 2.0),
        "satellites": (10, 22),
        "p_satellite": (0.004, 0.02),
        "class_b_satellite": (0.05, 0.25),
        "p_long_range": (0.10, 0.35),
        "long_range_share": (0.10, 0.40),
        "sample_s": (330.0, 500.0),
        "outages_per_month": (2.0, 5.0),
        "duplicate_share": (0.0005, 0.006),
        "error_share": (0.0002, 0.002),
        "fault_per_voyage": (0.02, 0.08),
        "fault_per_ship_day": (0.003, 0.012),
        "port_switch_off": (0.02, 0.08),
        "battery_per_ship_day": (0.02, 0.10),
    },
}


@dataclass(frozen=True)
class World:
    """One draw of the ranges."""

    layout: str
    values: dict[str, float]

    def __getitem__(self, name: str) -> float:
        return self.values[name]


def draw_world(layout: str, rng: np.random.Generator) -> World:
    """Draw every parameter evenly from the ranges of `layout`; heights stay a range."""
    values = {}
    for name, (low, high) in RANGES[layout].items():
        values[name] = float(rng.uniform(low, high))
    return World(layout, values)
