"""Each rule of a table stops a row that breaks it, and says where."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.builders import make_estimates, make_flows

from coalface.errors import TableError
from coalface.tables.estimates import check_estimates
from coalface.tables.flows import FLOWS, check_flows, value_usd
from coalface.tables.schema import dtypes_of, empty_table


def test_the_smallest_flow_is_valid() -> None:
    check_flows(make_flows())


def test_a_table_without_rows_is_valid() -> None:
    check_flows(empty_table(FLOWS))


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("reporter", "China", "text like"),
        ("reporter", None, "a value in every row"),
        ("flow", "re-export", "one of ['export', 'import', 'total_trade']"),
        ("hs_code", "2701.11", "text like"),
        ("mass_t", -1.0, "0 or more"),
        ("value_cif_usd", float("nan"), "a finite number"),
        ("value_cif_usd", float("inf"), "a finite number"),
        ("confidence", "good", "one of ['high', 'low', 'medium']"),
        ("period_end", date(2016, 1, 1), "a day before period_end"),
    ],
)
def test_a_broken_rule_names_table_row_column_found_and_expected(
    column: str, cell: Any, expected: str
) -> None:
    flows = make_flows(row_id=["first", "second"], **{column: [make_flows()[column][0], cell]})

    with pytest.raises(TableError) as raised:
        check_flows(flows)

    message = str(raised.value)
    assert "flows, row 'second'" in message
    assert expected in message
    assert "found" in message


def test_a_repeated_row_id_is_an_error() -> None:
    with pytest.raises(TableError, match="one row for each row_id"):
        check_flows(make_flows(row_id=["same", "same"]))


def test_a_missing_column_is_an_error() -> None:
    with pytest.raises(TableError, match="columns missing \\['vintage'\\]"):
        check_flows(make_flows().drop("vintage"))


def test_a_column_that_is_not_known_is_an_error() -> None:
    with pytest.raises(TableError, match="not known \\['price'\\]"):
        check_flows(make_flows().with_columns(price=1))


def test_a_code_read_as_a_number_is_an_error() -> None:
    with pytest.raises(TableError, match="column hs_code is Int32, expected String"):
        check_flows(make_flows().with_columns(hs_code=pl.lit(8)))


def test_a_low_above_its_high_is_an_error() -> None:
    with pytest.raises(TableError, match=r"column value_low_usd: found 2\.0, expected not above"):
        check_estimates(make_estimates(value_low_usd=2.0, value_high_usd=1.0))


def test_only_a_low_means_more_than_and_is_valid() -> None:
    check_estimates(make_estimates(value_low_usd=2.0))


def test_an_empty_value_stays_empty_and_is_not_zero() -> None:
    flows = make_flows(value_cif_usd=[None, 0.0])

    values = flows.select(value=value_usd())["value"].to_list()

    assert values == [None, 0.0]


def test_columns_keep_their_order() -> None:
    assert list(dtypes_of(FLOWS)) == make_flows().columns


def test_a_complaint_counts_the_other_bad_rows_in_the_singular_too() -> None:
    two = make_flows(row_id=["first", "second"], mass_t=[-1.0, -1.0])
    three = make_flows(row_id=["first", "second", "third"], mass_t=[-1.0, -1.0, -1.0])

    with pytest.raises(TableError, match=r"1 more row breaks the same rule"):
        check_flows(two)
    with pytest.raises(TableError, match=r"2 more rows break the same rule"):
        check_flows(three)
