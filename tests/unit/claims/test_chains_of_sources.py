"""Who quotes whom: chains of sources in one sentence."""

from datetime import date

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims


def chain_of(text: str, kind: str) -> list[str]:
    claims = extract_claims(Document("d", text, date(2023, 10, 18)))
    return next(row["attribution"] for row in claims.to_dicts() if row["kind"] == kind)


def test_who_is_cited_stands_after_who_cites() -> None:
    text = "According to a broker, citing an agent, the cargo fetched 40 dollars a ton."
    assert chain_of(text, "price") == ["document", "broker", "agent"]


def test_panel_that_quotes_a_state_is_the_outer_source() -> None:
    text = "The Panel quotes a Member State as saying that 3,000 tons of coal were loaded at Nampo."
    assert chain_of(text, "quantity") == ["document", "Panel", "Member State"]


def test_name_after_according_to_is_a_source() -> None:
    text = "According to Yonhap, exports fell 20 percent in 2016."
    assert chain_of(text, "growth_rate") == ["document", "Yonhap"]


def test_two_who_speak_apart_make_no_chain() -> None:
    text = "A trader said coal costs 40 dollars a ton, but a broker said it costs 45 dollars a ton."
    assert chain_of(text, "price") == ["document", "trader"]


def test_what_was_said_four_sentences_before_is_the_documents_own() -> None:
    idle = "The wind was strong. The sea was grey. It was cold. Gulls cried. "
    text = f"A trader said that coal is dear. {idle}Ore costs 40 dollars a ton."
    assert chain_of(text, "price") == ["document"]


def test_office_that_announces_is_the_source_of_the_whole_report() -> None:
    text = (
        "The Coast Guard announced today that two tankers had been boarded.\n\n"
        "The larger one carried 3,000 tons of coal."
    )
    assert chain_of(text, "quantity") == ["document", "Coast Guard"]


def test_who_is_quoted_by_the_office_stands_behind_it() -> None:
    text = (
        "The Coast Guard announced today that two tankers had been boarded.\n\n"
        "A broker said that coal costs 40 dollars a ton."
    )
    assert chain_of(text, "price") == ["document", "Coast Guard", "broker"]


def test_notes_of_an_interview_are_what_the_interviewed_person_says() -> None:
    text = (
        "Notes of a conversation with a former miner.\n\nA ton of coal cost 40 dollars in Hamhung."
    )
    assert chain_of(text, "price") == ["document", "former miner"]


def test_letter_is_from_who_signed_it() -> None:
    text = "Coal costs 40 dollars a ton at the pier.\n\nKind regards,\nBlue Quay Agency"
    assert chain_of(text, "price") == ["document", "Blue Quay Agency"]


def test_person_with_a_name_is_a_source() -> None:
    text = "Coal costs 40 dollars a ton at the pier, Ri Chol-su told reporters."
    assert chain_of(text, "price") == ["document", "Ri Chol-su"]


def test_name_before_an_aside_is_who_speaks() -> None:
    text = (
        "Kim Su-min, who studies prices at a college, expects exports to fall 20 percent in 2024."
    )
    assert chain_of(text, "growth_rate") == ["document", "Kim Su-min"]


def test_who_was_heard_from_is_the_inner_source() -> None:
    text = "We hear from a forwarder that coal costs 40 dollars a ton at the pier."
    assert chain_of(text, "price") == ["document", "forwarder"]


def test_who_answers_a_panel_is_its_source() -> None:
    text = (
        "The Panel tracked the tanker to Dalian. "
        "An agent replied to the Panel that the oil cost 40 dollars a ton."
    )
    assert chain_of(text, "price") == ["document", "Panel", "agent"]


def test_figures_after_those_of_customs_are_from_customs_too() -> None:
    text = (
        "Exports fell 20 percent in May, customs data showed.\n\n"
        "Imports of soybean oil came to 3,000 tons."
    )
    assert chain_of(text, "quantity") == ["document", "customs data"]


def test_what_the_authors_say_is_not_carried_from_a_broker() -> None:
    text = "A broker said that coal is dear. We put its price at 40 dollars a ton."
    assert chain_of(text, "price") == ["document"]


def test_aside_of_another_source_leaves_the_main_clause_to_the_document() -> None:
    text = "Coal cost 40 dollars a ton at the pier in May, which the shippers attribute to rain."
    assert chain_of(text, "price") == ["document"]
