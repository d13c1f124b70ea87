from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from coalface.tables.identity_events import check_identity_events
from coalface.tables.schema import dtypes_of
from coalface.tables.statics import STATICS
from coalface.vessels.contradictions import ALTERNATIVES, Contradictions
from coalface.vessels.evidence import EvidenceContext, seal
from coalface.vessels.identity import find_identity_events
from coalface.vessels.presets import load_preset

START = datetime(2020, 1, 1, tzinfo=UTC)
PRESET = load_preset("yellow-sea-v1")
LISTINGS = pl.DataFrame(
    {
        "imo": ["9074729", None],
        "name": ["A SHIP", "NO NUMBER"],
        "list": ["UN-1718", "UN-1718"],
        "listed_on": [date(2017, 10, 3), None],
        "delisted_on": [None, None],
    },
    schema_overrides={"delisted_on": pl.Date},
)
NOBODY = LISTINGS.head(0)


def found(*rows: dict[str, Any], listings: pl.DataFrame = NOBODY) -> Contradictions:
    days = [
        {"row": n, "mmsi": 412000001, "received_at": START + timedelta(days=n)}
        for n in range(len(rows))
    ]
    full = [day | row for day, row in zip(days, rows, strict=True)]
    statics = pl.DataFrame(full, schema=dtypes_of(STATICS), orient="row")
    return find_identity_events(statics, listings, preset=PRESET)


def kinds(contradictions: Contradictions) -> list[str]:
    return contradictions.events["kind"].to_list()


def test_a_change_of_name_is_dated_by_the_two_messages_that_show_it() -> None:
    result = found({"name": "A"}, {"name": "A"}, {"name": None}, {"name": "B"})

    event = result.events.row(0, named=True)
    assert kinds(result) == ["renamed"]
    assert (event["at"], event["ends_at"]) == (START + timedelta(days=1), START + timedelta(days=3))
    assert result.evidence["inputs"].to_list() == [[1, 3]]
    assert result.evidence["alternatives"].to_list() == [list(ALTERNATIVES["renamed"])]


def test_a_name_that_comes_back_within_a_month_was_toggled() -> None:
    assert kinds(found({"name": "A"}, {"name": "B"}, {"name": "A"})) == ["renamed", "toggled"]


def test_names_that_come_back_by_turns_are_one_finding_with_a_count() -> None:
    turns = [{"name": name} for name in "ABABABABAB"]

    result = found(*turns)

    assert kinds(result) == ["renamed", "toggled"]
    assert result.events.filter(kind="toggled")["detail"].to_list() == [
        "Name: A, B by turns, 8 times."
    ]
    assert result.evidence["inputs"].to_list()[1] == list(range(1, 10))


def test_names_that_come_back_by_turns_in_another_year_are_another_finding() -> None:
    later = [
        {"name": name, "received_at": START + timedelta(days=400 + k)}
        for k, name in enumerate("ABAB")
    ]

    result = found({"name": "A"}, {"name": "B"}, {"name": "A"}, {"name": "B"}, *later)

    assert kinds(result).count("toggled") == 2


def test_a_name_that_comes_back_after_months_was_not_toggled() -> None:
    later = {"name": "A", "received_at": START + timedelta(days=90)}

    assert kinds(found({"name": "A"}, {"name": "B"}, later)) == ["renamed", "renamed"]


def test_one_hull_under_two_numbers_at_once_is_found() -> None:
    other = {"imo": "9074729", "mmsi": 445000001}
    first = {"imo": "9074729"}

    result = found(first, other, first)

    assert kinds(result) == ["same_imo_two_mmsi"]
    assert result.events.select("mmsi", "mmsi_2", "imo").row(0) == (412000001, 445000001, "9074729")


def test_one_hull_under_another_country_later_is_a_change_of_flag() -> None:
    result = found({"imo": "9074729"}, {"imo": "9074729", "mmsi": 445000001})

    assert kinds(result) == ["reflagged"]
    assert "those of CN, then of KP" in result.events["detail"][0]


def test_a_new_number_of_the_same_country_is_no_change_of_flag() -> None:
    assert kinds(found({"imo": "9074729"}, {"imo": "9074729", "mmsi": 413000001})) == []


@pytest.mark.parametrize(("length", "days", "n"), [(150.0, 1, 1), (104.0, 1, 0), (150.0, 30, 0)])
def test_a_ship_does_not_grow_in_a_week(length: float, days: int, n: int) -> None:
    later = {"length_m": length, "received_at": START + timedelta(days=days)}

    assert kinds(found({"length_m": 100.0}, later)) == ["dimensions_changed"] * n


def test_a_wrong_check_digit_is_found_once_a_number() -> None:
    rows = [{"imo_sent": "IMO9074728"}, {"imo_sent": "9074728"}, {"imo_sent": "0000000"}]

    assert kinds(found(*rows)) == ["imo_invalid"]


def test_a_number_of_no_class_is_found() -> None:
    assert kinds(found({"mmsi": 123456789})) == ["mmsi_invalid"]


def test_a_listed_hull_number_is_told_with_its_list_and_date() -> None:
    result = found({"imo": "9074729"}, listings=LISTINGS)

    assert kinds(result) == ["listed_imo"]
    assert "A SHIP, listed: UN-1718 (2017-10-03)" in result.events["detail"][0]
    assert "may be another hull's" in result.events["detail"][0]


def test_no_statics_are_no_contradictions() -> None:
    assert len(found().events) == 0


def test_order_of_rows_does_not_matter() -> None:
    rows = [{"name": n, "imo": i} for n in "ABA" for i in ("9074729", "8606173")]
    days = [
        {"row": n, "mmsi": 412000001, "received_at": START + timedelta(days=n)} for n in range(6)
    ]
    frame = pl.DataFrame(
        [a | b for a, b in zip(days, rows, strict=True)], schema=dtypes_of(STATICS), orient="row"
    )

    once = find_identity_events(frame, LISTINGS, preset=PRESET)
    again = find_identity_events(frame.reverse(), LISTINGS, preset=PRESET)

    assert once.events.equals(again.events)
    assert once.evidence.equals(again.evidence)


def test_a_listed_hull_is_told_though_its_messages_have_no_time() -> None:
    result = found({"imo": "9074729", "received_at": None}, listings=LISTINGS)

    assert result.events.select("mmsi", "kind", "at").rows() == [(412000001, "listed_imo", None)]
    sealed, bodies = seal(
        result.events, result.evidence, kind="identity_event", context=EvidenceContext("a", {}, {})
    )
    check_identity_events(sealed)
    assert "at a time not known: listed IMO" in bodies["body"][0]


def test_a_time_that_is_known_dates_the_messages_of_a_listed_hull() -> None:
    result = found({"imo": "9074729", "received_at": None}, {"imo": "9074729"}, listings=LISTINGS)

    assert result.events["at"].to_list() == [START + timedelta(days=1)]
