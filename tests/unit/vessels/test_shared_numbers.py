"""Numbers that two ships send, at one time or by turns, and what it means for their silences."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.builders import make_designations
from tests.unit.vessels.silence_builders import START, make_fleet, make_track, together

from coalface.vessels.causes import load_weights
from coalface.vessels.detect import Inputs, detect
from coalface.vessels.gaps import GapsFound, find_gaps
from coalface.vessels.presets import load_preset
from coalface.vessels.segments import find_segments
from coalface.vessels.shared_numbers import (
    SHARED,
    find_shared_numbers,
    mark_silences,
    seen_at_once,
)
from coalface.vessels.silence_settings import TrackSettings

OURS = load_preset("yellow-sea-v1")
TRACKS = OURS.need(TrackSettings)
SHIP = 413_000_001
ALONE = pl.DataFrame(schema=SHARED)
Said = tuple[float, str, float | None, str | None]


def make_statics(*said: Said) -> pl.DataFrame:
    """Static messages of one number: hour, name, length, hull number."""
    return pl.DataFrame(
        {
            "row": list(range(len(said))),
            "mmsi": [SHIP] * len(said),
            "received_at": [START + timedelta(hours=s[0]) for s in said],
            "name": [s[1] for s in said],
            "length_m": [s[2] for s in said],
            "imo": [s[3] for s in said],
            "ship_type": [70] * len(said),
            "draught_m": [None] * len(said),
        },
        schema_overrides={
            "received_at": pl.Datetime("us", "UTC"),
            "length_m": pl.Float64,
            "imo": pl.String,
            "draught_m": pl.Float64,
        },
    )


def steadily(name: str, *hours: float, length: float = 120.0, imo: str | None = None) -> list[Said]:
    return [(hour, name, length, imo) for hour in hours]


def shared_by(*said: Said) -> pl.DataFrame:
    return find_shared_numbers([], make_statics(*said), TRACKS)


def run_of(number: str, start_h: float, end_h: float, n_simultaneous: int) -> dict[str, Any]:
    return {
        "mmsi": SHIP,
        "segment_id": number,
        "starts_at": START + timedelta(hours=start_h),
        "ends_at": START + timedelta(hours=end_h),
        "n": 50,
        "n_simultaneous": n_simultaneous,
    }


def hours_at_once(*runs: tuple[float, float]) -> list[float]:
    frame = pl.DataFrame([run_of(str(i), a, b, len(runs)) for i, (a, b) in enumerate(runs)])
    return seen_at_once(frame, TRACKS)["at_once_h"].to_list()


def silence(start_h: float, end_h: float, *, n_elsewhere: int = 0) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "mmsi": [SHIP],
            "starts_at": [START + timedelta(hours=start_h)],
            "ends_at": [START + timedelta(hours=end_h)],
            "is_open": [False],
            "n_elsewhere": [n_elsewhere],
        }
    )


def marks_of(table: pl.DataFrame, *said: Said) -> dict[str, Any]:
    statics = make_statics(*said)
    shared = find_shared_numbers([], statics, TRACKS)
    return mark_silences(table, shared, statics, TRACKS).row(0, named=True)


BY_TURNS = [
    *steadily("SEA STAR", 0.0, 8.0),
    *steadily("LONG RIVER", 24.0, 32.0),
    *steadily("SEA STAR", 49.0, 71.0),
]


def test_two_names_by_turns_make_a_shared_number() -> None:
    found = shared_by(*BY_TURNS)

    assert found.select("mmsi", "n_users", "n_turns", "is_mixed").rows() == [(SHIP, 2, 2, False)]


def test_a_name_changed_for_good_is_one_ship() -> None:
    assert shared_by(*BY_TURNS[:4]).is_empty()


def test_another_name_with_another_length_is_another_ship_even_once() -> None:
    once = [*steadily("SEA STAR", 0.0, 8.0, 16.0), (24.0, "LONG RIVER", 80.0, None)]

    assert shared_by(*once)["n_users"].to_list() == [2]


def test_another_name_with_another_hull_number_is_another_ship_even_once() -> None:
    once = [
        *steadily("SEA STAR", 0.0, 8.0, imo="9000001"),
        *steadily("LONG RIVER", 24.0, imo="9000002"),
    ]

    assert shared_by(*once)["n_users"].to_list() == [2]


@pytest.mark.parametrize("slip", ["SEA STAX", "SEA STR", "SEA STARR", "EA STAR"])
def test_a_letter_put_wrong_is_no_second_ship_however_often(slip: str) -> None:
    assert shared_by(*BY_TURNS[:2], *steadily(slip, 24.0, 32.0), *BY_TURNS[4:]).is_empty()


def test_a_single_message_with_another_name_alone_is_an_error() -> None:
    assert shared_by(*BY_TURNS[:3], *BY_TURNS[4:]).is_empty()


def test_names_that_follow_each_other_at_once_do_not_tell_who_sends() -> None:
    mixed = [(float(h), "SEA STAR" if h % 2 else "LONG RIVER", 120.0 + h % 2 * 50, None)
             for h in range(10)]  # fmt: skip

    assert shared_by(*mixed)["is_mixed"].to_list() == [True]


def test_the_order_of_messages_does_not_matter() -> None:
    forth = make_statics(*BY_TURNS)

    back = find_shared_numbers([], forth.reverse(), TRACKS)

    assert back.equals(find_shared_numbers([], forth, TRACKS))


def test_two_runs_at_one_time_are_counted_by_the_hours_of_both() -> None:
    assert hours_at_once((0.0, 50.0), (10.0, 40.0)) == [30.0]
    assert hours_at_once((0.0, 5.0), (5.0, 40.0)) == []


def test_hours_at_two_places_are_not_yet_two_ships_but_days_are() -> None:
    hours, days = (
        pl.DataFrame({"mmsi": [SHIP], "at_once_h": [h]}) for h in (6.0, TRACKS.at_once_h)
    )

    assert find_shared_numbers([hours], None, TRACKS).is_empty()
    assert find_shared_numbers([days], None, TRACKS)["mmsi"].to_list() == [SHIP]


def test_names_at_both_ends_tell_one_user_from_two() -> None:
    one = marks_of(silence(50.0, 70.0), *BY_TURNS)
    two = marks_of(silence(33.0, 48.0), *BY_TURNS)

    assert (one["is_one_user"], one["are_two_users"]) == (True, False)
    assert (two["is_one_user"], two["are_two_users"]) == (False, True)


def test_a_name_sent_long_ago_does_not_prove_that_the_same_ship_sends() -> None:
    stale = marks_of(silence(65.0, 70.0), *BY_TURNS)

    assert (stale["is_one_user"], stale["are_two_users"]) == (False, False)


def test_a_number_heard_elsewhere_meanwhile_was_not_silent() -> None:
    few, many = TRACKS.min_run_messages - 1, TRACKS.min_run_messages

    marks = [
        mark_silences(silence(0.0, 9.0, n_elsewhere=n), ALONE, None, TRACKS) for n in (few, many)
    ]
    of_two = marks_of(silence(33.0, 48.0, n_elsewhere=1), *BY_TURNS)

    assert [m["is_elsewhere"][0] for m in marks] == [False, True]
    assert of_two["is_elsewhere"]


def cargo_ship() -> pl.DataFrame:
    return make_track(SHIP, hours=96.0, lon=123.45, knots=11.0, silent=((50.0, 70.0),))


def gaps_with(
    said: list[Said], *more: pl.DataFrame, shared: pl.DataFrame | None = None
) -> GapsFound:
    positions = together(*make_fleet(hours=96.0), cargo_ship(), *more)
    segments = find_segments(positions, preset=OURS)
    return find_gaps(segments, make_statics(*said), preset=OURS, shared=shared)


def of_ship(found: GapsFound) -> tuple[dict[str, Any], dict[str, Any]]:
    is_it = (found.events["mmsi"] == SHIP) & (found.events["duration_h"] > 19.0)
    return found.events.filter(is_it).row(0, named=True), found.evidence.filter(is_it).row(
        0, named=True
    )


ONE_SHIP = steadily("SEA STAR", 1.0, 25.0, 49.0, 71.0)


def test_a_silence_from_one_user_of_a_number_to_another_is_no_dark_ship() -> None:
    said = [*steadily("SEA STAR", 1.0, 25.0, 49.0), *steadily("LONG RIVER", 71.0, 80.0),
            *steadily("SEA STAR", 90.0)]  # fmt: skip

    plain, _ = of_ship(gaps_with(ONE_SHIP))
    event, told = of_ship(gaps_with(said))

    assert plain["p_deliberate"] > 0.5
    assert (event["p_deliberate"], event["level"]) == (0.0, "possible_two_ship_gap")
    assert event["p_same_ship"] < 0.9
    causes = {k: v for k, v in event.items() if k.startswith("cause_")}
    assert max(causes, key=lambda c: causes[c]) == "cause_identity_switch"
    assert "shared_number" in told["reason_codes"]
    assert any("2 names were sent, by turns 2 times" in words for words in told["counter_evidence"])


def test_a_silence_of_one_user_of_a_shared_number_stays_with_a_tenth_of_the_odds() -> None:
    said = [*steadily("LONG RIVER", 1.0, 2.0), *steadily("SEA STAR", 25.0, 49.0, 71.0),
            *steadily("LONG RIVER", 90.0, 91.0)]  # fmt: skip

    plain, _ = of_ship(gaps_with(ONE_SHIP))
    event, _ = of_ship(gaps_with(said))

    odds = [e["p_deliberate"] / (1.0 - e["p_deliberate"]) for e in (event, plain)]
    assert event["p_same_ship"] >= 0.9
    assert odds[0] / odds[1] == pytest.approx(load_weights().ratio("deliberate_of_two"))


def test_what_the_whole_input_says_of_a_number_holds_in_every_stretch() -> None:
    of_two = pl.DataFrame([(SHIP, 48.0, 1, 0, False)], schema=SHARED, orient="row")

    alone, _ = of_ship(gaps_with(ONE_SHIP, shared=ALONE))
    event, told = of_ship(gaps_with(ONE_SHIP, shared=of_two))

    assert event["p_deliberate"] < alone["p_deliberate"]
    assert any("at two places at one time, for 48 hours" in w for w in told["counter_evidence"])


def test_a_run_silent_while_its_number_is_heard_elsewhere_is_no_dark_ship() -> None:
    other = make_track(SHIP, hours=96.0, lat=30.0, lon=127.0, knots=9.0).filter(
        pl.col("sent_at").is_between(START + timedelta(hours=52), START + timedelta(hours=60))
    )

    event, told = of_ship(gaps_with(ONE_SHIP, other))

    assert (event["p_deliberate"], event["level"]) == (0.0, "possible_two_ship_gap")
    assert "number_heard_elsewhere" in told["reason_codes"]
    assert any("its number was heard elsewhere: 81 times" in w for w in told["counter_evidence"])


def test_an_open_silence_of_a_shared_number_is_not_laid_to_one_ship() -> None:
    fleet = together(
        *make_fleet(hours=96.0),
        cargo_ship().filter(pl.col("sent_at") < START + timedelta(hours=60)),
    )
    segments = find_segments(fleet, preset=OURS)

    events = [
        find_gaps(segments, make_statics(*said), preset=OURS).events.filter(
            pl.col("mmsi") == SHIP, pl.col("is_open")
        )
        for said in (steadily("SEA STAR", 1.0, 49.0), BY_TURNS)
    ]

    assert events[0]["p_deliberate"][0] > 0.5
    assert (events[1]["p_deliberate"][0], events[1]["level"][0]) == (0.0, "possible_two_ship_gap")


def test_two_ships_seen_at_once_in_one_stretch_are_known_in_the_next(tmp_path: Path) -> None:
    """Both send for a day and a half; the silence comes days after one of them was last heard."""
    other = make_track(SHIP, hours=36.0, lat=30.0, lon=127.0, knots=9.0)
    first = make_track(SHIP, hours=240.0, lon=123.45, knots=11.0, silent=((194.0, 214.0),))
    positions = together(*make_fleet(hours=240.0), first, other)

    levels = [
        _silence_in_stretches(positions, tmp_path / str(n), max_rows=n) for n in (20_000, 10**6)
    ]

    assert levels[0]["reason"] == levels[1]["reason"] == [True]
    assert levels[0]["p"][0] < 0.5


def _silence_in_stretches(
    positions: pl.DataFrame, folder: Path, *, max_rows: int
) -> dict[str, list[Any]]:
    folder.mkdir()
    inputs = Inputs(
        positions=[positions],
        statics=_all_statics(),
        listings=make_designations(),
        n_rows=len(positions),
    )
    found = detect(inputs, preset=OURS, executor="serial", folder=folder, max_rows=max_rows)
    event = found.events["gaps"].filter(
        pl.col("mmsi") == SHIP, pl.col("duration_h").is_between(19.0, 21.0)
    )
    body = found.bundles.join(event, on="evidence_id", how="semi")["body"]
    return {
        "p": event["p_deliberate"].to_list(),
        "reason": body.str.contains('"shared_number"').to_list(),
    }


def _all_statics() -> pl.DataFrame:
    more = ("call_sign", "destination", "transponder_class", "source_id", "imo_sent")
    return make_statics(*steadily("SEA STAR", 1.0, 25.0, 193.0, 215.0)).with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in more), beam_m=pl.lit(18.0)
    )
