"""Who takes part: mines, trading companies, Chinese traders, authorities, and who deals with whom.

No row is a real company. Types, sponsors and provinces are classes; where no source gives a number
it is an assumption, marked so in the file that the world is read from.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coalface.scenarios.relations import Adder, Floats, Indices, Relation

__all__ = [
    "AUTHORITIES",
    "BANKS",
    "GOODS",
    "MINE_TYPES",
    "SPONSORS",
    "Companies",
    "Lanes",
    "Mines",
    "Opening",
    "Traders",
    "World",
]

GOODS = ("anthracite", "iron_ore")
COAL = 0
MINE_TYPES = ("basic", "self", "private")
SPONSORS = ("party", "military", "cabinet", "provincial")
AUTHORITIES = SPONSORS  # each sponsor is an authority that levies
BANKS = ("trade", "party", "military")


@dataclass(frozen=True, eq=False)
class Mines:
    """The mines, shape `(mine,)` each.

    Attributes:
        names: Codes, not names of places.
        kind: Index into `MINE_TYPES`.
        good: Index into `GOODS`.
        province: Name of the province, or "".
        size: Relative size among the mines of its kind and good, above 0.
        equipment: Equipment at the start, 0 to 1.
        strategic: How far the state keeps its pumps running without work, 0 to 1.
        depth: Factor on how fast it floods, above 0.
        power_dependence: Part of output lost with no power at all, 0 to 1.
    """

    names: tuple[str, ...]
    kind: Indices
    good: Indices
    province: tuple[str, ...]
    size: Floats
    equipment: Floats
    strategic: Floats
    depth: Floats
    power_dependence: Floats


@dataclass(frozen=True, eq=False)
class Companies:
    """The DPRK's trading companies, shape `(company,)` each.

    Attributes:
        names: Codes.
        sponsor: Index into `SPONSORS`.
        bank: Index into `BANKS`.
        size: Part of all companies' trade in goods that no sanction names, sums to 1.
        reach: Speed at which it takes up unlawful routes, as a factor, 0 or more.
        approval: Part of its deposit that its bank releases in a month, 0 to 1.
    """

    names: tuple[str, ...]
    sponsor: Indices
    bank: Indices
    size: Floats
    reach: Floats
    approval: Floats


@dataclass(frozen=True, eq=False)
class Traders:
    """The Chinese traders, shape `(trader,)` each.

    Attributes:
        names: Codes.
        province: Base province.
        size: Part of the traders' cash at the start, sums to 1.
    """

    names: tuple[str, ...]
    province: tuple[str, ...]
    size: Floats


@dataclass(frozen=True, eq=False)
class Lanes:
    """Who sells whose good to whom: mine, company and trader, shape `(lane,)` each.

    Attributes:
        mine: Index of the mine.
        company: Index of the company that exports.
        trader: Index of the Chinese trader.
        weight: Part of the mine's offer that goes this way; sums to 1 over a mine's lanes.
    """

    mine: Indices
    company: Indices
    trader: Indices
    weight: Floats


@dataclass(frozen=True)
class Opening:
    """Money held at the start, USD, each the total of its class.

    Attributes:
        mines_usd: Shared by size.
        companies_usd: Deposits, shared by size.
        authorities_usd: Shared evenly.
        households_usd: Of miners and households.
        market_usd: Of carriers, suppliers and financiers.
        traders_usd: Shared by size.
    """

    mines_usd: float
    companies_usd: float
    authorities_usd: float
    households_usd: float
    market_usd: float
    traders_usd: float


@dataclass(frozen=True, eq=False)
class World:
    """All who take part in a run, and who deals with whom.

    Attributes:
        name: `small`, `register`, or the file's own.
        mines: The mines.
        companies: The trading companies.
        traders: The Chinese traders.
        lanes: Who sells whose good to whom.
        land_share: Part of lawful exports of each good that goes by land, shape `(good,)`.
        route_capacity_share: Room on each unlawful class of routes as a part of the monthly export
            capacity of coal, shape `(3,)`: ship-to-ship, direct dark call, relabelled.
        opening: Money at the start.
        marks: What of it is assumed, in words.
    """

    name: str
    mines: Mines
    companies: Companies
    traders: Traders
    lanes: Lanes
    land_share: Floats
    route_capacity_share: Floats
    opening: Opening
    marks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for mine in range(self.n_mines):
            total = self.lanes.weight[self.lanes.mine == mine].sum()
            if abs(total - 1) > 1e-9:  # noqa: PLR2004 - rounding
                raise ValueError(
                    f"world {self.name}: weights of the lanes of mine {self.mines.names[mine]} "
                    f"sum to {total:g}, not 1"
                )

    @property
    def n_mines(self) -> int:
        """Give the number of mines."""
        return len(self.mines.names)

    @property
    def n_companies(self) -> int:
        """Give the number of companies."""
        return len(self.companies.names)

    @property
    def n_traders(self) -> int:
        """Give the number of traders."""
        return len(self.traders.names)

    @property
    def n_lanes(self) -> int:
        """Give the number of lanes."""
        return len(self.lanes.mine)

    @cached_property
    def lane_mine(self) -> Relation:
        """Give each lane's mine."""
        return Relation(self.lanes.mine, self.n_mines)

    @cached_property
    def lane_company(self) -> Relation:
        """Give each lane's company."""
        return Relation(self.lanes.company, self.n_companies)

    @cached_property
    def lane_trader(self) -> Relation:
        """Give each lane's trader."""
        return Relation(self.lanes.trader, self.n_traders)

    @cached_property
    def lane_good(self) -> Relation:
        """Give each lane's good."""
        return Relation(self.mines.good[self.lanes.mine], len(GOODS))

    @cached_property
    def lane_sponsor(self) -> Relation:
        """Give the sponsor of each lane's company."""
        return Relation(self.companies.sponsor[self.lanes.company], len(SPONSORS))

    @cached_property
    def mine_good(self) -> Relation:
        """Give each mine's good."""
        return Relation(self.mines.good, len(GOODS))

    @cached_property
    def quotes(self) -> tuple[Indices, Indices]:
        """Give trader and good of each quote: every pair of them that some lane has."""
        pairs = sorted(set(zip(self.lanes.trader, self.lane_good.parent, strict=True)))
        return np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])

    @cached_property
    def lane_quote(self) -> Relation:
        """Give each lane's quote."""
        place = {pair: i for i, pair in enumerate(zip(*self.quotes, strict=True))}
        lanes = zip(self.lanes.trader, self.lane_good.parent, strict=True)
        return Relation(np.array([place[lane] for lane in lanes]), len(place))

    @cached_property
    def arrears_company(self) -> Relation:
        """Give the company of each pair of company and authority."""
        pairs = np.arange(self.n_companies * len(AUTHORITIES))
        return Relation(pairs // len(AUTHORITIES), self.n_companies)

    @cached_property
    def founding_usd(self) -> Floats:
        """Give the deposit of each company at the start."""
        return self.opening.companies_usd * self.companies.size

    @cached_property
    def trading_usd(self) -> Floats:
        """Give the cash of each trader at the start."""
        return self.opening.traders_usd * self.traders.size

    @cached_property
    def is_coal(self) -> Floats:
        """Give 1 for each mine of coal, else 0."""
        found: Floats = (self.mines.good == COAL).astype(np.float64)
        return found

    @cached_property
    def mine_is_ore(self) -> Floats:
        """Give 1 for each mine of ore, else 0."""
        found: Floats = 1.0 - self.is_coal
        return found

    @cached_property
    def ore_by_company(self) -> Adder:
        """Give what adds the lanes of ore, and no others, up to companies."""
        lanes = np.flatnonzero(self.mines.good[self.lanes.mine] != COAL)
        return Adder(self.lanes.company[lanes], lanes, np.ones(lanes.size), self.n_companies)
