"""Quick looks before the patterns on rules, ways and other scripts turn nothing away."""

import pytest

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.claims.law_dates import Body, Term, load_law_dates
from coalface.claims.mentions import find_mentions
from coalface.claims.mentions.types import Resolution
from coalface.claims.ways import AFTER, BEFORE, CASH, GOODS, ways_in

LAWFUL = (
    "which broke no sanctions; which no ban covered yet; which was not yet banned"
    "; which was not restricted; and nothing stood in the way; and there was nothing wrong with it"
    "; not a crime; within the rules; which complied with all the resolutions; open to everyone"
    "; which was no offence; free to all; outside the embargo; unsanctioned; perfectly legitimate"
    "; a licit trade; nobody had outlawed it; and no measure applied then; all by the book"
    "; never off limits; all above board; with nothing barred; which violated none of the norms"
)
NATIONAL = (
    "The whole country mined; The entire nation mined; The rest of the country mined"
    "; Nationwide output was; The nation's output was"
    "; The North's total output was; All the mines dug"
    "; The country produced; All of North Korea mined; Countrywide the miners dug"
)
ALONE = "It was banned by {}; The council voted on it, {}; under {}, and so on; {} was a resolution"
PAID = {
    CASH: "in dollars; by wire; by bank; with banknotes; in roubles; in currency; 现金; 현금",
    GOODS: "settled in flour; by 물물교환; without any money; never in cash",
    BEFORE: "in advance; up front; before loading; prior to delivery; prepaid; 선불; 先付",
    AFTER: "after delivery; once unloaded; on arrival; when weighed; upon receipt; 후불; 货到",
}


def _each(words: str) -> list[str]:
    return [one.strip() for one in words.split("; ")]


def _rules(text: str) -> set[str]:
    return set(extract_claims(Document("d", text))["rule_id"].to_list())


@pytest.mark.parametrize("words", _each(LAWFUL))
def test_words_for_lawful_are_found_beside_goods_and_a_day(words: str) -> None:
    text = f"On 5 May 2016 a trader in Dandong took in a load of North Korean coal, {words}."

    assert _rules(text) & {"rule.lawful", "rule.exemption", "rule.ban"}


@pytest.mark.parametrize("words", _each(NATIONAL))
def test_a_mass_of_the_whole_country_is_told_from_that_of_a_mine(words: str) -> None:
    text = (
        f"{words} 20 million tonnes of coal in 2016. One mine in North Korea dug 2 million tonnes."
    )

    assert any(rule.endswith(".national") for rule in _rules(text))


@pytest.mark.parametrize("number", [2087, 2094, 2270, 2321, 2356, 2371, 2375, 2397])
@pytest.mark.parametrize("words", _each(ALONE))
def test_a_number_alone_is_a_resolution_where_the_text_speaks_of_one(
    words: str, number: int
) -> None:
    text = f"The Council met. {words.format(number)}."

    assert Resolution(number) in [mention.value for mention in find_mentions(Document("d", text))]


@pytest.mark.parametrize(("way", "words"), [(w, one) for w in PAID for one in _each(PAID[w])])
def test_a_way_of_paying_is_told_by_each_of_its_words(way: str, words: str) -> None:
    assert way in ways_in(f"They were paid {words}.")


@pytest.mark.parametrize("term", load_law_dates().terms, ids=lambda term: term.id)
def test_all_that_is_told_of_a_term_may_be_told_of_it(term: Term) -> None:
    told = [f"{term.who[0]} {word}" for word in term.what]

    assert all(term.is_told(words) and term.may_be_told(words) for words in told)


@pytest.mark.parametrize("body", load_law_dates().bodies, ids=lambda body: body.id)
def test_each_name_of_a_body_is_found(body: Body) -> None:
    assert all(body.find_name(f"in 2009 {name} met") for name in body.names)


@pytest.mark.parametrize(
    "words",
    _each(
        "石炭 320만톤; 三百吨; 수십 척; 스무 명; 2016년 3월; 2016年3月; 지난해; 上个月"
        "; 은하수무역회사; 〇吨; 평양"
    ),
)
def test_other_scripts_are_read_on_any_line_of_an_english_text(words: str) -> None:
    alone = [(m.type, m.value) for m in find_mentions(Document("d", words))]
    lines = ("The mine sold coal.", words, "Nobody was “paid”.")
    texts = ("\n\n".join(lines), "\n\n".join(lines[:2]), "\n\n".join(lines[1:]))

    for text in texts:
        found = [(m.type, m.value) for m in find_mentions(Document("d", text))]
        assert [one for one in found if one in alone] == alone
