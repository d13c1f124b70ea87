import numpy as np
import polars as pl
from numpy.typing import NDArray
from tests.unit.vessels.silence_builders import make_track, together

from coalface.vessels.geodesy import M_PER_NMI, haversine_m
from coalface.vessels.neighbours import CELLS, CLASS_B, SAMPLES, count_neighbours
from coalface.vessels.presets import load_preset
from coalface.vessels.reception import _estimate_reception
from coalface.vessels.reception_cells import Slots, make_slots, neighbour_cells
from coalface.vessels.segments import find_segments
from coalface.vessels.silence_settings import ReceptionSettings, SilenceSettings
from coalface.vessels.silences import find_silences
from coalface.vessels.stays import Stays, stays_of

OURS = load_preset("yellow-sea-v1")
SETTINGS = OURS.need(ReceptionSettings)


def slots_and_stays() -> tuple[Slots, Stays]:
    """Ships in a row, from near to beyond reach, some silent at one time and one of Class B."""
    tracks = [
        make_track(
            412_000_001 + k, lat=38.0 + 0.07 * k, silent=((10.0 + k, 22.0),) if k % 2 else ()
        )
        for k in range(7)
    ]
    tracks[2] = tracks[2].with_columns(transponder_class=pl.lit("B"))
    found = find_silences(find_segments(together(*tracks), preset=OURS), OURS.need(SilenceSettings))
    slots = make_slots(found.frame, found.runs, found.off, found.is_open, SETTINGS)
    return slots, stays_of(slots, found.off)


def gaps_of(slots: Slots) -> NDArray[np.int64]:
    """Name all silences."""
    gap = np.unique(slots.frame["gap"].to_numpy())
    return gap[gap >= 0].astype(np.int64)


def counted_one_by_one(slots: Slots) -> dict[int, tuple[int, int]]:
    """Count ships and those heard about each silence, pair by pair."""
    rows = slots.frame.filter(pl.col("path") == 0).to_dicts()
    counted = {}
    for gap in sorted({row["gap"] for row in rows if row["gap"] >= 0}):
        silent = sorted((r for r in rows if r["gap"] == gap), key=lambda r: r["slot"])
        heard: dict[int, float] = {}
        for here in silent[:: -(-len(silent) // SAMPLES)]:
            place = np.array([here["lat_deg"]]), np.array([here["lon_deg"]])
            around = set(neighbour_cells(*place, SETTINGS.cell_deg)[0].tolist())
            for there in rows:
                apart = haversine_m(*place, there["lat_deg"], there["lon_deg"])[0] / M_PER_NMI
                if (
                    there["slot"] == here["slot"]
                    and there["ship"] != here["ship"]
                    and there["cell"] in around
                    and (there["group"] >= CLASS_B) == (here["group"] >= CLASS_B)
                    and apart <= SETTINGS.neighbour_nmi
                ):
                    heard[there["ship"]] = max(heard.get(there["ship"], 0.0), there["heard"])
        if heard:
            counted[gap] = (len(heard), int(sum(heard.values())))
    return counted


def test_neighbours_are_those_that_a_walk_over_all_pairs_finds() -> None:
    slots, stays = slots_and_stays()
    reception = _estimate_reception(stays, np.full(stays.n_gaps, 0.9), SETTINGS)

    found = count_neighbours(slots, stays, reception, gaps_of(slots))

    told = {gap: (n, heard) for gap, n, heard, _ in found.iter_rows()}
    assert told == counted_one_by_one(slots)
    assert len({n for n, _ in told.values()}) > 1


def test_neighbours_of_some_silences_are_those_found_among_all() -> None:
    slots, stays = slots_and_stays()
    reception = _estimate_reception(stays, np.full(stays.n_gaps, 0.9), SETTINGS)
    some = gaps_of(slots)[::3]

    found = count_neighbours(slots, stays, reception, some)

    every = count_neighbours(slots, stays, reception, gaps_of(slots))
    assert found.equals(every.filter(pl.col("gap").is_in(some.tolist())))
    assert 0 < len(found) < len(every)


def test_numbers_of_cells_leave_room_for_the_half_hour() -> None:
    slots, _ = slots_and_stays()

    assert int(slots.frame["cell"].to_numpy().max()) < CELLS
