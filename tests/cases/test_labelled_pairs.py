"""The labelled pairs of claims get the class of verdict that they should, and no false alert."""

import pytest
from bench.claims_pairs import Outcome, judge_pairs, open_facts, read_gold

# One annotator's verdicts that the checks do not share, with what they say instead.
NOT_SHARED = {"P002": "quiet", "P044": "warn"}


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return judge_pairs(read_gold(), open_facts())


def test_every_pair_but_two_gets_its_class(outcomes: list[Outcome]) -> None:
    wrong = {o.pair_id: o.alone for o in outcomes if o.alone != o.level}

    assert wrong == NOT_SHARED


def test_pairs_keep_their_class_among_all_claims(outcomes: list[Outcome]) -> None:
    assert [o.pair_id for o in outcomes if o.among_all != o.alone] == []


def test_no_quiet_pair_is_shouted_about(outcomes: list[Outcome]) -> None:
    assert [o.pair_id for o in outcomes if o.level == "quiet" and o.is_strictly_loud] == []
