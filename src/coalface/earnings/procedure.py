"""The export procedure step by step, who takes each step, and what it moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

import polars as pl
from pydantic import Field

from coalface.earnings.actors import Actor, Mechanism, check_names, load_actors
from coalface.earnings.parameters import Publication, load_parameters, load_publications
from coalface.vocabulary.definitions import Definition, read_definition
from coalface.vocabulary.numbers import Number

__all__ = [
    "Bank",
    "Phase",
    "PhaseForm",
    "Procedure",
    "Reform",
    "Step",
    "StepForm",
    "find_procedure",
    "load_phases",
    "numbers",
    "procedure_table",
    "read_phases",
]

TRADE_BANK, OTHER_BANKS, COMPANY = "foreign_trade_bank", "special_banks", "trading_company"
OTHER_SPONSORS = ("party", "military", "security")
NOT_STATED = "which bank serves which sponsor is not stated"


class StepForm(Definition):
    """One step as its file has it."""

    step: int = Field(ge=1)
    do: str
    by: str
    to: str = ""
    with_: str = Field(default="", alias="with")
    alternative: str = ""
    amount_ref: str = ""


class PhaseForm(Definition):
    """One phase as the file has it; with `valid_from` a variant of other phases."""

    id: str
    title: str
    sources: tuple[str, ...] = Field(min_length=1)
    instead_of: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    steps: tuple[StepForm, ...] = Field(min_length=1)


class _Phases(Definition):
    phases: tuple[PhaseForm, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does what to whom, and what it moves where a parameter says it."""

    order: int
    action: str
    actor: str
    other: str
    alternative: str
    amount: Number | None


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps that belong together.

    Attributes:
        id: Name.
        title: As printed.
        steps: In order; steps of one phase may run side by side.
        instead_of: Titles of the phases that this variant takes the place of.
        period: Years of a variant, or "".
        sources: Publications.
    """

    id: str
    title: str
    steps: tuple[Step, ...]
    instead_of: tuple[str, ...]
    period: str
    sources: tuple[Publication, ...]


@dataclass(frozen=True, slots=True)
class Bank:
    """Where the companies of one sponsor keep their foreign currency."""

    sponsor: str
    companies: tuple[str, ...]
    bank: str
    members: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Reform:
    """One dated rule or event of DPRK trade."""

    row_id: str
    when: str
    what: str
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """The procedure, its variants, the banks by sponsor and the register of reforms."""

    phases: tuple[Phase, ...]
    variants: tuple[Phase, ...]
    banks: tuple[Bank, ...]
    reforms: tuple[Reform, ...]
    sources: tuple[Publication, ...]


@lru_cache(maxsize=1)
def load_phases() -> tuple[PhaseForm, ...]:
    """Read the packaged procedure.

    Raises:
        DefinitionError: If it is wrong or names what is not known; names file and line.
    """
    return read_phases(resources.files("coalface") / "data" / "actors" / "procedure.yml")


def read_phases(file: Traversable) -> tuple[PhaseForm, ...]:
    """Read a procedure, checked against actors, parameters and publications.

    Args:
        file: The YAML file.

    Raises:
        DefinitionError: If it is wrong or names what is not known; names file and line.
    """
    text = file.read_text(encoding="utf-8")
    phases = read_definition(text, file.name, _Phases).phases
    steps = [s for p in phases for s in p.steps]
    actors = [a for s in steps for a in (s.by, s.to, s.with_, s.alternative) if a]
    check_names(file.name, text, "actor", actors, load_actors().actors)
    refs = [s.amount_ref for s in steps if s.amount_ref]
    check_names(file.name, text, "parameter", refs, load_parameters())
    cited = [s for p in phases for s in p.sources]
    check_names(file.name, text, "source", cited, load_publications())
    check_names(file.name, text, "phase", (i for p in phases for i in p.instead_of), _ids(phases))
    return phases


def find_procedure(reforms: pl.DataFrame) -> Procedure:
    """Find the procedure with the register of reforms beside it.

    The order is that told by the sources. It is a rule as reported, not what each company did.

    Args:
        reforms: Table `reforms`.
    """
    mechanism, forms = load_actors(), load_phases()
    titles = {form.id: form.title for form in forms}
    phases = tuple(_phase(form, mechanism, titles) for form in forms)
    cited = dict.fromkeys(s.id for p in phases for s in p.sources)
    return Procedure(
        phases=tuple(p for p in phases if not p.instead_of),
        variants=tuple(p for p in phases if p.instead_of),
        banks=_banks(mechanism),
        reforms=_reforms(reforms),
        sources=tuple(load_publications()[i] for i in cited),
    )


def numbers(procedure: Procedure) -> tuple[Number, ...]:
    """Give every number of the procedure, in order."""
    phases = (*procedure.phases, *procedure.variants)
    return tuple(s.amount for p in phases for s in p.steps if s.amount is not None)


def procedure_table(procedure: Procedure) -> pl.DataFrame:
    """Give the procedure as a flat table, one row a step."""
    rows = [
        {
            "phase": phase.id,
            "phase_title": phase.title,
            "instead_of": "; ".join(phase.instead_of),
            "period": phase.period,
            "step": step.order,
            "actor": step.actor,
            "action": step.action,
            "other": step.other,
            "alternative": step.alternative,
            "amount": step.amount.value if step.amount else None,
            "amount_low": step.amount.low if step.amount else None,
            "amount_high": step.amount.high if step.amount else None,
            "unit": step.amount.unit if step.amount else "",
            "mark": step.amount.mark if step.amount else "",
            "sources": ";".join(s.id for s in phase.sources),
            "inputs": ";".join(step.amount.inputs) if step.amount else "",
        }
        for phase in (*procedure.phases, *procedure.variants)
        for step in phase.steps
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _ids(phases: Iterable[PhaseForm]) -> list[str]:
    return [phase.id for phase in phases]


def _phase(form: PhaseForm, mechanism: Mechanism, titles: dict[str, str]) -> Phase:
    return Phase(
        id=form.id,
        title=form.title,
        steps=tuple(_step(form.id, step, mechanism) for step in form.steps),
        instead_of=tuple(titles[i] for i in form.instead_of),
        period=_period(form),
        sources=tuple(load_publications()[s] for s in form.sources),
    )


def _period(form: PhaseForm) -> str:
    if form.valid_from is None:
        return ""
    last = None if form.valid_to is None else form.valid_to.year - 1
    if last == form.valid_from.year:
        return str(last)
    return f"from {form.valid_from.year}" + (f" to {last}" if last else "")


def _step(phase_id: str, form: StepForm, mechanism: Mechanism) -> Step:
    parameter = load_parameters()[form.amount_ref] if form.amount_ref else None
    return Step(
        order=form.step,
        action=form.do,
        actor=_title(form.by, mechanism),
        other=_title(form.to or form.with_, mechanism),
        alternative=_title(form.alternative, mechanism),
        amount=parameter.number(f"procedure/{phase_id}/{form.step}") if parameter else None,
    )


def _title(actor_id: str, mechanism: Mechanism) -> str:
    return mechanism.actors[actor_id].title if actor_id else ""


def _banks(mechanism: Mechanism) -> tuple[Bank, ...]:
    """Give the bank of each sponsor's companies, as far as it was told."""
    companies = mechanism.actors[COMPANY].by_sponsor
    trade, others = mechanism.actors[TRADE_BANK], mechanism.actors[OTHER_BANKS]
    return (
        _bank("cabinet", companies, trade, ""),
        *(_bank(sponsor, companies, others, NOT_STATED) for sponsor in OTHER_SPONSORS),
    )


def _bank(sponsor: str, companies: dict[str, tuple[str, ...]], bank: Actor, note: str) -> Bank:
    return Bank(sponsor, companies.get(sponsor, ()), bank.title, bank.members, note)


def _reforms(reforms: pl.DataFrame) -> tuple[Reform, ...]:
    ordered = reforms.sort("on", "row_id", nulls_last=True)
    return tuple(
        Reform(
            row_id=row["row_id"],
            when=_when(row["on"], row["precision"]),
            what=row["what"],
            source_id=row["source_id"],
            confidence=row["confidence"],
        )
        for row in ordered.iter_rows(named=True)
    )


def _when(day: date | None, precision: str) -> str:
    if day is None:
        return "undated"
    return {"year": f"{day:%Y}", "month": f"{day:%Y-%m}"}.get(precision, f"{day:%Y-%m-%d}")
