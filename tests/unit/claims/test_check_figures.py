"""How figures are read and set against one another."""

from datetime import date
from math import inf

import pytest
from tests.claim_figures import make_claims

from coalface.claims.checks.intervals import Figure, Interval, difference, fit, point
from coalface.claims.checks.readings import read_claims, step_of
from coalface.claims.checks.rows import said


def _figure(**columns: object) -> Figure:
    (reading,) = read_claims(make_claims(columns))
    assert reading.figure is not None
    return reading.figure


def _exact(low: float, high: float) -> Figure:
    return Figure(Interval(low, high), Interval(low, high))


@pytest.mark.parametrize(
    ("stated", "step"), [(1.45, 0.01), (64.0, 1.0), (22.4, 0.1), (400.0, 8.0), (90.0, 1.8)]
)
def test_a_figure_is_known_to_its_last_digit_and_zeros_at_its_end_to_two_in_a_hundred(
    stated: float, step: float
) -> None:
    assert step_of(stated) == pytest.approx(step)


def test_a_share_is_known_to_the_last_digit_of_its_per_cent() -> None:
    assert step_of(0.456, is_share=True) == pytest.approx(0.001)


def test_one_point_four_five_leaves_half_a_hundredth_open() -> None:
    figure = _figure(value=1.45, unit="billion", currency="USD")

    assert (figure.span.low, figure.span.high) == pytest.approx((1.445e9, 1.455e9))


def test_about_leaves_a_tenth_open() -> None:
    figure = _figure(value=50.0, currency="USD", op="approx")

    assert (figure.span.low, figure.span.high) == pytest.approx((45.0, 55.0))


def test_a_bound_is_not_rounded() -> None:
    assert _figure(value=2.0, unit="t", op="gt", kind="quantity").span == Interval(2.0, inf)


def test_up_to_an_amount_begins_at_nothing() -> None:
    assert _figure(value=40.0, unit="t", op="le", kind="quantity").span == Interval(0.0, 40.0)


def test_a_price_of_a_kilogramme_is_read_as_of_a_tonne() -> None:
    (reading,) = read_claims(
        make_claims({"kind": "price", "value": 45.0, "currency": "CNY", "per": "kg"})
    )

    assert reading.per == "t"
    assert reading.figure is not None
    assert reading.figure.stated == Interval(45_000.0, 45_000.0)


def test_a_rate_a_month_of_one_month_is_the_month_s_total() -> None:
    (reading,) = read_claims(
        make_claims(
            {"value": 5.0, "per": "month", "valid_from": date(2023, 9, 1),
             "valid_to": date(2023, 9, 30)}
        )
    )  # fmt: skip

    assert reading.per == ""


def test_claims_that_an_analyst_put_aside_are_not_read() -> None:
    claims = make_claims({"value": 1.0}, {"value": 2.0, "review_state": "rejected"})

    assert [reading.id for reading in read_claims(claims)] == ["c0"]


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (point(10.0), point(10.0), "agree"),
        (_exact(10.0, 20.0), _exact(15.0, 30.0), "agree"),
        (_exact(10.0, inf), point(12.0), "consistent"),
        (Figure(Interval(22.4, 22.4), Interval(22.35, 22.45)),
         Figure(Interval(22.48, 22.48), Interval(22.475, 22.485)), "agree_rounded"),
        (point(64.0), point(71.0), "conflict"),
    ],
)  # fmt: skip
def test_two_figures_get_the_verdict_of_how_they_lie(
    left: Figure, right: Figure, verdict: str
) -> None:
    assert fit(left, right).verdict == verdict
    assert fit(right, left).verdict == verdict


def test_the_size_of_a_conflict_is_the_distance_over_the_larger() -> None:
    assert fit(point(50.0), point(100.0)).size == pytest.approx(0.5)


def test_division_by_what_may_be_zero_gives_nothing() -> None:
    assert Interval(1.0, 2.0).over(Interval(0.0, 1.0)) is None


def test_difference_of_intervals_takes_the_far_ends() -> None:
    assert Interval(10.0, 12.0).minus(Interval(1.0, 3.0)) == Interval(7.0, 11.0)


@pytest.mark.parametrize(
    ("interval", "unit", "words"),
    [
        (Interval(1.91755e9, 1.91755e9), "USD", "1.91755 billion USD"),
        (Interval(55.0, 62.0), "USD", "55 to 62 USD"),
        (Interval(0.456, 0.456), "fraction", "45.6%"),
        (Interval(1.6e6, inf), "bbl", "1.6 million bbl or more"),
        (Interval(12874.0, 12874.0), "t", "12,874 t"),
    ],
)
def test_a_figure_is_said_with_all_its_digits(interval: Interval, unit: str, words: str) -> None:
    assert said(interval, unit) == words


@pytest.mark.parametrize(
    ("left", "right", "share"), [(18e6, 21e6, 0.142857), (520.0, 450.0, 0.134615), (5.0, 5.0, 0.0)]
)
def test_the_difference_that_is_printed_is_that_of_the_figures_as_printed(
    left: float, right: float, share: float
) -> None:
    loose = Figure(Interval(left, left), Interval(left * 0.97, left * 1.03))

    assert difference(loose, point(right)) == pytest.approx(share, rel=1e-5)
    assert difference(point(right), loose) == pytest.approx(share, rel=1e-5)


def test_between_bounds_the_difference_is_that_of_the_ends_that_face_each_other() -> None:
    assert difference(_exact(-inf, 60.0), _exact(80.0, inf)) == pytest.approx(0.25)
    assert difference(_exact(0.0, 0.0), _exact(0.0, 0.0)) == 0.0
