"""The parameters of who earns what: dated, cited values with their ranges, and draws from them."""

from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal, Self

import numpy as np
import polars as pl
from pydantic import Field, ValidationInfo, field_validator, model_validator

from coalface.errors import DefinitionError
from coalface.vocabulary.definitions import Definition, read_definition
from coalface.vocabulary.numbers import Mark, Number

__all__ = [
    "Component",
    "Parameter",
    "Prior",
    "Publication",
    "draw",
    "load_parameters",
    "load_publications",
    "parameters_table",
    "place_of",
    "publications_table",
    "read_parameters",
]

Basis = Literal[
    "evidence",
    "evidence_range_ours",
    "direction_only",
    "derived",
    "assumption",
    "not_found",
]
Distribution = Literal["triangular", "uniform", "fixed", "lognormal", "mixture", "none"]
MARKS: dict[Basis, Mark] = {
    "evidence": "published",
    "evidence_range_ours": "derived",
    "derived": "derived",
    "direction_only": "assumed",
    "assumption": "assumed",
    "not_found": "assumed",
}
QUALITATIVE, SHARE = "qualitative", "share"
CLOSE = 1e-9


class Publication(Definition):
    """What a parameter, an actor, a flow or a step of the procedure cites."""

    id: str
    title: str
    publisher: str
    year: int | None
    url: str | None
    access: str
    kind: str


class _Publications(Definition):
    sources: tuple[Publication, ...]


class _Range(Definition):
    """Low, most likely and high value; none of the three where nothing was found."""

    low: float | None
    mode: float | None
    high: float | None

    @field_validator("mode", "high")
    @classmethod
    def _not_upside_down(cls, value: float | None, info: ValidationInfo) -> float | None:
        for name in ("low", "mode"):
            below = info.data.get(name)
            if name != info.field_name and below is not None and value is not None:
                _check_order(name, below, str(info.field_name), value)
        return value

    @property
    def range(self) -> tuple[float, float, float]:
        """Give low, mode and high.

        Raises:
            ValueError: If nothing was found.
        """
        if self.low is None or self.mode is None or self.high is None:
            raise ValueError("nothing was found")
        return self.low, self.mode, self.high


class Prior(_Range):
    """A range of our own for what was not found. Never to be shown as evidence."""

    basis: Literal["assumption"]


class Component(Definition):
    """One of several rival values of one quantity, with the chance given to it."""

    value: float
    weight: float = Field(gt=0, le=1)


class Parameter(_Range):
    """One value of the mechanism with its range, its time and where it was read.

    Attributes:
        id: Name, e.g. `pay.kickback_share`; its row id is `parameters/<id>`.
        title: What it is, in a few words.
        meaning: What it is, in full.
        group: Subject that it belongs to.
        unit: Unit of low, mode and high.
        low: Lowest value held possible; None where nothing was found.
        mode: Most likely value.
        high: Highest value held possible.
        distribution: Form of the draws.
        period: Time for which it speaks, as the source has it.
        valid_from: First day of that time, or None.
        valid_to: First day after it, or None where it is open.
        basis: How far a source states it.
        sources: Ids of `load_publications`.
        confidence: `high`, `medium`, `low`, or `none` where nothing was found.
        components: Rival values, drawn from by weight and never averaged.
        prior_if_needed: A range of ours, used only where a caller asks for it by name.
        rivals: Parameters that read the same thing otherwise; never to be mixed with this one.
        note: A warning.
    """

    id: str
    title: str
    meaning: str
    group: str
    unit: str
    distribution: Distribution
    period: str
    valid_from: date | None
    valid_to: date | None
    basis: Basis
    sources: tuple[str, ...]
    confidence: Literal["high", "medium", "low", "none"]
    components: tuple[Component, ...] = ()
    prior_if_needed: Prior | None = None
    rivals: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        filled = [v is not None for v in (self.low, self.mode, self.high)]
        if any(filled) != all(filled):
            raise ValueError("give low, mode and high, or none of them (null)")
        if any(filled) and self.basis == "not_found":
            raise ValueError("basis not_found has no low, mode and high; use prior_if_needed")
        if not any(filled) and self.basis != "not_found" and self.unit != QUALITATIVE:
            raise ValueError("no values: basis must be not_found")
        if not self.sources and self.basis != "not_found":
            raise ValueError("names no source; cite one, or `assumption`")
        return self

    @field_validator("components")
    @classmethod
    def _weights_make_one(cls, components: tuple[Component, ...]) -> tuple[Component, ...]:
        total = sum(c.weight for c in components)
        if components and abs(total - 1) > CLOSE:
            raise ValueError(f"weights sum to {total:g}, not 1")
        return components

    @field_validator("valid_to")
    @classmethod
    def _ends_after_its_start(cls, value: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("valid_from")
        if start is not None and value is not None and value <= start:
            raise ValueError(f"{value} is not after valid_from {start}; ranges exclude their end")
        return value

    @property
    def row_id(self) -> str:
        """Give the id under which numbers name it as an input."""
        return f"parameters/{self.id}"

    @property
    def is_found(self) -> bool:
        """Say whether a low, a mode and a high are known."""
        return self.mode is not None

    @property
    def mark(self) -> Mark:
        """Give the mark of a number that rests on it."""
        return MARKS[self.basis]

    def number(self, number_id: str) -> Number:
        """Give it as a number that may be printed; "no figure" where nothing was found."""
        is_range = self.low != self.high
        return Number(
            id=number_id,
            label=f"{self.title}: {self.meaning}, {self.unit} ({self.period})",
            value=self.mode,
            low=self.low if is_range else None,
            high=self.high if is_range else None,
            unit=SHARE if self.unit.startswith(f"{SHARE} of ") else self.unit,
            mark=self.mark,
            how=f"parameter {self.id}, basis {self.basis.replace('_', ' ')}",
            inputs=(self.row_id,),
            note=self.note,
        )


@lru_cache(maxsize=1)
def load_parameters() -> dict[str, Parameter]:
    """Read the packaged parameters, by id.

    Raises:
        DefinitionError: If one is wrong; names file and line.
    """
    return read_parameters(_data() / "mechanism")


@lru_cache(maxsize=1)
def load_publications() -> dict[str, Publication]:
    """Read the publications that parameters, actors, flows and steps cite, by id."""
    text = (_data() / "mechanism_sources.yml").read_text(encoding="utf-8")
    found = read_definition(text, "mechanism_sources.yml", _Publications).sources
    return {publication.id: publication for publication in found}


def read_parameters(folder: Traversable) -> dict[str, Parameter]:
    """Read a folder of parameters, packaged or a user's own, one file a parameter.

    Args:
        folder: Holds `<id>.yml` files.

    Raises:
        DefinitionError: If one is wrong, is not named as its file, or cites what is not known.
    """
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yml")), key=lambda f: f.name)
    found: dict[str, Parameter] = {}
    for file in files:
        text = file.read_text(encoding="utf-8")
        parameter = read_definition(text, file.name, Parameter)
        if file.name != f"{parameter.id}.yml":
            raise DefinitionError(
                f"{file.name}, line {_line(text, 'id')}: id {parameter.id!r} is not the file's "
                "name. Name the file <id>.yml."
            )
        found[parameter.id] = parameter
        _check_share(file.name, text, parameter)
        _check_names(file.name, text, "sources", set(parameter.sources) - set(load_publications()))
    for parameter in found.values():
        _check_names(f"{parameter.id}.yml", "", "rivals", set(parameter.rivals) - set(found))
    return found


def place_of(name: str, key: str) -> str:
    """Give file and line of a key of a packaged parameter, for errors that two files share."""
    file = _data() / "mechanism" / f"{name}.yml"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return f"{name}.yml, line {_line(text, key)}"


def draw(
    parameter: Parameter, n: int, rng: np.random.Generator, *, with_prior: bool = False
) -> np.ndarray:
    """Draw values of a parameter, by the form that its definition names.

    `lognormal` is triangular in the logarithm, so that draws stay within low and high. A
    mixture draws one of its rival values whole, and never something between them.

    Args:
        parameter: What to draw.
        n: How many.
        rng: Source of chance.
        with_prior: Where nothing was found, draw from the prior of ours; the figures that
            rest on it are assumed, not evidence.

    Returns:
        Array of shape `(n,)` in the parameter's unit.

    Raises:
        ValueError: If nothing was found, and no prior was asked for or there is none.
    """
    ranged: _Range = parameter
    if not parameter.is_found and with_prior and parameter.prior_if_needed is not None:
        ranged = parameter.prior_if_needed
    elif not parameter.is_found:
        raise ValueError(
            f"parameter {parameter.id}: nothing was found, so nothing can be drawn. "
            "Ask for its prior_if_needed, if it has one, and mark what rests on it as assumed."
        )
    if parameter.components:
        values = [c.value for c in parameter.components]
        return rng.choice(values, size=n, p=[c.weight for c in parameter.components])
    return _draw_range(ranged.range, parameter.distribution, n, rng)


def parameters_table() -> pl.DataFrame:
    """Give the packaged parameters as a flat table."""
    return pl.DataFrame(
        [
            {
                "row_id": p.row_id,
                "title": p.title,
                "meaning": p.meaning,
                "group": p.group,
                "unit": p.unit,
                "low": p.low,
                "mode": p.mode,
                "high": p.high,
                "period": p.period,
                "valid_from": p.valid_from,
                "valid_to": p.valid_to,
                "basis": p.basis,
                "confidence": p.confidence,
                "sources": ";".join(p.sources),
                "rivals": ";".join(p.rivals),
                "note": p.note,
            }
            for p in load_parameters().values()
        ],
        infer_schema_length=None,
    )


def publications_table() -> pl.DataFrame:
    """Give the publications that parameters cite as a flat table."""
    rows = [publication.model_dump() for publication in load_publications().values()]
    return pl.DataFrame(rows, infer_schema_length=None)


def _draw_range(
    bounds: tuple[float, float, float], form: Distribution, n: int, rng: np.random.Generator
) -> np.ndarray:
    low, mode, high = bounds
    if low == high:
        return np.full(n, low)
    if form == "uniform":
        return rng.uniform(low, high, size=n)
    if form == "lognormal":
        return np.exp(rng.triangular(np.log(low), np.log(mode), np.log(high), size=n))
    return rng.triangular(low, mode, high, size=n)


def _data() -> Traversable:
    return resources.files("coalface") / "data" / "parameters"


def _check_order(lower: str, low: float, upper: str, high: float) -> None:
    if low > high:
        raise ValueError(f"{lower} {low:g} is above {upper} {high:g}: the range is upside down")


def _check_share(file_name: str, text: str, parameter: Parameter) -> None:
    """Check that a share lies between 0 and 1, with its rival values and its prior."""
    if parameter.unit.split(" ", maxsplit=1)[0] != SHARE:
        return
    prior = parameter.prior_if_needed
    values = [(key, getattr(parameter, key)) for key in ("low", "mode", "high")]
    values += [("components", c.value) for c in parameter.components]
    values += [("prior_if_needed", v) for v in (prior.low, prior.mode, prior.high)] if prior else []
    for key, value in values:
        if value is not None and not 0 <= value <= 1:
            raise DefinitionError(
                f"{file_name}, line {_line(text, key)}: {key} {value:g} of unit "
                f"{parameter.unit!r} is no share. Give a number from 0 to 1."
            )


def _check_names(file_name: str, text: str, key: str, unknown: set[str]) -> None:
    if unknown:
        raise DefinitionError(
            f"{file_name}, line {_line(text, key)}: {key} {sorted(unknown)} are not known."
        )


def _line(text: str, key: str) -> int:
    lines = (i for i, line in enumerate(text.splitlines(), 1) if line.startswith(f"{key}:"))
    return next(lines, 1)
