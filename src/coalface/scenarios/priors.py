"""What is held possible of each unknown before the model sees data, with where that is from."""

from functools import lru_cache
from importlib import resources
from typing import Literal, Self

from pydantic import Field, model_validator

from coalface.earnings.parameters import (
    MARKS,
    Basis,
    Component,
    Parameter,
    load_parameters,
)
from coalface.errors import DefinitionError
from coalface.vocabulary.definitions import Definition, read_definition
from coalface.vocabulary.numbers import Mark

__all__ = ["PriorDefinition", "load_priors", "read_priors"]

CLOSE = 1e-9


class PriorDefinition(Definition):
    """The prior of one parameter of the model.

    Attributes:
        id: Name; that of a parameter of the mechanism, or `model.` and a name of the model's own.
        meaning: What it is.
        unit: Of low, mode and high.
        low: Lowest value held possible.
        mode: Most likely value.
        high: Highest value held possible.
        distribution: Form of the draws; `lognormal` is triangular in the logarithm.
        basis: How far a source states it.
        sources: What was read, by id; empty for an assumption.
        reason: Why this range, where it is ours.
        components: Rival values, drawn whole by weight.
    """

    id: str
    meaning: str
    unit: str
    low: float
    mode: float
    high: float
    distribution: Literal["triangular", "uniform", "fixed", "lognormal", "mixture"] = "triangular"
    basis: Basis = "assumption"
    sources: tuple[str, ...] = ()
    reason: str = ""
    components: tuple[Component, ...] = ()

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Self:
        if not self.low <= self.mode <= self.high:
            raise ValueError(
                f"low {self.low:g}, mode {self.mode:g}, high {self.high:g}: order them"
            )
        if self.distribution == "lognormal" and self.low <= 0:
            raise ValueError("lognormal needs a low above 0")
        if self.distribution == "fixed" and self.low != self.high:
            raise ValueError("fixed needs one value, so low, mode and high the same")
        if self.basis == "assumption" and not self.reason:
            raise ValueError("an assumption needs a `reason`")
        return self

    @property
    def mark(self) -> Mark:
        """Give the mark of what rests on it."""
        return MARKS[self.basis]

    @property
    def is_free(self) -> bool:
        """Say whether draws of it differ."""
        return bool(self.components) or self.low < self.high


class _Own(PriorDefinition):
    id: str = Field(pattern=r"^model\.[a-z0-9_.]+$")


class _Taken(Definition):
    """A parameter of the mechanism, used as it stands or in a marked range of ours."""

    id: str
    reason: str = ""
    low: float | None = None
    mode: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        given = [v is not None for v in (self.low, self.mode, self.high)]
        if any(given) != all(given):
            raise ValueError("give low, mode and high, or none of them")
        if any(given) and not self.reason:
            raise ValueError("a range of our own needs a `reason`")
        return self


class _Priors(Definition):
    mechanism: tuple[_Taken, ...]
    model: tuple[_Own, ...]


@lru_cache(maxsize=1)
def load_priors() -> dict[str, PriorDefinition]:
    """Read the packaged priors, by id, in the order of the file.

    Raises:
        DefinitionError: If one is wrong, stands twice or names no parameter of the mechanism.
    """
    file = resources.files("coalface") / "data" / "scenarios" / "priors.yml"
    return read_priors(file.read_text(encoding="utf-8"), file.name)


def read_priors(text: str, file_name: str) -> dict[str, PriorDefinition]:
    """Read priors from YAML; ranges and sources of the mechanism's come from its own files.

    Args:
        text: The document.
        file_name: Named in errors.

    Raises:
        DefinitionError: If one is wrong, stands twice or names no parameter of the mechanism.
    """
    read = read_definition(text, file_name, _Priors)
    found: dict[str, PriorDefinition] = {}
    for taken in read.mechanism:
        if taken.id not in load_parameters():
            raise DefinitionError(
                f"{file_name}, line {_line(text, taken.id)}: {taken.id!r} is no parameter of the "
                "mechanism. Mend its spelling, or define it under `model:` with a reason."
            )
        _add(found, _of_mechanism(load_parameters()[taken.id], taken, file_name, text), file_name)
    for own in read.model:
        _add(found, PriorDefinition(**own.model_dump()), file_name)
    return found


def _of_mechanism(
    parameter: Parameter, taken: _Taken, file_name: str, text: str
) -> PriorDefinition:
    own = taken if taken.low is not None else parameter.prior_if_needed
    ranged = parameter if parameter.is_found and taken.low is None else own
    if ranged is None or ranged.low is None or ranged.mode is None or ranged.high is None:
        raise DefinitionError(
            f"{file_name}, line {_line(text, taken.id)}: {taken.id} has no range: nothing was "
            "found and it has no prior_if_needed. Give low, mode and high here, with a reason."
        )
    is_own = ranged is not parameter
    form = parameter.distribution
    return PriorDefinition(
        id=parameter.id,
        meaning=f"{parameter.title}: {parameter.meaning}",
        unit=parameter.unit,
        low=ranged.low,
        mode=ranged.mode,
        high=ranged.high,
        distribution="triangular" if form == "none" or is_own else form,
        basis="assumption" if is_own else parameter.basis,
        sources=parameter.sources,
        reason=taken.reason or (parameter.note or "prior of ours; nothing was found"),
        components=() if is_own else parameter.components,
    )


def _add(found: dict[str, PriorDefinition], prior: PriorDefinition, file_name: str) -> None:
    if prior.id in found:
        raise DefinitionError(f"{file_name}: prior {prior.id!r} stands twice. Keep one.")
    found[prior.id] = prior


def _line(text: str, name: str) -> int:
    lines = (i for i, line in enumerate(text.splitlines(), 1) if f"id: {name}" in line)
    return next(lines, 1)
