"""The replacement ratio counts each good once and leaves the unexplained as its own part."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.builders import make_flows, make_processing_inputs

from coalface.law import load_rulebook
from coalface.tables.flows import PROCESSING_INPUTS
from coalface.tables.schema import empty_table
from coalface.trade.replacement import (
    STATUSES,
    DeclaredPart,
    ReplacementYear,
    find_replacement,
    replacement_table,
)

Row = tuple[int, str, float]
BASE: Row = (2016, "TOTAL", 1000.0)


def _flows(*rows: Row, **columns: Any) -> pl.DataFrame:
    return make_flows(
        period_start=[date(year, 1, 1) for year, _, _ in rows],
        period_end=[date(year + 1, 1, 1) for year, _, _ in rows],
        hs_code=[code for _, code, _ in rows],
        value_cif_usd=[value for _, _, value in rows],
        **columns,
    )


def _find(flows: pl.DataFrame, inputs: pl.DataFrame | None = None) -> tuple[ReplacementYear, ...]:
    table = empty_table(PROCESSING_INPUTS) if inputs is None else inputs
    return find_replacement(flows, table, load_rulebook())


def _part(row: ReplacementYear, status: str) -> DeclaredPart:
    return next(part for part in row.parts if part.status == status)


def test_each_dollar_of_the_base_year_is_split_by_the_law_of_the_later_year() -> None:
    flows = _flows(
        BASE,
        (2022, "TOTAL", 130.0),
        (2022, "2611", 30.0),  # tungsten: no measure
        (2022, "5002", 10.0),  # raw silk: contested
        (2022, "270111", 20.0),  # coal: covered
    )

    row = _find(flows)[-1]

    assert row.per_base_dollar.value == pytest.approx(0.13)
    assert [_part(row, s).value_usd.value for s in STATUSES] == [30, 10, None, 20, 70]


def test_the_parts_add_up_to_the_declared_total() -> None:
    flows = _flows(BASE, (2022, "TOTAL", 130.0), (2022, "2611", 30.0), (2022, "5002", 10.0))

    row = _find(flows)[-1]

    assert sum(part.value_usd.value or 0 for part in row.parts) == row.declared_usd.value


def test_a_good_that_a_measure_reached_within_the_year_is_said_so() -> None:
    row = _find(_flows(BASE, (2016, "270111", 400.0)))[0]

    assert _part(row, "part_of_year").value_usd.value == 400
    assert row.items[0].verdicts[0] == "not_listed"


def test_a_subheading_is_not_counted_again_in_its_heading() -> None:
    row = _find(_flows(BASE, (2022, "TOTAL", 130.0), (2022, "72", 50.0), (2022, "720221", 40.0)))[
        -1
    ]

    assert [item.code for item in row.items] == ["720221"]


def test_a_status_without_an_item_has_no_figure_instead_of_zero() -> None:
    row = _find(_flows(BASE, (2020, "TOTAL", 48.0)))[-1]

    assert _part(row, "no_measure").value_usd.value is None
    assert _part(row, "not_itemised").value_usd.value == 48


def test_a_published_zero_is_no_item() -> None:
    row = _find(_flows(BASE, (2016, "9108", 0.0)))[0]

    assert row.items == ()


def test_competing_prints_of_an_item_widen_what_is_not_itemised() -> None:
    flows = _flows(BASE, (2023, "TOTAL", 292.0), (2023, "6704", 167.0))
    inputs = make_processing_inputs(
        flow="import",
        hs_code="6704",
        period_start=date(2023, 1, 1),
        period_end=date(2024, 1, 1),
        value_cif_usd=163.0,
    )

    row = _find(flows, inputs)[-1]

    rest = _part(row, "not_itemised").value_usd
    assert (rest.low, rest.high) == (125, 129)


def test_goods_made_of_imported_inputs_are_marked_gross() -> None:
    row = _find(_flows(BASE, (2023, "TOTAL", 292.0), (2023, "6704", 167.0)))[-1]

    assert "gross" in row.items[0].value_usd.note
    assert row.items[0].share.value == pytest.approx(167 / 292)


def test_a_total_of_all_partners_gives_no_ratio_to_china() -> None:
    world = _flows(
        (2024, "TOTAL", 360.0), row_id=["flows/world"], reporter="PRK", partner="WLD", flow="export"
    )

    row = _find(pl.concat([_flows(BASE), world]))[-1]

    assert not row.is_china_only
    assert row.per_base_dollar.value is None


def test_without_a_base_year_it_says_which_years_there_are() -> None:
    with pytest.raises(ValueError, match=r"for 2016; choose another base_year among \[2022\]"):
        _find(_flows((2022, "TOTAL", 130.0)))


def test_the_order_of_rows_does_not_matter() -> None:
    flows = _flows(BASE, (2022, "TOTAL", 130.0), (2022, "2611", 30.0), (2022, "5002", 10.0))

    assert _find(flows) == _find(flows.reverse())


def test_the_table_has_one_row_a_year_and_status() -> None:
    table = replacement_table(_find(_flows(BASE, (2022, "TOTAL", 130.0))))

    assert table.height == 2 * len(STATUSES)
