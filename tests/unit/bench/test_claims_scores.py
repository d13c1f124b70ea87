"""How claims are scored: one to one, kinds first, and intervals that know documents."""

from typing import Any

import numpy as np
import pytest
from bench.claims_scores import compare, interval, pairs


def claim(start: int, end: int, kind: str = "price", **more: Any) -> dict[str, Any]:
    columns = ("op", "value_low", "value_high", "value_std_low", "value_std_high", "unit_std")
    empty = dict.fromkeys((*columns, "period_text", "valid_from", "valid_to", "flow", "metric"))
    lists: dict[str, Any] = {"places": [], "origin": [], "destination": [], "attribution": []}
    stance = {"polarity": "affirmed", "status": "current", "hedge": "asserted", "op": "none"}
    return {**empty, **lists, **stance, "start": start, "end": end, "kind": kind, **more}


def test_two_found_claims_on_one_gold_claim_count_once() -> None:
    outcomes = compare([claim(0, 20)], [claim(0, 8), claim(10, 20)])

    assert outcomes.by_kind["price"] == (1, 0, 1)


def test_most_pairs_win_over_the_widest_overlap() -> None:
    gold = [claim(0, 10), claim(10, 20)]
    found = [claim(0, 20), claim(0, 9)]

    assert len(pairs(gold, found, lambda _left, _right: True)) == 2


def test_claim_of_another_kind_is_missed_and_false_and_counts_against_kinds() -> None:
    outcomes = compare([claim(0, 10)], [claim(0, 10, kind="value")])

    assert outcomes.by_kind == {"price": (0, 1, 0), "value": (0, 0, 1)}
    assert outcomes.tasks["kind"] == (0, 1)


def test_spans_that_only_touch_do_not_match() -> None:
    assert pairs([claim(0, 10)], [claim(10, 20)], lambda _left, _right: True) == []


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ({"op": "eq", "value_std_low": 5.0, "value_std_high": 5.0, "unit_std": "t"}, 1),
        ({"op": "approx", "value_std_low": 5.0, "value_std_high": 5.0, "unit_std": "t"}, 0),
        ({"op": "eq", "value_std_low": 5.0, "value_std_high": 5.0, "unit_std": "bbl"}, 0),
        ({"op": "eq", "value_std_low": 5.1, "value_std_high": 5.1, "unit_std": "t"}, 0),
    ],
)
def test_value_is_right_only_with_bound_figure_and_unit(found: dict[str, Any], right: int) -> None:
    figure: dict[str, Any] = {"value_low": 5.0, "value_high": 5.0, "unit_std": "t"}
    figure |= {"op": "eq", "value_std_low": 5.0, "value_std_high": 5.0}
    gold = claim(0, 10, **figure)

    outcomes = compare([gold], [claim(0, 10, **found)])

    assert outcomes.tasks["value interval exact"] == (right, 1)


def test_interval_holds_the_share_and_widens_with_fewer_documents() -> None:
    def share(sums: np.ndarray) -> float:
        return float(sums[0] / sums.sum())

    many = interval([(8, 2)] * 20, share)
    few = interval([(8, 2)] * 2, share)

    assert many.low <= many.value <= many.high
    assert few.high - few.low > many.high - many.low
