import pytest

from coalface.scenarios.change_years import change_years
from coalface.scenarios.run_numbers import shown_windows
from coalface.scenarios.scenario_file import load_scenario


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("history", ()),
        ("relaxation-roadmap", (2026, 2027, 2029, 2030)),
        ("ban-one-year-earlier", (2016, 2017)),
        ("enforcement-steady", (2018, 2030)),
    ],
)
def test_years_of_changes_are_those_of_steps_and_of_moved_rules(
    name: str, years: tuple[int, ...]
) -> None:
    assert change_years(load_scenario(name)) == years


def test_the_years_that_a_scenario_changes_are_shown_beside_the_usual_ones() -> None:
    scenario = load_scenario("relaxation-roadmap")

    found = shown_windows(scenario.months, change_years(scenario))

    assert list(found) == [
        "2010", "2016", "2018", "2021", "2024", "2026", "2027", "2029", "2030",
    ]  # fmt: skip
