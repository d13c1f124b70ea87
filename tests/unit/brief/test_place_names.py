"""Places in statements of claims, by name."""

import pytest

from coalface.brief.place_names import with_place_names


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("gold, to CN-LN: about 20 t", "gold, to Liaoning: about 20 t"),
        ("coal, export, KP to CN: 47 USD per t", "coal, export, DPRK to China: 47 USD per t"),
        ("coal, at KP-NAMPO, 2019", "coal, at Nampo, 2019"),
        ("coal, at name:Hangzhou Bay, 2019", "coal, at Hangzhou Bay, 2019"),
        ("ban, HS, from US [A]", "ban, HS, from United States of America [A]"),
        ("cap, to ZZ: 1 t", "cap, to ZZ: 1 t"),
        ("receipts, UN Security Council, from 2016", "receipts, UN Security Council, from 2016"),
    ],
)
def test_codes_of_places_become_names(said: str, named: str) -> None:
    assert with_place_names(said) == named
