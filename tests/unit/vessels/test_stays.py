import numpy as np
import polars as pl
import pytest
from tests.unit.vessels.silence_builders import make_fleet, together

from coalface.vessels.presets import load_preset
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
