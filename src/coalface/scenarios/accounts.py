"""Where balances stand: one account a holder and instrument, in a fixed order."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coalface.scenarios.flows import INSTRUMENTS, SECTORS, Flow, Index, Instrument, Sector
from coalface.scenarios.relations import Floats, Indices
from coalface.scenarios.world import AUTHORITIES, BANKS, World

__all__ = ["Accounts", "Block"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of accounts: one instrument, held by one sector or between two."""

    instrument: Instrument
    sector: Sector
    start: int
    stop: int


@dataclass(frozen=True, eq=False)
class Accounts:
    """The accounts of a world."""

    world: World

    @cached_property
    def n_rows(self) -> dict[Index, int]:
        """Give how many rows each kind of index has."""
        world = self.world
        return {
            "lane": world.n_lanes,
            "company": world.n_companies,
            "trader": world.n_traders,
            "mine": world.n_mines,
            "authority": len(AUTHORITIES),
            "levy": world.n_companies * len(AUTHORITIES),
            "single": 1,
        }

    @cached_property
    def n_holders(self) -> dict[Sector, int]:
        """Give how many holders each sector has."""
        world = self.world
        sizes: dict[Sector, int] = dict.fromkeys(SECTORS, 1)
        sizes |= {
            "mines": world.n_mines,
            "companies": world.n_companies,
            "banks": len(BANKS),
            "authorities": len(AUTHORITIES),
            "traders": world.n_traders,
        }
        return sizes

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Give the blocks in order: currency by sector, then each claim under its owner."""
        sizes: list[tuple[Instrument, Sector, int]] = [
            ("currency", sector, self.n_holders[sector]) for sector in SECTORS
        ]
        for instrument, (_, owner, _, index) in INSTRUMENTS.items():
            if owner is not None and index is not None:
                sizes.append((instrument, owner, self.n_rows[index]))
        found: list[Block] = []
        for instrument, sector, size in sizes:
            start = found[-1].stop if found else 0
            found.append(Block(instrument, sector, start, start + size))
        return tuple(found)

    @staticmethod
    def currency_sectors() -> tuple[Sector, ...]:
        """Give the sectors whose currency the first blocks hold, in order."""
        return tuple(SECTORS)

    @cached_property
    def size(self) -> int:
        """Give the number of accounts."""
        return self.blocks[-1].stop

    def place(self, instrument: Instrument, sector: Sector | None = None) -> slice:
        """Give where an instrument stands; of currency, where a sector's part of it does."""
        found = [b for b in self.blocks if b.instrument == instrument]
        if sector is not None:
            found = [b for b in found if b.sector == sector]
        return slice(found[0].start, found[-1].stop)

    def holder(self, index: Index, sector: Sector) -> Indices:
        """Give the holder in a sector that each row of an index means.

        Raises:
            ValueError: If an index says nothing of a sector.
        """
        world, n = self.world, self.n_rows[index]
        pairs = len(AUTHORITIES)
        known: dict[tuple[Index, Sector], Indices] = {
            ("lane", "mines"): world.lanes.mine,
            ("lane", "companies"): world.lanes.company,
            ("lane", "traders"): world.lanes.trader,
            ("company", "companies"): np.arange(n),
            ("company", "authorities"): world.companies.sponsor,
            ("trader", "traders"): np.arange(n),
            ("mine", "mines"): np.arange(n),
            ("authority", "authorities"): np.arange(n),
            ("levy", "companies"): np.arange(n) // pairs,
            ("levy", "authorities"): np.arange(n) % pairs,
        }
        if (index, sector) in known:
            return np.asarray(known[index, sector], dtype=np.intp)
        if self.n_holders[sector] == 1:
            return np.zeros(n, dtype=np.intp)
        raise ValueError(f"a row of {index} does not say which of the {sector} is meant")

    def legs(self, flow: Flow) -> list[tuple[Indices, int]]:
        """Give the accounts that a flow changes, row by row, and the sign of the change."""
        legs: list[tuple[Indices, int]] = []
        if flow.moves_money:
            off_payer = flow.settled in ("off_book", "own")
            legs += self._money(flow.index, flow.payer, -1, is_off_book=off_payer)
            legs += self._money(flow.index, flow.payee, 1, is_off_book=flow.settled == "off_book")
        if flow.claim is not None:
            rows = np.arange(self.n_rows[flow.index]) + self.place(flow.claim).start
            legs.append((rows, 1 if flow.grows else -1))
        return legs

    def opening(self, deposits: Floats) -> Floats:
        """Give the cash that each bank holds against its companies' deposits."""
        banks = np.zeros(len(BANKS))
        np.add.at(banks, self.world.companies.bank, deposits)
        return banks

    def _money(
        self, index: Index, sector: Sector, sign: int, *, is_off_book: bool
    ) -> list[tuple[Indices, int]]:
        holders = self.holder(index, sector)
        if sector != "companies" or is_off_book:
            return [(holders + self.place("currency", sector).start, sign)]
        banks = self.world.companies.bank[holders] + self.place("currency", "banks").start
        return [(holders + self.place("deposit").start, sign), (banks, sign)]
