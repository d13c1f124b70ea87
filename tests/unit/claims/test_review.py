"""A claim is never changed: each act adds a version with who and when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from tests.claim_builders import AT, claim_row, make_claim_rows

from coalface.claims.review import Act, apply_act, confirmed_claims, latest_claims
from coalface.errors import InputError

LATER = AT + timedelta(hours=1)


def act(action: str, **changed: Any) -> Act:
    default: dict[str, Any] = {"claim_id": "doc-1-1", "by": "N. N.", "at": LATER}
    return Act(action, **(default | changed))


def test_a_confirmed_claim_says_who_and_when() -> None:
    claims, reviews = apply_act(claim_row(), act("confirm"))

    new = claims.row(0, named=True)
    assert (new["review_state"], new["reviewed_by"]) == ("confirmed", "N. N.")
    assert new["reviewed_at"] == new["recorded_at"] == LATER
    assert reviews.select("action", "before", "after").rows() == [
        ("confirm", "proposed", "confirmed")
    ]


@pytest.mark.parametrize("by", ["", "  "])
def test_nobody_confirms_without_a_name(by: str) -> None:
    with pytest.raises(InputError, match="by whom"):
        apply_act(claim_row(), act("confirm", by=by))


def test_only_a_confirmed_claim_is_used() -> None:
    states = ("proposed", "edited", "rejected", "merged", "confirmed")
    claims = make_claim_rows(*({"review_state": state} for state in states))

    assert confirmed_claims(claims)["claim_id"].to_list() == ["doc-1-5"]


def test_an_edited_claim_is_not_used_until_it_is_confirmed_again() -> None:
    first = make_claim_rows(review_state="confirmed")
    edited, _ = apply_act(first.row(0, named=True), act("edit", changes={"commodity": "coal"}))
    versions = pl.concat([first, edited])

    assert confirmed_claims(versions).is_empty()
    assert latest_claims(versions)["commodity"].to_list() == ["coal"]


def test_an_earlier_version_is_what_was_known_then() -> None:
    first = make_claim_rows()
    confirmed, _ = apply_act(first.row(0, named=True), act("confirm"))
    versions = pl.concat([first, confirmed])

    assert latest_claims(versions, AT)["review_state"].to_list() == ["proposed"]
    assert confirmed_claims(versions, AT).is_empty()
    assert confirmed_claims(versions, LATER).height == 1


def test_the_last_version_keeps_the_place_of_the_first() -> None:
    first = make_claim_rows({}, {})
    confirmed, _ = apply_act(first.row(0, named=True), act("confirm"))

    assert latest_claims(pl.concat([first, confirmed]))["claim_id"].to_list() == [
        "doc-1-1",
        "doc-1-2",
    ]


def test_an_edited_figure_takes_the_scaled_one_with_it() -> None:
    row = claim_row(value_low=3.0, value_high=3.0, unit="thousand t", value_std_low=3000.0,
                    value_std_high=3000.0)  # fmt: skip

    claims, reviews = apply_act(row, act("edit", changes={"value_low": "4", "value_high": "4"}))

    assert claims.select("value_std_low", "value_std_high").row(0) == (4000.0, 4000.0)
    assert set(reviews["field"]) == {"value_low", "value_high", "value_std_low", "value_std_high"}


def test_another_unit_needs_the_scaled_figure_said() -> None:
    with pytest.raises(InputError, match="value_std_low"):
        apply_act(claim_row(), act("edit", changes={"unit": "thousand CNY"}))


@pytest.mark.parametrize(
    "changes",
    [{}, {"locator": "other"}, {"review_state": "confirmed"}, {"start": "1"}, {"colour": "red"}],
)
def test_what_a_claim_points_to_and_its_state_are_not_edited(changes: dict[str, str]) -> None:
    with pytest.raises(InputError, match="FIELD=VALUE"):
        apply_act(claim_row(), act("edit", changes=changes))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value_low": "many"}, "expected a number"),
        ({"valid_from": "May"}, "expected a date"),
        ({"kind": "rumour"}, "expected one of"),
        ({"value_low": "900"}, "not above value_high"),
        ({"metric": ""}, "a value in every row"),
        ({"valid_to": "2024-01-01"}, "not after valid_to"),
    ],
)
def test_an_edit_that_breaks_the_table_is_refused(changes: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        apply_act(claim_row(), act("edit", changes=changes))


def test_an_error_on_a_protected_claim_says_nothing_of_its_text() -> None:
    row = claim_row(sensitivity="protected", locator="what nobody may read")

    with pytest.raises(InputError) as caught:
        apply_act(row, act("edit", changes={"kind": "what nobody may read"}))

    assert "nobody may read" not in str(caught.value)


def test_more_people_learn_of_a_claim_only_with_a_reason() -> None:
    row = claim_row(sensitivity="protected")
    changes = {"sensitivity": "public"}

    with pytest.raises(InputError, match="who agreed"):
        apply_act(row, act("edit", changes=changes))
    claims, reviews = apply_act(row, act("edit", changes=changes, reason="she agreed"))

    assert claims["sensitivity"].item() == "public"
    assert reviews["reason"].item() == "she agreed"
    apply_act(claim_row(), act("edit", changes={"sensitivity": "protected"}))


def test_several_places_are_parted_by_bars() -> None:
    claims, _ = apply_act(claim_row(), act("edit", changes={"places": "KP-NAMPO | CN-LN"}))

    assert claims["places"].to_list() == [["KP-NAMPO", "CN-LN"]]


def test_grading_leaves_the_state_and_judging_leaves_the_claim() -> None:
    graded, _ = apply_act(claim_row(review_state="confirmed"), act("grade", value="B2"))
    judged, reviews = apply_act(claim_row(), act("judge", value="0.7"))

    assert graded.select("review_state", "grade_source", "grade_info").row(0) == (
        "confirmed",
        "B",
        2,
    )
    assert judged.is_empty()
    assert reviews["after"].to_list() == ["0.7"]


@pytest.mark.parametrize("value", ["1", "likely", ""])
def test_a_judgement_is_a_share_that_is_not_certain(value: str) -> None:
    with pytest.raises(InputError, match="judge doc-1-1"):
        apply_act(claim_row(), act("judge", value=value))


@pytest.mark.parametrize(
    ("state", "action"),
    [("confirmed", "confirm"), ("merged", "edit"), ("merged", "confirm"), ("rejected", "reject"),
     ("rejected", "grade"), ("merged", "merge")],
)  # fmt: skip
def test_an_act_that_does_not_fit_the_state_is_refused(state: str, action: str) -> None:
    with pytest.raises(InputError, match=f"found it {state}"):
        apply_act(claim_row(review_state=state), act(action, value="doc-1-2"))


@pytest.mark.parametrize("into", ["", "doc-1-1"])
def test_a_claim_is_merged_into_another_one(into: str) -> None:
    with pytest.raises(InputError, match="into which other"):
        apply_act(claim_row(), act("merge", value=into))


def test_times_are_those_of_the_clock_that_was_handed_in() -> None:
    at = datetime(2001, 2, 3, tzinfo=UTC)

    claims, reviews = apply_act(claim_row(), act("reject", at=at))

    assert claims["recorded_at"].item() == reviews["reviewed_at"].item() == at
