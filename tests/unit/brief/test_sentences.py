"""Fixed wordings."""

from tests.brief_builders import make_number

from coalface.brief.model import Text
from coalface.brief.numerals import format_number
from coalface.brief.sentences import (
    say_balance,
    say_caps,
    say_headline,
    say_mirror,
    say_relief,
    say_series,
    to_cents,
)
from coalface.vocabulary.numbers import Number


def spoken(text: Text) -> str:
    words = (format_number(p) if isinstance(p, Number) else p for p in text)
    return "".join(str(word) for word in words).replace("\N{NO-BREAK SPACE}", " ")


CENTS = make_number("c", 11.08, unit="cents")


def test_headline_says_over_half_only_above_one_half() -> None:
    over = make_number("w", 0.571, unit="share")
    under = make_number("w", 0.4, unit="share")

    assert "over half of it wigs (57 %), gross of imported hair" in spoken(
        say_headline(CENTS, 2016, 2023, over)
    )
    assert "40 % of it wigs, gross" in spoken(say_headline(CENTS, 2016, 2023, under))


def test_headline_without_a_share_of_wigs_does_not_speak_of_them() -> None:
    said = spoken(say_headline(CENTS, 2016, 2023, make_number("w", None)))

    assert said == "Of each dollar declared to China in 2016, 11 cents were declared in 2023"


def test_headline_without_a_total_says_so() -> None:
    missing = make_number("c", None, unit="cents")

    assert spoken(say_headline(missing, 2016, 2023, missing)).startswith("No total")


def test_cents_rest_on_the_rows_of_the_dollars() -> None:
    cents = to_cents(make_number("r", 0.11, low=0.1, high=0.12, unit="ratio"))

    assert (cents.value, cents.low, cents.high, cents.unit) == (11.0, 10.0, 12.0, "cents")
    assert cents.inputs == ("flows/a",)


def test_series_at_its_height_in_the_last_year_is_said_once() -> None:
    top = (2023, make_number())

    assert spoken(say_series("Wigs", top, top)) == (
        "Wigs stood highest in its last published year, 2023: US$ 1.00 bn"
    )


def test_no_cap_passed_is_said_in_words() -> None:
    assert spoken(say_caps(0, 3, 0, n_caps=2)).startswith(
        "No ledger passes a cap in any of 3 periods of 2 caps"
    )


def test_mirror_names_both_ends() -> None:
    low, high = make_number("l", 1.0, unit="ratio"), make_number("h", 1.57, unit="ratio")

    assert "1.00 to 1.57 of China's own figure" in spoken(say_mirror(low, high, 3))


def test_caps_passed_by_allegation_alone_are_told_apart() -> None:
    assert spoken(say_caps(7, 10, 5, n_caps=3)).endswith("5 of them by allegation alone")
    assert spoken(say_caps(6, 10, 5, 1, n_caps=3)).endswith(
        "alone; 1 more only by a count that runs past its last day"
    )


def test_purchases_name_the_book_they_are_from() -> None:
    said = spoken(say_balance(make_number("i", 3.7e9), "kotra_world", make_number("e"), 2016))

    assert "purchases from all partners, by KOTRA's mirror, stood at US$ 3.70 bn" in said


def test_base_year_is_not_compared_with_itself() -> None:
    said = spoken(say_headline(CENTS, 2016, 2016, make_number("w", None)))

    assert said == "No total of exports to China was published after 2016"


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    assert spoken(say_caps(1, 1, 0, n_caps=1)) == (
        "In 1 of 1 period of 1 cap with a published count at least one ledger passes the cap"
    )


def test_periods_of_a_cap_are_not_called_caps() -> None:
    assert spoken(say_caps(6, 10, 5, n_caps=3)).startswith("In 6 of 10 periods of 3 caps with")


def test_the_total_of_relief_says_the_years_that_it_mixes() -> None:
    total = make_number("relief", 2.1e9)

    assert "nearest published year, 2015 to 2017, each good" in spoken(
        say_relief(total, (2015, 2016, 2017), 10, 20)
    )
    assert "nearest published year, 2016, each good" in spoken(say_relief(total, (2016,), 1, 20))
