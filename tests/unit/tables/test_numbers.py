"""The table of printed numbers holds each id once and keeps "no figure" empty."""

import pytest

from coalface.errors import TableError
from coalface.tables.numbers import numbers_table
from coalface.vocabulary.numbers import Number, no_figure

NUMBER = Number(id="caps/x/use_t", label="use", value=1.0, unit="t", inputs=("flows/1", "flows/2"))


def test_inputs_are_joined_in_order_of_use() -> None:
    assert numbers_table([NUMBER])["inputs"].to_list() == ["flows/1;flows/2"]


def test_no_figure_is_empty_and_not_zero() -> None:
    table = numbers_table([no_figure("caps/y/use_t", "use", "t")])

    assert table["value"].to_list() == [None]


def test_the_same_number_printed_twice_is_kept_once() -> None:
    assert numbers_table([NUMBER, NUMBER]).height == 1


def test_two_numbers_under_one_id_stop_it() -> None:
    other = Number(id=NUMBER.id, label="use", value=2.0, unit="t")

    with pytest.raises(TableError, match="expected one number for one id"):
        numbers_table([NUMBER, other])


def test_a_table_of_no_numbers_has_the_columns() -> None:
    assert numbers_table([]).columns[:3] == ["number_id", "label", "value"]
