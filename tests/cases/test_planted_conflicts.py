"""Planted conflicts are found from the text of invented reports, and fitting reports stay calm."""

import pytest
from bench.claims_gold import LATER
from bench.claims_pairs import open_facts
from bench.claims_planted import SETS, judge_ordinary, judge_version, read_cases

from coalface.claims.facts import Facts

#: What is found now, less a little: 24 of 24, 14 of 16, 20 of 20, 15 of 15, 95 of 96; of those kept
#: 16 of 20, 11 of 15, 34 of 48 and 27 of 36.
LEAST = {
    "planted": 0.9,
    "planted_later": 0.8,
    "planted_third_used": 0.9,
    "planted_fourth_used": 0.9,
    "planted_fifth_used": 0.9,
    "planted_third_kept": 0.7,
    "planted_fourth_kept": 0.65,
    "planted_fifth_kept": 0.65,
    "planted_sixth_kept": 0.7,
}
#: Fitting versions that raise a row too many, where there are more than one.
MOST_HIGH = {"planted_fifth_kept": 2}


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.mark.parametrize("name", SETS)
def test_most_planted_conflicts_are_found_from_the_text(name: str, facts: Facts) -> None:
    cases = read_cases(name)

    found = [judge_version(n, case, "wrong", facts)[0] for n, case in cases.items()]

    assert sum(found) / len(found) >= LEAST[name]


@pytest.mark.parametrize("name", SETS)
def test_a_report_whose_figures_fit_raises_next_to_no_high_alert(name: str, facts: Facts) -> None:
    cases = read_cases(name)

    n_high = [judge_version(n, case, "right", facts)[1] for n, case in cases.items()]

    assert sum(n > 0 for n in n_high) <= MOST_HIGH.get(name, 1)


@pytest.mark.parametrize("name", LATER)
def test_a_report_without_a_planted_conflict_raises_less_than_one_high_alert(
    name: str, facts: Facts
) -> None:
    assert judge_ordinary(name, facts)["high_rows_a_report"] < 0.8
