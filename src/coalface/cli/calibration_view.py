"""What a reader sees of a calibration: what was learnt, and how the forecasts fared."""

from pathlib import Path

from coalface.brief.numerals import format_amount
from coalface.cli.calibration_prior_view import UNITS, identified_view, prior_view
from coalface.cli.printing import View, counted, print_json, print_view, say
from coalface.cli.run_progress import run_progress
from coalface.pipeline.calibration import (
    HELD,
    MODEL,
    Calibrated,
    CalibrationOptions,
    calibrate_model,
    other_world,
    report_of,
)
from coalface.scenarios.calibrate.fit import ScoreRow, Which

__all__ = ["show_calibration"]

WHICHES: tuple[Which, ...] = ("log_score", "interval_score")


def show_calibration(out: Path | None, options: CalibrationOptions, *, as_json: bool) -> None:
    """Calibrate, and print what was learnt and scored."""
    with run_progress() as tell:
        found = calibrate_model(out, options, tell=tell)
    if as_json:
        print_json(report_of(found))
        return
    print_view(prior_view(found.before))
    print_view(identified_view(found.before))
    print_view(_learnt(found))
    print_view(_forecasts(found))
    print_view(_scores(found))
    if out is not None:
        say(
            f"Posterior of {options.members} members in {out}: give it to `simulate` or `compare` "
            f"as --posterior {out} --draws {options.members}."
        )


def _learnt(found: Calibrated) -> View:
    ordered = sorted(found.fit.informed, key=lambda i: (not i.is_informed, -i.contraction))
    rows = [
        (i.parameter, i.words, f"{i.contraction:.0%}", f"{i.ks:.2f}",
         f"{i.median_score:+.1f} ({i.low_score:+.1f} to {i.high_score:+.1f})")
        for i in ordered
    ]  # fmt: skip
    n = sum(i.is_informed for i in ordered)
    smoothed, last = found.fit.smoothed, found.waves[-1]
    ruled = (
        f"{last.space_share:.1%} of the prior can't be ruled out"
        if last.is_final
        else f"nothing comes within 3 standard deviations; the last wave is at {last.cut_off:.1f}"
    )
    notes = (
        f"{n} of {len(ordered)} parameters are informed by {counted(len(found.fitted), 'figure')}: "
        f"the spread falls by more than {found.fit.yardstick.contraction:.0%}, or the distribution "
        f"moves by more than {found.fit.yardstick.ks:.2f}, as 99 in 100 parameters without any "
        "effect do not. The others are not informed: posterior equals prior.",
        "Score: where the posterior lies in its prior; 0 is the prior's median, -1.6 to +1.6 its "
        "90 % range.",
        f"Mean squared miss in standard deviations: {smoothed.misfit[0]:.1f} before, "
        f"{smoothed.misfit[-1]:.1f} after; about 1 is expected where errors are as large as is "
        f"allowed for. History matching: {ruled}.",
        "Demand until 2016 was made from the same trade, so the fit itself proves little.",
    )
    heads = ("Parameter", "Figures say", ">Spread less by", "~>Distance", "~Score of the posterior")
    return View(f"What trade until {_last_year(found)} says, {found.branches}", heads, rows, notes)


def _forecasts(found: Calibrated) -> View:
    rows = [
        (row.target.words, _amount(row, row.target.value), _range(row),
         _range(_of(found, row, HELD)), f"{row.log_score:.1f}",
         *(f"{_of(found, row, rival).log_score:.1f}" for rival in found.rivals))
        for row in found.scores.rows
        if row.forecast == MODEL
    ]  # fmt: skip
    heads = ("Figure, not fitted", ">As printed", ">Model: middle (90 %)", ">Prices held",
             ">Log score", *(f"~>{rival}" for rival in found.rivals))  # fmt: skip
    notes = (
        "Ex post: the model knows prices, the rate of exchange, power and borders as they came; "
        "the baselines do not. Prices held: it knows them until the first figure scored, and their "
        "mean of the twelve months before from then on. All know the law of each month.",
        f"{found.n_of_nothing} of {len(found.scored)} figures are nothing at all: trade that was "
        "banned, which whoever knows the ban foretells.",
    )
    return View("Ex-post forecasts of what came after", heads, rows, notes)


def _scores(found: Calibrated) -> View:
    scores = found.scores
    rows = [
        (name, f"{scores.mean_log[name]:.2f}", _margin(found, name, "log_score"),
         f"{scores.mean_interval[name]:.2f}", _margin(found, name, "interval_score"),
         f"{scores.coverage[name]:.0%}")
        for name in scores.mean_log
    ]  # fmt: skip
    verdict = (
        "The model beats both baselines by both scores, beyond chance, with prices held too."
        if found.beats_baselines
        else "The model does not beat both baselines by both scores beyond chance: what it says of "
        "other rules is titled an illustration."
    )
    years = ", ".join(f"{year}: {n}" for year, n in scores.n_by_year.items())
    notes = (
        verdict,
        *_of_other_world(found),
        f"Figures scored by year: {years}. Of other years of the span nobody printed a figure of "
        "these goods: missing is missing, and is not scored.",
        "Log score: higher is better. Interval score: lower is better. Scale: logarithm, which "
        "knows zero. The margin is by how much the fitted model is better, with its 90 % interval.",
    )
    heads = ("Forecast", ">Mean log score", ">Margin", ">Mean interval score", ">Margin",
             "~>Inside the 90 % range")  # fmt: skip
    return View("Scores", heads, rows, notes)


def _of_other_world(found: Calibrated) -> tuple[str, ...]:
    """Say which of two worlds predicts better, if a second was fitted."""
    name, world = other_world(found.options), found.options.world
    if name is None:
        return ()
    margins = [found.scores.margin(name, MODEL, which) for which in WHICHES]
    word = "better" if all(m.low > 0 for m in margins) else "no better, beyond chance,"
    return (f"The world {found.options.against} predicts {word} than the world {world}.",)


def _margin(found: Calibrated, name: str, which: Which) -> str:
    if name == MODEL:
        return ""
    margin = found.scores.margin(MODEL, name, which)
    return f"{margin.mid:+.2f} ({margin.low:+.2f} to {margin.high:+.2f})"


def _last_year(found: Calibrated) -> int:
    return max(target.ends_on for target in found.fitted).year - 1


def _of(found: Calibrated, row: ScoreRow, name: str) -> ScoreRow:
    return next(r for r in found.scores.rows if r.forecast == name and r.target == row.target)


def _range(row: ScoreRow) -> str:
    low, mid, high = (_amount(row, value) for value in (row.low, row.mid, row.high))
    return f"{mid} ({low} to {high})"


def _amount(row: ScoreRow, value: float) -> str:
    return format_amount(max(value, 0.0), UNITS[row.target.measure])
