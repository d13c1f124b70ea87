"""Pass, fail or "can't tell": a figure's draws judged by a rule that was set before.

A pattern that the model or its inputs contain by assumption can't be passed: that it comes out says
nothing. It can still be failed, where other parts of the model undo it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from coalface.scenarios.pattern_models import (
    Above,
    Below,
    Check,
    Holds,
    Inside,
    MedianAbove,
    Rule,
)
from coalface.scenarios.summaries import RANGE, check_draws

__all__ = ["Judged", "Verdict", "combine", "judge_check", "judge_readings"]

Floats = NDArray[np.float64]
Verdict = Literal["pass", "fail", "can't tell"]
NEARLY_ALL, NEARLY_NONE, HALF = 0.95, 0.05, 0.5
LEAST_BEYOND = 5  # draws beyond each end of a range, as in `summaries`


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure as it came out.

    Attributes:
        check: What it is, and by which rule it is judged.
        low: 5 % of the draws that have the figure lie below; NaN where too few have it.
        mid: Their median.
        high: 5 % lie above.
        share_without: Share of draws that have no such figure.
        came_out: What the rule says; None for a figure that is only shown.
        verdict: The same, but "can't tell" where it passes because it was put in.
        why: Why it can't be told; "" else.
    """

    check: Check
    low: float
    mid: float
    high: float
    share_without: float
    came_out: Verdict | None
    verdict: Verdict | None
    why: str


def judge_check(check: Check, values: Floats) -> Judged:
    """Judge a figure.

    Args:
        check: What it is, and the rule.
        values: One number a draw, `(draw,)`; NaN where a draw has none.

    Raises:
        InputError: If there are too few draws for a range.
    """
    check_draws(len(values))
    has = values[~np.isnan(values)]
    without = 1.0 - len(has) / len(values)
    low, mid, high = _range(has)
    came_out: Verdict = "can't tell"
    why = f"{without:.0%} of the draws have no such figure"
    if check.rule is not None and without <= HALF:
        came_out, why = _judge(check.rule, has, low, high)
    if check.rule is None:
        return Judged(check, low, mid, high, without, None, None, "")
    verdict = came_out
    if came_out == "pass" and check.built_in:
        verdict, why = "can't tell", f"built in: {check.built_in}"
    return Judged(check, low, mid, high, without, came_out, verdict, why)


def combine(verdicts: Sequence[Verdict]) -> Verdict:
    """Give the verdict of several that must all hold: one that fails fails them.

    Args:
        verdicts: Of the parts; one at least.
    """
    if "fail" in verdicts:
        return "fail"
    return "pass" if all(v == "pass" for v in verdicts) else "can't tell"


def judge_readings(verdicts: Sequence[Verdict]) -> Verdict:
    """Give the verdict over rival readings, none of which is better: one only if all agree.

    Args:
        verdicts: One a reading.
    """
    first = verdicts[0]
    return first if all(v == first for v in verdicts) else "can't tell"


def _range(has: Floats) -> tuple[float, float, float]:
    """Give the range of the draws that have a figure; NaN where they are too few for one."""
    if len(has) * RANGE[0] < LEAST_BEYOND:
        return (float("nan"),) * 3
    low, mid, high = np.quantile(has, RANGE, method="inverted_cdf")
    return float(low), float(mid), float(high)


def _judge(rule: Rule, values: Floats, low: float, high: float) -> tuple[Verdict, str]:
    if isinstance(rule, Holds):
        return _holds(rule, low, high)
    if isinstance(rule, Inside):
        return _inside(rule, low, high)
    if isinstance(rule, MedianAbove):
        return _median(rule, values)
    return _side(rule, values)


def _holds(rule: Holds, low: float, high: float) -> tuple[Verdict, str]:
    if not low <= rule.value <= high:
        return "fail", ""
    if high - low > rule.at_most_wide:
        return "can't tell", f"the range holds {rule.value:g}, and much else"
    return "pass", ""


def _inside(rule: Inside, low: float, high: float) -> tuple[Verdict, str]:
    if rule.low <= low and high <= rule.high:
        return "pass", ""
    if high < rule.low or low > rule.high:
        return "fail", ""
    return "can't tell", "the range lies partly inside"


def _side(rule: Above | Below, values: Floats) -> tuple[Verdict, str]:
    is_so = values > rule.than if isinstance(rule, Above) else values < rule.than
    share = float(is_so.mean())
    if share >= NEARLY_ALL:
        return "pass", ""
    if share <= NEARLY_NONE:
        return "fail", ""
    return "can't tell", f"so in {share:.0%} of the draws"


def _median(rule: MedianAbove, values: Floats) -> tuple[Verdict, str]:
    """Judge a median by its own range: order statistics that hold it 9 times of 10."""
    ordered, n = np.sort(values), len(values)
    rank = int(binom.ppf(NEARLY_NONE, n, HALF))
    low, high = ordered[max(rank - 1, 0)], ordered[min(n - rank, n - 1)]
    if low > rule.than:
        return "pass", ""
    if high <= rule.than:
        return "fail", ""
    return "can't tell", f"the median lies between {low:g} and {high:g}"
