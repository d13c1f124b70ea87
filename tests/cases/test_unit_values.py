"""Unit values of coal and iron ore from the packaged figures, beside what the specification says.

Source: China customs as printed by KITA (ajunews 2014), KORES and Nikkei (2016, 2017), the 1718
Committee (January 2017), VOA (2010); World Bank Pink Sheet for the benchmarks; Steel & Metal News
(2014) for the difference to Vietnam.
"""

from datetime import date

import pytest

from coalface.sources.packaged import read_packaged
from coalface.trade.discounts import Discount, find_discounts

NEWCASTLE = "Newcastle thermal coal"


@pytest.fixture(scope="module")
def rows() -> tuple[Discount, ...]:
    tables = (read_packaged(name) for name in ("flows", "prices", "fx"))
    return find_discounts(*tables, as_of=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("code", "period", "benchmark", "unit_value", "world"),
    [
        ("270111", "2013", NEWCASTLE, 83.3, 84.6),
        ("270111", "2015", NEWCASTLE, 53.4, 58.9),
        ("270111", "2016", NEWCASTLE, 52.8, 66.1),
        ("270111", "2017-01", NEWCASTLE, 87.8, None),
        ("2601", "2010-01_2010-10", "Iron ore, CFR China spot", 92, 146),
    ],
)
def test_unit_value_and_benchmark_are_those_of_the_specification(
    rows: tuple[Discount, ...],
    code: str,
    period: str,
    benchmark: str,
    unit_value: float,
    world: float | None,
) -> None:
    (row,) = (r for r in rows if (r.code, r.period, r.benchmark) == (code, period, benchmark))

    assert row.kind == "ratio to proxy"
    assert row.price.value == pytest.approx(unit_value, abs=0.05 if unit_value != 92 else 0.5)
    if world is not None:
        assert row.benchmark_price.value == pytest.approx(world, abs=0.05 if world != 146 else 3.5)


def test_the_only_comparison_within_one_code_says_the_dprk_was_dearer(
    rows: tuple[Discount, ...],
) -> None:
    (row,) = (r for r in rows if r.kind == "same HS6 difference")

    assert row.period == "2013"
    assert row.difference.value == 10
    assert row.difference.inputs[0].endswith("snm-2014")


def test_nothing_but_that_row_carries_a_difference(rows: tuple[Discount, ...]) -> None:
    others = [r for r in rows if r.kind != "same HS6 difference"]

    assert all(r.difference.value is None for r in others)


def test_smuggled_coal_of_2021_and_2022_was_about_a_quarter_of_newcastle(
    rows: tuple[Discount, ...],
) -> None:
    smuggled = [
        r.ratio.value
        for r in rows
        if r.kind == "smuggled field price" and r.benchmark == NEWCASTLE and r.period > "2020"
    ]

    assert len(smuggled) == 3
    assert all(value is not None and 0.2 < value < 0.27 for value in smuggled)
