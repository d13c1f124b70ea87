"""The branches: one choice of each rival reading. Shown side by side, never mixed."""

from dataclasses import dataclass
from datetime import date

from coalface.earnings.model import (
    Direction,
    Kickback,
    Model,
    Settlement,
    Terms,
    Valuation,
    load_model,
)
from coalface.errors import InputError

__all__ = ["Branch", "TermsInForce", "all_branches", "find_branch", "terms_on"]


@dataclass(frozen=True, slots=True)
class Branch:
    """One choice of each rival reading of how the money goes.

    Attributes:
        kickback: Whether and how a kick-back is paid.
        direction: Its direction, only where the kick-back's reading leaves it open.
        settlement: Of what the shares at delivery and after inspection are shares.
        valuation: Whether freight is taken off the customs value.
    """

    kickback: Kickback
    direction: Direction | None
    settlement: Settlement
    valuation: Valuation

    @property
    def id(self) -> str:
        """Give its name, e.g. `kiep_inside-to_dprk.A.fob`."""
        kickback = self.kickback.id + (f"-{self.direction.id}" if self.direction else "")
        return ".".join((kickback, self.settlement.id, self.valuation.id))

    @property
    def title(self) -> str:
        """Give it in words."""
        direction = (self.direction.title,) if self.direction else ()
        parts = (self.kickback.title, *direction, self.settlement.title, self.valuation.title)
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class TermsInForce:
    """Payment terms on a day; `is_carried` where they are only the last ones recorded."""

    terms: Terms
    is_carried: bool


def all_branches(model: Model | None = None) -> tuple[Branch, ...]:
    """Give every branch: each reading of each with each of the others.

    The valuation that adds the kick-back to a base is left out: here it is a flow of its own.
    """
    model = model or load_model()
    return tuple(
        Branch(kickback, direction, settlement, valuation)
        for kickback in model.kickbacks
        for direction in (model.directions if kickback.has_direction else (None,))
        for settlement in model.settlements
        for valuation in model.valuations
        if not valuation.with_kickback
    )


def find_branch(branch_id: str, model: Model | None = None) -> Branch:
    """Give the branch of a name.

    Raises:
        InputError: If there is none; lists them.
    """
    known = {b.id: b for b in all_branches(model)}
    if branch_id not in known:
        raise InputError(f"no branch {branch_id!r}. Name one of {', '.join(known)}.")
    return known[branch_id]


def terms_on(day: date, model: Model | None = None) -> TermsInForce:
    """Give how buyers paid on a day.

    Where the last recorded terms have ended and no new ones are known, they are carried on and
    marked so; what rests on them is assumed.

    Raises:
        InputError: If no terms were recorded by then.
    """
    model = model or load_model()
    begun = [t for t in model.terms if t.valid_from <= day]
    if not begun:
        first = min(t.valid_from for t in model.terms)
        raise InputError(f"no payment terms are known for {day}. The first begin on {first}.")
    last = max(begun, key=lambda t: t.valid_from)
    return TermsInForce(last, is_carried=last.valid_to is not None and day >= last.valid_to)
