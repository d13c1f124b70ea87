"""One identity in many wordings: what contradicts is told, what fits is not."""

from functools import lru_cache

import pytest
from bench.claims_pairs import open_facts
from bench.claims_planted import Case, judge_version, read_cases

from coalface.claims.facts import Facts

SETS = ("wordings_of_numbers", "wordings_apart", "wordings_of_results", "wordings_voices")
CASES = {name: case for one in SETS for name, case in read_cases(one).items()}


@lru_cache(maxsize=1)
def _facts() -> Facts:
    return open_facts()


@pytest.mark.parametrize(("name", "case"), CASES.items(), ids=list(CASES))
def test_a_contradiction_is_told_above_quiet(name: str, case: Case) -> None:
    is_found, _ = judge_version(name, case, "wrong", _facts())

    assert is_found


@pytest.mark.parametrize(("name", "case"), CASES.items(), ids=list(CASES))
def test_figures_that_fit_raise_nothing_high(name: str, case: Case) -> None:
    _, n_high = judge_version(name, case, "right", _facts())

    assert n_high == 0
