"""What a reader sees of the patterns: each figure with its rule and verdict, then each pattern."""

from collections.abc import Iterator, Mapping
from math import isnan

from coalface.brief.numerals import format_amount
from coalface.cli.printing import View
from coalface.scenarios.pattern_judging import Judged
from coalface.scenarios.patterns import PatternFound

__all__ = ["figures_view", "patterns_view"]

NOT_EVIDENCE = (
    "A pass says that the model can give the pattern within its suppositions, not that the "
    "mechanism works so. Built in: the model or an input holds the answer by assumption, so that "
    "it comes out is no evidence. Nothing was fitted to these figures."
)
SIDE_BY_SIDE = (
    "Readings are taken one by one, never mixed: kick-back (kiep or kdi), settlement (A or B), "
    "output (statkor or nkri), law (practice or text). A pattern passes or fails only where all "
    "agree."
)
UNITS = {"months": "months", "Mt": "Mt"}


def figures_view(found: Mapping[str, PatternFound], base: str) -> View:
    """Give what is printed of the figures: the packaged reading, and where another differs."""
    rows = [
        (name, _words(judged, one, base), _figure(judged), _rule(judged), judged.verdict or "shown")
        for name, one in found.items()
        for judged in one.judged[base]
    ]
    return View(
        f"Their figures, under the reading {base}; [others] where they are judged otherwise",
        ("Pattern", "Figure", "Median (90 % range)", "Rule, set beforehand", "!Verdict"),
        rows,
    )


def patterns_view(found: Mapping[str, PatternFound], draws: int) -> View:
    """Give what is printed of the patterns as a whole."""
    rows = [
        (
            one.verdict,
            one.pattern.title,
            one.why,
            one.pattern.covers,
            ", ".join(one.pattern.sources),
        )
        for one in found.values()
    ]
    return View(
        f"Patterns that sources report, in {draws:,} draws of the priors",
        ("!Verdict", "Pattern", "What fails it, or leaves it open", "What is covered", "~Sources"),
        rows,
        (NOT_EVIDENCE, SIDE_BY_SIDE),
    )


def _words(judged: Judged, one: PatternFound, base: str) -> str:
    others = list(_differing(judged, one, base))
    return judged.check.title + (f" [{'; '.join(others)}]" if others else "")


def _differing(judged: Judged, one: PatternFound, base: str) -> Iterator[str]:
    """Name the readings under which a figure is judged otherwise, each with what it comes to."""
    for reading, found in one.judged.items():
        other = next(j for j in found if j.check == judged.check)
        if other.verdict != judged.verdict:
            yield f"{_told(reading, base)}: {_figure(other)}, {other.verdict}"


def _told(reading: str, base: str) -> str:
    """Give what of a reading differs from the packaged one."""
    pairs = zip(reading.split("."), base.split("."), strict=True)
    return ", ".join(mine for mine, theirs in pairs if mine != theirs)


def _figure(judged: Judged) -> str:
    if isnan(judged.mid):
        return "no figure"
    low, mid, high = (_amount(v, judged.check.unit) for v in (judged.low, judged.mid, judged.high))
    without = f", {judged.share_without:.0%} without" if judged.share_without > 0 else ""
    return f"{mid} ({low} to {high}{without})"


def _amount(value: float, unit: str) -> str:
    if value == float("inf"):
        return "not in the run"
    if unit == "change":
        return f"{value:+.2f}"
    if unit in UNITS:
        return f"{value:,.0f} {unit}" if unit == "months" else f"{value:.2f} {unit}"
    return f"{value:.2f}" if unit == "share" else format_amount(value, unit)


def _rule(judged: Judged) -> str:
    return judged.check.rule.words if judged.check.rule else ""
