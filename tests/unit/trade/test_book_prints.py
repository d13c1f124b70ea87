"""A figure that several releases or downloads give is read once, wherever flows are added up."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.builders import make_flows

from coalface.trade.annual_books import choose_book
from coalface.trade.level_shifts import ShiftQuestion, find_level_shifts
from coalface.trade.mixups import find_mixups
from coalface.trade.series_blocks import SeriesStore
from coalface.trade.unit_values import find_unit_values, yearly_rows

YEARS = (2013, 2014, 2015, 2016)


def download(
    usd: float = 1e9, *, years: tuple[int, ...] = YEARS, **columns: object
) -> pl.DataFrame:
    """China's import of anthracite from the DPRK, one row a year, as one file holds it."""
    default = {
        "dataset": "ingested",
        "period_start": [date(y, 1, 1) for y in years],
        "period_end": [date(y + 1, 1, 1) for y in years],
        "value_cif_usd": [usd + y for y in years],
        "mass_t": 2e7,
        "vintage": None,
    }
    return make_flows(**(default | columns))


def taken(*files: pl.DataFrame) -> pl.DataFrame:
    """Put files together as a workspace does: each row with the number of its ingest."""
    numbered = enumerate(files, start=1)
    return pl.concat(f.with_columns(ingest=pl.lit(n, pl.Int64)) for n, f in numbered)


OVERLAPPING = taken(download(1e9), download(2e9, years=(2016,)), download(3e9, years=(2016,)))
LAST = 3e9 + 2016


def yearly(flows: pl.DataFrame) -> dict[int, float]:
    rows = yearly_rows(flows, choose_book(flows))
    return dict(rows.select("year", "value_usd").iter_rows())


def of_unit_values(flows: pl.DataFrame) -> float:
    return float(find_unit_values(flows).table.filter(year=2016)["value_usd"].item())


def of_mixups(flows: pl.DataFrame) -> float:
    return float(find_mixups(flows).table.filter(year=2016)["value_usd"].item())


def of_shifts(flows: pl.DataFrame) -> float:
    with SeriesStore(flows, choose_book(flows)) as store:
        return float(store.block(0).values[0, -1])


@pytest.mark.parametrize("read", [of_unit_values, of_mixups, of_shifts])
def test_overlapping_downloads_are_not_added_up(read: Callable[[pl.DataFrame], float]) -> None:
    assert read(OVERLAPPING) == LAST
    assert read(OVERLAPPING.reverse()) == LAST


def test_a_second_download_of_the_same_year_is_no_level_shift() -> None:
    flows = taken(download(1e9), *[download(1e9, years=(2016,)) for _ in range(9)])

    found = find_level_shifts(flows, ShiftQuestion(year=2016, fdr=1.0)).table

    assert found["value_usd"].to_list() == pytest.approx([1e9 + 2016])


def test_what_is_not_read_of_overlapping_downloads_is_said() -> None:
    left_out = find_unit_values(OVERLAPPING).book.left_out

    assert any("ingests 1, 2)" in text and "newer" in text for text in left_out)
    assert not choose_book(download()).left_out


def test_a_partial_newer_release_hides_nothing_that_only_the_older_has() -> None:
    partners = ["PRK", "VNM"]
    years: dict[str, Any] = {"period_start": date(2016, 1, 1), "period_end": date(2017, 1, 1)}
    older = download(partner=partners, value_cif_usd=[1e9, 2e9], vintage="2017-01", **years)
    newer = download(partner=["PRK"], value_cif_usd=[3e9], vintage="2017-06", **years)
    flows = pl.concat([newer, older.with_columns(pl.format("old-{}", "row_id").alias("row_id"))])

    rows = yearly_rows(flows, choose_book(flows))

    assert dict(rows.select("exporter", "value_usd").iter_rows()) == {"PRK": 3e9, "VNM": 2e9}


def test_a_release_without_a_date_makes_the_ingest_decide() -> None:
    dated_first = taken(download(1e9, vintage="2020-01"), download(2e9))
    dated_last = taken(download(2e9), download(1e9, vintage="2020-01"))

    assert yearly(dated_first)[2016] == 2e9 + 2016
    assert yearly(dated_last)[2016] == 1e9 + 2016


def test_the_newest_release_is_read_whenever_it_was_taken_in() -> None:
    flows = taken(download(2e9, vintage="2020-06"), download(1e9, vintage="2020-01"))

    assert yearly(flows)[2016] == 2e9 + 2016


def test_a_copy_in_another_edition_is_not_added_to_the_original() -> None:
    original = download(hs_code="270111", hs_revision="HS2012")
    codes = ["270112", "270119"]
    copy = download(years=(2016, 2016), hs_code=codes, hs_revision="HS2017", value_cif_usd=6e8)

    flows = taken(original, copy, download(years=(2016,)), download(years=(2016,)))

    rows = yearly_rows(flows, choose_book(flows)).filter(year=2016)
    assert rows["hs_code"].to_list() == ["270111"]
    assert any("HS2017" in text for text in choose_book(flows).left_out)


def test_months_of_which_some_came_twice_add_up_to_their_year_once() -> None:
    months = [date(2016, m, 1) for m in range(1, 13)]
    ends = [*months[1:], date(2017, 1, 1)]
    year = download(value_cif_usd=1e6, period_start=months, period_end=ends)
    again = download(value_cif_usd=1e6, period_start=months[:3], period_end=ends[:3])

    assert yearly(taken(year, again)) == {2016: 12e6}


def test_two_rows_of_one_file_are_two_figures() -> None:
    twice = download(years=(2016, 2016), value_cif_usd=[1e9, 2e9])

    assert yearly(taken(twice, download(years=(2015,)))) == {2015: 1e9 + 2015, 2016: 3e9}
