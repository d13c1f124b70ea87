"""Scoring on cases that can be done by hand."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from bench.traffic.baselines import (
    away_from_ports,
    clean,
    encounters_sql,
    gap_rule,
    sql_gaps,
    visits_sql,
)
from bench.traffic.boosting import fit, predict
from bench.traffic.final import DETECTORS, ROOT, final_seeds
from bench.traffic.scoring import (
    Units,
    average_precision,
    bootstrap,
    brier,
    calibration_error,
    curve,
    f_score,
    match,
    precision_at,
)
from bench.traffic.sea import load_sea
from bench.traffic.spec import DEV_SEEDS, TRAIN_SEEDS
from bench.traffic.units import call_units, meeting_units, silence_units

from coalface.vessels.causes import load_weights

T0 = datetime(2019, 3, 1, tzinfo=UTC)


def span(start_h: float, end_h: float, **more: object) -> dict[str, object]:
    return {
        "starts_at": T0 + timedelta(hours=start_h),
        "ends_at": T0 + timedelta(hours=end_h),
        **more,
    }


def units(score: list[float], is_true: list[int]) -> Units:
    return Units.of(np.array(score), np.array(is_true), np.arange(len(score)))


def test_overlap_decides_which_finding_fits_which_label() -> None:
    found = pl.DataFrame([span(0, 10, mmsi=1), span(10, 20, mmsi=1)])
    labels = pl.DataFrame([span(9, 20, mmsi=1), span(0, 4, mmsi=1), span(0, 10, mmsi=2)])

    pairs = match(found, labels, ["mmsi"], min_iou=0.1)

    assert pairs.select("found", "label").rows() == [(1, 0), (0, 1)]
    assert pairs["iou"].to_list() == pytest.approx([10 / 11, 0.4])


def test_a_label_is_found_once() -> None:
    found = pl.DataFrame([span(0, 10, mmsi=1), span(0, 9, mmsi=1)])
    labels = pl.DataFrame([span(0, 10, mmsi=1)])

    assert match(found, labels, ["mmsi"], min_iou=0.1)["found"].to_list() == [0]


def test_average_precision_by_hand() -> None:
    given = units([0.9, 0.8, 0.7, 0.6, 0.0], [1, 0, 1, 0, 1])

    assert average_precision(given) == pytest.approx((1 / 1 + 2 / 3) / 3)


def test_what_was_not_found_counts_in_recall_only() -> None:
    _, precision, recall = curve(units([0.9, 0.0], [1, 1]))

    assert precision.tolist() == [1.0]
    assert recall.tolist() == [0.5]


def test_equal_scores_stand_together() -> None:
    _, precision, recall = curve(units([0.5, 0.5, 0.5], [1, 0, 0]))

    assert precision.tolist() == pytest.approx([1 / 3])
    assert recall.tolist() == [1.0]


def test_precision_at_a_recall_that_is_not_reached_is_zero() -> None:
    given = units([0.9, 0.8, 0.0], [1, 0, 1])

    assert precision_at(given, 0.5) == 1.0
    assert precision_at(given, 0.7) == 0.0


def test_f_half_weighs_precision() -> None:
    precision, recall, half = f_score(units([0.9, 0.9, 0.2], [1, 0, 1]), 0.5, 0.5)

    assert (precision, recall) == (0.5, 0.5)
    assert half == pytest.approx(0.5)


def test_brier_of_the_base_rate_is_its_variance() -> None:
    given = units([0.25] * 4, [1, 0, 0, 0])

    assert brier(given) == pytest.approx(0.1875)
    assert calibration_error(given) == pytest.approx(0.0)


def test_calibration_error_is_the_mean_distance() -> None:
    assert calibration_error(units([0.95, 0.95, 0.05, 0.05], [1, 0, 0, 0])) == pytest.approx(
        (0.45 + 0.05) / 2
    )


def test_bootstrap_draws_whole_ships() -> None:
    given = Units.of(np.array([0.9, 0.8, 0.7]), np.array([1, 0, 1]), np.array([5, 5, 6]))

    for drawn in bootstrap(given, np.random.default_rng(0), 20):
        assert drawn.weight[0] == drawn.weight[1]
        assert drawn.weight[0] + drawn.weight[2] == 2


def silences() -> pl.DataFrame:
    more = {"grade": "A", "is_mixed": False}
    return pl.DataFrame(
        [
            span(0, 10, mmsi=1, is_deliberate=True, **more),
            span(20, 30, mmsi=1, is_deliberate=False, **more),
            span(0, 10, mmsi=2, is_deliberate=True, grade="C", is_mixed=False),
            span(20, 30, mmsi=2, is_deliberate=False, grade="A", is_mixed=True),
        ]
    )


def test_a_mixed_silence_does_not_count_and_a_hidden_one_is_not_observable() -> None:
    gaps = pl.DataFrame(
        [
            span(0, 10, mmsi=1, p_deliberate=0.9),
            span(20, 30, mmsi=2, p_deliberate=0.9),
            span(50, 60, mmsi=2, p_deliberate=0.6),
        ]
    )

    found = silence_units(gaps, silences(), {1}, min_iou=0.5)

    assert found.units.score.tolist() == [0.9, 0.0, 0.0, 0.6]
    assert found.units.is_true.tolist() == [True, False, True, False]
    assert found.is_observable.tolist() == [True, True, False, True]
    assert found.is_cargo.tolist() == [True, True, False, False]


def meetings() -> pl.DataFrame:
    more = {"hull_1": 0, "hull_2": 1, "is_cut": False}
    return pl.DataFrame(
        [
            span(0, 6, mmsi_1=2, mmsi_2=1, kind="transfer", sides_seen=2, **more),
            span(0, 6, mmsi_1=3, mmsi_2=4, kind="transfer", sides_seen=1, **more),
            span(0, 6, mmsi_1=5, mmsi_2=6, kind="bunkering", sides_seen=2, **more),
        ]
    )


def test_only_transfers_seen_from_both_sides_are_sought() -> None:
    pairs = [(1, 2, 0.9), (3, 4, 0.8), (5, 6, 0.7), (7, 8, 0.6)]
    found = pl.DataFrame([span(1, 6, mmsi_1=a, mmsi_2=b, score=s) for a, b, s in pairs])

    strict, fits = meeting_units(found, meetings())
    lenient, _ = meeting_units(found, meetings(), neutral=("bunkering",))

    assert strict.score.tolist() == [0.9, 0.7, 0.6]
    assert strict.is_true.tolist() == [True, False, False]
    assert lenient.score.tolist() == [0.9, 0.6]
    assert fits["fits"].to_list() == ["transfer", "transfer", "bunkering", "none"]


def test_a_missed_meeting_counts_as_missed() -> None:
    nothing = pl.DataFrame([span(0, 6, mmsi_1=8, mmsi_2=9, score=0.9)])

    result, _ = meeting_units(nothing, meetings())

    assert result.score.tolist() == [0.9, 0.0]
    assert result.is_true.tolist() == [False, True]


def test_inferred_visits_are_scored_apart() -> None:
    def call(mmsi: int, start_h: float, end_h: float, **more: object) -> dict[str, object]:
        at = span(start_h, end_h)
        return {"mmsi": mmsi, "port_id": "KP-NAMPO", "arrived_at": at["starts_at"],
                "departed_at": at["ends_at"], **more}  # fmt: skip

    calls = pl.DataFrame(
        [
            call(1, 0, 10, is_observed=True, is_cut=False),
            call(2, 0, 10, is_observed=False, is_cut=False),
        ]
    )
    visits = pl.DataFrame(
        [
            call(1, 1, 9, kind="observed", p=0.9),
            call(2, 1, 9, kind="inferred", p=0.7),
            call(3, 1, 9, kind="observed", p=0.6),
        ]
    )

    observed, inferred = (call_units(visits, calls, kind) for kind in ("observed", "inferred"))

    assert list(zip(observed.score, observed.is_true, strict=True)) == [(0.9, True), (0.6, False)]
    assert list(zip(inferred.score, inferred.is_true, strict=True)) == [(0.7, True)]


def track(
    mmsi: int, hours: list[float], lat: float, lon: float, kn: float = 0.2
) -> list[dict[str, object]]:
    return [
        {
            "row": mmsi * 1000 + i,
            "mmsi": mmsi,
            "sent_at": T0 + timedelta(hours=h),
            "lat_deg": lat,
            "lon_deg": lon,
            "sog_kn": kn,
        }
        for i, h in enumerate(hours)
    ]


def test_the_rules_find_what_they_say() -> None:
    hours = [0.0, 1.0, 8.0, 21.0, 22.0]
    positions = clean(pl.DataFrame(track(1, hours, 36.0, 123.0, kn=8.0)))

    assert len(gap_rule(positions, 12.0)) == 1
    assert len(gap_rule(positions, 6.0)) == 2
    assert sql_gaps(positions)["starts_at"].to_list() == [T0 + timedelta(hours=h) for h in (1, 8)]


def test_the_encounter_rule_needs_two_hours_and_heeds_the_mask() -> None:
    hours = [i / 6 for i in range(19)]
    port = load_sea().ports[0]
    rows = track(1, hours, 36.0, 123.0) + track(2, hours, 36.001, 123.0)
    rows += track(3, hours[:9], 37.0, 123.0) + track(4, hours[:9], 37.0, 123.001)
    rows += track(5, hours, port.lat, port.lon) + track(6, hours, port.lat, port.lon + 0.001)
    positions = clean(pl.DataFrame(rows))

    free = encounters_sql(positions)
    masked = away_from_ports(free, 10.0)

    assert free.select("mmsi_1", "mmsi_2").rows() == [(1, 2), (5, 6)]
    assert masked.select("mmsi_1", "mmsi_2").rows() == [(1, 2)]
    assert set(visits_sql(positions)["mmsi"]) == {5, 6}


def test_trees_learn_a_rule_of_two_features() -> None:
    rng = np.random.default_rng(0)
    table = rng.uniform(size=(4000, 3))
    p = np.where((table[:, 0] > 0.5) & (table[:, 1] > 0.7), 0.8, 0.02)
    truth = (rng.random(4000) < p).astype(float)

    said = predict(fit(table, truth, 80), rng.uniform(size=(1000, 3)) * [0.4, 0.4, 1])
    high = predict(fit(table, truth, 80), np.array([[0.9, 0.9, 0.5]]))

    assert said.max() < 0.2
    assert high[0] == pytest.approx(0.8, abs=0.12)


def test_final_seeds_follow_the_sources_and_are_no_one_elses() -> None:
    one, two = final_seeds("0" * 64), final_seeds("f" * 63 + "e")

    assert one != two
    assert not set(one + two) & set(DEV_SEEDS + TRAIN_SEEDS)
    assert min(one + two) > max(DEV_SEEDS + TRAIN_SEEDS)


def test_the_digest_of_the_final_check_covers_whatever_a_detector_reads() -> None:
    reads = [
        "src/coalface/data/vessels/silence_weights.yml",
        "src/coalface/data/vessels/presets/yellow-sea-v1.yml",
        "src/coalface/data/ports/ports.csv",
        "src/coalface/data/geo/coast_wide.geojson",
        "src/coalface/vessels/causes.py",
    ]

    assert all((ROOT / path).is_file() for path in reads)
    assert [p for p in reads if not any(p.startswith(f"{d}/") for d in DETECTORS)] == []
    assert all((ROOT / path).exists() for path in DETECTORS)


def test_weights_were_fitted_on_development_seeds_alone() -> None:
    said = load_weights().fitted_on

    assert f"seeds {DEV_SEEDS[0]}-{DEV_SEEDS[-1]}" in said
    assert not [seed for seed in TRAIN_SEEDS if str(seed) in said]
