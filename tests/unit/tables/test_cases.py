from datetime import date

import polars as pl
import pytest

from coalface.errors import TableError
from coalface.tables.cases import CASES, check_cases

DAY = date(2018, 3, 1)


def make_cases(**cells: object) -> pl.DataFrame:
    row: dict[str, object] = dict.fromkeys(CASES) | {
        "case_id": "a",
        "on": DAY,
        "hs_code": "270111",
        "direction": "from_dprk",
    }
    return pl.DataFrame([row | cells], schema=CASES)


def test_a_case_needs_no_more_than_a_good_a_direction_and_a_time() -> None:
    check_cases(make_cases())
    check_cases(make_cases(hs_code=None, activity="fishing licences"))
    check_cases(make_cases(on=None, period_start=DAY, period_end=date(2018, 4, 1)))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"hs_code": None}, "neither hs_code nor activity"),
        ({"on": None}, "exactly one of on and period"),
        ({"period_start": DAY, "period_end": date(2018, 4, 1)}, "exactly one of on and period"),
        ({"on": None, "period_start": DAY, "period_end": DAY}, "period_end not after"),
        ({"direction": "sideways"}, "direction not one of"),
        ({"direction": None}, "direction not one of"),
        ({"mass_t": -1.0}, "negative amount"),
        ({"ledger_2_quantity": -0.1}, "negative amount"),
    ],
)
def test_a_case_that_cannot_be_judged_is_refused(cells: dict[str, object], words: str) -> None:
    with pytest.raises(TableError, match=words):
        check_cases(make_cases(**cells))


@pytest.mark.parametrize("name", list(CASES))
def test_every_column_must_be_there(name: str) -> None:
    with pytest.raises(TableError, match=f"no column '{name}'"):
        check_cases(make_cases().drop(name))


def test_codes_stored_as_numbers_are_refused() -> None:
    with pytest.raises(TableError, match="'hs_code' is Int64"):
        check_cases(make_cases().with_columns(pl.col("hs_code").cast(pl.Int64)))
