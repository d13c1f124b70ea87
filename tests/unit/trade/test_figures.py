"""Arithmetic keeps the range and the rows that a figure rests on."""

import pytest

from coalface.trade.figures import Figure, difference, number, ratio, scaled, split_change, total


def figure(value: float, low: float | None = None, high: float | None = None) -> Figure:
    return Figure(
        value, value if low is None else low, value if high is None else high, (f"r/{value}",)
    )


def test_a_difference_has_the_widest_range_both_sides_allow() -> None:
    found = difference(figure(10, 9, 12), figure(4, 3, 5))

    assert found is not None
    assert (found.low, found.value, found.high) == (4, 6, 9)


def test_a_ratio_to_what_may_be_zero_is_no_figure() -> None:
    assert ratio(figure(10), figure(1, 0, 2)) is None


def test_a_ratio_of_a_negative_top_keeps_low_below_high() -> None:
    found = ratio(figure(-10, -12, -8), figure(2, 1, 4))

    assert found is not None
    assert found.low <= found.value <= found.high


def test_a_total_of_nothing_is_no_figure_rather_than_zero() -> None:
    assert total([]) is None


def test_a_total_names_every_row_once() -> None:
    found = total([figure(1), figure(2), figure(1)])

    assert found is not None
    assert found.inputs == ("r/1", "r/2")


def test_arithmetic_on_an_imputed_figure_stays_imputed() -> None:
    weak = Figure(0.1, 0.05, 0.14, ("r/s",), "imputed")

    found = scaled(figure(100), weak)

    assert found is not None
    assert found.mark == "imputed"


def test_a_figure_that_is_missing_prints_as_no_figure() -> None:
    printed = number(None, "a/b", "label", "USD")

    assert printed.value is None
    assert printed.low is None


def test_price_alone_moves_the_value_when_the_mass_stands_still() -> None:
    effects = split_change((figure(100), figure(2)), (figure(150), figure(2)))

    assert effects is not None
    assert effects[0].value == pytest.approx(50)
    assert effects[1].value == pytest.approx(0)


def test_a_change_without_mass_cannot_be_split() -> None:
    assert split_change((figure(100), figure(0)), (figure(150), figure(2))) is None
