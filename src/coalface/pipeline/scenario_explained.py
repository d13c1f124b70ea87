"""A number of a comparison of scenarios, made again, with the parameters that drive it."""

import re

from coalface.brief.explanations import Explanation, prior_row
from coalface.errors import UnknownNumberError
from coalface.pipeline.facts import PACKAGED_FACTS, Facts
from coalface.pipeline.scenarios import RunOptions, compare_scenarios
from coalface.scenarios.priors import load_priors

__all__ = ["explain_scenario_number"]

NUMBER_ID = re.compile(
    r"scenarios/compare/(?P<base>[a-z0-9-]+)/(?P<other>[a-z0-9-]+)/"
    r"(?P<world>[a-z]+)-(?P<draws>\d{1,6})-(?P<seed>\d{1,19})-(?P<months>\d{1,3})/"
    r"(?P<measure>[a-z-]+)/(?P<column>base|other|difference)"
)


def explain_scenario_number(number_id: str, *, facts: Facts = PACKAGED_FACTS) -> Explanation:
    """Give a number of `coalface compare` with the parameters that drive it.

    Both scenarios are run again as the id says, which takes as long as it took. The parameters are
    the main drivers of the difference, and the assumptions that can't be said not to drive it.

    Args:
        number_id: As in the JSON of `coalface compare`.
        facts: Where tables come from.

    Raises:
        UnknownNumberError: If a comparison of packaged scenarios gives no such number.
    """
    found = NUMBER_ID.fullmatch(number_id)
    if found is None:
        raise UnknownNumberError(
            f"{number_id!r} is no id of a comparison. They read scenarios/compare/BASE/OTHER/"
            "WORLD-DRAWS-SEED-MONTHS/MEASURE/COLUMN, and stand in the JSON of `coalface compare`."
        )
    options = RunOptions(int(found["draws"]), int(found["seed"]), found["world"])
    made = compare_scenarios(
        found["base"], found["other"], options, n_months=int(found["months"]), facts=facts
    )
    number = next((n for n in made.numbers if n.id == number_id), None)
    if number is None:
        measures = ", ".join(answer.measure.id for answer in made.answers)
        raise UnknownNumberError(f"no number {number_id!r}. Measures are {measures}.")
    priors = load_priors()
    names = [row_id.removeprefix("parameters/") for row_id in number.inputs]
    return Explanation(number, tuple(prior_row(priors[name]) for name in names))
