"""Two paired runs side by side: what differs, by how much, how surely, and what drives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from coalface.errors import InputError
from coalface.scenarios.branches import Branches
from coalface.scenarios.carried_on import carried_on_note
from coalface.scenarios.driven_numbers import find_driven
from coalface.scenarios.finite import check_finite
from coalface.scenarios.forcing import Forcing
from coalface.scenarios.measures import MEASURES, RECEIVERS, Measure, value_of
from coalface.scenarios.months import month_name
from coalface.scenarios.parameter_words import PRIORS
from coalface.scenarios.parting import (
    differing_inputs,
    find_first_difference,
    find_first_outcome,
    words_of_input,
)
from coalface.scenarios.recoveries import recovery_of, relief_note
from coalface.scenarios.relevance import without_effect
from coalface.scenarios.sensitivity import FEWEST_TOLD, DriverShare
from coalface.scenarios.summaries import (
    FirstLoss,
    Paired,
    Recovery,
    find_first_losses,
    order_of_loss,
    pair,
)
from coalface.vocabulary.numbers import Number

__all__ = ["Answer", "Comparison", "Ensemble", "compare_runs"]

Floats = NDArray[np.float64]
TOLD_ONLY = frozenset({"id", "is_proven"})  # they need not agree for a pairing
EARLY = date(2016, 1, 1)
LUCAS = (
    "How people here behave was read off 2000 to 2016. Under rules that they never met they may "
    "behave otherwise (the Lucas critique), so the farther from what was seen, the less this holds."
)
LUCAS_EARLY = (
    " This scenario departs before 2016, when no such rule had been seen at all: read it as a "
    "thought experiment."
)


@dataclass(frozen=True)
class Ensemble:
    """A run that can be compared.

    Attributes:
        name: Of the scenario.
        title: In words.
        months: First days of the months.
        forcing: What drove it.
        theta: Parameters of its draws.
        columns: Series by name, `(draw, month)`.
        pairing: What two runs must share to be paired: seed, world, parameters.
        branches: The readings that it holds, or None where they aren't known.
        parameters: Where those of its draws are from, in a sentence.
    """

    name: str
    title: str
    months: tuple[date, ...]
    forcing: Forcing
    theta: Mapping[str, Floats]
    columns: Mapping[str, Floats]
    pairing: Mapping[str, str]
    branches: Branches | None = None
    parameters: str = PRIORS


@dataclass(frozen=True, slots=True)
class Answer:
    """One measure in both runs.

    Attributes:
        measure: Which.
        paired: Spreads of both and of the difference.
        drivers: Parameters that drive the difference, the main ones.
        assumed: Those that are assumptions and drive it, or can't be said not to.
        is_told: Whether there are draws enough to say so; else `assumed` has only the sure ones.
        base: First run's value as a number.
        other: Second run's.
        difference: Second less first.
    """

    measure: Measure
    paired: Paired
    drivers: tuple[DriverShare, ...]
    assumed: tuple[DriverShare, ...]
    is_told: bool
    base: Number
    other: Number
    difference: Number


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a scenario changes against another. An ensemble of suppositions, never a forecast.

    Attributes:
        base: Name of the first scenario.
        other: Name of the second.
        title: What may stand over it.
        first: First month in which any draw differs in any line; where none ever does, the first
            in which the two suppose something else; None where they suppose the same.
        n_months: Months looked at from there.
        n_draws: Paired draws.
        answers: Measure by measure.
        losses: Who loses first, in order; households and miners always among them.
        recoveries: Scenario to how long coal mines take to come back after relief, where any is.
        notes: What a reader must know.
    """

    base: str
    other: str
    title: str
    first: date | None
    n_months: int
    n_draws: int
    answers: tuple[Answer, ...]
    losses: tuple[FirstLoss, ...]
    recoveries: Mapping[str, Recovery]
    notes: tuple[str, ...]

    @property
    def stem(self) -> str:
        """Give the first part of its numbers' ids; measure and column follow."""
        return self.answers[0].base.id.rsplit("/", 2)[0]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Give every number of the answers, in order."""
        return tuple(n for a in self.answers for n in (a.base, a.other, a.difference))


def compare_runs(
    base: Ensemble,
    other: Ensemble,
    *,
    n_months: int = 36,
    is_proven: bool = False,
    measures: Sequence[Measure] = MEASURES,
) -> Comparison:
    """Compare two paired runs from the first month in which any of their draws differ.

    Suppositions may part long before anything comes of it, as enforcement does while nothing is
    forbidden: months in which no draw differs in any line are not looked at.

    Args:
        base: The first run.
        other: The second: same seed, same draws, same world.
        n_months: Months to look at from there; fewer where the run ends.
        is_proven: Whether the model with these parameters has beaten the baselines; else it is
            titled an illustration.
        measures: What to answer in.

    Raises:
        InputError: If they are not paired, have too few draws, or hold what is no number.
    """
    _check_paired(base, other)
    for run in (base, other):
        draws = range(len(next(iter(run.columns.values()))))
        check_finite(run.columns, draws, run.months, of=run.name)
    parted = find_first_difference(base.forcing, other.forcing)
    if (
        parted is None
        and base.theta.keys() == other.theta.keys()
        and _has_other_values(base, other)
    ):
        parted = 0
    start = None if parted is None else find_first_outcome(base.columns, other.columns, parted)
    window = slice(start or 0, (start or 0) + n_months)
    n = len(base.months[window])
    stem = f"scenarios/compare/{base.name}/{other.name}/{base.pairing['id']}-{n}"
    answers = tuple(_answer(m, base, other, window, stem) for m in measures)
    return Comparison(
        base=base.name,
        other=other.name,
        title=f"{'' if is_proven else 'Illustration: '}{other.title}",
        first=None if start is None else base.months[start],
        n_months=n,
        n_draws=len(next(iter(base.theta.values()))),
        answers=answers,
        losses=_losses(base, other, window),
        recoveries={
            run.name: found
            for run in (base, other)
            if (found := recovery_of(run.columns, run.forcing.ban_share[:, 0])) is not None
        },
        notes=(
            *_late_start(base, other, parted, start),
            *_notes(base, other, start, window, answers, is_proven=is_proven),
            base.parameters,
        ),
    )


def _check_paired(base: Ensemble, other: Ensemble) -> None:
    if base.months != other.months:
        raise InputError(
            f"{base.name} and {other.name} run over different months: they can't be paired."
        )
    for name, value in base.pairing.items():
        if name not in TOLD_ONLY and other.pairing[name] != value:
            raise InputError(
                f"{base.name} and {other.name} can't be paired: {name} is {value} in the one and "
                f"{other.pairing[name]} in the other. Run both with the same."
            )


def _has_other_values(base: Ensemble, other: Ensemble) -> bool:
    return any(not np.array_equal(base.theta[n], other.theta[n]) for n in base.theta)


def _answer(measure: Measure, base: Ensemble, other: Ensemble, window: slice, stem: str) -> Answer:
    before, after = (value_of(measure, run.columns, window) for run in (base, other))
    paired = pair(before, after)
    idle = without_effect(base.branches, other.branches)
    theta = {name: values for name, values in base.theta.items() if name not in idle}
    how = f"5, 50 and 95 % of {len(before):,} paired draws"
    driven = find_driven(after - before, theta, how=how, is_same=paired.is_same)
    apart = "points" if measure.unit == "share" else measure.unit
    found = [
        driven.number(f"{stem}/{measure.id}/{column}", f"{measure.title}, {words}", unit, spread)
        for column, words, unit, spread in (
            ("base", base.name, measure.unit, paired.base),
            ("other", other.name, measure.unit, paired.other),
            ("difference", f"{other.name} less {base.name}", apart, paired.difference),
        )
    ]
    return Answer(measure, paired, driven.main, driven.assumed, driven.is_told, *found)


def _losses(base: Ensemble, other: Ensemble, window: slice) -> tuple[FirstLoss, ...]:
    found: list[FirstLoss] = []
    for is_summed in (True, False):
        chosen = [r for r in RECEIVERS if r.is_summed == is_summed]
        both = [
            {r.title: np.sum([run.columns[c][:, window] for c in r.columns], axis=0)
             for r in chosen}
            for run in (base, other)
        ]  # fmt: skip
        found += find_first_losses(*both, is_summed=is_summed)
    always = {r.title for r in RECEIVERS if r.is_always_shown}
    shown = [f for f in found if f.p_loses > 0 or f.p_gains > 0 or f.receiver in always]
    return tuple(sorted(shown, key=order_of_loss))


def _notes(
    base: Ensemble,
    other: Ensemble,
    start: int | None,
    window: slice,
    answers: Sequence[Answer],
    *,
    is_proven: bool,
) -> tuple[str, ...]:
    notes = []
    if start is None:
        notes.append("The two scenarios suppose the same: every difference is nought.")
    elif all(a.paired.is_same for a in answers):
        named = ", ".join(differing_inputs(base.forcing, other.forcing)) or "parameters"
        notes.append(
            f"The two suppose something else ({named}), yet no draw differs in any line: what they "
            "change reaches nothing in these months. Enforcement of declared routes never does."
        )
    if not is_proven:
        notes.append(
            "Illustration: the model has not been shown to forecast better than last year's value "
            "and a walk with the ban as a step. Its ranges are those of its suppositions."
        )
    is_early = start is not None and base.months[start] < EARLY
    notes.append(LUCAS + (LUCAS_EARLY if is_early else ""))
    assumed = _assumed_inputs(other.forcing, base.months[window])
    if assumed:
        notes.append(f"Given and not varied, by assumption in these months: {', '.join(assumed)}.")
    carried = carried_on_note(other.forcing, base.months[window])
    notes += [carried] if carried else []
    reliefs = [relief_note(r.name, r.forcing.ban_share[:, 0], r.months) for r in (base, other)]
    notes += [note for note in reliefs if note]
    resting = [a.measure.title for a in answers if a.assumed]
    if resting:
        notes.append(
            f"{len(resting)} of {len(answers)} lines rest on parameters that are assumptions or "
            "were not found; they are marked."
        )
    if not all(a.is_told for a in answers):
        notes.append(
            f"Too few draws to tell which assumptions drive this: with fewer than {FEWEST_TOLD} "
            "only those are named that surely do. Lines without a mark may rest on assumptions too."
        )
    return tuple(notes)


def _late_start(
    base: Ensemble, other: Ensemble, parted: int | None, start: int | None
) -> tuple[str, ...]:
    """Say where suppositions part before any outcome does."""
    if parted is None or start is None or start == parted:
        return ()
    unlike = differing_inputs(base.forcing, other.forcing, until=start)
    return (
        f"The two suppose something else from {month_name(base.months[parted])} on "
        f"({', '.join(unlike) or 'parameters'}), yet no draw differs in any line before "
        f"{month_name(base.months[start])}: months are counted from there.",
    )


def _assumed_inputs(forcing: Forcing, months: Sequence[date]) -> list[str]:
    """Name the inputs that are assumed in some months, classes of one kind together."""
    names = {
        name.partition("/")[0]
        for name, spans in forcing.provenance.items()
        for span in spans
        if span.mark == "assumed" and months and span.first <= months[-1] and span.last >= months[0]
    }
    return sorted(words_of_input(name) for name in names)
