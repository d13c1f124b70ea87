"""Block 8: what it prints of confirmed claims, and what it leaves for the bundle."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import polars as pl
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


def test_places_are_named_and_not_coded() -> None:
    printed = " ".join(str(row[1]) for t in block().tables for row in t.rows)

    assert not re.search(r"\b(KP|CN)(-[A-Z]+)?\b", printed)
    assert "to Liaoning" in printed


def test_a_claim_stands_once_among_contradictions_of_one_verdict() -> None:
    first = reported().contradictions.with_columns(about=pl.col("claim_ids").list.first())
    assert first.select("about", "verdict").is_duplicated().any()

    rows = [(str(row[0]), str(row[1]).split("; ")[0]) for row in block().tables[1].rows]

    assert len(set(rows)) == len(rows)


def test_a_slip_without_a_reading_is_not_told_again_below_its_check() -> None:
    said = " ".join(str(row[1]) for row in block().tables[1].rows)
    unread = [row[0] for row in block().tables[2].rows if row[2] == "none found"]

    assert not [words for words in unread if str(words) in said]


def test_the_heading_says_what_confirmed_means_and_counts_checks_as_checks() -> None:
    (words,) = block().heading

    assert "claims, each read and confirmed as said: " in str(words)
    assert "confirmed claims" not in str(words)
