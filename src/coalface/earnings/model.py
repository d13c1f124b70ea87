"""What goes where: stages, flows, receivers and the rival readings, as named data."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from coalface.earnings.parameter_sums import check_settlement, check_sum
from coalface.earnings.parameters import Parameter, load_parameters
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = [
    "Direction",
    "Flow",
    "Good",
    "Kickback",
    "MineShares",
    "Model",
    "OutputSeries",
    "Part",
    "Receiver",
    "Settlement",
    "Stage",
    "Terms",
    "Valuation",
    "check_shares",
    "load_model",
    "read_model",
]


class Receiver(Definition):
    """Who ends up with a part of the money; `is_home` if that part stays in the country."""

    id: str
    title: str
    is_home: bool
    note: str = ""


class Stage(Definition):
    """One step between what the buyer pays and what the company is left with."""

    id: str
    title: str


class Flow(Definition):
    """The part of a stage that reaches one receiver."""

    id: str
    stage: str
    to: str


class Part(Definition):
    """The parameters whose sum gives a stage its part of the whole costs."""

    stage: Literal["purchase", "haulage", "port"]
    parameters: tuple[str, ...]


class Good(Definition):
    """A good with the parameters of its freight and costs, in USD per t."""

    id: str
    title: str
    hs_code: str
    freight: str
    costs: str
    parts: tuple[Part, ...]


class Kickback(Definition):
    """One reading of the kick-back: on top of the recorded price, inside it, or none."""

    id: str
    title: str
    place: Literal["none", "on_top", "inside"]
    share: str = ""
    middlemen: str = ""
    has_direction: bool = False
    sources: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_a_share_if_any(self) -> "Kickback":
        if (self.place == "none") != (not self.share):
            raise ValueError("a kick-back names its share, and only a kick-back does")
        return self


class Direction(Definition):
    """To which side a kick-back inside the customs value goes."""

    id: str
    title: str
    share_abroad: float = Field(ge=0, le=1)


class Settlement(Definition):
    """Of what the shares due at delivery and after inspection are shares."""

    id: str
    title: str
    of: Literal["rest", "whole"]


class Terms(Definition):
    """How buyers paid from one day on; after `valid_to` nothing is recorded."""

    id: str
    title: str
    valid_from: date
    valid_to: date | None = None
    prepaid: str = ""
    in_kind: str = ""
    sources: tuple[str, ...] = ()


class Valuation(Definition):
    """What is taken off the customs value, or put on it."""

    id: str
    title: str
    less_freight: bool
    with_kickback: bool


class OutputSeries(Definition):
    """One rival estimate of coal output, in Mt a year."""

    id: str
    title: str
    output: str
    value: float
    sources: tuple[str, ...]


class MineShares(Definition):
    """The parameters of output and exports by type of mine."""

    basic_share: str
    basic_share_before: str
    private_share: str
    quota: str
    other_export_share: str


class _Levies(Definition):
    unconditional: str
    other: str


class _Finance(Definition):
    rate: str
    months_prepaid: str
    months_to_inspection: str


class _SettlementShares(Definition):
    on_delivery: str
    after_inspection: str


class Model(Definition):
    """Everything that `data/parameters/earnings_model.yml` says."""

    receivers: tuple[Receiver, ...]
    stages: tuple[Stage, ...]
    flows: tuple[Flow, ...]
    levies: _Levies
    supplies_share: str
    finance: _Finance
    goods: tuple[Good, ...]
    kickbacks: tuple[Kickback, ...]
    directions: tuple[Direction, ...]
    settlements: tuple[Settlement, ...]
    settlement_shares: _SettlementShares
    terms: tuple[Terms, ...]
    valuations: tuple[Valuation, ...]
    freight_share: str
    series: tuple[OutputSeries, ...]
    mines: MineShares
    sponsors: tuple[str, ...]
    sponsor_split: str

    @field_validator("flows")
    @classmethod
    def _flows_join_what_is_there(
        cls, flows: tuple[Flow, ...], info: ValidationInfo
    ) -> tuple[Flow, ...]:
        stages = {s.id for s in info.data.get("stages", ())}
        receivers = {r.id for r in info.data.get("receivers", ())}
        for flow in flows:
            if flow.stage not in stages:
                raise ValueError(f"flow {flow.id}: stage {flow.stage!r} is not one of the stages")
            if flow.to not in receivers:
                raise ValueError(f"flow {flow.id}: {flow.to!r} is not one of the receivers")
        return flows

    @field_validator("kickbacks", "settlements", "valuations", "terms", "series", "goods")
    @classmethod
    def _is_not_empty(cls, value: tuple[Definition, ...]) -> tuple[Definition, ...]:
        if not value:
            raise ValueError("an empty branch: name at least one reading")
        return value

    @model_validator(mode="after")
    def _names_known_parameters(self) -> "Model":
        unknown = sorted(_parameters_of(self) - set(load_parameters()))
        if unknown:
            raise ValueError(f"parameters {unknown} are not known")
        return self

    @property
    def home(self) -> frozenset[str]:
        """Give the receivers whose part stays in the country."""
        return frozenset(r.id for r in self.receivers if r.is_home)

    def good(self, good_id: str) -> Good:
        """Give one of the goods."""
        return next(g for g in self.goods if g.id == good_id)


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Read the packaged model."""
    path = resources.files("coalface") / "data" / "parameters" / "earnings_model.yml"
    return read_model(path.read_text(encoding="utf-8"), "earnings_model.yml")


def read_model(text: str, file_name: str) -> Model:
    """Read a model, packaged or a user's own.

    Args:
        text: The YAML document.
        file_name: Named in errors.

    Raises:
        DefinitionError: If it is wrong, or its shares cannot add up; names file and line.
    """
    model = read_definition(text, file_name, Model)
    check_shares(model, load_parameters())
    return model


def check_shares(model: Model, parameters: Mapping[str, Parameter]) -> None:
    """Check that parameters that a model takes as shares of one whole do not exceed it.

    Raises:
        DefinitionError: If they can; names the files.
    """
    levies, mines, settled = model.levies, model.mines, model.settlement_shares
    check_sum((levies.unconditional, levies.other), parameters, "what authorities take")
    for basic in (mines.basic_share, mines.basic_share_before):
        check_sum((basic, mines.private_share), parameters, "output by type of mine")
    counts = any(s.of == "whole" for s in model.settlements)
    prepaid = [t.prepaid for t in model.terms if t.prepaid and counts]
    check_settlement(settled.on_delivery, settled.after_inspection, prepaid, parameters)


def _parameters_of(model: Model) -> set[str]:
    goods = {p for g in model.goods for p in (g.freight, g.costs)}
    parts = {p for g in model.goods for part in g.parts for p in part.parameters}
    groups = (model.levies, model.finance, model.settlement_shares, model.mines)
    grouped = {str(value) for group in groups for value in group.model_dump().values()}
    kickbacks = {p for k in model.kickbacks for p in (k.share, k.middlemen)}
    terms = {p for t in model.terms for p in (t.prepaid, t.in_kind)}
    single = {model.supplies_share, model.freight_share, model.sponsor_split}
    single |= {s.output for s in model.series}
    return {p for p in goods | parts | grouped | kickbacks | terms | single if p}
