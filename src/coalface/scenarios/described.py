"""A scenario in words: each change of each layer as a row, and the law that comes of it."""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from coalface.law.rulebook import Rulebook, load_rulebook
from coalface.scenarios.driver_ranges import UNITS
from coalface.scenarios.drivers import UNLAWFUL_ROUTES
from coalface.scenarios.fixed import load_fixed
from coalface.scenarios.forcing import GOODS, Forcing
from coalface.scenarios.law_path import spells_of
from coalface.scenarios.months import month_axis, month_name
from coalface.scenarios.overlay import overlay
from coalface.scenarios.scenario_file import Scenario
from coalface.scenarios.scenario_models import (
    MONTHS_OF,
    Amendment,
    CapText,
    DriverStep,
    EnforcementStep,
    RuleChange,
    ScenarioFile,
)
from coalface.scenarios.world import World

__all__ = [
    "NO_EFFECT",
    "changes_table",
    "idle_steps",
    "inputs_table",
    "law_table",
    "scenarios_table",
]

#: Why enforcement of declared trade changes no result.
NO_EFFECT = (
    "enforcement of a declared route changes no result: what is banned is not declared there, the "
    "law itself stops it, and lawful cargo is not seized. Change ship-to-ship, direct-dark, "
    "relabelled or all, or the law under `rules`"
)

Said = tuple[str, str, date | None, date | None, str, str]
Row = tuple[str, str, str, date | None, date | None, str, str]
COLUMNS = ("scenario", "kind", "subject", "from_month", "to_month", "change", "words")


def scenarios_table(scenarios: Sequence[Scenario]) -> pl.DataFrame:
    """Give one row a scenario: name, title, what it extends and is told against, what it means."""
    return pl.DataFrame(
        [
            {
                "name": s.name,
                "title": s.title,
                "extends": s.layers[-1].extends,
                "compare_to": s.compare_to,
                "first_month": s.months[0],
                "last_month": s.months[-1],
                "about": s.about,
                "digest": s.digest,
            }
            for s in scenarios
        ]
    )


def changes_table(scenario: Scenario) -> pl.DataFrame:
    """Give one row a change, layer by layer, in the order in which they are applied.

    Levels of enforcement in it are what the file supposes of a whole class of trade; they measure
    nothing.

    Args:
        scenario: The scenario.

    Returns:
        Columns `scenario`, `kind`, `subject`, `from_month`, `to_month` (the last month included;
        empty: to the end), `change`, `words`.
    """
    rows = [row for layer in scenario.layers for row in _rows(layer)]
    days = ("from_month", "to_month")
    schema = {name: pl.Date if name in days else pl.String for name in COLUMNS}
    return pl.DataFrame(rows, schema=schema, orient="row")


def idle_steps(scenario: Scenario) -> tuple[str, ...]:
    """Name the steps of enforcement that can change no result, as `route from month (file)`.

    Args:
        scenario: The scenario.
    """
    return tuple(
        f"{step.route} from {month_name(step.first)} ({layer.scenario})"
        for layer in scenario.layers
        for step in layer.enforcement
        if _is_idle(step)
    )


def law_table(scenario: Scenario, book: Rulebook | None = None) -> pl.DataFrame:
    """Give the law of the scenario by good and spell, as its reading of contested spells has it.

    It is not the law in force, which `coalface rules` gives.

    Args:
        scenario: The scenario.
        book: The rulebook; the packaged one if None.

    Returns:
        Columns `good`, `starts_on`, `ends_on` (excluded), `state` (`open`, `conditional`, `cap`,
        `banned`), `stop_t` and `stop_usd` (where a cap stops trade), `measures`.
    """
    rules = overlay(book or load_rulebook(), scenario.layers, scenario.base)
    rows = []
    for good in GOODS:
        for spell in spells_of(rules, scenario.months, good, scenario.branches.law):
            is_open = not (spell.is_banned or spell.is_conditional)
            state = "banned" if spell.is_banned else "open" if is_open else "conditional"
            rows.append(
                {
                    "good": good,
                    "starts_on": spell.starts_on,
                    "ends_on": spell.ends_on,
                    "state": "cap" if spell.cap is not None else state,
                    "stop_t": spell.cap[2] if spell.cap is not None else None,
                    "stop_usd": spell.cap[3] if spell.cap is not None else None,
                    "measures": "; ".join(spell.measures),
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("stop_t", "stop_usd").cast(pl.Float64).fill_nan(None)
    )


def inputs_table(forcing: Forcing, world: World) -> pl.DataFrame:
    """Give what each input of a run rests on, spell by spell; not the inputs themselves.

    Unknowns that vary between draws are not among them.

    Args:
        forcing: Made of the scenario.
        world: That it is run in.

    Returns:
        Columns `input` (a driver; `world/...` and `fixed/...` for what holds all along),
        `starts_on`, `last_on` (a month's first day, included; of the law the first day after),
        `mark` (`published`, `derived`, `imputed`, `assumed`), `source`.
    """
    driven = [
        (name, span.first, span.last, span.mark, span.source)
        for name, spans in forcing.provenance.items()
        for span in spans
    ]
    first, last = forcing.months[0], forcing.months[-1]
    given = [(f"world/{world.name}", first, last, "assumed", reason) for reason in world.marks]
    fixed = [
        (f"fixed/{name}", first, last, each.mark, each.words) for name, each in load_fixed().items()
    ]
    names = ("input", "starts_on", "last_on", "mark", "source")
    return pl.DataFrame(
        [dict(zip(names, row, strict=True)) for row in (*driven, *given, *fixed)],
    )


def _rows(layer: ScenarioFile) -> Iterator[Row]:
    said = (*_rule_rows(layer), *_path_rows(layer), *_choice_rows(layer))
    return ((layer.scenario, *row) for row in said)


def _rule_rows(layer: ScenarioFile) -> Iterator[Said]:
    if layer.rules.base is not None:
        yield "rules", "base", None, None, layer.rules.base, ""
    for change in layer.rules.change:
        yield "rule", change.rule, None, None, _rule_words(change), change.why
    for kind in ("relaxation", "tightening"):
        for step in getattr(layer, kind):
            words = "; ".join(w for w in (step.condition, step.why) if w)
            yield kind, step.rule, step.first, step.last, _cap_words(step), words


def _path_rows(layer: ScenarioFile) -> Iterator[Said]:
    for step in layer.enforcement:
        words = _enforcement_words(step) + ("; no effect" if _is_idle(step) else "")
        yield "enforcement", step.route, step.first, step.last, words, step.why
    for term in layer.terms:
        words = "no prepayment" if term.limit == 0 else f"prepayment at most {term.limit:.0%}"
        yield "terms", "prepayment", term.first, term.last, words, term.why
    for driver, steps in layer.drivers.items():
        for each in steps:
            yield "driver", driver, each.first, each.last, _level(driver, each), each.why


def _choice_rows(layer: ScenarioFile) -> Iterator[Said]:
    for parameter, value in layer.parameters.items():
        yield "parameter", parameter, None, None, f"set to {value:g}", ""
    for branch, choice in layer.branches.model_dump(exclude_none=True).items():
        yield "branch", branch, None, None, str(choice), ""


def _rule_words(change: RuleChange) -> str:
    if change.shift is None:
        return "left out"
    count = change.shift.months or change.shift.days
    unit = "days" if change.shift.days else "months"
    return f"{abs(count)} {unit} {'earlier' if count < 0 else 'later'}" if count else "not moved"


def _cap_words(step: Amendment) -> str:
    if step.cap is None:
        return "lifted"
    return f"capped at {_limits(step.cap)} a {step.cap.per}{_rest(step, MONTHS_OF[step.cap.per])}"


def _rest(step: Amendment, n_months: int) -> str:
    """Say what is left for a last period that the step cuts short."""
    n = 0 if step.last is None else len(month_axis(step.first, step.last)) % n_months
    if n == 0:
        return ""
    last = "month has" if n == 1 else f"{n} months have"
    return f"; its last {last} {n}/{n_months} of that"


def _limits(cap: CapText) -> str:
    limits = (("t", cap.tonnes), ("barrels", cap.barrels), ("USD", cap.usd))
    return " or ".join(f"{value:,.0f} {unit}" for unit, value in limits if value is not None)


def _enforcement_words(step: EnforcementStep) -> str:
    if step.level is not None:
        return f"level {step.level:g}"
    if step.rate is not None:
        return f"{step.rate:g} times what it was"
    if step.pulse is not None:
        pulse = step.pulse
        return (
            f"campaigns of {pulse.lasts} months in {pulse.every}, {pulse.burst:g} times; "
            f"else {pulse.quiet:g} times"
        )
    return "its mean, every month"


def _is_idle(step: EnforcementStep) -> bool:
    return not set(step.routes) & set(UNLAWFUL_ROUTES)


def _level(driver: str, step: DriverStep) -> str:
    if step.level is None:
        return f"{step.rate:g} times what it was"
    return f"{step.level:g} {UNITS.get(driver, 'of 1')}"
