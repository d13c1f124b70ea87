"""What a claim is about: its goods, its places and its flow, and what it does not take over."""

from datetime import date
from typing import Any

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims

DAY = date(2019, 11, 18)


def rows(text: str, kind: str = "", title: str = "") -> list[dict[str, Any]]:
    found = extract_claims(Document("d", text, DAY, title)).to_dicts()
    return [row for row in found if kind in {"", row["kind"]}]


def test_exports_beside_imports_are_of_all_goods_though_coal_was_spoken_of() -> None:
    text = (
        "Coal prices fell in May. Exports came to $310 million in 2018 and imports to $2.2 billion."
    )

    assert [row["commodity"] for row in rows(text, "value")] == ["all goods", "all goods"]


def test_korean_totals_of_both_sides_are_of_all_goods() -> None:
    text = (
        "휘발유 값이 올랐다.\n\n"
        "올해 북중 교역액은 3억 달러였다. 수출은 2천만 달러, 수입은 2억8천만 달러였다."
    )

    assert {row["commodity"] for row in rows(text, "value")} == {"all goods"}


def test_good_of_a_later_paragraph_is_not_taken() -> None:
    text = (
        "The buyer paid $40 a ton in May.\n\nRefined oil is scarce. Diesel sells well, and petrol."
    )

    assert rows(text, "price")[0]["commodity"] != "petroleum products"


def test_pier_at_which_coal_is_priced_is_no_destination() -> None:
    row = rows("Anthracite went for $58 a ton at Songnim in May.", "price")[0]

    assert (row["flow"], row["origin"], row["destination"]) == (None, [], [])
    assert row["places"] == ["KP-SONGNIM"]


def test_port_at_which_cargo_is_landed_is_its_destination() -> None:
    row = rows("The ship discharged 4,000 tons of coal at Longkou in May.", "quantity")[0]

    assert row["destination"] == ["CN-LONGKOU"]


def test_resolution_that_opens_a_paragraph_is_found() -> None:
    row = rows("The council met.\n\nResolution 2371 was adopted on 6 August 2017.", "rule")[0]

    assert row["locator"].startswith("Resolution 2371")


def test_bare_imports_are_not_seen_from_the_side_of_an_earlier_paragraph() -> None:
    text = (
        "China imported 90,000 tons of North Korean coal in 2018.\n\n"
        "Exports came to $310 million in 2018 and imports to $2.2 billion."
    )

    assert [row["metric"] for row in rows(text, "value")] == ["export_value", "import_value"]


def test_price_that_another_is_held_against_keeps_off_the_place_of_the_first() -> None:
    text = "Petrol cost $1,300 a tonne in Wonsan, against $700 on the Singapore market."
    first, second = rows(text, "price")

    assert first["places"] == ["KP-WONSAN"]
    assert second["places"] == []
