"""Figures that a document's own arithmetic joins are no two figures for one thing."""

from datetime import date
from typing import Any

import pytest
from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.claims.facts import Facts

YEAR = {"valid_from": date(2018, 1, 1), "valid_to": date(2018, 12, 31)}
OIL = {"kind": "quantity", "metric": "shipments", "commodity": "petroleum products",
       "unit": "bbl"} | YEAR  # fmt: skip
PRICE = {"kind": "price", "metric": "unit_price", "commodity": "coal", "currency": "USD",
         "per": "t"} | YEAR  # fmt: skip
PREMIUM = {"kind": "share", "metric": "share", "commodity": "coal", "unit": "fraction"} | YEAR


def _found(*claims: dict[str, Any]) -> list[tuple[str, str, str]]:
    placed = ({"start": 60 * n} | claim for n, claim in enumerate(claims))
    checks = find_checks(make_claims(*placed), Facts())
    return sorted(checks.select("test", "verdict", "level").rows())


def _levels(*claims: dict[str, Any]) -> set[str]:
    return {level for _, _, level in _found(*claims)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_parts_beside_their_sum_are_added_not_set_against_it(order: tuple[int, ...]) -> None:
    figures = (320_000.0, 74_500.0, 394_500.0)

    found = _found(*(OIL | {"value": figures[n]} for n in order))

    assert ("sum", "agree", "quiet") in found
    assert {level for _, _, level in found} == {"quiet"}


def test_figures_beside_a_sum_that_does_not_add_up_are_still_told() -> None:
    assert "warn" in _levels(*(OIL | {"value": v} for v in (320_000.0, 74_500.0, 494_500.0)))


def test_a_sum_far_from_its_parts_in_the_text_is_none() -> None:
    claims = [OIL | {"value": v} for v in (320_000.0, 74_500.0)]

    assert "warn" in _levels(*claims, OIL | {"value": 394_500.0, "start": 5000})


@pytest.mark.parametrize(("share", "levels"), [(0.8, {"quiet"}), (0.3, {"warn"})])
def test_two_prices_with_the_difference_told_beside_them_are_two_prices(
    share: float, levels: set[str]
) -> None:
    found = _levels(PRICE | {"value": 1150.0}, PRICE | {"value": 640.0}, PREMIUM | {"value": share})

    assert found == levels


@pytest.mark.parametrize(("change", "levels"), [(-0.3333, {"quiet"}), (-0.6, {"warn"})])
def test_a_level_before_and_after_a_stated_fall_do_not_conflict(
    change: float, levels: set[str]
) -> None:
    fall = PREMIUM | {"kind": "growth_rate", "metric": "growth", "value": change}

    assert _levels(PRICE | {"value": 600.0}, fall, PRICE | {"value": 900.0}) == levels


def test_a_price_of_a_town_and_one_of_no_place_only_warn() -> None:
    town = PRICE | {"value": 1150.0, "places": ["KP-CHONGJIN"]}

    assert _levels(town, PRICE | {"value": 640.0}) == {"warn"}
