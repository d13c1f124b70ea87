from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.unit.vessels.silence_builders import make_fleet, together

from coalface.vessels.detectors import detectors_of, groups_of
from coalface.vessels.legs import join_fixes
from coalface.vessels.presets import load_preset, preset_names
from coalface.vessels.reception_cells import make_slots
from coalface.vessels.segments import find_segments
from coalface.vessels.shares import Share
from coalface.vessels.silence_settings import ReceptionSettings, SilenceSettings
from coalface.vessels.silences import find_silences
from coalface.vessels.stays import stays_of

OURS = load_preset("yellow-sea-v1")
SEGMENTS = find_segments(together(*make_fleet(hours=72.0)), preset=OURS)


def test_stays_are_the_slots_summed_by_ship_place_and_hours() -> None:
    found = find_silences(SEGMENTS, OURS.need(SilenceSettings))
    settings = OURS.need(ReceptionSettings)
    slots = make_slots(found.frame, found.runs, found.off, found.is_open, settings)

    stays = stays_of(slots, found.off)

    keys = ("ship", "region", "cell", "bin", "group", "gap", "path")
    wanted = slots.frame.group_by(*keys, maintain_order=True).agg(pl.col("n", "heard").sum())
    assert np.allclose(stays.n, wanted["n"].to_numpy())
    assert np.array_equal(stays.heard, wanted["heard"].to_numpy())
    assert np.array_equal(stays.ship, wanted["ship"].to_numpy())
    groups = wanted.select(pl.struct("cell", "group").n_unique()).item()
    assert stays.levels["cell"].n_whole == groups > 1


def test_the_positions_of_a_share_are_taken_once() -> None:
    share = Share(SEGMENTS, pl.DataFrame())

    assert share.take() is SEGMENTS
    with pytest.raises(ValueError, match="taken before"):
        share.take()


def test_the_fixes_of_a_share_are_made_once_and_no_detector_changes_them() -> None:
    share = Share(SEGMENTS, pl.DataFrame())
    fixes = share.fixes()

    joined = join_fixes(fixes, max_leg_h=1.0, max_still_leg_h=1.0, still_kn=0.2, max_kn=60.0)

    assert joined.is_leg.any()
    assert not fixes.is_leg.any()
    assert share.fixes() is fixes
    with pytest.raises(ValueError, match="taken before"):
        share.take()


def test_each_track_of_fixes_bears_the_name_of_its_segment() -> None:
    fixes = Share(SEGMENTS, pl.DataFrame()).fixes()

    named = SEGMENTS.positions.select("row", "segment_id")
    first = pl.DataFrame({"row": fixes.row[fixes.starts[:-1]]})
    wanted = first.join(named, on="row", how="left", maintain_order="left")["segment_id"]
    assert fixes.segment_id.cast(pl.String).to_list() == wanted.cast(pl.String).to_list()


def test_each_detector_of_a_preset_works_in_one_group() -> None:
    for name in preset_names():
        preset = load_preset(name)

        grouped = [detector for group in groups_of(preset) for detector in group]

        assert len(grouped) == len(detectors_of(preset))
        assert set(grouped) == set(detectors_of(preset))


def test_receivers_held_as_numbers_of_names_tell_the_same_silences() -> None:
    names = pl.Series("receiver", ["terrestrial", "Satellite-3", None, "sat"])
    nth = pl.Series(np.arange(len(SEGMENTS.positions)) % len(names))
    receiver = names.gather(nth)
    settings = OURS.need(SilenceSettings)
    plain, small = (
        find_silences(
            replace(SEGMENTS, positions=SEGMENTS.positions.with_columns(column)), settings
        ).frame
        for column in (receiver, receiver.cast(pl.Categorical()))
    )

    assert small.equals(plain)
    assert plain["is_satellite"].sum() == nth.is_in([1, 3]).sum()
