"""How the numbers of the mirror are named."""

from datetime import date

import polars as pl
import pytest

from coalface.trade.mirror_numbers import find_overlaps, period_words


@pytest.mark.parametrize(
    ("first", "after", "words"),
    [
        (date(2017, 1, 1), date(2018, 1, 1), "2017"),
        (date(2017, 1, 1), date(2017, 2, 1), "2017-01"),
        (date(2017, 1, 1), date(2017, 7, 1), "2017-01_2017-06"),
        (date(2017, 1, 1), date(2019, 1, 1), "2017_2018"),
        (date(2017, 1, 5), date(2017, 2, 1), "2017-01-05_2017-01-31"),
    ],
)
def test_a_period_is_named_by_all_of_it(first: date, after: date, words: str) -> None:
    assert period_words(first, after) == words


def test_only_periods_of_the_same_trade_overlap() -> None:
    year = (date(2016, 1, 1), date(2017, 1, 1))
    half, spring = (date(2016, 1, 1), date(2016, 7, 1)), (date(2016, 4, 1), date(2016, 10, 1))
    cells = [("PRK", "CHN", *p) for p in (year, half)] + [("MNG", "CHN", *p) for p in (spring,)]
    cells += [("RUS", "CHN", *p) for p in (half, spring)]
    columns = ["exporter", "importer", "period_start", "period_end"]
    table = pl.DataFrame(cells, columns, orient="row").with_columns(hs_code=pl.lit("270111"))

    found = find_overlaps(table)

    assert found.select("exporter").rows() == [("PRK",), ("RUS",)]
    assert found.row(0)[3:] == (*half, *year)
    assert found.row(1)[3:] == (*half, *spring)  # the shorter by a day


def test_months_of_one_year_do_not_overlap() -> None:
    starts = [date(2016, m, 1) for m in range(1, 13)]
    ends = [*starts[1:], date(2017, 1, 1)]
    table = pl.DataFrame({"period_start": starts, "period_end": ends}).with_columns(
        exporter=pl.lit("PRK"), importer=pl.lit("CHN"), hs_code=pl.lit("270111")
    )

    assert find_overlaps(table).is_empty()
