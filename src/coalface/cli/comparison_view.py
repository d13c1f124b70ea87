"""What a reader sees of two scenarios compared."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from coalface.brief.numerals import format_amount, format_number, format_range
from coalface.cli.plain_text import plain
from coalface.cli.printing import View, print_json, print_view
from coalface.cli.run_progress import run_progress
from coalface.pipeline.scenario_explained import can_be_explained
from coalface.pipeline.scenarios import RunOptions, compare_scenarios
from coalface.scenarios.comparison import Answer, Comparison
from coalface.scenarios.measures import RECEIVERS
from coalface.scenarios.months import month_name, shift_day
from coalface.scenarios.recoveries import TOO_QUICK
from coalface.scenarios.sensitivity import DriverShare
from coalface.scenarios.summaries import FEWEST_SUMMED, FirstLoss, Recovery
from coalface.vocabulary.numbers import Number

__all__ = ["show_comparison"]

MARK = "*"
LONGEST = 60


def show_comparison(
    base: str,
    other: str,
    options: RunOptions,
    *,
    n_months: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare two scenarios and print the answer."""
    with run_progress() as tell:
        found = compare_scenarios(base, other, options, n_months=n_months, out=out, tell=tell)
    if as_json:
        print_json(_told(found))
        return
    if found.first is None:
        print(plain(f"{found.title}, against {found.base}: no difference in any month."))
        for note in found.notes:
            print(plain(note))
        return
    print_view(_answers(found))
    for view in _losses(found):
        print_view(view)
    if found.recoveries:
        print_view(_recoveries(found))
    print_view(_drivers(found))


def _answers(found: Comparison) -> View:
    assert found.first is not None
    since = month_name(found.first)
    title = f"{found.title}, against {found.base}: {found.n_months} months from {since}"
    rows = [
        (
            answer.measure.title + (MARK if answer.assumed else ""),
            _with_range(answer.base),
            _with_range(answer.other),
            _with_range(answer.difference),
            _direction(answer),
        )
        for answer in found.answers
    ]
    heads = ("Measure", f"~>{found.base}", f">{found.other}", ">Difference", "In how many draws")
    notes = (
        f"Middle and 90 % range of {found.n_draws:,} paired draws. {MARK} rests on parameters that "
        "are assumptions. Money is nominal US dollars, summed over the months, not discounted.",
        *found.notes,
        *_explained(found),
    )
    return View(title, heads, rows, notes)


def _explained(found: Comparison) -> tuple[str, ...]:
    if not can_be_explained((found.base, found.other), found.stem.rsplit("/", 1)[-1]):
        return ()
    return (
        f"What a number rests on: `coalface explain {found.stem}/MEASURE/COLUMN`, COLUMN base, "
        "other or difference; --json has the ids.",
    )


def _losses(found: Comparison) -> list[View]:
    """Give those who lose, and apart from them those who have more over all the months."""
    note = (
        "A loss or gain is 5 % less or more than in the other scenario, over twelve months or "
        f"those since the first difference, {FEWEST_SUMMED} at least{_earliest(found)}. Months "
        "are those of the middle draw. Miners and households are always shown."
    )
    kinds = (("Who loses first", False), ("Who gains all in all", True))
    heads = ("Who", "First loses, in how many draws", "First gains", ">All in all, middle draw")
    tables = [
        (title, [_loss(found, loss) for loss in found.losses if loss.gains_all_in_all == gains])
        for title, gains in kinds
    ]
    shown = [(title, rows) for title, rows in tables if rows]
    return [
        View(title, heads, rows, (note,) if i == 0 else ()) for i, (title, rows) in enumerate(shown)
    ]


def _earliest(found: Comparison) -> str:
    """Say before which month the rule finds no loss, whatever happens."""
    assert found.first is not None
    earliest = month_name(shift_day(found.first, FEWEST_SUMMED - 1))
    return f": by that rule nobody loses or gains before {earliest}"


def _loss(found: Comparison, loss: FirstLoss) -> tuple[str, str, str, str]:
    return (
        loss.receiver,
        _first(found, loss.p_loses, loss.month),
        _first(found, loss.p_gains, loss.gain_month),
        _all_in_all(loss),
    )


def _all_in_all(loss: FirstLoss) -> str:
    """Give the change as a part, or as an amount where what it is a part of is not above nought."""
    if loss.change_share is not None:
        return f"{loss.change_share:+.0%}"
    unit = next("USD" if r.is_summed else "points" for r in RECEIVERS if r.title == loss.receiver)
    amount = format_amount(loss.change.mid, unit)
    return f"+{amount}" if loss.change.mid > 0 else amount


def _first(found: Comparison, share: float, month: int | None) -> str:
    if share == 0 or found.first is None:
        return "-"
    if month is None:
        return f"in {share:.0%}"
    return f"{month_name(shift_day(found.first, month))}, in {share:.0%}"


def _recoveries(found: Comparison) -> View:
    rows = [
        (name, _months(recovery), f"{recovery.p_within:.0%}", f"{recovery.p_fell:.0%}")
        for name, recovery in found.recoveries.items()
    ]
    heads = ("Scenario", "Months to 80 % of earlier capacity", ">Of draws, back within the run",
             ">Had fallen below it")  # fmt: skip
    return View("How long coal mines take to come back after the ban", heads, rows, (TOO_QUICK,))


def _drivers(found: Comparison) -> View:
    rows = [
        (answer.measure.title, _named(answer.drivers), _assumptions(answer))
        for answer in found.answers
        if not answer.paired.is_same
    ]
    heads = ("Difference in", "Driven by (part of the variance)", "~Assumptions among what may")
    note = (
        "A part of the variance is what a parameter explains alone, with its 90 % interval; "
        "rises or falls: the difference, as the parameter rises. The rest is interplay and chance. "
        f"{MARK} an assumption, or nothing was found."
    )
    return View("What drives the differences", heads, rows, (note,))


def _named(drivers: Sequence[DriverShare]) -> str:
    if not drivers:
        return "no single parameter"
    return "; ".join(
        f"{_title(d)}, {d.parameter}{MARK if d.is_assumed else ''}: {d.share:.0%} ({d.low:.0%} to "
        f"{d.high:.0%}), {'rises' if d.sign > 0 else 'falls'}"
        for d in drivers
    )


def _title(driver: DriverShare) -> str:
    """Give the first words of what a parameter is."""
    words = driver.meaning.partition(":")[0].split(" (")[0]
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} ..."


def _assumptions(answer: Answer) -> str:
    names = [d.parameter for d in answer.assumed[:3]]
    more = len(answer.assumed) - len(names)
    told = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    return told if answer.is_told else "; ".join(filter(None, (told, "others: too few draws")))


def _direction(answer: Answer) -> str:
    paired = answer.paired
    if paired.is_same:
        return "no difference"
    word = "lower" if paired.p_lower >= paired.p_higher else "higher"
    return f"{word} in {paired.p_direction:.0%}"


def _with_range(number: Number) -> str:
    span = format_range(number)
    return f"{format_number(number)} ({span})" if span else format_number(number)


def _months(recovery: Recovery) -> str:
    def words(value: float) -> str:
        more = f"more than {recovery.horizon_months}"
        return more if value == float("inf") else f"{value:.0f}"

    months = recovery.months
    return f"{words(months.mid)} ({words(months.low)} to {words(months.high)})"


def _told(found: Comparison) -> dict[str, object]:
    """Give it as JSON; what does not come within the run is null."""
    return {
        "title": found.title,
        "base": found.base,
        "other": found.other,
        "first": found.first,
        "n_months": found.n_months,
        "n_draws": found.n_draws,
        "notes": list(found.notes),
        "rows": [
            {
                "measure": a.measure.id,
                "title": a.measure.title,
                "unit": a.measure.unit,
                **asdict(a.paired),
                "p_direction": a.paired.p_direction,
                "drivers": [asdict(d) for d in a.drivers],
                "assumed": [d.parameter for d in a.assumed],
                "assumptions_are_told": a.is_told,
            }
            for a in found.answers
        ],
        "losses": [
            asdict(loss) | {"gains_all_in_all": loss.gains_all_in_all} for loss in found.losses
        ],
        "recoveries": {n: _finite(asdict(r)) for n, r in found.recoveries.items()},
        "recoveries_note": TOO_QUICK if found.recoveries else None,
        "numbers": [asdict(number) for number in found.numbers],
    }


def _finite(told: dict[str, object]) -> dict[str, object]:
    months = told["months"]
    assert isinstance(months, dict)
    return told | {"months": {k: v if v != float("inf") else None for k, v in months.items()}}
