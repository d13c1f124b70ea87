"""What is packaged of reports: facts with their source, few words, and invented examples."""

from pathlib import Path

import polars as pl

from coalface.sources.claims_table import read_claims_csv
from coalface.sources.interviews import read_interviews
from coalface.sources.packaged_reports import (
    example_files,
    read_packaged_claims,
    read_packaged_documents,
)
from coalface.tables.claims import check_claims

GOLD = Path(__file__).parents[2] / "data" / "claims"
MAX_WORDS = 14


def test_every_packaged_claim_stands_in_a_document_with_publisher_and_day() -> None:
    claims, documents = read_packaged_claims(), read_packaged_documents()

    check_claims(claims)
    assert set(claims["document_id"]) == set(documents["document_id"])
    assert not documents.select(pl.col("publisher", "published").is_null().any()).row(0)[0]
    assert claims["published"].null_count() == 0


def test_no_packaged_locator_has_more_words_than_it_takes_to_find_the_place() -> None:
    words = read_packaged_claims()["locator"].str.split(" ").list.len()

    assert max(words) <= MAX_WORDS


def test_packaged_claims_say_what_the_annotated_ones_say() -> None:
    gold = pl.concat([read_claims_csv(GOLD / f"gold_{half}.csv") for half in ("tune", "held")])
    figures = ["op", "value_low", "value_high", "value_std_low", "value_std_high", "unit_std"]
    about = ["kind", "metric", "valid_from", "valid_to", "hedge", "polarity", "status"]
    same = ["claim_id", *figures, *about]
    packaged = read_packaged_claims().select(same).sort("claim_id")

    assert packaged.equals(gold.join(packaged, on="claim_id", how="semi").select(same)
                           .sort("claim_id"))  # fmt: skip
    assert packaged.height > 100


def test_packaged_claims_are_confirmed_public_ungraded_and_say_by_whom() -> None:
    claims = read_packaged_claims()

    assert claims.select("review_state", "sensitivity", "grade_source").unique().rows() == [
        ("confirmed", "public", None)
    ]
    assert claims["reviewed_by"].null_count() == 0


def test_every_invented_report_says_that_it_is_invented() -> None:
    with example_files() as (reports, interviews):
        assert len(reports) == 12
        for path in reports:
            text = path.read_text(encoding="utf-8")
            assert "synthetic: true" in text
            assert "invented" in text
        assert "INVENTED" in read_interviews(interviews).notice
