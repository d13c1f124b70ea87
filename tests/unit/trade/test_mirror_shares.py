"""Shares by province of the reporter and by mode of transport."""

import polars as pl
from tests.builders import make_flows

from coalface.trade.mirror_shares import find_shares


def province_rows(**more: object) -> pl.DataFrame:
    return make_flows(
        row_id=["a", "b", "c"],
        reporter_region=["Liaoning", "Jilin", "Liaoning"],
        value_cif_usd=[60.0, 30.0, 10.0],
        mass_t=[6.0, 3.0, 1.0],
        **more,
    )


def test_provinces_share_what_the_rows_that_name_one_hold() -> None:
    found = find_shares(province_rows(), "reporter_region")

    assert dict(found.select("part", "value_share").iter_rows()) == {
        "Jilin": 0.3,
        "Liaoning": 0.7,
    }


def test_a_group_with_a_row_without_mass_has_no_share_of_mass() -> None:
    rows = province_rows().with_columns(mass_t=pl.Series([6.0, None, 1.0]))

    found = find_shares(rows, "reporter_region")

    assert found["mass_share"].null_count() == 2
    assert found["value_share"].null_count() == 0


def test_a_printed_total_says_how_much_of_it_the_parts_hold() -> None:
    total = make_flows(row_id=["t"], value_cif_usd=[200.0])

    found = find_shares(pl.concat([province_rows(), total]), "reporter_region")

    assert found["total_usd"].unique().to_list() == [200.0]
    assert found["covered_share"].unique().to_list() == [0.5]


def test_parts_by_mode_are_not_taken_for_the_total_of_provinces() -> None:
    by_mode = make_flows(row_id=["m"], value_cif_usd=[55.0], transport_mode=["sea"])

    found = find_shares(pl.concat([province_rows(), by_mode]), "reporter_region")

    assert found["total_usd"].null_count() == 2


def test_a_file_without_provinces_gives_an_empty_table_not_a_guess() -> None:
    assert find_shares(make_flows(value_cif_usd=[1.0]), "transport_mode").is_empty()


def test_only_the_codes_asked_for_are_shared() -> None:
    rows = province_rows(hs_code=["270111", "260111", "270112"])

    found = find_shares(rows, "reporter_region", hs_prefix="27")

    assert found["part"].to_list() == ["Liaoning"]
    assert found["value_usd"].to_list() == [70.0]
