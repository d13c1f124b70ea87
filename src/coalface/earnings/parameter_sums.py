"""Shares that several parameters give of one whole, checked against each other when loaded."""

from collections.abc import Iterable, Mapping
from itertools import product

from coalface.earnings.parameters import Parameter, place_of
from coalface.errors import DefinitionError

__all__ = ["check_settlement", "check_sum"]

CLOSE = 1e-9


def check_sum(names: Iterable[str], parameters: Mapping[str, Parameter], what: str) -> None:
    """Check that shares of one whole, each at its high end, do not exceed it.

    Raises:
        DefinitionError: If they do; names the files.
    """
    highs = {name: _range(parameters[name])[2] for name in names if name}
    if sum(highs.values()) > 1 + CLOSE:
        places = ", ".join(f"{place_of(name, 'high')} ({top:g})" for name, top in highs.items())
        raise DefinitionError(
            f"{places}: the high ends of {what} sum to {sum(highs.values()):g}, above 1. "
            "Lower one of them."
        )


def check_settlement(
    on_delivery: str,
    after_inspection: str,
    prepaid: Iterable[str],
    parameters: Mapping[str, Parameter],
) -> None:
    """Check that what is due at delivery and after inspection is the whole, in every draw.

    Args:
        on_delivery: Parameter of the share due at delivery.
        after_inspection: Parameter of the share due after inspection.
        prepaid: Parameters of shares that count toward the one due at delivery.
        parameters: By id.

    Raises:
        DefinitionError: If some draw could not sum to one; names file and line.
    """
    at, after = parameters[on_delivery], parameters[after_inspection]
    ends = product(_values(at), _values(after))
    wrong = next(((a, b) for a, b in ends if abs(a + b - 1) > CLOSE), None)
    if wrong:
        raise DefinitionError(
            f"{place_of(on_delivery, 'low')}, and {place_of(after_inspection, 'low')}: shares "
            f"{wrong[0]:g} due at delivery and {wrong[1]:g} after inspection do not sum to 1. "
            "Give each one value, together 1."
        )
    for name in prepaid:
        high, least = _range(parameters[name])[2], min(_values(at))
        if high > least + CLOSE:
            raise DefinitionError(
                f"{place_of(name, 'high')}: up to {high:g} is prepaid, above the {least:g} due at "
                f"delivery that it counts toward ({place_of(on_delivery, 'low')}). Lower it."
            )


def _range(parameter: Parameter) -> tuple[float, float, float]:
    if parameter.components:
        values = sorted(c.value for c in parameter.components)
        return values[0], values[0], values[-1]
    if not parameter.is_found and parameter.prior_if_needed is not None:
        return parameter.prior_if_needed.range
    return parameter.range


def _values(parameter: Parameter) -> set[float]:
    return set(_range(parameter))
