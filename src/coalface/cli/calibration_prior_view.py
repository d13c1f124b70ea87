"""What a reader sees of a calibration before the fit: are figures in reach, what can they tell."""

from coalface.brief.numerals import format_amount
from coalface.cli.printing import View, counted
from coalface.scenarios.calibrate.before_fit import BeforeFit
from coalface.scenarios.calibrate.prior_check import PriorCheck

__all__ = ["UNITS", "identified_view", "prior_view"]

UNITS = {"usd": "USD", "t": "t"}


def prior_view(before: BeforeFit) -> View:
    """Give what is printed of the figures that the priors do not hold."""
    rows = [
        (
            check.target.words,
            _amount(check, check.target.value),
            f"{_amount(check, check.low)} to {_amount(check, check.high)}",
            f"{check.share_below:.1%}",
            f"{check.verdict}: {check.side}",
        )
        for check in before.outside
    ]
    n, inside = len(before.checks), len(before.checks) - len(before.outside)
    notes = (
        f"{inside} of {counted(n, 'figure')} ({before.share_within:.0%}) are within the 90 % range "
        f"of the priors, in {before.n_draws:,} draws with the figure's error and the model's own "
        "miss. Far more than nine in ten would say that the priors are too wide.",
        "At the edge: within 99 % of the draws, not within 90. Out of reach: no fit within the "
        "ranges can meet it, and one that comes near bends other parameters.",
    )
    heads = ("Figure", ">As printed", ">Priors give (90 %)", "~>Draws below it", "Where it lies")
    return View("Figures outside the priors' range, before any fit", heads, rows, notes)


def identified_view(before: BeforeFit) -> View:
    """Give what is printed of what figures can tell apart, and what only together."""
    known = before.known
    strengths = dict(zip(known.names, known.strengths, strict=True))
    rows = [("together", ridge.words, f"{ridge.strength:.1f}") for ridge in known.ridges]
    rows += [
        ("alone", name, f"{strengths[name]:.1f}")
        for name in sorted(known.alone, key=lambda name: -strengths[name])
    ]
    n_shared = sum(len(ridge.parameters) for ridge in known.ridges)
    notes = (
        f"The figures see {counted(known.n_seen, 'independent combination')} of parameters above "
        "noise and chance. How parameters of one combination share it, no fit can tell.",
        f"Of {len(known.names)} parameters {n_shared} are seen only together with others, "
        f"{len(known.alone)} by themselves, {len(known.faint)} faintly, and {len(known.unseen)} "
        "not at all (--json names them).",
        "Effect: standard deviations of noise, over all figures, for one spread of the prior; "
        f"up to {known.yardstick:.1f} is chance. It is what could be learnt by this model, on "
        "average over the priors; what was learnt is below. Which of those near chance are named "
        "changes with the seed.",
    )
    title = "What these figures can tell of parameters"
    return View(title, ("Seen", "Parameters", ">Effect"), rows, notes)


def _amount(check: PriorCheck, value: float) -> str:
    return format_amount(value, UNITS[check.target.measure])
