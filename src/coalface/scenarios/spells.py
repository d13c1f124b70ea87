"""A spell of months of simulated draws: what was paid in it, and what was held before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from coalface.scenarios.ledger import Ledger
from coalface.scenarios.outcomes import Outcomes
from coalface.scenarios.relations import Floats
from coalface.scenarios.world import World

__all__ = ["Spell", "find_spell", "join_spells"]


@dataclass(frozen=True, eq=False)
class Spell:
    """Draws over some months; none is an account of what happened.

    Attributes:
        first: First month.
        last: Last month, included.
        draws: Numbers of the draws, in order.
        flows: Flow or write-off to USD over the spell, `(draw,)`.
        opening: Instrument and sector to USD before the first month, `(draw,)`; a claim stands
            under its owner.
        closing: The same after the last month.
    """

    first: date
    last: date
    draws: tuple[int, ...]
    flows: Mapping[str, Floats]
    opening: Mapping[tuple[str, str], Floats]
    closing: Mapping[tuple[str, str], Floats]

    def only(self, draw: int) -> "Spell":
        """Give one draw of it.

        Args:
            draw: Its number.
        """
        at = self.draws.index(draw)
        chosen = slice(at, at + 1)
        return Spell(
            self.first,
            self.last,
            (draw,),
            {name: values[chosen] for name, values in self.flows.items()},
            {key: values[chosen] for key, values in self.opening.items()},
            {key: values[chosen] for key, values in self.closing.items()},
        )


def find_spell(outcomes: Outcomes, world: World, first: date, last: date) -> Spell:
    """Sum a spell of months up.

    Args:
        outcomes: A simulated block.
        world: That it was simulated in: its opening money stands before the first month.
        first: First month.
        last: Last month, included.

    Raises:
        ValueError: If the run does not have all of the spell's months.
    """
    months = outcomes.months
    if first not in months or last not in months or last < first:
        raise ValueError(
            f"the run does not have all months from {first} to {last}: it goes from {months[0]} to "
            f"{months[-1]}"
        )
    start, end = months.index(first), months.index(last)
    paid = outcomes.flow_totals[:, start : end + 1].sum(axis=1)
    if start == 0:
        opening = np.broadcast_to(Ledger(world, 1).totals().T, outcomes.balances[:, 0].shape)
    else:
        opening = outcomes.balances[:, start - 1]
    closing = outcomes.balances[:, end]
    return Spell(
        first,
        last,
        tuple(outcomes.draws),
        {name: paid[:, i] for i, name in enumerate(outcomes.flow_names)},
        {key: opening[:, i] for i, key in enumerate(outcomes.blocks)},
        {key: closing[:, i] for i, key in enumerate(outcomes.blocks)},
    )


def join_spells(parts: Sequence[Spell]) -> Spell:
    """Put blocks of draws of one spell together, in order.

    Args:
        parts: At least one, of the same months.
    """
    first = parts[0]
    return Spell(
        first.first,
        first.last,
        tuple(draw for part in parts for draw in part.draws),
        {name: np.concatenate([part.flows[name] for part in parts]) for name in first.flows},
        {key: np.concatenate([part.opening[key] for part in parts]) for key in first.opening},
        {key: np.concatenate([part.closing[key] for part in parts]) for key in first.closing},
    )
