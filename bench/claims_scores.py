"""Scores of extracted claims against gold ones: one-to-one matches, counts, 95 % intervals.

A claim is found if a claim of the same kind overlaps its span; each counts once. Intervals come
from drawing documents with replacement, then the outcomes inside each (two stages), because the
claims of one document are alike.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

__all__ = ["CORE_METRICS", "TASKS", "Outcomes", "Score", "compare", "interval", "pairs"]

Row = Mapping[str, Any]
Pair = tuple[Row, Row]
CORE_METRICS = frozenset(
    [
        "export_value",
        "import_value",
        "trade_total",
        "trade_deficit",
        "export_volume",
        "import_volume",
        "export_volume_reported",
        "export_value_unrecorded",
        "unit_price",
        "unit_price_smuggled",
        "cargo_size",
        "cargo_value",
        "production",
        "stock",
        "shipments",
        "departures",
        "export_share_of_production",
        "authority_share_of_receipts",
        "sts_share",
        "prepaid_share",
        "paid_on_delivery",
        "paid_after_inspection",
        "in_kind",
        "barter",
        "levy_on_sales",
        "price_discount",
        "fine",
        "ban",
        "exemption",
        "cap_value",
        "cap_quantity",
        "reporting_duty",
        "wind_down",
        "adoption_date",
        "loading_ports",
        "discharge_ports",
        "route",
        "port_call",
        "ais_gap",
        "sts_transfer",
        "vessel_tonnage",
        "source_statement",
    ]
)
N_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """A share with its 95 % interval and the number of cases under it."""

    value: float
    low: float
    high: float
    n: int


@dataclass(slots=True)
class Outcomes:
    """What came of one document: hits, misses and false ones by kind, right or wrong by task."""

    by_kind: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # hit, missed, false
    tasks: dict[str, tuple[int, int]] = field(default_factory=dict)  # right, all
    missed: list[Row] = field(default_factory=list)
    false: list[Row] = field(default_factory=list)
    matched: list[Pair] = field(default_factory=list)


def pairs(
    gold: Sequence[Row], found: Sequence[Row], allowed: Callable[[Row, Row], bool]
) -> list[tuple[int, int]]:
    """Pair gold with found rows one to one, most pairs first, then the most overlap."""
    if not gold or not found:
        return []
    weight = np.zeros((len(gold), len(found)))
    for i, left in enumerate(gold):
        for j, right in enumerate(found):
            shared = min(left["end"], right["end"]) - max(left["start"], right["start"])
            if shared > 0 and allowed(left, right):
                union = max(left["end"], right["end"]) - min(left["start"], right["start"])
                weight[i, j] = 10 + shared / union
    rows, columns = linear_sum_assignment(weight, maximize=True)
    return [(i, j) for i, j in zip(rows, columns, strict=True) if weight[i, j] > 0]


def compare(gold: Sequence[Row], found: Sequence[Row]) -> Outcomes:
    """Compare the claims of one document, kinds first, then what matched claims say."""
    outcomes = Outcomes()
    same = pairs(gold, found, lambda left, right: left["kind"] == right["kind"])
    outcomes.matched = [(gold[i], found[j]) for i, j in same]
    outcomes.missed = _without(gold, {i for i, _ in same})
    outcomes.false = _without(found, {j for _, j in same})
    for kind in {row["kind"] for row in (*gold, *found)}:
        outcomes.by_kind[kind] = (
            sum(left["kind"] == kind for left, _ in outcomes.matched),
            sum(row["kind"] == kind for row in outcomes.missed),
            sum(row["kind"] == kind for row in outcomes.false),
        )
    other = pairs(outcomes.missed, outcomes.false, lambda _left, _right: True)
    outcomes.tasks["kind"] = (len(same), len(same) + len(other))
    for name, (applies, right) in TASKS.items():
        cases = [pair for pair in outcomes.matched if applies(*pair)]
        outcomes.tasks[name] = (sum(right(*pair) for pair in cases), len(cases))
    return outcomes


def interval(documents: Sequence[Sequence[int]], measure: Callable[[np.ndarray], float]) -> Score:
    """Give a measure of summed counts, with its interval over documents and outcomes.

    Args:
        documents: Counts of each kind of outcome, one sequence a document.
        measure: From summed counts to a share; not a number where it has no meaning.
    """
    counts = np.array([row for row in documents if sum(row)], dtype=int)
    if not len(counts):
        return Score(float("nan"), float("nan"), float("nan"), 0)
    rng = np.random.default_rng(20_180_502)
    draws = np.empty(N_DRAWS)
    for draw in range(N_DRAWS):
        drawn = counts[rng.integers(len(counts), size=len(counts))]
        draws[draw] = measure(
            sum(rng.multinomial(row.sum(), row / row.sum()) for row in drawn)  # type: ignore[arg-type]
        )
    low, high = np.nanquantile(draws, [0.025, 0.975])
    return Score(measure(counts.sum(axis=0)), float(low), float(high), int(counts.sum()))


def _without(rows: Iterable[Row], taken: set[int]) -> list[Row]:
    return [row for index, row in enumerate(rows) if index not in taken]


def _near(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return bool(np.isclose(left, right, rtol=1e-6, atol=1e-12))


def _same_unit(left: str | None, right: str | None) -> bool:
    return (left or "").split(" ")[0] == (right or "").split(" ")[0]  # "times WHAT": free text


def _same_value(gold: Row, found: Row) -> bool:
    return (
        gold["op"] == found["op"]
        and _near(gold["value_std_low"], found["value_std_low"])
        and _near(gold["value_std_high"], found["value_std_high"])
        and _same_unit(gold["unit_std"], found["unit_std"])
    )


def _same_days(gold: Row, found: Row) -> bool:
    slack = timedelta(days=1 if "week" in (gold["period_text"] or "") else 0)
    for name in ("valid_from", "valid_to"):
        left, right = gold[name], found[name]
        if (left is None) != (right is None) or (left and abs(left - right) > slack):
            return False
    return True


def _sites(row: Row) -> set[str]:
    return {*(row["places"] or ()), *(row["origin"] or ()), *(row["destination"] or ())}


def _has_value(gold: Row, _found: Row) -> bool:
    return gold["op"] != "none" and (gold["value_low"], gold["value_high"]) != (None, None)


#: Task -> (which matched claims it is asked of, what counts as right).
TASKS: Mapping[str, tuple[Callable[[Row, Row], bool], Callable[[Row, Row], bool]]] = {
    "value interval exact": (_has_value, _same_value),
    "place id, where both name one": (
        lambda gold, found: bool(gold["places"] and found["places"]),
        lambda gold, found: set(found["places"]) <= _sites(gold),
    ),
    "places all found": (
        lambda gold, _found: bool(gold["places"]),
        lambda gold, found: set(gold["places"]) <= _sites(found),
    ),
    "dates, where stated": (
        lambda gold, _found: (
            bool(gold["period_text"]) and bool(gold["valid_from"] or gold["valid_to"])
        ),
        _same_days,
    ),
    "dates, all": (lambda gold, _found: bool(gold["valid_from"] or gold["valid_to"]), _same_days),
    "flow": (
        lambda gold, _found: bool(gold["flow"]),
        lambda gold, found: gold["flow"] == found["flow"],
    ),
    "metric, core names": (
        lambda gold, _found: gold["metric"] in CORE_METRICS,
        lambda gold, found: gold["metric"] == found["metric"],
    ),
    "polarity": (lambda *_: True, lambda gold, found: gold["polarity"] == found["polarity"]),
    "status": (lambda *_: True, lambda gold, found: gold["status"] == found["status"]),
    "hedge": (lambda *_: True, lambda gold, found: gold["hedge"] == found["hedge"]),
    "attribution depth": (
        lambda *_: True,
        lambda gold, found: len(gold["attribution"]) == len(found["attribution"] or ()),
    ),
}
