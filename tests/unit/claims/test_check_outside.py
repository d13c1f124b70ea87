"""Claims against tables: trade figures, benchmarks, output, ports and tracks."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from tests.builders import make_flows, make_indicators, make_prices
from tests.claim_figures import make_claims

from coalface.claims.checks import find_checks
from coalface.claims.facts import Facts
from coalface.sources.packaged import read_packaged

YEAR_2016 = {"valid_from": date(2016, 1, 1), "valid_to": date(2016, 12, 31)}
COAL_SOLD = {"metric": "export_value", "flow": "export", "commodity": "coal", "unit": "million",
             "currency": "USD", "destination": ["CN"], "origin": ["KP"]}  # fmt: skip
FLOWS = make_flows(row_id=["coal-2016"], value_cif_usd=[1_180_000_000.0])


def _rows(*claims: dict[str, Any], facts: Facts, **shared: Any) -> list[dict[str, Any]]:
    return find_checks(make_claims(*claims, **shared), facts).to_dicts()


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(1180.0, "agree"), (1190.0, "agree_rounded"), (1100.0, "no_conflict"), (800.0, "conflict")],
)
def test_a_level_is_held_against_the_published_one(value: float, verdict: str) -> None:
    (row,) = _rows(COAL_SOLD | YEAR_2016 | {"value": value}, facts=Facts(flows=FLOWS))

    assert (row["test"], row["verdict"]) == ("trade_level", verdict)
    assert row["fact_ids"] == ["coal-2016"]


def test_a_level_off_by_ten_is_offered_the_reading_that_fits() -> None:
    (row,) = _rows(COAL_SOLD | YEAR_2016 | {"value": 118.0}, facts=Facts(flows=FLOWS))

    assert row["verdict"] == "conflict"
    assert "10 times what is printed" in row["hint"]


@pytest.mark.parametrize(("value", "n_offered"), [(11_800.0, 1), (11_400.0, 0)])
def test_a_tenth_that_agrees_within_the_rounding_of_the_print_is_offered(
    value: float, n_offered: int
) -> None:
    flows = make_flows(row_id=["coal-2016"], value_cif_usd=[1_186_840_000.0])

    (row,) = _rows(COAL_SOLD | YEAR_2016 | {"value": value}, facts=Facts(flows=flows))

    assert row["verdict"] == "conflict"
    assert (row["hint"] or "").count("a tenth of what is printed") == n_offered


def test_what_was_sold_to_a_country_is_held_against_its_imports() -> None:
    flows = make_flows(row_id=["coal-2016"], mass_t=[22_490_000.0], value_cif_usd=[None])
    sold = {"kind": "quantity", "metric": "sales_volume", "commodity": "coal", "unit": "Mt",
            "value": 225.0} | YEAR_2016  # fmt: skip

    (row,) = _rows(sold | {"destination": ["CN"]}, facts=Facts(flows=flows))

    assert (row["test"], row["verdict"]) == ("trade_level", "conflict")
    assert "a tenth of what is printed" in row["hint"]


@pytest.mark.parametrize("where", [{"destination": ["KP"]}, {}, {"origin": ["CN"]}])
def test_what_was_sold_to_nobody_abroad_is_not_held_against_trade(where: dict[str, Any]) -> None:
    flows = make_flows(row_id=["coal-2016"], mass_t=[22_490_000.0], value_cif_usd=[None])
    sold = {"kind": "quantity", "metric": "sales_volume", "commodity": "coal", "unit": "Mt",
            "value": 225.0} | YEAR_2016  # fmt: skip

    assert _rows(sold | where, facts=Facts(flows=flows)) == []


def test_a_level_of_another_year_is_offered_that_year() -> None:
    flows = make_flows(
        row_id=["one", "other"],
        value_cif_usd=[1_180e6, 1_050e6],
        period_start=[date(2016, 1, 1), date(2015, 1, 1)],
        period_end=[date(2017, 1, 1), date(2016, 1, 1)],
    )

    (row,) = _rows(COAL_SOLD | YEAR_2016 | {"value": 1050.0}, facts=Facts(flows=flows))

    assert "for 2015" in row["hint"]


def test_a_claim_without_a_partner_is_not_loudly_wrong() -> None:
    claim = COAL_SOLD | YEAR_2016 | {"value": 1500.0, "destination": None, "origin": None}

    (row,) = _rows(claim, facts=Facts(flows=FLOWS))

    assert row["level"] == "warn"


def test_another_partner_is_not_held_against_china_s_figures() -> None:
    claim = COAL_SOLD | YEAR_2016 | {"value": 1.0, "destination": ["RU"]}

    assert _rows(claim, facts=Facts(flows=FLOWS)) == []


def test_growth_is_held_against_two_published_levels() -> None:
    flows = make_flows(
        row_id=["one", "other"],
        value_cif_usd=[1_200e6, 1_000e6],
        period_start=[date(2016, 1, 1), date(2015, 1, 1)],
        period_end=[date(2017, 1, 1), date(2016, 1, 1)],
    )
    growth = COAL_SOLD | YEAR_2016 | {"kind": "growth_rate", "unit": "fraction", "currency": None}

    rows = _rows(growth | {"value": 0.2}, growth | {"value": -0.2}, facts=Facts(flows=flows))

    verdicts = {
        row["claim_ids"][0]: row["verdict"] for row in rows if row["test"] == "trade_growth"
    }
    assert verdicts == {"c0": "agree", "c1": "conflict"}


@pytest.mark.parametrize(("price", "verdict"), [(70.0, "consistent"), (700.0, "implausible")])
def test_a_price_lies_in_a_wide_band_around_its_benchmark(price: float, verdict: str) -> None:
    prices = make_prices(
        dataset="benchmark_monthly", series="coal_australia_thermal", price_low=90.0,
        price_high=90.0, period_start=date(2017, 1, 1), period_end=date(2017, 2, 1),
    )  # fmt: skip
    claim = {"kind": "price", "metric": "unit_price", "commodity": "coal", "value": price,
             "currency": "USD", "per": "t", "valid_from": date(2017, 1, 5)}  # fmt: skip

    (row,) = _rows(claim, facts=Facts(prices=prices))

    assert (row["test"], row["verdict"]) == ("price_band", verdict)


def test_of_two_prices_a_hint_reads_the_one_that_is_out_of_the_band() -> None:
    month = {"period_start": date(2021, 1, 1), "period_end": date(2021, 2, 1)}
    prices = make_prices(
        dataset="benchmark_monthly", series="coal_australia_thermal", price_low=87.0,
        price_high=87.0, **month,
    )  # fmt: skip
    price = {"kind": "price", "metric": "unit_price", "commodity": "coal", "currency": "USD",
             "per": "t", "valid_from": date(2021, 1, 1), "valid_to": date(2021, 1, 31)}  # fmt: skip
    low = {"value": 72.5, "attribution": ["paper", "a buyer"]}
    high = {"value": 725.0, "attribution": ["paper", "a trader"]}

    for pair in ((low, high), (high, low)):
        rows = _rows(*pair, facts=Facts(prices=prices), **price)
        (row,) = [r for r in rows if r["test"] == "same_subject_range"]
        out, within = ("c1", "c0") if pair[0] is low else ("c0", "c1")
        assert row["hint"] == f"{out} read as a tenth of what is printed would meet {within}."
        assert row["claim_ids"][0] == out  # corrections name the first as the slip


def test_a_price_of_a_year_is_held_against_the_mean_of_its_months() -> None:
    months = [date(2017, month, 1) for month in (1, 6, 12)]
    prices = make_prices(
        row_id=["low", "middle", "high"], dataset="benchmark_monthly",
        price_low=[50.0, 90.0, 160.0], price_high=[50.0, 90.0, 160.0],
        series="coal_australia_thermal",
        period_start=months, period_end=[date(2017, 2, 1), date(2017, 7, 1), date(2018, 1, 1)],
    )  # fmt: skip
    claim = {"kind": "price", "metric": "unit_price", "commodity": "coal", "value": 70.0,
             "currency": "USD", "per": "t"}  # fmt: skip
    year = {"valid_from": date(2017, 1, 1), "valid_to": date(2017, 12, 31)}

    (row,) = _rows(claim | year, facts=Facts(prices=prices))
    (first,) = _rows(claim | {"valid_from": months[0]}, facts=Facts(prices=prices))

    assert "the benchmark of 2017 (mean) is 100 USD" in row["explanation"]
    assert row["fact_ids"] == ["low", "middle", "high"]
    assert "the benchmark of January 2017 is 50 USD" in first["explanation"]


@pytest.mark.parametrize(("tonnes", "verdict"), [(22.5, "consistent"), (225.0, "implausible")])
def test_exports_above_the_nation_s_output_are_implausible(tonnes: float, verdict: str) -> None:
    output = make_indicators(indicator="coal_output", unit="Mt", value_low=31.0, value_high=31.0)
    claim = {"kind": "quantity", "metric": "export_volume", "commodity": "coal", "value": tonnes,
             "unit": "Mt"} | YEAR_2016  # fmt: skip

    (row,) = _rows(claim, facts=Facts(indicators=output))

    assert (row["test"], row["verdict"]) == ("amount_output", verdict)


def test_what_one_mine_makes_does_not_bound_what_the_country_sells() -> None:
    made = {"kind": "quantity", "metric": "production", "commodity": "coal", "value": 0.2,
            "unit": "Mt", "per": "year", "locator": "the mine delivered"}  # fmt: skip
    sold = {"kind": "quantity", "metric": "export_volume", "commodity": "coal", "value": 20.0,
            "unit": "Mt"} | YEAR_2016  # fmt: skip

    assert [r for r in _rows(made, sold, facts=Facts()) if r["level"] == "high"] == []


def test_a_cargo_above_the_tonnage_of_its_ship_is_implausible() -> None:
    ship = {"kind": "quantity", "unit": "t", "actor": "A Ship", "per": "vessel"}

    rows = _rows(
        ship | {"metric": "deadweight", "value": 6800.0},
        ship | {"metric": "cargo_size", "value": 9000.0},
        facts=Facts(),
    )

    assert [(r["test"], r["verdict"]) for r in rows] == [("vessel_size", "implausible")]


def test_two_hulls_of_one_name_are_kept_apart() -> None:
    event = {"kind": "event", "metric": "scrapping"}

    rows = _rows(
        event | {"actor": "A Ship (IMO 8700011)"}, event | {"actor": "A Ship (IMO 8811222)"},
        facts=Facts(),
    )  # fmt: skip

    assert [(r["test"], r["verdict"]) for r in rows] == [("identity", "keep_apart")]


@pytest.mark.parametrize(("day", "verdict"), [(1, "implausible"), (3, "warn"), (9, "consistent")])
def test_a_ship_at_two_coasts_needs_the_time_to_sail_round(day: int, verdict: str) -> None:
    call = {"kind": "movement", "metric": "port_call", "actor": "A Ship"}
    first = date(2023, 5, 1)
    claims = (
        call | {"places": ["KP-CHONGJIN"], "valid_from": first, "valid_to": first},
        call | {"places": ["KP-NAMPO"], "valid_from": date(2023, 5, day),
                "valid_to": date(2023, 5, day)},
    )  # fmt: skip

    (row,) = [
        r for r in _rows(*claims, facts=Facts(ports=read_packaged("ports"))) if r["test"] == "speed"
    ]

    assert row["verdict"] == verdict


def test_a_ship_that_went_elsewhere_than_it_declared_is_told() -> None:
    voyage = {"kind": "movement", "commodity": "coal"}

    rows = _rows(
        voyage | {"metric": "declared_destination", "destination": ["CN-SHANGHAI"]},
        voyage | {"metric": "discharge", "destination": ["CN-NINGBO"]},
        facts=Facts(),
    )

    assert [(r["test"], r["verdict"]) for r in rows] == [("destination", "conflict")]


def _tracks(days: list[int]) -> Facts:
    day = datetime(2023, 5, 3, 6, tzinfo=UTC)
    visits = pl.DataFrame(
        {"mmsi": [1], "arrived_at": [day], "departed_at": [day], "port_id": ["KP-NAMPO"],
         "evidence_id": ["visit-1"]}
    )  # fmt: skip
    return Facts(
        ships=pl.DataFrame({"name": ["A Ship"], "imo": ["8700011"], "mmsi": [1]}),
        port_visits=visits,
        coverage=pl.DataFrame(
            {"mmsi": [1] * len(days), "day": [date(2023, 5, d) for d in days],
             "n_positions": [50] * len(days)}
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("port", "days", "verdict"),
    [
        ("KP-NAMPO", [], "agree"),
        ("KP-SONGNIM", [2, 3, 4], "conflict"),
        ("KP-SONGNIM", [2, 4], "no_conflict"),
    ],
)
def test_a_port_call_agrees_is_contradicted_or_not_covered(
    port: str, days: list[int], verdict: str
) -> None:
    call = {"kind": "movement", "metric": "port_call", "actor": "A Ship", "places": [port],
            "valid_from": date(2023, 5, 2), "valid_to": date(2023, 5, 4)}  # fmt: skip

    (row,) = _rows(call, facts=_tracks(days))

    assert (row["test"], row["verdict"]) == ("ais", verdict)


def test_a_contradicted_call_names_the_port_that_the_track_shows() -> None:
    call = {"kind": "movement", "metric": "port_call", "actor": "A Ship", "places": ["KP-SONGNIM"],
            "valid_from": date(2023, 5, 2), "valid_to": date(2023, 5, 4)}  # fmt: skip

    (row,) = _rows(call, facts=_tracks([2, 3, 4]))

    assert "KP-NAMPO" in row["hint"]


def test_a_name_that_two_ships_bear_is_looked_up_for_neither() -> None:
    facts = _tracks([2, 3, 4])
    assert facts.ships is not None
    two = pl.concat(
        [facts.ships, facts.ships.with_columns(mmsi=pl.lit(2, pl.Int64), imo=pl.lit("8811222"))]
    )
    call = {"kind": "movement", "metric": "port_call", "actor": "A Ship", "places": ["KP-SONGNIM"],
            "valid_from": date(2023, 5, 2), "valid_to": date(2023, 5, 4)}  # fmt: skip

    found = _rows(
        call, facts=Facts(ships=two, port_visits=facts.port_visits, coverage=facts.coverage)
    )

    assert found == []
