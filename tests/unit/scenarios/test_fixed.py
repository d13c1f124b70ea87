"""What is assumed at one value is told with its reason, and is what the model works with."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.builders_scenarios import make_forcing
from tests.builders_worlds import make_rates, make_standing

from coalface.scenarios.behaviour import mines, offer
from coalface.scenarios.described import inputs_table
from coalface.scenarios.fixed import load_fixed
from coalface.scenarios.priors import load_priors
from coalface.scenarios.state import opening_state
from coalface.scenarios.theta import draw_prior
from coalface.scenarios.world_files import small_world

DOC = Path(__file__).parents[3] / "docs" / "scenarios-model.md"
OPENINGS = {
    "opening_strength": "strength",
    "opening_faces": "faces",
    "opening_water": "water",
    "opening_belief": "belief",
    "opening_skill": "skill",
}


@pytest.mark.parametrize(("name", "field"), OPENINGS.items())
def test_a_run_opens_with_the_packaged_values(name: str, field: str) -> None:
    found = getattr(opening_state(small_world(), 2), field)

    assert np.all(found == load_fixed()[name].value)


def test_compiled_rules_hold_the_packaged_limits() -> None:
    """They are compiled with their constants, which a file read at run time would not reach."""
    assert load_fixed()["least_price_share"].value == offer.LEAST_PRICE_SHARE
    assert load_fixed()["most_water"].value == mines.MOST_WATER


def test_the_limits_of_what_stands_all_along_are_the_packaged_ones() -> None:
    theta = draw_prior(load_priors(), range(400), 5)
    standing = make_standing(make_rates(theta))

    assert standing.flood.max() <= load_fixed()["most_flooded_a_month"].value
    assert standing.capacity_t.min() > 0


def test_every_value_has_its_place_in_the_page_of_equations() -> None:
    text = DOC.read_text(encoding="utf-8")

    for each in load_fixed().values():
        assert f"| {each.id} | {each.value:g} | {each.equation} |" in text, each.id


def test_what_a_run_rests_on_names_fixed_values_and_the_world_as_assumed() -> None:
    forcing = make_forcing(date(2010, 1, 1), date(2011, 12, 1))

    rows = inputs_table(forcing, small_world()).to_dicts()

    told = {row["input"]: row for row in rows}
    for name, each in load_fixed().items():
        assert told[f"fixed/{name}"]["mark"] == "assumed"
        assert each.reason in told[f"fixed/{name}"]["source"]
    assert [r["source"] for r in rows if r["input"] == "world/small"] == list(small_world().marks)
