"""Rests, totals, wholes, former levels and sums paid, as a report tells them beside one another."""

from datetime import date
from typing import Any

import pytest
from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.claims.facts import Facts

YEAR = {"valid_from": date(2018, 1, 1), "valid_to": date(2018, 12, 31)}
SHARE = {"kind": "share", "metric": "share", "commodity": "seafood", "unit": "fraction"}
MASS = {"kind": "quantity", "metric": "quantity", "commodity": "coal", "unit": "t"}
PRICE = {
    "kind": "price",
    "metric": "unit_price",
    "commodity": "coal",
    "currency": "USD",
    "per": "t",
}
PAID = {"kind": "value", "metric": "value", "commodity": "coal", "currency": "USD"}
CHANGE = {"kind": "growth_rate", "metric": "growth", "unit": "fraction", "commodity": "coal"}


def _rows(*claims: dict[str, Any], step: int = 50) -> list[dict[str, Any]]:
    placed = ({"start": step * n} | claim for n, claim in enumerate(claims))
    return find_checks(make_claims(*placed), Facts()).to_dicts()


def _verdicts(test: str, *claims: dict[str, Any], step: int = 50) -> list[str]:
    return [row["verdict"] for row in _rows(*claims, step=step) if row["test"] == test]


@pytest.mark.parametrize(("rest", "verdict"), [(1 / 6, "agree"), (0.4, "conflict"), (0.1, "warn")])
def test_a_rest_makes_one_with_the_shares_before_it(rest: float, verdict: str) -> None:
    claims = (
        SHARE | {"value": 0.5},
        SHARE | {"value": 1 / 3},
        SHARE | {"value": rest, "rule_id": "share.part.rest"},
    )

    assert _verdicts("parts_sum_to_one", *claims) == [verdict]


def test_shares_that_lead_up_to_a_rest_are_no_two_figures_for_one_thing() -> None:
    rest = SHARE | {"value": 0.2, "rule_id": "share.part.rest"}

    rows = _rows(SHARE | {"value": 0.5}, SHARE | {"value": 0.3}, rest)

    assert {row["level"] for row in rows} == {"quiet"}


@pytest.mark.parametrize(("rest", "verdict"), [(28_000.0, "agree"), (48_000.0, "warn")])
def test_a_rest_is_its_whole_without_the_parts(rest: float, verdict: str) -> None:
    claims = (
        MASS | {"value": 90_000.0},
        MASS | {"value": 62_000.0},
        MASS | {"value": rest, "rule_id": "quantity.mass.rest"},
    )

    assert verdict in _verdicts("sum", *claims)


@pytest.mark.parametrize(("total", "verdict"), [(250_000.0, "agree"), (350_000.0, "warn")])
def test_a_total_is_the_sum_of_the_parts_before_it(total: float, verdict: str) -> None:
    parts = (MASS | {"value": v, "metric": "shipments"} for v in (120_000.0, 80_000.0, 50_000.0))

    found = _verdicts("sum", *parts, MASS | {"value": total, "metric": "shipments_total"})

    assert verdict in found


@pytest.mark.parametrize(("share", "verdict"), [(0.4, "agree"), (0.667, "warn")])
def test_a_share_is_the_part_over_the_whole_beside_it(share: float, verdict: str) -> None:
    claims = (
        MASS | {"value": 300_000.0},
        MASS | {"value": 750_000.0, "rule_id": "quantity.mass.whole"},
        SHARE | {"value": share},
    )

    assert _verdicts("share", *claims) == [verdict]


def test_a_list_of_shares_above_one_warns_and_two_far_shares_are_no_list() -> None:
    three = [SHARE | {"value": v} for v in (0.65, 0.3, 0.25)]

    assert _verdicts("parts_sum_to_one", *three) == ["warn"]
    assert _verdicts("parts_sum_to_one", *three, step=500) == []


@pytest.mark.parametrize(("paid", "verdict"), [(12.48e6, "agree"), (21.48e6, "warn")])
def test_a_sum_without_a_name_is_held_against_price_times_quantity(
    paid: float, verdict: str
) -> None:
    claims = (PRICE | {"value": 520.0}, MASS | {"value": 24_000.0}, PAID | {"value": paid})

    assert _verdicts("product", *claims) == [verdict]


def test_two_prices_beside_a_sum_make_no_conflict_for_it_is_not_known_which() -> None:
    prices = [PRICE | {"value": v, "places": [p]} for v, p in ((520.0, "A"), (90.0, "B"))]

    assert _verdicts("product", *prices, MASS | {"value": 24_000.0}, PAID | {"value": 1e6}) == []


@pytest.mark.parametrize(("change", "verdict"), [(-0.35, "agree"), (-0.64, "conflict")])
def test_a_change_is_held_against_the_levels_told_beside_it_whatever_they_are_called(
    change: float, verdict: str
) -> None:
    claims = (
        CHANGE | YEAR | {"value": change},
        MASS | {"value": 640_000.0, "status": "past", "metric": "cargo_size"},
        MASS | YEAR | {"value": 416_000.0, "metric": "cargo_size"},
    )

    assert _verdicts("growth_level", *claims) == [verdict]


@pytest.mark.parametrize(
    ("words", "change", "verdict"),
    [
        ("just over a third", -1 / 3, "agree"),
        ("almost two thirds", -2 / 3, "conflict"),
        ("less than two thirds", -2 / 3, "consistent"),
    ],
)
def test_a_near_bound_is_near(words: str, change: float, verdict: str) -> None:
    op = "lt" if words.startswith("just over") else "ge"
    claims = (
        CHANGE | {"value": change, "op": op, "locator": words},
        MASS | {"value": 640_000.0, "status": "past"},
        MASS | {"value": 416_000.0},
    )

    assert _verdicts("growth_level", *claims) == [verdict]


def test_a_change_of_price_is_not_held_against_loads_told_beside_it() -> None:
    change = CHANGE | {"metric": "unit_price_smuggled", "value": 1.0}
    loads = (MASS | {"value": 3000.0, "status": "past"}, MASS | {"value": 5000.0})

    assert _verdicts("growth_level", change, *loads) == []
    assert _verdicts("growth_level", change | {"metric": "growth"}, *loads) == ["conflict"]


def test_of_two_bounds_neither_is_called_short_of_the_other() -> None:
    claims = (
        CHANGE | {"kind": "ratio", "value": 2.0, "op": "gt", "unit": "times base"},
        MASS | {"value": 3000.0, "status": "past"},
        MASS | {"value": 5000.0, "op": "ge"},
    )

    assert _verdicts("growth_level", *claims) == ["consistent"]


def test_a_fit_that_rounding_alone_makes_is_not_called_a_misfit() -> None:
    claims = (
        CHANGE | {"value": 0.4, "op": "gt"},
        MASS | {"value": 500_000.0, "status": "past"},
        MASS | {"value": 700_000.0},
    )

    ((verdict, why),) = [
        (r["verdict"], r["explanation"]) for r in _rows(*claims) if r["test"] == "growth_level"
    ]

    assert verdict == "warn"
    assert "which fits only by its rounding" in why
    assert "not it" not in why


def test_a_longer_spell_with_more_is_no_rival_of_a_shorter_one() -> None:
    half = {"valid_from": date(2018, 1, 1), "valid_to": date(2018, 6, 30)}
    shorter, longer = MASS | half | {"value": 30_000.0}, MASS | YEAR | {"value": 41_000.0}

    assert _rows(shorter, longer) == []
    assert [r["level"] for r in _rows(shorter, longer | {"value": 21_000.0})] == ["warn"]
