import numpy as np
from tests.unit.scenarios.ensemble_builders import MONTHS, make_forcing

from coalface.scenarios.calibrate.held_forcing import hold_from


def test_prices_stand_still_at_the_mean_of_the_year_before() -> None:
    prices = np.linspace(50.0, 109.0, len(MONTHS))[:, None].repeat(2, axis=1)
    forcing = make_forcing(world_price_usd_per_t=prices)

    held = hold_from(forcing, MONTHS[24]).world_price_usd_per_t

    assert np.array_equal(held[:24], prices[:24])
    assert np.allclose(held[24:], prices[12:24, 0].mean())


def test_the_law_of_later_months_stays_as_it_came() -> None:
    ban = np.zeros((len(MONTHS), 2))
    ban[30:] = 1.0

    held = hold_from(make_forcing(ban_share=ban), MONTHS[24])

    assert np.array_equal(held.ban_share, ban)
