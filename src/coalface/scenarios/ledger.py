"""The only place where a balance changes: by flows that are declared in `flows.py`.

Rules of behaviour see balances that nobody can write to. They hand over amounts by the names of the
flows; the ledger posts them, keeps each flow's total, and works out what does not add up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coalface.scenarios.accounts import Accounts
from coalface.scenarios.flows import (
    FLOWS,
    INSTRUMENTS,
    REVALUATIONS,
    STAGES,
    Flow,
    Instrument,
    Revaluation,
    Sector,
    Stage,
)
from coalface.scenarios.relations import Floats
from coalface.scenarios.world import Indices, World

__all__ = ["Ledger", "Posting"]


@dataclass(frozen=True, eq=False)
class Posting:
    """How one stage's amounts reach the accounts.

    Attributes:
        rows: Flows and revaluations of the stage, in order.
        starts: First row of each in the pile of amounts.
        height: Rows of the pile.
        picks: For each leg, its row in the pile; a row of the pile turned over where it lessens.
        touched: Accounts that change.
        leg_starts: First leg of each of those accounts.
    """

    rows: tuple[Flow | Revaluation, ...]
    starts: Indices
    height: int
    picks: Indices
    touched: Indices
    leg_starts: Indices


class Ledger:
    """Balances of a block of draws, changed by posted flows and by nothing else.

    Attributes:
        accounts: Where each balance stands.
    """

    def __init__(self, world: World, n_draws: int) -> None:
        """Open the accounts of a world with the money that it starts with.

        Args:
            world: Who takes part.
            n_draws: How many draws, each with the same opening.
        """
        self.accounts = Accounts(world)
        opening = _opening(world, self.accounts)
        self._balances = _sealed(np.repeat(opening[:, None], n_draws, axis=1))
        self._postings = {stage: _posting(stage, self.accounts) for stage in STAGES}
        self._block_starts = np.array([b.start for b in self.accounts.blocks])

    def balance(self, instrument: Instrument, sector: Sector | None = None) -> Floats:
        """Give balances `(draw, holder)`, read-only.

        Args:
            instrument: Which instrument.
            sector: Of currency, whose; a claim's rows stand in the order of its index.
        """
        return self._balances[self.accounts.place(instrument, sector)].T

    def post(self, stage: Stage, amounts: Mapping[str, Floats]) -> Floats:
        """Make one stage's payments.

        Args:
            stage: Which of the month's postings.
            amounts: Amount of each flow and revaluation of the stage, `(draw, row)`, not negative.

        Returns:
            Total of each flow and revaluation, in the order of `flow_names(stage)`, shape
            `(flow, draw)`.

        Raises:
            ValueError: If a flow of the stage is missing, or one is named that it does not have.
        """
        posting = self._postings[stage]
        if len(amounts) != len(posting.rows):
            raise ValueError(_misfit(stage, posting, amounts))
        pile = np.empty((2 * posting.height, self._balances.shape[1]))
        try:
            np.concatenate(
                [amounts[row.name].T for row in posting.rows], out=pile[: posting.height]
            )
        except KeyError as error:
            raise ValueError(_misfit(stage, posting, amounts)) from error
        np.negative(pile[: posting.height], out=pile[posting.height :])
        change = np.add.reduceat(pile.take(posting.picks, axis=0), posting.leg_starts, axis=0)
        balances = self._balances.copy()
        balances[posting.touched] += change
        self._balances = _sealed(balances)
        return np.add.reduceat(pile[: posting.height], posting.starts, axis=0)

    def totals(self) -> Floats:
        """Give the sum of each block of accounts, shape `(block, draw)`."""
        return np.add.reduceat(self._balances, self._block_starts, axis=0)

    def snapshot(self) -> Floats:
        """Give all balances, `(account, draw)`, read-only."""
        return self._balances


def _sealed(array: Floats) -> Floats:
    array.flags.writeable = False
    return array


def _posting(stage: Stage, accounts: Accounts) -> Posting:
    declared: tuple[Flow | Revaluation, ...] = FLOWS + REVALUATIONS
    rows = tuple(row for row in declared if row.stage == stage)
    heights = [accounts.n_rows[row.index] for row in rows]
    starts = np.concatenate([[0], np.cumsum(heights)[:-1]]).astype(np.intp)
    height = int(sum(heights))
    picks: list[Indices] = []
    targets: list[Indices] = []
    for row, start, n in zip(rows, starts, heights, strict=True):
        legs = accounts.legs(row) if isinstance(row, Flow) else _written_off(row, accounts)
        for target, sign in legs:
            picks.append(np.arange(n) + start + (height if sign < 0 else 0))
            targets.append(target)
    pick, target = np.concatenate(picks), np.concatenate(targets)
    order = np.argsort(target, kind="stable")
    touched, leg_starts = np.unique(target[order], return_index=True)
    return Posting(rows, starts, height, pick[order], touched, leg_starts)


def _written_off(row: Revaluation, accounts: Accounts) -> list[tuple[Indices, int]]:
    return [(np.arange(accounts.n_rows[row.index]) + accounts.place(row.claim).start, -1)]


def _misfit(stage: Stage, posting: Posting, amounts: Mapping[str, Floats]) -> str:
    declared = {row.name for row in posting.rows}
    return (
        f"ledger, stage {stage}: missing {sorted(declared - set(amounts))}, "
        f"not declared {sorted(set(amounts) - declared)}. Hand over each flow of the stage once."
    )


def _opening(world: World, accounts: Accounts) -> Floats:
    money, balances = world.opening, np.zeros(accounts.size)
    size = world.mines.size
    deposits = money.companies_usd * world.companies.size
    currency: dict[Sector, Floats] = {
        "mines": money.mines_usd * size / size.sum(),
        "banks": accounts.opening(deposits),
        "authorities": np.full(accounts.n_holders["authorities"], money.authorities_usd)
        / accounts.n_holders["authorities"],
        "households": np.array([money.households_usd]),
        "market": np.array([money.market_usd]),
        "traders": money.traders_usd * world.traders.size,
    }
    for sector, held in currency.items():
        balances[accounts.place("currency", sector)] = held
    balances[accounts.place("deposit")] = deposits
    return balances


def claims() -> tuple[Instrument, ...]:
    """Give the instruments that are a claim of one holder on another, deposits apart."""
    return tuple(name for name in INSTRUMENTS if name not in ("currency", "deposit"))
