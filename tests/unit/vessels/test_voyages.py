"""Calls make voyages, with the chance of each leg; cargo only where deadweight is known."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from coalface.tables.schema import dtypes_of
from coalface.tables.voyages import VOYAGES
from coalface.vessels.cargo import estimate_cargo
from coalface.vessels.meeting_settings import VoyageSettings
from coalface.vessels.presets import load_preset
from coalface.vessels.voyages import find_voyages

START = datetime(2024, 1, 30, tzinfo=UTC)
SETTINGS = load_preset("yellow-sea-v1").need(VoyageSettings)
SHARES = (0.85, 0.92, 0.97)


def visits(*calls: tuple[str, float, float, float, str]) -> pl.DataFrame:
    rows = [
        {
            "mmsi": 1,
            "port_id": port,
            "arrived_at": START + timedelta(hours=a),
            "departed_at": START + timedelta(hours=b),
            "departed_latest_at": START + timedelta(hours=b),
            "p": p,
            "kind": kind,
        }
        for port, a, b, p, kind in calls
    ]
    return pl.DataFrame(rows)


CHAIN = visits(
    ("KP-NAMPO", 0, 30, 0.9, "observed"),
    ("CN-DALIAN", 50, 60, 0.4, "inferred"),
    ("CN-YANTAI", 80, 99, 0.95, "observed"),
)


def test_a_leg_is_as_likely_as_its_calls_and_that_none_lay_between() -> None:
    found = find_voyages(CHAIN, settings=SETTINGS).events

    first = found.filter(pl.col("voyage_no") == 1)
    assert first["to_port"].to_list() == ["CN-YANTAI", "CN-DALIAN"]
    assert first["p"].to_list() == pytest.approx([0.9 * 0.6 * 0.95, 0.9 * 0.4])
    assert first["rank"].to_list() == [1, 2]


def test_alternatives_of_a_voyage_sum_to_one_at_most() -> None:
    found = find_voyages(CHAIN, settings=SETTINGS).events

    assert found.group_by("voyage_no").agg(pl.col("p").sum())["p"].max() <= 1.0  # type: ignore[operator]


def test_events_fit_the_table() -> None:
    found = find_voyages(CHAIN, settings=SETTINGS)

    wanted = {k: v for k, v in dtypes_of(VOYAGES).items() if k != "evidence_id"}
    assert dict(found.events.schema) == wanted
    assert len(found.evidence) == found.events.height


def test_without_deadweight_there_is_no_figure_of_cargo() -> None:
    found = find_voyages(CHAIN, settings=SETTINGS).events

    assert found["cargo_t_mid"].null_count() == found.height


def test_no_calls_give_no_voyages() -> None:
    assert find_voyages(CHAIN.clear(), settings=SETTINGS).events.is_empty()


def test_a_ship_at_full_draught_carries_its_deadweight_less_stores() -> None:
    cargo = estimate_cargo(
        deadweight_t=5000, length_m=100, beam_m=16, draught_m=6.5, full_draught_m=6.5, shares=SHARES
    )

    assert cargo is not None
    assert cargo.mid_t == pytest.approx(0.92 * 5000)
    assert cargo.low_t < cargo.mid_t < cargo.high_t


def test_each_metre_higher_takes_off_the_tonnes_of_its_waterplane() -> None:
    cargo = estimate_cargo(
        deadweight_t=5000, length_m=100, beam_m=16, draught_m=5.5, full_draught_m=6.5, shares=SHARES
    )

    assert cargo is not None
    assert cargo.mid_t == pytest.approx(0.92 * 5000 - 100 * 16 * 0.86 * 1.025)
