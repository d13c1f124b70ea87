"""Block 8: what it prints of confirmed claims, and what it leaves for the bundle."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from coalface.brief.model import Block, Cite, Tag
from coalface.brief.sections.reported import build_reported, list_documents
from coalface.claims.reported import Reported
from coalface.pipeline.reports import find_reported

pytestmark = pytest.mark.slow


@cache
def reported() -> Reported:
    return find_reported(date(2026, 11, 22))


def block(given: Reported | None = None) -> Block:
    made = build_reported(given or reported())
    assert made is not None
    return made


def test_without_a_confirmed_claim_there_is_no_block() -> None:
    assert build_reported(None) is None
    assert build_reported(replace(reported(), claims=reported().claims.clear())) is None


def test_claims_in_dispute_are_printed_before_others() -> None:
    disputed = set(reported().contradictions["claim_ids"].explode())
    printed = {str(row[4]) for row in block().tables[0].rows}

    assert len(printed & disputed) >= min(len(printed), len(disputed)) - 1


def test_what_is_not_printed_is_counted() -> None:
    claims = block().tables[0]

    assert f"{len(reported().claims) - len(claims.rows)} more are in the bundle" in claims.note


def test_every_row_cites_its_document_and_every_document_is_a_source() -> None:
    known = {source.id for source in list_documents(reported().documents)}
    cites = [
        cell for t in block().tables for row in t.rows for cell in row if isinstance(cell, Cite)
    ]

    assert cites
    assert all(cite.ids and set(cite.ids) <= known for cite in cites)
    assert {i for cite in cites for i in cite.ids} <= set(block().sources)


def test_a_high_check_has_the_colour_of_one_and_its_word() -> None:
    tags = [cell for row in block().tables[1].rows for cell in row if isinstance(cell, Tag)]

    assert {tag.tone for tag in tags} <= {"covered", "contested"}
    assert all(tag.word for tag in tags)


def test_an_earlier_brief_has_no_later_report() -> None:
    early = find_reported(date(2012, 12, 31))

    assert 0 < len(early.claims) < len(reported().claims)
