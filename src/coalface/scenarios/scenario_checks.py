"""What a scenario file must keep beyond its form: dates, overlaps, rules, parameters that exist."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from coalface.law.definitions import Measure
from coalface.law.rulebook import Rulebook
from coalface.scenarios.driver_ranges import LARGEST_RATE, why_out_of_range
from coalface.scenarios.months import month_name
from coalface.scenarios.overlay import overlay, tonnes_a_barrel
from coalface.scenarios.priors import PriorDefinition
from coalface.scenarios.scenario_models import (
    DRIVERS,
    MONTHS_OF,
    SHARE_DRIVERS,
    YEAR_OF_LAST,
    Amendment,
    CapText,
    DriverStep,
    ScenarioFile,
    Shift,
)
from coalface.scenarios.scenario_text import ScenarioText
from coalface.vocabulary.near_names import did_you_mean

__all__ = ["Context", "check_layer"]

Step = tuple[date, date | None, frozenset[str], tuple[str | int, ...]]
MONTHS_A_YEAR = 12
CHOSEN_BY_BRANCH = {"prod.coal.total_2016": "output"}
DAYS_A_MONTH = 30.4375
#: Headings of the Harmonized System (table `hs_nomenclature`): crude oil, refined, gases, waxes,
#: residues, bituminous mixtures.
OIL_HEADINGS = ("2709", "2710", "2711", "2712", "2713", "2715")
CLOSE = 1.02  # a cap of a year counted in days and in months differs by less


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is checked against: the months of the whole scenario, its rules, the priors."""

    months: tuple[date, ...]
    base: str
    book: Rulebook
    priors: Mapping[str, PriorDefinition]


def check_layer(
    text: ScenarioText, layer: ScenarioFile, below: Sequence[ScenarioFile], context: Context
) -> None:
    """Check one file of a scenario, with those that it extends already checked.

    Args:
        text: Of the file, for the lines of errors.
        layer: What it says.
        below: The files that it extends, the first one first.
        context: What it is checked against.

    Raises:
        DefinitionError: At the first thing that is wrong, with its line.
    """
    for steps in _groups(layer):
        for step in steps:
            _check_horizon(text, step, context.months)
        _check_overlaps(text, steps)
    _check_drivers(text, layer)
    _check_rounds(text, layer, context.months)
    _check_parameters(text, layer, context.priors)
    _check_changes(text, layer, below, context)
    _check_amendments(text, layer, below, context)


def _groups(layer: ScenarioFile) -> list[list[Step]]:
    """List what may not overlap, group by group."""
    enforcement: list[Step] = [
        (s.first, s.last, frozenset(s.routes), ("enforcement", i))
        for i, s in enumerate(layer.enforcement)
    ]
    amendments: list[Step] = [
        (s.first, s.last, frozenset({s.rule}), (key, i))
        for key in ("relaxation", "tightening")
        for i, s in enumerate(getattr(layer, key))
    ]
    terms: list[Step] = [
        (s.first, s.last, frozenset({"terms"}), ("terms", i)) for i, s in enumerate(layer.terms)
    ]
    drivers: list[list[Step]] = [
        [(s.first, s.last, frozenset({name}), ("drivers", name, i)) for i, s in enumerate(steps)]
        for name, steps in layer.drivers.items()
    ]
    return [enforcement, amendments, terms, *drivers]


def _check_horizon(text: ScenarioText, step: Step, months: tuple[date, ...]) -> None:
    for day, key in ((step[0], "from"), (step[1], "to")):
        if day is not None and months and not months[0] <= day <= months[-1]:
            raise text.error(
                f"`{key}` {month_name(day)} is outside the months of the scenario, "
                f"{month_name(months[0])}..{month_name(months[-1])}. Move it, or widen `months`.",
                *step[3],
                key,
            )


def _check_overlaps(text: ScenarioText, steps: Iterable[Step]) -> None:
    for one, two in combinations(steps, 2):
        first, second = sorted((one, two), key=lambda s: s[0])
        meets = first[1] is None or second[0] <= first[1]
        shared = first[2] & second[2]
        if shared and meets:
            until = "the end" if first[1] is None else month_name(first[1])
            raise text.error(
                f"overlaps line {text.line(*one[3])}: both speak of {', '.join(sorted(shared))} "
                f"from {month_name(second[0])} (the earlier one holds to {until}). Give the "
                "earlier one a `to` before that month.",
                *two[3],
            )


def _check_drivers(text: ScenarioText, layer: ScenarioFile) -> None:
    for name, steps in layer.drivers.items():
        if name not in DRIVERS:
            raise text.error(
                f"unknown driver {name!r}{did_you_mean(name, DRIVERS)} Known are "
                f"{', '.join(DRIVERS)}.",
                "drivers",
                name,
            )
        for i, step in enumerate(steps):
            if name in SHARE_DRIVERS and step.level is not None and step.level > 1:
                raise text.error(
                    f"{name} is a share: level {step.level:g} is above 1. Give 0 to 1.",
                    *("drivers", name, i, "level"),
                )
            is_price = name.endswith("_price") or name == "cny_per_usd"
            if is_price and 0 in (step.level, step.rate):
                raise text.error(f"{name} cannot be 0. Give a number above 0.", "drivers", name, i)
            problem = _why_too_far(name, step)
            if problem:
                raise text.error(problem, "drivers", name, i)


def _why_too_far(name: str, step: DriverStep) -> str:
    if step.rate is not None and step.rate > LARGEST_RATE:
        return f"{name} {step.rate:g} times what it was is too much. Give {LARGEST_RATE:g} or less."
    return "" if step.level is None else why_out_of_range(name, step.level)


def _check_rounds(text: ScenarioText, layer: ScenarioFile, months: tuple[date, ...]) -> None:
    for i, step in enumerate(layer.enforcement):
        if step.pulse is None or not months:
            continue
        last = step.last or months[-1]
        n = (last.year - step.first.year) * MONTHS_A_YEAR + last.month - step.first.month + 1
        if n % step.pulse.every:
            raise text.error(
                f"{n} months are no whole number of rounds of {step.pulse.every}, so the mean "
                "would change. Move `from` or `to`.",
                "enforcement",
                i,
            )


def _check_parameters(
    text: ScenarioText, layer: ScenarioFile, priors: Mapping[str, PriorDefinition]
) -> None:
    for name, value in layer.parameters.items():
        prior = priors.get(name)
        if prior is None:
            raise text.error(
                f"unknown parameter {name!r}{did_you_mean(name, priors)} Parameters stand in "
                "data/scenarios/priors.yml.",
                "parameters",
                name,
            )
        if name in CHOSEN_BY_BRANCH:
            raise text.error(
                f"{name} follows the branch {CHOSEN_BY_BRANCH[name]!r}. Write that under "
                "`branches` instead.",
                "parameters",
                name,
            )
        rivals = tuple(c.value for c in prior.components)
        if rivals and value not in rivals:
            told = ", ".join(f"{v:g}" for v in rivals)
            raise text.error(
                f"{name} has rival values {told}, never one between: found {value:g}.",
                "parameters",
                name,
            )
        if not prior.low <= value <= prior.high:
            raise text.error(
                f"{name} {value:g} is outside its range, {prior.low:g} to {prior.high:g} "
                f"{prior.unit}. Give a value within it.",
                "parameters",
                name,
            )


def _check_changes(
    text: ScenarioText, layer: ScenarioFile, below: Sequence[ScenarioFile], context: Context
) -> None:
    made = overlay(context.book, below, context.base)
    known = {m.id for m in made.measures}
    amended = {s.rule for x in below for s in (*x.relaxation, *x.tightening)}
    seen: set[str] = set()
    for i, change in enumerate(layer.rules.change):
        where = ("rules", "change", i, "rule")
        _check_rule(text, change.rule, known, context, where)
        if change.rule in seen:
            raise text.error(
                f"rule {change.rule} is changed twice. Keep one of the changes.", *where
            )
        if change.rule in amended:
            raise text.error(
                f"rule {change.rule} is replaced by a cap or lifted in a scenario that this one "
                "extends, so it cannot be moved or dropped here. Extend another.",
                *where,
            )
        seen.add(change.rule)
        if change.shift is not None:
            start = min(m.starts_on for m in made.measures if m.id == change.rule)
            problem = _why_no_move(start, change.shift, context.book)
            if problem:
                raise text.error(f"rule {change.rule} {problem}", *where[:-1], "shift")


def _why_no_move(start: date, shift: Shift, book: Rulebook) -> str:
    """Say why a rule can't move to before the first resolution, or to after all months."""
    earliest, latest = min(m.starts_on for m in book.measures), date(YEAR_OF_LAST, 12, 31)
    try:
        moved = shift.move(start)
    except (ValueError, OverflowError):
        moved = date.min
    if earliest <= moved <= latest:
        return ""
    told = "a day that no calendar has" if moved == date.min else str(moved)
    return (
        f"begins on {start}; moved so it would begin on {told}, outside {earliest} (the first "
        f"resolution) to {latest}. Move it less, or drop it."
    )


def _check_rule(
    text: ScenarioText,
    rule: str,
    known: set[str],
    context: Context,
    where: tuple[str | int, ...],
) -> None:
    if rule in known:
        return
    packaged = {m.id for m in context.book.measures}
    if rule in packaged:
        raise text.error(
            f"rule {rule} does not apply here: base {context.base}, a change or an end before "
            "its start leaves it out. Remove this, or change the base.",
            *where,
        )
    raise text.error(
        f"unknown rule {rule!r}{did_you_mean(rule, packaged)} `coalface rules` lists them.", *where
    )


def _check_amendments(
    text: ScenarioText, layer: ScenarioFile, below: Sequence[ScenarioFile], context: Context
) -> None:
    only_changes = layer.model_copy(update={"relaxation": (), "tightening": ()})
    book = overlay(context.book, (*below, only_changes), context.base)
    measures = {m.id: m for m in reversed(book.measures)}  # of parts, the first counts
    oils = _oils(book)
    checks: dict[str, Callable[[Measure, Amendment], str]] = {
        "relaxation": _why_no_relief,
        "tightening": _why_not_tighter,
    }
    for key, check in checks.items():
        for i, step in enumerate(getattr(layer, key)):
            _check_rule(text, step.rule, set(measures), context, (key, i, "rule"))
            measure = measures[step.rule]
            if step.first < measure.starts_on:
                raise text.error(
                    f"`from` {month_name(step.first)} is before the rule begins, on "
                    f"{measure.starts_on}. Start later, or drop the rule.",
                    *(key, i, "from"),
                )
            problem = _why_no_such_unit(measure, step, oils) or check(measure, step)
            if problem:
                raise text.error(problem, key, i)


def _oils(book: Rulebook) -> frozenset[str]:
    """Name the groups of goods that are counted in barrels: oils and gases by all their codes."""
    return frozenset(
        group.id
        for group in book.groups.values()
        if group.codes and all(c.code.startswith(OIL_HEADINGS) for c in group.codes)
    )


def _why_no_such_unit(measure: Measure, step: Amendment, oils: frozenset[str]) -> str:
    """Say why a cap's unit does not fit the goods of a rule: it would limit nothing."""
    if step.cap is None:
        return ""
    if not measure.groups:
        return (
            f"{measure.id} names no goods that a cap could count. Write `lift: true`, or drop it."
        )
    if step.cap.barrels is not None and not oils.issuperset(measure.groups):
        return (
            f"{measure.id} is about {', '.join(measure.groups).replace('_', ' ')}, which nobody "
            "counts in barrels: such a cap would limit nothing. Give tonnes or usd."
        )
    return ""


def _why_no_relief(measure: Measure, step: Amendment) -> str:
    if step.cap is None or measure.cap is None:
        return ""
    if measure.cap.periods and not _both(measure, step.cap):
        return f"{measure.id} is not capped in these units. Give tonnes, barrels or usd as it does."
    if all(new < old * CLOSE for new, old in _both(measure, step.cap)):
        return f"the cap is no higher than that of {measure.id}. Write it under `tightening`."
    return ""


def _why_not_tighter(measure: Measure, step: Amendment) -> str:
    if step.lift:
        return "a rule is not tightened by being lifted. Write it under `relaxation`."
    if measure.cap is None:
        return f"{measure.id} has no cap to tighten: it bans. Write a cap under `relaxation`."
    pairs = _both(measure, step.cap) if step.cap is not None else []
    if not pairs:
        return f"{measure.id} is not capped in these units. Give tonnes, barrels or usd as it does."
    if any(new > old * CLOSE for new, old in pairs):
        return f"the cap is higher than that of {measure.id}. Write it under `relaxation`."
    return ""


def _both(measure: Measure, cap: CapText) -> list[tuple[float, float]]:
    """Give new and old limit a month, for each limb that both have."""
    assert measure.cap is not None
    if not measure.cap.periods:
        return []
    period = measure.cap.periods[-1]
    n_old = (period.ends_on - period.starts_on).days / DAYS_A_MONTH
    n_new = MONTHS_OF[cap.per]
    ratio = tonnes_a_barrel(measure)
    old_t = period.quantity_t
    if old_t is None and period.quantity_bbl and ratio:
        old_t = period.quantity_bbl * ratio
    new_t = cap.tonnes or (cap.barrels * ratio if cap.barrels and ratio else None)
    limbs = ((new_t, old_t), (cap.barrels, period.quantity_bbl), (cap.usd, period.value_usd))
    return [(new / n_new, old / n_old) for new, old in limbs if new and old]
