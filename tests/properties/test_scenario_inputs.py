"""Laws of scenarios' inputs: equal files, equal inputs; no effect before its cause; means kept."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coalface.pipeline.scenario_inputs import read_world_tables
from coalface.scenarios.build_forcing import WorldTables, build_forcing
from coalface.scenarios.forcing import ROUTES, Forcing, array_names
from coalface.scenarios.months import month_axis, month_name
from coalface.scenarios.scenario_file import Scenario, load_scenario, packaged_scenarios
from coalface.scenarios.scenario_models import ScenarioFile

MONTHS = month_axis(date(2000, 1, 1), date(2030, 12, 1))
RULES = {  # rule: first month that a change of it may touch
    "UN-2371-8-coal": date(2017, 8, 1),
    "UN-2371-8-iron": date(2017, 8, 1),
    "UN-2321-26-coal": date(2016, 11, 1),
    "UN-2397-5-refined": date(2018, 1, 1),
}
SHARES = st.floats(0, 1)
FACTORS = st.floats(0, 5)
PLACES = st.integers(0, len(MONTHS) - 1)


@cache
def tables() -> WorldTables:
    return read_world_tables()


@cache
def history() -> Forcing:
    return build_forcing(load_scenario("history"), tables())


def forcing_of(change: Mapping[str, Any]) -> Forcing:
    """Give the inputs of history with one file more over it."""
    base = load_scenario("history")
    layer = ScenarioFile.model_validate({"scenario": "own", "title": "t", **change})
    made = Scenario(**(vars(base) | {"name": "own", "layers": (*base.layers, layer)}))
    return build_forcing(made, tables())


def differs_first(one: Forcing, two: Forcing) -> date | None:
    """Give the first month in which two forcings differ, or None."""
    found = []
    for name in array_names():
        a, b = getattr(one, name), getattr(two, name)
        same = (a == b) | (np.isnan(a) & np.isnan(b)) if a.dtype.kind == "f" else a == b
        rows = np.flatnonzero(~same.reshape(len(same), -1).all(axis=1))
        found += rows[:1].tolist()
    return MONTHS[min(found)] if found else None


@st.composite
def changes(draw: st.DrawFn) -> tuple[date, dict[str, Any]]:
    """Give one change of any kind, with the first month that it may touch."""
    first = draw(PLACES)
    last = draw(st.none() | st.integers(first, len(MONTHS) - 1))
    span = {"from": month_name(MONTHS[first])}
    span |= {"to": month_name(MONTHS[last])} if last is not None else {}
    level = draw(SHARES)
    kind = draw(st.sampled_from(["level", "rate", "steady", "driver", "terms", "relief"]))
    if kind in ("level", "rate", "steady"):
        route = draw(st.sampled_from([*ROUTES, "all"]))
        value: float = {"level": level, "rate": draw(FACTORS), "steady": True}[kind]
        return MONTHS[first], {"enforcement": [{**span, "route": route, kind: value}]}
    if kind == "driver":
        name = draw(st.sampled_from(["border", "news", "power", "fuel", "unrecorded_fuel"]))
        return MONTHS[first], {"drivers": {name: {**span, "level": level}}}
    if kind == "terms":
        return MONTHS[first], {"terms": [{**span, "limit": level}]}
    rule = draw(st.sampled_from(["UN-2371-8-coal", "UN-2371-8-iron"]))
    assume(MONTHS[first] > RULES[rule])
    reliefs: list[dict[str, Any]] = [{"lift": True}, {"cap": {"tonnes": 1e6}}]
    what = draw(st.sampled_from(reliefs))
    return MONTHS[first], {"relaxation": [{**span, "rule": rule, **what}]}


@settings(max_examples=40, deadline=None)
@given(changes())
def test_nothing_before_the_month_of_a_change_changes(made: tuple[date, dict[str, Any]]) -> None:
    first, change = made

    differs = differs_first(forcing_of(change), history())

    assert differs is None or differs >= first


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(RULES)), st.integers(-36, 36))
def test_a_moved_rule_changes_nothing_before_its_old_and_new_start(rule: str, months: int) -> None:
    made = forcing_of({"rules": {"change": [{"rule": rule, "shift": f"{months} months"}]}})
    start = RULES[rule]
    earliest = min(start, MONTHS[MONTHS.index(start) + min(0, months)])

    differs = differs_first(made, history())

    assert differs is None if months == 0 else differs is None or differs >= earliest


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(sorted(RULES)))
def test_a_dropped_rule_changes_nothing_before_its_start(rule: str) -> None:
    made = forcing_of({"rules": {"change": [{"rule": rule, "drop": True}]}})

    differs = differs_first(made, history())

    assert differs is not None
    assert differs >= RULES[rule]


def test_a_file_that_changes_nothing_gives_the_very_same_inputs() -> None:
    for scenario in packaged_scenarios():
        empty = ScenarioFile.model_validate({"scenario": "own", "title": "t"})
        same = Scenario(**(vars(scenario) | {"layers": (*scenario.layers, empty)}))

        one, two = build_forcing(scenario, tables()), build_forcing(same, tables())

        assert one.equals(two), scenario.name
        assert one.digest == two.digest


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 24), st.data())
def test_campaigns_keep_the_mean_of_every_round(every: int, data: st.DataObject) -> None:
    lasts = data.draw(st.integers(1, every - 1))
    quiet = data.draw(SHARES)
    n = every * data.draw(st.integers(1, max(1, 120 // every)))
    span = {"from": "2010-01", "to": month_name(MONTHS[120 + n - 1]), "route": "all"}
    level = 0.9 * lasts / every
    steady = forcing_of({"enforcement": [span | {"level": level}]}).enforcement[120 : 120 + n]
    base = load_scenario("history")
    layers = [
        ScenarioFile.model_validate({"scenario": "own", "title": "t", "enforcement": [step]})
        for step in (
            span | {"level": level},
            span | {"pulse": {"every": every, "lasts": lasts, "quiet": quiet}},
        )
    ]
    made = Scenario(**(vars(base) | {"layers": (*base.layers, *layers)}))
    pulsed = build_forcing(made, tables()).enforcement[120 : 120 + n]

    rounds = pulsed.reshape(-1, every, len(ROUTES)).mean(axis=1)

    assert np.allclose(rounds, steady[0], rtol=1e-12, atol=0)


def test_steady_and_pulsed_enforcement_have_equal_means_of_which_history_is_the_source() -> None:
    made = {
        name: build_forcing(load_scenario(f"enforcement-{name}"), tables()).enforcement
        for name in ("steady", "pulsed")
    }
    span = slice(MONTHS.index(date(2018, 1, 1)), MONTHS.index(date(2030, 1, 1)))
    past = history().enforcement[span].mean(axis=0)

    assert np.allclose(made["steady"][span].mean(axis=0), past, rtol=1e-12)
    assert np.allclose(made["pulsed"][span].mean(axis=0), past, rtol=1e-12)
    assert np.ptp(made["steady"][span], axis=0).max() == 0
    assert np.ptp(made["pulsed"][span], axis=0).min() > 0.005
    assert np.array_equal(made["pulsed"][: span.start], history().enforcement[: span.start])


def test_every_packaged_scenario_but_history_changes_what_its_name_says() -> None:
    touched = {
        "ban-one-year-earlier": {"ban_share", "cap_t", "enforcement"},
        "coal-cap-2024": {"ban_share", "cap_t", "cap_days_share"},
        "enforcement-doubled": {"enforcement"},
        "enforcement-lapses": {"enforcement", "news"},
        "enforcement-pulsed": {"enforcement"},
        "enforcement-steady": {"enforcement"},
        "no-sanctions": {"ban_share", "cap_t", "enforcement", "fuel", "news"},
        "oil-cap-tightened": {"fuel"},
        "prepayment-cut": {"prepayment_limit"},
        "relaxation-roadmap": {"ban_share", "cap_t", "cap_usd", "cap_days_share"},
    }
    assert set(touched) == {s.name for s in packaged_scenarios()} - {"history"}
    for name, wanted in touched.items():
        made = build_forcing(load_scenario(name), tables())
        found = {
            array
            for array in array_names()
            if not np.array_equal(getattr(made, array), getattr(history(), array), equal_nan=True)
        }
        assert wanted <= found, name
        prices = {"world_price_usd_per_t", "demand_t", "cny_per_usd", "power", "border"}
        assert not found & prices, name
