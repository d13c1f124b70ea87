"""Whatever analysts do, a claim is used only if the last act that decided on it confirmed it."""

from datetime import timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from tests.claim_builders import AT, make_claim_rows, make_document_rows

from coalface.claims.chains import with_chain_counts, with_chains
from coalface.claims.review import Act, apply_act, confirmed_claims, latest_claims
from coalface.claims.sensitivity import handed_on
from coalface.errors import InputError

VALUES: dict[str, dict[str, Any]] = {
    "confirm": {}, "reject": {}, "edit": {"changes": {"commodity": "coal"}},
    "grade": {"value": "B2"}, "judge": {"value": "0.6"}, "merge": {"value": "doc-1-2"},
}  # fmt: skip
LEVELS = st.sampled_from(["public", "restricted", "protected"])
LINKS = st.lists(st.sampled_from(["KITA", "UN Panel", "a trader", "Daily NK"]), max_size=3)


@given(st.lists(st.sampled_from(sorted(VALUES)), max_size=12))
def test_a_claim_is_used_only_after_the_last_deciding_act_confirmed_it(actions: list[str]) -> None:
    versions = make_claim_rows()
    deciding = "proposed"
    for hour, action in enumerate(actions, 1):
        latest = latest_claims(versions).row(0, named=True)
        act = Act(action, "doc-1-1", "N. N.", AT + timedelta(hours=hour), **VALUES[action])
        try:
            new, reviews = apply_act(latest, act)
        except InputError:
            continue
        assert reviews.height > 0
        versions = pl.concat([versions, new])
        if action not in {"grade", "judge"}:
            deciding = action

    assert (confirmed_claims(versions).height == 1) == (deciding == "confirm")
    assert latest_claims(versions).height == 1
    assert confirmed_claims(versions, AT).is_empty()


@given(st.lists(LEVELS, min_size=1, max_size=6))
def test_of_what_is_not_public_no_word_is_handed_on(levels: list[str]) -> None:
    rows = [
        {"sensitivity": level, "locator": f"said-{level}", "actor": f"who-{level}",
         "attribution": [f"from-{level}"]}
        for level in levels
    ]  # fmt: skip
    shown, n_protected = handed_on(make_claim_rows(*rows))

    assert n_protected == levels.count("protected")
    assert shown.height == len(levels) - n_protected
    assert "-restricted" not in str(shown.select("locator", "actor", "attribution").to_dicts())
    assert "-protected" not in str(shown.to_dicts())


@given(st.lists(LINKS, min_size=1, max_size=8))
def test_chains_are_no_more_than_claims_and_the_fewest_no_more_than_the_most(
    chains: list[list[str]],
) -> None:
    claims = make_claim_rows(*({"attribution": links} for links in chains))
    counted = with_chain_counts(with_chains(claims, make_document_rows()))

    low, high = counted["n_chains_low"], counted["n_chains_high"]
    assert (low >= 1).all()
    assert (low <= high).all()
    assert (high <= len(chains)).all()
