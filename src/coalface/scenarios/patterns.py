"""Whether a run shows the patterns that sources report, reading by reading."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.scenarios.pattern_judging import (
    Judged,
    Verdict,
    combine,
    judge_check,
    judge_readings,
)
from coalface.scenarios.pattern_models import Pattern

__all__ = ["PatternFound", "judge_pattern", "patterns_table", "verdicts_table"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PatternFound:
    """One pattern as it came out. A pass says that the model can give it, not that it is right.

    Attributes:
        pattern: What sources say, and the rules.
        judged: Reading (`Branches.id`) to its figures, in the order of the checks.
        by_reading: Reading to the verdict of its figures together.
        verdict: That of all readings; "can't tell" where they differ.
        why: Which figures fail it, or why it can't be told; "" where it passes.
    """

    pattern: Pattern
    judged: Mapping[str, tuple[Judged, ...]]
    by_reading: Mapping[str, Verdict]
    verdict: Verdict
    why: str


def judge_pattern(pattern: Pattern, figures: Mapping[str, Mapping[str, Floats]]) -> PatternFound:
    """Judge one pattern under every reading, side by side; no reading is mixed with another.

    Args:
        pattern: What sources say, and the rules.
        figures: Reading to figure to its values, `(draw,)`.

    Raises:
        InputError: If there are too few draws for a range.
    """
    judged = {
        reading: tuple(judge_check(check, found[check.figure]) for check in pattern.checks)
        for reading, found in figures.items()
    }
    by_reading = {
        reading: combine([j.verdict for j in found if j.verdict is not None])
        for reading, found in judged.items()
    }
    verdict = judge_readings(list(by_reading.values()))
    return PatternFound(pattern, judged, by_reading, verdict, _why(judged, by_reading, verdict))


def patterns_table(found: Mapping[str, PatternFound]) -> pl.DataFrame:
    """Give every figure of every pattern under every reading as a table, one row each.

    Args:
        found: Patterns by id.

    Returns:
        `pattern`, `pattern_verdict`, `reading`, `figure`, `title`, `unit`, `low`, `mid`, `high`,
        `share_without`, `rule`, `came_out`, `verdict`, `why`, `sources`. What is NaN or infinite is
        null.
    """
    rows = [
        {
            "pattern": name,
            "pattern_verdict": one.verdict,
            "reading": reading,
            "figure": j.check.figure,
            "title": j.check.title,
            "unit": j.check.unit,
            **{end: _finite(getattr(j, end)) for end in ("low", "mid", "high")},
            "share_without": j.share_without,
            "rule": j.check.rule.words if j.check.rule else None,
            "came_out": j.came_out,
            "verdict": j.verdict,
            "why": j.why,
            "sources": "; ".join(one.pattern.sources),
        }
        for name, one in found.items()
        for reading, judged in one.judged.items()
        for j in judged
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def verdicts_table(found: Mapping[str, PatternFound]) -> pl.DataFrame:
    """Give the verdict of each pattern under each reading and over all, one row each reading.

    Args:
        found: Patterns by id.

    Returns:
        `pattern`, `title`, `verdict`, `why`, `reading`, `reading_verdict`, `says`, `covers`,
        `sources`.
    """
    rows = [
        {
            "pattern": name,
            "title": one.pattern.title,
            "verdict": one.verdict,
            "why": one.why,
            "reading": reading,
            "reading_verdict": verdict,
            "says": one.pattern.says,
            "covers": one.pattern.covers,
            "sources": "; ".join(one.pattern.sources),
        }
        for name, one in found.items()
        for reading, verdict in one.by_reading.items()
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _why(
    judged: Mapping[str, tuple[Judged, ...]], by_reading: Mapping[str, Verdict], verdict: Verdict
) -> str:
    """Name what fails it, the readings that differ, or the reasons under the first reading."""
    if len(set(by_reading.values())) > 1:
        under: dict[Verdict, list[str]] = {}
        for reading, one in by_reading.items():
            under.setdefault(one, []).append(reading)
        each = "; ".join(f"{one} under {', '.join(names)}" for one, names in under.items())
        return f"the readings differ: {each}"
    of_first = [j for j in next(iter(judged.values())) if j.verdict == verdict]
    if verdict == "fail":
        return "; ".join(j.check.title for j in of_first)
    told = [j.why if j.came_out == "pass" else f"{j.check.title}: {j.why}" for j in of_first]
    return "; ".join(dict.fromkeys(told)) if verdict != "pass" else ""
