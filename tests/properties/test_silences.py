"""Laws of segments and silences: nothing is lost, nothing rests on order, time or repetition."""

from datetime import timedelta

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.vessels.silence_builders import make_track, together

from coalface.vessels.gfw.gaps import find_rule_gaps
from coalface.vessels.presets import GapSettings, load_preset
from coalface.vessels.segments import find_segments
from coalface.vessels.silence_settings import SilenceSettings
from coalface.vessels.silences import find_silences
from coalface.vessels.tracks import first_at_or_after

OURS = load_preset("yellow-sea-v1")
RULE = load_preset("gfw-2026").need(GapSettings)
hours = st.floats(0.01, 30.0)


@given(st.lists(hours, min_size=1, max_size=20))
def test_gaps_of_any_length_add_up_to_the_track(steps: list[float]) -> None:
    track = make_track(412000001, hours=0.1 * (len(steps) + 1) - 0.05)
    times = np.concatenate(([0.0], np.cumsum(steps)))[: track.height]
    first = track["sent_at"][0]
    track = track.with_columns(
        sent_at=pl.Series([first + timedelta(hours=float(t)) for t in times])
    ).with_columns(pl.col("sent_at").cast(pl.Datetime("us", "UTC")))
    every = RULE.model_copy(update={"min_silence_h": 1e-9})

    gaps = find_rule_gaps(track, settings=every)

    assert abs(gaps["duration_h"].sum() - (times[-1] - times[0])) < 1e-6


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_a_shift_of_time_moves_silences_and_changes_nothing_else(seconds: int, seed: int) -> None:
    track = make_track(412000001, silent=((4.0, 9.0), (20.0, 23.5)))
    shuffled = track.sample(fraction=1.0, shuffle=True, seed=seed)
    moved = shuffled.with_columns(sent_at=pl.col("sent_at") + timedelta(seconds=seconds))

    here = find_silences(find_segments(track, preset=OURS), OURS.need(SilenceSettings))
    there = find_silences(find_segments(moved, preset=OURS), OURS.need(SilenceSettings))

    assert here.off.tolist() == there.off.tolist()
    assert here.frame["row"].to_list() == there.frame["row"].to_list()


@given(st.lists(st.integers(0, 239), max_size=40))
@settings(max_examples=25, deadline=None)
def test_repeated_messages_make_no_segment_and_no_silence(which: list[int]) -> None:
    track = make_track(412000001, hours=24.0, silent=((4.0, 9.0),))
    rows = [n % track.height for n in which]
    repeated = together(track, track[rows])

    alone = find_segments(track, preset=OURS)
    more = find_segments(repeated, preset=OURS)

    assert alone.segments.height == more.segments.height == 1
    n_alone = len(find_silences(alone, OURS.need(SilenceSettings)).off)
    assert len(find_silences(more, OURS.need(SilenceSettings)).off) == n_alone


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.integers(-5, 55))
def test_the_search_finds_what_a_scan_finds(values: list[int], wanted: int) -> None:
    times = np.sort(np.array(values, dtype=np.int64))
    low, high = np.array([0]), np.array([len(times)])

    found = first_at_or_after(times, low, high, np.array([wanted]))

    assert found[0] == np.searchsorted(times, wanted)
