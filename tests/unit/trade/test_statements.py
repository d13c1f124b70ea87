"""A statement is held against other sources only, and its words on the law against the verdict."""

from datetime import date
from typing import Any

import pytest
from tests.builders import make_flows, make_processing_inputs, make_shares

from coalface.errors import DefinitionError
from coalface.law import load_rulebook
from coalface.trade.statement_forms import Statement, load_statements
from coalface.trade.statements import CheckedStatement, check_statements, statements_table
from coalface.vocabulary.definitions import read_definition

VALUE = {"kind": "value", "id": "v", "code": "2611", "year": 2016}


def statement(*claims: dict[str, Any], **changes: Any) -> Statement:
    given = {
        "id": "s",
        "title": "Tungsten",
        "code": "2611",
        "source_id": "said",
        "locator": "first paragraph",
        "period_start": date(2016, 1, 1),
        "period_end": date(2017, 1, 1),
        "claims": list(claims),
    }
    return Statement.model_validate(given | changes)


def check(said: Statement, shares: Any = None, **flows: Any) -> CheckedStatement:
    table = make_flows(**({"hs_code": "2611", "source_id": "other"} | flows))
    (row,) = check_statements(
        table,
        make_processing_inputs(),
        make_shares() if shares is None else shares,
        load_rulebook(),
        statements=[said],
    )
    return row


@pytest.mark.parametrize(
    ("printed", "expected"),
    [(31.0, "agrees"), (31.4, "agrees"), (31.7, "differs"), (30.4, "differs")],
)
def test_a_value_agrees_within_half_its_last_digit(printed: float, expected: str) -> None:
    said = statement(VALUE | {"value_usd": 31e6, "rounded_to_usd": 1e6})

    row = check(said, value_cif_usd=printed * 1e6)

    assert row.result == expected


def test_a_value_off_by_under_one_percent_agrees_rounded() -> None:
    said = statement(VALUE | {"value_usd": 134.4e6, "rounded_to_usd": 0.1e6})

    assert check(said, value_cif_usd=133.7e6).result == "agrees_rounded"


def test_a_statement_is_no_evidence_for_itself() -> None:
    said = statement(VALUE | {"value_usd": 31e6, "rounded_to_usd": 1e6})

    row = check(said, value_cif_usd=31e6, source_id="said")

    assert row.result == "cannot_tell"
    assert row.claims[0].said.inputs == ("flows/0",)


def test_a_table_that_copied_its_source_wrongly_is_found() -> None:
    said = statement(VALUE | {"value_usd": 31e6, "rounded_to_usd": 1e6})

    row = check(said, value_cif_usd=3.1e6, source_id="said")

    assert row.result == "differs"
    assert "mend one of them" in row.claims[0].reason


def test_a_part_of_the_year_above_the_whole_year_differs() -> None:
    said = statement(VALUE | {"value_usd": 31e6, "rounded_to_usd": 1e6})

    row = check(said, value_cif_usd=32e6, period_end=date(2016, 11, 1))

    assert row.result == "differs"


def test_a_higher_earlier_year_breaks_a_previous_high() -> None:
    ceiling = {
        "kind": "ceiling",
        "id": "c",
        "codes": ["2611"],
        "before_year": 2022,
        "value_usd": 18.5e6,
    }

    row = check(statement(ceiling), value_cif_usd=19e6)

    assert row.result == "differs"
    assert row.claims[0].found.value == 19e6


def test_an_unpublished_past_cannot_tell_of_a_previous_high() -> None:
    ceiling = {
        "kind": "ceiling",
        "id": "c",
        "codes": ["2611"],
        "before_year": 2016,
        "value_usd": 18.5e6,
    }

    assert check(statement(ceiling), value_cif_usd=19e6).result == "cannot_tell"


def test_a_share_is_carried_on_at_the_pace_of_the_months_known() -> None:
    months = {"period_start": date(2016, 1, 1), "period_end": date(2016, 11, 1)}
    shares = make_shares(indicator="share of imports (value)", share=0.445, **months)
    said = statement(
        VALUE | {"value_usd": 31e6, "rounded_to_usd": 1e6},
        {"kind": "share", "id": "s", "value_id": "v", "low": 0.45, "high": 0.5},
    )

    row = check(said, shares, value_cif_usd=23.9e6, **months)

    assert row.claims[1].result == "agrees_rounded"
    assert row.claims[1].found.value == pytest.approx(0.481, abs=0.001)


def test_a_first_rank_that_a_published_good_beats_differs() -> None:
    rank = {"kind": "rank", "id": "r", "code": "2611", "year": 2016, "rank": 1}

    row = check(statement(rank), hs_code=["2611", "2613"], value_cif_usd=[1.0, 2.0])

    assert row.result == "differs"


def test_a_rank_that_only_unpublished_goods_could_break_cannot_be_told() -> None:
    rank = {"kind": "rank", "id": "r", "code": "2611", "year": 2016, "rank": 1}

    assert check(statement(rank), value_cif_usd=1.0).result == "cannot_tell"


@pytest.mark.parametrize(
    ("code", "law_claim", "expected"),
    [
        ("2611", "not_covered", "fits"),
        ("5002", "not_covered", "contested"),
        ("2716", "exempted", "imprecise"),
        ("270111", "not_covered", "contradicted"),
        ("2611", "", ""),
    ],
)
def test_words_on_the_law_are_held_against_the_verdict(
    code: str, law_claim: str, expected: str
) -> None:
    said = statement(
        VALUE | {"value_usd": 1.0, "rounded_to_usd": 1.0},
        code=code,
        law_claim=law_claim,
        period_start=date(2022, 1, 1),
        period_end=date(2023, 1, 1),
    )

    assert check(said).law_result == expected


def test_an_unknown_key_of_a_statement_is_an_error_with_its_line() -> None:
    text = "id: s\ntitle: T\nquote: their own words\n"

    with pytest.raises(DefinitionError, match=r"s.yml, line 3: unknown key 'quote'"):
        read_definition(text, "s.yml", Statement)


def test_no_packaged_locator_is_longer_than_fifteen_words() -> None:
    assert all(len(s.locator.split()) <= 15 for s in load_statements())


def test_every_claim_is_one_row_of_the_table() -> None:
    said = statement(
        VALUE | {"value_usd": 31e6, "rounded_to_usd": 1e6},
        {"kind": "rank", "id": "r", "code": "2611", "year": 2016, "rank": 1},
    )

    table = statements_table((check(said, value_cif_usd=31e6),))

    assert table["claim"].to_list() == ["v", "r"]
    assert table["verdict"].to_list() == ["not_listed", "not_listed"]
