from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from coalface.vessels.doubts import DOUBTS, hours_in_doubt, with_doubts

AT = datetime(2020, 1, 1, 12, 30, tzinfo=UTC)
SHIP = 412000001


def contradictions(*rows: dict[str, Any]) -> pl.DataFrame:
    default = {"mmsi": SHIP, "kind": "frozen", "at": AT, "ends_at": AT + timedelta(hours=3)}
    return pl.DataFrame([default | row for row in rows])


def gaps(*starts_h: float, mmsi: int = SHIP) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "mmsi": mmsi,
            "starts_at": [AT + timedelta(hours=h) for h in starts_h],
            "ends_at": [AT + timedelta(hours=h + 48) for h in starts_h],
        }
    )


def against(events: pl.DataFrame, doubts: pl.DataFrame) -> list[list[str]]:
    facts = pl.DataFrame({"counter_evidence": [["before"]] * len(events)})
    told = with_doubts(events, facts, doubts)
    assert isinstance(told, pl.DataFrame)
    return told["counter_evidence"].to_list()


def test_a_silence_after_a_frozen_position_says_so_and_one_hours_later_does_not() -> None:
    doubts = hours_in_doubt(contradictions({}))

    first, second = against(gaps(3.5, 6.0), doubts)

    assert first == [
        "before",
        "Within an hour of its begin or end, positions of its ship contradict themselves: frozen.",
    ]
    assert second == ["before"]


def test_a_silence_before_it_says_so_too_and_names_each_kind_once() -> None:
    doubts = hours_in_doubt(contradictions({}, {}, {"kind": "on_land"}))

    ((_, words),) = against(gaps(-48.0), doubts)

    assert words.endswith("contradict themselves: frozen, on land.")


def test_contradictions_of_another_ship_say_nothing() -> None:
    assert against(gaps(1.0, mmsi=412000002), hours_in_doubt(contradictions({}))) == [["before"]]


@pytest.mark.parametrize("second", [SHIP, 0, None])
def test_a_meeting_is_in_doubt_if_either_of_its_ships_is(second: int | None) -> None:
    meeting = gaps(1.0).rename({"mmsi": "mmsi_1"})
    meeting = meeting.with_columns(mmsi_1=pl.lit(7), mmsi_2=pl.lit(second, pl.Int64))

    told = with_doubts(meeting, [{"inputs": [1]}], hours_in_doubt(contradictions({})))

    assert isinstance(told, list)
    assert ("counter_evidence" in told[0]) is (second == SHIP)


def test_what_two_ships_of_a_number_do_or_is_done_to_many_has_other_words() -> None:
    others = [{"kind": kind} for kind in ("shared_mmsi", "clone", "area_interference")]

    doubts = hours_in_doubt(contradictions(*others, {"at": None}))

    assert doubts.schema == DOUBTS
    assert doubts.is_empty()


def test_a_call_that_has_no_end_is_asked_by_its_arrival() -> None:
    call = pl.DataFrame(
        {"mmsi": [SHIP], "arrived_at": [AT], "departed_at": [None]},
        schema_overrides={"departed_at": pl.Datetime("us", "UTC")},
    )

    assert len(against(call, hours_in_doubt(contradictions({})))[0]) == 2
