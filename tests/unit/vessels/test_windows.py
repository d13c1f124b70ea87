from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl

from coalface.vessels.windows import count_days, cut_windows, share_of_window

START = datetime(2020, 1, 1, tzinfo=UTC)


def test_a_usual_input_is_one_stretch() -> None:
    (window,) = cut_windows({date(2020, 1, 1): 10, date(2020, 3, 1): 10})

    assert (window.starts_at, window.ends_at) == (START, datetime(2020, 3, 2, tzinfo=UTC))
    assert window.is_last


def test_a_long_input_is_cut_between_days_without_holes() -> None:
    days = {date(2020, 1, n): 40 for n in (1, 2, 5, 6, 7)}

    windows = cut_windows(days, max_rows=100)

    assert [w.starts_at.day for w in windows] == [1, 5, 7]
    assert [w.ends_at for w in windows[:-1]] == [w.starts_at for w in windows[1:]]
    assert [w.is_last for w in windows] == [False, False, True]


def test_a_day_above_the_limit_is_a_stretch_of_its_own() -> None:
    days = {date(2020, 1, n): 500 for n in (1, 2)}

    assert len(cut_windows(days, max_rows=100)) == 2


def test_no_position_is_no_stretch() -> None:
    assert cut_windows({}) == ()


def test_a_stretch_gets_its_margins_and_the_messages_next_to_them() -> None:
    hours = range(0, 24 * 40, 1)
    frame = pl.DataFrame(
        {
            "mmsi": [1] * len(hours) + [2, 2],
            "sent_at": [START + timedelta(hours=h) for h in hours]
            + [START, START + timedelta(days=39)],
        }
    )
    windows = cut_windows(count_days(frame), max_rows=24 * 10)

    share = share_of_window(frame, windows[1], windows)

    first = share.filter(mmsi=1)["sent_at"]
    assert first[0] == windows[1].starts_at - timedelta(days=1, hours=20)
    assert first[-1] == windows[1].ends_at + timedelta(days=2, hours=19)
    assert len(share.filter(mmsi=2)) == 2


def test_an_open_silence_belongs_to_the_last_stretch_alone() -> None:
    days = {date(2020, 1, n): 100 for n in (1, 2)}
    windows = cut_windows(days, max_rows=100)
    starts = pl.Series([START, START, START + timedelta(days=1)]).to_physical().to_numpy()
    is_open = np.array([False, True, False])

    owned = [window.owns(starts, is_open).tolist() for window in windows]

    assert owned == [[True, False, False], [False, True, True]]
