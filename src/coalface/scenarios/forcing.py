"""What drives a run from outside, month by month: law, enforcement, prices, demand, power, border.

All of it is given, none of it is chance: two draws of a scenario share one forcing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from coalface.vocabulary.numbers import Mark

__all__ = ["GOODS", "ROUTES", "Forcing", "Span", "array_names"]

Floats = NDArray[np.float64]
GOODS = ("anthracite", "iron_ore")
#: Aggregate classes, never single routes; the first two are declared at customs.
ROUTES = ("declared-sea", "declared-land", "ship-to-ship", "direct-dark", "relabelled")
NO_CAP = -1


@dataclass(frozen=True, slots=True)
class Span:
    """What an array of the forcing rests on in a span of months.

    Attributes:
        first: First month.
        last: Last month, included.
        mark: How far it can be trusted: `published`, `derived`, `imputed` or `assumed`.
        source: Ids of sources, series or measures; or why it was assumed.
    """

    first: date
    last: date
    mark: Mark
    source: str


@dataclass(frozen=True)
class Forcing:
    """The deterministic inputs of a run; axes `(month, good)` and `(month, route)`.

    Attributes:
        months: First days of the months.
        goods: Names of the goods axis.
        routes: Names of the route classes.
        ban_share: Part of the month's days on which declared export is banned; a wind-down
            counts as lawful, by its own rule.
        condition_share: Part of the month's days on which declared export is lawful only under a
            condition (livelihood, say) that no one outside can check.
        cap_t: Quantity limit of the cap's period, NaN where there is none.
        cap_usd: Value limit of the cap's period, NaN where there is none.
        cap_days_share: Part of the month's days on which the cap counts.
        cap_period: Number of the cap's period, -1 where there is no cap. Use adds up within a
            period and starts anew with the next.
        enforcement: Chance that a cargo of that route class is stopped, before the parameter
            that scales it. An input: nothing measures it.
        world_price_usd_per_t: Price of the good elsewhere, delivered to a Chinese port.
        freight_usd_per_t: Freight and insurance to the Chinese port, in that price.
        demand_t: What Chinese buyers would take from the DPRK in a month at no risk.
        cny_per_usd: Rate of exchange.
        power: Part of the mines' need for power that is met, 0 to 1.
        fuel: Part of the mines' and carriers' need for fuel that is met, 0 to 1.
        border: 0 closed to 1 open.
        news: How loud enforcement is in the news, 0 to 1; beliefs follow it.
        prepayment_limit: Most that terms may ask as prepayment, as a part of the value; 1 where
            nothing limits it.
        provenance: Name of an array, or `name/good`, to what it rests on, span by span.
    """

    months: tuple[date, ...]
    ban_share: Floats
    condition_share: Floats
    cap_t: Floats
    cap_usd: Floats
    cap_days_share: Floats
    cap_period: NDArray[np.int64]
    enforcement: Floats
    world_price_usd_per_t: Floats
    freight_usd_per_t: Floats
    demand_t: Floats
    cny_per_usd: Floats
    power: Floats
    fuel: Floats
    border: Floats
    news: Floats
    prepayment_limit: Floats
    goods: tuple[str, ...] = GOODS
    routes: tuple[str, ...] = ROUTES
    provenance: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.months)
        by_good, by_route = (n, len(self.goods)), (n, len(self.routes))
        for name in array_names():
            array = getattr(self, name)
            wanted = {2: by_route if name == "enforcement" else by_good}.get(array.ndim, (n,))
            if array.shape != wanted:
                raise ValueError(f"forcing: {name} has shape {array.shape}, expected {wanted}")
            array.flags.writeable = False

    @property
    def digest(self) -> str:
        """Give a digest of its months, names and arrays; what they rest on does not count."""
        told = sha256(repr((self.months, self.goods, self.routes)).encode())
        for name in array_names():
            array = getattr(self, name)
            told.update(f"{name} {array.shape} {array.dtype}".encode())
            told.update(np.ascontiguousarray(array).tobytes())
        return told.hexdigest()

    def equals(self, other: "Forcing") -> bool:
        """Say whether two forcings are the same, bit for bit; provenance is not compared."""
        names = (self.months, self.goods, self.routes)
        if names != (other.months, other.goods, other.routes):
            return False
        pairs = ((getattr(self, n), getattr(other, n)) for n in array_names())
        return all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)


def array_names() -> tuple[str, ...]:
    """Give the names of the arrays of a forcing."""
    others = ("months", "goods", "routes", "provenance")
    return tuple(f.name for f in fields(Forcing) if f.name not in others)
