"""Claims about rules, caps and lawfulness, against the packaged rulebook."""

from datetime import date
from typing import Any

import pytest
from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.claims.checks.rule_words import numbers_named
from coalface.claims.facts import Facts
from coalface.law.rulebook import load_rulebook

RULE = {"kind": "rule", "metric": "ban"}
OIL = {"commodity": "petroleum products", "flow": "import"}


def _rows(*claims: dict[str, Any], **shared: Any) -> list[dict[str, Any]]:
    facts = Facts(rulebook=load_rulebook())
    return find_checks(make_claims(*claims, **shared), facts).to_dicts()


def _verdicts(*claims: dict[str, Any], **shared: Any) -> list[str]:
    return sorted(row["verdict"] for row in _rows(*claims, **shared))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Resolution 2375 of August 2017", (2375,)),
        ("UNSCR No. 2270 of March 2016", (2270,)),
        ("유엔 결의 2371호", (2371,)),
        ("in 2016 it exported 2270 tons", ()),
        ("resolutions 2371 and 2375", (2371, 2375)),
    ],
)
def test_a_number_is_a_resolution_only_beside_a_word_for_one(
    text: str, numbers: tuple[int, ...]
) -> None:
    assert numbers_named(text) == numbers


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("Resolution 2371 of August 2017 banned coal", ["agree", "agree"]),
        ("Resolution 2371 of 2016 banned coal", ["agree", "conflict"]),
        ("Resolution 2375 of September 2017 banned coal", ["agree", "conflict"]),
    ],
)
def test_number_date_and_goods_of_a_resolution_are_held_apart(
    words: str, verdicts: list[str]
) -> None:
    assert _verdicts(RULE | {"commodity": "coal", "locator": words}) == verdicts


def test_a_wrong_number_names_the_resolution_that_has_the_goods() -> None:
    claim = RULE | {"commodity": "coal", "locator": "Resolution 2375 banned coal"}

    assert any("2371 para 8 from 2017-08-05" in (row["hint"] or "") for row in _rows(claim))


def test_a_ban_that_lets_livelihood_out_is_told_low() -> None:
    claim = RULE | {"commodity": "coal", "locator": "Resolution 2270 bans coal"}

    assert _verdicts(claim) == ["warn"]


def test_an_exemption_does_not_reach_goods_of_another_paragraph() -> None:
    claim = RULE | {
        "metric": "exemption", "commodity": "coal; gold", "valid_from": date(2016, 3, 2),
    }  # fmt: skip

    found = {row["verdict"]: row["explanation"] for row in _rows(claim)}

    assert sorted(found) == ["agree", "conflict"]
    assert "gold" in found["conflict"]


def test_a_number_that_the_rulebook_lacks_is_unknown_not_wrong() -> None:
    claim = RULE | {"commodity": "coal", "locator": "Resolution 1695 banned coal"}

    assert _verdicts(claim) == ["warn"]


@pytest.mark.parametrize(("day", "verdict"), [(21, "agree"), (22, "conflict")])
def test_the_last_day_of_a_wind_down_is_held_to_the_day(day: int, verdict: str) -> None:
    claim = {"kind": "rule", "metric": "wind_down", "commodity": "magnesite",
             "valid_from": date(2017, 12, 22), "valid_to": date(2018, 1, day)}  # fmt: skip

    assert _verdicts(claim) == [verdict]


@pytest.mark.parametrize(
    ("locator", "verdicts"),
    [
        ("no grace period at all", ["conflict"]),
        ("grace period at all", ["conflict"]),
        ("a window of 30 days and no more", ["agree"]),
    ],
)
def test_a_wind_down_denied_is_held_to_the_rulebook(locator: str, verdicts: list[str]) -> None:
    claim = {"kind": "rule", "metric": "wind_down", "commodity": "magnesite",
             "polarity": "negated", "locator": locator}  # fmt: skip

    assert _verdicts(claim) == verdicts


@pytest.mark.parametrize(("amount", "verdict"), [(500_000.0, "agree"), (600_000.0, "conflict")])
def test_a_cap_is_held_against_the_rulebook_s(amount: float, verdict: str) -> None:
    claim = OIL | {"kind": "rule", "metric": "cap_quantity", "value": amount, "unit": "bbl",
                   "valid_from": date(2018, 1, 1)}  # fmt: skip

    assert _verdicts(claim) == [verdict]


@pytest.mark.parametrize(("amount", "verdict"), [(1.6e6, "breach"), (100_000.0, "consistent")])
def test_an_amount_is_held_against_the_cap_of_its_year(amount: float, verdict: str) -> None:
    claim = OIL | {"kind": "quantity", "metric": "import_volume", "value": amount, "unit": "bbl",
                   "valid_from": date(2020, 1, 1), "valid_to": date(2020, 5, 31)}  # fmt: skip

    assert _verdicts(claim) == [verdict]


COAL_SOLD = {"kind": "value", "metric": "export_value", "commodity": "coal", "flow": "export",
             "unit": "million", "currency": "USD"}  # fmt: skip
COAL_CAP = {"kind": "rule", "metric": "cap_value", "commodity": "coal", "unit": "million",
            "currency": "USD", "value": 400.87}  # fmt: skip


def _year(year: int, month: int = 12) -> dict[str, date]:
    end = date(year, month, 31 if month in (3, 12) else 30)
    return {"valid_from": date(year, 1, 1), "valid_to": end}


@pytest.mark.parametrize(
    ("time", "n_breaches"),
    [
        (_year(2016), 0),  # the cap began on the last days of it
        (_year(2017, 3), 2),  # held against the cap as told and as it stands
        (_year(2017), 0),  # in August a ban took its place
        (_year(2018), 0),
    ],
)
def test_only_an_amount_wholly_within_the_days_of_a_cap_breaks_it(
    time: dict[str, date], n_breaches: int
) -> None:
    sold = COAL_SOLD | time | {"value": 1180.0}

    assert _verdicts(COAL_CAP, sold).count("breach") == n_breaches


@pytest.mark.parametrize(("year", "verdicts"), [(2012, ["breach"]), (2011, [])])
def test_a_cap_that_the_rulebook_lacks_holds_for_the_days_that_are_told(
    year: int, verdicts: list[str]
) -> None:
    silk = {"commodity": "silk"}

    found = _verdicts(
        COAL_CAP | silk | _year(2012), COAL_SOLD | silk | _year(year) | {"value": 1e3}
    )

    assert found == verdicts


def test_an_amount_that_is_only_expected_breaks_no_cap() -> None:
    expected = OIL | {"kind": "quantity", "metric": "import_volume", "value": 1.6e6, "unit": "bbl",
                      "status": "planned"} | _year(2020)  # fmt: skip

    assert _verdicts(expected) == []


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("the shipments were legal", "conflict"),
        ("the shipments were banned", "consistent"),
        ("the shipments were not legal", "consistent"),
    ],
)
def test_an_act_called_legal_is_held_against_the_law_of_its_day(words: str, verdict: str) -> None:
    claim = {"kind": "event", "metric": "loading", "commodity": "coal", "flow": "export",
             "locator": words, "valid_from": date(2019, 5, 1),
             "valid_to": date(2019, 5, 31)}  # fmt: skip

    assert _verdicts(claim) == [verdict]


def test_an_act_before_any_ban_is_no_conflict_with_the_law() -> None:
    claim = {"kind": "event", "metric": "loading", "commodity": "coal", "flow": "export",
             "locator": "perfectly legal", "valid_from": date(2012, 5, 1),
             "valid_to": date(2012, 5, 31)}  # fmt: skip

    assert _verdicts(claim) == ["consistent"]
