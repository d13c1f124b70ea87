"""A column's canonical texts are those of its values."""

import math
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from coalface.vessels.canonical import canonical, fields_text, texts_of

AT = datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)
COLUMNS = {
    "number": pl.Series([1.5, None, math.nan, -0.0, 1e-12 / 3, math.inf]),
    "count": pl.Series([1, None, -3, 0, 7, 2**40]),
    "flag": pl.Series([True, None, False, True, True, False]),
    "text": pl.Series(['a "b"', None, "x\ny", "", "\\", "\x7fé"]),
    "at": pl.Series([AT, None, AT.replace(microsecond=1200), AT, AT, AT]),
    "day": pl.Series([date(2020, 1, 1), None] * 3),
    "rows": pl.Series([[1, 2], None, [], [3, None], [4], []]),
    "causes": pl.Series(
        [[{"p": 0.5, "cause": "x"}, None], None, [], [{"p": None, "cause": "y"}], [], []]
    ),
    "facts": pl.Series([{"q": 1.5, "a": "s"}, None, {"q": None, "a": '"'}] * 2),
}  # fmt: skip


@pytest.mark.parametrize("name", COLUMNS)
def test_a_columns_texts_are_those_of_its_values(name: str) -> None:
    column = COLUMNS[name]

    assert texts_of(column).to_list() == [canonical(value) for value in column.to_list()]


def test_an_object_leaves_out_what_is_null_and_keeps_what_is_ready() -> None:
    frame, ready = pl.DataFrame(COLUMNS), pl.Series(["[1]", None] * 3)

    found = fields_text(frame, {"also": ready}).to_list()

    expected = [{k: v for k, v in row.items() if v is not None} for row in frame.to_dicts()]
    assert found[1] == "{}"
    assert found[0] == canonical(expected[0] | {"also": [1]})
    assert found[5] == canonical(expected[5])


def test_numbers_at_the_edges_of_rounding_have_the_digits_of_their_values() -> None:
    rng = np.random.default_rng(3)
    middles = (rng.integers(10**9, 10**10, 4_000) + 0.5) / 10.0 ** rng.integers(0, 15, 4_000)
    powers = 10.0 ** np.arange(-8, 15)
    sizes = rng.normal(size=4_000) * 10.0 ** rng.integers(-8, 14, 4_000)
    least = np.array([0.0, -0.0, 5e-324, 9_999_999_999.49, 9_999_999_999.6])
    numbers = np.concatenate([middles, powers, sizes, sizes.round(3), least])
    beside = np.concatenate([numbers, np.nextafter(numbers, -1e99), np.nextafter(numbers, 1e99)])

    found = texts_of(pl.Series(np.concatenate([beside, -beside])))

    assert found.to_list() == [f"{v + 0.0:.10g}" for v in np.concatenate([beside, -beside])]
