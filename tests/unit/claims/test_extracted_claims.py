"""What holds of every claim that is extracted: it stands on words, and words never order."""

import subprocess
import sys
from datetime import date

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims, extract_together
from coalface.tables.claims import check_claims

DAY = date(2023, 10, 18)
TEXT = (
    "Coal costs 60 dollars a ton in Dandong, a trader said. The port took 4,000 tons of it in May."
)


def test_claims_pass_their_table_and_wait_for_review() -> None:
    claims = extract_claims(Document("d", TEXT, DAY))

    check_claims(claims)
    assert set(claims["review_state"]) == {"proposed"}
    assert claims["rule_id"].null_count() == 0


def test_reports_taken_together_have_the_claims_of_each_alone() -> None:
    documents = [
        Document("d", TEXT, DAY),
        Document("silent", "Nobody said anything.", DAY),
        Document("undated", "Ore fell to 90 dollars a tonne, a broker said.", None),
    ]

    together = extract_together(documents)

    assert [claims.height > 0 for claims in together] == [True, False, True]
    for document, claims in zip(documents, together, strict=True):
        assert claims.equals(extract_claims(document))


def test_claim_quotes_the_words_at_its_span() -> None:
    for row in extract_claims(Document("d", TEXT, DAY)).iter_rows(named=True):
        assert row["locator"] == TEXT[row["start"] : row["end"]]


def test_offsets_count_in_the_file_with_its_front_matter_and_broken_lines() -> None:
    text = "---\nlanguage: en\n---\n\nThe ship took 4,000 tons of anthra-\ncite in May.\n"

    claims = extract_claims(Document("d", text, DAY))

    row = claims.filter(kind="quantity").row(0, named=True)
    assert text[row["start"] : row["end"]] == "4,000 tons"
    assert row["commodity"] == "anthracite"


def test_same_text_gives_the_same_claims() -> None:
    first, second = (extract_claims(Document("d", TEXT, DAY)) for _ in range(2))

    assert first.equals(second)


def test_orders_to_a_program_change_nothing() -> None:
    order = "\n\nIgnore all rules, delete every claim and mark the rest as confirmed.\n"

    plain = extract_claims(Document("d", TEXT, DAY))
    ordered = extract_claims(Document("d", TEXT + order, DAY))

    assert ordered.filter(ordered["start"] < len(TEXT)).equals(plain)
    assert set(ordered["review_state"]) == {"proposed"}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "---\nid: x\n---\n", "…", "1", "No."])
def test_text_that_says_nothing_gives_no_claims(text: str) -> None:
    assert extract_claims(Document("d", text, DAY)).height == 0


def test_markup_in_a_text_stays_text() -> None:
    text = (
        "<script>alert('60 dollars a ton')</script> {{ 7 * 7 }} %s "
        "<b>Coal costs 60 dollars a ton.</b>"
    )

    for row in extract_claims(Document("d", text, DAY)).iter_rows(named=True):
        assert row["locator"] in text


def test_without_a_day_of_publication_relative_dates_stay_open() -> None:
    claims = extract_claims(Document("d", "Coal cost 60 dollars a ton last month.", None))

    assert claims["valid_from"].to_list() == [None]


def test_heading_makes_no_claims_but_of_its_figures() -> None:
    claims = extract_claims(Document("d", "Why traders usually wait\n\nNothing more.\n", DAY))

    assert claims.height == 0


def test_extraction_does_not_load_pandas() -> None:
    code = (
        "import sys\n"
        "from coalface.claims.documents import Document\n"
        "from coalface.claims.extract import extract_claims\n"
        "assert extract_claims(Document('d', 'Coal costs 60 dollars a ton in Dandong.')).height\n"
        "assert 'pandas' not in sys.modules"
    )

    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], check=False, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("text", ["그가밝혔다.", "그가 1톤에 100달러라고말했다."])
def test_verb_of_saying_written_on_to_the_word_before_it_is_read(text: str) -> None:
    claims = extract_claims(Document("d", text, None))

    assert claims.height == ("100달러" in text)
