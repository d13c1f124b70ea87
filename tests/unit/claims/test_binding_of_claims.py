"""What a claim says of itself: whose exports, when, who says so, how surely, and whether still."""

from datetime import date
from typing import Any

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.frames.adoptions import load_adoptions
from coalface.law.rulebook import load_rulebook

DAY = date(2023, 10, 18)


def rows(text: str, day: date | None = DAY) -> list[dict[str, Any]]:
    return extract_claims(Document("d", text, day)).to_dicts()


def only(text: str, kind: str) -> dict[str, Any]:
    found = [row for row in rows(text) if row["kind"] == kind]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("China's imports from North Korea reached $9 million in May.", "export_value"),
        ("China's exports to North Korea reached $9 million in May.", "import_value"),
        ("North Korea's exports to China reached $9 million in May.", "export_value"),
        ("Exports to the North were worth USD 9 million in May.", "import_value"),
        ("북한의 대중 수출은 900만 달러였다.", "export_value"),
    ],
)
def test_flow_is_that_of_the_country_spoken_of_whoever_reports(text: str, metric: str) -> None:
    row = only(text, "value")

    assert row["metric"] == metric
    assert row["flow"] == metric.removesuffix("_value")


def test_bound_that_is_denied_keeps_its_figure_and_is_negated() -> None:
    row = only("The port had not exported more than 8.4 million tons of coal.", "quantity")

    assert (row["op"], row["value_std_high"], row["polarity"]) == ("le", 8.4e6, "negated")


def test_contrast_after_a_figure_does_not_deny_it() -> None:
    found = rows("The page shows 64 tons of ore, not barrels.")

    assert [row["polarity"] for row in found if row["kind"] == "quantity"] == ["affirmed"]


def test_number_of_a_resolution_denies_nothing() -> None:
    row = only("UNSCR No. 2371 of August 2017 prohibits the export of coal.", "rule")

    assert row["polarity"] == "affirmed"


def test_what_is_not_known_is_unknown() -> None:
    row = only("It is not known whether the ship returned to Nampo.", "event")

    assert row["polarity"] == "unknown"


def test_past_and_present_practice_are_two_claims() -> None:
    found = rows(
        "In the past, captains sold coal at the port of Nampo, "
        "but recently they have met buyers at sea."
    )

    assert [(row["kind"], row["status"]) for row in found] == [
        ("practice", "past"),
        ("practice", "current"),
    ]


def test_level_that_a_price_came_down_from_is_past_and_keeps_its_date() -> None:
    found = rows("Coal costs 60 dollars a ton this week, down from 85 dollars in June.")

    assert [row["status"] for row in found] == ["current", "past"]
    assert found[1]["valid_from"] == date(2023, 6, 1)
    assert found[0]["valid_from"].month == 10


def test_person_without_a_name_makes_hearsay_and_customs_data_do_not() -> None:
    said = only("A trader in Dandong said that a ton of coal costs 60 dollars.", "price")
    data = only("Customs data show imports of 4,000 tons of coal.", "quantity")

    assert (said["hedge"], said["attribution"][1]) == ("hearsay", "trader in Dandong")
    assert (data["hedge"], data["attribution"][-1]) == ("asserted", "Customs data")


def test_sentence_without_a_source_goes_on_with_the_last_person() -> None:
    found = rows('"Two ships left," a broker said. Each carried 3,000 tons of coal.')

    mass = next(row for row in found if row["metric"] == "cargo_size")
    assert mass["attribution"][-1] == "broker"
    assert mass["hedge"] == "hearsay"


def test_opinion_speaks_for_its_own_sentence_only() -> None:
    found = rows(
        "The ledger lists 70 tons of ore. "
        "The finder thinks that this is a slip of the pen for 7 tons. "
        "It names a firm that took 12 tons of zinc."
    )

    by_value = {row["value_std_low"]: row["hedge"] for row in found if row["kind"] == "quantity"}
    assert by_value[70] == "asserted"
    assert by_value[12] == "asserted"


def test_estimate_is_told_from_what_is_stated() -> None:
    assert only("He estimated the stock at 9,000 tons of coal.", "quantity")["hedge"] == "estimated"


def test_what_follows_from_a_condition_is_conditional() -> None:
    row = only("If the pumps fail, the mines will become flooded within weeks.", "cause")

    assert (row["status"], row["hedge"]) == ("conditional", "forecast")


def test_day_on_which_someone_spoke_is_no_time_of_the_figure() -> None:
    found = rows("Exports came to 4 million dollars in May, a clerk told this desk last Tuesday.")

    figure = next(row for row in found if row["kind"] == "value")
    statement = next(row for row in found if row["kind"] == "event")
    assert (figure["valid_from"], figure["valid_to"]) == (date(2023, 5, 1), date(2023, 5, 31))
    assert statement["metric"] == "source_statement"
    assert statement["valid_from"] == date(2023, 10, 17)


def test_figures_without_a_date_take_that_of_the_figure_before() -> None:
    found = rows("Exports were worth USD 4 million in May. Imports were worth USD 9 million.")

    assert [row["valid_from"] for row in found] == [date(2023, 5, 1)] * 2


def test_same_in_brackets_takes_what_the_first_figure_has() -> None:
    found = rows("The tanker brought 14,400 barrels (1,729 tons) of diesel to Chongjin in May.")

    first, second = (row for row in found if row["kind"] == "quantity")
    for column in ("metric", "flow", "places", "valid_from", "commodity"):
        assert first[column] == second[column]
    assert first["flow"] == "import"


def test_withdrawn_figure_is_ended_and_the_new_one_names_it() -> None:
    found = rows(
        "The sheet gives the import value as USD 4.1 million; "
        "an earlier copy said the import value was USD 4.1 billion."
    )

    old = next(row for row in found if row["value_std_low"] == 4.1e9)
    new = next(row for row in found if row["value_std_low"] == 4.1e6)
    assert (old["status"], new["status"]) == ("ended", "current")
    assert new["supersedes"] == old["claim_id"]


def test_resolution_of_a_month_counts_from_the_day_of_its_adoption() -> None:
    row = only("UN Security Council Resolution 2371 of August 2017 banned coal.", "rule")

    assert (row["valid_from"], row["valid_to"]) == (date(2017, 8, 5), None)


def test_resolution_dated_wrongly_stays_as_stated() -> None:
    row = only("UN Security Council Resolution 2375 of August 2017 banned coal.", "rule")

    assert row["valid_from"] == date(2017, 8, 1)


def test_days_of_adoption_are_those_of_the_rulebook() -> None:
    days = load_adoptions()
    known = {
        int(measure.id[3:7]): measure.adopted_on
        for measure in load_rulebook().measures
        if measure.id[:3] == "UN-" and measure.id[3:7].isdigit()
    }

    assert {number: days[number] for number in known} == known


def test_denied_call_does_not_deny_what_is_said_next() -> None:
    text = "The owners deny the call and say that 3,000 tons of coal were loaded at Vostochny."
    assert only(text, "quantity")["polarity"] == "affirmed"


def test_denial_in_an_aside_stays_in_the_aside() -> None:
    text = "The buyer, whom the trader did not name, pays USD 55 a ton of coal."
    assert only(text, "price")["polarity"] == "affirmed"


def test_we_estimate_that_holds_to_the_end_of_the_clause() -> None:
    text = "We estimate that the total exports of all minerals to China fell by 20 percent in 2022."
    assert only(text, "growth_rate")["hedge"] == "estimated"


def test_estimated_costs_are_no_estimate_of_the_share_paid() -> None:
    text = "The charterer remits 80 percent of the estimated costs before loading."
    assert only(text, "payment_term")["hedge"] == "asserted"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("A trader said a tonne of coal cost 50 dollars. Another trader said it cost 80 dollars.",
         "another trader"),
        ("一位商人说,煤价每吨50美元。另一位商人说,煤价每吨80美元。", "another 一位商人"),
    ],
)  # fmt: skip
def test_another_who_speaks_is_no_second_voice_of_the_first(text: str, second: str) -> None:
    prices = [row["attribution"][-1] for row in rows(text) if row["kind"] == "price"]

    assert prices[1] == second != prices[0]
