"""The years in which a scenario begins to suppose something else: what is told must show them."""

from collections.abc import Iterator

from coalface.law.rulebook import Rulebook, load_rulebook
from coalface.scenarios.months import next_month
from coalface.scenarios.overlay import overlay
from coalface.scenarios.scenario_file import Scenario
from coalface.scenarios.scenario_models import ScenarioFile, Step

__all__ = ["change_years"]


def change_years(scenario: Scenario, book: Rulebook | None = None) -> tuple[int, ...]:
    """Give the years in which its steps begin, those after their ends, and those of moved rules.

    Args:
        scenario: With all its files.
        book: The rulebook; the packaged one if None.
    """
    whole = book or load_rulebook()
    steps = [step for layer in scenario.layers for step in _steps(layer)]
    years = {step.first.year for step in steps}
    years |= {next_month(step.last).year for step in steps if step.last is not None}
    named = {change.rule for layer in scenario.layers for change in layer.rules.change}
    made = overlay(whole, scenario.layers, scenario.base)
    moved = [m for rules in (whole.measures, made.measures) for m in rules if m.id in named]
    return tuple(sorted(years | {m.starts_on.year for m in moved}))


def _steps(layer: ScenarioFile) -> Iterator[Step]:
    yield from (*layer.relaxation, *layer.tightening, *layer.enforcement, *layer.terms)
    for steps in layer.drivers.values():
        yield from steps
