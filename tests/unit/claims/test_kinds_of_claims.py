"""Which kinds of claims a sentence makes: invented sentences, in English, Korean and Chinese."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims

SENTENCES = Path(__file__).parents[2] / "data" / "claims" / "sentences.csv"
DAY = date(2023, 10, 18)


def cases() -> list[tuple[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as handle:
        return [(row["kinds"], row["sentence"]) for row in csv.DictReader(handle)]


def kinds_in(text: str) -> Counter[str]:
    return Counter(extract_claims(Document("d", text, DAY))["kind"].to_list())


@pytest.mark.parametrize(("kinds", "sentence"), cases())
def test_sentence_makes_the_kinds_of_claims_it_should(kinds: str, sentence: str) -> None:
    assert kinds_in(sentence) == Counter(kinds.split())


def test_level_down_to_a_tenth_is_a_ratio_and_fall_by_a_tenth_is_growth() -> None:
    assert kinds_in("Trade is down to 10 % of what it was.") == Counter(["ratio"])
    assert kinds_in("Trade is down 10 % on the year.") == Counter(["growth_rate"])


def test_figure_near_a_cap_is_a_rule_and_the_part_of_it_used_a_share() -> None:
    claims = extract_claims(
        Document("d", "Sales used almost a fifth of the yearly quota of 4 million tons.", DAY)
    )

    assert claims["kind"].to_list() == ["share", "rule"]
    assert claims["metric"][1] == "cap_quantity"


def test_share_paid_ahead_is_a_term_of_payment() -> None:
    claims = extract_claims(Document("d", "Two buyers pay 40 percent in advance.", DAY))

    row = claims.filter(kind="payment_term").row(0, named=True)
    assert (row["metric"], row["value_std_low"]) == ("prepaid_share", 0.4)
