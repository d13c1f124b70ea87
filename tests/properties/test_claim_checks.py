"""Laws of the checks: any claims are read without a crash, in any order, and by whole blocks."""

import random
from datetime import date
from typing import Any

import polars as pl
import pytest
from bench.claims_pairs import open_facts, read_gold
from hypothesis import given
from hypothesis import strategies as st

from coalface.claims.checks import find_checks
from coalface.claims.checks.intervals import Figure, Interval, fit
from coalface.claims.facts import Facts
from coalface.tables.claims import CLAIMS, KINDS, OPERATORS
from coalface.tables.schema import dtypes_of

REQUIRED = {column.name for column in CLAIMS.columns if column.required}
ODD = (0.0, -1.0, 1e-9, 1e15, -1e15, 0.5, 1e308, 5e-324)
ENDS = (("value_low", "value_high"), ("value_std_low", "value_std_high"), ("start", "end"))
N_CLAIMS = 60

finite = st.floats(min_value=-1e9, max_value=1e9)
intervals = st.tuples(finite, finite).map(lambda ends: Interval(min(ends), max(ends)))


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="module")
def gold() -> pl.DataFrame:
    return read_gold()


@given(intervals, intervals, st.floats(0, 1), st.floats(0, 1))
def test_a_product_of_intervals_holds_the_product_of_their_points(
    one: Interval, other: Interval, share: float, other_share: float
) -> None:
    first = one.low + (one.high - one.low) * share
    second = other.low + (other.high - other.low) * other_share
    found = one.times(other)
    room = 1e-6 * max(1.0, abs(first * second))

    assert found.low - room <= first * second <= found.high + room


@given(intervals, intervals)
def test_two_figures_fit_alike_whichever_comes_first(one: Interval, other: Interval) -> None:
    left, right = Figure(one, one), Figure(other, other)

    assert fit(left, right) == fit(right, left)


@pytest.mark.parametrize("seed", range(25))
def test_no_mixture_of_claims_breaks_the_checks(
    seed: int, gold: pl.DataFrame, facts: Facts
) -> None:
    rng = random.Random(seed)  # noqa: S311 - a shuffled deck, no secret
    rows = gold.to_dicts()
    claims = [_mutated(dict(rng.choice(rows)), n, rng) for n in range(N_CLAIMS)]

    frame = pl.DataFrame(claims, schema=dtypes_of(CLAIMS), orient="row")
    checks = find_checks(frame, facts)

    ids = set(frame["claim_id"])
    assert all(set(found) <= ids for found in checks["claim_ids"])


def test_a_claim_more_takes_no_finding_away(gold: pl.DataFrame, facts: Facts) -> None:
    some = gold.filter(pl.col("document_id").str.starts_with("y"))

    fewer = set(find_checks(some, facts)["check_id"])
    more = set(find_checks(gold, facts)["check_id"])

    assert len(fewer - more) <= 0.05 * len(
        fewer
    )  # a pair may be moved out of a large block's reach


def _mutated(row: dict[str, Any], number: int, rng: random.Random) -> dict[str, Any]:
    row |= {"claim_id": f"x{number}", "document_id": rng.choice(["a", "b", row["document_id"]])}
    for name in set(row) - REQUIRED:
        if rng.random() < 0.12:
            row[name] = None
    row["kind"] = rng.choice([row["kind"], rng.choice(sorted(KINDS))])
    row["op"] = rng.choice([row["op"], rng.choice(sorted(OPERATORS))])
    if rng.random() < 0.3:
        low, high = sorted((rng.choice(ODD), rng.choice(ODD)))
        row |= {"value_low": low, "value_high": high, "value_std_low": low, "value_std_high": high}
    if rng.random() < 0.1:
        row |= {"valid_from": date(1, 1, 1), "valid_to": date(9999, 12, 31)}
    for low_name, high_name in (*ENDS, ("valid_from", "valid_to")):
        ends = row[low_name], row[high_name]
        if None not in ends and ends[0] > ends[1]:
            row[high_name] = row[low_name]
    return row
