"""The labelled traffic: same seed same bytes, its rules kept, and its labels true."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
import polars as pl
import pytest
import shapely
from bench.traffic.channel import draw_channel
from bench.traffic.diaries import ALONGSIDE
from bench.traffic.fleet import KINDS
from bench.traffic.generate import COLUMNS, Traffic, make_traffic
from bench.traffic.sea import land_shape, load_sea
from bench.traffic.slots import fixes_at, make_slots
from bench.traffic.spec import DAY_S, HOUR_S, MIN_SILENCE_S, Spec
from bench.traffic.suites import gap_dense, shared_numbers
from bench.traffic.transmission import reporting_interval_s

SMALL = Spec(11, n_ships=80, n_days=12)


@lru_cache(maxsize=1)
def small() -> Traffic:
    return make_traffic(SMALL)


def test_the_same_seed_gives_the_same_bytes() -> None:
    again = make_traffic(SMALL)

    assert (
        again.positions.write_ipc(None).getvalue() == small().positions.write_ipc(None).getvalue()
    )
    assert again.labels["silences"].equals(small().labels["silences"])


def test_another_seed_gives_another_world() -> None:
    other = make_traffic(Spec(12, n_ships=80, n_days=12))

    assert not other.positions.equals(small().positions)


def test_positions_have_the_columns_of_the_contract_and_no_label() -> None:
    assert small().positions.columns == COLUMNS
    assert "mmsi" in small().statics.columns
    assert "hull" not in small().statics.columns


@pytest.mark.parametrize(
    ("is_b", "full", "kn", "turns", "still", "expected"),
    [
        (False, True, 0.1, False, True, 180),
        (False, True, 3.5, False, True, 10),
        (False, True, 12.0, False, False, 10),
        (False, True, 12.0, True, False, 10 / 3),
        (False, True, 18.0, False, False, 6),
        (False, True, 18.0, True, False, 2),
        (False, True, 25.0, False, False, 2),
        (True, False, 1.9, False, False, 180),
        (True, False, 20.0, True, False, 30),
        (True, True, 10.0, False, False, 30),
        (True, True, 20.0, False, False, 15),
        (True, True, 24.0, False, False, 5),
    ],
)
def test_reporting_intervals_are_those_of_the_recommendation(
    *, is_b: bool, full: bool, kn: float, turns: bool, still: bool, expected: float
) -> None:
    given = [np.array([value]) for value in (is_b, full, kn, turns, still)]

    assert reporting_interval_s(*given)[0] == pytest.approx(expected)


def test_no_ship_is_on_land_away_from_the_ports() -> None:
    truth = small().truth
    hull = np.repeat(np.arange(len(truth.fleet)), 600)
    t = np.tile(np.linspace(0, SMALL.days * DAY_S, 600, endpoint=False), len(truth.fleet))

    fix = fixes_at(truth, hull, t)

    land = land_shape()
    shapely.prepare(land)
    is_land = shapely.contains_xy(land.buffer(-0.02), fix["lon"], fix["lat"])
    ports = load_sea().ports
    away = [np.hypot(fix["lat"] - p.lat, (fix["lon"] - p.lon) * 0.8) for p in ports]
    reach = np.array([36 if p.port_id in ("KP-SONGNIM", "KP-TAEAN") else 14 for p in ports])
    near = (np.stack(away) * 111.2 < reach[:, None]).any(axis=0)
    assert not (is_land & ~near).any()


def test_no_ship_goes_faster_than_its_kind_can() -> None:
    truth = small().truth
    hull = np.repeat(np.arange(len(truth.fleet)), 500)
    t = np.tile(np.linspace(0, SMALL.days * DAY_S, 500, endpoint=False), len(truth.fleet))

    kn = fixes_at(truth, hull, t)["sog"]

    fastest = np.array([max(KINDS[k][3][1], 8.0) for k in truth.fleet.kind])[hull]
    assert (kn <= fastest * 1.2).all()


def test_a_silent_ship_was_not_heard() -> None:
    heard = small().hulls.join(small().positions.select("row", "sent_at"), on="row")
    truth, policy = small().truth, small().policy
    start = datetime(2019, 3, 1, tzinfo=UTC)

    for off in policy.offs:
        if off.duty == 0 and off.ends > 0:
            first = start + timedelta(seconds=off.starts + truth.world["sample_s"])
            last = start + timedelta(seconds=off.ends - 1)
            between = heard.filter(
                pl.col("hull") == off.hull,
                pl.col("sent_at").is_between(first, last, closed="none"),
            )
            assert between.is_empty(), off


def test_every_long_silence_of_a_ship_is_labelled() -> None:
    labels = small().labels["silences"]
    rows = small().hulls.join(small().positions, on="row").unique(["hull", "sent_at"])
    ends = pl.col("sent_at").shift(-1).over("hull", order_by="sent_at")
    silent = rows.with_columns(ends=ends).filter(
        (pl.col("ends") - pl.col("sent_at")).dt.total_seconds() >= MIN_SILENCE_S
    )

    labelled = labels.filter(~pl.col("is_open"))

    assert abs(len(silent) - len(labelled)) <= 0.01 * len(labelled)  # a late copy can end one


def test_honest_silences_far_outnumber_deliberate_ones() -> None:
    labels = small().labels["silences"].filter(~pl.col("is_mixed"))
    by_hand = ("port_switch_off", "battery", "fault", "power_loss", "hauled_in", "class_change")

    share = labels["is_deliberate"].mean()

    assert isinstance(share, float)
    assert 0.003 < share < 0.03
    assert len(labels.filter(pl.col("cause").is_in(by_hand))) > 3 * int(
        labels["is_deliberate"].sum()
    )


def test_prevalence_is_a_parameter() -> None:
    more = make_traffic(Spec(11, n_ships=80, n_days=12, prevalence=0.04))

    n_more = more.labels["silences"]["is_deliberate"].sum()

    assert n_more > 1.5 * int(small().labels["silences"]["is_deliberate"].sum())


def test_the_chance_of_silence_is_that_of_the_channel() -> None:
    truth, policy = small().truth, small().policy
    channel = draw_channel(truth.spec, truth.world, truth.sea)
    slots = make_slots(truth, policy, channel, range(40, 60))
    p_heard = -np.expm1(slots.log_miss)
    off = {off.hull for off in policy.offs}
    rows = small().hulls.filter(pl.col("hull").is_in([h for h in range(40, 60) if h not in off]))
    mine = ~np.isin(slots.hull, list(off))

    expected = p_heard[mine].sum()
    spread = np.sqrt((p_heard[mine] * (1 - p_heard[mine])).sum())

    assert abs(rows.unique(["hull", "row"]).height - expected) < 5 * spread + 0.004 * expected


def test_ships_of_a_transfer_lie_side_by_side() -> None:
    truth = small().truth
    events = [e for e in truth.events if e.kind == "transfer" and e.ends < SMALL.days * DAY_S]
    events = [e for e in events if e.starts > 0]
    assert events

    for event in events:
        t = np.linspace(event.starts + 60, event.ends - 60, 20)
        one = fixes_at(truth, np.full(20, min(event.hulls)), t)
        two = fixes_at(truth, np.full(20, max(event.hulls)), t)
        metres = 111_195 * np.hypot(
            one["lat"] - two["lat"], (one["lon"] - two["lon"]) * np.cos(np.radians(one["lat"]))
        )
        assert (one["activity"] == ALONGSIDE).all()
        assert metres.max() < event.dose * 1.1 + 5


def test_seen_calls_were_heard_in_port() -> None:
    calls = small().labels["calls"]

    assert (calls.filter("is_observed")["n_heard"] >= 2).all()
    assert (calls.filter(~pl.col("is_observed"))["n_heard"] < 2).all()
    assert (calls["departed_at"] > calls["arrived_at"]).all()


def test_imo_numbers_have_a_right_check_digit() -> None:
    numbers = small().truth.fleet.imo
    digits = [[int(c) for c in str(number)] for number in numbers[numbers > 0]]

    assert digits
    assert all(
        sum(d * w for d, w in zip(n, range(7, 1, -1), strict=False)) % 10 == n[6] for n in digits
    )


def test_the_shifted_layout_hears_less() -> None:
    shifted = make_traffic(Spec(11, layout="shifted", n_ships=80, n_days=12))

    assert len(shifted.positions) < 0.9 * len(small().positions)


def test_two_ship_silences_join_different_hulls() -> None:
    suite = shared_numbers(3, n_ships=30, n_days=12)

    hours = (suite.two_ship["ends_at"] - suite.two_ship["starts_at"]).dt.total_seconds() / HOUR_S
    assert len(suite.two_ship) >= 10
    assert (hours >= 2).all()
    assert (suite.two_ship["km"] > 0).all()


def test_the_dense_ship_has_so_many_silences() -> None:
    frame = gap_dense(500)

    hours = frame["sent_at"].diff().dt.total_seconds() / HOUR_S
    assert (hours > 2).sum() == 499 + 1
