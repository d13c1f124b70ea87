"""How numbers are put on paper."""

import pytest
from tests.brief_builders import make_number

from coalface.brief.numerals import NO_FIGURE, format_amount, format_number, format_range, mark_word

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1_186_835_000, "USD", "US$ 1.19 bn"),
        (400_870_018, "USD", "US$ 401 m"),
        (12_176_000, "USD", "US$ 12.2 m"),
        (375_000, "USD", "US$ 375,000"),
        (-8.57e9, "USD", "US$ \N{MINUS SIGN}8.57 bn"),
        (27_978, "t", "27,978 t"),
        (7_500_000, "t", "7.50 Mt"),
        (3_890_000, "bbl", "3.89 m bbl"),
        (1.0316, "share", "103 %"),
        (0.044, "share", "4.4 %"),
        (0.0004, "share", "0.04 %"),
        (2e-9, "share", "0 %"),
        (-0.3, "points", "\N{MINUS SIGN}30 points"),
        (-0.2, "USD", "US$ 0"),
        (-3.5, "percent", "\N{MINUS SIGN}3.5 %"),
        (0.6438, "ratio", "0.64"),
        (1522, "ratio", "1,522"),
        (52.77, "USD/t", "US$ 52.8/t"),
        (2016, "year", "2016"),
    ],
)
def test_amount_reads_as_said(value: float, unit: str, expected: str) -> None:
    assert format_amount(value, unit).replace(NBSP, " ") == expected


def test_missing_number_is_no_figure_and_never_zero() -> None:
    assert format_number(make_number(value=None)) == NO_FIGURE


def test_one_open_end_reads_more_than_or_up_to() -> None:
    more = format_number(make_number(value=None, low=1e6))
    less = format_number(make_number(value=None, high=1e6))

    assert more.replace(NBSP, " ") == "more than US$ 1.0 m"
    assert less.replace(NBSP, " ") == "up to US$ 1.0 m"


def test_range_says_a_shared_unit_once() -> None:
    number = make_number(value=2e8, low=1.02e8, high=3.07e8)

    assert format_range(number).replace(NBSP, " ") == "US$ 102 to 307 m"


def test_range_keeps_units_that_differ() -> None:
    number = make_number(value=9e8, low=9e8, high=1.2e9)

    assert format_range(number).replace(NBSP, " ") == "US$ 900 m to US$ 1.20 bn"


def test_a_small_end_is_told_in_the_millions_of_the_large_one() -> None:
    number = make_number(value=-3.1e6, low=-1.3e7, high=-263_574.0)

    assert format_range(number).replace(NBSP, " ") == "US$ −13.0 to −0.26 m"


def test_range_that_rounds_to_one_value_is_not_printed() -> None:
    number = make_number(value=0.111, low=0.1101, high=0.1112, unit="share")

    assert format_range(number) == ""


def test_published_and_derived_carry_no_word_but_imputed_does() -> None:
    assert mark_word(make_number(mark="published")) == ""
    assert mark_word(make_number(mark="imputed")) == "imputed"
