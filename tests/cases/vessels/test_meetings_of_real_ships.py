"""Real ships with nothing to hide: no meeting at the quays of the Solent; a feeder that calls."""

from pathlib import Path

import polars as pl
import pytest

from coalface.vessels.berths import make_berths
from coalface.vessels.encounters import find_encounters
from coalface.vessels.geography import load_anchorages, load_ports
from coalface.vessels.meeting_settings import MeetingSettings, PortVisitSettings
from coalface.vessels.port_visits import find_port_visits
from coalface.vessels.presets import load_preset

SAMPLE = Path(__file__).with_name("ais_sample.parquet")
FEEDER = 249014000


def positions(dataset: str) -> pl.DataFrame:
    frame = pl.read_parquet(SAMPLE).with_row_index("row")
    return frame.filter(pl.col("dataset") == dataset).select(
        pl.col("row").cast(pl.Int64),
        "mmsi",
        sent_at=pl.col("timestamp").dt.cast_time_unit("us"),
        lat_deg="lat",
        lon_deg="lon",
        sog_kn="sog",
        cog_deg="cog",
    )


@pytest.mark.parametrize("preset", ["yellow-sea-v1", "starboard", "ballinger-2024"])
@pytest.mark.parametrize("least_h", [None, 0.5])
def test_no_pair_at_the_quays_of_the_solent_scores_above_a_half(
    preset: str, least_h: float | None
) -> None:
    settings = load_preset(preset).need(MeetingSettings)
    if least_h is not None:  # the data last 85 minutes: ask for less than two hours, too
        settings = settings.model_copy(update={"tiers": ((500.0, least_h),)})

    found = find_encounters(positions("solent-2016"), settings=settings)

    assert found.events.filter(pl.col("score") > 0.5).is_empty()
    if least_h is not None:
        usual = found.suppressed.filter(pl.col("suppressed_by") == "usual_at_this_place")
        assert usual.height > 100  # they were seen, weighed and kept with that reason


def test_the_feeder_is_seen_to_call_again_and_again() -> None:
    settings = load_preset("yellow-sea-v1").need(PortVisitSettings)
    berths = make_berths(load_ports(), load_anchorages(), settings=settings)
    ship = positions("gfw-pyseas-2018-01").filter(pl.col("mmsi") == FEEDER)

    found = find_port_visits(ship, berths, settings=settings)

    seen = found.events.filter(pl.col("kind") == "observed")
    assert seen.height >= 15
    assert seen["port_id"].str.contains("BUSAN").any()
    assert (seen["arrived_at"].dt.date().n_unique()) >= 12
