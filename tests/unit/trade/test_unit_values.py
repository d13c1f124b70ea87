"""Unit values: bands, values far out, discounts with names, masses filled in only when asked."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.builders import make_flows

from coalface.errors import TableError
from coalface.trade.annual_books import choose_book
from coalface.trade.quantities import impute_masses
from coalface.trade.unit_values import UnitValueQuestion, find_unit_values, yearly_rows

EXPORTERS = ("PRK", "RUS", "AUS", "VNM", "MNG")
IMPORTERS = ("CHN", "JPN", "IND")


def coal(**changes: float | None) -> pl.DataFrame:
    """Anthracite at about 80 USD a tonne; `PRK_CHN_2015=0.05` multiplies that unit value."""
    rng = np.random.default_rng(1)
    rows: list[dict[str, Any]] = []
    for exporter in EXPORTERS:
        for importer in IMPORTERS:
            for year in (2014, 2015, 2016):
                price, mass = 80 * np.exp(rng.normal(0, 0.1)), 1e4 * np.exp(rng.normal(0, 1))
                change = changes.get(f"{exporter}_{importer}_{year}", 1.0)
                rows.append(
                    {
                        "reporter": importer,
                        "partner": exporter,
                        "period_start": date(year, 1, 1),
                        "period_end": date(year + 1, 1, 1),
                        "value_cif_usd": price * mass * (change or 1.0),
                        "mass_t": None if change is None else mass,
                    }
                )
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return make_flows(flow="import", dataset="ingested", hs_code="270111", **columns)


def row_of(table: pl.DataFrame, exporter: str, importer: str, year: int) -> dict[str, Any]:
    is_it = (pl.col("exporter") == exporter) & (pl.col("importer") == importer)
    return table.filter(is_it & (pl.col("year") == year)).row(0, named=True)


def test_kilogrammes_booked_as_tonnes_are_far_out_and_named() -> None:
    found = find_unit_values(coal(PRK_CHN_2015=1e-3)).table

    row = found.row(0, named=True)
    assert (row["exporter"], row["importer"], row["year"]) == ("PRK", "CHN", 2015)
    assert row["is_far_out"]
    assert "kilogrammes booked as tonnes" in row["hint"]
    assert found["is_far_out"].sum() == 1


def test_a_discount_names_the_other_suppliers_of_the_same_market() -> None:
    found = find_unit_values(coal(PRK_CHN_2015=0.5), UnitValueQuestion(exporter="PRK")).table

    row = row_of(found, "PRK", "CHN", 2015)
    assert row["discount"] == pytest.approx(0.5, abs=0.15)
    assert "PRK" not in row["comparators"]
    assert len(row["comparators"].split(", ")) == 3
    assert row["ratio_to_proxy"] is None
    assert set(found["exporter"]) == {"PRK"}


def test_without_another_supplier_it_is_called_a_ratio_to_proxy() -> None:
    alone = coal().filter((pl.col("reporter") != "CHN") | (pl.col("partner") == "PRK"))

    row = row_of(find_unit_values(alone).table, "PRK", "CHN", 2015)

    assert row["discount"] is None
    assert row["ratio_to_proxy"] == pytest.approx(1.0, abs=0.4)
    assert row["comparators"].startswith("proxy")


def test_another_valuation_is_no_comparator() -> None:
    is_north = pl.col("partner") == "PRK"
    fob = coal().with_columns(
        value_fob_usd=pl.when(is_north).then("value_cif_usd"),
        value_cif_usd=pl.when(~is_north).then("value_cif_usd"),
    )

    row = row_of(find_unit_values(fob).table, "PRK", "CHN", 2015)

    assert row["discount"] is None


def test_an_exporter_that_is_always_dear_is_not_far_out() -> None:
    dear = {f"RUS_{i}_{y}": 2.0 for i in IMPORTERS for y in (2014, 2015, 2016)}

    found = find_unit_values(coal(**dear)).table

    of_rus = found.filter(pl.col("exporter") == "RUS")
    assert not of_rus["is_far_out"].any()


def test_rows_without_mass_are_counted_and_not_filled_in() -> None:
    found = find_unit_values(coal(PRK_CHN_2015=None))

    assert found.n_without_mass == 1
    assert len(found.table) == len(EXPORTERS) * len(IMPORTERS) * 3 - 1


def test_a_filled_in_mass_is_marked_and_its_interval_holds_the_truth() -> None:
    flows, truth = coal(PRK_CHN_2015=None), coal()
    rows = yearly_rows(flows, choose_book(flows))

    row = row_of(impute_masses(rows), "PRK", "CHN", 2015)

    true = row_of(yearly_rows(truth, choose_book(truth)), "PRK", "CHN", 2015)["mass_t"]
    assert row["is_imputed"]
    assert row["mass_low_t"] < true < row["mass_high_t"]
    assert "its exporter" in row["imputed_from"]


def test_published_masses_stay_as_they_are() -> None:
    flows = coal(PRK_CHN_2015=1e-3)
    rows = yearly_rows(flows, choose_book(flows))

    filled = impute_masses(rows)

    assert filled["mass_t"].equals(rows["mass_t"])
    assert not filled["is_imputed"].any()
    assert filled["mass_low_t"].null_count() == len(filled)


def test_without_a_band_nothing_is_filled_in() -> None:
    flows = coal(PRK_CHN_2015=None).filter(pl.col("partner") == "PRK", pl.col("reporter") == "CHN")
    rows = yearly_rows(flows, choose_book(flows))

    filled = row_of(impute_masses(rows), "PRK", "CHN", 2015)

    assert filled["mass_t"] is None
    assert not filled["is_imputed"]


def test_masses_ask_for_yearly_rows() -> None:
    with pytest.raises(TableError, match="no column"):
        impute_masses(coal())
