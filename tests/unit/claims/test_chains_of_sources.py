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
