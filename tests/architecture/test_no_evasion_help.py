"""Nothing public helps to evade: no search for a lenient verdict, no score of a ship."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator

import typer

import coalface
from coalface.cli.main import app
from coalface.law import Case, judge

NAMES = re.compile(
    r"evad|evasion|lenient|loophole|optimi[sz]e|cheapest|safest|undetect|detectab|"
    r"risk_score|route|alternative|recode|relabel|best_code|best_date"
)
# What a reader of law or trade may be told although the word is in the name.
ALLOWED = {"route"}  # data: the humanitarian route that is printed first
# Rules of the simulation on aggregate classes of routes; test_scenarios_plan_nothing.py guards what
# comes out of it.
MODEL_RULES = {"RouteMix", "fit_routes", "mix_routes"}


def public_callables() -> Iterator[tuple[str, object]]:
    for module in pkgutil.walk_packages(coalface.__path__, "coalface."):
        loaded = importlib.import_module(module.name)
        for name in getattr(loaded, "__all__", ()):
            value = getattr(loaded, name)
            if inspect.isfunction(value) or inspect.isclass(value):
                yield f"{module.name}.{name}", value


def test_no_public_name_or_parameter_offers_evasion() -> None:
    for place, value in public_callables():
        name = place.rsplit(".", 1)[-1]
        assert name in MODEL_RULES or not NAMES.search(name.lower()), place
        if inspect.isfunction(value):
            taken = [p for p in inspect.signature(value).parameters if NAMES.search(p.lower())]
            assert set(taken) <= ALLOWED, f"{place}: {taken}"


def test_the_law_answers_one_case_and_takes_no_list_of_codes_or_days() -> None:
    assert list(inspect.signature(judge).parameters) == ["case", "book"]
    kinds = inspect.get_annotations(Case)
    for name in ("hs_code", "on", "origin", "via", "direction"):
        assert not re.search("list|tuple|Sequence|Iterable", str(kinds[name])), name


def test_no_option_of_screen_takes_several_codes_days_or_origins() -> None:
    group = typer.main.get_command(app)
    screen = group.commands["screen"]  # type: ignore[attr-defined]
    several = [p.name for p in screen.params if getattr(p, "multiple", False)]

    assert several == ["ignore"]
