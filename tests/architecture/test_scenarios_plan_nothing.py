"""The simulator is no planner: what a route class costs or risks goes in and never comes out."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import typer
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import central

import coalface
from coalface import scenarios
from coalface.cli.main import app
from coalface.scenarios.branches import Branches
from coalface.scenarios.described import changes_table, law_table
from coalface.scenarios.flows import flow_names
from coalface.scenarios.forcing import ROUTES
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.scenario_file import load_scenario
from coalface.scenarios.scenario_models import EnforcementStep
from coalface.scenarios.series_names import SERIES
from coalface.scenarios.simulate import simulate
from coalface.scenarios.world_files import small_world

#: Words of a search, or of telling a smuggler what to do.
SEARCH = re.compile(
    r"optimi[sz]|argm(in|ax)|best_|cheapest|safest|least_risk|lowest_risk|maximi[sz]e|minimi[sz]e|"
    r"recommend|advise|plan_(route|voyage|cargo|trip|evasion)|evad|undetect|when_to_ship|where_to"
)
#: Words of what a route class risks or costs, which no result may be named after.
RISK = re.compile(
    r"detect|chance_of|interdiction_(rate|chance|probability)|seizure_(rate|chance)|p_stopped|"
    r"route_(cost|risk|profit|margin|gain)|(cost|risk|profit|margin)_(by|per|of)_route|enforcement"
)
COMMANDS = ("simulate", "compare", "reproduce", "calibrate", "scenario")


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(scenarios.__path__, "coalface.scenarios."):
        yield importlib.import_module(found.name)


def public_names() -> Iterator[tuple[str, Any]]:
    for module in modules():
        for name in getattr(module, "__all__", ()):
            yield f"{module.__name__}.{name}", getattr(module, name)


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_no_public_name_or_parameter_of_the_room_searches_or_advises() -> None:
    for place, value in public_names():
        assert not SEARCH.search(place.rsplit(".", 1)[-1].lower()), place
        if inspect.isfunction(value):
            taken = [p for p in inspect.signature(value).parameters if SEARCH.search(p.lower())]
            assert taken == [], place


def test_no_module_of_the_room_but_calibration_uses_an_optimiser() -> None:
    for module in modules():
        source = inspect.getsource(module)
        assert "scipy.optimize" not in source, module.__name__
        assert not re.search(r"\bminimize\(|\blinprog\(|\bdifferential_evolution\(", source)


def test_route_classes_are_five_and_name_no_port_ship_or_place() -> None:
    assert ROUTES == (
        "declared-sea",
        "declared-land",
        "ship-to-ship",
        "direct-dark",
        "relabelled",
    )
    choices = EnforcementStep.model_fields["route"].annotation
    assert set(ROUTES) | {"all"} == set(choices.__args__)  # type: ignore[union-attr]


def test_no_command_of_the_room_takes_a_route_a_port_or_a_ship() -> None:
    ours = [(path, c) for path, c in commands(typer.main.get_command(app)) if path[0] in COMMANDS]
    assert ours
    for path, command in ours:
        for parameter in command.params:
            words = " ".join([parameter.name, *parameter.opts]).lower()
            assert not re.search(r"route|port\b|ship|vessel|mmsi|imo\b", words), path
            assert not SEARCH.search(words), path


def test_no_series_is_named_after_what_a_route_risks_or_costs() -> None:
    for series in SERIES:
        told = f"{series.name} {series.unit}".lower()
        assert not RISK.search(told), series.name
        for route in ROUTES:
            is_flow = re.search(r"(_t|_usd|_share)$", series.name)
            assert route.replace("-", "_") not in series.name or is_flow, series.name


def test_no_flow_of_money_is_split_by_route() -> None:
    for name in flow_names():
        assert not any(route.replace("-", "_") in name for route in ROUTES), name


@pytest.fixture(scope="module")
def outcomes() -> Outcomes:
    forcing = make_forcing(date(2016, 1, 1), date(2019, 12, 1), ban_from=date(2017, 9, 1))
    theta = central(8)
    return simulate(
        small_world(),
        forcing,
        theta,
        branches=Branches(),
        draws=range(8),
        seed=1,
        keep="agents",
    )


def test_no_output_equals_a_route_class_chance_of_being_stopped(outcomes: Outcomes) -> None:
    """The made-up forcing has chances that nothing else in it equals: none of them comes out."""
    inputs = {0.0517, 0.0823, 0.0329}
    chances = np.array([0.0121, 0.0213, 0.0517, 0.0823, 0.0329])
    months = 48
    forcing = make_forcing(
        date(2016, 1, 1),
        date(2019, 12, 1),
        ban_from=date(2017, 9, 1),
        enforcement=np.tile(chances, (months, 1)),
    )
    found = simulate(
        small_world(),
        forcing,
        central(4),
        branches=Branches(),
        draws=range(4),
        seed=1,
    )

    for name, series in found.series.items():
        flat = np.ravel(series)
        for chance in inputs:
            assert not np.isclose(flat, chance, rtol=1e-9, atol=0).any(), name


def test_outcomes_hold_no_array_with_an_axis_of_unlawful_routes_beyond_tonnes(
    outcomes: Outcomes,
) -> None:
    for field in dataclasses.fields(outcomes):
        assert not RISK.search(field.name), field.name
    for name in outcomes.series:
        assert not RISK.search(name.lower()), name


def test_the_rules_on_route_classes_stay_inside_the_month() -> None:
    """What a class costs and risks is known to the rule alone, and to the step that calls it."""
    source = Path(next(iter(coalface.__path__)))
    users = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if "behaviour.routes" in path.read_text(encoding="utf-8")
    }
    assert users <= {"scenarios/month_parts.py", "scenarios/trade_steps.py"}
    for package in ("app", "brief", "cli", "pipeline"):
        for path in (source / package).rglob("*.py"):
            assert "scenarios.behaviour" not in path.read_text(encoding="utf-8"), path


def test_nothing_outside_that_rule_gives_something_by_route_class() -> None:
    for place, value in public_names():
        if inspect.isfunction(value) and "behaviour.routes" not in place:
            kind = str(inspect.signature(value).return_annotation).lower()
            assert "route" not in kind, place


def test_a_table_of_a_scenario_gives_no_chance_that_its_file_does_not_state() -> None:
    scenario = load_scenario("enforcement-doubled")
    for table in (changes_table(scenario), law_table(scenario)):
        numbers = [c for c, kind in table.schema.items() if kind == pl.Float64]
        assert set(numbers) <= {"stop_t", "stop_usd"}
        assert not [c for c in table.columns if RISK.search(c)]
