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


def test_what_two_countries_report_are_parts_and_their_total_is_of_both() -> None:
    text = (
        "Fuel deliveries of 9,000 tons were reported by China and 1,000 tons by Russia in 2019, "
        "altogether 10,000 tons."
    )
    found = rows(text, "quantity")

    assert [row["origin"] for row in found] == [["CN"], ["RU"], ["CN", "RU"]]
    assert len({row["metric"] for row in found}) == 1


def test_total_of_parts_without_a_partner_is_no_rival_of_one_of_them() -> None:
    text = "The mine shipped 900 tons of coal in May and 800 tons in June, a total of 1,700 tons."

    assert len({row["metric"] for row in rows(text, "quantity")}) == 2


def test_sale_abroad_is_an_export() -> None:
    row = rows("The North sold 70,000 tons of zinc to China in 2016.", "quantity")[0]

    assert (row["metric"], row["flow"]) == ("export_volume", "export")


def test_sale_to_the_north_is_its_import() -> None:
    row = rows("Russia sold 5,000 tons of diesel to North Korea in May.", "quantity")[0]

    assert (row["metric"], row["flow"]) == ("import_volume", "import")


def test_voyage_to_a_port_of_no_list_names_it_and_is_a_movement_too() -> None:
    text = "The freighter Blue Pine hauled 6,000 tons of coal from Wonsan to Zhanjiang in 2017."
    found = rows(text)

    assert {row["kind"] for row in found} == {"movement", "quantity"}
    assert all(row["destination"] == ["name:Zhanjiang"] for row in found)


def test_later_resolution_that_cuts_a_cap_states_a_cap() -> None:
    text = (
        "Resolution 2375 caps refined oil at 2 million barrels a year, and Resolution 2397 lowers "
        "it to 500,000 barrels."
    )

    assert [row["metric"] for row in rows(text, "rule")] == ["cap_quantity"] * 2


def test_balance_told_after_both_sides_is_no_total_of_them() -> None:
    text = (
        "Exports were $2 billion and imports $3 billion in 2016, for a deficit of $1 billion and "
        "total trade of $5 billion."
    )

    assert [row["metric"] for row in rows(text, "value")][2:] == ["trade_deficit", "trade_total"]


def test_adoption_takes_no_good_from_an_earlier_paragraph() -> None:
    text = "Zinc was scarce.\n\nResolution 2397 was adopted on 22 December 2017."

    assert rows(text, "rule")[0]["commodity"] is None


def test_premium_is_a_multiple_of_the_price_it_lies_above() -> None:
    row = rows("Petrol cost $1,300 a tonne in Wonsan, a premium of 60 percent.", "ratio")[0]

    assert (row["metric"], row["value_std_low"]) == ("price_premium", 1.6)


def test_ship_takes_no_good_of_another_ship_told_later() -> None:
    text = (
        "The tanker Sam Jong 2 left Chongjin on 1 June 2019. "
        "The Kum San carried 4,500 tons of coal."
    )

    assert [row["commodity"] for row in rows(text, "movement")] == [None]


def test_ship_has_the_good_that_was_told_of_it() -> None:
    text = "The tanker Sam Jong 2 loaded coal at Nampo. She left for Chongjin on 1 June 2019."

    assert [row["commodity"] for row in rows(text, "movement")] == ["coal", "coal"]


def test_good_that_a_resolution_names_between_is_not_that_of_the_cargo() -> None:
    text = (
        "The ship took 5,600 tons of coal. The cap of 500,000 barrels of refined petroleum "
        "products was set by resolution 2397. The cargo was worth $392,000, at $70 per ton."
    )

    assert {row["commodity"] for row in rows(text) if row["kind"] in ("value", "price")} == {"coal"}


def test_wages_in_kind_are_no_goods_of_the_trade() -> None:
    text = (
        "Coal is piling up. The firm owes each miner 12 kilograms of maize. "
        "Prices fell from 58 dollars to 46 dollars."
    )

    assert {row["commodity"] for row in rows(text, "price")} == {"coal"}


def test_share_of_other_goods_is_not_that_of_the_good_before() -> None:
    text = "Coal made up 60 percent of exports, seafood 20 percent and other goods 20 percent."

    assert [row["commodity"] for row in rows(text, "share")] == ["coal", "seafood", None]


def test_what_an_interviewer_asks_is_nobodys_claim() -> None:
    text = (
        "Q: How many cargoes? A: Each was 3,000 tonnes. Q: So 36,000 tonnes? A: Less; we ate rice."
    )

    assert [(row["value_low"], row["commodity"]) for row in rows(text, "quantity")] == [
        (3000.0, None)
    ]


def test_answer_to_what_is_no_question_is_kept() -> None:
    text = (
        "Q: Tell me of coal. A: We sold 500 tonnes. Q: Why? A: John Q. Smith asked for 20 tonnes."
    )

    assert [row["value_low"] for row in rows(text, "quantity")] == [500.0, 20.0]
