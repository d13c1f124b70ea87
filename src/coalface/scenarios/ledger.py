"""The only place where a balance changes: by flows that are declared in `flows.py`.

Rules of behaviour see balances that nobody can write to. They hand over amounts by the names of the
flows; the ledger posts them, keeps each flow's total, and works out what does not add up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from coalface.scenarios.accounts import Accounts, Block
from coalface.scenarios.flows import (
    FLOWS,
    REVALUATIONS,
    STAGES,
    Flow,
    Instrument,
    Revaluation,
    Sector,
    Stage,
)
from coalface.scenarios.relations import Adder, Floats, Indices
from coalface.scenarios.world import World

__all__ = ["Ledger", "Posting"]


@dataclass(frozen=True, eq=False)
class Posting:
    """How one stage's amounts reach the accounts.

    Attributes:
        names: Flows and revaluations of the stage, in order.
        touched: Blocks of accounts that change, and where their changes stand in the sums.
        n_changes: Rows of all those changes; the totals of the flows stand under them.
        adder: Adds the rows of all amounts, one under the other, up to those sums.
        pile: Room for those rows, used anew each month.
    """

    names: tuple[str, ...]
    touched: tuple[tuple[int, slice], ...]
    n_changes: int
    adder: Adder
    pile: Floats


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
        opening = np.repeat(_opening(world, self.accounts)[:, None], n_draws, axis=1)
        blocks = self.accounts.blocks
        self._balances = [_sealed(opening[block.start : block.stop].copy()) for block in blocks]
        self._postings = {stage: _posting(stage, self.accounts, n_draws) for stage in STAGES}
        self._blocks = _block_sums(self.accounts)
        self._places = {key: i for i, block in enumerate(blocks) for key in _keys(block)}

    def balance(self, instrument: Instrument, sector: Sector | None = None) -> Floats:
        """Give balances `(draw, holder)`, read-only.

        Args:
            instrument: Which instrument.
            sector: Of currency, whose; a claim's rows stand in the order of its index.
        """
        return self._balances[self._places[instrument, sector]].T

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
        if len(amounts) != len(posting.names):
            raise ValueError(_misfit(stage, posting, amounts))
        try:
            np.concatenate([amounts[name].T for name in posting.names], out=posting.pile)
        except KeyError as error:
            raise ValueError(_misfit(stage, posting, amounts)) from error
        found: Floats = posting.adder.add(posting.pile)
        for block, rows in posting.touched:
            self._balances[block] = _sealed(self._balances[block] + found[rows])
        return found[posting.n_changes :]

    def totals(self) -> Floats:
        """Give the sum of each block of accounts, shape `(block, draw)`."""
        return self._blocks.add(np.concatenate(self._balances))

    def snapshot(self) -> Floats:
        """Give all balances, `(account, draw)`, read-only."""
        return _sealed(np.concatenate(self._balances))


def _sealed(array: Floats) -> Floats:
    array.flags.writeable = False
    return array


def _posting(stage: Stage, accounts: Accounts, n_draws: int) -> Posting:
    declared: tuple[Flow | Revaluation, ...] = FLOWS + REVALUATIONS
    flows = [row for row in declared if row.stage == stage]
    heights = [accounts.n_rows[row.index] for row in flows]
    starts = np.cumsum([0, *heights])
    rows: list[Indices] = []
    places: list[Indices] = []
    signs: list[Floats] = []
    for at, (flow, start, n) in enumerate(zip(flows, starts, heights, strict=False)):
        legs = accounts.legs(flow) if isinstance(flow, Flow) else _written_off(flow, accounts)
        for target, sign in [*legs, (np.full(n, accounts.size + at), 1)]:
            rows.append(target)
            places.append(np.arange(n) + start)
            signs.append(np.full(n, float(sign)))
    row = np.concatenate(rows)
    touched, new_place, n_changes = _touched(accounts, row)
    new_place = np.concatenate([new_place, np.arange(len(flows)) + n_changes])
    n_rows = n_changes + len(flows)
    sums = Adder(new_place[row], np.concatenate(places), np.concatenate(signs), n_rows)
    names, pile = tuple(flow.name for flow in flows), np.empty((int(starts[-1]), n_draws))
    return Posting(names, touched, n_changes, sums, pile)


def _block_sums(accounts: Accounts) -> Adder:
    blocks = accounts.blocks
    rows = np.concatenate([np.full(b.stop - b.start, i) for i, b in enumerate(blocks)])
    return Adder(rows, np.arange(accounts.size), np.ones(accounts.size), len(blocks))


def _touched(
    accounts: Accounts, rows: Indices
) -> tuple[tuple[tuple[int, slice], ...], Indices, int]:
    """Give the blocks that rows fall into, with each account's place when only those stand."""
    touched: list[tuple[int, slice]] = []
    places, at = np.zeros(accounts.size, dtype=np.intp), 0
    for i, block in enumerate(accounts.blocks):
        n = block.stop - block.start
        if ((rows >= block.start) & (rows < block.stop)).any():
            touched.append((i, slice(at, at + n)))
            places[block.start : block.stop] = np.arange(at, at + n)
            at += n
    return tuple(touched), places, at


def _keys(block: Block) -> tuple[tuple[Instrument, Sector | None], ...]:
    if block.instrument == "currency":
        return (("currency", block.sector),)
    return ((block.instrument, None), (block.instrument, block.sector))


def _written_off(row: Revaluation, accounts: Accounts) -> list[tuple[Indices, int]]:
    return [(np.arange(accounts.n_rows[row.index]) + accounts.place(row.claim).start, -1)]


def _misfit(stage: Stage, posting: Posting, amounts: Mapping[str, Floats]) -> str:
    declared = set(posting.names)
    return (
        f"ledger, stage {stage}: missing {sorted(declared - set(amounts))}, "
        f"not declared {sorted(set(amounts) - declared)}. Hand over each flow of the stage once."
    )


def _opening(world: World, accounts: Accounts) -> Floats:
    money, balances = world.opening, np.zeros(accounts.size)
    size = world.mines.size
    deposits = world.founding_usd
    currency: dict[Sector, Floats] = {
        "mines": money.mines_usd * size / size.sum(),
        "banks": accounts.opening(deposits),
        "authorities": np.full(accounts.n_holders["authorities"], money.authorities_usd)
        / accounts.n_holders["authorities"],
        "households": np.array([money.households_usd]),
        "market": np.array([money.market_usd]),
        "traders": world.trading_usd,
    }
    for sector, held in currency.items():
        balances[accounts.place("currency", sector)] = held
    balances[accounts.place("deposit")] = deposits
    return balances
