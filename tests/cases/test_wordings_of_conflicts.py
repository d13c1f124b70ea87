"""One conflict in many wordings is found in each, and the wording that fits stays calm."""

import pytest
from bench.claims_pairs import open_facts
from bench.claims_planted import judge_version, read_cases

from coalface.claims.facts import Facts

SETS = ("wordings_rules", "wordings_ships", "wordings_trade")
CASES = {name: case for one in SETS for name, case in read_cases(one).items()}


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.mark.parametrize("name", CASES)
def test_a_conflict_is_found_in_each_wording(name: str, facts: Facts) -> None:
    is_found, _ = judge_version(name, CASES[name], "wrong", facts)

    assert is_found


@pytest.mark.parametrize("name", CASES)
def test_a_wording_whose_figures_fit_raises_no_high_alert(name: str, facts: Facts) -> None:
    _, n_high = judge_version(name, CASES[name], "right", facts)

    assert n_high == 0
