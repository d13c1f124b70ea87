from datetime import date, timedelta

import polars as pl
from tests.unit.vessels.silence_builders import START, make_track, together

from coalface.vessels.hygiene import drop_repeats
from coalface.vessels.time_span import days_in_span, drop_outside
from coalface.vessels.windows import count_days, cut_windows

DAY = date(2024, 3, 1)


def days(**more: int) -> dict[date, int]:
    usual = {DAY + timedelta(days=k): 100_000 for k in range(10)}
    return usual | {
        date.fromisoformat(day.strip("d").replace("_", "-")): n for day, n in more.items()
    }


def test_a_few_messages_of_another_year_are_outside_the_span() -> None:
    span = days_in_span(days(d2001_01_01=2, d2019_05_05=3, d2035_01_01=4))

    assert (min(span.days), max(span.days)) == (DAY, DAY + timedelta(days=9))
    assert span.n_outside == 9


def test_what_is_near_or_not_few_stays() -> None:
    near, many = days(d2024_04_20=1), days(d2030_01_01=5_000)

    assert days_in_span(near).days == near
    assert days_in_span(many).days == many
    assert days_in_span({}).days == {}


def test_a_clock_years_ahead_is_outside_the_span_of_a_small_file_too() -> None:
    small = {DAY: 600, DAY.replace(year=2098): 1}
    months = {DAY: 600, DAY.replace(month=9): 1}

    assert days_in_span(small).days == {DAY: 600}
    assert days_in_span(months).days == months


def test_a_small_file_keeps_all_its_days() -> None:
    few = {DAY: 3, DAY.replace(year=2020): 1}

    assert days_in_span(few).days == few


def test_a_clock_set_to_another_year_is_taken_out_with_its_reason() -> None:
    track = together(*(make_track(412000001 + k, hours=240.0, every_min=2.0) for k in range(2)))
    wrong = track.head(1).with_columns(
        sent_at=pl.col("sent_at") + timedelta(days=4000), row=pl.lit(-1, pl.Int64)
    )
    positions = pl.concat([track, wrong])

    windows = cut_windows(days_in_span(count_days(positions)).days)
    kept = drop_outside(drop_repeats(positions), windows)

    assert kept.rejected.select("row", "reason").rows() == [(-1, "time_off_span")]
    assert kept.rows["sent_at"].max() < START + timedelta(days=11)  # type: ignore[operator]


def test_messages_after_later_ones_are_counted() -> None:
    track = make_track(412000001, hours=2.0)
    swapped = track.with_columns(
        row=pl.when(pl.col("row") == 5).then(pl.lit(-1, pl.Int64)).otherwise("row")
    )

    assert drop_repeats(track).noted == {"out_of_order": 0}
    assert drop_repeats(swapped).noted == {"out_of_order": 1}
