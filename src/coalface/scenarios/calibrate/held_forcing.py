"""What drives the model as it could be known on a day: prices and rates stand still from then."""

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.scenarios.forcing import Forcing

__all__ = ["hold_from"]

Floats = NDArray[np.float64]
MEAN_OF = 12  # months, as after the last published figure


def hold_from(forcing: Forcing, day: date) -> Forcing:
    """Hold prices, freight, rate of exchange and power at the mean of the twelve months before.

    Nobody who forecasts on that day knows what they will be. What the law says of later months is
    left as it came, which the rivals of the model know too, and so are borders.

    Args:
        forcing: As it turned out.
        day: First day of the first month that is not known; in the forcing, and not its first.
    """
    first = forcing.months.index(day)

    def held(values: Floats) -> Floats:
        still = values.copy()
        still[first:] = values[max(0, first - MEAN_OF) : first].mean(axis=0)
        return still

    return replace(
        forcing,
        world_price_usd_per_t=held(forcing.world_price_usd_per_t),
        freight_usd_per_t=held(forcing.freight_usd_per_t),
        cny_per_usd=held(forcing.cny_per_usd),
        power=held(forcing.power),
    )
