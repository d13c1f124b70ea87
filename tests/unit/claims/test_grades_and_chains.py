"""Two marks that stay two, and sources counted by who stands behind them."""

import polars as pl
import pytest
from tests.claim_builders import make_claim_rows, make_document_rows

from coalface.claims.chains import find_chain, with_chain_counts, with_chains
from coalface.claims.grades import (
    UNGRADED,
    Grade,
    check_grade,
    grade_marks,
    read_grade,
    with_default_grades,
    with_stix_confidence,
)
from coalface.claims.scales import likelihood_word, read_scales, stix_confidence
from coalface.errors import InputError


def test_a_claim_that_nobody_graded_is_f6() -> None:
    claims = with_default_grades(make_claim_rows())

    assert claims.select(grade_marks()).item() == "F6" == str(UNGRADED)


@pytest.mark.parametrize(("text", "grade"), [("B2", Grade("B", 2)), (" c 3 ", Grade("C", 3))])
def test_a_grade_is_read_as_two_marks(text: str, grade: Grade) -> None:
    assert read_grade(text) == grade


@pytest.mark.parametrize("text", ["", "G2", "B7", "2B", "B22", "0.6"])
def test_what_is_no_grade_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="two marks"):
        read_grade(text)


def test_words_of_a_grade_speak_of_source_and_information_apart() -> None:
    assert Grade("F", 6).words == (
        "source: reliability cannot be judged; information: truth cannot be judged"
    )


def test_nothing_is_confirmed_by_others_on_one_chain() -> None:
    check_grade(Grade("B", 2), 1)
    check_grade(Grade("B", 1), 2)

    with pytest.raises(InputError, match="are one source"):
        check_grade(Grade("B", 1), 1)


def test_stix_has_no_confidence_for_what_cannot_be_judged() -> None:
    claims = with_stix_confidence(make_claim_rows({"grade_info": 2}, {"grade_info": 6}, {}))

    assert claims["stix_confidence"].to_list() == [70, None, None]
    assert [stix_confidence(n) for n in range(1, 7)] == [90, 70, 50, 30, 10, None]


@pytest.mark.parametrize(
    ("share", "word"),
    [(0.01, "almost no chance"), (0.05, "very unlikely"), (0.45, "roughly even chance"),
     (0.549, "roughly even chance"), (0.55, "likely"), (0.8, "very likely"),
     (0.99, "almost certain")],
)  # fmt: skip
def test_a_limit_between_two_words_belongs_to_the_upper_one(share: float, word: str) -> None:
    assert likelihood_word(share).rsplit(" (", 1)[0] == word


@pytest.mark.parametrize("share", [0.0, 0.009, 0.995, 1.0, -1.0, float("nan")])
def test_nothing_that_is_judged_is_certain(share: float) -> None:
    with pytest.raises(ValueError, match="no word for what is certain"):
        likelihood_word(share)


def test_the_words_of_likelihood_meet_without_a_gap() -> None:
    words = read_scales().likelihood.words

    assert [w.high for w in words[:-1]] == [w.low for w in words[1:]]


@pytest.mark.parametrize(
    ("attribution", "publisher", "root", "is_unnamed"),
    [
        (["AFP", "UN Panel report", "unspecified country"], "AFP in A Paper", "un_panel", False),
        (["Daily NK", "UN Panel of Experts report"], "Daily NK", "un_panel", False),
        (["New Daily", "KITA trade statistics"], "New Daily", "china_customs", False),
        (["Seoul Economic Daily", "KITA", "Chinese customs"], "SED", "china_customs", False),
        (["document:Daily NK", "source in China"], "Daily NK via Energy", "daily nk", True),
        (["document"], "Reuters via NK Economy Watch", "reuters", False),
        (["IBTimes", "Chosun Ilbo", "informed source in China"], "IBT", "chosun ilbo", True),
        (["document", "source-1a2b3c4d"], "Own notes", "own notes", True),
        ([], "", "not known", True),
    ],
)
def test_a_chain_begins_with_the_innermost_source_that_has_a_name(
    attribution: list[str], publisher: str, root: str, *, is_unnamed: bool
) -> None:
    found = find_chain(attribution, publisher)

    assert (found.root, found.is_unnamed) == (root, is_unnamed)


def counts_of(*claims: dict[str, object]) -> list[tuple[int, int]]:
    frame = with_chains(make_claim_rows(*claims), make_document_rows())
    counted = with_chain_counts(frame)
    assert counted["claim_id"].to_list() == frame["claim_id"].to_list()
    return counted.select("n_chains_low", "n_chains_high").rows()


def test_papers_that_quote_one_panel_figure_are_one_source() -> None:
    counts = counts_of(
        {"attribution": ["AFP", "UN Panel report", "unspecified country"]},
        {"attribution": ["Daily NK", "UN Panel of Experts report"]},
        {"attribution": ["Reuters", "UN Panel"]},
    )

    assert counts == [(1, 1)] * 3


def test_two_named_sources_are_two_chains() -> None:
    counts = counts_of({"attribution": ["A", "KITA"]}, {"attribution": ["B", "UN Panel"]})

    assert counts == [(2, 2)] * 2


def test_two_unnamed_sources_of_two_outlets_may_be_one_person() -> None:
    counts = counts_of(
        {"attribution": ["Daily NK", "source in China"]},
        {"attribution": ["Chosun Ilbo", "trader in Dandong"]},
    )

    assert counts == [(1, 2)] * 2


def test_figures_that_do_not_meet_confirm_nothing() -> None:
    other = {"attribution": ["B", "UN Panel"], "value_std_low": 500.0, "value_std_high": 500.0}

    assert counts_of({"attribution": ["A", "KITA"]}, other) == [(1, 1)] * 2


def test_a_denial_does_not_confirm() -> None:
    counts = counts_of(
        {"attribution": ["A", "KITA"]}, {"attribution": ["B", "UN Panel"], "polarity": "negated"}
    )

    assert counts == [(1, 1)] * 2


def test_the_count_does_not_depend_on_the_order_of_rows() -> None:
    claims = make_claim_rows(
        {"attribution": ["A", "KITA"]},
        {"attribution": ["B", "UN Panel"]},
        {"attribution": ["C", "source in China"]},
    )
    both = [
        with_chain_counts(with_chains(frame, make_document_rows())).sort("claim_id")
        for frame in (claims, claims.reverse())
    ]

    assert both[0].equals(both[1])
    assert isinstance(both[0], pl.DataFrame)


def test_many_claims_of_one_figure_are_counted_in_no_more_time_than_they_are_many() -> None:
    n_claims = 40_000  # their pairs would not fit any memory
    one = with_chains(make_claim_rows({"attribution": ["A", "KITA"]}), make_document_rows())
    many = one.select(pl.all().repeat_by(n_claims).explode())

    assert with_chain_counts(many)["n_chains_low"].unique().to_list() == [1]
