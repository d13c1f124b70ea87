"""A long input is worked on in stretches: what is cut at the edge of one says so."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.builders import make_designations
from tests.unit.vessels.silence_builders import START, make_track, together

from coalface.tables.positions import POSITIONS
from coalface.tables.schema import dtypes_of, empty_table
from coalface.tables.statics import STATICS
from coalface.vessels.detect import Detected, Inputs, detect
from coalface.vessels.presets import load_preset
from coalface.vessels.windows import Window, cut_events, mark_cut

SHIPS = (412_000_001, 412_000_002)


def beside_each_other(days: int, folder: Path, max_rows: int, preset: str) -> Detected:
    tracks = [
        make_track(ship, hours=24.0 * days, knots=0.1, lat=37.0 + 0.0005 * k, every_min=20.0)
        for k, ship in enumerate(SHIPS)
    ]
    away = make_track(412_000_009, hours=24.0 * days, lat=35.0, every_min=60.0)
    positions = together(*tracks, away)
    missing = {k: v for k, v in dtypes_of(POSITIONS).items() if k not in positions.columns}
    positions = positions.with_columns(pl.lit(None, v).alias(k) for k, v in missing.items())
    inputs = Inputs([positions], empty_table(STATICS), make_designations(), len(positions))
    return detect(
        inputs, preset=load_preset(preset), executor="serial", folder=folder, max_rows=max_rows
    )


def told(found: Detected) -> list[tuple[bool, bool, bool]]:
    """Say of each meeting: is it marked, does its sentence say so, does its counter-evidence."""
    bodies = found.bundles.filter(pl.col("kind") == "encounter")["body"]
    every = [json.loads(body) for body in bodies]
    return [
        (
            bool(each["evidence"].get("facts", {}).get("is_cut")),
            "may have lasted longer" in each["sentence"],
            any("cut at the edge" in w for w in each["evidence"].get("counter_evidence") or []),
        )
        for each in every
    ]


@pytest.mark.parametrize("preset", ["yellow-sea-v1", "gfw-2026"])
def test_a_meeting_cut_at_the_edge_of_a_stretch_says_so(tmp_path: Path, preset: str) -> None:
    found = beside_each_other(5, tmp_path, 340, preset)

    assert told(found) == [(True, True, True)] * len(found.events["encounters"])
    assert len(found.events["encounters"]) > 0


@pytest.mark.parametrize("preset", ["yellow-sea-v1", "gfw-2026"])
def test_a_meeting_of_one_stretch_is_not_said_to_be_cut(tmp_path: Path, preset: str) -> None:
    found = beside_each_other(5, tmp_path, 1_000_000, preset)

    assert set(told(found)) == {(False, False, False)}


def test_a_call_with_no_end_in_sight_is_cut_only_if_its_ship_is_heard_beyond() -> None:
    window = Window(0, START, START + timedelta(days=1), is_last=False)
    calls = pl.DataFrame({"mmsi": [1, 2, 3], "kind": ["observed", "observed", "inferred"],
                          "departed_at": [None, None, START + timedelta(days=9)]})  # fmt: skip
    heard = pl.DataFrame({"mmsi": [1, 2], "sent_at": [START + timedelta(days=d) for d in (4, 2)]})

    is_cut = cut_events(calls, heard, window)

    assert is_cut.to_list() == [True, False, False]
    facts = list(mark_cut([{"inputs": [k]} for k in range(3)], is_cut))
    assert [bool(fact.get("is_cut")) for fact in facts if isinstance(fact, Mapping)] == [
        True,
        False,
        False,
    ]
