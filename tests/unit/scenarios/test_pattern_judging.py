from collections.abc import Mapping

import numpy as np
import pytest

from coalface.errors import DefinitionError, InputError
from coalface.scenarios.pattern_judging import combine, judge_check, judge_readings
from coalface.scenarios.pattern_models import Check, load_patterns, read_patterns
from coalface.scenarios.patterns import judge_pattern, patterns_table, verdicts_table

HOLDS = {"kind": "holds", "value": 0.5, "at_most_wide": 0.2}
INSIDE = {"kind": "inside", "low": 0.4, "high": 0.7}
ABOVE = {"kind": "above", "than": 0.0}
BELOW = {"kind": "below", "than": 0.0}
MEDIAN = {"kind": "median_above", "than": 24}


def check(rule: Mapping[str, object] | None, built_in: str = "") -> Check:
    return Check.model_validate(
        {"figure": "x", "title": "x", "unit": "share", "rule": rule, "built_in": built_in}
    )


def even(low: float, high: float, n: int = 201) -> np.ndarray:
    return np.linspace(low, high, n)


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        (HOLDS, even(0.45, 0.55), "pass"),
        (HOLDS, even(0.2, 0.8), "can't tell"),
        (HOLDS, even(0.1, 0.4), "fail"),
        (INSIDE, even(0.45, 0.65), "pass"),
        (INSIDE, even(0.3, 0.6), "can't tell"),
        (INSIDE, even(0.3, 0.8), "can't tell"),
        (INSIDE, even(0.1, 0.3), "fail"),
        (ABOVE, even(1.0, 2.0), "pass"),
        (ABOVE, even(-1.0, 1.0), "can't tell"),
        (ABOVE, even(-2.0, -1.0), "fail"),
        (ABOVE, np.zeros(201), "fail"),
        (BELOW, even(-2.0, -1.0), "pass"),
        (BELOW, even(-1.0, 1.0), "can't tell"),
        (BELOW, even(1.0, 2.0), "fail"),
        (MEDIAN, even(30.0, 60.0), "pass"),
        (MEDIAN, even(0.0, 50.0), "can't tell"),
        (MEDIAN, even(0.0, 20.0), "fail"),
    ],
)
def test_each_rule_can_pass_fail_and_be_undecided(
    rule: Mapping[str, object], values: np.ndarray, expected: str
) -> None:
    assert judge_check(check(rule), values).verdict == expected


def test_what_was_put_in_is_no_pass() -> None:
    found = judge_check(check(ABOVE, "an equation says so"), even(1.0, 2.0))

    assert (found.came_out, found.verdict) == ("pass", "can't tell")
    assert found.why == "built in: an equation says so"


def test_what_was_put_in_can_still_fail() -> None:
    assert judge_check(check(ABOVE, "an equation says so"), even(-2.0, -1.0)).verdict == "fail"


def test_a_figure_that_most_draws_lack_cannot_be_told_whatever_the_rest_say() -> None:
    values = np.r_[even(1.0, 2.0, 199), np.full(201, np.nan)]

    found = judge_check(check(ABOVE), values)

    assert found.verdict == "can't tell"
    assert found.low == pytest.approx(1.05, abs=0.02)
    assert found.why == "50% of the draws have no such figure"


def test_a_range_of_a_handful_of_draws_is_not_given() -> None:
    found = judge_check(check(ABOVE), np.r_[even(1.0, 2.0, 50), np.full(150, np.nan)])

    assert np.isnan([found.low, found.mid, found.high]).all()


def test_draws_that_never_come_back_count_as_longest() -> None:
    found = judge_check(check(MEDIAN), np.r_[even(1.0, 23.0, 90), np.full(111, np.inf)])

    assert found.verdict == "can't tell"
    assert found.mid == np.inf


def test_a_median_near_the_bound_is_told_only_by_enough_draws() -> None:
    few, many = even(0.0, 52.0, 101), even(0.0, 52.0, 10_001)

    assert judge_check(check(MEDIAN), few).verdict == "can't tell"
    assert judge_check(check(MEDIAN), many).verdict == "pass"


def test_a_shown_figure_has_no_verdict() -> None:
    assert judge_check(check(None), even(0.0, 1.0)).verdict is None


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(InputError, match="draws are too few"):
        judge_check(check(ABOVE), even(0.0, 1.0, 99))


def test_one_figure_that_fails_fails_the_pattern_and_one_undecided_leaves_it_open() -> None:
    assert combine(["pass", "fail", "can't tell"]) == "fail"
    assert combine(["pass", "can't tell"]) == "can't tell"
    assert combine(["pass", "pass"]) == "pass"


def test_readings_that_differ_are_not_averaged() -> None:
    assert judge_readings(["pass", "fail"]) == "can't tell"
    assert judge_readings(["fail", "fail"]) == "fail"


def made_up(built_in: str = "") -> str:
    return f"""
lift_from: "2024-01"
covered_share_2017: 0.3
recorded_change_2018: -0.886
patterns:
  - id: one
    title: One
    says: something
    sources: [someone]
    covers: all of it
    checks:
      - {{figure: a, title: A, unit: share, rule: {{kind: above, than: 0.0}},
         built_in: "{built_in}"}}
      - {{figure: b, title: B, unit: share}}
"""


def test_a_pattern_is_told_under_each_reading_and_names_those_that_differ() -> None:
    pattern = read_patterns(made_up(), "p.yml").patterns[0]
    up, down = {"a": even(1, 2), "b": even(0, 1)}, {"a": even(-2, -1), "b": even(0, 1)}

    found = judge_pattern(pattern, {"kiep": up, "kdi": down})

    assert dict(found.by_reading) == {"kiep": "pass", "kdi": "fail"}
    assert found.verdict == "can't tell"
    assert found.why == "the readings differ: pass under kiep; fail under kdi"
    assert verdicts_table({"one": found})["reading_verdict"].to_list() == ["pass", "fail"]
    table = patterns_table({"one": found})
    assert table["figure"].to_list() == ["a", "b", "a", "b"]
    assert table["rule"].to_list()[:2] == [
        "pass if 95 % of the draws are above 0; fail if 5 % are, or fewer", None
    ]  # fmt: skip


def test_a_pattern_that_fails_names_the_figures_that_fail_it() -> None:
    pattern = read_patterns(made_up(), "p.yml").patterns[0]

    found = judge_pattern(pattern, {"kiep": {"a": even(-2, -1), "b": even(0, 1)}})

    assert (found.verdict, found.why) == ("fail", "A")


def test_a_pattern_that_passes_everywhere_because_it_was_put_in_says_so() -> None:
    pattern = read_patterns(made_up("equation 1"), "p.yml").patterns[0]

    found = judge_pattern(pattern, {"kiep": {"a": even(1, 2), "b": even(0, 1)}})

    assert (found.verdict, found.why) == ("can't tell", "built in: equation 1")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: above, than: 0.0", "kind: inside, low: 2, high: 1", "low 2 is not below high 1"),
        ("kind: above, than: 0.0", "kind: near, than: 0.0", "near"),
        ("figure: b", "figure: a", "a stands twice"),
        ("    says: something", "    said: something", "said"),
        (", rule: {kind: above, than: 0.0}", "", "none has a rule"),
    ],
)
def test_a_wrong_definition_is_refused_with_its_line(old: str, new: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=r"p\.yml, line \d+") as error:
        read_patterns(made_up().replace(old, new), "p.yml")

    assert message in str(error.value)


def test_the_ten_patterns_of_the_packaged_file_can_all_be_judged() -> None:
    assert [pattern.id for pattern in load_patterns().patterns] == [
        "half-and-half", "export-shares", "fall-of-2018", "prepayment-fades", "barter-at-closure",
        "output-after-the-stop", "slow-recovery", "delayed-effects", "small-substitutes",
        "provincial-late",
    ]  # fmt: skip
