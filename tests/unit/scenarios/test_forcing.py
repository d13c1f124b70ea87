"""What drives a run: its shapes, that no one can write to it, and what each part rests on."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.builders_scenarios import make_forcing

from coalface.errors import InputError
from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.scenarios.branches import Branches
from coalface.scenarios.build_forcing import build_forcing
from coalface.scenarios.forcing import GOODS, ROUTES, Forcing, array_names
from coalface.scenarios.scenario_file import load_scenario
from coalface.scenarios.scenario_models import ScenarioFile


@pytest.fixture(scope="module")
def history() -> Forcing:
    return build_forcing(load_scenario("history"), read_world_tables())


def test_an_array_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="border has shape"):
        make_forcing(border=np.ones(3))


def test_no_one_can_write_to_a_forcing() -> None:
    made = make_forcing()

    for name in array_names():
        with pytest.raises(ValueError, match="read-only"):
            getattr(made, name)[0] = 0


def test_forcings_that_differ_in_one_month_are_not_equal() -> None:
    border = np.ones(60)
    border[-1] = 0.5

    assert make_forcing().equals(make_forcing())
    assert not make_forcing().equals(make_forcing(border=border))
    assert make_forcing().digest != make_forcing(border=border).digest


def test_shares_are_shares_and_prices_are_above_nothing(history: Forcing) -> None:
    for name in ("ban_share", "enforcement", "power", "fuel", "border", "news"):
        array = getattr(history, name)
        assert array.min() >= 0, name
        assert array.max() <= 1, name
    for name in ("world_price_usd_per_t", "demand_t", "cny_per_usd"):
        assert getattr(history, name).min() > 0, name


def test_every_array_says_what_it_rests_on_over_all_months(history: Forcing) -> None:
    parts = [f"law/{good}" for good in GOODS] + [f"enforcement/{route}" for route in ROUTES]
    for name in ("world_price_usd_per_t", "demand_t", "freight_usd_per_t"):
        parts += [f"{name}/{good}" for good in GOODS]
    parts += ["cny_per_usd", "border", "news", "power", "fuel", "prepayment_limit"]

    for name in parts:
        spans = history.provenance[name]
        assert spans[0].first <= history.months[0], name
        assert max(s.last for s in spans) >= history.months[-1], name
        assert [s for s in spans if not s.source] == [], name


def test_prices_after_the_last_published_month_are_marked_imputed(history: Forcing) -> None:
    spans = history.provenance["world_price_usd_per_t/anthracite"]

    kinds = {(s.first, s.mark) for s in spans}
    assert (date(2000, 1, 1), "published") in kinds
    assert (date(2026, 6, 1), "imputed") in kinds


def test_demand_takes_no_figure_after_2016(history: Forcing) -> None:
    at = history.months.index(date(2016, 7, 1))

    assert np.ptp(history.demand_t[at:], axis=0).max() == 0
    assert history.provenance["demand_t/anthracite"][0].mark == "assumed"


def test_a_change_is_named_where_the_changed_array_says_what_it_rests_on() -> None:
    made = build_forcing(load_scenario("enforcement-lapses"), read_world_tables())

    last = made.provenance["enforcement/ship-to-ship"][-1]

    assert (last.first, last.mark) == (date(2024, 5, 1), "assumed")
    assert last.source == "scenario enforcement-lapses"


def test_the_reading_of_the_law_is_that_of_the_branch(history: Forcing) -> None:
    text = build_forcing(
        load_scenario("history"), read_world_tables(), branches=Branches(law="text")
    )
    august = history.months.index(date(2017, 8, 1))

    assert history.ban_share[august, 0] < text.ban_share[august, 0] == 1


def test_the_caps_on_oil_bite_on_fuel_from_their_month_on() -> None:
    tables = read_world_tables()
    past = build_forcing(load_scenario("history"), tables)
    made = build_forcing(load_scenario("oil-cap-tightened"), tables)
    at = past.months.index(date(2019, 1, 1))

    assert np.array_equal(made.fuel[:at], past.fuel[:at])
    assert (made.fuel[at:] < 0.6 * past.fuel[at:]).all()


def test_news_of_a_rule_fades_and_relief_is_no_news() -> None:
    tables = read_world_tables()
    past = build_forcing(load_scenario("history"), tables)
    relief = build_forcing(load_scenario("relaxation-roadmap"), tables)
    march = past.months.index(date(2016, 3, 1))

    assert past.news[march] == 0.2
    assert past.news[march + 6] == pytest.approx(0.1)
    assert np.array_equal(past.news[:315], relief.news[:315])
    assert (relief.news <= past.news).all()


def test_a_horizon_that_starts_later_has_the_same_months(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "late.yml"
    path.write_text("scenario: late\nextends: history\ntitle: t\nmonths: 2018-01..2030-12\n")
    tables = read_world_tables()
    late = build_forcing(load_scenario(path), tables)
    past = build_forcing(load_scenario("history"), tables)

    for name in array_names():
        array = getattr(past, name)[-len(late.months) :]
        assert np.array_equal(getattr(late, name), array, equal_nan=True), name


def test_steps_of_several_files_cannot_drive_a_price_out_of_range_together() -> None:
    scenario = load_scenario("history")
    driven = {"coal_price": {"from": "2014-01", "rate": 50}}
    dear = ScenarioFile.model_validate({"scenario": "own", "title": "t", "drivers": driven})
    both = replace(scenario, layers=(*scenario.layers, dear, dear))

    with pytest.raises(InputError, match=r"coal_price of .* is outside what it may be"):
        build_forcing(both, read_world_tables())
