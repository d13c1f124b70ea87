"""Who is named is named with a source; a check is rated in words; prices carry their claim."""

import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.claim_builders import make_check_rows, make_claim_rows, make_document_rows

from coalface.claims.exports.claimreview import find_claim_reviews, review_document
from coalface.claims.exports.followthemoney import entity_lines, find_entities, find_statements
from coalface.claims.prices import find_price_sources, find_prices
from coalface.claims.reported import with_words
from coalface.claims.sensitivity import handed_on

DOCUMENTS = make_document_rows()
CONFIRMED = {"review_state": "confirmed"}


def entities(*claims: dict[str, Any], ships: tuple[str, ...] = ()) -> list[tuple[str | None, ...]]:
    shown, _ = handed_on(make_claim_rows(*claims))
    found = find_entities(shown, DOCUMENTS, ships)
    return [(e.schema, *e.properties.get("name", (None,))) for e in found]


@pytest.mark.parametrize(
    ("actor", "entity"),
    [
        ("Paeksol Trading Corporation", ("Company", "Paeksol Trading Corporation")),
        ("MV Long Star", ("Vessel", "MV Long Star")),
        ("Long Star (IMO 9074729)", ("Vessel", "Long Star")),
        ("a ship, IMO 9074729", ("Vessel", None)),
        ("Captain Yi Chol", ("Person", "Captain Yi Chol")),
    ],
)
def test_a_name_with_a_word_that_tells_what_it_is_becomes_an_entity(
    actor: str, entity: tuple[str, str | None]
) -> None:
    assert entities({"actor": actor}) == [entity]


@pytest.mark.parametrize("actor", ["DPRK authorities", "buyers", "a trader", "companies", None])
def test_what_names_nobody_becomes_no_entity(actor: str | None) -> None:
    assert entities({"actor": actor}) == []


def test_a_listed_ship_is_known_by_its_name() -> None:
    assert entities({"commodity": "Long Star"}, ships=("long star",)) == [("Vessel", "Long Star")]
    assert entities({"commodity": "Long Star"}) == []


def test_a_ship_in_the_words_of_a_claim_takes_the_number_beside_it() -> None:
    words = "The bulk carrier LONG STAR (IMO 9074729) loaded coal at Nampo"
    shown, _ = handed_on(make_claim_rows({"locator": words}))

    (ship,) = find_entities(shown, DOCUMENTS, ("long star",))

    assert (ship.schema, ship.properties["name"]) == ("Vessel", ("LONG STAR",))
    assert ship.properties["imoNumber"] == ("IMO9074729",)


def test_of_two_ships_no_number_is_given_to_either_by_guess() -> None:
    words = "LONG STAR and AN SAN 1 (IMO 7303803) met at sea"
    shown, _ = handed_on(make_claim_rows({"locator": words}))

    found = find_entities(shown, DOCUMENTS, ("long star", "an san 1"))

    named = [e for e in found if "name" in e.properties]
    assert len(found) == 3
    assert all("imoNumber" not in e.properties for e in named)


def test_a_name_within_a_word_or_in_small_letters_is_no_ship() -> None:
    ships = ("petrel",)

    assert entities({"locator": "petrels and a petrel flew over"}, ships=ships) == []


@pytest.mark.parametrize("sensitivity", ["restricted", "protected"])
def test_claims_that_are_not_public_name_nobody(sensitivity: str) -> None:
    assert entities({"actor": "Paeksol Trading Corporation", "sensitivity": sensitivity}) == []


def test_nobody_is_named_without_a_published_source() -> None:
    shown, _ = handed_on(make_claim_rows({"actor": "Paeksol Trading Corporation"}))
    unpublished = make_document_rows({"url": None, "publisher": None})

    assert find_entities(shown, unpublished) == ()


def test_an_entity_is_one_line_of_json_with_number_source_and_notes_in_our_words() -> None:
    shown, _ = handed_on(make_claim_rows({"actor": "Long Star (IMO 9074729)"}))

    (line,) = entity_lines(find_entities(shown, DOCUMENTS)).decode().splitlines()

    told = json.loads(line)
    assert told["schema"] == "Vessel"
    assert told["properties"]["imoNumber"] == ["IMO9074729"]
    assert told["properties"]["sourceUrl"] == ["https://paper.example/1"]
    assert "RMB 400" not in line


def test_one_hull_under_two_names_is_one_entity_and_two_hulls_of_one_name_are_two() -> None:
    ships = ("Long Star (IMO 9074729)", "Bright Star (IMO 9074729)", "Long Star (IMO 8905490)")

    assert len(entities(*({"actor": ship} for ship in ships))) == 2


def test_each_statement_names_the_claim_that_it_comes_from() -> None:
    shown, _ = handed_on(make_claim_rows({"actor": "MV Long Star"}, {"actor": "MV Long Star"}))
    found = find_statements(shown, DOCUMENTS)

    assert set(found["origin"]) == {"doc-1-1", "doc-1-2"}
    assert found["entity_id"].n_unique() == 1
    assert found["first_seen"].unique().to_list() == [date(2024, 9, 18)]


def reviews(*claims: dict[str, Any], **check: Any) -> list[dict[str, Any]]:
    told = with_words(handed_on(make_claim_rows(*claims))[0], DOCUMENTS)
    return find_claim_reviews(
        make_check_rows(check), told, DOCUMENTS, by="A desk", on=date(2026, 1, 31)
    )


def test_a_review_rates_in_words_and_gives_no_number() -> None:
    first, second = reviews({}, {})

    rating = first["reviewRating"]
    assert set(rating) == {"@type", "alternateName", "ratingExplanation"}
    assert "400 and 800 do not meet" in first["reviewBody"]
    assert first["claimReviewed"].startswith("unit price, anthracite, export, at CN-LN")
    assert first["itemReviewed"]["appearance"]["url"] == "https://paper.example/1"
    assert first["@id"] != second["@id"]


def test_a_review_names_its_publisher_and_day() -> None:
    first, _ = reviews({}, {})

    assert first["author"] == {"@type": "Organization", "name": "A desk"}
    assert first["datePublished"] == "2026-01-31"


@pytest.mark.parametrize("sensitivity", ["restricted", "protected"])
def test_a_check_that_speaks_of_a_claim_not_public_is_not_reviewed(sensitivity: str) -> None:
    assert reviews({}, {"sensitivity": sensitivity}) == []


def test_a_verdict_that_lays_nothing_open_is_not_reviewed() -> None:
    assert reviews({}, {}, verdict="keep_apart", level="quiet") == []


def test_reviews_are_one_document_of_json_ld() -> None:
    told = json.loads(review_document(reviews({}, {})))

    assert told["@context"] == "https://schema.org"
    assert [review["@type"] for review in told["@graph"]] == ["ClaimReview"] * 2


def prices(**columns: Any) -> pl.DataFrame:
    return find_prices(make_claim_rows(**(CONFIRMED | columns)), DOCUMENTS)


def test_a_confirmed_price_of_a_tonne_of_coal_is_a_row_of_prices_with_its_claim() -> None:
    row = prices(grade_info=2).row(0, named=True)

    assert (row["row_id"], row["source_id"]) == ("prices/claim/doc-1-1", "doc-1-1")
    assert (row["dataset"], row["price_low"], row["price_high"]) == ("field", 400.0, 400.0)
    assert (row["period_start"], row["period_end"]) == (date(2024, 9, 1), date(2024, 10, 1))
    assert (row["currency"], row["unit"], row["confidence"]) == ("CNY", "t", "medium")


@pytest.mark.parametrize("state", ["proposed", "edited", "rejected", "merged"])
def test_no_price_comes_from_a_claim_that_is_not_confirmed(state: str) -> None:
    assert prices(review_state=state).is_empty()


@pytest.mark.parametrize(
    "changed",
    [
        {"commodity": "silk"}, {"commodity": None}, {"per": "kg"}, {"hedge": "forecast"},
        {"polarity": "negated"}, {"op": "ge"}, {"valid_from": None}, {"valid_to": None},
        {"status": "planned"}, {"metric": "freight"}, {"kind": "value"},
        {"sensitivity": "protected"}, {"value_std_low": None}, {"unit_std": "fraction"},
    ],
)  # fmt: skip
def test_what_is_no_stated_price_of_coal_in_a_period_is_no_row(changed: dict[str, Any]) -> None:
    assert prices(**changed).is_empty()


def test_a_restricted_price_has_no_publisher_and_no_words() -> None:
    claims = make_claim_rows(**CONFIRMED, sensitivity="restricted")

    row = find_prices(claims, DOCUMENTS).row(0, named=True)
    source = find_price_sources(claims, DOCUMENTS).row(0, named=True)

    assert (row["period_start"], row["period_end"]) == (date(2024, 9, 1), date(2024, 10, 1))
    assert (source["publisher"], source["url"]) == ("not public", None)
    assert "A report" not in source["title"]
    assert "RMB" not in str(row)


def test_each_price_has_its_source() -> None:
    claims = make_claim_rows({}, {}, **CONFIRMED)

    found = find_price_sources(claims, DOCUMENTS)

    assert found["source_id"].to_list() == find_prices(claims, DOCUMENTS)["source_id"].to_list()
    assert found["publisher"].unique().to_list() == ["A Paper"]
