"""Terms and bodies of the law, windows, lawful acts and goods that a resolution names."""

from datetime import date

import pytest

from coalface.claims.checks import find_checks
from coalface.claims.checks.told_spells import spells_of
from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.facts import Facts
from coalface.claims.law_dates import load_law_dates
from coalface.claims.mentions.resolutions import find_resolutions
from coalface.claims.mentions.tokens import split_tokens
from coalface.law.rulebook import load_rulebook


def _highs(text: str, published: date = date(2019, 5, 5)) -> list[str]:
    document = Document(id="d", text=text, published=published, published_basis="stated")
    checks = find_checks(extract_claims(document), Facts(rulebook=load_rulebook()))
    return [row["explanation"] for row in checks.to_dicts() if row["level"] == "high"]


def test_the_days_of_terms_are_those_of_the_rulebook() -> None:
    measures = {measure.id: measure for measure in load_rulebook().measures}

    for term in load_law_dates().terms:
        assert measures[term.measure].adopted_on == term.adopted_on
        assert term.last_on.isoformat() in measures[term.measure].title


@pytest.mark.parametrize(
    "text",
    [
        "Exports of textiles fell by half after Resolution 2371 banned coal.",
        "The Panel of Experts established in March 2019 that the tanker had called twice.",
        "The Panel's mandate, due to end on 30 April 2018, was extended by the Council.",
        "Customs seized squid in May 2018. Such trade is legal in China for rice, a lawyer said.",
        "By June 2018 Moscow had sent home half of the North Korean workers, the Council heard.",
        "In 2018 Russia reported 120,000 barrels of fuel under Resolution 2397, a quarter of what"
        " all states may send.",
        "Joint ventures had to close by 9 January 2018 under Resolution 2375.",
        "2018년 5월 안보리 결의 2371호에 따라 해관은 북한산 수산물 20톤을 압수했다.",
    ],
)
def test_what_fits_the_law_or_is_no_word_of_it_raises_nothing_high(text: str) -> None:
    assert _highs(text) == []


def test_bare_numbers_are_resolutions_only_where_resolutions_are_spoken_of() -> None:
    text = "A Council text, 2371, followed; 2371 tons and 2,375 sacks came by 2397."

    assert [text[m.start : m.end] for m in find_resolutions(text, split_tokens(text))] == [
        "2371",
        "2397",
    ]
    rose = "It rose to 2371, then to 2397."
    assert find_resolutions(rose, split_tokens(rose)) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [("ninety days", [90.0]), ("two years", [732.0]), ("12월 22일", []), ("120天", [120.0])],
)
def test_spells_are_read_in_days(text: str, days: list[float]) -> None:
    assert [n for n, _ in spells_of(text)] == days


@pytest.mark.parametrize(
    "text",
    [
        "North Korean workers had to be sent home by 22 December 2019 under resolution 2397.",
        "Ventures had to close within 120 days of resolution 2375, that is by 9 January 2018.",
        "Ventures had to close within 120 days of resolution 2375, that is 9 January 2018.",
        "All workers were to be sent home before 22 December 2019 by resolution 2397.",
    ],
)
def test_last_day_that_a_resolution_gives_is_not_its_own(text: str) -> None:
    found = extract_claims(Document("d", text, date(2022, 2, 2)))["metric"].to_list()
    assert found != []
    assert "adoption_date" not in found


def test_year_of_a_number_is_not_the_day_of_adoption() -> None:
    text = "Resolution 2371 (2017), adopted on 5 August 2017, bans coal."
    found = extract_claims(Document("d", text, date(2022, 2, 2))).to_dicts()
    days = [(r["valid_from"], r["valid_to"]) for r in found if r["metric"] == "adoption_date"]
    assert days == [(date(2017, 8, 5), date(2017, 8, 5))]
