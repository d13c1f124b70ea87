"""A number of a run or of two compared, made again, with the parameters that drive it."""

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from coalface.brief.explanations import Explanation, prior_row
from coalface.errors import UnknownNumberError
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.scenarios import (
    RunOptions,
    compare_scenarios,
    read_ensemble,
    simulate_scenario,
)
from coalface.scenarios.change_years import change_years
from coalface.scenarios.measures import MEASURES, Measure
from coalface.scenarios.priors import load_priors
from coalface.scenarios.run_numbers import run_number, shown_windows
from coalface.scenarios.scenario_file import load_scenario
from coalface.scenarios.scenario_text import packaged_names
from coalface.vocabulary.numbers import Number

__all__ = ["can_be_explained", "explain_scenario_number"]

MADE = r"(?P<world>[a-z]+)-(?P<draws>\d{1,6})-(?P<seed>\d{1,19})(?P<fit>-of-[0-9a-f]{8})?"
COMPARED = re.compile(
    rf"scenarios/compare/(?P<base>[a-z0-9-]+)/(?P<other>[a-z0-9-]+)/{MADE}-(?P<months>\d{{1,3}})/"
    r"(?P<measure>[a-z-]+)/(?P<column>base|other|difference)"
)
SIMULATED = re.compile(
    rf"scenarios/simulate/(?P<scenario>[a-z0-9-]+)/{MADE}/(?P<measure>[a-z-]+)/(?P<year>\d{{4}})"
)


def can_be_explained(names: Sequence[str], pairing: str) -> bool:
    """Say whether ids of a run or a comparison are enough to make it again.

    They are where all its scenarios are packaged and its parameters are drawn from the priors.

    Args:
        names: Of its scenarios.
        pairing: The part of the ids that says how it was made, or more of them.
    """
    return set(names) <= set(packaged_names()) and "-of-" not in pairing


def explain_scenario_number(number_id: str, *, facts: Facts = PACKAGED_FACTS) -> Explanation:
    """Give a number of `coalface simulate` or `compare` with the parameters that drive it.

    What it is of is run again as the id says, which takes as long as it took. The parameters are
    the main drivers, and the assumptions that can't be said not to drive it.

    Args:
        number_id: As in the JSON of `coalface simulate` or `compare`.
        facts: Where tables come from.

    Raises:
        UnknownNumberError: If no run or comparison of packaged scenarios gives such a number.
    """
    compared, simulated = COMPARED.fullmatch(number_id), SIMULATED.fullmatch(number_id)
    found = compared or simulated
    if found is None:
        raise UnknownNumberError(
            f"{number_id!r} is no id of a run or a comparison. They read scenarios/compare/BASE/"
            "OTHER/WORLD-DRAWS-SEED-MONTHS/MEASURE/COLUMN and scenarios/simulate/SCENARIO/"
            "WORLD-DRAWS-SEED/MEASURE/YEAR, and stand in the JSON of the two commands."
        )
    if found["fit"]:
        raise UnknownNumberError(
            f"{number_id}: made with a posterior, and an id does not say where that is. What "
            "drives the number stands in --json of `coalface compare --posterior DIR`."
        )
    options = RunOptions(int(found["draws"]), int(found["seed"]), found["world"], keep="headline")
    number = _compared(compared, options, facts) if compared else _simulated(found, options, facts)
    priors = load_priors()
    names = [row_id.removeprefix("parameters/") for row_id in number.inputs]
    return Explanation(number, tuple(prior_row(priors[name]) for name in names))


def _compared(found: re.Match[str], options: RunOptions, facts: Facts) -> Number:
    _check_measure(found)
    made = compare_scenarios(
        found["base"], found["other"], options, n_months=int(found["months"]), facts=facts
    )
    number = next((n for n in made.numbers if n.id == found[0]), None)
    if number is None:
        raise UnknownNumberError(
            f"no number {found[0]!r}: the comparison looks at {made.n_months} months. Its ids "
            f"begin with {made.stem}."
        )
    return number


def _simulated(found: re.Match[str], options: RunOptions, facts: Facts) -> Number:
    measure = _check_measure(found)
    scenario = load_scenario(found["scenario"])
    windows = shown_windows(scenario.months, change_years(scenario))
    if found["year"] not in windows:
        raise UnknownNumberError(f"no number {found[0]!r}. Years shown are {', '.join(windows)}.")
    with TemporaryDirectory(prefix="coalface-") as place:
        folder = Path(place) / found["scenario"]
        simulate_scenario(found["scenario"], folder, options, facts=facts)
        run = read_ensemble(folder, facts=facts)
    return run_number(run, measure, windows, found["year"])


def _check_measure(found: re.Match[str]) -> Measure:
    measure = next((m for m in MEASURES if m.id == found["measure"]), None)
    if measure is None:
        told = ", ".join(m.id for m in MEASURES)
        raise UnknownNumberError(f"no number {found[0]!r}. Measures are {told}.")
    return measure
