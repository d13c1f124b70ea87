"""The packaged facts: traceable, complete against the transcription, nothing settled by us."""

import json
from datetime import date

import polars as pl
import pytest

from coalface.sources.packaged import PACKAGED, read_coast, read_packaged
from coalface.tables.flows import value_usd

WITH_SOURCE = [n for n, p in PACKAGED.items() if "confidence" in {c.name for c in p.table.columns}]

#: Rows of the transcribed files, counted when they were transcribed: none may get lost.
ROWS = {
    "processing_inputs": 33,
    "shares": 27,
    "mirror_quality": 7,
    "estimates": 130 + 9 + 1,  # the crude oil that a note names inside KOTRA's imports
    "indicators": 179,
    "reforms": 30,
    "prices": 3933 + 349 - 16 + 19,  # without the 16 years of molybdenum
    "fx": 474,
    "hs_nomenclature": 45965,
    "hs_concordance": 31611,
    "ports": 62,
    "vessels": 119,
    "designations": 203,
    "vessel_events": 25,
}


@pytest.mark.parametrize("name", WITH_SOURCE)
def test_every_row_has_a_source_that_is_listed(name: str) -> None:
    listed = read_packaged("sources")["source_id"].implode()

    orphans = read_packaged(name).filter(~pl.col("source_id").is_in(listed))

    assert orphans["row_id"].to_list() == []


@pytest.mark.parametrize("name", WITH_SOURCE)
def test_every_row_has_a_locator_and_a_confidence(name: str) -> None:
    table = read_packaged(name)

    assert table["locator"].null_count() == 0
    assert table["confidence"].null_count() == 0


@pytest.mark.parametrize("name", WITH_SOURCE)
def test_row_ids_begin_with_the_name_of_their_table(name: str) -> None:
    assert read_packaged(name)["row_id"].str.starts_with(f"{name}/").all()


def test_row_ids_are_unique_over_all_tables() -> None:
    ids = pl.concat([read_packaged(name)["row_id"] for name in WITH_SOURCE])

    assert not ids.is_duplicated().any()


def test_row_ids_hold_no_separator_of_lists() -> None:
    ids = pl.concat([read_packaged(name)["row_id"] for name in WITH_SOURCE])

    assert not ids.str.contains(r"[;\s]").any()


@pytest.mark.parametrize("name", list(ROWS))
def test_no_transcribed_row_is_lost(name: str) -> None:
    assert read_packaged(name).height == ROWS[name]


def test_no_transcribed_flow_is_lost() -> None:
    counts = dict(read_packaged("flows").group_by("dataset").len().iter_rows())

    assert counts == {
        "annual": 169,
        "monthly": 116,
        "period": 80,
        "refined_1718": 60 + 1,  # what is left for China of the total posted in December 2024
        "context": 13,
    }


def test_competing_values_of_one_key_are_all_kept() -> None:
    totals = _annual_total(2017)

    assert sorted(totals["value_cif_usd"]) == [1_650_670_000, 1_720_000_000]


def test_each_value_stands_in_one_column_of_its_valuation() -> None:
    flows = read_packaged("flows")
    columns = ("value_cif_usd", "value_fob_usd", "value_mixed_usd")

    filled = flows.select(n=pl.sum_horizontal(pl.col(c).is_not_null() for c in columns))["n"]

    assert set(filled) == {0, 1}


def test_imports_of_china_are_cif_and_its_exports_fob() -> None:
    china = read_packaged("flows").filter(pl.col("reporter") == "CHN")

    imports = china.filter(pl.col("flow") == "import")
    exports = china.filter(pl.col("flow") == "export")

    assert (
        imports.select(value_usd().is_not_null() == pl.col("value_cif_usd").is_not_null())
        .to_series()
        .all()
    )
    assert (
        exports.select(value_usd().is_not_null() == pl.col("value_fob_usd").is_not_null())
        .to_series()
        .all()
    )


def test_a_published_zero_is_zero_and_a_gap_is_empty() -> None:
    anthracite = read_packaged("flows").filter(pl.col("hs_code") == "270111")

    april = anthracite.filter(
        (pl.col("dataset") == "monthly") & (pl.col("period_start") == date(2017, 4, 1))
    )
    year_2009 = anthracite.filter(
        (pl.col("dataset") == "annual") & (pl.col("period_start") == date(2009, 1, 1))
    )

    assert april["value_cif_usd"].to_list() == [0.0]
    assert year_2009["value_cif_usd"].to_list() == [None]
    assert year_2009["mass_t"].to_list() == [3_598_164.0]


def test_annual_flows_end_on_the_first_day_of_the_next_year() -> None:
    total = _annual_total(2016)

    assert total["period_end"].to_list() == [date(2017, 1, 1)]


def test_the_series_whose_licence_is_not_clear_are_not_packaged() -> None:
    assert not read_packaged("prices")["series"].str.contains("molybdenum").any()
    assert not read_packaged("sources")["source_id"].is_in(["cow-4.0", "imf-pcps"]).any()


@pytest.mark.parametrize("place", ["KP-NAMPO", "KP-TAEAN", "KP-RAJIN", "KP-HUNGNAM", "KP-SONGNIM"])
def test_the_ports_of_the_dated_events_have_a_position(place: str) -> None:
    assert read_packaged("ports").filter(pl.col("port_id") == place).height == 1


def test_every_port_of_an_event_is_listed() -> None:
    events = read_packaged("vessel_events").filter(pl.col("port_id").is_not_null())

    assert set(events["port_id"]) <= set(read_packaged("ports")["port_id"])


def test_every_listing_of_a_ship_is_a_row_of_designations() -> None:
    listed = {d for row in read_packaged("vessels")["designations"] for d in row.split(" | ")}

    assert listed == set(read_packaged("designations")["row_id"])


@pytest.mark.parametrize("name", ["coast_wide", "coast_yellow_sea"])
def test_the_coast_tells_countries_apart_and_names_its_source(name: str) -> None:
    coast = json.loads(read_coast(name))

    assert {"PRK", "KOR", "CHN"} <= {f["properties"]["country"] for f in coast["features"]}
    assert coast["source_id"] in set(read_packaged("sources")["source_id"])


def test_the_coasts_together_are_under_200_kb() -> None:
    assert sum(len(read_coast(n)) for n in ("coast_wide", "coast_yellow_sea")) < 200_000


def test_a_table_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(ValueError, match=r"no packaged table .flow.\. There are: .*flows"):
        read_packaged("flow")


def test_reading_twice_gives_the_same_frame() -> None:
    assert read_packaged("flows") is read_packaged("flows")


def _annual_total(year: int) -> pl.DataFrame:
    return read_packaged("flows").filter(
        (pl.col("dataset") == "annual")
        & (pl.col("reporter") == "CHN")
        & (pl.col("flow") == "import")
        & (pl.col("hs_code") == "TOTAL")
        & (pl.col("period_start") == date(year, 1, 1))
    )


def test_no_name_of_a_ship_is_a_day_that_a_spreadsheet_made_of_it() -> None:
    ships = pl.concat([read_packaged(t).select("imo", "name") for t in ("vessels", "designations")])
    day = r"(?i)^(\d{1,2}-)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-\d{1,4})?$"

    assert ships.filter(pl.col("name").str.contains(day)).rows() == []
    assert set(ships.filter(imo="8898831")["name"]) == {"7-28"}  # the US Treasury, 21 November 2017
