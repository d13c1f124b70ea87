"""How far a driver may be moved: bounds of sense, wide of all that was ever seen, and ours.

They keep slips of the pen out, such as thousands for single tonnes. Inside them nothing is likely
or unlikely.
"""

import numpy as np
from numpy.typing import NDArray

from coalface.errors import InputError

__all__ = ["LARGEST_RATE", "UNITS", "check_path", "why_out_of_range"]

Floats = NDArray[np.float64]
#: What a level of a driver is given in; the others are shares.
UNITS = {
    "coal_price": "USD a tonne",
    "iron_ore_price": "USD a tonne",
    "coal_demand": "tonnes a month",
    "iron_ore_demand": "tonnes a month",
    "cny_per_usd": "CNY a USD",
    "unrecorded_fuel": "tonnes a year",
}
#: Driver to the least and the most that it may stand at; ten times and more beyond what tables of
#: prices, rates and trade hold.
RANGES = {
    "coal_price": (1.0, 5_000.0),
    "iron_ore_price": (1.0, 5_000.0),
    "coal_demand": (0.0, 1e8),
    "iron_ore_demand": (0.0, 1e8),
    "cny_per_usd": (0.1, 100.0),
    "unrecorded_fuel": (0.0, 1e8),
}
LARGEST_RATE = 100.0


def why_out_of_range(driver: str, level: float) -> str:
    """Say why a driver can't stand at a level, and what would do; nothing where it can.

    Args:
        driver: Its name in scenario files.
        level: In its unit.
    """
    if driver not in RANGES:
        return ""
    least, most = RANGES[driver]
    if least <= level <= most:
        return ""
    return (
        f"{driver} of {level:g} {UNITS[driver]} is outside what it may be, {least:g} to {most:g}. "
        "Give a level in that unit within it."
    )


def check_path(driver: str, path: Floats) -> None:
    """Refuse a path that steps of several files together drove out of the driver's range.

    Args:
        driver: Its name in scenario files.
        path: By month, in its unit.

    Raises:
        InputError: If it leaves the range in any month.
    """
    for level in (path.min(initial=np.inf), path.max(initial=-np.inf)):
        problem = why_out_of_range(driver, float(level)) if len(path) else ""
        if problem:
            raise InputError(f"The steps of this scenario together: {problem}")
